import { lstat, mkdir, open, readlink, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { onDisk } from '../../base/boundedFile.ts';
import { codeOf } from '../../base/errorCode.ts';
import { rethrowAsFileFailure, WriteError } from './writeErrors.ts';

/**
 * Resolves the symbolic links of a path that is about to be written. Creates the folder of the path if it is missing,
 * but not a folder that only a link refers to.
 */
export async function resolveForWriting(path: string): Promise<string> {
  const target = await resolveLinks(path);
  if (target === path) await makeFolder(dirname(path));
  return target;
}

/**
 * Creates an empty file that is private from the start, because the user may type keys into it. Leaves an existing file
 * unchanged.
 */
export async function createFile(path: string): Promise<void> {
  await rethrowAsFileFailure(path, () => onDisk(path, () => createIfMissing(path)));
}

async function createIfMissing(path: string): Promise<void> {
  const file = await open(await resolveForWriting(path), 'wx', 0o600).catch((error: unknown) => {
    if (codeOf(error) !== 'EEXIST') throw error;
  });
  await file?.close();
}

/** Follows a chain of symbolic links, even to a file that does not exist yet. */
async function resolveLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) throw error;
    const link = await readlink(path).catch(() => undefined);
    if (link === undefined) return path;
    const target = await resolveLinks(resolve(dirname(path), link));
    await lstat(dirname(target)).catch(() => {
      throw new WriteError('danglingLink');
    });
    return target;
  }
}

async function makeFolder(path: string): Promise<void> {
  try {
    await mkdir(path, { recursive: true, mode: 0o700 });
  } catch (error) {
    switch (codeOf(error)) {
      case 'EEXIST':
      case 'ENOTDIR':
        throw new WriteError('notInFolder');
      case 'ENOENT':
        throw new WriteError('danglingLink');
      default:
        throw error;
    }
  }
}
