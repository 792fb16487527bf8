import { randomUUID } from 'node:crypto';
import { chmod, lstat, mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { onDisk } from './boundedFile.ts';
import { isAbandoned } from './setBackClock.ts';

/**
 * Replaces a file atomically: readers see either the old or the new text, even after a crash. Only the owner can read
 * the file unless `mode` says otherwise. Rejects with the system's error, or with `TimedOut`, and then leaves no draft
 * behind. Also removes the drafts of killed windows from the folder.
 */
export function writeAtomically(path: string, text: string, mode = 0o600): Promise<void> {
  return onDisk(path, (signal) => replace(path, text, mode, signal));
}

async function replace(path: string, text: string, mode: number, signal: AbortSignal): Promise<void> {
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  await sweepDrafts(dirname(path));
  const draft = `${path}.${randomUUID()}`;
  try {
    await writeFile(draft, text, { flag: 'wx', mode });
    // The umask may have cleared bits of the requested mode.
    await chmod(draft, mode);
    // What the caller has given up must not replace what was written since.
    signal.throwIfAborted();
    await rename(draft, path);
  } catch (error) {
    await rm(draft, { force: true }).catch(() => undefined);
    throw error;
  }
}

/** Writing and renaming a draft never takes this long, in milliseconds. */
const abandonedAfterMs = 60_000;
const draftName = /\.[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/u;

/** Whether a file with this name was to replace another one. It may be incomplete. */
export function isDraft(name: string): boolean {
  return draftName.test(name);
}

/**
 * Removes the drafts that killed windows have left in a folder, if they are older than `ageMs` milliseconds. They may
 * contain tokens. Does not reject.
 */
export function sweepDrafts(folder: string, ageMs = abandonedAfterMs): Promise<void> {
  return onDisk(folder, () => removeDrafts(folder, ageMs)).catch(() => undefined);
}

async function removeDrafts(folder: string, ageMs: number): Promise<void> {
  for (const name of await readdir(folder)) {
    if (!isDraft(name)) continue;
    const draft = join(folder, name);
    const found = await lstat(draft).catch(() => undefined);
    if (found?.isFile() && isAbandoned(ageMs, found.mtimeMs))
      await rm(draft, { force: true }).catch(() => undefined);
  }
}
