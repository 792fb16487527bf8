import type { RememberedFacts } from '../../src/session/markedSecrets.ts';

/** Remembers facts for the duration of a test. */
export class MemoryFacts implements RememberedFacts {
  readonly #facts = new Map<string, number>();
  /** The current time, in milliseconds since the epoch. */
  now = 0;

  since(fact: string): number | undefined {
    return this.#facts.get(fact);
  }

  add(fact: string): void {
    if (!this.#facts.has(fact)) this.#facts.set(fact, this.now);
  }
}
