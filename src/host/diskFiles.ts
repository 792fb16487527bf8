import { randomUUID } from 'node:crypto';
import {
  lstat,
  mkdir,
  open,
  readdir,
  readFile,
  readlink,
  realpath,
  rename,
  rm,
  stat,
} from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { FailureError, type WriteTrouble } from '../failure.ts';
import type { Rewrite } from '../profiles/writer.ts';
import { nodeFiles } from './files.ts';

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
    for (const rewrite of rewrites) files.push(await saying(rewrite.path, () => stageFile(rewrite, files)));
    for (const file of files) await saying(file.rewrite.path, () => backUp(file, options));
  } catch (error) {
    await discard();
    throw error;
  }
  return {
    async isCurrent() {
      for (const { rewrite } of files) {
        const state = await nodeFiles.read(rewrite.path);
        if (state.kind === 'failed') throw new FailureError(state.failure);
        if ((state.kind === 'text' ? state.text : undefined) !== rewrite.before) return false;
      }
      return true;
    },
    commit: () => commit(files),
    discard,
  };
}

interface StagedFile {
  readonly rewrite: Rewrite;
  /** Where the file really is, behind links. */
  readonly target: string;
  readonly temporary: string;
}

async function stageFile(rewrite: Rewrite, staged: readonly StagedFile[]): Promise<StagedFile> {
  const target = await behindLinks(rewrite.path);
  if (staged.some((other) => other.target === target)) throw new Refusal('sameFile');
  if (target === rewrite.path) await mkdir(dirname(target), { recursive: true, mode: 0o700 });
  const old = await stat(target).catch(() => undefined);
  if (old && (old.mode & 0o222) === 0) throw new Refusal('readOnly');
  await sweep(target);
  const temporary = join(dirname(target), temporaryPrefix(target) + randomUUID());
  await writeNew(temporary, rewrite.after, old);
  return { rewrite, target, temporary };
}

function temporaryPrefix(target: string): string {
  return `.${basename(target)}.rolecall-`;
}

/** Nobody takes this long between writing and renaming. */
const abandonedAfterMs = 60_000;

/** Removes what a window that was killed while writing has left: it may hold keys. */
async function sweep(target: string): Promise<void> {
  const folder = dirname(target);
  for (const name of await readdir(folder)) {
    if (!name.startsWith(temporaryPrefix(target))) continue;
    const path = join(folder, name);
    const found = await stat(path).catch(() => undefined);
    if (found && Date.now() - found.mtimeMs > abandonedAfterMs) await rm(path, { force: true });
  }
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

interface Ownership {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Makes a file that is safely on the disk, private unless there was one with another mode. */
async function writeNew(path: string, content: string | Uint8Array, old?: Ownership): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(content);
    if (old) {
      const made = await file.stat();
      if (made.uid !== old.uid || made.gid !== old.gid) await file.chown(old.uid, old.gid);
      await file.chmod(old.mode & 0o7777);
    }
    await file.sync();
  } catch (error) {
    await rm(path, { force: true }).catch(() => undefined);
    throw error;
  } finally {
    await file.close();
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
  const last = await stat(path).catch(() => undefined);
  if (last && last.mtime.toDateString() === new Date(now()).toDateString()) return;
  const temporary = `${path}.${randomUUID()}`;
  await writeNew(temporary, await readFile(target));
  await rename(temporary, path);
}

async function commit(files: readonly StagedFile[]): Promise<void> {
  const done: StagedFile[] = [];
  for (const file of files) {
    try {
      await saying(file.rewrite.path, () => renamePatiently(file.temporary, file.target));
      done.push(file);
    } catch (error) {
      await putBack(done);
      throw error;
    }
  }
  for (const folder of new Set(files.map(({ target }) => dirname(target)))) await syncFolder(folder);
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

/** On Windows a virus scanner or an indexer may hold a file for a moment. */
async function renamePatiently(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (process.platform !== 'win32' || attempt === 10 || !busyCodes.has(codeOf(error))) throw error;
      await sleep(20 * attempt);
    }
  }
}

const busyCodes = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** A renamed file is safe from a power cut when its folder is. Not every file system has this. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
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

function codeOf(error: unknown): string {
  return (error as NodeJS.ErrnoException).code ?? '';
}
