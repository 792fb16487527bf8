import { userInfo } from 'node:os';
import type { Environment } from '../base/environment.ts';

/**
 * The name of the user on this machine. In a container whose user has no entry, the system call throws, and the result
 * is `USER` or ''.
 */
export function userName(environment: Environment): string {
  try {
    return userInfo().username;
  } catch {
    return environment['USER'] ?? '';
  }
}

/** Makes a session name from a user name, so that CloudTrail shows the user; `rolecall` if no valid name remains. */
export function defaultSessionName(user: string): string {
  const name = user.replaceAll(/[^\w+=,.@-]+/gu, '-').slice(0, 64);
  return name.length >= 2 && /\w/u.test(name) ? name : 'rolecall';
}
