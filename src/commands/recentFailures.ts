import type { Failure } from '../base/failure.ts';

export interface RecentFailure {
  /** Milliseconds since the epoch. */
  readonly at: number;
  readonly failure: Failure;
}

const most = 10;

/** The failures that the user was told last, for a report about them. */
export class RecentFailures {
  #all: readonly RecentFailure[] = [];

  get all(): readonly RecentFailure[] {
    return this.#all;
  }

  add(failure: Failure, at: number): void {
    this.#all = [...this.#all, { at, failure }].slice(-most);
  }
}
