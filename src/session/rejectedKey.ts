import { FailureError } from '../base/failure.ts';

/**
 * The ID of the access key that AWS rejects, if that is what went wrong. AWS reports a revoked role session with the
 * same error as missing permissions, so `roleRefused` counts only if a cached role session made the call. A cached MFA
 * session does not count, because a new one costs a code: the message of the failure offers that to the user.
 */
export function rejectedKey(error: unknown, cachedRoleKey?: string): string | undefined {
  const failure = error instanceof FailureError ? error.failure : undefined;
  switch (failure?.code) {
    case 'expiredKeys':
    case 'invalidKeys':
    case 'wrongSecret':
      return failure.accessKeyId;
    case 'roleRefused':
      return failure.accessKeyId === cachedRoleKey ? cachedRoleKey : undefined;
    default:
      return undefined;
  }
}
