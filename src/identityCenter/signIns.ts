import { type Disposable, Emitter } from '../base/event.ts';
import { Cancelled, FailureError } from '../base/failure.ts';
import { FollowedEnds, type SetBackClock } from '../base/setBackClock.ts';
import type { IdentityCenter } from '../credentials/sdk/identityCenter.ts';
import { openIdentityCenter } from '../credentials/sdk/open.ts';
import { HeldTokens } from '../credentials/heldTokens.ts';
import { isRenewable, tokenLock, withToken } from '../credentials/sso/roleCredentials.ts';
import { removeToken } from '../credentials/removeToken.ts';
import { signIn, type SignInDependencies } from '../credentials/sso/signIn.ts';
import { ssoFailure } from '../credentials/sso/ssoFailure.ts';
import { type SsoFiles, ssoFiles, tokenPath } from '../credentials/sso/ssoTokens.ts';
import { sessionLabel, signInKey } from '../plan/identityCenterSource.ts';
import type { SsoSession } from '../plan/plan.ts';

export type SignInState =
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'expired' }
  | {
      readonly kind: 'signedIn';
      /** When the token expires, in milliseconds since the epoch. */
      readonly until: number;
      /** Whether the token can be renewed without the user, as long as Identity Center allows. */
      readonly isRenewed: boolean;
    };

export interface SignInsDependencies extends SignInDependencies {
  /** Forgets, in all windows, the role sessions that depend on a sign-in. */
  readonly forgetRoles: (session: SsoSession) => Promise<void>;
  readonly clock?: SetBackClock;
}

/** The sign-ins of this machine, stored in the CLI's cache: tracks their state and changes them. */
export class SignIns implements Disposable {
  readonly #dependencies: SignInsDependencies & { readonly tokens: SsoFiles };
  readonly #states = new Map<string, SignInState>();
  readonly #ends: FollowedEnds;
  readonly #changed = new Emitter<void>();
  readonly #signedOut = new Emitter<SsoSession>();
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** The state of a sign-in has changed. */
  readonly onDidChange = this.#changed.event;
  /** A sign-in was ended, by this window or elsewhere. */
  readonly onDidSignOut = this.#signedOut.event;

  constructor(dependencies: SignInsDependencies) {
    this.#dependencies = { tokens: new HeldTokens(ssoFiles), ...dependencies };
    this.#ends = new FollowedEnds(dependencies.clock ?? { setBackMs: 0 });
  }

  /** The state as of the last read. */
  stateOf(session: SsoSession): SignInState | undefined {
    return this.#states.get(signInKey(session));
  }

  /** Reads the cache again: another process may have signed in or out. */
  async refresh(sessions: readonly SsoSession[]): Promise<void> {
    const states = await Promise.all(
      sessions.map(async (session) => [session, await this.#read(session)] as const),
    );
    const isOther = states.map(([session, state]) => state !== undefined && this.#note(session, state));
    const keys = new Set(sessions.map(signInKey));
    for (const key of this.#states.keys()) if (!keys.has(key)) this.#states.delete(key);
    this.#scheduleRefresh(sessions);
    if (isOther.includes(true)) this.#changed.fire();
  }

  /** Prompts the user to sign in. Rejects with `FailureError` or `Cancelled`. */
  async signIn(session: SsoSession, signal: AbortSignal): Promise<void> {
    await signIn('', session, this.#dependencies, signal);
    await this.#refreshOne(session);
  }

  /** Prompts the user to sign in unless a call shows that the token works. */
  ensure(session: SsoSession, signal: AbortSignal): Promise<void> {
    return this.withToken(session, { mayAsk: true, signal }, async (center, token) => {
      await center.accounts(token, signal).next();
    });
  }

  /**
   * Ends a sign-in on this machine and at IAM Identity Center, with the role sessions that depend on it. The local
   * sign-in always ends; rejects with the reason if the call to Identity Center failed.
   */
  async signOut(session: SsoSession, signal: AbortSignal): Promise<void> {
    const { ssoCacheFolder, withLock, forgetRoles, tokens, log } = this.#dependencies;
    try {
      const logout = (center: IdentityCenter, token: string) => center.logout(token, signal);
      // Renews an expired token first, since Identity Center identifies the sign-in only by a valid one.
      await this.withToken(session, { mayAsk: false, signal }, logout);
    } catch (error) {
      // The sign-in is already over.
      if (!isSignInNeeded(error)) throw error;
    } finally {
      const path = tokenPath(ssoCacheFolder, session);
      tokens.forget(path);
      await withLock(tokenLock(path), neverAborted, () => removeToken(path));
      log.info(`Signed out of ${sessionLabel(session)}`);
      await Promise.all([forgetRoles(session), this.#refreshOne(session)]);
    }
  }

  /**
   * Runs `action` with the token of a sign-in. If there is no valid token and `mayAsk` is set, the user signs in first.
   */
  async withToken<T>(
    session: SsoSession,
    { mayAsk, signal }: { readonly mayAsk: boolean; readonly signal: AbortSignal },
    action: (center: IdentityCenter, accessToken: string) => Promise<T>,
  ): Promise<T> {
    const center = await openIdentityCenter(session, this.#dependencies.limits).catch((error: unknown) => {
      throw ssoFailure(error, '', session, 'portal');
    });
    const attempt = async (): Promise<T> => {
      const request = { center, profile: '', session, signal };
      return withToken(request, this.#dependencies, (token) => action(center, token)).catch(
        (error: unknown) => {
          throw signal.aborted ? new Cancelled() : ssoFailure(error, '', session, 'portal');
        },
      );
    };
    try {
      return await attempt();
    } catch (error) {
      if (!mayAsk || !isSignInNeeded(error)) throw error;
      await this.signIn(session, signal);
      return attempt();
    }
  }

  async #refreshOne(session: SsoSession): Promise<void> {
    const state = await this.#read(session);
    if (state && this.#note(session, state)) this.#changed.fire();
  }

  /** Whether the state has changed. */
  #note(session: SsoSession, state: SignInState): boolean {
    const before = this.stateOf(session);
    this.#states.set(signInKey(session), state);
    if (before && before.kind !== 'signedOut' && state.kind === 'signedOut') this.#signedOut.fire(session);
    return JSON.stringify(state) !== JSON.stringify(before);
  }

  /** Undefined if the file does not respond: nothing is known to have changed then. */
  async #read(session: SsoSession): Promise<SignInState | undefined> {
    const path = tokenPath(this.#dependencies.ssoCacheFolder, session);
    const token = await this.#dependencies.tokens.read(path).catch(() => 'unknown' as const);
    if (token === 'unknown') return undefined;
    if (!token) return { kind: 'signedOut' };
    const isRenewed = isRenewable(token, this.#dependencies);
    const until = this.#ends.of(signInKey(session), token.expiresAt);
    if (until > this.#dependencies.now()) return { kind: 'signedIn', until, isRenewed };
    // Whether the renewal still works turns out when the token is needed.
    return isRenewed ? { kind: 'signedIn', until, isRenewed } : { kind: 'expired' };
  }

  /** Schedules a read after the next expiration. */
  #scheduleRefresh(sessions: readonly SsoSession[]): void {
    clearTimeout(this.#timer);
    const ends = [...this.#states.values()].flatMap((state) =>
      state.kind === 'signedIn' ? state.until : [],
    );
    const next = Math.min(...ends.filter((end) => end > this.#dependencies.now()));
    if (next === Infinity) return;
    const ms = Math.min(next - this.#dependencies.now() + 1000, maxTimeoutMs);
    this.#timer = setTimeout(() => void this.refresh(sessions), ms).unref();
  }

  dispose(): void {
    clearTimeout(this.#timer);
  }
}

const neverAborted = new AbortController().signal;

/** The maximum delay of `setTimeout`. */
const maxTimeoutMs = 2 ** 31 - 1;

function isSignInNeeded(error: unknown): boolean {
  return error instanceof FailureError && error.failure.code === 'signInNeeded';
}
