import type { Credentials } from '../credentials/credentials.ts';
import { type Progress, type RunnerParts, runPlan } from '../credentials/run.ts';
import { FailureError } from '../failure.ts';
import { isPlan, needsPerson, type Plan, type Planned, prefixFingerprints } from '../plan/plan.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import type { SessionCache } from './cache.ts';
import type { Lock } from './lock.ts';

/** Credentials that can be handed to programs, and the plan that they came from. */
export interface Session {
  readonly plan: Plan;
  readonly credentials: Credentials;
}

export interface SessionRequest {
  /** Whether a person may be asked. If not, a plan that needs one is rejected with `needsPerson`. */
  readonly mayAsk: boolean;
  readonly signal: AbortSignal;
}

/** A session must be good for this long to be handed out again. */
export const reuseMarginMs = 5 * 60_000;

/** Makes sessions, each of them once: callers share what is under way, and windows wait for each other. */
export class Sessions {
  readonly #planOf: (target: Target) => Planned;
  readonly #runner: RunnerParts;
  readonly #cache: SessionCache;
  readonly #lock: Lock;
  readonly #underWay = new Map<string, Promise<Credentials>>();

  constructor(planOf: (target: Target) => Planned, runner: RunnerParts, cache: SessionCache, lock: Lock) {
    this.#planOf = planOf;
    this.#runner = runner;
    this.#cache = cache;
    this.#lock = lock;
  }

  /** A session for the target as the files describe it now. Rejects with `FailureError` or `Cancelled`. */
  async get(target: Target, { mayAsk, signal }: SessionRequest): Promise<Session> {
    const planned = this.#planOf(target);
    if (!isPlan(planned)) throw new FailureError(planned.failure);
    const cached = await this.#cached(planned);
    if (cached?.done === planned.steps.length) return { plan: planned, credentials: cached.credentials };
    if (!mayAsk && planned.steps.slice(cached?.done ?? 0).some(needsPerson)) {
      throw new FailureError({ code: 'needsPerson', profile: targetName(target) });
    }
    return { plan: planned, credentials: await this.#share(planned, signal) };
  }

  #share(plan: Plan, signal: AbortSignal): Promise<Credentials> {
    const key = prefixFingerprints(plan).at(-1)!;
    const underWay = this.#underWay.get(key);
    if (underWay) return underWay;
    const made = this.#make(plan, signal).finally(() => this.#underWay.delete(key));
    this.#underWay.set(key, made);
    return made;
  }

  /** Plans that start from the same keys take turns, in all windows: the second finds what the first left in the cache. */
  async #make(plan: Plan, signal: AbortSignal): Promise<Credentials> {
    if (plan.steps.length === 1) return runPlan(plan, undefined, this.#runner, async () => {}, signal);
    return this.#lock.hold(prefixFingerprints(plan)[0]!, signal, async () =>
      runPlan(
        plan,
        await this.#cached(plan),
        this.#runner,
        (progress) => this.#cache.put(plan, progress),
        signal,
      ),
    );
  }

  #cached(plan: Plan): Promise<Progress | undefined> {
    return this.#cache.longestPrefix(plan, reuseMarginMs);
  }
}
