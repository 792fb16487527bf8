import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../base/errorCode.ts';
import { Cancelled } from '../base/failure.ts';
import type { Log } from '../base/log.ts';

/** Lets one caller at a time do a thing, among all windows of this person on this machine. */
export interface Lock {
  /**
   * Runs `action` alone; waits while another window is at it, and says so with `onWait`. Rejects with `Cancelled` when
   * `signal` aborts first.
   */
  hold<T>(name: string, signal: AbortSignal, action: () => Promise<T>, onWait?: () => void): Promise<T>;
}

const beatMs = 2000;
/** A holder that has not touched its file for this long was killed, or its machine slept. */
const deadAfterMs = 8000;
const pollMs = 150;
/** On Windows a file that is being deleted cannot be made again for a moment. */
const patientAttempts = 20;

/**
 * A lock for each name: a file in `directory` with the holder's own mark, touched while it is held, so that a killed
 * window blocks nobody for long.
 */
export class FileLock implements Lock {
  readonly #directory: string;
  readonly #log: Log;
  /** The locks that this window holds: who waits for one of them waits for no other window. */
  readonly #held = new Set<string>();

  constructor(directory: string, log: Log) {
    this.#directory = directory;
    this.#log = log;
  }

  async hold<T>(
    name: string,
    signal: AbortSignal,
    action: () => Promise<T>,
    onWait?: () => void,
  ): Promise<T> {
    const path = join(
      this.#directory,
      `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.lock`,
    );
    const mark = randomUUID();
    try {
      await mkdir(this.#directory, { recursive: true, mode: 0o700 });
      await take(path, mark, signal, () => {
        if (!this.#held.has(path)) onWait?.();
      });
      this.#held.add(path);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      // A directory that cannot be written must not keep anybody from their session.
      this.#log.warn(`Windows cannot wait for each other: ${codeOf(error)}`);
      return action();
    }
    const beat = setInterval(() => void touch(path), beatMs);
    try {
      return await action();
    } finally {
      clearInterval(beat);
      this.#held.delete(path);
      await release(path, mark);
    }
  }
}

async function take(path: string, mark: string, signal: AbortSignal, onWait: () => void): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    if (signal.aborted) throw new Cancelled();
    try {
      await writeFile(path, mark, { flag: 'wx', mode: 0o600 });
      return;
    } catch (error) {
      const code = codeOf(error);
      const isBusy =
        code === 'EEXIST' || ((code === 'EPERM' || code === 'EACCES') && attempt < patientAttempts);
      if (!isBusy) throw error;
    }
    if (await isDead(path)) {
      await clearAway(path);
      continue;
    }
    onWait();
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Clears a dead lock away. What was taken from under us in between is alive, and put back. */
async function clearAway(path: string): Promise<void> {
  const otherTool = `${path}.${randomUUID()}`;
  try {
    await rename(path, otherTool);
    if (!(await isDead(otherTool))) await link(otherTool, path);
  } catch {
    // Another waiter was faster: the next attempt sees what is there now.
  } finally {
    await rm(otherTool, { force: true }).catch(() => undefined);
  }
}

/** Removes the lock if it is still ours: after a long sleep, another window may hold it. */
async function release(path: string, mark: string): Promise<void> {
  const holder = await readFile(path, 'utf8').catch(() => undefined);
  if (holder === mark) await rm(path, { force: true }).catch(() => undefined);
}

async function isDead(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > deadAfterMs;
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}
