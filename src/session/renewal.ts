import type { Credentials } from '../credentials/credentials.ts';

/** A setting in minutes, as milliseconds. AWS's shortest common session is an hour: more would renew it all the time. */
export function renewMarginMs(minutes: number): number {
  return Math.min(55, Math.max(1, minutes)) * 60_000;
}

/** Spreads what several windows would do at the same moment: the first to renew serves the others. */
export const maxJitterMs = 30_000;

/** The time that the credentials in use have. All in milliseconds. */
export class Term {
  readonly #now: () => number;
  readonly #wantedMarginMs: () => number;
  #credentials: Credentials | undefined;
  #beganAt = 0;

  constructor(now: () => number, wantedMarginMs: () => number) {
    this.#now = now;
    this.#wantedMarginMs = wantedMarginMs;
  }

  /** Nothing begins for the credentials that are in use already. */
  begin(credentials: Credentials): void {
    if (credentials === this.#credentials) return;
    this.#credentials = credentials;
    this.#beganAt = this.#now();
  }

  get leftMs(): number {
    return this.#end - this.#now();
  }

  /** How much of it is left for renewing: never more than half, or short sessions were renewed without end. */
  get marginMs(): number {
    return Math.min(this.#wantedMarginMs(), (this.#end - this.#beganAt) / 2);
  }

  get isEnding(): boolean {
    return this.leftMs <= this.marginMs;
  }

  get #end(): number {
    return this.#credentials?.expiration ?? Number.POSITIVE_INFINITY;
  }
}
