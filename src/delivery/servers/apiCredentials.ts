import type { AwsCredentials, CredentialsOptions } from '../../api.ts';
import { Cancelled, type Failure, failureOf } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import { PromptPauses } from '../../session/promptPauses.ts';
import type { Session } from '../../session/sessions.ts';
import type { GivenSession } from '../handover/givenSession.ts';
import type { HandOuts } from '../record/handOuts.ts';
import type { Consent, Consents } from './consents.ts';
import { type GetSession, getSilently } from './silentSession.ts';

/** The extension that requests credentials. */
export interface Caller {
  readonly id: string;
  /** The extension's display name. */
  readonly name: string;
}

/** Error codes that only the API uses, in addition to those of failures. */
export type ApiRefusal = 'notAllowed' | 'noActiveProfile' | 'cancelled';

export interface ApiQuestions {
  /** Asks the user whether an extension can get credentials. `profile` is what it requests now. */
  readonly askConsent: (caller: Caller, profile: string) => Promise<Consent>;
  readonly describe: (code: ApiRefusal, caller: Caller) => string;
}

export interface ApiDependencies {
  readonly consents: Consents;
  /** The profile in use. */
  readonly active: () => Target | undefined;
  readonly get: GetSession;
  readonly give: HandOuts['give'];
  readonly describe: (failure: Failure) => string;
  readonly log: Log;
  readonly now: () => number;
}

/** Gives credentials to other extensions for as long as the user allows it. */
export class ApiCredentials {
  readonly #dependencies: ApiDependencies;
  readonly #questions: ApiQuestions;
  readonly #prompts = new Map<string, Promise<Consent>>();
  readonly #pauses: PromptPauses;

  constructor(dependencies: ApiDependencies, questions: ApiQuestions) {
    this.#dependencies = dependencies;
    this.#questions = questions;
    this.#pauses = new PromptPauses(dependencies.now);
  }

  /** Rejects with a `RolecallError`, or with the signal's reason. */
  async get(
    caller: Caller,
    profile: string | undefined,
    { signal = new AbortController().signal, silent = false }: CredentialsOptions,
  ): Promise<AwsCredentials> {
    const target = this.#target(profile);
    if (!target) throw this.#refusal('noActiveProfile', caller);
    if (!(await orAborted(this.#isAllowed(caller, target, silent), signal)))
      throw this.#refusal('notAllowed', caller);
    // The user may have switched profiles while the prompt was open.
    const session = await this.#session(caller, this.#target(profile) ?? target, signal, silent);
    // The user may have revoked the access in the meantime.
    if (this.#dependencies.consents.of(caller.id) !== 'allowed') throw this.#refusal('notAllowed', caller);
    return this.#dependencies.give(session, { kind: 'extension', id: caller.id }, inSdkForm);
  }

  /** The profile in use has the access that the user chose for it, also if the extension names it. */
  #target(profile: string | undefined): Target | undefined {
    const active = this.#dependencies.active();
    if (profile === undefined || (active?.kind === 'profile' && active.name === profile)) return active;
    return { kind: 'profile', name: profile };
  }

  /** Concurrent calls share one prompt. */
  async #isAllowed(caller: Caller, target: Target, silent: boolean): Promise<boolean> {
    const { consents } = this.#dependencies;
    const known = consents.of(caller.id);
    if (known !== undefined || silent) return known === 'allowed';
    const prompt = this.#prompts.get(caller.id) ?? this.#questions.askConsent(caller, targetName(target));
    this.#prompts.set(caller.id, prompt);
    try {
      const consent = await prompt;
      await consents.set(caller.id, consent);
      return consent === 'allowed';
    } finally {
      this.#prompts.delete(caller.id);
    }
  }

  async #session(caller: Caller, target: Target, signal: AbortSignal, silent: boolean): Promise<Session> {
    const { get } = this.#dependencies;
    const isSilent = silent || this.#pauses.isOn(targetKey(target));
    try {
      const requester = Promise.resolve({ kind: 'extension', name: caller.name } as const);
      return await (isSilent
        ? getSilently(get, target, signal)
        : get(target, { mayAsk: true, signal, requester }));
    } catch (error) {
      throw signal.aborted ? signal.reason : this.#failed(error, caller, target);
    }
  }

  #failed(error: unknown, caller: Caller, target: Target): Error {
    const { describe, log } = this.#dependencies;
    if (error instanceof Cancelled) {
      this.#pauses.begin(targetKey(target));
      return this.#refusal('cancelled', caller);
    }
    const failure = failureOf(error, targetName(target));
    if (failure.code === 'unexpected' && error instanceof Error) log.error(error);
    return rolecallError(failure.code, describe(failure));
  }

  #refusal(code: ApiRefusal, caller: Caller): Error {
    return rolecallError(code, this.#questions.describe(code, caller));
  }
}

function inSdkForm({ credentials }: GivenSession): AwsCredentials {
  const { accessKeyId, secretAccessKey, sessionToken, expiration } = credentials;
  return {
    accessKeyId,
    secretAccessKey,
    ...(sessionToken === undefined ? {} : { sessionToken }),
    ...(expiration === undefined ? {} : { expiration: new Date(expiration) }),
  };
}

function rolecallError(code: string, message: string): Error {
  return Object.assign(new Error(message), { name: 'RolecallError', code });
}

async function orAborted<T>(work: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(signal.reason as Error);
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
