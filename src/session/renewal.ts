import type { Credentials } from '../credentials/credentials.ts';

/**
 * Converts the setting from minutes to milliseconds. AWS's shortest common session lasts an hour; a margin of more than
 * 55 minutes would renew it constantly.
 */
function renewMarginMs(minutes: number): number {
  return Math.min(55, Math.max(1, minutes)) * 60_000;
}

/** The default minimum remaining lifetime of a cached session, in milliseconds. */
export const reuseMarginMs = 5 * 60_000;

const maxJitterMs = 30_000;
/** Expirations are in whole seconds, and clocks differ by more than that. */
const extensionMs = 10_000;

/**
 * How long before its expiration this window renews a session, in milliseconds: the current setting plus random jitter,
 * which keeps windows from renewing at the same moment. The first window to renew serves the others.
 */
export function renewMargin(minutes: () => number, random = Math.random): () => number {
  const jitterMs = random() * maxJitterMs;
  return () => renewMarginMs(minutes()) + jitterMs;
}

/** The lifetime of the session in use. All values are in milliseconds. */
export class SessionLifetime {
  readonly #now: () => number;
  readonly #wantedMarginMs: () => number;
  #credentials: Credentials | undefined;
  /** What was left when the session began. */
  #lifeMs = Number.POSITIVE_INFINITY;
  #isExtended = false;

  constructor(now: () => number, wantedMarginMs: () => number) {
    this.#now = now;
    this.#wantedMarginMs = wantedMarginMs;
  }

  /** Returns whether these credentials differ from the ones in use. */
  begin(credentials: Credentials): boolean {
    const isNew = credentials.accessKeyId !== this.#credentials?.accessKeyId;
    const endBefore = this.#end;
    this.#credentials = credentials;
    if (isNew) this.#lifeMs = this.#end - this.#now();
    this.#isExtended = !isNew && (this.#isExtended || this.#end - endBefore >= extensionMs);
    return isNew;
  }

  /** Never more than when the session began, even if the clock was set back. */
  get leftMs(): number {
    return Math.min(this.#end - this.#now(), this.#lifeMs);
  }

  /**
   * Whether the same credentials came with a later expiration. AWS does not extend sessions: a program or a file may
   * state an expiration that does not take into account that the clock was set back.
   */
  get isExtended(): boolean {
    return this.#isExtended;
  }

  /** The time reserved for renewal: at most half the lifetime, so that short sessions are not renewed constantly. */
  get marginMs(): number {
    return Math.min(this.#wantedMarginMs(), this.#lifeMs / 2);
  }

  get isEnding(): boolean {
    return this.leftMs <= this.marginMs;
  }

  get #end(): number {
    return this.#credentials?.expiration ?? Number.POSITIVE_INFINITY;
  }
}

/** Converts the setting in hours to a duration in seconds that AWS accepts for an MFA session. */
export function mfaSessionSeconds(hours: number): number {
  return Math.round(Math.min(36, Math.max(0.25, hours)) * 3600);
}
