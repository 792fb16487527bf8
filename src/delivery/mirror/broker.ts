import type { Disposable } from '../../base/event.ts';
import { Cancelled, type Failure, failureOf } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import { newKey, seal, unseal } from '../../ipc/sealed.ts';
import { type WindowSocket, openSocket } from '../../ipc/socket.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import { PromptPauses } from '../../session/promptPauses.ts';
import type { Session, SessionRequest } from '../../session/sessions.ts';
import { processOutput } from '../handover/formats.ts';
import { wordTarget } from '../handover/targetWord.ts';

/** What a helper seals its word with, and hears in return. */
export const helperQuestion = 'credential_process';
export type HelperAnswer = { readonly output: string } | { readonly failure: string };

/** What the helper needs to reach the broker; kept in a file that only the person can read. */
export interface BrokerAddress {
  readonly address: string;
  readonly key: Buffer;
}

export interface BrokerDependencies {
  readonly get: (target: Target, request: SessionRequest) => Promise<Session>;
  readonly describe: (failure: Failure) => string;
  /** Why a program gets nothing after the person closed the box. */
  readonly describeRefusal: (profile: string) => string;
  readonly log: Log;
  readonly now: () => number;
}

/** As long as a person may look for their phone. */
const limits = { answerMs: 10 * 60_000, callers: 512 };

/**
 * Hands sessions to the helper of this window's mirror, making them first where they are missing; then a person may be
 * asked. Callers of one target share the work, and who is ended while it waits, such as by Ctrl+C, waits no more.
 */
export class Broker implements Disposable {
  readonly #dependencies: BrokerDependencies;
  readonly #pauses: PromptPauses;
  readonly #key = newKey();
  #socket: WindowSocket | undefined;
  #isDisposed = false;

  constructor(dependencies: BrokerDependencies) {
    this.#dependencies = dependencies;
    this.#pauses = new PromptPauses(dependencies.now);
  }

  /** Rejects with the system's error where there can be no socket. */
  async open(): Promise<BrokerAddress> {
    this.#socket ??= await openSocket((said, signal) => this.#answer(said, signal), limits);
    if (this.#isDisposed) this.#socket.close();
    return { address: this.#socket.address, key: this.#key };
  }

  /** Undefined: who called has not the key. */
  async #answer(said: string, signal: AbortSignal): Promise<string | undefined> {
    const word = unseal(said, this.#key, helperQuestion);
    if (word === undefined) return undefined;
    const answer = await this.#serve(word, signal);
    return seal(JSON.stringify(answer), this.#key, said);
  }

  async #serve(word: string, signal: AbortSignal): Promise<HelperAnswer> {
    const { get, describe, describeRefusal, log } = this.#dependencies;
    const target = wordTarget(word);
    if (!target) return { failure: describe({ code: 'noSuchProfile', profile: word }) };
    const key = targetKey(target);
    const isRefused = this.#pauses.isOn(key);
    try {
      const { credentials } = await get(target, { mayAsk: !isRefused, signal });
      return { output: processOutput(credentials.reveal()) };
    } catch (error) {
      const failure = failureOf(error, targetName(target));
      if (error instanceof Cancelled && !signal.aborted) this.#pauses.begin(key);
      if (error instanceof Cancelled || (isRefused && failure.code === 'needsPerson'))
        return { failure: describeRefusal(targetName(target)) };
      if (failure.code === 'unexpected' && error instanceof Error) log.error(error);
      return { failure: describe(failure) };
    }
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#socket?.close();
  }
}
