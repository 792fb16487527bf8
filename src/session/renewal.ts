import type { Credentials } from '../credentials/credentials.ts';

/** A setting in minutes, as milliseconds. AWS's shortest common session is an hour: more would renew it all the time. */
function renewMarginMs(minutes: number): number {
  return Math.min(55, Math.max(1, minutes)) * 60_000;
}

const maxJitterMs = 30_000;

/**
 * How long before its end this window renews a session, in milliseconds: as the setting says at the time, and a few
 * seconds of its own, which spread what windows would do at the same moment. The first to renew serves the others.
 */
export function renewMargin(minutes: () => number, random = Math.random): () => number {
  const jitterMs = random() * maxJitterMs;
  return () => renewMarginMs(minutes()) + jitterMs;
}

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

  /** Says whether these are others than those that are in use already, for which nothing begins. */
  begin(credentials: Credentials): boolean {
    const isNew = credentials.accessKeyId !== this.#credentials?.accessKeyId;
    this.#credentials = credentials;
    if (isNew) this.#beganAt = this.#now();
    return isNew;
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
