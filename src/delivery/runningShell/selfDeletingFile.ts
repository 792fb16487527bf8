import { access, mkdtemp, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** A shell that is at its prompt takes the file at once; start-up files and slow machines get their time. */
export const patienceMs = 10_000;
const lookMs = 100;
const prefix = 'rolecall-shell-';

/**
 * Puts a text where nobody but the person can read it, for a program that removes it as it reads it. Resolves to
 * whether one did; if not within `patienceMs`, the text is removed all the same.
 *
 * `textFor` is told the path; `isWritten` is called when the text is there.
 */
export async function createSelfDeletingFile(
  name: string,
  textFor: (path: string) => string,
  isWritten: (path: string) => void,
  waitMs = patienceMs,
): Promise<boolean> {
  await sweep();
  const folder = await mkdtemp(join(tmpdir(), prefix));
  try {
    const path = join(folder, name);
    await writeFile(path, textFor(path), { flag: 'wx', mode: 0o600 });
    isWritten(path);
    return await isGone(path, waitMs);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function isGone(path: string, waitMs: number): Promise<boolean> {
  for (let waited = 0; waited < waitMs; waited += lookMs) {
    await sleep(lookMs);
    const isThere = await access(path).then(
      () => true,
      () => false,
    );
    if (!isThere) return true;
  }
  return false;
}

/** Removes what a window that was killed meanwhile has left. Those of other people cannot be removed, nor read. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir()).catch(() => [])) {
    if (!name.startsWith(prefix)) continue;
    const folder = join(tmpdir(), name);
    const found = await stat(folder).catch(() => undefined);
    if (!found || Date.now() - found.mtimeMs < 6 * patienceMs) continue;
    await rm(folder, { recursive: true, force: true }).catch(() => {});
  }
}
