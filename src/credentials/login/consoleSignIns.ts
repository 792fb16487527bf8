import { type Disposable, Emitter } from '../../base/event.ts';
import { removeToken } from '../removeToken.ts';
import {
  type ConsoleSignInDependencies,
  type ConsoleSignInRequest,
  signInWithConsole,
} from './consoleSignIn.ts';
import type { ConsoleSignInState } from './logins.ts';

export type { ConsoleSignInState };

export interface ConsoleSignInsDependencies extends ConsoleSignInDependencies {
  /** Forgets, in all windows, the sessions that depend on a sign-in, and its keys. */
  readonly forgetSessions: (session: string, accessKeyId: string | undefined) => Promise<void>;
  /** Calls back when a token may have changed. */
  readonly watch: (onChange: () => void) => Disposable;
}

/** The sign-ins with the AWS console on this machine, by the ARN of the identity: the `login_session` of profiles. */
export class ConsoleSignIns implements Disposable {
  readonly #dependencies: ConsoleSignInsDependencies;
  readonly #changed = new Emitter<void>();
  readonly #watching: Disposable;

  /** A sign-in may have begun or ended, here or elsewhere. */
  readonly onDidChange = this.#changed.event;

  constructor(dependencies: ConsoleSignInsDependencies) {
    this.#dependencies = dependencies;
    this.#watching = dependencies.watch(() => this.#changed.fire());
  }

  /**
   * Signs the user in in their browser, and stores the token. Resolves to the ARN of the identity. Rejects with
   * `FailureError` or `Cancelled`, or with what `accept` rejects with.
   */
  async signIn(request: ConsoleSignInRequest, signal: AbortSignal): Promise<string> {
    const session = await signInWithConsole(request, this.#dependencies, signal);
    this.#changed.fire();
    return session;
  }

  /**
   * Removes the token, and forgets the sessions of all windows that came from it. AWS has no call for this: keys that
   * were handed out work until they expire, after at most 15 minutes. Rejects with `FailureError`.
   */
  async signOut(session: string): Promise<void> {
    const { logins, forgetSessions, log } = this.#dependencies;
    const token = await logins.end(session, removeToken);
    log.info(`Signed out of ${session}`);
    await forgetSessions(session, token?.keys.accessKeyId);
    this.#changed.fire();
  }

  /** According to the file. Rejects with the failure `fileUnreadable` if it does not respond. */
  stateOf(session: string): Promise<ConsoleSignInState> {
    return this.#dependencies.logins.stateOf(session);
  }

  dispose(): void {
    this.#watching.dispose();
  }
}
