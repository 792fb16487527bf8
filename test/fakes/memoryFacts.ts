import type { RememberedFacts } from '../../src/session/markedSecrets.ts';

/** Remembers as long as the test takes. */
export class MemoryFacts implements RememberedFacts {
  readonly #facts = new Set<string>();

  has(fact: string): boolean {
    return this.#facts.has(fact);
  }

  add(fact: string): void {
    this.#facts.add(fact);
  }
}
