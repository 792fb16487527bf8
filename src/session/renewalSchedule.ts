import type { FailureCode } from '../base/failure.ts';
import { isWithin } from '../base/setBackClock.ts';
import type { AnyPlan } from '../plan/anyPlan.ts';
import { isPlan, type Planned } from '../plan/plan.ts';
import type { ActiveState, Ready } from './activeState.ts';
import { SessionLifetime } from './renewal.ts';

/** How often the schedule is checked. */
export const tickMs = 20_000;

/** Failures that may resolve on their own: the network is back, or the code was entered in another window. */
const transientFailures: ReadonlySet<FailureCode> = new Set([
  'alibabaSourceStale',
  'cliSignInNeeded',
  'credentialsFileInvalid',
  'credentialsFileUnreadable',
  'credentialsUriBadAnswer',
  'credentialsUriRefused',
  'ecsMetadataUnreachable',
  'notAlibaba',
  'oidcTokenUnreadable',
  'caBundleUnreadable',
  'fileUnreadable',
  'identityProviderSilent',
  'loginNeeded',
  'metadataExpired',
  'metadataUnreachable',
  'certificate',
  'network',
  'notAws',
  'proxyRefused',
  'proxyUnusable',
  'serviceFault',
  'throttled',
  'tookTooLong',
  'needsPerson',
  'signInNeeded',
  'tokenFileUnreadable',
  'webIdentityExpired',
]);

/** Failures that are checked on this machine, cheaply enough for every tick. */
const checkedLocally: ReadonlySet<FailureCode> = new Set([
  'cliSignInNeeded',
  'credentialsFileInvalid',
  'credentialsFileUnreadable',
  'loginNeeded',
  'needsPerson',
  'signInNeeded',
  'tokenFileUnreadable',
]);

/** The pause after a failed attempt. It doubles with each one, up to the maximum. */
const minPauseMs = 20_000;
const maxPauseMs = 2 * 60_000;
/** How often AWS is asked whether temporary keys with an unknown or doubtful expiration are still valid. */
const verifyEveryMs = 5 * 60_000;

/** What to do on a tick; `showTimeLeft` updates the remaining time. */
export type Due = 'acquire' | 'renew' | 'verify' | 'showTimeLeft' | 'nothing';

/**
 * Decides when to renew the session in use, or to get the missing one, without a prompt. Failed attempts are retried at
 * growing intervals, and also when the session ends. Programs are the exception because they may open a browser or ask
 * for a PIN: after a failure, a program runs again only when the session ends.
 */
export class RenewalSchedule {
  readonly #now: () => number;
  readonly #lifetime: SessionLifetime;
  #pauseMs = minPauseMs;
  /** The pause until the next attempt. It is endless during an attempt and after a failed program. */
  #pause: { readonly since: number; readonly ms: number } | 'endless' | undefined;
  #verifiedAt = 0;

  constructor(now: () => number, renewMarginMs: () => number) {
    this.#now = now;
    this.#lifetime = new SessionLifetime(now, renewMarginMs);
  }

  /** The minimum lifetime of a renewed session, in milliseconds. */
  get marginMs(): number {
    return this.#lifetime.marginMs;
  }

  get isOver(): boolean {
    return this.#lifetime.leftMs <= 0;
  }

  due(state: ActiveState<AnyPlan>): Due {
    const isRetryDue = !this.#isPausing;
    if (state.kind === 'waiting') {
      const { code } = state.failure;
      return transientFailures.has(code) && (isRetryDue || checkedLocally.has(code)) ? 'acquire' : 'nothing';
    }
    if (state.kind !== 'ready') return 'nothing';
    const { expiration, isTemporary } = state.session.credentials;
    const isDoubtful = isTemporary && (expiration === undefined || this.#lifetime.isExtended);
    if (isDoubtful && !isWithin(verifyEveryMs, this.#verifiedAt, this.#now())) return 'verify';
    if (expiration === undefined) return 'nothing';
    return this.#lifetime.isEnding && (isRetryDue || this.isOver || state.mustAsk) ? 'renew' : 'showTimeLeft';
  }

  /** A pause ends when the clock is set back to before it began. */
  get #isPausing(): boolean {
    const pause = this.#pause;
    return pause === 'endless' || (pause !== undefined && isWithin(pause.ms, pause.since, this.#now()));
  }

  /** Starts to track the session in use. */
  begin({ session }: Ready<AnyPlan>): void {
    if (!this.#lifetime.begin(session.credentials)) return;
    this.verified();
    this.restart();
  }

  /** Records that AWS has just confirmed the session. */
  verified(): void {
    this.#verifiedAt = this.#now();
  }

  /** Allows an immediate attempt, regardless of earlier failures. */
  restart(): void {
    this.#pauseMs = minPauseMs;
    this.#pause = undefined;
  }

  /** Blocks further attempts until this one has ended. */
  attempt(): void {
    this.#pause = 'endless';
  }

  /** Delays the next attempt after one without effect. */
  pause(): void {
    this.#pause = { since: this.#now(), ms: this.#pauseMs };
    this.#pauseMs = Math.min(2 * this.#pauseMs, maxPauseMs);
  }

  /** Delays the next attempt after a failure. After a failed program, no further attempt is scheduled. */
  fail(planned: Planned<AnyPlan>): void {
    if (!runsProgram(planned)) this.pause();
  }
}

function runsProgram(planned: Planned<AnyPlan>): boolean {
  const source = isPlan(planned) ? planned.steps[0] : undefined;
  if (source?.kind === 'webIdentity') return source.token.kind === 'program';
  return source?.kind === 'process' || source?.kind === 'external';
}
