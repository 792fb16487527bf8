import { FailureError } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { IdentityCenterStep, SsoSession } from '../../plan/plan.ts';
import { Credentials } from '../credentials.ts';
import type { IdentityCenter } from '../sdk/identityCenter.ts';
import { openIdentityCenter } from '../sdk/open.ts';
import { isNoAccess, isRefusal, isUnauthorized, ssoFailure } from './ssoFailure.ts';
import { readToken, type SsoToken, tokenPath, writeToken } from './ssoTokens.ts';

export interface SsoDependencies {
  /** `~/.aws/sso/cache`, which is the CLI's, too. */
  readonly ssoCacheFolder: string;
  /** Lets one window at a time renew a sign-in. */
  readonly alone: <T>(
    name: string,
    signal: AbortSignal,
    action: () => Promise<T>,
    onWait?: () => void,
  ) => Promise<T>;
  readonly log: Log;
  readonly now: () => number;
}

/** So long before its end a token is renewed, if it can be (SDK for JavaScript, `token-providers` `constants.ts`). */
const renewMs = 5 * 60_000;
/** So long it must still live to make a call with it. */
const callMs = 60_000;

/**
 * The credentials of a role, for whoever is signed in. Rejects with the failure `signInNeeded` where nobody is, or the
 * sign-in is over and cannot be renewed.
 */
export async function fetchRole(
  { profile, session, accountId, roleName }: IdentityCenterStep,
  dependencies: SsoDependencies,
  signal: AbortSignal,
): Promise<Credentials> {
  const center = await openIdentityCenter(session);
  try {
    return await withToken({ center, profile, session, signal }, dependencies, async (accessToken) => {
      return new Credentials(await center.roleCredentials(accessToken, { accountId, roleName }, signal));
    });
  } catch (error) {
    if (isNoAccess(error))
      throw new FailureError({ code: 'noAssignment', profile, accountId, roleName }, { cause: error });
    throw ssoFailure(error, profile, session, 'portal');
  }
}

/** For whom a token is wanted: a profile, or (empty) somebody who signs in for the sake of that. */
export interface TokenWish {
  readonly center: IdentityCenter;
  readonly profile: string;
  readonly session: SsoSession;
  readonly signal: AbortSignal;
}

/**
 * Does something with the token of the sign-in. A token that is not taken although its time is not over is renewed once:
 * a clock may have been set, or much time gone by. Rejects with the failure `signInNeeded` where there is none that
 * lives, or else with what `action` does.
 */
export async function withToken<T>(
  wish: TokenWish,
  dependencies: SsoDependencies,
  action: (accessToken: string) => Promise<T>,
): Promise<T> {
  const { accessToken } = await usableToken(wish, dependencies);
  try {
    return await action(accessToken);
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
    const another = await usableToken(wish, dependencies, accessToken);
    return action(another.accessToken);
  }
}

/**
 * The token of the sign-in, renewed if its end is near. Who waits for another window finds what that has renewed.
 * `refused`: an access token that is not taken any more.
 */
async function usableToken(
  wish: TokenWish,
  dependencies: SsoDependencies,
  refused?: string,
): Promise<SsoToken> {
  const { profile, session, signal } = wish;
  const path = tokenPath(dependencies.ssoCacheFolder, session);
  const lives = ({ accessToken, expiresAt }: SsoToken, ms: number): boolean =>
    accessToken !== refused && expiresAt - dependencies.now() > ms;
  const isDue = (token: SsoToken | undefined): token is SsoToken =>
    token !== undefined && !lives(token, renewMs) && isRenewable(token, dependencies);
  let token = await readToken(path);
  if (isDue(token))
    token = await dependencies.alone(lockOfToken(path), signal, async () => {
      const now = await readToken(path);
      return isDue(now) ? renewToken(now, path, wish, dependencies, lives(now, callMs)) : now;
    });
  if (token && lives(token, callMs)) return token;
  const why = !token ? 'signedOut' : token.accessToken === refused ? 'ended' : 'expired';
  throw new FailureError({ code: 'signInNeeded', profile, session: sessionLabel(session), why });
}

/** Who holds it may write or remove the token. */
export function lockOfToken(path: string): string {
  return `sso ${path}`;
}

/** `lives`: whether the old token will do where Identity Center could not be asked. */
async function renewToken(
  old: SsoToken,
  path: string,
  { center, profile, session, signal }: TokenWish,
  { log, now }: SsoDependencies,
  lives: boolean,
): Promise<SsoToken | undefined> {
  const { refresh } = old;
  if (!refresh) return old;
  const warn = (what: string): void => log.warn(`The sign-in ${sessionLabel(session)} ${what}`);
  try {
    const grant = { by: 'refresh', refreshToken: refresh.refreshToken } as const;
    const { accessToken, lifeMs, refreshToken } = await center.createToken(refresh, grant, signal);
    const renewed: SsoToken = {
      accessToken,
      expiresAt: now() + lifeMs,
      refresh: { ...refresh, refreshToken: refreshToken ?? refresh.refreshToken },
    };
    // What cannot be kept is good for now all the same.
    await writeToken(path, session, renewed).catch(({ code }: NodeJS.ErrnoException) =>
      warn(`cannot be kept: ${code}`),
    );
    return renewed;
  } catch (error) {
    const failure = ssoFailure(error, profile, session, 'oidc');
    if (!(failure instanceof FailureError)) throw failure;
    warn(`could not be renewed: ${failure.failure.code}`);
    if (isRefusal(error)) return withoutRefresh(path, session, lives ? old : { ...old, expiresAt: now() });
    if (!lives) throw failure;
    return old;
  }
}

/**
 * A refresh token that was refused is good for nobody, and the file says so to all; unless the CLI, which waits for no
 * lock, has renewed meanwhile.
 */
async function withoutRefresh(
  path: string,
  session: SsoSession,
  token: SsoToken,
): Promise<SsoToken | undefined> {
  const now = await readToken(path);
  if (now?.accessToken !== token.accessToken) return now;
  const rest = { ...token, refresh: undefined };
  await writeToken(path, session, rest).catch(() => undefined);
  return rest;
}

/** Whether it may be renewed without a person. */
export function isRenewable({ refresh }: SsoToken, { now }: Pick<SsoDependencies, 'now'>): boolean {
  return refresh !== undefined && refresh.registrationExpiresAt > now();
}
