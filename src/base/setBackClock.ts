/** The longest session that AWS issues, in milliseconds. A later end was stated by another clock. */
export const maxSessionMs = 36 * 3_600_000;

/** A clock that notices when it is set back; implemented by `session/machineClock.ts`. */
export interface SetBackClock {
  /** By how much the clock was set back so far, in milliseconds. Never decreases. */
  readonly setBackMs: number;
}

/** The end of something, which moves with a clock that is set back, so that no more time remains than before. */
export class FollowedEnd {
  /** As it was given, in milliseconds since the epoch. */
  readonly given: number;
  readonly #clock: SetBackClock;
  readonly #setBackMs: number;

  constructor(given: number, clock: SetBackClock) {
    this.given = given;
    this.#clock = clock;
    this.#setBackMs = clock.setBackMs;
  }

  /** The end by the clock as it is set now, in milliseconds since the epoch. */
  get current(): number {
    return this.given - (this.#clock.setBackMs - this.#setBackMs);
  }
}

/** The ends that files state. A file keeps an end by the old clock when the clock is set back. */
export class FollowedEnds {
  readonly #clock: SetBackClock;
  readonly #ends = new Map<string, FollowedEnd>();

  constructor(clock: SetBackClock) {
    this.#clock = clock;
  }

  /** The current end of what the file calls `name`. Both ends are in milliseconds since the epoch. */
  of(name: string, given: number): number {
    const known = this.#ends.get(name);
    const end = known?.given === given ? known : new FollowedEnd(given, this.#clock);
    this.#ends.set(name, end);
    return end.current;
  }
}

/**
 * Whether `now` is less than `ms` after `since`. A `since` that is later than `now` is from before the clock was set
 * back: the answer is no, so that a pause or a cached result does not last longer than it was meant to.
 */
export function isWithin(ms: number, since: number, now: number): boolean {
  return now >= since && now - since < ms;
}

/**
 * Whether a file was left behind by a window that was killed, because it was written at least `ms` milliseconds ago. A
 * time that far ahead is from before the clock was set back. `mtimeMs` is the time of the file.
 */
export function isAbandoned(ms: number, mtimeMs: number): boolean {
  return Math.abs(Date.now() - mtimeMs) >= ms;
}
