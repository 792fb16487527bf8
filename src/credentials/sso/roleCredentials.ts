import { untilCancelled } from '../../base/deadline.ts';
import { FailureError } from '../../base/failure.ts';
import type { Log } from '../../base/log.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { IdentityCenterStep, SsoSession } from '../../plan/plan.ts';
import type { WithLock } from '../browser/browserSignIn.ts';
import { Credentials } from '../credentials.ts';
import type { AwsLimits } from '../sdk/awsLimits.ts';
import type { IdentityCenter } from '../sdk/identityCenter.ts';
import { openIdentityCenter } from '../sdk/open.ts';
import { isNoAccess, isRefusal, isUnauthorized, ssoFailure } from './ssoFailure.ts';
import { type SsoFiles, ssoFiles, type SsoToken, tokenPath } from './ssoTokens.ts';

export interface SsoDependencies {
  /** `~/.aws/sso/cache`, shared with the CLI. */
  readonly ssoCacheFolder: string;
  readonly withLock: WithLock;
  readonly log: Log;
  readonly now: () => number;
  /** Where tokens are. By default, only in the files. */
  readonly tokens?: SsoFiles;
  /** The limits of calls to AWS, if not the usual ones. */
  readonly limits?: AwsLimits;
}

/**
 * How long before its expiration a token is renewed, if possible (SDK for JavaScript, `token-providers`
 * `constants.ts`).
 */
const renewMs = 5 * 60_000;
/** The minimum remaining lifetime of a token for a call. */
const callMs = 60_000;

/**
 * Fetches the role credentials of the signed-in user. Rejects with the failure `signInNeeded` if there is no sign-in,
 * or if it has expired and cannot be renewed.
 */
export async function fetchRole(
  { profile, session, accountId, roleName }: IdentityCenterStep,
  dependencies: SsoDependencies,
  signal: AbortSignal,
): Promise<Credentials> {
  try {
    const center = await openIdentityCenter(session, dependencies.limits);
    return await withToken({ center, profile, session, signal }, dependencies, async (accessToken) => {
      return new Credentials(await center.roleCredentials(accessToken, { accountId, roleName }, signal));
    });
  } catch (error) {
    if (isNoAccess(error))
      throw new FailureError({ code: 'noAssignment', profile, accountId, roleName }, { cause: error });
    throw ssoFailure(error, profile, session, 'portal');
  }
}

/** What a token is needed for. `profile` is empty when the user signs in without using a profile. */
export interface TokenRequest {
  readonly center: IdentityCenter;
  readonly profile: string;
  readonly session: SsoSession;
  readonly signal: AbortSignal;
}

/**
 * Runs `action` with the token of the sign-in. If the portal rejects an unexpired token, it is renewed once: the clock
 * may have been changed, or the action may have taken long. Rejects with the failure `signInNeeded` if there is no
 * valid token, otherwise with what `action` rejects with.
 */
export async function withToken<T>(
  request: TokenRequest,
  dependencies: SsoDependencies,
  action: (accessToken: string) => Promise<T>,
): Promise<T> {
  const { accessToken } = await usableToken(request, dependencies);
  try {
    return await action(accessToken);
  } catch (error) {
    if (!isUnauthorized(error)) throw error;
    const another = await usableToken(request, dependencies, accessToken);
    return action(another.accessToken);
  }
}

/**
 * The token of the sign-in, renewed if it expires soon. A window that waited for another uses the token that the other
 * renewed. `refused`: an access token that the portal rejected.
 */
async function usableToken(
  request: TokenRequest,
  dependencies: SsoDependencies,
  refused?: string,
): Promise<SsoToken> {
  const { profile, session, signal } = request;
  const { tokens = ssoFiles } = dependencies;
  const path = tokenPath(dependencies.ssoCacheFolder, session);
  const isValidFor = ({ accessToken, expiresAt }: SsoToken, ms: number): boolean =>
    accessToken !== refused && expiresAt - dependencies.now() > ms;
  const isDue = (token: SsoToken | undefined): token is SsoToken =>
    token !== undefined && !isValidFor(token, renewMs) && isRenewable(token, dependencies);
  let token = await tokens.read(path);
  if (isDue(token)) {
    const renewing = dependencies.withLock(tokenLock(path), signal, async () => {
      const now = await tokens.read(path);
      return isDue(now) ? renewToken(now, path, request, dependencies, isValidFor(now, callMs)) : now;
    });
    token = await untilCancelled(signal, renewing);
  }
  if (token && isValidFor(token, callMs)) return token;
  const why = !token ? 'signedOut' : token.accessToken === refused ? 'ended' : 'expired';
  throw new FailureError({ code: 'signInNeeded', profile, session: sessionLabel(session), why });
}

/** The name of the lock that must be held to write or remove the token. */
export function tokenLock(path: string): string {
  return `sso ${path}`;
}

/** `isStillUsable`: whether the old token still works if the renewal fails temporarily. */
async function renewToken(
  old: SsoToken,
  path: string,
  { center, profile, session }: Omit<TokenRequest, 'signal'>,
  { log, now, tokens = ssoFiles }: SsoDependencies,
  isStillUsable: boolean,
): Promise<SsoToken | undefined> {
  const { refresh } = old;
  if (!refresh) return old;
  const warn = (what: string): void => log.warn(`The sign-in ${sessionLabel(session)} ${what}`);
  try {
    const grant = { by: 'refresh', refreshToken: refresh.refreshToken } as const;
    // The answer to a renewal must not be lost, even if nobody waits for the token any more: the old one is used up.
    const { accessToken, lifeMs, refreshToken } = await center.createToken(refresh, grant, neverAborted);
    const renewed: SsoToken = {
      accessToken,
      expiresAt: now() + lifeMs,
      refresh: { ...refresh, refreshToken: refreshToken ?? refresh.refreshToken },
    };
    // A token that cannot be stored still works for this call.
    await tokens
      .write(path, renewed, session)
      .catch(({ code }: NodeJS.ErrnoException) => warn(`cannot be kept: ${code}`));
    return renewed;
  } catch (error) {
    const failure = ssoFailure(error, profile, session, 'oidc');
    if (!(failure instanceof FailureError)) throw failure;
    warn(`could not be renewed: ${failure.failure.code}`);
    if (isRefusal(error))
      return withoutRefresh(path, session, isStillUsable ? old : { ...old, expiresAt: now() }, tokens);
    if (!isStillUsable) throw failure;
    return old;
  }
}

const neverAborted = new AbortController().signal;

/**
 * Removes a rejected refresh token from the file, so that no other process tries it; unless the CLI, which does not use
 * this lock, has renewed it in the meantime.
 */
async function withoutRefresh(
  path: string,
  session: SsoSession,
  token: SsoToken,
  tokens: SsoFiles,
): Promise<SsoToken | undefined> {
  const now = await tokens.read(path);
  if (now?.accessToken !== token.accessToken) return now;
  const rest = { ...token, refresh: undefined };
  await tokens.write(path, rest, session).catch(() => undefined);
  return rest;
}

/** Whether the token can be renewed without the user. */
export function isRenewable({ refresh }: SsoToken, { now }: Pick<SsoDependencies, 'now'>): boolean {
  return refresh !== undefined && refresh.registrationExpiresAt > now();
}
