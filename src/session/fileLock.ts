import { createHash, randomUUID } from 'node:crypto';
import type { BigIntStats } from 'node:fs';
import { type FileHandle, link, mkdir, open, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { onDisk, readText } from '../base/boundedFile.ts';
import { deadlines } from '../base/deadlines.ts';
import { codeOf } from '../base/errorCode.ts';
import { Cancelled } from '../base/failure.ts';
import type { Log } from '../base/log.ts';

/** A lock that one caller at a time can hold, among all of the user's windows on this machine. */
export interface Lock {
  /**
   * Runs `action` while holding the lock. Calls `onWait` while another window holds it. Rejects with `Cancelled` if
   * `signal` aborts first. After `ms` milliseconds, others can take the lock, although `action` continues.
   */
  hold<T>(
    name: string,
    signal: AbortSignal,
    action: () => Promise<T>,
    onWait?: () => void,
    ms?: number,
  ): Promise<T>;
}

const heartbeatMs = 300;
/** The holder of a lock that showed no sign of life for this long was killed. */
const staleAfterMs = 8000;
/**
 * How long a lock is watched at least before it is taken from its holder, however old the file seems to be: the clock
 * may have been set, or the machine may have slept. A living holder shows several signs of life in this time.
 */
const minWatchMs = 1000;
const pollMs = 150;
/** Each sign of life gives the file another size, of this many. */
const sizes = 100;
/** On Windows, a file cannot be created for a moment while its predecessor is being deleted. */
const deleteRaceAttempts = 20;

/**
 * Keeps a file in `directory` for each lock, with a marker that identifies the holder. The holder changes the file
 * regularly, so that a killed window does not block others for long. A window that lives but does not get on keeps the
 * lock only until its deadline.
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
    ms: number = deadlines.lockMs,
  ): Promise<T> {
    const path = join(
      this.#directory,
      `${createHash('sha256').update(name).digest('hex').slice(0, 32)}.lock`,
    );
    const mark = randomUUID();
    let file: FileHandle;
    try {
      await onDisk(this.#directory, () => mkdir(this.#directory, { recursive: true, mode: 0o700 }));
      file = await take(path, mark, signal, () => {
        if (!this.#held.has(path)) onWait?.();
      });
      this.#held.add(path);
    } catch (error) {
      if (error instanceof Cancelled) throw error;
      // A read-only directory must not keep the user from getting a session.
      this.#log.warn(`Windows cannot wait for each other: ${codeOf(error)}`);
      return action();
    }
    const over = new AbortController();
    const released = this.#keep(path, mark, file, over.signal);
    const limit = setTimeout(() => over.abort(), ms);
    try {
      return await action();
    } finally {
      clearTimeout(limit);
      over.abort();
      await released;
    }
  }

  /** Shows that this window lives until `over` aborts, and then releases the lock. Does not reject. */
  async #keep(path: string, mark: string, file: FileHandle, over: AbortSignal): Promise<void> {
    for (let beat = 1; !over.aborted; beat++) {
      await sleep(heartbeatMs, undefined, { signal: over }).catch(() => undefined);
      // The open file is this window's own, even if another window has taken the lock.
      const change = (): Promise<void> => file.truncate(mark.length + (beat % sizes));
      if (!over.aborted) await onDisk(path, change).catch(() => undefined);
    }
    this.#held.delete(path);
    await onDisk(path, () => file.close()).catch(() => undefined);
    await release(path, mark);
  }
}

async function take(
  path: string,
  mark: string,
  signal: AbortSignal,
  onWait: () => void,
): Promise<FileHandle> {
  const watch = new HolderWatch(path);
  for (let attempt = 1; ; attempt++) {
    if (signal.aborted) throw new Cancelled();
    try {
      return await onDisk(path, () => create(path, mark));
    } catch (error) {
      const code = codeOf(error);
      const isBusy =
        code === 'EEXIST' || ((code === 'EPERM' || code === 'EACCES') && attempt < deleteRaceAttempts);
      if (!isBusy) throw error;
    }
    const last = await onDisk(path, () => watch.abandonedState());
    if (last !== undefined) {
      await onDisk(path, () => breakStaleLock(path, last));
      continue;
    }
    onWait();
    await sleep(pollMs, undefined, { signal }).catch(() => undefined);
  }
}

async function create(path: string, mark: string): Promise<FileHandle> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.write(mark);
    return file;
  } catch (error) {
    await file.close();
    await rm(path, { force: true });
    throw error;
  }
}

/**
 * Removes a lock that was in the state `last` when its holder seemed to be dead. If the holder lives after all, or
 * another window replaced the lock in the meantime, it is put back.
 */
async function breakStaleLock(path: string, last: string): Promise<void> {
  const moved = `${path}.${randomUUID()}`;
  try {
    if (stateOf(await stat(path, { bigint: true })) !== last) return;
    await rename(path, moved);
    if (stateOf(await stat(moved, { bigint: true })) !== last) await link(moved, path);
  } catch {
    // Another waiter was faster; the next attempt checks the new state.
  } finally {
    await rm(moved, { force: true }).catch(() => undefined);
  }
}

/** Removes the lock if this holder still owns it: after the machine slept, another window may hold it. */
async function release(path: string, mark: string): Promise<void> {
  const holder = await readText(path).catch(() => undefined);
  if (holder?.startsWith(mark)) await onDisk(path, () => rm(path, { force: true })).catch(() => undefined);
}

/** Watches a lock file for signs of life of its holder. No clock counts that can be set. */
class HolderWatch {
  readonly #path: string;
  #found: BigIntStats | undefined;
  #silentMs = 0;
  #lookedAt = 0;

  constructor(path: string) {
    this.#path = path;
  }

  /** Looks again. Returns the state of the lock if its holder is dead, and undefined if the holder may live. */
  async abandonedState(): Promise<string | undefined> {
    const found = await stat(this.#path, { bigint: true }).catch(() => undefined);
    const before = this.#found;
    this.#found = found;
    if (!found) return undefined;
    if (before && signOf(found) !== signOf(before)) this.#silentMs = 0;
    else if (found.mtimeNs !== before?.mtimeNs) this.#silentMs = await silenceOf(this.#path, found);
    // While this window was suspended, the holder may have been as well.
    else this.#silentMs += Math.min(performance.now() - this.#lookedAt, 2 * pollMs);
    this.#lookedAt = performance.now();
    return this.#silentMs >= staleAfterMs ? stateOf(found) : undefined;
  }
}

/** Not the time of the file, which any program can set, and which some file systems store in whole seconds. */
function signOf({ ino, size }: BigIntStats): string {
  return `${ino} ${size}`;
}

/** Of another lock, the number of the file can be the same. */
function stateOf(found: BigIntStats): string {
  return `${signOf(found)} ${found.mtimeNs}`;
}

/**
 * How long the holder seems to have been silent, by the clock of the file system. After that clock was set back, the
 * file is from the future. In milliseconds, and never long enough to skip watching.
 */
async function silenceOf(path: string, { mtimeMs }: BigIntStats): Promise<number> {
  const probe = `${path}.${randomUUID()}`;
  try {
    await writeFile(probe, '', { flag: 'wx', mode: 0o600 });
    const now = await stat(probe);
    return Math.min(Math.abs(now.mtimeMs - Number(mtimeMs)), staleAfterMs - minWatchMs);
  } catch {
    return 0;
  } finally {
    await rm(probe, { force: true }).catch(() => undefined);
  }
}
