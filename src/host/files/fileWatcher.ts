import { lstat, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { codeOf } from '../../base/errorCode.ts';
import type { Disposable } from '../../base/event.ts';
import type { WatchAnswer } from '../../profiles/store.ts';

/** Milliseconds. */
export interface Pace {
  /** From one look to the next. */
  readonly interval: number;
  /** How long a thing must stay as it is before it is told of: programs empty a file, then write it. */
  readonly calm: number;
  /** The coarsest clock of a file system (FAT): two changes within it can look like one. */
  readonly clock: number;
}

const everyday: Pace = { interval: 1000, calm: 100, clock: 2000 };

/**
 * Calls back when the file has changed, appeared, vanished or been replaced, and is at rest; once more when no change
 * can have gone unnoticed behind that one; once at the beginning; and at each look while the answer is `again`. Whoever
 * listens compares what is read.
 *
 * It looks instead of listening: that costs a call to the system each second, and sees what is replaced by rename, what
 * appears later, with its folder or without, what symbolic links lead to, and what lies on a network drive or in WSL.
 */
export function watchFile(path: string, onChange: () => Promise<WatchAnswer>, pace = everyday): Disposable {
  const { calm, clock, interval } = pace;
  return watch(() => stateOfFile(path), new Changes([calm, clock], interval), onChange, pace);
}

/**
 * Calls back when JSON files in a folder have changed, appeared or vanished, and are at rest; and once at the
 * beginning. They are looked at one by one: AWS's tools write tokens in place, which the folder itself does not show.
 */
export function watchDirectory(path: string, onChange: () => void, pace = everyday): Disposable {
  const { calm, interval } = pace;
  const tell = async (): Promise<WatchAnswer> => {
    onChange();
    return 'done';
  };
  return watch(() => stateOfDirectory(path), new Changes([calm], interval), tell, pace);
}

function watch(
  look: () => Promise<string>,
  changes: Changes,
  onChange: () => Promise<WatchAnswer>,
  { interval, calm }: Pace,
): Disposable {
  let isDisposed = false;
  let answer: WatchAnswer = 'done';
  const lookOnce = async (): Promise<void> => {
    const started = performance.now();
    const state = await look();
    if (isDisposed) return;
    const now = performance.now();
    // However slow the disk and however full the folder, looking takes no more than a tenth of the time.
    const pause = Math.min(10 * (now - started), longestPause);
    const isTime = changes.see(state, now);
    timer = lookAfter(Math.max(pause, changes.isPending ? calm : interval));
    if (isTime || answer === 'again') answer = await onChange();
  };
  const lookAfter = (ms: number): NodeJS.Timeout => setTimeout(() => void lookOnce(), ms).unref();
  // Not at once: at the beginning the file is being read, and somebody waits for that.
  let timer = lookAfter(calm);
  return {
    dispose() {
      isDisposed = true;
      clearTimeout(timer);
    },
  };
}

const longestPause = 10_000;

/** Decides when to tell of changes. All times are milliseconds. */
export class Changes {
  readonly #tellAfter: readonly number[];
  readonly #patience: number;
  #known: string | undefined;
  #lastChange = 0;
  #firstUntold = 0;
  /** How often the last change was told of. */
  #told: number;

  /** A change is told of after each of these times of rest; after `patience` it is told of although nothing rests. */
  constructor(tellAfter: readonly number[], patience: number) {
    this.#tellAfter = tellAfter;
    this.#patience = patience;
    // What was read before the first look may have changed before it: that, too, is told of once.
    this.#told = tellAfter.length - 1;
  }

  /** Takes in what is seen now; says whether it is time to tell. */
  see(state: string, now: number): boolean {
    if (state !== this.#known) {
      if (this.#known === undefined || !this.isPending) this.#firstUntold = now;
      if (this.#known !== undefined) this.#told = 0;
      this.#known = state;
      this.#lastChange = now;
    }
    const rests = now - this.#lastChange >= (this.#tellAfter[this.#told] ?? Infinity);
    const isTime = rests || (this.isPending && now - this.#firstUntold >= this.#patience);
    if (isTime) this.#told += 1;
    return isTime;
  }

  /** Whether there is a change that was not told of. */
  get isPending(): boolean {
    return this.#told === 0;
  }
}

/** Equal for as long as nothing is done to what the path leads to. */
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
    // A folder that is not there holds as much as an empty one.
    return code === 'ENOENT' || code === 'ENOTDIR' ? '' : code;
  }
  return states.toSorted().join('\n');
}
