import { lstat, readdir, utimes } from 'node:fs/promises';
import { join } from 'node:path';

/** What a window does with files while it is killed, and what must hold afterwards. */
export interface Trial {
  readonly name: string;
  /** Prepares a folder before the first window opens. */
  readonly prepare?: (folder: string) => Promise<void>;
  /** Runs in a process of its own, which is killed some time after `begin` is called. */
  readonly work: (folder: string, begin: () => void) => Promise<void>;
  /** Does what the next window does, and rejects if the killed one has left something that must not be there. */
  readonly assertUsable: (folder: string) => Promise<void>;
}

/** All files and folders below a folder. */
export async function pathsIn(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  return names.map((name) => join(folder, name));
}

/** Makes everything a minute older, as if the next window opened later: what a living window may still use is kept. */
export async function letMinutesPass(folder: string): Promise<void> {
  for (const path of await pathsIn(folder)) {
    const found = await lstat(path).catch(() => undefined);
    if (!found?.isFile()) continue;
    const before = new Date(found.mtimeMs - 120_000);
    await utimes(path, before, before).catch(() => undefined);
  }
}
