import type { Log } from '../log.ts';
import { FailureError } from '../failure.ts';
import type { IdentityCenterStep, SsoSession } from '../plan/plan.ts';
import { Credentials } from './credentials.ts';
import { type IdentityCenter, openIdentityCenter } from './ssoCalls.ts';
import { sessionLabel } from '../plan/identityCenter.ts';
import { ssoFailure } from './ssoFailure.ts';
import { readToken, type SsoToken, tokenPath, writeToken } from './ssoTokens.ts';

export interface SsoParts {
  /** `~/.aws/sso/cache`, which is the CLI's, too. */
  readonly ssoCacheFolder: string;
  /** Lets one window at a time renew a sign-in. */
  readonly alone: <T>(name: string, signal: AbortSignal, action: () => Promise<T>) => Promise<T>;
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
  parts: SsoParts,
  signal: AbortSignal,
): Promise<Credentials> {
  const center = await openIdentityCenter(session);
  const { accessToken } = await usableToken(center, profile, session, parts, signal);
  try {
    return new Credentials(await center.roleCredentials(accessToken, { accountId, roleName }, signal));
  } catch (error) {
    if (
      error instanceof Error &&
      (error.name === 'ForbiddenException' || error.name === 'ResourceNotFoundException')
    )
      throw new FailureError({ code: 'noAssignment', profile, accountId, roleName }, { cause: error });
    throw ssoFailure(error, profile, session, 'portal');
  }
}

/**
 * The token of the sign-in, renewed if its end is near. Who waits for another window finds what that has renewed. Rejects
 * with the failure `signInNeeded` where there is none that lives.
 */
export async function usableToken(
  center: IdentityCenter,
  profile: string,
  session: SsoSession,
  parts: SsoParts,
  signal: AbortSignal,
): Promise<SsoToken> {
  const path = tokenPath(parts.ssoCacheFolder, session);
  const token = await readToken(path);
  if (token && lives(token, renewMs, parts)) return token;
  if (token && isRenewable(token, parts)) {
    const renewed = await parts.alone(lockOfToken(path), signal, () =>
      renew(center, session, path, parts, signal),
    );
    if (renewed) return renewed;
  }
  if (token && lives(token, callMs, parts)) return token;
  const why = token ? 'expired' : 'signedOut';
  throw new FailureError({ code: 'signInNeeded', profile, session: sessionLabel(session), why });
}

/** Who holds it may write or remove the token. */
export function lockOfToken(path: string): string {
  return `sso ${path}`;
}

/** Undefined where it was refused: what is left of the old one is then used up, as the CLI and the SDKs do. */
async function renew(
  center: IdentityCenter,
  session: SsoSession,
  path: string,
  parts: SsoParts,
  signal: AbortSignal,
): Promise<SsoToken | undefined> {
  const token = await readToken(path);
  if (token && lives(token, renewMs, parts)) return token;
  if (!token?.refresh) return undefined;
  const { refresh } = token;
  try {
    const grant = { by: 'refresh', refreshToken: refresh.refreshToken } as const;
    const { accessToken, lifeMs, refreshToken } = await center.createToken(refresh, grant, signal);
    const renewed: SsoToken = {
      accessToken,
      expiresAt: parts.now() + lifeMs,
      refresh: { ...refresh, refreshToken: refreshToken ?? refresh.refreshToken },
    };
    await writeToken(path, session, renewed);
    return renewed;
  } catch (error) {
    const failure = ssoFailure(error, '', session, 'oidc');
    if (!(failure instanceof FailureError)) throw failure;
    parts.log.warn(`The sign-in ${sessionLabel(session)} could not be renewed: ${failure.failure.code}`);
    return undefined;
  }
}

function lives({ expiresAt }: SsoToken, ms: number, { now }: SsoParts): boolean {
  return expiresAt - now() > ms;
}

/** Whether it may be renewed without a person. */
export function isRenewable({ refresh }: SsoToken, { now }: Pick<SsoParts, 'now'>): boolean {
  return refresh !== undefined && refresh.registrationExpiresAt > now();
}
