import { type Target, targetKey } from '../profiles/profiles.ts';
import type { ActiveState } from './activeState.ts';

/**
 * Targets whose automatic prompt the user closed. Neither debuggers nor programs open it again until the user chooses
 * the target again.
 */
export class DeclinedPrompts {
  readonly #keys = new Set<string>();

  add(target: Target): void {
    this.#keys.add(targetKey(target));
  }

  has(target: Target): boolean {
    return this.#keys.has(targetKey(target));
  }

  /** `state`: the new state of a window. */
  follow(state: ActiveState): void {
    if (state.kind === 'switching' || state.kind === 'ready') this.#keys.delete(targetKey(state.target));
  }
}
