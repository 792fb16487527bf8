import { Refusal } from '../../aws/sts/refusals.ts';

// The errors of Alibaba Cloud's API gateway and of STS. Statuses, codes, and messages are those of the documents
// "Common error codes", "AssumeRole", "AssumeRoleWithOIDC", and "How to handle the common errors when you access OSS by
// using STS". The comments say what is assumed.

// The gateway

export function actionNotFound(): Refusal {
  return new Refusal(
    404,
    'InvalidAction.NotFound',
    'Specified api is not found, please check your url and method.',
  );
}

export function invalidVersion(): Refusal {
  return new Refusal(400, 'InvalidVersion', 'Specified parameter Version is not valid.');
}

/** The request is not signed, or it lacks something that every signed request has. */
export function missing(name: string): Refusal {
  return new Refusal(400, `Missing${name}`, `${name} is mandatory for this action.`);
}

export function incompleteSignature(what: string): Refusal {
  return new Refusal(
    400,
    'IncompleteSignature',
    `The request signature does not conform to standards: ${what}`,
  );
}

/** `toSign` is the server's string to sign, with which a client can tell a wrong secret from a wrong algorithm. */
export function signatureMismatch(toSign: string): Refusal {
  const message = `Specified signature is not matched with our calculation. server string to sign is:${toSign}`;
  return new Refusal(400, 'SignatureDoesNotMatch', message);
}

export function nonceUsed(): Refusal {
  return new Refusal(400, 'SignatureNonceUsed', 'Specified signature nonce was used already.');
}

export function timeMalformed(): Refusal {
  return new Refusal(
    400,
    'InvalidTimeStamp.Format',
    'Specified time stamp or date value is not well formatted.',
  );
}

export function timeExpired(): Refusal {
  return new Refusal(400, 'InvalidTimeStamp.Expired', 'Specified time stamp or date value is expired.');
}

export function keyNotFound(): Refusal {
  return new Refusal(404, 'InvalidAccessKeyId.NotFound', 'Specified access key is not found.');
}

export function keyInactive(): Refusal {
  return new Refusal(400, 'InvalidAccessKeyId.Inactive', 'Specified access key is disabled.');
}

export function tokenMissing(): Refusal {
  return new Refusal(400, 'MissingSecurityToken', 'SecurityToken is mandatory for this action.');
}

export function tokenMalformed(): Refusal {
  return new Refusal(400, 'InvalidSecurityToken.Malformed', 'Specified SecurityToken is malformed.');
}

export function tokenOfAnotherKey(): Refusal {
  return new Refusal(
    400,
    'InvalidSecurityToken.MismatchWithAccessKey',
    'Specified SecurityToken mismatch with the AccessKey.',
  );
}

export function tokenExpired(): Refusal {
  return new Refusal(400, 'InvalidSecurityToken.Expired', 'Specified SecurityToken is expired.');
}

export function throttledUser(): Refusal {
  return new Refusal(400, 'Throttling.User', 'Request was denied due to user flow control.');
}

// STS

/** The parameter is missing or does not have the documented form. */
export function wronglyFormed(parameter: string): Refusal {
  return new Refusal(400, `InvalidParameter.${parameter}`, `The parameter ${parameter} is wrongly formed.`);
}

export function durationOutOfRange(maximumSeconds: number): Refusal {
  return new Refusal(
    400,
    'InvalidParameter.DurationSeconds',
    `The Min/Max value of DurationSeconds is 15min/${maximumSeconds / 3600}hr.`,
  );
}

export function policyMalformed(): Refusal {
  return new Refusal(
    400,
    'InvalidParameter.PolicyGrammar',
    'The parameter Policy has not passed grammar check.',
  );
}

export function policyTooLong(): Refusal {
  return new Refusal(
    400,
    'InvalidParameter.PolicySize',
    'The size of Policy must be smaller than 2048 bytes.',
  );
}

export function roleNotFound(arn: string): Refusal {
  return new Refusal(404, 'EntityNotExist.Role', `The role not exists: ${arn}.`);
}

/** The same if the caller lacks a policy, if the role does not trust it, or if the external ID is another one. */
export function noPermission(): Refusal {
  return new Refusal(
    403,
    'NoPermission',
    'You are not authorized to do this action. You should be authorized by RAM.',
  );
}

export function rootMayAssumeNothing(): Refusal {
  return new Refusal(403, 'NoPermission', 'Roles may not be assumed by root accounts.');
}

// AssumeRoleWithOIDC, as in the document "Error codes" of STS 2015-04-01 and, for the issuer, in "Use RRSA to authorize
// pods to access different cloud services" of ACK

export function oidcTokenInvalid(): Refusal {
  return oidcTokenRefused('Invalid', "The number of Jwt field should be divided into 3 parts with '.' .");
}

export function oidcSignatureInvalid(): Refusal {
  return oidcTokenRefused('InvalidSignature', 'OIDC token validate failed: invalid signature.');
}

export function oidcTokenExpired(): Refusal {
  return oidcTokenRefused('Expired', 'This JsonWebToken is expired.');
}

export function oidcIssuerWrong(): Refusal {
  return oidcTokenRefused(
    'IssuerNotMatch',
    "The issuer in the OIDC Token doesn't match the OIDC Provider registered.",
  );
}

export function oidcAudienceWrong(): Refusal {
  return oidcTokenRefused('AudienceNotMatch', 'Invalid audience.');
}

export function oidcProviderNotFound(): Refusal {
  return new Refusal(401, 'AuthenticationFail.NoPermission', 'No such OIDC Provider registered.');
}

/** The role does not trust the provider, or a condition of its trust policy is not met. */
export function oidcNotTrusted(): Refusal {
  return new Refusal(401, 'AuthenticationFail.NoPermission', 'There is no permission');
}

function oidcTokenRefused(why: string, message: string): Refusal {
  return new Refusal(401, `AuthenticationFail.OIDCToken.${why}`, message);
}
