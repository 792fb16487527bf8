import { Refusal } from './refusals.ts';

// What STS says of tokens of identity providers: the codes of its errors, in words that it was seen to use. Documented at
// https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html#API_AssumeRoleWithWebIdentity_Errors

/** No JWT by its looks, also with a line break at its end: STS then takes it for a token of another kind. */
export function notAToken(): Refusal {
  return invalidIdentityToken('Provided Token is not a Login With Amazon token');
}

/** It looks like a JWT but is not one, or is signed by other means than RSA. */
export function notAnIdToken(): Refusal {
  return invalidIdentityToken(
    'The ID Token provided is not a valid JWT. (You may see this error if you sent an Access Token)',
  );
}

export function noOidcProvider(issuer: string): Refusal {
  return invalidIdentityToken(`No OpenIDConnect provider found in your account for ${issuer}`);
}

/** The provider cannot be reached, or shows no key of the name that the token gives. The two spaces are AWS's. */
export function noVerificationKey(): Refusal {
  return invalidIdentityToken(
    "Couldn't retrieve verification key from your identity provider,  " +
      'please reference AssumeRoleWithWebIdentity documentation for requirements',
  );
}

/** A signature that is wrong. What AWS writes is not known; this is how its documentation describes the code. */
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

/** Comes from providers that AWS asks about a token, as it asks Amazon and Facebook. To be ordered as a fault. */
export function idpRejectedClaim(): Refusal {
  return new Refusal(
    403,
    'IDPRejectedClaim',
    'The identity provider (IdP) reported that authentication failed. ' +
      'This might be because the claim is invalid, has expired or has been explicitly revoked.',
  );
}

/** A provider that cannot be asked. AWS counts it among the errors that are worth another try. To be ordered as a fault. */
export function idpCommunicationError(): Refusal {
  return new Refusal(
    400,
    'IDPCommunicationError',
    'The request could not be fulfilled because the identity provider (IDP) that was asked to verify the incoming ' +
      'identity token could not be reached.',
  );
}

/** The same whether the role is missing or does not trust the bearer of the token. */
export function notAuthorizedWithWebIdentity(): Refusal {
  return new Refusal(403, 'AccessDenied', 'Not authorized to perform sts:AssumeRoleWithWebIdentity');
}

function invalidIdentityToken(message: string): Refusal {
  return new Refusal(400, 'InvalidIdentityToken', message);
}
