import { access, constants, readFile, rm, stat } from 'node:fs/promises';
import { dirname } from 'node:path';
import { codeOf } from '../../base/errorCode.ts';
import { FailureError } from '../../base/failure.ts';
import { isWindows } from '../../base/platform.ts';
import type { Landing, Rewrite } from '../../profiles/writer.ts';
import { nodeFiles } from './awsFiles.ts';
import { linkTarget } from './linkTargets.ts';
import {
  newTemporary,
  renamePatiently,
  sweep,
  syncFolder,
  writeInPlace,
  writeNew,
} from './temporaryFiles.ts';
import { isForbidden, Refusal, wrapWriteErrors } from './writeRefusals.ts';

/** Files that are written, but not yet in place. */
export interface Staged {
  /**
   * Puts all of them in place; or none, where one is no longer what its rewrite was planned on. Rejects with
   * `FailureError` where one cannot be.
   */
  commit(): Promise<Landing>;
  /** Removes what is not in place. */
  discard(): Promise<void>;
}

export interface DiskOptions {
  /** Whether the last version of the day before is kept beside the file. */
  readonly keepBackup: boolean;
  /** Whether the file is to be readable by its owner alone, whatever it was before. */
  readonly isPrivate?: boolean;
  readonly now: () => number;
}

/**
 * Writes the new texts beside the files, so that a full disk or a missing permission shows before anything is changed.
 * Each file is replaced by renaming: whoever reads it finds the old one or the new one, also after a crash. A symbolic
 * link stays, and what it leads to is replaced. Rejects with `FailureError`.
 */
export async function stage(rewrites: readonly Rewrite[], options: DiskOptions): Promise<Staged> {
  const files: StagedFile[] = [];
  const discard = async (): Promise<void> => {
    for (const { temporary } of files)
      if (temporary !== undefined) await rm(temporary, { force: true }).catch(() => undefined);
  };
  try {
    for (const rewrite of rewrites) {
      files.push(await wrapWriteErrors(rewrite.path, () => stageFile(rewrite, files, options)));
    }
    for (const file of files) await backUp(file, options);
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
  /** Where the file really is, behind links. */
  readonly target: string;
  /** Undefined where no file can be made beside the target, but the target itself can be written. */
  readonly temporary: string | undefined;
  /** Undefined where there is no file yet. */
  readonly mode: number | undefined;
}

async function stageFile(
  rewrite: Rewrite,
  staged: readonly StagedFile[],
  { isPrivate }: DiskOptions,
): Promise<StagedFile> {
  const target = await linkTarget(rewrite.path);
  if (staged.some((other) => other.target === target)) throw new Refusal('sameFile');
  const old = await stat(target).catch(() => undefined);
  if (old && !old.isFile()) throw new Refusal('notAFile');
  if (old && (old.mode & 0o222) === 0) throw new Refusal('readOnly');
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

/** Where the last version of a file is kept. */
export function backupPath(path: string): string {
  return `${path}.rolecall-backup`;
}

/** The first change of a day keeps what was there before it, beside the file and as private. */
async function backUp({ rewrite, target }: StagedFile, { keepBackup, now }: DiskOptions): Promise<void> {
  if (!keepBackup || rewrite.before === undefined) return;
  const path = backupPath(rewrite.path);
  await wrapWriteErrors(path, async () => {
    const last = await stat(path).catch(() => undefined);
    if (last && !last.isFile()) throw new Refusal('notAFile');
    if (last && last.mtime.toDateString() === new Date(now()).toDateString()) return;
    const temporary = newTemporary(rewrite.path);
    try {
      await writeNew(temporary, await readFile(target));
      await renamePatiently(temporary, path);
    } catch (error) {
      throw isForbidden(error) ? new Refusal('noBackup') : error;
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  });
}

/** Other programs do not wait for their turn: they are looked for until the last moment. */
async function commit(files: readonly StagedFile[]): Promise<Landing> {
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

async function putIfCurrent(file: StagedFile): Promise<Landing> {
  const { rewrite } = file;
  if (!(await isText(rewrite, rewrite.before))) return 'overtaken';
  await wrapWriteErrors(rewrite.path, () => putInPlace(file, rewrite.after));
  return 'written';
}

async function putInPlace({ target, temporary, mode }: StagedFile, text: string): Promise<void> {
  if (temporary === undefined) return writeInPlace(target, text, mode);
  try {
    await renamePatiently(temporary, target);
  } catch (error) {
    if (!isMountPoint(error)) throw error;
    await writeInPlace(target, text, mode);
  }
}

/** Nothing can be renamed to a file that is mounted by itself, as into a container. On Windows somebody has it open. */
function isMountPoint(error: unknown): boolean {
  return !isWindows && ['EBUSY', 'EXDEV'].includes(codeOf(error));
}

async function putBack(files: readonly StagedFile[]): Promise<void> {
  for (const file of files) {
    const { rewrite, target, temporary } = file;
    await wrapWriteErrors(rewrite.path, async () => {
      try {
        if (!(await isText(rewrite, rewrite.after))) throw new Error('changed since');
        if (rewrite.before === undefined) return await rm(target);
        if (temporary !== undefined) await rm(temporary, { force: true });
        if (temporary !== undefined) await writeNew(temporary, rewrite.before, await stat(target));
        await putInPlace(file, rewrite.before);
      } catch (error) {
        throw new Refusal('halfMade', { cause: error });
      }
    });
  }
}
