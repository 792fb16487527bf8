import { codeOf } from './errorCode.ts';
import type { WriteTrouble } from './failure.ts';

/** Why writing failed, by the system's error code. */
export function writeTroubleOf(error: unknown): WriteTrouble {
  switch (codeOf(error)) {
    case 'EACCES':
    case 'EPERM':
      return 'permission';
    case 'EROFS':
      return 'readOnly';
    case 'ENOSPC':
    case 'EDQUOT':
    case 'EFBIG':
      return 'diskFull';
    case 'EBUSY':
      return 'inUse';
    case 'ELOOP':
      return 'linkLoop';
    case 'ENAMETOOLONG':
      return 'nameTooLong';
    case 'EISDIR':
      return 'notAFile';
    case 'ETIMEDOUT':
      return 'timedOut';
    default:
      return 'other';
  }
}
