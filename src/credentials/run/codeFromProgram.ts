import { Cancelled, type Failure, FailureError } from '../../base/failure.ts';
import type { CodeProgram } from '../../plan/mfaProgram.ts';
import { keys } from '../../profiles/keys.ts';
import {
  type NamedProgram,
  outputOf,
  type ProfileProgramHost,
  programName,
  valuesIn,
} from '../programs/namedProgram.ts';
import type { CodeProvider, MfaAttempt } from './mfa.ts';

/**
 * Lets a program provide an MFA code unless the user types one first. The program runs once per prompt, and again only
 * if the user asks for it. Only one code is sent to AWS at a time: a code typed while the program's code is being tried
 * waits for that result.
 */
export class CodeFromProgram implements CodeProvider {
  readonly name: string;
  readonly #program: NamedProgram;
  readonly #attempt: MfaAttempt;
  readonly #host: ProfileProgramHost;
  #overtaken = new AbortController();
  #outcome: Promise<Failure | undefined> | undefined;

  constructor(
    profile: string,
    { command, from }: CodeProgram,
    attempt: MfaAttempt,
    host: ProfileProgramHost,
  ) {
    const key = from === undefined ? 'rolecall.mfa.process' : keys.mfaProcess;
    this.name = programName(command) ?? key;
    const named = from ?? profile;
    this.#program = { profile: named, key, command, values: () => valuesIn(host, named) };
    this.#attempt = attempt;
    this.#host = host;
  }

  answer(signal: AbortSignal): Promise<Failure | undefined> {
    this.#overtaken = new AbortController();
    return (this.#outcome = this.#answer(signal, AbortSignal.any([signal, this.#overtaken.signal])));
  }

  /** Attempts the call with a code that the user typed. */
  readonly typed: MfaAttempt = async (code, signal) => {
    this.#overtaken.abort();
    const isSettled = await this.#outcome?.then((failure) => failure === undefined, unsettledIfCancelled);
    return isSettled ? undefined : this.#attempt(code, signal);
  };

  async #answer(signal: AbortSignal, waiting: AbortSignal): Promise<Failure | undefined> {
    const code = await this.#code(waiting);
    return typeof code === 'string' ? this.#attempt(code, signal) : code;
  }

  async #code(signal: AbortSignal): Promise<string | Failure> {
    try {
      const { text, outputError } = await outputOf(this.#program, this.#host, signal);
      const code = text.trim();
      return /^\d{6}$/u.test(code) ? code : outputError('digits').failure;
    } catch (error) {
      if (error instanceof FailureError) return error.failure;
      throw error;
    }
  }
}

/** A canceled program has not settled the prompt; other errors reject the prompt. */
function unsettledIfCancelled(error: unknown): false {
  if (error instanceof Cancelled) return false;
  throw error;
}
