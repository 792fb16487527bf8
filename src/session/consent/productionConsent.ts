import { Cancelled, FailureError } from '../../base/failure.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import { type ActiveState, settled, targetOf } from '../activeState.ts';
import type { Session, SessionRequest, SessionSource } from '../sessions.ts';

/** Why the user is asked: the policy requires it, or something other than the user requested the profile. */
export type ConfirmationReason = 'policy' | 'outside';

interface ProductionConsentDependencies {
  /** Whether the policy requires that the user confirms this target. */
  readonly isNeeded: (target: Target) => boolean;
  /** Whether the user's settings call this target a production profile. */
  readonly isProduction: (target: Target) => boolean;
  /** Asks the user. */
  readonly ask: (target: Target, reason: ConfirmationReason) => Promise<boolean>;
}

/**
 * Asks whether to use a production profile: if the policy requires it, once per window until the window stops using it;
 * and each time that something other than the user requests it.
 */
export class ProductionConsent {
  readonly #dependencies: ProductionConsentDependencies;
  readonly #confirmed = new Set<string>();
  readonly #asking = new Map<string, Promise<boolean>>();
  #inUse: Target | undefined;

  constructor(dependencies: ProductionConsentDependencies) {
    this.#dependencies = dependencies;
  }

  /** Whether the user has still to confirm the target. */
  isMissing(target: Target): boolean {
    return !this.#confirmed.has(targetKey(target)) && this.#dependencies.isNeeded(target);
  }

  /** Rejects with `Cancelled` if the user declines. Concurrent calls share one question. */
  async confirm(target: Target): Promise<void> {
    if (this.isMissing(target)) await this.#confirm(target, 'policy');
  }

  /** Like `confirm`, for a request that may not come from the user. An earlier answer does not count. */
  async confirmOutside(target: Target): Promise<void> {
    if (this.#dependencies.isProduction(target) || this.isMissing(target))
      await this.#confirm(target, 'outside');
  }

  async #confirm(target: Target, reason: ConfirmationReason): Promise<void> {
    const key = targetKey(target);
    // The user's answer about their own choice is none for a request that comes from elsewhere.
    const question = `${reason} ${key}`;
    const asking = this.#asking.get(question) ?? this.#dependencies.ask(target, reason);
    this.#asking.set(question, asking);
    try {
      if (!(await asking)) throw new Cancelled();
      this.#confirmed.add(key);
    } finally {
      this.#asking.delete(question);
    }
  }

  /** `source`, which gives no session of a production profile without the user's consent. */
  guard({ planOf, get, withSession }: SessionSource): SessionSource {
    return {
      planOf,
      get: async (...args: Parameters<typeof get>): Promise<Session> => {
        await this.#ensure(...args);
        return get(...args);
      },
      withSession: async (target, request, action) => {
        await this.#ensure(target, request);
        return withSession(target, request, action);
      },
    };
  }

  /** Follows the state of the window: a profile that it stops using must be confirmed again. */
  follow(state: ActiveState): void {
    const target = targetOf(settled(state));
    const before = this.#inUse;
    this.#inUse = target;
    if (before && (!target || targetKey(before) !== targetKey(target)))
      this.#confirmed.delete(targetKey(before));
  }

  forgetAll(): void {
    this.#confirmed.clear();
  }

  async #ensure(target: Target, { mayAsk }: SessionRequest): Promise<void> {
    if (!this.isMissing(target)) return;
    if (!mayAsk) throw new FailureError({ code: 'unconfirmed', profile: targetName(target) });
    await this.confirm(target);
  }
}
