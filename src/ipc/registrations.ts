import { lstat, readdir, readFile, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { writeAtomically } from '../base/atomicFile.ts';

/** How to reach a window: a file of its own, for the other windows of the same person to find. */
export interface Registration {
  readonly address: string;
  /** What both sides seal their lines with. Good for nothing but talking to this window. */
  readonly key: Buffer;
}

/** AWS gives no session for longer; a window registers again with each. */
const longestSessionMs = 36 * 3_600_000;
/** More windows than anybody has open; the rest is not asked. */
const maxWindows = 100;
/** An address and a key are a tenth of it. */
const maxBytes = 4096;

/** Registers a window, or says that it is still there. The file appears at once as a whole. */
export async function register(path: string, { address, key }: Registration): Promise<void> {
  const now = new Date();
  const isThere = await utimes(path, now, now).then(
    () => true,
    () => false,
  );
  if (isThere) return;
  await writeAtomically(path, JSON.stringify({ address, key: key.toString('base64') }));
}

/** The files of the windows that are registered in a folder; none where there is no folder. */
export async function registrations(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder).catch(() => []);
  return names.slice(0, maxWindows).map((name) => join(folder, name));
}

/** Undefined where there is none, or one that cannot be made out. */
export async function readRegistration(path: string): Promise<Registration | undefined> {
  try {
    const found = await lstat(path);
    // A pipe would be waited for without end.
    if (!found.isFile() || found.size > maxBytes) return undefined;
    const { address, key } = JSON.parse(await readFile(path, 'utf8')) as Record<string, unknown>;
    if (typeof address !== 'string' || typeof key !== 'string') return undefined;
    return { address, key: Buffer.from(key, 'base64') };
  } catch {
    return undefined;
  }
}

/** Removes what may be the registration of a living window only if that can have no session. */
export async function removeOld(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  if (found && Date.now() - found.mtimeMs > longestSessionMs) await removeRegistration(path);
}

export async function removeRegistration(path: string): Promise<void> {
  await rm(path, { force: true }).catch(() => {});
}
