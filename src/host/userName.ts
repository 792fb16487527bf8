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
