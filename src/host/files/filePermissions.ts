import { chmod, stat } from 'node:fs/promises';
import { onDisk } from '../../base/boundedFile.ts';

/** The permissions of files that contain secrets. Links are followed, as by every program that reads the file. */
export const filePermissions = {
  /** Whether other users may read the file; undefined on Windows, where the mode of a file does not tell. */
  async othersMayRead(path: string): Promise<boolean | undefined> {
    if (process.platform === 'win32') return undefined;
    const { mode } = await onDisk(path, () => stat(path));
    return (mode & 0o044) !== 0;
  },
  /** As `chmod 600`. */
  async makePrivate(path: string): Promise<void> {
    await onDisk(path, () => chmod(path, 0o600));
  },
};
