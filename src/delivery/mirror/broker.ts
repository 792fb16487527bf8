import { deadlines } from '../../base/deadlines.ts';
import type { Disposable } from '../../base/event.ts';
import { Cancelled, type Failure, failureOf } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import type { Requester } from '../../credentials/run/mfa.ts';
import { newKey, seal, unseal } from '../../ipc/sealed.ts';
import { openSocket, type WindowSocket } from '../../ipc/socket.ts';
import { keys } from '../../profiles/keys.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import { PromptPauses } from '../../session/promptPauses.ts';
import type { Session, SessionRequest } from '../../session/sessions.ts';
import { processOutput } from '../handover/credentialFormats.ts';
import { decodeTarget } from '../handover/targetEncoding.ts';
import { type CallingProgram, callingProgram, startedBy } from '../record/callingProgram.ts';
import type { HandOuts } from '../record/handOuts.ts';

/** The context of the helper's sealed request, and the answer to it. */
export const helperContext = keys.credentialProcess;
export type HelperAnswer = { readonly output: string } | { readonly failure: string };

/** What the helper needs to reach the broker. It is kept in a file that only the user can read. */
export interface BrokerAddress {
  readonly address: string;
  readonly key: Buffer;
}

export interface BrokerDependencies {
  readonly get: (target: Target, request: SessionRequest) => Promise<Session>;
  readonly describe: (failure: Failure) => string;
  /** Explains why a program gets no credentials after the user has closed the MFA code prompt. */
  readonly describeRefusal: (profile: string) => string;
  readonly give: HandOuts['give'];
  readonly log: Log;
  readonly now: () => number;
}

async function requesterOf(calling: Promise<CallingProgram>): Promise<Requester> {
  const { name, pid } = await calling;
  return { kind: 'program', name, startedBy: pid === undefined ? undefined : await startedBy(pid) };
}

/** Long enough for the user to find their phone. */
const limits = { answerMs: deadlines.brokerMs, callers: 512 };

/**
 * Gives sessions to the helper of this window's mirror. If a session is missing, the broker requests it, which may
 * prompt the user. Callers for the same target share the work. If a caller ends while it waits, for example by Ctrl+C,
 * its request is canceled, which closes the prompt unless other callers wait for it. After the user closes a prompt,
 * callers do not open it again for a while.
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

  /** Rejects with the system's error if the socket cannot be created. */
  async open(): Promise<BrokerAddress> {
    this.#socket ??= await openSocket((request, signal) => this.#answer(request, signal), limits);
    if (this.#isDisposed) this.#socket.close();
    return { address: this.#socket.address, key: this.#key };
  }

  /** Undefined if the caller does not have the key. */
  async #answer(request: string, signal: AbortSignal): Promise<string | undefined> {
    const word = unseal(request, this.#key, helperContext);
    if (word === undefined) return undefined;
    const answer = await this.#serve(word, signal);
    return seal(JSON.stringify(answer), this.#key, request);
  }

  /** `request`: an encoded target, followed by a space and the process ID of the program that started the helper. */
  async #serve(request: string, signal: AbortSignal): Promise<HelperAnswer> {
    const { get, give, describe, describeRefusal, log } = this.#dependencies;
    const [word = '', pid] = request.split(' ');
    const target = decodeTarget(word);
    if (!target) return { failure: describe({ code: 'noSuchProfile', profile: word }) };
    const key = targetKey(target);
    const isRefused = this.#pauses.isOn(key);
    try {
      const calling = callingProgram(Number(pid));
      const requester = requesterOf(calling);
      const session = await get(target, { mayAsk: !isRefused, signal, requester });
      const recipient = { kind: 'program', ...(await calling) } as const;
      // The caller may have ended in the meantime, and gets nothing.
      if (signal.aborted) throw new Cancelled();
      return give(session, recipient, (given) => ({ output: processOutput(given.credentials) }));
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
