import type { RoleDemand } from '../../base/failures/awsAnswer.ts';
import { type Caller, Cancelled, type Failure, FailureError } from '../../base/failure.ts';
import { UnreadableCaBundle } from './caBundle.ts';
import { connectionFailure } from './connectionFailure.ts';
import { UnusableProxy } from './proxy.ts';

/** The context of a failed AWS call. */
export interface AwsCall {
  readonly profile: string;
  /** The IAM action, e.g. `sts:AssumeRole`. */
  readonly action: string;
  /** The credentials that signed the call; undefined if a token authenticated it. */
  readonly signer: Signer | undefined;
  readonly region: string;
  readonly host: string;
  /** Set if the call included a code from this device. */
  readonly mfaSerial: string | undefined;
  /** The ARN of the user whose keys signed the call, if AWS has told it. */
  readonly user?: string | undefined;
  /** Set if the call requested a role. */
  readonly role?: RequestedRole | undefined;
  /** The ARNs of managed policies, if the call limits the session by policies. */
  readonly policies?: readonly string[] | undefined;
  /** Whether an existing MFA session signed the call. */
  readonly withEarlierCode?: boolean;
}

export interface Signer {
  readonly accessKeyId: string;
  readonly caller: Caller;
}

interface RequestedRole {
  readonly roleArn: string;
  readonly externalId: string | undefined;
  readonly durationSeconds: number | undefined;
  readonly demands?: readonly RoleDemand[];
}

/**
 * Converts an SDK error to a `FailureError` or `Cancelled`. It decides by AWS's error code, the system's error code and
 * the HTTP status. AWS's message is kept as `detail` only for codes whose message contains no secret: the message of
 * `SignatureDoesNotMatch`, for example, quotes the session token.
 */
export function awsFailure(error: unknown, call: AwsCall): Error {
  if (error instanceof FailureError || error instanceof Cancelled) return error;
  if (error instanceof UnreadableCaBundle) {
    const { path, reason } = error;
    const failure = { code: 'caBundleUnreadable', profile: call.profile, path, reason } as const;
    return new FailureError(failure, { cause: error });
  }
  if (error instanceof UnusableProxy) {
    const { host, setting } = error;
    return new FailureError(
      { code: 'proxyUnusable', profile: call.profile, host, setting },
      { cause: error },
    );
  }
  const facts = errorFacts(error);
  if (facts.code === 'AbortError') return new Cancelled();
  return new FailureError(failureFor(facts, call), { cause: error });
}

interface ErrorFacts {
  /** AWS's error code, or the name of the error class. */
  readonly code: string;
  readonly systemCode: string | undefined;
  readonly status: number | undefined;
  /** The status with which the proxy refused the connection. */
  readonly proxyStatus: number | undefined;
  /** Whether the response has an AWS error code. The page of a captive portal or a proxy has none. */
  readonly isFromAws: boolean;
  readonly clockAheadMinutes: number;
  readonly detail: string;
}

function failureFor(facts: ErrorFacts, call: AwsCall): Failure {
  const { profile, signer } = call;
  const { status } = facts;
  if (facts.proxyStatus !== undefined) {
    return { code: 'proxyRefused', profile, host: call.host, status: facts.proxyStatus };
  }
  // A connection can break in the middle of a response; the status is known then.
  if (facts.systemCode !== undefined) return connectionFailure(facts.systemCode, call);
  if (status !== undefined && status < 500 && !facts.isFromAws) return nonAwsAnswer(status, call);
  const refusedKeys = signer && keysFailure(facts, profile, signer);
  if (refusedKeys) return refusedKeys;
  switch (facts.code) {
    case 'AccessDenied':
    case 'AccessDeniedException':
      return accessDenied(facts.detail, call);
    case 'PackedPolicyTooLarge':
    case 'PackedPolicyTooLargeException': {
      const hasTags = call.role?.demands?.some(({ action }) => action === 'sts:TagSession') === true;
      return { code: 'packedPolicyTooLarge', profile, hasTags, detail: facts.detail };
    }
    case 'NoSuchEntity':
    case 'NoSuchEntityException':
    case 'MalformedPolicyDocument':
    case 'MalformedPolicyDocumentException':
      return policyRefused(facts.detail, call);
    case 'RegionDisabledException':
      return { code: 'regionDisabled', profile, region: call.region };
    case 'Throttling':
    case 'ThrottlingException':
    case 'TooManyRequestsException':
    case 'RequestLimitExceeded':
      return { code: 'throttled', profile };
    case 'ValidationError':
      return invalidRequest(facts.detail, call);
  }
  if (status === 429) return { code: 'throttled', profile };
  if (status !== undefined && status >= 500) return { code: 'serviceFault', profile, status };
  if (status !== undefined && status >= 400) {
    return { code: 'refusedRequest', profile, awsCode: facts.code, detail: facts.detail };
  }
  if (facts.code === 'TimeoutError') return connectionFailure('ETIMEDOUT', call);
  return { code: 'unexpected', profile, reason: facts.code };
}

/** Failures of the signing credentials themselves. */
function keysFailure(
  { code, clockAheadMinutes }: ErrorFacts,
  profile: string,
  signer: Signer,
): Failure | undefined {
  switch (code) {
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return { code: 'expiredKeys', profile, ...signer };
    case 'InvalidClientTokenId':
    case 'UnrecognizedClientException':
      return { code: 'invalidKeys', profile, ...signer };
    case 'SignatureDoesNotMatch':
    case 'InvalidSignatureException':
      return { code: 'wrongSecret', profile, ...signer, clockAheadMinutes };
    default:
      return undefined;
  }
}

/**
 * A proxy requests authentication with its own status (RFC 9110, 15.5.8). The answers of AWS's federation endpoint have
 * no error codes, but it may limit requests, too.
 */
function nonAwsAnswer(status: number, { profile, host }: AwsCall): Failure {
  if (status === 429) return { code: 'throttled', profile };
  return { code: status === 407 ? 'proxyRefused' : 'notAws', profile, host, status };
}

/**
 * STS has one code for a wrong MFA code and for missing permissions. With an MFA code, the failure is treated as a
 * wrong code: the prompt stays open and shows AWS's message. If the code was sent with a role, no second call can tell
 * which of the two AWS rejected, because the code is used up: the prompt names both.
 */
function accessDenied(detail: string, call: AwsCall): Failure {
  const { profile, action, signer, mfaSerial, role, withEarlierCode = false } = call;
  if (mfaSerial !== undefined) {
    return { code: 'mfaRefused', profile, mfaSerial, user: call.user, roleArn: role?.roleArn, detail };
  }
  if (!role || !signer) return { code: 'notAuthorized', profile, action, detail };
  const { roleArn, externalId, demands = [] } = role;
  const hasExternalId = externalId !== undefined;
  const refused = { profile, roleArn, ...signer, hasExternalId, withEarlierCode, detail };
  return { code: 'roleRefused', ...refused, ...(demands.length > 0 && { demands }) };
}

function policyRefused(detail: string, { profile, policies = [] }: AwsCall): Failure {
  return { code: 'policyRefused', profile, policies, detail };
}

/**
 * Every role allows one hour, and the plan has validated all other parameters. If STS rejects a request for more than
 * an hour, the duration is too long.
 */
function invalidRequest(detail: string, call: AwsCall): Failure {
  const { profile, role, policies } = call;
  const seconds = role?.durationSeconds ?? 0;
  if (role && seconds > guaranteedSeconds)
    return { code: 'durationRefused', profile, roleArn: role.roleArn, durationSeconds: seconds, detail };
  return policies
    ? policyRefused(detail, call)
    : { code: 'refusedRequest', profile, awsCode: 'ValidationError', detail };
}

/** The minimum of a role's maximum session duration (IAM API, `CreateRole`). */
const guaranteedSeconds = 3600;

interface SdkError extends Error {
  readonly code?: unknown;
  /** Set by Node with `ERR_PROXY_TUNNEL`. */
  readonly statusCode?: number;
  /** AWS's error code, as the SDK parses it from the response. */
  readonly Code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number; readonly headers?: Readonly<Record<string, string>> };
}

function errorFacts(thrown: unknown): ErrorFacts {
  const error: SdkError = thrown instanceof Error ? thrown : new TypeError(typeof thrown);
  const { $metadata, $response } = error;
  return {
    code: error.name,
    systemCode: typeof error.code === 'string' ? error.code : undefined,
    status: $metadata?.httpStatusCode ?? $response?.statusCode,
    proxyStatus: error.code === 'ERR_PROXY_TUNNEL' ? error.statusCode : undefined,
    isFromAws: typeof error.Code === 'string' || $response?.headers?.['x-amzn-errortype'] !== undefined,
    clockAheadMinutes: minutesAhead($response?.headers?.['date']),
    detail: error.message.trim(),
  };
}

/** How many minutes this machine's clock is ahead of the date of a response that was just received. */
function minutesAhead(date: string | undefined): number {
  const minutes = (Date.now() - Date.parse(date ?? '')) / 60_000;
  return Math.abs(minutes) >= 1 ? Math.round(minutes) : 0;
}
