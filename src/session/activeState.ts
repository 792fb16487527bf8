import { isDeepStrictEqual } from 'node:util';
import type { Disposable, Event } from '../base/event.ts';
import { Cancelled, type Failure, failureOf } from '../base/failure.ts';
import type { Log } from '../base/log.ts';
import { publicFacts } from '../base/publicFacts.ts';
import { callerAfter } from '../plan/caller.ts';
import { prefixFingerprints } from '../plan/fingerprints.ts';
import { anyKey, anyName, type AnyPlan, type AnyTarget, isAwsPlan } from '../plan/anyPlan.ts';
import { isPlan, type Plan, type Planned } from '../plan/plan.ts';
import type { Session, SessionSource } from './sessions.ts';

/** What this window uses. */
export type ActiveState<P extends AnyPlan = Plan> =
  | SettledState<P>
  | {
      readonly kind: 'switching';
      readonly target: P['target'];
      readonly from: SettledState<P>;
      /** The MFA device that another window is asking a code for. */
      readonly waitsFor?: string;
    };

export type SettledState<P extends AnyPlan = Plan> =
  | { readonly kind: 'none' }
  | Ready<P>
  /** A target is chosen but has no session, because it needs the user or something went wrong. */
  | { readonly kind: 'waiting'; readonly target: P['target']; readonly failure: Failure };

export interface Ready<P extends AnyPlan = Plan> {
  readonly kind: 'ready';
  readonly target: P['target'];
  readonly session: Session<P>;
  /**
   * How the user can renew the session, which expires soon: by entering a code, signing in, or confirming that a
   * guarded profile gets another session.
   */
  readonly mustAsk?: 'code' | 'signIn' | 'confirmation';
}

/** Remembers this workspace's choice. A target contains no secret. */
export interface ActiveMemory<P extends AnyPlan = Plan> {
  load(): P['target'] | undefined;
  save(target: P['target'] | undefined): void;
}

export interface ActiveDependencies<P extends AnyPlan = Plan> {
  readonly sessions: SessionSource<P>;
  readonly memory: ActiveMemory<P>;
  /** Asks AWS for the identity of a session; rejects if AWS no longer accepts the session. */
  readonly identify: (session: Session<P>, signal: AbortSignal) => Promise<unknown>;
  readonly log: Log;
  readonly now: () => number;
  /** How long before its expiration a session is renewed, in milliseconds. */
  readonly renewMarginMs: () => number;
}

/** The state in effect: during a switch, the state before it. */
export function settled<P extends AnyPlan>(state: ActiveState<P>): SettledState<P> {
  return state.kind === 'switching' ? state.from : state;
}

/** Calls back when the window stops using a target, without another one in its place. */
export function onStop<P extends AnyPlan>(
  active: { readonly state: ActiveState<P>; readonly onDidChange: Event<ActiveState<P>> },
  onStopped: (target: P['target']) => void,
): Disposable {
  let used = targetOf(settled(active.state));
  return active.onDidChange((state) => {
    if (state.kind === 'none' && used) onStopped(used);
    used = targetOf(settled(state));
  });
}

/** The chosen target, if any. */
export function targetOf<P extends AnyPlan>(state: ActiveState<P>): P['target'] | undefined {
  return state.kind === 'none' ? undefined : state.target;
}

/** The failure in an error. An unexpected error goes to the log with its stack. */
export function loggedFailure(error: unknown, target: AnyTarget, log: Log): Failure {
  const failure = failureOf(error, anyName(target));
  if (!(error instanceof Cancelled) && failure.code === 'unexpected' && error instanceof Error)
    log.error(error);
  return failure;
}

/** Whether another attempt had the same result. A file may be written again with the same keys, even every minute. */
export function isSameResult<P extends AnyPlan>(state: ActiveState<P>, next: SettledState<P>): boolean {
  if (state.kind !== 'ready' || next.kind !== 'ready')
    return state.kind === 'waiting' && JSON.stringify(state) === JSON.stringify(next);
  const [{ session, mustAsk }, { session: again }] = [state, next];
  const isSameSession = session.credentials.equals(again.credentials);
  return isSameSession && isDeepStrictEqual(session.plan, again.plan) && mustAsk === next.mustAsk;
}

/**
 * The session in use with the plan of now, which may have another region; undefined if the AWS files currently define
 * another session.
 */
export function asPlanned<P extends AnyPlan>(inUse: Ready<P>, planned: Planned<P>): Ready<P> | undefined {
  const { session } = inUse;
  if (!isPlan(planned) || prefixFingerprints(planned).at(-1) !== prefixFingerprints(session.plan).at(-1))
    return undefined;
  const isSame = planned.region?.name === session.plan.region?.name;
  return isSame ? inUse : { ...inUse, session: { ...session, plan: planned } };
}

/**
 * The state with a session that was created elsewhere; undefined if the window does not wait for it. While a prompt was
 * open, the files or settings may have changed, and the session may do more than they say now.
 */
export function adopted<P extends AnyPlan>(
  state: ActiveState<P>,
  session: Session<P>,
  planOf: (target: P['target']) => Planned<P>,
): Ready<P> | undefined {
  if (state.kind !== 'waiting' || anyKey(state.target) !== anyKey(session.plan.target)) return undefined;
  const { target } = state;
  return asPlanned({ kind: 'ready', target, session }, planOf(target));
}

/**
 * Why a renewed session is no better than the previous one: it does not last longer. A metadata service or a program
 * may return the same credentials again.
 */
export function staleness(renewed: Session<AnyPlan>, { credentials }: Session<AnyPlan>): Failure | undefined {
  const { expiration = Number.POSITIVE_INFINITY } = renewed.credentials;
  return expiration > (credentials.expiration ?? 0) ? undefined : expired(renewed);
}

/**
 * The state with a session that is made without prompting. The keys of a sign-in stay in their file when AWS rejects
 * them, and are renewed then. `rejectedKey`: as of when it is called. Rejects as `Sessions`.
 */
export async function acquire<P extends AnyPlan>(
  sessions: Pick<SessionSource<P>, 'get'>,
  target: P['target'],
  signal: AbortSignal,
  rejectedKey: () => string | undefined,
): Promise<SettledState<P>> {
  const request = { mayAsk: false, signal };
  const session = await sessions.get(target, request);
  const isRejected = session.credentials.accessKeyId === rejectedKey();
  return isRejected && session.plan.steps[0]!.kind === 'login'
    ? acquired(target, await sessions.get(target, { ...request, minimumMs: Infinity }), rejectedKey())
    : acquired(target, session, rejectedKey());
}

/**
 * The state with a new session, unless AWS has rejected it. A file or a program may state a later end because the clock
 * was set back since. A metadata service is not blamed, because it replaces its credentials on its own.
 */
function acquired<P extends AnyPlan>(
  target: P['target'],
  session: Session<P>,
  rejectedKey: string | undefined,
): SettledState<P> {
  const { accessKeyId, expiration } = session.credentials;
  const isFromService = serviceSources.has(session.plan.steps[0]!.kind);
  return accessKeyId === rejectedKey && expiration !== undefined && !isFromService
    ? { kind: 'waiting', target, failure: expired(session) }
    : { kind: 'ready', target, session };
}

/** Services that replace their credentials on their own. */
const serviceSources: ReadonlySet<string> = new Set([
  'container',
  'instance',
  'credentialsUri',
  'credentialsFile',
  'ecsRamRole',
]);

/** Why the credentials of a session are over. It is worth waiting for a service, which replaces them on its own. */
function expired({ plan, credentials: { accessKeyId } }: Session<AnyPlan>): Failure {
  const service = plan.steps.length === 1 ? plan.steps[0]! : undefined;
  if (service?.kind === 'container' || service?.kind === 'instance')
    return publicFacts({ code: 'metadataExpired', profile: service.profile, service: service.kind });
  if (service && serviceSources.has(service.kind))
    return publicFacts({ code: 'alibabaSourceStale', profile: service.profile });
  if (!isAwsPlan(plan))
    return publicFacts({ code: 'alibabaKeysExpired', profile: anyName(plan.target), accessKeyId });
  const { target, steps } = plan;
  const { kind, profile } = steps[0]!;
  if (kind === 'login') return { code: 'loginNeeded', profile, why: 'expired' };
  const caller = callerAfter(steps);
  return publicFacts({ code: 'expiredKeys', profile: anyName(target), accessKeyId, caller });
}

/**
 * Whether a program that needs the missing session gets it by asking the user, as the live mirror and the credential
 * endpoint do. A window or folder that is bound to such a profile lacks nothing.
 */
export function startsOnUse(state: ActiveState<AnyPlan>): boolean {
  return (
    state.kind === 'waiting' && ['needsPerson', 'signInNeeded', 'loginNeeded'].includes(state.failure.code)
  );
}

/** Marks a session that only the user can renew, and records how. It is used until it expires. */
export function withMustAsk<P extends AnyPlan>(state: Ready<P>, { code }: Failure): Ready<P> {
  if (code === 'needsPerson') return { ...state, mustAsk: 'code' };
  if (code === 'unconfirmed') return { ...state, mustAsk: 'confirmation' };
  return code === 'signInNeeded' || code === 'loginNeeded' ? { ...state, mustAsk: 'signIn' } : state;
}
