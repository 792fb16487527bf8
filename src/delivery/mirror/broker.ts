import { deadlines } from '../../base/deadlines.ts';
import type { Disposable } from '../../base/event.ts';
import { Cancelled, type Failure, FailureError, failureOf } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import type { Requester } from '../../credentials/run/mfa.ts';
import { newKey, seal, unseal } from '../../ipc/sealed.ts';
import { openSocket, type WindowSocket } from '../../ipc/socket.ts';
import { keys } from '../../profiles/keys.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import { agentPauseMs, PromptPauses } from '../../session/promptPauses.ts';
import type { Session, SessionRequest } from '../../session/sessions.ts';
import { type Agent, findAgent } from '../agents/findAgent.ts';
import { processOutput } from '../handover/credentialFormats.ts';
import { decodeTarget } from '../handover/targetEncoding.ts';
import { type CallingProgram, callingProgram, startedBy } from '../record/callingProgram.ts';
import type { HandOuts } from '../record/handOuts.ts';
import { type Ancestor, lineageOf } from '../record/lineage.ts';
import { parseRequest } from './helperRequest.ts';

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
  /** Explains why a program, or an AI agent, gets no credentials after the user has closed a prompt. */
  readonly describeRefusal: (profile: string, isForAgent: boolean) => string;
  readonly give: HandOuts['give'];
  /** What AI agents get in place of a target. */
  readonly agents: { targetFor(target: Target): Promise<Target> };
  /** The name of the terminal whose shell is one of these processes; undefined if there is none. */
  readonly terminalOf: (pids: readonly number[]) => Promise<string | undefined>;
  readonly log: Log;
  readonly now: () => number;
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

  /** `request`: a `HelperRequest`. */
  async #serve(request: string, signal: AbortSignal): Promise<HelperAnswer> {
    const { describe, log } = this.#dependencies;
    const { target: word, pid, markers } = parseRequest(request);
    const target = decodeTarget(word);
    if (!target) return { failure: describe({ code: 'noSuchProfile', profile: word }) };
    const lineage = await lineageOf(pid);
    const agent = await findAgent({ markers, lineage });
    try {
      const calling = callingProgram(pid, lineage);
      const requester = await this.#requesterOf(calling.name, agent, lineage);
      const isLimited = agent !== undefined && !agent.asksForItself;
      const targetNow = async () => (isLimited ? this.#dependencies.agents.targetFor(target) : target);
      return await this.#answerWith(targetNow, calling, requester, signal);
    } catch (error) {
      const failure = failureOf(error, targetName(target));
      if (failure.code === 'unexpected' && error instanceof Error) log.error(error);
      return { failure: describe(failure) };
    }
  }

  /** `targetNow`: what the caller may have at this moment. Rejects with `FailureError`. */
  async #answerWith(
    targetNow: () => Promise<Target>,
    calling: CallingProgram,
    requester: Requester,
    signal: AbortSignal,
  ): Promise<HelperAnswer> {
    const { give, describeRefusal } = this.#dependencies;
    const { agent } = requester;
    const target = await targetNow();
    const key = JSON.stringify([agent, targetKey(target)]);
    const isRefused = this.#pauses.isOn(key);
    const request = { mayAsk: !isRefused, signal, requester: Promise.resolve(requester) };
    try {
      const session = await this.#sessionOf(target, targetNow, request);
      const recipient = { kind: 'program', ...calling, ...(agent !== undefined && { agent }) } as const;
      // The caller may have ended in the meantime, and gets nothing.
      if (signal.aborted) throw new Cancelled();
      return give(session, recipient, (given) => ({ output: processOutput(given.credentials) }));
    } catch (error) {
      const isClosed = error instanceof Cancelled;
      if (isClosed && !signal.aborted)
        this.#pauses.begin(key, agent === undefined ? undefined : agentPauseMs);
      const isForAgent = agent !== undefined;
      if (!isClosed && !((isRefused || isForAgent) && needsUser(error))) throw error;
      return { failure: describeRefusal(targetName(target), isForAgent) };
    }
  }

  /** What the user allows an agent may end while a prompt is open. */
  async #sessionOf(
    target: Target,
    targetNow: () => Promise<Target>,
    request: SessionRequest,
  ): Promise<Session> {
    const session = await this.#dependencies.get(target, request);
    const now = await targetNow();
    return targetKey(now) === targetKey(target) ? session : this.#sessionOf(now, targetNow, request);
  }

  async #requesterOf(
    name: string | undefined,
    agent: Agent | undefined,
    lineage: readonly Ancestor[],
  ): Promise<Requester> {
    if (!agent) return { kind: 'program', name, startedBy: startedBy(lineage) };
    const terminal = await this.#dependencies.terminalOf(lineage.map(({ pid }) => pid));
    return { kind: 'program', name, agent: agent.name ?? '', terminal };
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#socket?.close();
  }
}

/** Whether a session is missing that only the user can get, by answering a prompt. */
function needsUser(error: unknown): boolean {
  return (
    error instanceof FailureError &&
    ['needsPerson', 'signInNeeded', 'loginNeeded', 'unconfirmed'].includes(error.failure.code)
  );
}
