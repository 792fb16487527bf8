import { once } from 'node:events';
import { Cancelled, type Failure } from '../../src/base/failure.ts';
import type { MfaAttempt, MfaQuestion, Prompts } from '../../src/credentials/run/mfa.ts';

/** What is typed: a code, or something that yields one when it is time (or throws `Cancelled`, as Escape does). */
export type Typed = string | (() => string | Promise<string>);

/**
 * A person at the MFA box. Like the real box it does not send a code again that was used, stays while `attempt` returns
 * failures, and closes when the signal aborts. When all is typed, the person looks out of the window.
 */
export class TypedCodes implements Prompts {
  readonly questions: MfaQuestion[] = [];
  /** The failures that the box showed. */
  readonly shown: Failure[] = [];
  /** The codes that the box would not take, because they were used, and what it said. */
  readonly held: { readonly code: string; readonly failure: Failure }[] = [];
  openBoxes = 0;
  /** Whether the person types while a program that may give the code is still at it. */
  isFast = false;
  readonly #typed: Typed[];

  constructor(...typed: Typed[]) {
    this.#typed = typed;
  }

  /** Types on, in the order given. */
  type(...typed: Typed[]): void {
    this.#typed.push(...typed);
  }

  async askMfaCode(question: MfaQuestion, attempt: MfaAttempt, signal: AbortSignal): Promise<void> {
    if (signal.aborted) throw new Cancelled();
    this.questions.push(question);
    this.openBoxes += 1;
    const closed = new AbortController();
    const aborted = once(signal, 'abort', { signal: closed.signal }).then(
      () => Promise.reject(new Cancelled()),
      () => undefined,
    );
    try {
      await Promise.race([this.#answer(question, attempt, closed.signal), aborted]);
    } finally {
      this.openBoxes -= 1;
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
        this.held.push({ code, failure: reuse });
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
