import { once } from 'node:events';
import { Cancelled, type Failure } from '../../src/base/failure.ts';
import type { MfaAttempt, MfaQuestion, Prompts } from '../../src/credentials/run/mfa.ts';

/** What the user types: a code, or a function that returns one when it is time (or throws `Cancelled`, like Escape). */
export type Typed = string | (() => string | Promise<string>);

/**
 * A user at the MFA prompt. Like the real prompt, it rejects used codes, stays open while `attempt` returns failures,
 * and closes when the signal aborts. When nothing is left to type, the prompt stays open.
 */
export class TypedCodes implements Prompts {
  readonly questions: MfaQuestion[] = [];
  /** The failures that the prompt showed. */
  readonly shown: Failure[] = [];
  /** The used codes that the prompt rejected, with the failures that it showed. */
  readonly rejectedCodes: { readonly code: string; readonly failure: Failure }[] = [];
  openPrompts = 0;
  /** Whether the user types while the code program is still running. */
  isFast = false;
  readonly #typed: Typed[];

  constructor(...typed: Typed[]) {
    this.#typed = typed;
  }

  /** Types more codes, in the given order. */
  type(...typed: Typed[]): void {
    this.#typed.push(...typed);
  }

  async askMfaCode(question: MfaQuestion, attempt: MfaAttempt, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new Cancelled();
    this.questions.push(question);
    this.openPrompts += 1;
    const closed = new AbortController();
    const aborted = once(signal, 'abort', { signal: closed.signal }).then(
      () => Promise.reject(new Cancelled()),
      () => undefined,
    );
    try {
      await Promise.race([this.#answer(question, attempt, closed.signal), aborted]);
    } finally {
      this.openPrompts -= 1;
      closed.abort();
    }
  }

  async #answer(question: MfaQuestion, attempt: MfaAttempt, closed: AbortSignal): Promise<void> {
    const answered = question.program?.answer(closed);
    if (this.isFast) answered?.catch(() => undefined);
    else if (answered && (await this.#settles(answered))) return;
    while (!closed.aborted) {
      const typed = this.#typed.shift();
      if (typed === undefined) return new Promise(() => {});
      const code = typeof typed === 'string' ? typed : await typed();
      const reuse = question.reuse(code);
      if (reuse) {
        this.rejectedCodes.push({ code, failure: reuse });
        continue;
      }
      const failure = await attempt(code, closed);
      if (!failure) return;
      this.shown.push(failure);
    }
  }

  async #settles(answered: Promise<Failure | undefined>): Promise<boolean> {
    const failure = await answered;
    if (failure) this.shown.push(failure);
    return failure === undefined;
  }
}
