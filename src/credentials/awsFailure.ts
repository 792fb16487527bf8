import { Cancelled, type Failure, FailureError } from '../failure.ts';

/** What the caller of STS knows about the call that failed. */
export interface AwsCall {
  readonly profile: string;
  /** The IAM action, e.g. `sts:AssumeRole`. */
  readonly action: string;
  readonly accessKeyId: string;
  readonly region: string;
  readonly host: string;
  /** Set when the call carried a code of this device. */
  readonly mfaSerial: string | undefined;
}

/**
 * What the SDK threw, as a `FailureError` (or `Cancelled`). Decided by AWS's error code, the system's error code and
 * the HTTP status. AWS's own sentence is kept as `detail` only for codes whose sentence names no secret: that of
 * `SignatureDoesNotMatch`, for one, quotes the session token.
 */
export function awsFailure(error: unknown, call: AwsCall): Error {
  if (error instanceof FailureError || error instanceof Cancelled) return error;
  const facts = errorFacts(error);
  if (facts.code === 'AbortError') return new Cancelled();
  return new FailureError(failureFor(facts, call), { cause: error });
}

interface ErrorFacts {
  /** AWS's error code, or the class of the error. */
  readonly code: string;
  readonly systemCode: string | undefined;
  readonly status: number | undefined;
  /** Whether the answer names an error code as AWS does; the page of a hotel or a proxy names none. */
  readonly isFromAws: boolean;
  readonly detail: string;
}

function failureFor(facts: ErrorFacts, call: AwsCall): Failure {
  const { profile, accessKeyId } = call;
  if (facts.status !== undefined && facts.status < 500 && !facts.isFromAws) {
    return { code: 'notAws', profile, host: call.host, status: facts.status };
  }
  switch (facts.code) {
    case 'AccessDenied':
    case 'AccessDeniedException':
      return accessDenied(facts.detail, call);
    case 'ExpiredToken':
    case 'ExpiredTokenException':
      return { code: 'expiredKeys', profile, accessKeyId };
    case 'InvalidClientTokenId':
    case 'UnrecognizedClientException':
      return { code: 'invalidKeys', profile, accessKeyId };
    case 'SignatureDoesNotMatch':
    case 'InvalidSignatureException':
      return { code: 'wrongSecret', profile, accessKeyId };
    case 'RegionDisabledException':
      return { code: 'regionDisabled', profile, region: call.region };
    case 'Throttling':
    case 'ThrottlingException':
    case 'TooManyRequestsException':
    case 'RequestLimitExceeded':
      return { code: 'throttled', profile };
  }
  if (facts.status !== undefined && facts.status >= 500) {
    return { code: 'serviceFault', profile, status: facts.status };
  }
  if (facts.status !== undefined && facts.status >= 400) {
    return { code: 'refusedRequest', profile, awsCode: facts.code, detail: facts.detail };
  }
  const reason = facts.systemCode ?? (facts.code === 'TimeoutError' ? 'ETIMEDOUT' : undefined);
  if (reason !== undefined) return { code: 'network', profile, host: call.host, reason };
  return { code: 'unexpected', profile, reason: facts.code };
}

/**
 * STS has one code for "the code is wrong" and for "you may not". A call with a code is taken for the former: the box
 * stays and shows what AWS says.
 */
function accessDenied(detail: string, { profile, action, mfaSerial }: AwsCall): Failure {
  return mfaSerial === undefined
    ? { code: 'notAuthorized', profile, action, detail }
    : { code: 'mfaRefused', profile, mfaSerial, detail };
}

interface SdkError extends Error {
  readonly code?: unknown;
  /** AWS's error code, as the SDK reads it out of the answer. */
  readonly Code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly statusCode?: number };
}

function errorFacts(thrown: unknown): ErrorFacts {
  const error: SdkError = thrown instanceof Error ? thrown : new TypeError(typeof thrown);
  const { $metadata, $response } = error;
  return {
    code: error.name,
    systemCode: typeof error.code === 'string' ? error.code : undefined,
    status: $metadata?.httpStatusCode ?? $response?.statusCode,
    isFromAws: typeof error.Code === 'string',
    detail: error.message.trim(),
  };
}
