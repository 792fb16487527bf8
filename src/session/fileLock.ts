import { createHash, randomUUID } from 'node:crypto';
import { link, mkdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { codeOf } from '../base/errorCode.ts';
import { Cancelled } from '../base/failure.ts';
import type { Log } from '../base/log.ts';

/** A lock that one caller at a time can hold, among all of the user's windows on this machine. */
export interface Lock {
  /**
   * Runs `action` while holding the lock. Calls `onWait` while another window holds it. Rejects with `Cancelled` if
   * `signal` aborts first.
   */
  hold<T>(name: string, signal: AbortSignal, action: () => Promise<T>, onWait?: () => void): Promise<T>;
}

const heartbeatMs = 2000;
/** The holder of a lock file that was not touched for this long was killed, or its machine slept. */
const staleAfterMs = 8000;
const pollMs = 150;
/** On Windows, a file cannot be created for a moment while its predecessor is being deleted. */
const deleteRaceAttempts = 20;

/**
 * Keeps a file in `directory` for each lock, with a marker that identifies the holder. The holder touches the file
 * regularly, so that a killed window does not block others for long.
 */
export class FileLock implements Lock {
  readonly #directory: string;
  readonly #log: Log;
  /** The locks that this window holds. Waiting for one of them is not waiting for another window. */
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
      // A read-only directory must not keep the user from getting a session.
      this.#log.warn(`Windows cannot wait for each other: ${codeOf(error)}`);
      return action();
    }
    const heartbeat = setInterval(() => void touch(path), heartbeatMs);
    try {
      return await action();
    } finally {
      clearInterval(heartbeat);
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
        code === 'EEXIST' || ((code === 'EPERM' || code === 'EACCES') && attempt < deleteRaceAttempts);
      if (!isBusy) throw error;
    }
    if (await isStale(path)) {
      await breakStaleLock(path);
      continue;
    }
    onWait();
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

/** Removes a stale lock. If another window replaced it in the meantime, the new lock is put back. */
async function breakStaleLock(path: string): Promise<void> {
  const moved = `${path}.${randomUUID()}`;
  try {
    await rename(path, moved);
    if (!(await isStale(moved))) await link(moved, path);
  } catch {
    // Another waiter was faster; the next attempt checks the new state.
  } finally {
    await rm(moved, { force: true }).catch(() => undefined);
  }
}

/** Removes the lock if this holder still owns it: after the machine slept, another window may hold it. */
async function release(path: string, mark: string): Promise<void> {
  const holder = await readFile(path, 'utf8').catch(() => undefined);
  if (holder === mark) await rm(path, { force: true }).catch(() => undefined);
}

async function isStale(path: string): Promise<boolean> {
  const found = await stat(path).catch(() => undefined);
  return found !== undefined && Date.now() - found.mtimeMs > staleAfterMs;
}

async function touch(path: string): Promise<void> {
  const now = new Date();
  await utimes(path, now, now).catch(() => undefined);
}
