import { deadlines } from '../../base/deadlines.ts';
import { FailureError } from '../../base/failure.ts';
import { writeTroubleOf } from '../../base/writeTrouble.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { SsoSession } from '../../plan/plan.ts';
import { awsLimits } from '../sdk/awsLimits.ts';
import { openIdentityCenter } from '../sdk/open.ts';
import { type Indicator, signInInBrowser, type SignInPrompts } from './browserSignIn.ts';
import { type TokenFiles, tokenFiles } from './heldTokens.ts';
import { type SsoDependencies, tokenLock } from './roleCredentials.ts';
import { ssoFailure } from './ssoFailure.ts';
import { type SsoToken, tokenPath } from './ssoTokens.ts';

export type SignInDependencies = SsoDependencies & { readonly signInPrompts: SignInPrompts };

/**
 * Signs the user in through their browser and stores the token where the CLI finds it. `profile` is empty when the user
 * signs in without using a profile. Across all windows, each session has one sign-in at a time: a window that waited
 * for another's sign-in uses its result. Rejects with `FailureError` or `Cancelled`.
 */
export async function signIn(
  profile: string,
  session: SsoSession,
  dependencies: SignInDependencies,
  signal: AbortSignal,
): Promise<void> {
  const path = tokenPath(dependencies.ssoCacheFolder, session);
  const { tokens = tokenFiles } = dependencies;
  const before = (await tokens.read(path))?.accessToken;
  await oneAtATime(path, session, dependencies, signal, async () => {
    const now = await tokens.read(path);
    if (now && now.accessToken !== before && now.expiresAt > dependencies.now()) return;
    const { signInMs } = dependencies.limits ?? awsLimits;
    const prompts = dependencies.signInPrompts;
    try {
      const center = await openIdentityCenter(session, dependencies.limits);
      const signedIn = await signInInBrowser({ center, profile, session, prompts, signal, signInMs });
      const { accessToken, lifeMs, refreshToken } = signedIn.tokens;
      const token: SsoToken = {
        accessToken,
        expiresAt: dependencies.now() + lifeMs,
        refresh: refreshToken === undefined ? undefined : { ...signedIn.client, refreshToken },
      };
      await dependencies.withLock(tokenLock(path), signal, () => storeToken(path, session, token, tokens));
      dependencies.log.info(`Signed in to ${sessionLabel(session)}`);
    } catch (error) {
      throw ssoFailure(error, profile, session, 'oidc');
    }
  });
}

/**
 * Runs one sign-in per token file at a time across windows. A waiting window shows that, and the user may cancel the
 * wait.
 */
async function oneAtATime(
  path: string,
  session: SsoSession,
  { withLock, signInPrompts }: SignInDependencies,
  signal: AbortSignal,
  action: () => Promise<void>,
): Promise<void> {
  const leaving = new AbortController();
  let waiting: Indicator | undefined;
  const onWait = (): void => {
    if (waiting) return;
    waiting = signInPrompts.showWait(sessionLabel(session));
    waiting.cancelled.addEventListener('abort', () => leaving.abort());
  };
  const either = AbortSignal.any([signal, leaving.signal]);
  const onTurn = (): Promise<void> => {
    waiting?.done();
    return action();
  };
  try {
    await withLock(`sign in ${path}`, either, onTurn, onWait, deadlines.promptLockMs);
  } finally {
    waiting?.done();
  }
}

async function storeToken(
  path: string,
  session: SsoSession,
  token: SsoToken,
  tokens: TokenFiles,
): Promise<void> {
  try {
    await tokens.write(path, session, token);
  } catch (error) {
    const reason = writeTroubleOf(error);
    throw new FailureError({ code: 'fileUnwritable', path, reason }, { cause: error });
  }
}
