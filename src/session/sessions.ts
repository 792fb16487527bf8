import { FailureError } from '../base/failure.ts';
import { SharedWork } from '../base/sharedWork.ts';
import type { Credentials } from '../credentials/credentials.ts';
import type { Progress } from '../credentials/run/runPlan.ts';
import type { RunPlan } from '../credentials/run/runner.ts';
import { prefixFingerprints } from '../plan/fingerprints.ts';
import { isPlan, needsPerson, type Plan, type Planned } from '../plan/plan.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import type { Lock } from './fileLock.ts';
import { knownKeys } from './knownKeys.ts';
import { deadKey } from './rejectedKey.ts';
import type { SessionCache } from './sessionCache.ts';

/** Credentials that can be handed to programs, and the plan that they came from. */
export interface Session {
  readonly plan: Plan;
  readonly credentials: Credentials;
}

export interface SessionRequest {
  /** Whether a person may be asked. If not, a plan that needs one is rejected with `needsPerson`. */
  readonly mayAsk: boolean;
  readonly signal: AbortSignal;
  /** How long the session must still live, in milliseconds; `reuseMarginMs` unless set. */
  readonly minimumMs?: number;
  /** Whether all is made anew, with another code where it takes one: what the cache has by now does not do. */
  readonly renew?: boolean;
  /** Hears of the MFA device that another window asks for, while that is waited for, and of the end of the wait. */
  readonly onWait?: (mfaSerial: string | undefined) => void;
}

/** A session must be good for this long to be handed out again, unless it is asked for otherwise. */
export const reuseMarginMs = 5 * 60_000;

type Terms = Required<Omit<SessionRequest, 'signal'>>;

/** `old`: the access keys of what does not do. What another window makes while this one waits for its turn, does. */
type CacheTerms = Terms & { readonly old: ReadonlySet<string> };

/** Where sessions come from. */
export type SessionSource = Pick<Sessions, 'planOf' | 'get' | 'withSession'>;

/** Signs a person in, for the plan to go on. Rejects with `FailureError` or `Cancelled`. */
export type SignIn = (plan: Plan, signal: AbortSignal) => Promise<void>;

/** Makes sessions, each of them once: callers share what is under way, and windows wait for each other. */
export class Sessions {
  readonly planOf: (target: Target) => Planned;
  readonly #runPlan: RunPlan;
  readonly #cache: SessionCache;
  readonly #lock: Lock;
  readonly #signIn: SignIn;
  readonly #underWay = new SharedWork<Credentials>();

  constructor(
    planOf: (target: Target) => Planned,
    runPlan: RunPlan,
    cache: SessionCache,
    lock: Lock,
    signIn: SignIn = nobodySignsIn,
  ) {
    this.planOf = planOf;
    this.#runPlan = runPlan;
    this.#cache = cache;
    this.#lock = lock;
    this.#signIn = signIn;
    // What is under way stands on what was forgotten.
    cache.onForgottenAll(() => this.#underWay.callOff());
  }

  /** A session for the target as the files describe it now. Rejects with `FailureError` or `Cancelled`. */
  async get(target: Target, request: SessionRequest): Promise<Session> {
    const plan = this.planOf(target);
    if (!isPlan(plan)) throw new FailureError(plan.failure);
    return { plan, credentials: await this.#share(plan, request) };
  }

  /** Does something with a session. One that AWS turns out to take no more is dropped, and it is done with another. */
  async withSession<T>(
    target: Target,
    request: SessionRequest,
    action: (session: Session) => Promise<T>,
  ): Promise<T> {
    const session = await this.get(target, request);
    try {
      return await action(session);
    } catch (error) {
      const dead = deadKey(error);
      if (dead === undefined || !(await this.#cache.drop(session.plan, dead))) throw error;
      return action(await this.get(target, { ...request, renew: false }));
    }
  }

  /** Joins the work for an equal plan, or begins it. Who leaves ends only their own wait. */
  #share(plan: Plan, { signal, ...asked }: SessionRequest): Promise<Credentials> {
    const { mayAsk, renew = false, minimumMs = reuseMarginMs, onWait = unheard } = asked;
    const key = `${mayAsk} ${renew} ${minimumMs} ${prefixFingerprints(plan).at(-1)}`;
    const terms = { mayAsk, renew, minimumMs, onWait };
    return this.#underWay.join(key, signal, (abort) => this.#make(plan, terms, abort));
  }

  /**
   * Does what the cache leaves to do. Where that takes a person, plans that need the same device take turns, in all
   * windows: the second finds what the first left in the cache. A cached session that AWS no longer takes is dropped,
   * and the plan carried out from before it; but what a source yields once more, dead as it is, is the end of it.
   */
  async #make(plan: Plan, asked: Terms, signal: AbortSignal): Promise<Credentials> {
    const terms = { ...asked, old: asked.renew ? await knownKeys(this.#cache, plan) : nothing };
    let hasSignedIn = false;
    for (let last: string | undefined; ;) {
      const cached = await this.#cached(plan, terms);
      try {
        if (!plan.steps.slice(cached?.done ?? 0).some(needsPerson))
          return await this.#run(plan, cached, signal);
        if (!terms.mayAsk) throw new FailureError({ code: 'needsPerson', profile: targetName(plan.target) });
        return await this.#ask(plan, terms, signal);
      } catch (error) {
        if (terms.mayAsk && !hasSignedIn && isSignInMissing(error)) {
          hasSignedIn = true;
          await this.#signIn(plan, signal);
          continue;
        }
        const dead = deadKey(error, cached && roleKey(plan, cached));
        if (dead === undefined || dead === last || !(await this.#cache.drop(plan, dead))) throw error;
        last = dead;
      }
    }
  }

  async #ask(plan: Plan, terms: CacheTerms, signal: AbortSignal): Promise<Credentials> {
    const device = deviceOf(plan);
    let hasWaited = false;
    const onWait = (): void => {
      if (!hasWaited) terms.onWait(device);
      hasWaited = true;
    };
    const action = async (): Promise<Credentials> => {
      if (hasWaited) terms.onWait(undefined);
      return this.#run(plan, await this.#cached(plan, terms), signal);
    };
    return this.#lock.hold(device, signal, action, onWait);
  }

  async #run(plan: Plan, from: Progress | undefined, signal: AbortSignal): Promise<Credentials> {
    const keep = (progress: Progress): Promise<void> => this.#cache.put(plan, progress);
    const credentials = await this.#runPlan(plan, from, keep, signal);
    // Who uses long-term keys alone must hear, too, when all is to be forgotten.
    await this.#cache.listen();
    return credentials;
  }

  #cached(plan: Plan, { minimumMs, old }: CacheTerms): Promise<Progress | undefined> {
    return this.#cache.longestPrefix(plan, minimumMs, ({ accessKeyId }) => !old.has(accessKeyId));
  }
}

const nothing: ReadonlySet<string> = new Set();

function isSignInMissing(error: unknown): boolean {
  return error instanceof FailureError && error.failure.code === 'signInNeeded';
}

function nobodySignsIn(plan: Plan): Promise<void> {
  const session = targetName(plan.target);
  return Promise.reject(
    new FailureError({ code: 'signInNeeded', profile: session, session, why: 'signedOut' }),
  );
}

function unheard(): void {}

/** What a person has in their hand one at a time. */
function deviceOf({ steps }: Plan): string {
  return steps.map((step) => ('mfaSerial' in step ? step.mfaSerial : undefined)).find(Boolean) ?? '';
}

/** The access key of a cached session if it is that of a role: to make it again takes nobody. */
function roleKey(plan: Plan, { done, credentials }: Progress): string | undefined {
  const kind = plan.steps[done - 1]?.kind;
  return kind === 'assumeRole' || kind === 'webIdentity' ? credentials.accessKeyId : undefined;
}
