import { userInfo } from 'node:os';
import type { Environment } from '../base/environment.ts';

/** The name of the person on this machine; '' in a container whose user has no entry, where the system throws. */
export function userName(environment: Environment): string {
  try {
    return userInfo().username;
  } catch {
    return environment['USER'] ?? '';
  }
}
