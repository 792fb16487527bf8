import { lstat, mkdir, open, readlink, realpath } from 'node:fs/promises';
import { dirname, resolve } from 'node:path';
import { codeOf } from '../../base/errorCode.ts';
import { Refusal, wrapWriteErrors } from './writeRefusals.ts';

/** Where a file is or is to be, behind links. Its folder is made if it is missing, but not one that a link promises. */
export async function linkTarget(path: string): Promise<string> {
  const target = await behindLinks(path);
  if (target === path) await makeFolder(dirname(path));
  return target;
}

/** Makes an empty file, private from the first, since keys may be typed into it; leaves what is there as it is. */
export async function createFile(path: string): Promise<void> {
  await wrapWriteErrors(path, async () => {
    const file = await open(await linkTarget(path), 'wx', 0o600).catch((error: unknown) => {
      if (codeOf(error) !== 'EEXIST') throw error;
    });
    await file?.close();
  });
}

/** Where a chain of symbolic links leads, also when nothing is there yet. */
async function behindLinks(path: string): Promise<string> {
  try {
    return await realpath(path);
  } catch (error) {
    if (!['ENOENT', 'ENOTDIR'].includes(codeOf(error))) throw error;
    const link = await readlink(path).catch(() => undefined);
    if (link === undefined) return path;
    const target = await behindLinks(resolve(dirname(path), link));
    await lstat(dirname(target)).catch(() => {
      throw new Refusal('danglingLink');
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
        throw new Refusal('notInFolder');
      case 'ENOENT':
        throw new Refusal('danglingLink');
      default:
        throw error;
    }
  }
}
