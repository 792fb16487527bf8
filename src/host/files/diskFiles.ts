import { access, constants, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../../base/errorCode.ts';
import { FailureError } from '../../base/failure.ts';
import { isWindows } from '../../base/platform.ts';
import type { Rewrite, RewriteOutcome } from '../../profiles/writer.ts';
import { nodeFiles } from './awsFiles.ts';
import { backUp } from './backup.ts';
import { resolveForWriting } from './resolveLinks.ts';
import {
  newTemporary,
  renameWithRetry,
  sweep,
  syncFolder,
  writeInPlace,
  writeNew,
} from './temporaryFiles.ts';
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
    for (const { rewrite, target } of files) {
      const hasContent = rewrite.before !== undefined;
      if (options.keepBackup && hasContent) await backUp(rewrite.path, target, options.now());
    }
  } catch (error) {
    await discard();
    throw error;
  }
  return { commit: () => commit(files), discard };
}

async function isText({ path }: Rewrite, text: string | undefined): Promise<boolean> {
  const state = await nodeFiles.read(path);
  if (state.kind === 'failed') throw new FailureError(state.failure);
  return (state.kind === 'text' ? state.text : undefined) === text;
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
    await writeNew(temporary, rewrite.after, kept);
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
  for (const { rewrite } of files) if (!(await isText(rewrite, rewrite.before))) return 'overtaken';
  const done: StagedFile[] = [];
  for (const file of files) {
    const outcome = await putIfCurrent(file).catch((error: unknown) => ({ error }));
    if (outcome === 'written') {
      done.push(file);
      continue;
    }
    await putBack(done);
    if (typeof outcome === 'object') throw outcome.error;
    return outcome;
  }
  for (const folder of new Set(files.map(({ target }) => dirname(target)))) await syncFolder(folder);
  return 'written';
}

async function putIfCurrent(file: StagedFile): Promise<RewriteOutcome> {
  const { rewrite } = file;
  if (!(await isText(rewrite, rewrite.before))) return 'overtaken';
  await rethrowAsFileFailure(rewrite.path, () => putInPlace(file, rewrite.after));
  return 'written';
}

async function putInPlace({ target, temporary, mode }: StagedFile, text: string): Promise<void> {
  if (temporary === undefined) return writeInPlace(target, text, mode);
  try {
    await renameWithRetry(temporary, target);
  } catch (error) {
    if (!isMountPoint(error)) throw error;
    await writeInPlace(target, text, mode);
  }
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
        if (!(await isText(rewrite, rewrite.after))) throw new Error('changed since');
        if (rewrite.before === undefined) return await rm(target);
        if (temporary !== undefined) await rm(temporary, { force: true });
        if (temporary !== undefined) await writeNew(temporary, rewrite.before, await stat(target));
        await putInPlace(file, rewrite.before);
      } catch (error) {
        throw new WriteError('halfMade', { cause: error });
      }
    });
  }
}
