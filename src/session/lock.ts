import { createHash } from 'node:crypto';
import { mkdir, open, rm, stat, utimes } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cancelled } from '../failure.ts';
import type { Log } from '../log.ts';

/** Lets one caller at a time do a thing, among all windows of this person on this machine. */
export interface Lock {
  /** Runs `action` alone; waits while another window is at it. Rejects with `Cancelled` when `signal` aborts first. */
  hold<T>(name: string, signal: AbortSignal, action: () => Promise<T>): Promise<T>;
}

const beatMs = 2000;
/** A holder that has not touched its file for this long was killed, or its machine slept. */
const deadAfterMs = 8000;
const pollMs = 150;

/** A lock for each name: an empty file in `directory`, touched while it is held, so that a killed window blocks nobody for long. */
export class FileLock implements Lock {
  readonly #directory: string;
  readonly #log: Log;

  constructor(directory: string, log: Log) {
    this.#directory = directory;
    this.#log = log;
  }

  async hold<T>(name: string, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
    const path = join(
      this.#directory,
      `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.lock`,
    );
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      await this.#take(path, signal);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      // A directory that cannot be written must not keep anybody from their session.
      this.#log.warn(`Windows cannot wait for each other: ${(error as NodeJS.ErrnoException).code}`);
      return action();
    }
    const beat = setInterval(() => void touch(path), beatMs);
    try {
      return await action();
    } finally {
      clearInterval(beat);
      await rm(path, { force: true });
    }
  }

  async #take(path: string, signal: AbortSignal): Promise<void> {
    while (!(await create(path))) {
      if (signal.aborted) throw new Cancelled();
      if (await isDead(path)) await rm(path, { force: true });
      else await sleep(pollMs, undefined, { signal }).catch(() => undefined);
    }
  }
}

async function create(path: string): Promise<boolean> {
  try {
    await (await open(path, 'wx', 0o600)).close();
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

async function isDead(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > deadAfterMs;
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}
