import type { RememberedFacts } from './markedSecrets.ts';
import type { OtherWindows } from './otherWindows.ts';

/** What has been said, in any window: a person who is told once is not told again. */
export class OnceAcrossWindows {
  readonly #otherWindows: OtherWindows;
  readonly #facts: RememberedFacts;
  readonly #given = new Set<string>();

  constructor(otherWindows: OtherWindows, facts: RememberedFacts) {
    this.#otherWindows = otherWindows;
    this.#facts = facts;
  }

  /**
   * Whether it is for this window to say, which it then must: nobody has, and nobody else will, as long as a window is
   * open. Does not reject. A notice goes by any name, such as the access key id of the session that it is of.
   */
  async take(notice: string): Promise<boolean> {
    if (this.#given.has(notice)) return false;
    this.#given.add(notice);
    if (await this.#otherWindows.ask('wasNoticeGiven', notice, wasGiven)) return false;
    await this.#otherWindows.listen({
      wasNoticeGiven: (request) => typeof request === 'string' && this.#given.has(request),
    });
    return true;
  }

  /** The same for what is said once and never again, also when VS Code has been closed. */
  async takeForGood(notice: string): Promise<boolean> {
    const fact = `said.${notice}`;
    if (this.#facts.since(fact) !== undefined || !(await this.take(notice))) return false;
    this.#facts.add(fact);
    return true;
  }
}

function wasGiven(answer: unknown): true | undefined {
  return answer === true ? true : undefined;
}
