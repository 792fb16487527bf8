import { access, constants, link, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../../base/errorCode.ts';
import { FailureError } from '../../base/failure.ts';
import { isWindows } from '../../base/platform.ts';
import type { Rewrite, RewriteOutcome } from '../../profiles/writer.ts';
import { nodeFiles } from './nodeFiles.ts';
import { backUp, removeSessionsFromBackup } from './backup.ts';
import { resolveForWriting } from './resolveLinks.ts';
import {
  newTemporary,
  renameWithRetry,
  sweep,
  syncFolder,
  writeInPlace,
  writeNew,
} from './temporaryFiles.ts';
import { encodeLike } from './textEncoding.ts';
import { isForbidden, rethrowAsFileFailure, WriteError } from './writeErrors.ts';

/** Files that are written but not yet in place. */
export interface Staged {
  /**
   * Puts all files in place, or none of them if the content of one is no longer what its rewrite was planned for.
   * Rejects with `FailureError` if a file cannot be put in place.
   */
  commit(): Promise<RewriteOutcome>;
  /** Removes the files that are not in place. */
  discard(): Promise<void>;
}

export interface DiskOptions {
  /** Whether to keep a backup of the file as it was before the first change of a day. */
  readonly keepBackup: boolean;
  /** Whether only its owner may read the file, regardless of its previous mode. */
  readonly isPrivate?: boolean;
  /** Removes from a text what must not be in a backup: sessions that Rolecall has written. */
  readonly withoutSessions?: (text: string) => string;
  readonly now: () => number;
}

/**
 * Writes the new texts to temporary files next to the targets, so that a full disk or a missing permission is detected
 * before anything is changed. Each target is then replaced by a rename: a program that reads it finds either the old
 * file or the new one, even after a crash. A symbolic link stays, and the file that it leads to is replaced. Rejects
 * with `FailureError`.
 */
export async function stage(rewrites: readonly Rewrite[], options: DiskOptions): Promise<Staged> {
  const files: StagedFile[] = [];
  const discard = async (): Promise<void> => {
    for (const { temporary } of files)
      if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => undefined);
  };
  try {
    for (const rewrite of rewrites) {
      files.push(await rethrowAsFileFailure(rewrite.path, () => stageFile(rewrite, files, options)));
    }
    // If the backup fails, nothing is written: a file that is written in place can be lost in a power failure.
    for (const { rewrite } of files) await keepBackup(rewrite, options);
  } catch (error) {
    await discard();
    throw error;
  }
  return { commit: () => commit(files), discard };
}

/** Keeps the text for which the change was planned. The file may be empty now because another program writes it. */
async function keepBackup({ path, before = '' }: Rewrite, options: DiskOptions): Promise<void> {
  const { withoutSessions = (text) => text, now } = options;
  // Forgetting all sessions does the same, and reports failures.
  await removeSessionsFromBackup(path, withoutSessions).catch(() => undefined);
  if (options.keepBackup) await backUp(path, withoutSessions(before), now());
}

/** A file that cannot be read, because it is half written or for another reason, does not have the text. */
async function isText(path: string, text: string | undefined): Promise<boolean> {
  const state = await nodeFiles.read(path);
  return state.kind !== 'failed' && (state.kind === 'text' ? state.text : undefined) === text;
}

interface StagedFile {
  readonly rewrite: Rewrite;
  /** The actual file, with links resolved. */
  readonly target: string;
  /** Undefined if no file can be created next to the target, but the target itself is writable. */
  readonly temporary: string | undefined;
  /** Undefined if the file does not exist yet. */
  readonly mode: number | undefined;
}

async function stageFile(
  rewrite: Rewrite,
  staged: readonly StagedFile[],
  { isPrivate }: DiskOptions,
): Promise<StagedFile> {
  const target = await resolveForWriting(rewrite.path);
  if (staged.some((other) => other.target === target)) throw new WriteError('sameFile');
  const old = await stat(target).catch(() => undefined);
  if (old && !old.isFile()) throw new WriteError('notAFile');
  if (old && (old.mode & 0o222) === 0) throw new WriteError('readOnly');
  for (const place of new Set([target, rewrite.path])) await sweep(place);
  const kept = old && isPrivate ? { uid: old.uid, gid: old.gid, mode: 0o600 } : old;
  const file = { rewrite, target, mode: kept?.mode };
  const temporary = newTemporary(target);
  try {
    await writeNew(temporary, await encodeLike(target, rewrite.after), kept);
    return { ...file, temporary };
  } catch (error) {
    if (!isForbidden(error) || !(await isWritable(target))) throw error;
    return { ...file, temporary: undefined };
  }
}

async function isWritable(path: string): Promise<boolean> {
  return access(path, constants.W_OK).then(
    () => true,
    () => false,
  );
}

/**
 * Other programs do not use the lock, so this checks for their changes until the last moment. All new texts exist by
 * now: only a crash between two replacements can leave a change half made.
 */
async function commit(files: readonly StagedFile[]): Promise<RewriteOutcome> {
  for (const { rewrite } of files) if (!(await isText(rewrite.path, rewrite.before))) return 'overtaken';
  const done: StagedFile[] = [];
  for (const file of files) {
    const outcome = await putIfCurrent(file).catch((error: unknown) => ({ error }));
    if (outcome === 'written') {
      done.push(file);
      continue;
    }
    await putBack(done).catch((error: unknown) => {
      throw typeof outcome === 'object' && isDamage(outcome.error) ? outcome.error : error;
    });
    if (typeof outcome === 'object') throw outcome.error;
    return outcome;
  }
  for (const folder of new Set(files.map(({ target }) => dirname(target)))) await syncFolder(folder);
  return 'written';
}

/** Whether a file is lost, which is worse than a change that is made in only one of two files. */
function isDamage(error: unknown): boolean {
  const failure = error instanceof FailureError ? error.failure : undefined;
  return failure?.code === 'fileUnwritable' && failure.reason === 'damaged';
}

/**
 * Another program may have opened the old file before it is replaced, and write to it afterwards, although it has
 * another name by then. Programs empty a file when they open it, so the old file shows that; it is then put back.
 */
async function putIfCurrent(file: StagedFile): Promise<RewriteOutcome> {
  const { rewrite, target } = file;
  const { path, before, after } = rewrite;
  if (!(await isText(path, before))) return 'overtaken';
  return rethrowAsFileFailure(path, async () => {
    const old = newTemporary(target);
    // Not all file systems have hard links.
    const isLinked = await canLink(target, old);
    try {
      const isReplaced = await putInPlace(file, after);
      if (!isReplaced || !isLinked || (await isText(old, before))) return 'written';
      await renameWithRetry(old, target);
      return 'overtaken';
    } finally {
      if (isLinked) await rm(old, { force: true }).catch(() => undefined);
    }
  });
}

async function canLink(target: string, other: string): Promise<boolean> {
  return link(target, other).then(
    () => true,
    () => false,
  );
}

/** Whether the file was replaced. Otherwise, it was written in place. */
async function putInPlace({ target, temporary, mode }: StagedFile, text: string): Promise<boolean> {
  try {
    if (temporary !== undefined) {
      await renameWithRetry(temporary, target);
      return true;
    }
  } catch (error) {
    if (!isMountPoint(error)) throw error;
  }
  await writeInPlace(target, await encodeLike(target, text), mode);
  return false;
}

/**
 * A rename cannot replace a file that is itself a mount point, as in a container. On Windows, these codes mean that
 * another program has the file open.
 */
function isMountPoint(error: unknown): boolean {
  return !isWindows && ['EBUSY', 'EXDEV'].includes(codeOf(error));
}

/** Restores the replaced files if a later one cannot be replaced. Rejects if another program has changed one since. */
async function putBack(files: readonly StagedFile[]): Promise<void> {
  for (const file of files) {
    const { rewrite, target, temporary } = file;
    await rethrowAsFileFailure(rewrite.path, async () => {
      try {
        if (!(await isText(rewrite.path, rewrite.after))) throw new Error('changed since');
        if (rewrite.before === undefined) return await rm(target);
        if (temporary !== undefined) await rm(temporary, { force: true });
        const old = await encodeLike(target, rewrite.before);
        if (temporary !== undefined) await writeNew(temporary, old, await stat(target));
        await putInPlace(file, rewrite.before);
      } catch (error) {
        const isDamaged = error instanceof WriteError && error.reason === 'damaged';
        throw isDamaged ? error : new WriteError('halfMade', { cause: error });
      }
    });
  }
}
