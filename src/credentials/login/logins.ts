import { TimedOut, untilCancelled, withDeadline } from '../../base/deadline.ts';
import { type Failure, FailureError } from '../../base/failure.ts';
import type { WhyNoLogin } from '../../base/failures/sourceFailure.ts';
import type { Log } from '../../base/log.ts';
import { FollowedEnds, type SetBackClock } from '../../base/setBackClock.ts';
import type { LoginStep } from '../../plan/plan.ts';
import type { WithLock } from '../browser/browserSignIn.ts';
import { Credentials } from '../credentials.ts';
import { HeldTokens, type TokenFiles } from '../heldTokens.ts';
import { type AwsLimits, awsLimits } from '../sdk/awsLimits.ts';
import { readDpopKey } from '../sdk/dpop.ts';
import { openSignin } from '../sdk/open.ts';
import type { IssuedLogin } from '../sdk/signin.ts';
import { loginFailure } from './loginFailure.ts';
import { loginFiles, loginPath, type LoginRefresh, type LoginToken, renewedLogin } from './loginTokens.ts';

export interface LoginDependencies {
  /** `~/.aws/login/cache`, shared with the CLI. */
  readonly loginCacheFolder: string;
  readonly withLock: WithLock;
  readonly log: Log;
  readonly now: () => number;
  readonly clock?: SetBackClock;
  /** Where tokens are. By default, in the files, or in memory if those cannot be written. */
  readonly loginTokens?: TokenFiles<LoginToken>;
  /** The limits of calls to AWS, if not the usual ones. */
  readonly limits?: AwsLimits;
}

/** How long before their expiration keys are renewed (SDK for JavaScript, `LoginCredentialsFetcher`). */
const renewMs = 5 * 60_000;
/** The minimum remaining lifetime of keys for a call. */
const callMs = 60_000;
/** How long after the sign-in AWS renews keys. */
const maxSignInMs = 12 * 3_600_000;

export type ConsoleSignInState =
  | { readonly kind: 'signedOut' }
  | { readonly kind: 'expired' }
  | {
      readonly kind: 'signedIn';
      /** When the keys expire, in milliseconds since the epoch. */
      readonly until: number;
      /** Whether the keys are renewed without the user, up to twelve hours after the sign-in. */
      readonly isRenewed: boolean;
    };

/**
 * The keys of the sign-ins with the AWS console on this machine. They last 15 minutes, and whichever tool needs them
 * renews them in the file that all tools share. A refresh token works until it is used: a tool whose renewal was
 * refused finds the keys of the one that was faster in the file.
 */
export class Logins {
  readonly #dependencies: LoginDependencies;
  readonly #tokens: TokenFiles<LoginToken>;
  readonly #ends: FollowedEnds;
  /** The refresh tokens that AWS has refused. The file keeps them, because tools do not read a file without one. */
  readonly #refused = new Map<string, { readonly why: WhyNoLogin; readonly region: string }>();

  constructor(dependencies: LoginDependencies) {
    this.#dependencies = dependencies;
    this.#tokens = dependencies.loginTokens ?? new HeldTokens(loginFiles);
    this.#ends = new FollowedEnds(dependencies.clock ?? { setBackMs: 0 });
  }

  /** Where the files are. */
  get folder(): string {
    return this.#dependencies.loginCacheFolder;
  }

  /** The path of the file for a `login_session`. */
  pathOf(session: string): string {
    return loginPath(this.#dependencies.loginCacheFolder, session);
  }

  /** Undefined if there is no usable token. Rejects with the failure `fileUnreadable` if the file does not respond. */
  read(session: string): Promise<LoginToken | undefined> {
    return this.#tokens.read(this.pathOf(session));
  }

  /**
   * The keys of a sign-in, renewed if they expire within five minutes or within `minimumMs`. If they cannot be renewed
   * now, or not soon, keys that last for a call are good enough without a `minimumMs`. Rejects with `FailureError` or
   * `Cancelled`.
   */
  async keysOf(step: LoginStep, minimumMs: number | undefined, signal: AbortSignal): Promise<Credentials> {
    const path = this.pathOf(step.session);
    const wantedMs = Math.max(renewMs, minimumMs ?? 0);
    const stillMs = Math.max(callMs, minimumMs ?? 0);
    const first = await this.#tokens.read(path);
    let token = first;
    if (first && this.#leftMs(path, first) <= wantedMs) {
      const renewing = this.#dependencies.withLock(loginLock(path), signal, async () => {
        const now = await this.#tokens.read(path);
        const enoughMs = now && isSame(now, first) ? wantedMs : renewMs;
        if (!now || this.#leftMs(path, now) > enoughMs) return now;
        return this.#renew(step, now, stillMs);
      });
      const isGoodEnough = (): boolean => this.#leftMs(path, first) > stillMs;
      token = await untilCancelled(signal, this.#soon(renewing, first, isGoodEnough));
    }
    if (!token) throw needed(step, 'signedOut');
    if (this.#leftMs(path, token) <= callMs) throw needed(step, this.#whyEnded(token));
    return new Credentials({ ...token.keys, expiration: this.#endOf(path, token) });
  }

  /** The old token if it is good enough and the renewal takes longer than programs wait. The renewal goes on. */
  async #soon(
    renewing: Promise<LoginToken | undefined>,
    old: LoginToken,
    isGoodEnough: () => boolean,
  ): Promise<LoginToken | undefined> {
    if (!isGoodEnough()) return renewing;
    const { renewalMs } = this.#dependencies.limits ?? awsLimits;
    return withDeadline(renewalMs, neverAborted, () => renewing).catch((error: unknown) => {
      if (!(error instanceof TimedOut)) throw error;
      return isGoodEnough() ? old : renewing;
    });
  }

  /** `stillMs`: how long the old keys must last to be good enough if they cannot be renewed. */
  async #renew(step: LoginStep, old: LoginToken, stillMs: number): Promise<LoginToken | undefined> {
    const path = this.pathOf(step.session);
    // Time passes while AWS is asked.
    const isGoodEnough = (): boolean => this.#leftMs(path, old) > stillMs;
    const region = old.signInRegion ?? step.signin.region;
    if (!this.#isRenewable(old, region)) {
      if (isGoodEnough()) return old;
      throw needed(step, this.#whyEnded(old));
    }
    const askedAt = this.#dependencies.now();
    const issued = await this.#refreshed(step, region, old.refresh).catch((error: unknown) => {
      if (error instanceof FailureError) return error;
      throw error;
    });
    // Other tools do not know the lock. What they have done in the meantime is newer.
    const now = await this.#tokens.read(path).catch(() => old);
    if (!now) return undefined;
    if (!isSame(now, old)) return now;
    if (!(issued instanceof FailureError)) {
      const renewed = renewedLogin(old, issued, region, askedAt);
      await this.#tokens.write(path, renewed, undefined);
      return renewed;
    }
    const { failure } = issued;
    this.#dependencies.log.warn(`The sign-in of ${step.profile} could not be renewed: ${failure.code}`);
    if (failure.code === 'loginNeeded')
      this.#refused.set(old.refresh.refreshToken, { why: failure.why, region });
    if (isGoodEnough()) return old;
    throw issued;
  }

  async #refreshed(
    { profile, signin }: LoginStep,
    region: string,
    { clientId, refreshToken, dpopKey }: LoginRefresh,
  ): Promise<IssuedLogin> {
    const endpoint = { ...signin, region };
    const key = readDpopKey(dpopKey);
    if (!key) throw new FailureError({ code: 'loginNeeded', profile, why: 'expired' });
    try {
      const client = await openSignin(endpoint, key, this.#dependencies.limits);
      // The answer to a renewal must not be lost, even if nobody waits for the keys any more: the token is used up.
      return await client.createToken({ by: 'refresh', clientId, refreshToken }, neverAborted);
    } catch (error) {
      throw loginFailure(error, profile, endpoint, 'refresh');
    }
  }

  /** Stores the token of a new sign-in. */
  async store(session: string, token: LoginToken, signal: AbortSignal): Promise<void> {
    const path = this.pathOf(session);
    const write = (): Promise<void> => this.#tokens.write(path, token, undefined);
    await this.#dependencies.withLock(loginLock(path), signal, write);
  }

  /** Runs `remove`, which removes the file, while no window renews the keys. Resolves to the token that was there. */
  end(session: string, remove: (path: string) => Promise<void>): Promise<LoginToken | undefined> {
    const path = this.pathOf(session);
    return this.#dependencies.withLock(loginLock(path), neverAborted, async () => {
      // A file that cannot be read can be removed nevertheless.
      const token = await this.#tokens.read(path).catch(() => undefined);
      this.#tokens.forget(path);
      await remove(path);
      return token;
    });
  }

  /** According to the file. Rejects with the failure `fileUnreadable` if it does not respond. */
  async stateOf(session: string): Promise<ConsoleSignInState> {
    const path = this.pathOf(session);
    const token = await this.#tokens.read(path);
    if (!token) return { kind: 'signedOut' };
    const { now } = this.#dependencies;
    const until = this.#endOf(path, token);
    const isRenewed =
      this.#isRenewable(token) && now() < Math.min(token.signedInAt ?? Infinity, until) + maxSignInMs;
    return isRenewed || until > now() ? { kind: 'signedIn', until, isRenewed } : { kind: 'expired' };
  }

  /** What another region refuses may be good in `region`: a file that the CLI has written names none. */
  #isRenewable(
    token: LoginToken,
    region = token.signInRegion,
  ): token is LoginToken & { readonly refresh: LoginRefresh } {
    if (!token.refresh) return false;
    const refusal = this.#refused.get(token.refresh.refreshToken);
    return !refusal || (region !== undefined && region !== refusal.region);
  }

  #whyEnded({ refresh }: LoginToken): WhyNoLogin {
    return this.#refused.get(refresh?.refreshToken ?? '')?.why ?? 'expired';
  }

  #leftMs(path: string, token: LoginToken): number {
    return this.#endOf(path, token) - this.#dependencies.now();
  }

  #endOf(path: string, { expiresAt }: LoginToken): number {
    return this.#ends.of(path, expiresAt);
  }
}

/** The name of the lock that must be held to write or remove the token. */
function loginLock(path: string): string {
  return `login ${path}`;
}

const neverAborted = new AbortController().signal;

function isSame(a: LoginToken, b: LoginToken): boolean {
  return a.keys.accessKeyId === b.keys.accessKeyId && a.refresh?.refreshToken === b.refresh?.refreshToken;
}

function needed({ profile }: LoginStep, why: WhyNoLogin): FailureError {
  const failure: Failure = { code: 'loginNeeded', profile, why };
  return new FailureError(failure);
}
