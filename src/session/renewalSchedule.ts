import type { FailureCode } from '../base/failure.ts';
import { isPlan, type Planned } from '../plan/plan.ts';
import type { ActiveState, Ready } from './activeState.ts';
import { Term } from './renewal.ts';

/** How often it is looked whether there is something to do. */
export const tickMs = 20_000;

/** What may be over at another time: the network is back, or the code was typed in another window. */
const maySolveItself: ReadonlySet<FailureCode> = new Set([
  'identityProviderSilent',
  'loginNeeded',
  'metadataExpired',
  'metadataUnreachable',
  'certificate',
  'network',
  'notAws',
  'proxyRefused',
  'serviceFault',
  'throttled',
  'needsPerson',
  'signInNeeded',
  'tokenFileUnreadable',
  'webIdentityExpired',
]);

/** What is found out on this machine, where nobody minds being asked at each tick. */
const costsNothing: ReadonlySet<FailureCode> = new Set([
  'loginNeeded',
  'needsPerson',
  'signInNeeded',
  'tokenFileUnreadable',
]);

const firstPauseMs = 20_000;
const longestPauseMs = 2 * 60_000;
const verifyEveryMs = 5 * 60_000;

/** What is to be done at a tick of the clock: `tell` is to show how much time is left. */
export type Due = 'takeUp' | 'renew' | 'verify' | 'tell' | 'nothing';

/**
 * When to do something about the session in use, or about the one that is missing, without being asked. What fails is
 * tried again less and less often. A program may open a browser or ask for a PIN each time: after it has failed, it is
 * left alone, but for once more when the session ends.
 */
export class RenewalSchedule {
  readonly #now: () => number;
  readonly #term: Term;
  #pauseMs = firstPauseMs;
  #notBefore = 0;
  #verifiedAt = 0;

  constructor(now: () => number, renewMarginMs: () => number) {
    this.#now = now;
    this.#term = new Term(now, renewMarginMs);
  }

  /** What a renewed session must live for at least, in milliseconds. */
  get marginMs(): number {
    return this.#term.marginMs;
  }

  get isOver(): boolean {
    return this.#term.leftMs <= 0;
  }

  due(state: ActiveState): Due {
    const isRested = this.#now() >= this.#notBefore;
    if (state.kind === 'waiting') {
      const { code } = state.failure;
      return maySolveItself.has(code) && (isRested || costsNothing.has(code)) ? 'takeUp' : 'nothing';
    }
    if (state.kind !== 'ready') return 'nothing';
    const { expiration, isTemporary } = state.session.credentials;
    if (expiration === undefined)
      return isTemporary && this.#now() >= this.#verifiedAt + verifyEveryMs ? 'verify' : 'nothing';
    return this.#term.isEnding && (isRested || this.isOver || state.mustAsk) ? 'renew' : 'tell';
  }

  /** This session is in use from now on. */
  begin({ session }: Ready): void {
    if (!this.#term.begin(session.credentials)) return;
    this.verified();
    this.restart();
  }

  /** AWS was asked about the session just now. */
  verified(): void {
    this.#verifiedAt = this.#now();
  }

  /** There is a reason to try at once, whatever has failed before. */
  restart(): void {
    this.#pauseMs = firstPauseMs;
    this.#notBefore = 0;
  }

  /** Something is tried: nothing else is, until that has come to an end. */
  attempt(): void {
    this.#notBefore = Number.POSITIVE_INFINITY;
  }

  /** It has not helped. */
  pause(): void {
    this.#notBefore = this.#now() + this.#pauseMs;
    this.#pauseMs = Math.min(2 * this.#pauseMs, longestPauseMs);
  }

  /** It has failed. */
  fail(planned: Planned): void {
    if (!runsProgram(planned)) this.pause();
  }
}

function runsProgram(planned: Planned): boolean {
  const source = isPlan(planned) ? planned.steps[0] : undefined;
  return source?.kind === 'webIdentity' ? source.token.kind === 'program' : source?.kind === 'process';
}
