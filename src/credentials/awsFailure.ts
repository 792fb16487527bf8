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
  readonly detail: string;
  /** How far this machine's clock is from the server's, in milliseconds; undefined where the server did not say. */
  readonly skewMs: number | undefined;
}

function failureFor(facts: ErrorFacts, call: AwsCall): Failure {
  const { profile, accessKeyId } = call;
  if (isSkewed(facts) && signatureCodes.has(facts.code)) {
    return { code: 'clockSkew', profile, minutes: Math.round((facts.skewMs ?? 0) / 60_000) };
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

const signatureCodes = new Set(['SignatureDoesNotMatch', 'InvalidSignatureException', 'RequestExpired']);

/** AWS refuses signatures that are more than five minutes off; a little less is suspicious enough. */
function isSkewed({ skewMs }: ErrorFacts): boolean {
  return skewMs !== undefined && Math.abs(skewMs) > 4 * 60_000;
}

interface SdkError extends Error {
  readonly code?: unknown;
  readonly $metadata?: { readonly httpStatusCode?: number };
  readonly $response?: { readonly headers?: Readonly<Record<string, string>> };
}

function errorFacts(thrown: unknown): ErrorFacts {
  if (!(thrown instanceof Error)) {
    return { code: typeof thrown, systemCode: undefined, status: undefined, detail: '', skewMs: undefined };
  }
  const error: SdkError = thrown;
  const date = Date.parse(error.$response?.headers?.['date'] ?? '');
  return {
    code: error.name,
    systemCode: typeof error.code === 'string' ? error.code : undefined,
    status: error.$metadata?.httpStatusCode,
    detail: error.message.trim(),
    skewMs: Number.isNaN(date) ? undefined : Date.now() - date,
  };
}
