import { type Disposable, Emitter } from '../base/event.ts';
import { Cancelled, FailureError } from '../base/failure.ts';
import type { IdentityCenter } from '../credentials/sdk/identityCenter.ts';
import { openIdentityCenter } from '../credentials/sdk/open.ts';
import { isRenewable, lockOfToken, withToken } from '../credentials/sso/roleCredentials.ts';
import { signIn, type SignInDependencies } from '../credentials/sso/signIn.ts';
import { ssoFailure } from '../credentials/sso/ssoFailure.ts';
import { readToken, removeToken, tokenPath } from '../credentials/sso/ssoTokens.ts';
import { signInKey } from '../plan/identityCenterSource.ts';
import type { SsoSession } from '../plan/plan.ts';

export type SignInState =
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'expired' }
  | {
      readonly kind: 'signedIn';
      /** When its token ends, in milliseconds since the epoch. */
      readonly until: number;
      /** Whether there will be another one without a person, for as long as Identity Center lets that be. */
      readonly isRenewed: boolean;
    };

export interface SignInsDependencies extends SignInDependencies {
  /** Forgets, in all windows, the sessions of roles that stand on a sign-in. */
  readonly forgetRoles: (session: SsoSession) => Promise<void>;
}

/** The sign-ins of this machine, which are in the CLI's cache: their state, and all that is done to them. */
export class SignIns implements Disposable {
  readonly #dependencies: SignInsDependencies;
  readonly #states = new Map<string, SignInState>();
  readonly #changed = new Emitter<void>();
  readonly #signedOut = new Emitter<SsoSession>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The state of a sign-in is another one. */
  readonly onDidChange = this.#changed.event;
  /** Somebody has signed out, here or elsewhere. */
  readonly onDidSignOut = this.#signedOut.event;

  constructor(dependencies: SignInsDependencies) {
    this.#dependencies = dependencies;
  }

  /** As it was when it was last looked at. */
  stateOf(session: SsoSession): SignInState | undefined {
    return this.#states.get(signInKey(session));
  }

  /** Looks at the cache again: somebody else may have signed in or out. */
  async look(sessions: readonly SsoSession[]): Promise<void> {
    const states = await Promise.all(
      sessions.map(async (session) => [session, await this.#read(session)] as const),
    );
    const isOther = states.map(([session, state]) => this.#note(session, state));
    const keys = new Set(sessions.map(signInKey));
    for (const key of this.#states.keys()) if (!keys.has(key)) this.#states.delete(key);
    this.#lookAtTheNextEnd(sessions);
    if (isOther.includes(true)) this.#changed.fire();
  }

  /** Has the person sign in. Rejects with `FailureError` or `Cancelled`. */
  async signIn(session: SsoSession, signal: AbortSignal): Promise<void> {
    await signIn('', session, this.#dependencies, signal);
    await this.#lookAt(session);
  }

  /** Has the person sign in, unless a call shows that they are. */
  ensure(session: SsoSession, signal: AbortSignal): Promise<void> {
    return this.withToken(session, { mayAsk: true, signal }, async (center, token) => {
      await center.accounts(token, signal).next();
    });
  }

  /**
   * Ends a sign-in, here and at IAM Identity Center, and the sessions of roles that stand on it. Here it ends in any case;
   * rejects with the reason where Identity Center could not be told.
   */
  async signOut(session: SsoSession, signal: AbortSignal): Promise<void> {
    const { ssoCacheFolder, alone, forgetRoles } = this.#dependencies;
    try {
      const logout = (center: IdentityCenter, token: string) => center.logout(token, signal);
      // A token that has ended by now is renewed for that: Identity Center knows the sign-in by a living one alone.
      await this.withToken(session, { mayAsk: false, signal }, logout);
    } catch (error) {
      // What is over already need not be ended.
      if (!isSignInMissing(error)) throw error;
    } finally {
      const path = tokenPath(ssoCacheFolder, session);
      await alone(lockOfToken(path), neverAborted, () => removeToken(path));
      await Promise.all([forgetRoles(session), this.#lookAt(session)]);
    }
  }

  /** Does something with the token of a sign-in; if there is none that is good, the person signs in first, if they may be asked. */
  async withToken<T>(
    session: SsoSession,
    { mayAsk, signal }: { readonly mayAsk: boolean; readonly signal: AbortSignal },
    action: (center: IdentityCenter, accessToken: string) => Promise<T>,
  ): Promise<T> {
    const center = await openIdentityCenter(session);
    const attempt = async (): Promise<T> => {
      const wish = { center, profile: '', session, signal };
      return withToken(wish, this.#dependencies, (token) => action(center, token)).catch((error: unknown) => {
        throw signal.aborted ? new Cancelled() : ssoFailure(error, '', session, 'portal');
      });
    };
    try {
      return await attempt();
    } catch (error) {
      if (!mayAsk || !isSignInMissing(error)) throw error;
      await this.signIn(session, signal);
      return attempt();
    }
  }

  async #lookAt(session: SsoSession): Promise<void> {
    if (this.#note(session, await this.#read(session))) this.#changed.fire();
  }

  /** Whether the state is another one than before. */
  #note(session: SsoSession, state: SignInState): boolean {
    const before = this.stateOf(session);
    this.#states.set(signInKey(session), state);
    if (before && before.kind !== 'signedOut' && state.kind === 'signedOut') this.#signedOut.fire(session);
    return JSON.stringify(state) !== JSON.stringify(before);
  }

  async #read(session: SsoSession): Promise<SignInState> {
    const token = await readToken(tokenPath(this.#dependencies.ssoCacheFolder, session));
    if (!token) return { kind: 'signedOut' };
    const isRenewed = isRenewable(token, this.#dependencies);
    if (token.expiresAt > this.#dependencies.now())
      return { kind: 'signedIn', until: token.expiresAt, isRenewed };
    // Whether it can still be renewed turns out when it is needed.
    return isRenewed ? { kind: 'signedIn', until: token.expiresAt, isRenewed } : { kind: 'expired' };
  }

  /** What ends by itself is seen to end, too. */
  #lookAtTheNextEnd(sessions: readonly SsoSession[]): void {
    clearTimeout(this.#timer);
    const ends = [...this.#states.values()].flatMap((state) =>
      state.kind === 'signedIn' ? state.until : [],
    );
    const next = Math.min(...ends.filter((end) => end > this.#dependencies.now()));
    if (next === Infinity) return;
    const ms = Math.min(next - this.#dependencies.now() + 1000, longestTimeoutMs);
    this.#timer = setTimeout(() => void this.look(sessions), ms).unref();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

const neverAborted = new AbortController().signal;

/** What `setTimeout` takes at most. */
const longestTimeoutMs = 2 ** 31 - 1;

function isSignInMissing(error: unknown): boolean {
  return error instanceof FailureError && error.failure.code === 'signInNeeded';
}
