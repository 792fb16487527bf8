import { Cancelled, type Failure, FailureError } from '../../base/failure.ts';
import type { Requester } from '../../credentials/run/mfa.ts';
import { isPlan, type Planned } from '../../plan/plan.ts';
import { type Target, targetKey, targetName, withoutAccess } from '../../profiles/profiles.ts';
import { type ActiveState, settled, targetOf } from '../activeState.ts';
import { reuseMarginMs } from '../renewal.ts';
import type { Session, SessionRequest, SessionSource } from '../sessions.ts';
import type { Guard } from './guardRules.ts';

/**
 * Why the user is asked: the policy or their own guard requires it, the guard requires it for another session, or
 * something other than the user requested the profile.
 */
export type ConfirmationReason = 'policy' | 'guard' | 'renewal' | 'outside';

export interface ConfirmationQuestion {
  readonly reason: ConfirmationReason;
  /** Whether the user has to type the name. */
  readonly isTyped: boolean;
  /** Whether the profile only opens the AWS console. */
  readonly isForConsole: boolean;
  /** What requests the profile; undefined if it is the user. */
  readonly requester?: Requester | undefined;
}

/** What uses the profile. */
interface Use {
  readonly requester?: Promise<Requester> | undefined;
  readonly isForConsole?: boolean;
}

interface ProductionConsentDependencies {
  /** Resolves when the names of accounts are known, which production may depend on. Does not reject. */
  readonly ready: () => Promise<void>;
  /** Whether the policy requires that the user confirms this target. */
  readonly isNeeded: (target: Target) => boolean;
  /** How the user guards this target. */
  readonly guardOf: (target: Target) => Guard;
  /** Whether the user's settings call this target a production profile. */
  readonly isProduction: (target: Target) => boolean;
  /** Asks the user. */
  readonly ask: (target: Target, question: ConfirmationQuestion) => Promise<boolean>;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
}

/**
 * Asks whether to use a production profile: if the policy or the user's guard requires it, once per window until the
 * window stops using it; and each time that something other than the user requests it. With `askToRenew`, also before
 * its session is replaced by a later one.
 */
export class ProductionConsent {
  readonly #dependencies: ProductionConsentDependencies;
  readonly #confirmed = new Map<string, Target>();
  /** When the session ends that was given for a target, in milliseconds since the epoch. */
  readonly #ends = new Map<string, number>();
  readonly #asking = new Map<string, Promise<boolean>>();
  #inUse: Target | undefined;

  constructor(dependencies: ProductionConsentDependencies) {
    this.#dependencies = dependencies;
  }

  /** Whether the user has still to confirm the target. */
  isMissing(target: Target): boolean {
    return this.#missing(target) !== undefined;
  }

  /** Rejects with `Cancelled` if the user declines. Concurrent calls share one question. */
  async confirm(target: Target): Promise<void> {
    await this.#dependencies.ready();
    const reason = this.#missing(target);
    if (reason) await this.#confirm(target, reason);
  }

  /**
   * Like `confirm`, or like `confirmOutside` if `isOutside`, to open the AWS console once: the answer is for nothing
   * else. Resolves to whether the user was asked. The sessions for it can then be requested with `isConfirmed`.
   */
  async confirmConsole(target: Target, isOutside: boolean): Promise<boolean> {
    await this.#dependencies.ready();
    const missing = this.#missing(target);
    const reason = isOutside && (missing || this.#dependencies.isProduction(target)) ? 'outside' : missing;
    if (!reason) return false;
    await this.#confirm(target, reason, { isForConsole: true });
    return true;
  }

  /** Like `confirm`, for a request that may not come from the user. An earlier answer does not count. */
  async confirmOutside(target: Target, requester?: Promise<Requester>): Promise<void> {
    await this.#dependencies.ready();
    if (this.#dependencies.isProduction(target) || this.isMissing(target))
      await this.#confirm(target, 'outside', { requester });
  }

  async #confirm(target: Target, reason: ConfirmationReason, use: Use = {}): Promise<void> {
    const key = targetKey(target);
    // The user's answer about their own choice is none for a request that comes from elsewhere.
    const question = `${reason} ${use.isForConsole ?? false} ${key}`;
    const asking = this.#asking.get(question) ?? this.#ask(target, reason, use);
    this.#asking.set(question, asking);
    try {
      if (!(await asking)) throw new Cancelled();
      if (!use.isForConsole) this.#confirmed.set(key, target);
    } finally {
      this.#asking.delete(question);
    }
  }

  async #ask(
    target: Target,
    reason: ConfirmationReason,
    { requester, isForConsole = false }: Use,
  ): Promise<boolean> {
    const isTyped = this.#dependencies.guardOf(target).confirm === 'type';
    return this.#dependencies.ask(target, { reason, isTyped, isForConsole, requester: await requester });
  }

  /** `source`, which gives no session of a production profile without the user's consent. */
  guard({ planOf, get, withSession }: SessionSource): SessionSource {
    return {
      planOf,
      get: async (target, request) => {
        const replaces = (): boolean => replacesSession(planOf(target), request);
        await this.#ensure(target, request, replaces);
        return this.#noted(await get(target, request), replaces);
      },
      withSession: async (target, request, action) => {
        const replaces = (): boolean => replacesSession(planOf(target), request);
        await this.#ensure(target, request, replaces);
        return withSession(target, request, (session) => action(this.#noted(session, replaces)));
      },
    };
  }

  /** Follows the state of the window: a profile that it stops using must be confirmed again. */
  follow(state: ActiveState): void {
    const target = targetOf(settled(state));
    const before = this.#inUse;
    this.#inUse = target;
    if (!before || (target && targetKey(before) === targetKey(target))) return;
    this.#confirmed.delete(targetKey(before));
    this.#ends.delete(targetKey(before));
    // AI agents use it with another access, which the user confirmed on its own.
    const profile = targetKey(withoutAccess(before));
    if (target && targetKey(withoutAccess(target)) === profile) return;
    for (const [key, confirmed] of this.#confirmed)
      if (targetKey(withoutAccess(confirmed)) === profile) this.#confirmed.delete(key);
  }

  forgetAll(): void {
    this.#confirmed.clear();
    this.#ends.clear();
  }

  async #ensure(target: Target, request: SessionRequest, replaces: () => boolean): Promise<void> {
    if (request.isConfirmed) return;
    await this.#dependencies.ready();
    const isRenewal = this.#isRenewal(target, request) && replaces();
    const reason = this.#missing(target) ?? (isRenewal ? 'renewal' : undefined);
    if (!reason) return;
    if (!request.mayAsk) throw new FailureError(unconfirmed(target, reason));
    await this.#confirm(target, reason, request);
  }

  #missing(target: Target): 'policy' | 'guard' | undefined {
    if (this.#confirmed.has(targetKey(target))) return undefined;
    if (this.#dependencies.isNeeded(target)) return 'policy';
    return this.#dependencies.guardOf(target).confirm && 'guard';
  }

  /**
   * Whether the session that was given before does not last long enough. Renewing it by command is the user's choice.
   */
  #isRenewal(target: Target, { renew = false, minimumMs = reuseMarginMs }: SessionRequest): boolean {
    if (renew || !this.#dependencies.guardOf(target).askToRenew) return false;
    const end = this.#ends.get(targetKey(target));
    return end !== undefined && end - this.#dependencies.now() < minimumMs;
  }

  #noted(session: Session, replaces: () => boolean): Session {
    const { plan, credentials } = session;
    const { expiration } = credentials;
    if (expiration !== undefined && replaces()) this.#ends.set(targetKey(plan.target), expiration);
    return session;
  }
}

/**
 * Whether the request is for the usual session of the target. A session of another plan, such as one for the console
 * only, replaces none.
 */
function replacesSession(planned: Planned, { change }: SessionRequest): boolean {
  return !change || (isPlan(planned) && change(planned) === planned);
}

function unconfirmed(target: Target, reason: 'policy' | 'guard' | 'renewal'): Failure {
  return { code: 'unconfirmed', profile: targetName(target), reason };
}
