import type { Disposable } from '../../base/event.ts';
import type { WatchAnswer } from '../../profiles/store.ts';
import { stateOfFile } from './fileState.ts';
import { FolderState } from './folderState.ts';

/** Times in milliseconds. */
export interface WatchTiming {
  /** The time between two polls. */
  readonly intervalMs: number;
  /** How long a file must stay unchanged before the change is reported: programs empty a file before they write it. */
  readonly stableMs: number;
  /** The resolution of the coarsest file system clock (FAT): two changes within it can look like one. */
  readonly clockMs: number;
}

/** Also applies before a change to a file is planned. */
export const defaultStableMs = 100;
const defaultTiming: WatchTiming = { intervalMs: 1000, stableMs: defaultStableMs, clockMs: 2000 };

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
 * start. The cost of waiting does not grow with the number of files (`FolderState`): while more than a few files exist,
 * it may take a minute until a file that is not `important` and that is written in place is reported.
 */
export function watchDirectory(
  path: string,
  onChange: () => void,
  timing = defaultTiming,
  important: () => readonly string[] = () => [],
): Disposable {
  const { stableMs, clockMs, intervalMs } = timing;
  const folder = new FolderState(path, { clockMs, important });
  const report = async (): Promise<WatchAnswer> => {
    onChange();
    return 'done';
  };
  return watch(() => folder.read(), new Changes([stableMs], intervalMs), report, timing);
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
