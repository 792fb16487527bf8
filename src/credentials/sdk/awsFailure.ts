import { type Caller, Cancelled, type Failure, FailureError } from '../../base/failure.ts';
import { UnreadableCaBundle } from './caBundle.ts';
import { connectionFailure } from './connectionFailure.ts';

/** What the caller of STS knows about the call that failed. */
export interface AwsCall {
  readonly profile: string;
  /** The IAM action, e.g. `sts:AssumeRole`. */
  readonly action: string;
  /** With whose credentials it was signed; undefined where a token spoke for itself. */
  readonly signer: Signer | undefined;
  readonly region: string;
  readonly host: string;
  /** Set when the call carried a code of this device. */
  readonly mfaSerial: string | undefined;
  /** Set when a role was asked for. */
  readonly role?: AskedRole | undefined;
  /** Whether it was signed with an MFA session that was made before. */
  readonly withEarlierCode?: boolean;
}

export interface Signer {
  readonly accessKeyId: string;
  readonly caller: Caller;
}

interface AskedRole {
  readonly roleArn: string;
  readonly externalId: string | undefined;
  readonly durationSeconds: number | undefined;
}

/**
 * What the SDK threw, as a `FailureError` (or `Cancelled`). Decided by AWS's error code, the system's error code and
 * the HTTP status. AWS's own sentence is kept as `detail` only for codes whose sentence names no secret: that of
 * `SignatureDoesNotMatch`, for one, quotes the session token.
 */
export function awsFailure(error: unknown, call: AwsCall): Error {
  if (error instanceof FailureError || error instanceof Cancelled) return error;
  if (error instanceof UnreadableCaBundle) {
    const { path, reason } = error;
    const failure = { code: 'caBundleUnreadable', profile: call.profile, path, reason } as const;
    return new FailureError(failure, { cause: error });
  }
  const facts = errorFacts(error);
  if (facts.code === 'AbortError') return new Cancelled();
  return new FailureError(failureFor(facts, call), { cause: error });
}

interface ErrorFacts {
  /** AWS's error code, or the class of the error. */
  readonly code: string;
  readonly systemCode: string | undefined;
  readonly status: number | undefined;
  /** What the proxy said that would not connect us. */
  readonly proxyStatus: number | undefined;
  /** Whether the answer names an error code as AWS does; the page of a hotel or a proxy names none. */
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
  // A connection may break half-way through an answer, whose status is then known.
  if (facts.systemCode !== undefined) return connectionFailure(facts.systemCode, call);
  if (status !== undefined && status < 500 && !facts.isFromAws) return strangerAnswered(status, call);
  const refusedKeys = signer && keysFailure(facts, profile, signer);
  if (refusedKeys) return refusedKeys;
  switch (facts.code) {
    case 'AccessDenied':
    case 'AccessDeniedException':
      return accessDenied(facts.detail, call);
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

/** What AWS has against the credentials themselves. */
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

/** A proxy asks for a name and a password with a status of its own (RFC 9110, 15.5.8). */
function strangerAnswered(status: number, { profile, host }: AwsCall): Failure {
  return { code: status === 407 ? 'proxyRefused' : 'notAws', profile, host, status };
}

/**
 * STS has one code for "the code is wrong" and for "you may not". A call with a code is taken for the former: the box
 * stays and shows what AWS says.
 */
function accessDenied(detail: string, call: AwsCall): Failure {
  const { profile, action, signer, mfaSerial, role, withEarlierCode = false } = call;
  if (mfaSerial !== undefined) {
    return { code: 'mfaRefused', profile, mfaSerial, roleArn: role?.roleArn, detail };
  }
  if (!role || !signer) return { code: 'notAuthorized', profile, action, detail };
  const { roleArn, externalId } = role;
  const hasExternalId = externalId !== undefined;
  return { code: 'roleRefused', profile, roleArn, ...signer, hasExternalId, withEarlierCode, detail };
}

/**
 * Every role gives an hour, and the plan has seen to the form of all else that is sent: what STS finds wrong with a
 * request for more is the time.
 */
function invalidRequest(detail: string, { profile, role }: AwsCall): Failure {
  const seconds = role?.durationSeconds ?? 0;
  return role && seconds > alwaysGivenSeconds
    ? { code: 'durationRefused', profile, roleArn: role.roleArn, durationSeconds: seconds, detail }
    : { code: 'refusedRequest', profile, awsCode: 'ValidationError', detail };
}

/** The least that a role's maximum session duration can be (IAM API, `CreateRole`). */
const alwaysGivenSeconds = 3600;

interface SdkError extends Error {
  readonly code?: unknown;
  /** Of Node, with `ERR_PROXY_TUNNEL`. */
  readonly statusCode?: number;
  /** AWS's error code, as the SDK reads it out of the answer. */
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

/** By how much this machine's clock is ahead of the one that dated an answer just now. */
function minutesAhead(date: string | undefined): number {
  const minutes = (Date.now() - Date.parse(date ?? '')) / 60_000;
  return Math.abs(minutes) >= 1 ? Math.round(minutes) : 0;
}
