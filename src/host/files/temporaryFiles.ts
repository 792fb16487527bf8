import { randomUUID } from 'node:crypto';
import { type FileHandle, lstat, open, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../../base/errorCode.ts';
import { isWindows } from '../../base/platform.ts';
import { isAbandoned } from '../../base/setBackClock.ts';
import { WriteError } from './writeErrors.ts';

/** The path of a temporary file that will be renamed to `path` or to its backup. */
export function newTemporary(path: string): string {
  return join(dirname(path), temporaryPrefix(path) + randomUUID());
}

function temporaryPrefix(path: string): string {
  return `.${basename(path)}.rolecall-`;
}

/** No window takes this long between writing and renaming. */
const abandonedAfterMs = 60_000;

/**
 * Removes temporary files that a killed window has left next to `path`, if they are older than `ageMs`. They may
 * contain keys.
 */
export async function sweep(path: string, ageMs = abandonedAfterMs): Promise<void> {
  const folder = dirname(path);
  for (const name of await readdir(folder).catch(() => [])) {
    if (!name.startsWith(temporaryPrefix(path))) continue;
    const left = join(folder, name);
    const found = await lstat(left).catch(() => undefined);
    if (found?.isFile() && isAbandoned(ageMs, found.mtimeMs))
      await rm(left, { force: true }).catch(() => undefined);
  }
}

interface Ownership {
  readonly mode: number;
  readonly uid: number;
  readonly gid: number;
}

/** Creates a file and flushes it to disk. The file is private unless `old` has another mode. */
export async function writeNew(path: string, content: string | Uint8Array, old?: Ownership): Promise<void> {
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

/**
 * Overwrites a file that cannot be replaced, as the AWS CLI always does. If the new text cannot be written completely,
 * the old text is written back, which needs no additional space. Rejects with the `WriteError` `damaged` if that fails,
 * too. A power failure can leave a mixture of both.
 */
export async function writeInPlace(path: string, text: Uint8Array, mode?: number): Promise<void> {
  const file = await open(path, 'r+');
  try {
    const isOther = mode !== undefined && ((await file.stat()).mode ^ mode) & 0o7777;
    if (isOther) await file.chmod(mode & 0o7777);
    const old = await file.readFile();
    try {
      await overwrite(file, text);
    } catch (error) {
      await overwrite(file, old).catch(() => undefined);
      if (!(await hasContent(file, old))) throw new WriteError('damaged', { cause: error });
      throw error;
    }
  } finally {
    // The text is on the disk by now, so closing the file loses nothing.
    await file.close().catch(() => undefined);
  }
}

/** Whether a file has this content, and all of it is on the disk. */
async function hasContent(file: FileHandle, bytes: Buffer): Promise<boolean> {
  try {
    const found = Buffer.alloc(bytes.length + 1);
    const { bytesRead } = await file.read(found, 0, found.length, 0);
    await file.sync();
    return found.subarray(0, bytesRead).equals(bytes);
  } catch {
    return false;
  }
}

/**
 * Writes everything in one call if the system accepts that. A program that reads the file then finds the old text or
 * the new one, or for a moment at most a part of it.
 */
async function overwrite(file: FileHandle, bytes: Uint8Array): Promise<void> {
  for (let at = 0; at < bytes.length;)
    at += (await file.write(bytes, at, bytes.length - at, at)).bytesWritten;
  await file.truncate(bytes.length);
  await file.sync();
}

/** On Windows, a virus scanner or an indexer may lock a file for a moment. */
export async function renameWithRetry(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await rename(from, to);
    } catch (error) {
      if (!isWindows || attempt === 10 || !busyCodes.has(codeOf(error))) throw error;
      await sleep(20 * attempt);
    }
  }
}

const busyCodes = new Set(['EPERM', 'EACCES', 'EBUSY']);

/** A rename survives a power failure once its folder is flushed. Not all file systems support this. */
export async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r').catch(() => undefined);
  await folder?.sync().catch(() => undefined);
  await folder?.close();
}
