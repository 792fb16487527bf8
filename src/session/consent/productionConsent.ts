import { Cancelled, FailureError } from '../../base/failure.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import { type ActiveState, settled, targetOf } from '../activeState.ts';
import type { Session, SessionRequest, SessionSource } from '../sessions.ts';

interface ProductionConsentDependencies {
  /** Whether the policy requires that the user confirms this target. */
  readonly isNeeded: (target: Target) => boolean;
  /** Asks the user. */
  readonly ask: (target: Target) => Promise<boolean>;
}

/** Asks once per window whether to use a production profile, until the window stops using it. */
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
    if (!this.isMissing(target)) return;
    const key = targetKey(target);
    const asking = this.#asking.get(key) ?? this.#dependencies.ask(target);
    this.#asking.set(key, asking);
    try {
      if (!(await asking)) throw new Cancelled();
      this.#confirmed.add(key);
    } finally {
      this.#asking.delete(key);
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
