import { Cancelled, type Failure, FailureError } from '../../base/failure.ts';
import type { CodeProgram } from '../../plan/mfaProgram.ts';
import { type NamedProgram, outputOf, type ProgramHost, programName } from '../programs/namedProgram.ts';
import type { CodeGiver, MfaAttempt } from './mfa.ts';

/**
 * Lets a program answer a question for a code, or a person who is faster. One code at a time is on its way to AWS: who
 * types one while that of the program is, hears what becomes of that first.
 */
export class CodeFromProgram implements CodeGiver {
  readonly name: string;
  readonly #program: NamedProgram;
  readonly #attempt: MfaAttempt;
  readonly #host: ProgramHost;
  #overtaken = new AbortController();
  #outcome: Promise<Failure | undefined> | undefined;

  constructor(profile: string, { command, from }: CodeProgram, attempt: MfaAttempt, host: ProgramHost) {
    const key = from === undefined ? 'rolecall.mfa.process' : 'mfa_process';
    this.name = programName(command) ?? key;
    this.#program = { profile: from ?? profile, key, command };
    this.#attempt = attempt;
    this.#host = host;
  }

  answer(signal: AbortSignal): Promise<Failure | undefined> {
    this.#overtaken = new AbortController();
    return (this.#outcome = this.#answer(signal, AbortSignal.any([signal, this.#overtaken.signal])));
  }

  /** An attempt with a code that a person typed. */
  readonly typed: MfaAttempt = async (code, signal) => {
    this.#overtaken.abort();
    const isSettled = await this.#outcome?.then((failure) => failure === undefined, isNoAnswer);
    return isSettled ? undefined : this.#attempt(code, signal);
  };

  async #answer(signal: AbortSignal, waiting: AbortSignal): Promise<Failure | undefined> {
    const code = await this.#code(waiting);
    return typeof code === 'string' ? this.#attempt(code, signal) : code;
  }

  async #code(signal: AbortSignal): Promise<string | Failure> {
    try {
      const { text, refused } = await outputOf(this.#program, this.#host, signal);
      const code = text.trim();
      return /^\d{6}$/u.test(code) ? code : refused('digits').failure;
    } catch (error) {
      if (error instanceof FailureError) return error.failure;
      throw error;
    }
  }
}

/** A program that was overtaken has settled nothing; what ends the question is for whoever asked. */
function isNoAnswer(error: unknown): false {
  if (error instanceof Cancelled) return false;
  throw error;
}
