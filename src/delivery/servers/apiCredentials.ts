import type { AwsCredentials, CredentialsOptions } from '../../api.ts';
import { Cancelled, type Failure, failureOf } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import { type Target, targetKey, targetName } from '../../profiles/profiles.ts';
import { PromptPauses } from '../../session/promptPauses.ts';
import type { Consent, Consents } from './consents.ts';
import { type GetSession, getSilently } from './silentSession.ts';

/** The extension that asks. */
export interface Caller {
  readonly id: string;
  /** As people know it. */
  readonly name: string;
}

/** What the API alone rejects with, besides failures. */
export type ApiRefusal = 'notAllowed' | 'noActiveProfile' | 'cancelled';

export interface ApiQuestions {
  /** Asks the person whether an extension may have credentials; `profile` is what it asks for now. */
  readonly askConsent: (caller: Caller, profile: string) => Promise<Consent>;
  readonly describe: (code: ApiRefusal, caller: Caller) => string;
}

export interface ApiDependencies {
  readonly consents: Consents;
  /** The profile in use. */
  readonly active: () => Target | undefined;
  readonly get: GetSession;
  readonly describe: (failure: Failure) => string;
  readonly log: Log;
  readonly now: () => number;
}

/** Hands credentials to other extensions, for as long as the person lets them have any. */
export class ApiCredentials {
  readonly #dependencies: ApiDependencies;
  readonly #questions: ApiQuestions;
  readonly #asking = new Map<string, Promise<Consent>>();
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
    // The person may have switched while the question stood.
    return this.#credentials(caller, this.#target(profile) ?? target, signal, silent);
  }

  #target(profile: string | undefined): Target | undefined {
    return profile === undefined ? this.#dependencies.active() : { kind: 'profile', name: profile };
  }

  /** Of several calls at once, one asks. */
  async #isAllowed(caller: Caller, target: Target, silent: boolean): Promise<boolean> {
    const { consents } = this.#dependencies;
    const known = consents.of(caller.id);
    if (known !== undefined || silent) return known === 'allowed';
    const asking = this.#asking.get(caller.id) ?? this.#questions.askConsent(caller, targetName(target));
    this.#asking.set(caller.id, asking);
    try {
      const consent = await asking;
      await consents.set(caller.id, consent);
      return consent === 'allowed';
    } finally {
      this.#asking.delete(caller.id);
    }
  }

  async #credentials(
    caller: Caller,
    target: Target,
    signal: AbortSignal,
    silent: boolean,
  ): Promise<AwsCredentials> {
    const { get } = this.#dependencies;
    const isSilent = silent || this.#pauses.isOn(targetKey(target));
    try {
      const making = isSilent ? getSilently(get, target, signal) : get(target, { mayAsk: true, signal });
      const { accessKeyId, secretAccessKey, sessionToken, expiration } = (await making).credentials.reveal();
      return {
        accessKeyId,
        secretAccessKey,
        ...(sessionToken === undefined ? {} : { sessionToken }),
        ...(expiration === undefined ? {} : { expiration: new Date(expiration) }),
      };
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
