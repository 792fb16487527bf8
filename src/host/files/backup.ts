import { rm, stat, utimes } from 'node:fs/promises';
import { type Failure, FailureError } from '../../base/failure.ts';
import { backupPath } from './awsFiles.ts';
import { nodeFiles } from './nodeFiles.ts';
import { newTemporary, renameWithRetry, writeNew } from './temporaryFiles.ts';
import { encodeLike } from './textEncoding.ts';
import { isForbidden, rethrowAsFileFailure, WriteError } from './writeErrors.ts';

/**
 * Before the first change of a day, keeps the text of a file in a private file next to `path`. An empty text is not
 * worth keeping: the last backup may be all that is left. `now` is in milliseconds since the epoch. Rejects with
 * `FailureError`.
 */
export async function backUp(path: string, text: string, now: number): Promise<void> {
  if (text.trim() === '') return;
  const backup = backupPath(path);
  await rethrowAsFileFailure(backup, async () => {
    const last = await stat(backup).catch(() => undefined);
    if (last && !last.isFile()) throw new WriteError('notAFile');
    const isOfToday = last?.mtime.toDateString() === new Date(now).toDateString();
    if (isOfToday && last && last.size > 0) return;
    await replaceBackup(path, await encodeLike(path, text)).catch((error: unknown) => {
      throw isForbidden(error) ? new WriteError('noBackup') : error;
    });
  });
}

/**
 * Applies `withoutSessions` to the text of an existing backup, which keeps its time. A backup without any text is
 * removed. Rejects with `FailureError`.
 */
export async function removeSessionsFromBackup(
  path: string,
  withoutSessions: (text: string) => string,
): Promise<void> {
  const backup = backupPath(path);
  const state = await nodeFiles.read(backup);
  if (state.kind === 'failed' && mayContainText(state.failure)) throw new FailureError(state.failure);
  if (state.kind !== 'text') return;
  const text = withoutSessions(state.text);
  if (text === state.text) return;
  await rethrowAsFileFailure(backup, async () => {
    if (text.trim() === '') await rm(backup, { force: true });
    else await replaceBackup(path, await encodeLike(backup, text), (await stat(backup)).mtime);
  });
}

function mayContainText(failure: Failure): boolean {
  return !(failure.code === 'fileUnreadable' && ['directory', 'special'].includes(failure.reason));
}

async function replaceBackup(path: string, bytes: Buffer, time?: Date): Promise<void> {
  const temporary = newTemporary(path);
  try {
    await writeNew(temporary, bytes);
    if (time) await utimes(temporary, time, time);
    await renameWithRetry(temporary, backupPath(path));
  } finally {
    await rm(temporary, { force: true }).catch(() => undefined);
  }
}
