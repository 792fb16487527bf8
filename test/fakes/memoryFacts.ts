import type { RememberedFacts } from '../../src/session/markedSecrets.ts';

/** Remembers as long as the test takes. */
export class MemoryFacts implements RememberedFacts {
  readonly #facts = new Map<string, number>();
  /** The time that it is, in milliseconds since the epoch. */
  now = 0;

  since(fact: string): number | undefined {
    return this.#facts.get(fact);
  }

  add(fact: string): void {
    if (!this.#facts.has(fact)) this.#facts.set(fact, this.now);
  }
}
