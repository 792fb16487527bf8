import { lstat, stat } from 'node:fs/promises';
import { onDisk } from '../../base/boundedFile.ts';
import { TimedOut } from '../../base/deadline.ts';
import { codeOf } from '../../base/errorCode.ts';

/** The state of a file on a network drive that does not respond. */
export const noResponse = 'no response';

/** Stays equal for as long as the file that the path leads to is unchanged. */
export async function stateOfFile(path: string): Promise<string> {
  try {
    const { dev, ino, mode, size, mtimeNs, ctimeNs } = await onDisk(path, () => stat(path, { bigint: true }));
    return [dev, ino, mode, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    if (error instanceof TimedOut) return noResponse;
    const link = await onDisk(path, () => lstat(path)).catch(() => undefined);
    return [codeOf(error), link?.ino].join(' ');
  }
}
