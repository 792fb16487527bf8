import { type Target, targetKey } from '../profiles/profiles.ts';
import type { ActiveState } from './activeState.ts';

/** Targets for which a person closed the box when it came by itself: it comes no more until they choose anew. */
export class DeclinedPrompts {
  readonly #keys = new Set<string>();

  add(target: Target): void {
    this.#keys.add(targetKey(target));
  }

  has(target: Target): boolean {
    return this.#keys.has(targetKey(target));
  }

  /** `state`: what a window has turned to. */
  follow(state: ActiveState): void {
    if (state.kind === 'switching' || state.kind === 'ready') this.#keys.delete(targetKey(state.target));
  }
}
