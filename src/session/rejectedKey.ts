import { FailureError } from '../base/failure.ts';

/**
 * The ID of the access key that AWS rejects, if that is what went wrong. AWS reports a revoked role session with the
 * same error as missing permissions, so `roleRefused` counts only if a cached role session made the call. A cached MFA
 * session does not count, because a new one costs a code: the message of the failure offers that to the user.
 */
export function rejectedKey(error: unknown, cachedRoleKey?: string): string | undefined {
  if (!(error instanceof FailureError)) return undefined;
  switch (error.failure.code) {
    case 'alibabaKeysExpired':
    case 'alibabaKeysRefused':
    case 'expiredKeys':
    case 'invalidKeys':
    case 'wrongSecret':
      return error.accessKeyId;
    case 'ramRoleRefused':
    case 'roleRefused':
      return error.accessKeyId === cachedRoleKey ? cachedRoleKey : undefined;
    default:
      return undefined;
  }
}
