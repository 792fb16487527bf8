import type { Event } from '../../base/event.ts';
import { FailureError } from '../../base/failure.ts';
import type { Planned } from '../../plan/plan.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import type { ActiveMemory } from '../activeState.ts';
import type { SessionSource } from '../sessions.ts';
import type { Guard } from './guardRules.ts';

/** Keeps the profiles out of windows and folders that the user guards with `ownTerminals`. */
export class OwnTerminals {
  readonly #planOf: (target: Target) => Planned;
  readonly #names: { ready(): Promise<void> };
  readonly #guard: { readonly isOn: boolean; of(planned: Planned): Guard; readonly onDidChange: Event<void> };

  constructor(
    planOf: (target: Target) => Planned,
    names: { ready(): Promise<void> },
    guard: { readonly isOn: boolean; of(planned: Planned): Guard; readonly onDidChange: Event<void> },
  ) {
    this.#planOf = planOf;
    this.#names = names;
    this.#guard = guard;
  }

  /** Whether only terminals of its own use the target. Fires `onDidChange` when that may have changed. */
  has(target: Target): boolean {
    return this.#guard.of(this.#planOf(target)).ownTerminals;
  }

  get onDidChange(): Event<void> {
    return this.#guard.onDidChange;
  }

  /** Resolves when `has` is certain. Does not reject. */
  async ready(): Promise<void> {
    if (this.#guard.isOn) await this.#names.ready();
  }

  /** The sessions for a window or folder. */
  sessions({ planOf, get, withSession }: SessionSource): SessionSource {
    const refuse = async (target: Target): Promise<void> => {
      await this.ready();
      if (this.has(target)) throw new FailureError({ code: 'ownTerminalsOnly', profile: targetName(target) });
    };
    return {
      planOf,
      get: async (...args) => {
        await refuse(args[0]);
        return get(...args);
      },
      withSession: async (target, request, action) => {
        await refuse(target);
        return withSession(target, request, action);
      },
    };
  }

  /** A window does not restore such a target, but remembers it for when that is allowed. */
  memory(memory: ActiveMemory): ActiveMemory {
    return {
      load: () => {
        const target = memory.load();
        return target && this.has(target) ? undefined : target;
      },
      save: (target) => memory.save(target),
    };
  }
}
