import type { Failure } from '../base/failure.ts';
import type { Log } from '../base/log.ts';
import { callerAfter } from '../plan/caller.ts';
import { prefixFingerprints } from '../plan/fingerprints.ts';
import { isPlan, type Planned } from '../plan/plan.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import type { Session, SessionSource } from './sessions.ts';

/** What this window uses. */
export type ActiveState =
  | SettledState
  | {
      readonly kind: 'switching';
      readonly target: Target;
      readonly from: SettledState;
      /** The MFA device whose code another window asks for. */
      readonly waitsFor?: string;
    };

export type SettledState =
  | { readonly kind: 'none' }
  | Ready
  /** Chosen, but without a session: a person is needed, or something went wrong. */
  | { readonly kind: 'waiting'; readonly target: Target; readonly failure: Failure };

export interface Ready {
  readonly kind: 'ready';
  readonly target: Target;
  readonly session: Session;
  /** It ends soon, and to renew it takes a person: a code, signing in, or doing so with the AWS CLI. */
  readonly mustAsk?: 'code' | 'signIn' | 'cliSignIn';
}

/** Remembers the choice of this workspace; a target holds no secret. */
export interface ActiveMemory {
  load(): Target | undefined;
  save(target: Target | undefined): void;
}

export interface ActiveDependencies {
  readonly sessions: SessionSource;
  readonly memory: ActiveMemory;
  /** Asks AWS who a session is, which rejects where AWS no longer takes it. */
  readonly identify: (session: Session, signal: AbortSignal) => Promise<unknown>;
  readonly log: Log;
  readonly now: () => number;
  /** How long before its end a session is renewed, in milliseconds. */
  readonly renewMarginMs: () => number;
}

/** What is in force now: while a switch is under way, what there was before. */
export function settled(state: ActiveState): SettledState {
  return state.kind === 'switching' ? state.from : state;
}

/** What is chosen, if anything is. */
export function targetOf(state: ActiveState): Target | undefined {
  return state.kind === 'none' ? undefined : state.target;
}

/** Whether nothing has become of trying again. */
export function isSameWait(state: ActiveState, next: SettledState): boolean {
  return state.kind === 'waiting' && JSON.stringify(state) === JSON.stringify(next);
}

/** Whether the session in use is what the files ask for. */
export function isAsPlanned({ session }: Ready, planned: Planned): boolean {
  return isPlan(planned) && prefixFingerprints(planned).at(-1) === prefixFingerprints(session.plan).at(-1);
}

/**
 * What is wrong with a session that was to be renewed and ends when the one before does: as it is for what a machine's
 * service, a program or the AWS CLI still has.
 */
export function staleness(renewed: Session, { credentials }: Session): Failure | undefined {
  const { expiration = Number.POSITIVE_INFINITY, accessKeyId } = renewed.credentials;
  if (expiration > (credentials.expiration ?? 0)) return undefined;
  const { target, steps } = renewed.plan;
  const { kind, profile } = steps[0]!;
  if (kind === 'login') return { code: 'loginNeeded', profile };
  return { code: 'expiredKeys', profile: targetName(target), accessKeyId, caller: callerAfter(steps) };
}

/** A session that cannot be renewed is used up, and says what a person can do about it. */
export function usedUp(state: Ready, { code }: Failure): Ready {
  if (code === 'needsPerson') return { ...state, mustAsk: 'code' };
  if (code === 'signInNeeded') return { ...state, mustAsk: 'signIn' };
  return code === 'loginNeeded' ? { ...state, mustAsk: 'cliSignIn' } : state;
}
