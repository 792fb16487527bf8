import { TimedOut, withDeadline } from '../base/deadline.ts';
import { deadlines } from '../base/deadlines.ts';
import { FailureError } from '../base/failure.ts';
import { SharedWork } from '../base/sharedWork.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { Requester } from '../credentials/run/mfa.ts';
import type { OnStep, Progress } from '../credentials/run/runSteps.ts';
import type { RunPlan } from '../credentials/run/runner.ts';
import { withoutMfaSession } from '../plan/directCode.ts';
import { prefixFingerprints } from '../plan/fingerprints.ts';
import { type AnyPlan, anyName, isAwsPlan } from '../plan/anyPlan.ts';
import { deviceOf } from '../plan/planFacts.ts';
import { isPlan, isUnplannable, needsPerson, type Plan, type Planned } from '../plan/plan.ts';
import { cachedKeyIds } from './cachedKeys.ts';
import type { Lock } from './fileLock.ts';
import { rejectedKey } from './rejectedKey.ts';
import { reuseMarginMs } from './renewal.ts';
import type { SessionCache } from './sessionCache.ts';

/** Credentials that can be handed to programs, with the plan that produced them. */
export interface Session<P extends AnyPlan = Plan> {
  readonly plan: P;
  readonly credentials: Credentials;
}

export interface SessionRequest<P extends AnyPlan = Plan> {
  /** Whether the user may be prompted. If not, a plan that needs the user is rejected with `needsPerson`. */
  readonly mayAsk: boolean;
  readonly signal: AbortSignal;
  /** The minimum remaining lifetime of the session, in milliseconds; `reuseMarginMs` by default. */
  readonly minimumMs?: number;
  /** Whether to ignore cached sessions and create all of them again, with a new MFA code if one is needed. */
  readonly renew?: boolean;
  /** Receives the MFA device that another window prompts for while this one waits, and undefined when the wait ends. */
  readonly onWait?: (mfaSerial: string | undefined) => void;
  /** What requests the session, for the MFA prompt; undefined if it is the user. Does not reject. */
  readonly requester?: Promise<Requester>;
  /** Whether the user has confirmed this very use of a production profile. */
  readonly isConfirmed?: boolean;
  /** Makes another plan of the one for the target. It may throw a `FailureError`. */
  readonly change?: (plan: P) => P;
}

/** `sourceMs`: how long the keys of the source should last, if that matters; see `FetchSource`. */
type Options = Required<Omit<SessionRequest, 'signal' | 'requester' | 'isConfirmed' | 'change'>> &
  Pick<SessionRequest, 'requester'> & { readonly sourceMs: number | undefined };

/** `excludedKeyIds`: the access key IDs of sessions not to reuse, unlike those that other windows create meanwhile. */
type MakeOptions = Options & { readonly excludedKeyIds: ReadonlySet<string> };

/** Where sessions come from. */
export type SessionSource<P extends AnyPlan = Plan> = Pick<Sessions<P>, 'planOf' | 'get' | 'withSession'>;

/** Signs the user in so that the plan can continue. Rejects with `FailureError` or `Cancelled`. */
export type SignIn<P extends AnyPlan = Plan> = (
  plan: P,
  signal: AbortSignal,
  requester?: Promise<Requester>,
) => Promise<void>;

/** Creates each session once: callers share running work, and windows wait for each other. */
export class Sessions<P extends AnyPlan = Plan> {
  readonly planOf: (target: P['target']) => Planned<P>;
  readonly #runPlan: RunPlan<P>;
  readonly #cache: SessionCache;
  readonly #lock: Lock;
  readonly #signIn: SignIn<P>;
  readonly #silentMs: number;
  readonly #running = new SharedWork<Credentials>();

  constructor(
    planOf: (target: P['target']) => Planned<P>,
    runPlan: RunPlan<P>,
    cache: SessionCache,
    lock: Lock,
    signIn: SignIn<P> = rejectWithSignInNeeded,
    silentMs: number = deadlines.silentMs,
  ) {
    this.planOf = planOf;
    this.#runPlan = runPlan;
    this.#cache = cache;
    this.#lock = lock;
    this.#signIn = signIn;
    this.#silentMs = silentMs;
    // Running work depends on sessions that were forgotten.
    cache.onForgottenAll(() => this.#running.cancelAll());
  }

  /** Gets a session for the target as the AWS files currently define it. Rejects with `FailureError` or `Cancelled`. */
  async get(target: P['target'], request: SessionRequest<P>): Promise<Session<P>> {
    const planned = this.planOf(target);
    if (isUnplannable(planned)) throw new FailureError(planned.failure);
    const plan = request.change?.(planned) ?? planned;
    const credentials = await this.#share(plan, request);
    // The cache does not keep the credentials of every source.
    credentials.follow(this.#cache.clock);
    return { plan: this.#current(plan), credentials };
  }

  /** The plan as it is now: AWS may have denied its MFA session in the meantime. */
  #current(plan: P): P {
    const direct = isAwsPlan(plan) ? withoutMfaSession(plan) : undefined;
    const now = direct && this.planOf(plan.target);
    return now && isPlan(now) && lastFingerprint(now) === lastFingerprint(direct) ? now : plan;
  }

  /**
   * Runs `action` with a session. If AWS turns out to reject the session, it is dropped and the action is retried with
   * a new one.
   */
  async withSession<T>(
    target: P['target'],
    request: SessionRequest<P>,
    action: (session: Session<P>) => Promise<T>,
  ): Promise<T> {
    const session = await this.get(target, request);
    try {
      return await action(session);
    } catch (error) {
      const rejected = rejectedKey(error);
      const isDropped = rejected !== undefined && (await this.#cache.drop(session.plan, rejected));
      if (rejected === undefined || !(isDropped || renewsKeys(session.plan))) throw error;
      const again = isDropped ? request : { ...request, minimumMs: Infinity };
      return action(await this.get(target, { ...again, renew: false }));
    }
  }

  /** Joins the running work for an equal plan, or starts it. A caller that cancels ends only its own wait. */
  #share(plan: P, { signal, requester, ...request }: SessionRequest<P>): Promise<Credentials> {
    const { mayAsk, renew = false, minimumMs = reuseMarginMs, onWait = ignoreWait } = request;
    const key = `${mayAsk} ${renew} ${minimumMs} ${lastFingerprint(plan)}`;
    // A session that AWS makes with the keys of the source does not end with them.
    const sourceMs = plan.steps.length > 1 ? undefined : renew ? Infinity : request.minimumMs;
    const options = { mayAsk, renew, minimumMs, onWait, sourceMs, ...(requester && { requester }) };
    return this.#running.join(key, signal, (abort) =>
      mayAsk ? this.#make(plan, options, abort) : this.#makeInTime(plan, options, abort),
    );
  }

  /** Without the user, each step has its own deadline. Work that does not end nevertheless is given up. */
  #makeInTime(plan: P, options: Options, signal: AbortSignal): Promise<Credentials> {
    const make = (within: AbortSignal): Promise<Credentials> => this.#make(plan, options, within);
    return withDeadline(this.#silentMs, signal, make).catch((error: unknown) => {
      if (!(error instanceof TimedOut)) throw error;
      throw new FailureError({ code: 'tookTooLong', profile: anyName(plan.target) });
    });
  }

  /**
   * Runs the part of the plan that is not cached. If that needs the user, plans with the same MFA device take turns
   * across all windows: the second finds the first one's sessions in the cache. A cached session that AWS rejects is
   * dropped and the plan is run from before it, with renewed keys if the rejected ones are not from the cache. If the
   * source yields rejected credentials again, the error is final.
   */
  async #make(plan: P, request: Options, signal: AbortSignal): Promise<Credentials> {
    let options: MakeOptions = {
      ...request,
      excludedKeyIds: request.renew ? await cachedKeyIds(this.#cache, plan) : nothing,
    };
    let hasSignedIn = false;
    for (let lastRejected: string | undefined; ;) {
      const cached = await this.#cached(plan, options);
      try {
        if (!plan.steps.slice(cached?.done ?? 0).some(needsPerson))
          return await this.#run(plan, cached, options, signal);
        if (!options.mayAsk) throw new FailureError({ code: 'needsPerson', profile: anyName(plan.target) });
        return await this.#ask(plan, options, signal);
      } catch (error) {
        if (options.mayAsk && !hasSignedIn && isSignInNeeded(error)) {
          hasSignedIn = true;
          await this.#signIn(plan, signal, options.requester);
          options = { ...options, sourceMs: undefined };
          continue;
        }
        const rejected = rejectedKey(error, cached && roleKey(plan, cached));
        if (rejected === undefined || rejected === lastRejected) throw error;
        if (!(await this.#cache.drop(plan, rejected))) {
          if (!renewsKeys(plan)) throw error;
          options = { ...options, sourceMs: Infinity };
        }
        lastRejected = rejected;
      }
    }
  }

  async #ask(plan: P, options: MakeOptions, signal: AbortSignal): Promise<Credentials> {
    const device = deviceOf(plan);
    let hasWaited = false;
    const onWait = (): void => {
      if (!hasWaited) options.onWait(device);
      hasWaited = true;
    };
    const action = async (): Promise<Credentials> => {
      if (hasWaited) options.onWait(undefined);
      const current = this.#current(plan);
      return this.#run(current, await this.#cached(current, options), options, signal);
    };
    return this.#lock.hold(device, signal, action, onWait, deadlines.promptLockMs);
  }

  async #run(
    plan: P,
    from: Progress | undefined,
    { requester, sourceMs }: Options,
    signal: AbortSignal,
  ): Promise<Credentials> {
    const keep: OnStep<P> = (progress, performed) => this.#cache.put(performed, progress);
    const credentials = await this.#runPlan(plan, from, keep, signal, requester, sourceMs);
    // Windows that use only long-term keys must also receive requests to forget all sessions.
    await this.#cache.listen();
    return credentials;
  }

  #cached(plan: P, { minimumMs, excludedKeyIds }: MakeOptions): Promise<Progress | undefined> {
    return this.#cache.longestPrefix(plan, minimumMs, ({ accessKeyId }) => !excludedKeyIds.has(accessKeyId));
  }
}

const nothing: ReadonlySet<string> = new Set();

function isSignInNeeded(error: unknown): boolean {
  return error instanceof FailureError && ['signInNeeded', 'loginNeeded'].includes(error.failure.code);
}

/** Whether the source can renew keys that AWS rejects, although no cache has them. */
function renewsKeys({ steps: [source] }: AnyPlan): boolean {
  return source?.kind === 'login';
}

function rejectWithSignInNeeded(plan: AnyPlan): Promise<void> {
  const session = anyName(plan.target);
  return Promise.reject(
    new FailureError({ code: 'signInNeeded', profile: session, session, why: 'signedOut' }),
  );
}

function ignoreWait(): void {}

function lastFingerprint(plan: AnyPlan): string {
  return prefixFingerprints(plan).at(-1)!;
}

/** The access key ID of a cached session if it is a role session, which can be created again without the user. */
function roleKey(plan: AnyPlan, { done, credentials }: Progress): string | undefined {
  const kind = plan.steps[done - 1]?.kind;
  return kind === 'assumeRole' || kind === 'webIdentity' || kind === 'ramRole'
    ? credentials.accessKeyId
    : undefined;
}
