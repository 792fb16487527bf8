import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../base/errorCode.ts';
import type { Disposable } from '../../base/event.ts';
import type { WatchAnswer } from '../../profiles/store.ts';

/** Times in milliseconds. */
export interface WatchTiming {
  /** The time between two polls. */
  readonly intervalMs: number;
  /** How long a file must stay unchanged before the change is reported: programs empty a file before they write it. */
  readonly stableMs: number;
  /** The resolution of the coarsest file system clock (FAT): two changes within it can look like one. */
  readonly clockMs: number;
}

const defaultTiming: WatchTiming = { intervalMs: 1000, stableMs: 100, clockMs: 2000 };

/**
 * Calls back when the file has changed, appeared, vanished, or been replaced, and is stable again. Calls back once more
 * when no further change can have gone unnoticed, once at the start, and at each poll while the answer is `again`. The
 * callback compares the content.
 *
 * The watcher polls instead of listening for events. That costs one system call per second. It detects replacement by
 * rename, files and folders that appear later, changes behind symbolic links, and changes on network drives and in WSL.
 */
export function watchFile(
  path: string,
  onChange: () => Promise<WatchAnswer>,
  timing = defaultTiming,
): Disposable {
  const { stableMs, clockMs, intervalMs } = timing;
  return watch(() => stateOfFile(path), new Changes([stableMs, clockMs], intervalMs), onChange, timing);
}

/**
 * Calls back when JSON files in a folder have changed, appeared, or vanished, and are stable again; and once at the
 * start. The watcher checks each file: AWS tools write tokens in place, which does not change the folder itself.
 */
export function watchDirectory(path: string, onChange: () => void, timing = defaultTiming): Disposable {
  const { stableMs, intervalMs } = timing;
  const report = async (): Promise<WatchAnswer> => {
    onChange();
    return 'done';
  };
  return watch(() => stateOfDirectory(path), new Changes([stableMs], intervalMs), report, timing);
}

function watch(
  readState: () => Promise<string>,
  changes: Changes,
  onChange: () => Promise<WatchAnswer>,
  { intervalMs, stableMs }: WatchTiming,
): Disposable {
  let isDisposed = false;
  let answer: WatchAnswer = 'done';
  const poll = async (): Promise<void> => {
    const started = performance.now();
    const state = await readState();
    if (isDisposed) return;
    const now = performance.now();
    // Limits polling to a tenth of the time, even with a slow disk or a full folder.
    const pauseMs = Math.min(10 * (now - started), maxPauseMs);
    const isDue = changes.observe(state, now);
    timer = pollAfter(Math.max(pauseMs, changes.isPending ? stableMs : intervalMs));
    if (isDue || answer === 'again') answer = await onChange();
  };
  const pollAfter = (ms: number): NodeJS.Timeout => setTimeout(() => void poll(), ms).unref();
  // Not immediately: at the start, the file is being read for a caller that waits for it.
  let timer = pollAfter(stableMs);
  return {
    dispose() {
      isDisposed = true;
      clearTimeout(timer);
    },
  };
}

const maxPauseMs = 10_000;

/** Decides when to report changes. All times are in milliseconds. */
export class Changes {
  readonly #reportAfterMs: readonly number[];
  readonly #maxDelayMs: number;
  #known: string | undefined;
  #lastChange = 0;
  #firstUnreported = 0;
  /** How many times the last change has been reported. */
  #reports: number;

  /**
   * A change is reported after each of these periods without further changes, and after `maxDelayMs` even if changes
   * continue.
   */
  constructor(reportAfterMs: readonly number[], maxDelayMs: number) {
    this.#reportAfterMs = reportAfterMs;
    this.#maxDelayMs = maxDelayMs;
    // The file may have changed after it was read and before the first poll, so the first state is reported once.
    this.#reports = reportAfterMs.length - 1;
  }

  /** Records the current state. Returns whether a report is due. */
  observe(state: string, now: number): boolean {
    if (state !== this.#known) {
      if (this.#known === undefined || !this.isPending) this.#firstUnreported = now;
      if (this.#known !== undefined) this.#reports = 0;
      this.#known = state;
      this.#lastChange = now;
    }
    const isStable = now - this.#lastChange >= (this.#reportAfterMs[this.#reports] ?? Infinity);
    const isDue = isStable || (this.isPending && now - this.#firstUnreported >= this.#maxDelayMs);
    if (isDue) this.#reports += 1;
    return isDue;
  }

  /** Whether a change has not been reported yet. */
  get isPending(): boolean {
    return this.#reports === 0;
  }
}

/** Stays equal for as long as the file that the path leads to is unchanged. */
async function stateOfFile(path: string): Promise<string> {
  try {
    const { dev, ino, mode, size, mtimeNs, ctimeNs } = await stat(path, { bigint: true });
    return [dev, ino, mode, size, mtimeNs, ctimeNs].join(' ');
  } catch (error) {
    const link = await lstat(path).catch(() => undefined);
    return [codeOf(error), link?.ino].join(' ');
  }
}

async function stateOfDirectory(path: string): Promise<string> {
  const states: string[] = [];
  try {
    for (const name of await readdir(path))
      if (name.endsWith('.json')) states.push(`${name} ${await stateOfFile(join(path, name))}`);
  } catch (error) {
    const code = codeOf(error);
    // A missing folder is equal to an empty one.
    return code === 'ENOENT' || code === 'ENOTDIR' ? '' : code;
  }
  return states.toSorted().join('\n');
}
