import { readdir, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../base/atomicFile.ts';
import { onDisk, readText } from '../base/boundedFile.ts';
import { deadlines } from '../base/deadlines.ts';
import { maxSessionMs } from '../base/setBackClock.ts';

/** How to reach a window. Each window registers with a file that the user's other windows can find. */
export interface Registration {
  readonly address: string;
  /** Seals the lines in both directions. It is used only to talk to this window. */
  readonly key: Buffer;
}

/** More windows than anyone has open; the rest are ignored. */
const maxWindows = 100;
/** Ten times the size of an address and a key, and the time after which no window waits for an answer. */
const limits = { bytes: 4096, ms: deadlines.windowMs };

/** Registers a window, or refreshes its registration. The file is created atomically. */
export async function register(path: string, { address, key }: Registration): Promise<void> {
  const now = new Date();
  const isThere = await onDisk(path, () => utimes(path, now, now)).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await writeAtomically(path, JSON.stringify({ address, key: key.toString('base64') }));
}

/** The registration files in a folder; empty if the folder does not exist. */
export async function registrations(folder: string): Promise<readonly string[]> {
  const names = await onDisk(folder, () => readdir(folder), limits.ms).catch(() => []);
  return names.slice(0, maxWindows).map((name) => join(folder, name));
}

/** Undefined if the file does not exist or is malformed. */
export async function readRegistration(path: string): Promise<Registration | undefined> {
  try {
    const text = await readText(path, limits);
    const { address, key } = JSON.parse(text) as Record<string, unknown>;
    if (typeof address !== 'string' || typeof key !== 'string') return undefined;
    return { address, key: Buffer.from(key, 'base64') };
  } catch {
    return undefined;
  }
}

/**
 * Removes a registration that is too old for its window to hold a valid session. A newer one may belong to a running
 * window.
 */
export async function removeOld(path: string): Promise<void> {
  const found = await onDisk(path, () => stat(path)).catch(() => undefined);
  if (found && Date.now() - found.mtimeMs > maxSessionMs) await removeRegistration(path);
}

export async function removeRegistration(path: string): Promise<void> {
  await onDisk(path, () => rm(path, { force: true })).catch(() => {});
}
