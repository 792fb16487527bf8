import { lstat, stat } from 'node:fs/promises';
import { onDisk } from '../../base/boundedFile.ts';
import { codeOf } from '../../base/errorCode.ts';

/** Stays equal for as long as the file that the path leads to is unchanged. */
export async function stateOfFile(path: string): Promise<string> {
  try {
    const { dev, ino, mode, size, mtimeNs, ctimeNs } = await onDisk(path, () => stat(path, { bigint: true }));
    return [dev, ino, mode, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    const link = await onDisk(path, () => lstat(path)).catch(() => undefined);
    return [codeOf(error), link?.ino].join(' ');
  }
}
