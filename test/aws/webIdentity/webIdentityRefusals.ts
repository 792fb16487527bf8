import { Refusal } from '../sts/refusals.ts';

// The errors of STS for tokens of identity providers, with messages that AWS was observed to send. Documented under
// "Errors" at https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html

/** The token does not look like a JWT, or it ends with a line break. STS then treats it as a token of another type. */
export function notAToken(): Refusal {
  return invalidIdentityToken('Provided Token is not a Login With Amazon token');
}

/** The token looks like a JWT but is not one, or its algorithm is not RSA. */
export function notAnIdToken(): Refusal {
  return invalidIdentityToken(
    'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
  );
}

export function noOidcProvider(issuer: string): Refusal {
  return invalidIdentityToken(`No OpenIDConnect provider found in your account for ${issuer}`);
}

/** The provider is unreachable or does not publish the key that the token names. The two spaces are AWS's. */
export function noVerificationKey(): Refusal {
  return invalidIdentityToken(
    "Couldn't retrieve verification key from your identity provider,  " +
      'please reference AssumeRoleWithWebIdentity documentation for requirements',
  );
}

/**
 * The signature is wrong. The message of AWS is unknown; this one is the description of the code in its documentation.
 */
export function wrongTokenSignature(): Refusal {
  return invalidIdentityToken(
    'The web identity token that was passed could not be validated by AWS. ' +
      'Get a new identity token from the identity provider and then retry the request.',
  );
}

export function wrongAudience(): Refusal {
  return invalidIdentityToken('Incorrect token audience');
}

/** Both times are in seconds since the epoch. */
export function tokenExpired(now: number, expiration: number): Refusal {
  return new Refusal(
    400,
    'ExpiredTokenException',
    `Token expired: current date/time ${now} must be before the expiration date/time ${expiration}`,
  );
}

/** An error of providers that AWS asks to verify a token, such as Amazon and Facebook. Only for faults. */
export function idpRejectedClaim(): Refusal {
  return new Refusal(
    403,
    'IDPRejectedClaim',
    'The identity provider (IdP) reported that authentication failed. ' +
      'This might be because the claim is invalid, has expired or has been explicitly revoked.',
  );
}

/** The provider is unreachable. AWS documents this error as retryable. Only for faults. */
export function idpCommunicationError(): Refusal {
  return new Refusal(
    400,
    'IDPCommunicationError',
    'The request could not be fulfilled because the identity provider (IDP) that was asked to verify the incoming ' +
      'identity token could not be reached.',
  );
}

/** The same if the role is missing or does not trust the owner of the token. */
export function notAuthorizedWithWebIdentity(): Refusal {
  return new Refusal(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
}

function invalidIdentityToken(message: string): Refusal {
  return new Refusal(400, 'InvalidIdentityToken', message);
}
