import { type Failure, FailureError } from '../../base/failure.ts';
import { type SigninEndpoint, signinUrl } from '../../plan/endpoints/signinEndpoint.ts';
import { awsFailure } from '../sdk/awsFailure.ts';

/** Converts an SDK error to a failure: AWS Sign-In's own codes first, then as for any AWS call. */
export function loginFailure(
  error: unknown,
  profile: string,
  endpoint: SigninEndpoint,
  grant: 'code' | 'refresh',
): Error {
  const reason = oauthError(error);
  const named = namedFailure(reason, profile, grant);
  if (named) return new FailureError(named, { cause: error });
  const url = signinUrl(endpoint);
  const failure = awsFailure(error, {
    profile,
    action: 'signin:CreateOAuth2Token',
    signer: undefined,
    region: endpoint.region,
    host: URL.canParse(url) ? new URL(url).host : 'AWS Sign-In',
    mfaSerial: undefined,
  });
  return withReason(failure, reason);
}

/** The member `error` of an error that tells about the request. Others may have the same codes, and pass. */
function oauthError(error: unknown): unknown {
  const isRefusal =
    error instanceof Error && ['AccessDeniedException', 'ValidationException'].includes(error.name);
  return isRefusal && 'error' in error ? error.error : undefined;
}

function namedFailure(code: unknown, profile: string, grant: 'code' | 'refresh'): Failure | undefined {
  switch (code) {
    case 'TOKEN_EXPIRED':
      return { code: 'loginNeeded', profile, why: 'expired' };
    case 'USER_CREDENTIALS_CHANGED':
      return { code: 'loginNeeded', profile, why: 'passwordChanged' };
    case 'INSUFFICIENT_PERMISSIONS':
      return { code: 'loginDenied', profile };
    case 'AUTHCODE_EXPIRED':
      return { code: 'loginCodeExpired', profile };
    case 'INVALID_REQUEST':
      // The refresh token was used, or it is not from this region.
      return grant === 'refresh' ? { code: 'loginNeeded', profile, why: 'expired' } : undefined;
    default:
      return undefined;
  }
}

/** AWS's messages about invalid values quote them, and the values are secrets here. Its codes contain none. */
function withReason(error: Error, reason: unknown): Error {
  if (!(error instanceof FailureError) || !('detail' in error.failure)) return error;
  const detail = typeof reason === 'string' && /^[A-Z_]{1,60}$/u.test(reason) ? reason : '…';
  return new FailureError({ ...error.failure, detail }, { cause: error.cause });
}
