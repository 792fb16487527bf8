import { lstat, mkdir, readFile, readlink, realpath, rename, rm, stat } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { FailureError, type WriteTrouble } from '../failure.ts';
import type { Rewrite } from '../profiles/writer.ts';
import { nodeFiles } from './files.ts';
import { codeOf, newTemporary, renamePatiently, sweep, syncFolder, writeNew } from './temporaryFiles.ts';

/** Files that are written, but not yet in place. */
export interface Staged {
  /** Whether the files are still what the rewrites were planned on. */
  isCurrent(): Promise<boolean>;
  /** Puts all of them in place; if one cannot be, those before it are put back. */
  commit(): Promise<void>;
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
    for (const { temporary } of files) await rm(temporary, { force: true }).catch(() => undefined);
  };
  try {
    for (const rewrite of rewrites) {
      files.push(await saying(rewrite.path, () => stageFile(rewrite, files, options)));
    }
    for (const file of files) await backUp(file, options);
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    async isCurrent() {
      for (const { rewrite } of files) if (!(await isAsPlanned(rewrite))) return false;
      return true;
    },
    commit: () => commit(files),
    discard,
  };
}

async function isAsPlanned({ path, before }: Rewrite): Promise<boolean> {
  const state = await nodeFiles.read(path);
  if (state.kind === 'failed') throw new FailureError(state.failure);
  return (state.kind === 'text' ? state.text : undefined) === before;
}

interface StagedFile {
  readonly rewrite: Rewrite;
  /** Where the file really is, behind links. */
  readonly target: string;
  readonly temporary: string;
}

async function stageFile(
  rewrite: Rewrite,
  staged: readonly StagedFile[],
  { isPrivate }: DiskOptions,
): Promise<StagedFile> {
  const target = await behindLinks(rewrite.path);
  if (staged.some((other) => other.target === target)) throw new Refusal('sameFile');
  if (target === rewrite.path) await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const old = await stat(target).catch(() => undefined);
  if (old && !old.isFile()) throw new Refusal('notAFile');
  if (old && (old.mode & 0o222) === 0) throw new Refusal('readOnly');
  for (const place of new Set([target, rewrite.path])) await sweep(place);
  const temporary = newTemporary(target);
  const kept = old && isPrivate ? { uid: old.uid, gid: old.gid, mode: 0o600 } : old;
  await writeNew(temporary, rewrite.after, kept);
  return { rewrite, target, temporary };
}

/** Where a chain of symbolic links leads, also when nothing is there yet. */
async function behindLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw error;
    const link = await readlink(path).catch(() => undefined);
    if (link === undefined) return path;
    const target = await behindLinks(resolve(dirname(path), link));
    await lstat(dirname(target)).catch(() => {
      throw new Refusal('danglingLink');
    });
    return target;
  }
}

/** Where the last version of a file is kept. */
export function backupPath(path: string): string {
  return `${path}.rolecall-backup`;
}

/** The first change of a day keeps what was there before it, beside the file and as private. */
async function backUp({ rewrite, target }: StagedFile, { keepBackup, now }: DiskOptions): Promise<void> {
  if (!keepBackup || rewrite.before === undefined) return;
  const path = backupPath(rewrite.path);
  await saying(path, async () => {
    const last = await stat(path).catch(() => undefined);
    if (last && !last.isFile()) throw new Refusal('notAFile');
    if (last && last.mtime.toDateString() === new Date(now()).toDateString()) return;
    const temporary = newTemporary(rewrite.path);
    try {
      await writeNew(temporary, await readFile(target));
      await renamePatiently(temporary, path);
    } finally {
      await rm(temporary, { force: true }).catch(() => undefined);
    }
  });
}

async function commit(files: readonly StagedFile[]): Promise<void> {
  const done: StagedFile[] = [];
  for (const file of files) {
    try {
      await saying(file.rewrite.path, () => putInPlace(file));
      done.push(file);
    } catch (error) {
      await putBack(done);
      throw error;
    }
  }
  for (const folder of new Set(files.map(({ target }) => dirname(target)))) await syncFolder(folder);
}

/** Other programs do not wait for their turn: they are looked for until the last moment. */
async function putInPlace({ rewrite, temporary, target }: StagedFile): Promise<void> {
  if (!(await isAsPlanned(rewrite))) throw new Refusal('busy');
  await renamePatiently(temporary, target);
}

async function putBack(files: readonly StagedFile[]): Promise<void> {
  for (const { rewrite, target, temporary } of files) {
    if (rewrite.before === undefined) {
      await rm(target, { force: true });
    } else {
      await writeNew(temporary, rewrite.before, await stat(target));
      await rename(temporary, target);
    }
  }
}

/** Says of which file it is that a call of the system failed. */
async function saying<T>(path: string, action: () => Promise<T>): Promise<T> {
  try {
    return await action();
  } catch (error) {
    throw new FailureError({ code: 'fileUnwritable', path, reason: troubleOf(error) }, { cause: error });
  }
}

function troubleOf(error: unknown): WriteTrouble {
  if (error instanceof Refusal) return error.reason;
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
      return 'busy';
    default:
      return 'other';
  }
}

/** What the system would let us do, but should not be done. */
class Refusal extends Error {
  readonly reason: WriteTrouble;

  constructor(reason: WriteTrouble) {
    super(reason);
    this.reason = reason;
  }
}
