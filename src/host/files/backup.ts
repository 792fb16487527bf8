import { readFile, rm, stat } from 'node:fs/promises';
import { newTemporary, renameWithRetry, writeNew } from './temporaryFiles.ts';
import { isForbidden, rethrowAsFileFailure, WriteError } from './writeErrors.ts';

/** The path of a file's backup. */
export function backupPath(path: string): string {
  return `${path}.rolecall-backup`;
}

/**
 * Before the first change of a day, keeps the current content of `target`, to which `path` leads, in a private file
 * next to `path`. `now` is in milliseconds since the epoch. Rejects with `FailureError`.
 */
export async function backUp(path: string, target: string, now: number): Promise<void> {
  const backup = backupPath(path);
  await rethrowAsFileFailure(backup, async () => {
    const last = await stat(backup).catch(() => undefined);
    if (last && !last.isFile()) throw new WriteError('notAFile');
    if (last && last.mtime.toDateString() === new Date(now).toDateString()) return;
    const temporary = newTemporary(path);
    try {
      await writeNew(temporary, await readFile(target));
      await renameWithRetry(temporary, backup);
    } catch (error) {
      throw isForbidden(error) ? new WriteError('noBackup') : error;
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  });
}
