import { type Disposable, Emitter, type Event } from '../../base/event.ts';
import { type Target, targetKey } from '../../profiles/profiles.ts';

/** What the user chose in the past on this machine. Targets contain no secrets. */
export interface ChoiceRecord {
  readonly recent: readonly RecentChoice[];
  readonly pinned: readonly Target[];
}

export interface RecentChoice {
  readonly target: Target;
  /** The number of uses as of `at`, of which each counts half as much after a week. */
  readonly uses: number;
  /** Milliseconds since the epoch. */
  readonly at: number;
}

export interface ChoiceMemory {
  load(): ChoiceRecord;
  save(record: ChoiceRecord): void;
}

/** Enough for the history of roles, and few enough to be read at each use. */
const maxRecent = 50;
const halfLifeMs = 7 * 24 * 3_600_000;

/** The targets that the user chose before, by use and time, and those that they pinned. */
export class ChosenTargets implements Disposable {
  readonly #memory: ChoiceMemory;
  readonly #now: () => number;
  readonly #changed = new Emitter<void>();

  readonly onDidChange: Event<void> = this.#changed.event;

  constructor(memory: ChoiceMemory, now: () => number) {
    this.#memory = memory;
    this.#now = now;
  }

  /** The most used and most recent ones come first. */
  get recent(): readonly Target[] {
    return this.#ranked().map(({ target }) => target);
  }

  get pinned(): readonly Target[] {
    return this.#memory.load().pinned;
  }

  note(target: Target): void {
    const before = this.#ranked();
    const known = before.find((each) => isSame(each.target, target));
    const choice = { target, uses: (known ? this.#usesNow(known) : 0) + 1, at: this.#now() };
    const others = before.filter((each) => each !== known);
    // A new one takes the place of the least used one, so that it has the chance to be used again.
    this.#save({ recent: [choice, ...others.slice(0, maxRecent - 1)] });
  }

  pin(target: Target, isPinned: boolean): void {
    const others = this.pinned.filter((each) => !isSame(each, target));
    this.#save({ pinned: isPinned ? [...others, target] : others });
  }

  isPinned(target: Target): boolean {
    return this.pinned.some((each) => isSame(each, target));
  }

  /** Forgets the uses of one target, or of all. Pinned targets stay pinned. */
  forget(target?: Target): void {
    const { recent } = this.#memory.load();
    this.#save({ recent: target ? recent.filter((each) => !isSame(each.target, target)) : [] });
  }

  #ranked(): readonly RecentChoice[] {
    return this.#memory.load().recent.toSorted((a, b) => this.#usesNow(b) - this.#usesNow(a));
  }

  /** A clock that was set back makes no use count more. */
  #usesNow({ uses, at }: RecentChoice): number {
    return uses * 2 ** (-Math.max(0, this.#now() - at) / halfLifeMs);
  }

  #save(part: Partial<ChoiceRecord>): void {
    this.#memory.save({ ...this.#memory.load(), ...part });
    this.#changed.fire();
  }

  dispose(): void {
    this.#changed.dispose();
  }
}

function isSame(one: Target, other: Target): boolean {
  return targetKey(one) === targetKey(other);
}
