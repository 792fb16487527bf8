import { access, mkdtemp, stat, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { isAbsolute, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onDisk } from '../../base/boundedFile.ts';
import { FailureError } from '../../base/failure.ts';
import { isWindows } from '../../base/platform.ts';
import { isAbandoned } from '../../base/setBackClock.ts';
import { writeTroubleOf } from '../../base/writeTrouble.ts';
import { isOwnFolder, openOwnFolder, ownFolders, removeOwnFolder } from '../../ipc/ownFolders.ts';

/** A shell at its prompt reads the file at once, but start-up files and slow machines take longer. */
export const readTimeoutMs = 10_000;
const pollMs = 100;
/** The names of the files: `cmd` runs only files with this extension. */
export const scriptNames = { script: 'aws', batchFile: 'aws.cmd' } as const;

/**
 * The folder for these files. It belongs to the user, because other users could put a link or a folder of their own
 * into a shared one. It is not in VS Code's storage: the path is typed into a terminal, and the shell cannot erase a
 * line that is too long for one row.
 */
export function shellFolder(): string {
  const name = 'rolecall-shell';
  // On Windows, each user has a temporary folder.
  if (isWindows) return join(tmpdir(), name);
  const cache = process.env['XDG_CACHE_HOME'] ?? '';
  return join(isAbsolute(cache) ? cache : join(homedir(), '.cache'), name);
}

/**
 * Writes a text to a file that only the user can read, for a program that deletes the file when it reads it. Resolves
 * to whether a program has deleted it. After `timeoutMs` milliseconds, the file is deleted in any case. Rejects with
 * `FailureError` if the file cannot be written.
 *
 * `textFor` gets the path of the file, and `onWritten` is called when the file exists.
 */
export async function createSelfDeletingFile(
  name: string,
  textFor: (path: string) => string,
  onWritten: (path: string) => void,
  timeoutMs = readTimeoutMs,
): Promise<boolean> {
  await removeShellFiles(6 * readTimeoutMs);
  const folder = await newFolder();
  try {
    const path = join(folder, name);
    const write = (): Promise<void> => writeFile(path, textFor(path), { flag: 'wx', mode: 0o600 });
    await onDisk(path, write).catch(rethrow(folder));
    onWritten(path);
    return await isGone(path, timeoutMs);
  } finally {
    removeOwnFolder(folder, [name]);
  }
}

/** Creates a folder for one file. */
async function newFolder(): Promise<string> {
  const parent = shellFolder();
  return onDisk(parent, async () => {
    await openOwnFolder(parent);
    return mkdtemp(join(parent, '/'));
  }).catch(rethrow(parent));
}

function rethrow(path: string): (cause: unknown) => never {
  return (cause) => {
    throw new FailureError({ code: 'fileUnwritable', path, reason: writeTroubleOf(cause) }, { cause });
  };
}

async function isGone(path: string, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; waited < timeoutMs; waited += pollMs) {
    await sleep(pollMs);
    const exists = await onDisk(path, () => access(path)).then(
      () => true,
      () => false,
    );
    if (!exists) return true;
  }
  return false;
}

/**
 * Removes the files that are older than `ageMs` milliseconds, such as those that killed windows have left. They contain
 * credentials. Does not reject.
 */
export function removeShellFiles(ageMs: number): Promise<void> {
  const parent = shellFolder();
  return onDisk(parent, () => removeOldFolders(parent, ageMs)).catch(() => undefined);
}

async function removeOldFolders(parent: string, ageMs: number): Promise<void> {
  if (!(await isOwnFolder(parent))) return;
  for (const folder of await ownFolders(parent, '', Infinity)) {
    const found = await stat(folder).catch(() => undefined);
    if (found && isAbandoned(ageMs, found.mtimeMs)) removeOwnFolder(folder, Object.values(scriptNames));
  }
}
