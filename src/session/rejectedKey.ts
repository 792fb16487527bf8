import { FailureError } from '../base/failure.ts';

/**
 * The access key that AWS no longer takes, if that is what went wrong. Where the sessions of a role were revoked, AWS
 * says what it says of any role that may not be assumed: so a refusal is believed once the caller is a new session.
 */
export function deadKey(error: unknown, cachedRoleKey?: string): string | undefined {
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
