import type { RememberedFacts } from './markedSecrets.ts';
import type { OtherWindows } from './otherWindows.ts';

/** The notices that any window has shown: the user sees each one only once. */
export class OnceAcrossWindows {
  readonly #otherWindows: OtherWindows;
  readonly #facts: RememberedFacts;
  readonly #given = new Set<string>();

  constructor(otherWindows: OtherWindows, facts: RememberedFacts) {
    this.#otherWindows = otherWindows;
    this.#facts = facts;
  }

  /**
   * Whether this window must show the notice: no other window has shown it, and none will while a window is open. Does
   * not reject. `notice` is any name, such as the access key ID of the session that the notice is about.
   */
  async claim(notice: string): Promise<boolean> {
    if (this.#given.has(notice)) return false;
    this.#given.add(notice);
    if (await this.#otherWindows.ask('wasNoticeGiven', notice, wasGiven)) return false;
    await this.#otherWindows.listen({
      wasNoticeGiven: (request) => typeof request === 'string' && this.#given.has(request),
    });
    return true;
  }

  /** Like `claim`, for notices that are never shown again, even after VS Code is restarted. */
  async claimForGood(notice: string): Promise<boolean> {
    const fact = `said.${notice}`;
    if (this.#facts.since(fact) !== undefined || !(await this.claim(notice))) return false;
    this.#facts.add(fact);
    return true;
  }
}

function wasGiven(answer: unknown): true | undefined {
  return answer === true ? true : undefined;
}
