import type { PolicyKind } from '../iam/iam.ts';

/**
 * All errors of STS, with the status, code, and message that AWS sends.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/CommonErrors.html
 */
export class Refusal extends Error {
  readonly status: number;
  readonly code: string;

  constructor(status: number, code: string, message: string) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

// Authentication

export function missingAuthenticationToken(): Refusal {
  return new Refusal(403, 'MissingAuthenticationToken', 'Request is missing Authentication Token');
}

export function incompleteSignature(message: string): Refusal {
  return new Refusal(400, 'IncompleteSignature', message);
}

export function signatureDoesNotMatch(
  message = 'The request signature we calculated does not match the signature you provided. Check your AWS Secret ' +
    'Access Key and signing method. Consult the service documentation for details.',
): Refusal {
  return new Refusal(403, 'SignatureDoesNotMatch', message);
}

/** Also for an inactive key, and for a session token that is missing or belongs to another key. */
export function invalidClientTokenId(): Refusal {
  return new Refusal(403, 'InvalidClientTokenId', 'The security token included in the request is invalid.');
}

export function expiredToken(): Refusal {
  return new Refusal(403, 'ExpiredToken', 'The security token included in the request is expired');
}

// Validation

/** Checked before the signature. */
export function invalidAction(action: string, version: string): Refusal {
  return new Refusal(400, 'InvalidAction', `Could not find operation ${action} for version ${version}`);
}

export function validationError(message: string): Refusal {
  return new Refusal(400, 'ValidationError', message);
}

/** IAM finds the user by the key, which names none here. */
export function userNameNeeded(): Refusal {
  return validationError('Must specify userName when calling with non-User credentials');
}

export function noSuchUser(name: string): Refusal {
  return new Refusal(404, 'NoSuchEntity', `The user with name ${name} cannot be found.`);
}

/** A malformed number. AWS sends no message with this error. */
export function malformedInput(): Refusal {
  return new Refusal(400, 'MalformedInput', '');
}

/**
 * A session policy that is no policy. The messages are those of IAM.
 *
 * @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html#API_AssumeRole_Errors
 */
export function malformedPolicyDocument(message: string): Refusal {
  return new Refusal(400, 'MalformedPolicyDocument', message);
}

/** @see https://repost.aws/knowledge-center/iam-role-aws-sts-error */
export function packedPolicyTooLarge(percent: number, subject: 'policy' | 'tags'): Refusal {
  const message =
    subject === 'policy'
      ? `Packed policy consumes ${percent}% of allotted space, please use smaller policy.`
      : `Packed size of session tags consumes ${percent}% of allotted space.`;
  return new Refusal(400, 'PackedPolicyTooLarge', message);
}

/**
 * A managed session policy that does not exist in the account. AWS documents only that it must. Code and message are
 * unknown.
 */
export function noSessionPolicy(arn: string): Refusal {
  return validationError(`Policy ${arn} does not exist.`);
}

export function invalidParameterValue(message: string): Refusal {
  return new Refusal(400, 'InvalidParameterValue', message);
}

/** Not an AWS error: rejecting the parameter is better than ignoring it. */
export function notModelled(parameter: string): Refusal {
  return new Refusal(501, 'NotModelled', `The local AWS knows nothing of ${parameter}.`);
}

// Service failures

export function throttling(): Refusal {
  return new Refusal(400, 'Throttling', 'Rate exceeded');
}

export function serviceTrouble(status: number): Refusal {
  return status === 503
    ? new Refusal(
        503,
        'ServiceUnavailable',
        'The request has failed due to a temporary failure of the server.',
      )
    : new Refusal(
        status,
        'InternalFailure',
        'The request processing has failed because of an unknown error, exception or failure.',
      );
}

// Authorization

/** The same if the role is missing, does not trust the caller, or requires an external id or MFA. */
export function notAuthorized(caller: string, action: string, resource: string): Refusal {
  const on = resource === '' ? '' : ` on resource: ${resource}`;
  return accessDenied(`User: ${caller} is not authorized to perform: ${action}${on}`);
}

/** The caller's own policy denies the action, which overrides every policy that allows it. */
export function explicitlyDenied(
  caller: string,
  action: string,
  resource: string,
  by: PolicyKind = 'identity-based policy',
): Refusal {
  const message = notAuthorized(caller, action, resource).message;
  return accessDenied(`${message} with an explicit deny in a${by.startsWith('i') ? 'n' : ''} ${by}`);
}

/** No policy of this kind allows the action. */
export function implicitlyDenied(
  caller: string,
  action: string,
  resource: string,
  by: PolicyKind | 'resource-based policy',
): Refusal {
  const message = notAuthorized(caller, action, resource).message;
  return accessDenied(`${message} because no ${by} allows the ${action} action`);
}

/**
 * Federated users cannot call IAM or STS, except for GetCallerIdentity. IAM does not even know their keys.
 *
 * @see https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_sts-comparison.html
 */
export function federatedUserRefused(caller: string, action: string, resource: string): Refusal {
  return action.toLowerCase().startsWith('iam:')
    ? invalidClientTokenId()
    : notAuthorized(caller, action, resource);
}

export function regionDisabled(accountId: string): Refusal {
  return new Refusal(
    403,
    'RegionDisabledException',
    `STS is not activated in this region for account:${accountId}. ` +
      'Your account administrator can activate STS in this region using the IAM Console.',
  );
}

/** @see https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRole.html */
export function rootMayNotAssume(): Refusal {
  return accessDenied('Roles may not be assumed by root accounts.');
}

export function sessionCredentialsRefused(action: 'GetSessionToken' | 'GetFederationToken'): Refusal {
  return accessDenied(`Cannot call ${action} with session credentials`);
}

export function mfaIncomplete(): Refusal {
  return accessDenied(
    'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.',
  );
}

export function mfaDeviceUnknown(): Refusal {
  return accessDenied(
    'MultiFactorAuthentication failed, unable to validate MFA code.  ' +
      'Please verify your MFA serial number is valid and associated with this user.',
  );
}

/** Also for a right code that was already used. The space at the end is AWS's. */
export function mfaCodeWrong(): Refusal {
  return accessDenied('MultiFactorAuthentication failed with invalid MFA one time pass code. ');
}

function accessDenied(message: string): Refusal {
  return new Refusal(403, 'AccessDenied', message);
}
