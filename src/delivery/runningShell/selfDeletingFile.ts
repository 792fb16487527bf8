import { access, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A shell at its prompt reads the file at once, but start-up files and slow machines take longer. */
export const readTimeoutMs = 10_000;
const pollMs = 100;
const prefix = 'rolecall-shell-';

/**
 * Writes a text to a file that only the user can read, for a program that deletes the file when it reads it. Resolves
 * to whether a program has deleted it. After `timeoutMs` milliseconds, the file is deleted in any case.
 *
 * `textFor` gets the path of the file, and `onWritten` is called when the file exists.
 */
export async function createSelfDeletingFile(
  name: string,
  textFor: (path: string) => string,
  onWritten: (path: string) => void,
  timeoutMs = readTimeoutMs,
): Promise<boolean> {
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), prefix));
  try {
    const path = join(folder, name);
    await writeFile(path, textFor(path), { flag: 'wx', mode: 0o600 });
    onWritten(path);
    return await isGone(path, timeoutMs);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function isGone(path: string, timeoutMs: number): Promise<boolean> {
  for (let waited = 0; waited < timeoutMs; waited += pollMs) {
    await sleep(pollMs);
    const exists = await access(path).then(
      () => true,
      () => false,
    );
    if (!exists) return true;
  }
  return false;
}

/** Removes what killed windows have left. Files of other users can be neither removed nor read. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const found = await stat(folder).catch(() => undefined);
    if (!found || Date.now() - found.mtimeMs < 6 * readTimeoutMs) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}
