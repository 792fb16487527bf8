import { lstatSync, rmdirSync, unlinkSync } from 'node:fs';
import { chmod, lstat, mkdir, readdir } from 'node:fs/promises';
import { join } from 'node:path';

/**
 * Whether there is a folder at `path` that belongs to this user. A link is not a folder, even if it leads to one: in a
 * place that all users may write to, any of them can put a link to somebody else's folder.
 */
export async function isOwnFolder(path: string): Promise<boolean> {
  const found = await lstat(path).catch(() => undefined);
  return found !== undefined && found.isDirectory() && isOwn(found);
}

/** The same for a window that is closing. */
export function isOwnFolderSync(path: string): boolean {
  try {
    const found = lstatSync(path);
    return found.isDirectory() && isOwn(found);
  } catch {
    return false;
  }
}

/** Windows reports no owners, but its temporary folder belongs to the user. */
function isOwn({ uid }: { readonly uid: number }): boolean {
  return process.geteuid === undefined || uid === process.geteuid();
}

/** This user's folders in `parent` whose names begin with `prefix`, at most `limit`. Empty if there is no `parent`. */
export async function ownFolders(parent: string, prefix: string, limit = 50): Promise<readonly string[]> {
  const own: string[] = [];
  for (const name of await readdir(parent).catch(() => [])) {
    const path = join(parent, name);
    if (name.startsWith(prefix) && (await isOwnFolder(path))) own.push(path);
    if (own.length === limit) break;
  }
  return own;
}

/**
 * Creates a folder that only this user can enter, unless it exists. Rejects with the system's error, or with the code
 * `EPERM` if a link or another user's folder is at `path`.
 */
export async function openOwnFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
  if (!(await isOwnFolder(path)))
    throw Object.assign(new Error('The folder belongs to another user'), { code: 'EPERM' });
  await chmod(path, 0o700);
}

/**
 * Removes the files `names` from a folder, and then the folder. Removes only what belongs to this user, follows no
 * link, and keeps a folder that contains anything else: `path` may be in a place that all users may write to.
 * Synchronous, because asynchronous work may not finish while a window closes. Does not throw.
 */
export function removeOwnFolder(path: string, names: readonly string[]): void {
  if (!isOwnFolderSync(path)) return;
  for (const name of names) removeOwnFile(join(path, name));
  try {
    rmdirSync(path);
  } catch {
    // The folder has other content, or another process has removed it.
  }
}

function removeOwnFile(path: string): void {
  try {
    if (isOwn(lstatSync(path))) unlinkSync(path);
  } catch {
    // There is no file: the program that was to read it has removed it.
  }
}
