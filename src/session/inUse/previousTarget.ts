import type { Disposable, Event } from '../../base/event.ts';
import { type Target, targetKey } from '../../profiles/profiles.ts';
import { type ActiveState, settled, targetOf } from '../activeState.ts';

/** Remembers this workspace's previous target. */
export interface PreviousMemory {
  load(): Target | undefined;
  save(target: Target): void;
}

/** The target that the window used before the one in use, or the last one if none is in use. */
export class PreviousTarget implements Disposable {
  readonly #memory: PreviousMemory;
  readonly #listening: Disposable;
  #current: Target | undefined;

  constructor(
    active: { readonly state: ActiveState; readonly onDidChange: Event<ActiveState> },
    memory: PreviousMemory,
  ) {
    this.#memory = memory;
    this.#current = targetOf(settled(active.state));
    this.#listening = active.onDidChange((state) => this.#follow(targetOf(settled(state))));
  }

  get target(): Target | undefined {
    const previous = this.#memory.load();
    return isSame(previous, this.#current) ? undefined : previous;
  }

  #follow(next: Target | undefined): void {
    if (isSame(next, this.#current)) return;
    if (this.#current) this.#memory.save(this.#current);
    this.#current = next;
  }

  dispose(): void {
    this.#listening.dispose();
  }
}

function isSame(one: Target | undefined, other: Target | undefined): boolean {
  return (one && targetKey(one)) === (other && targetKey(other));
}
