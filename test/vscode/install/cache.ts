import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';

/** The folder for large downloads that are kept between runs. `ROLECALL_CACHE` overrides it. */
export function cacheFolder(env: NodeJS.ProcessEnv = process.env): string {
  if (env['ROLECALL_CACHE']) return env['ROLECALL_CACHE'];
  if (process.platform === 'win32' && env['LOCALAPPDATA']) return join(env['LOCALAPPDATA'], 'rolecall');
  if (process.platform === 'darwin') return join(homedir(), 'Library', 'Caches', 'rolecall');
  return join(env['XDG_CACHE_HOME'] || join(homedir(), '.cache'), 'rolecall');
}

/**
 * Returns the cached folder `name`, which `build` fills the first time. A folder gets its name only when it is
 * complete, so killed and concurrent runs cannot leave an incomplete one.
 */
export async function cached(name: string, build: (folder: string) => Promise<void>): Promise<string> {
  const cache = cacheFolder();
  const folder = join(cache, name);
  if (existsSync(folder)) return folder;
  await mkdir(cache, { recursive: true });
  await removeLeftovers(cache, name);
  const unfinished = await mkdtemp(join(cache, `${name}.${process.pid}-`));
  try {
    await build(unfinished);
    await moveInto(unfinished, folder);
  } finally {
    await rm(unfinished, { recursive: true, force: true, maxRetries: 3 });
  }
  return folder;
}

async function moveInto(from: string, to: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await rename(from, to);
      return;
    } catch (error) {
      if (existsSync(to)) return; // another run was faster
      // On Windows, a virus scanner may still have a new file open.
      if (process.platform !== 'win32' || attempt === 10) throw error;
      await setTimeout(500);
    }
  }
}

async function removeLeftovers(cache: string, name: string): Promise<void> {
  for (const entry of await readdir(cache)) {
    const [, pid] = entry.startsWith(`${name}.`) ? (/\.(\d+)-\w+$/.exec(entry) ?? []) : [];
    if (pid && !isRunning(Number(pid))) await rm(join(cache, entry), { recursive: true, force: true });
  }
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
