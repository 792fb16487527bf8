import { FailureError } from '../../base/failure.ts';
import { writeTroubleOf } from '../../base/writeTrouble.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { SsoSession } from '../../plan/plan.ts';
import type { SignInPrompts } from '../browser/browserPrompts.ts';
import { oneAtATime } from '../browser/browserSignIn.ts';
import { awsLimits } from '../sdk/awsLimits.ts';
import { openIdentityCenter } from '../sdk/open.ts';
import { signInInBrowser } from './identityCenterSignIn.ts';
import { type SsoDependencies, tokenLock } from './roleCredentials.ts';
import { ssoFailure } from './ssoFailure.ts';
import { type SsoFiles, ssoFiles, type SsoToken, tokenPath } from './ssoTokens.ts';

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
  const { tokens = ssoFiles } = dependencies;
  const label = sessionLabel(session);
  const before = (await tokens.read(path))?.accessToken;
  await oneAtATime(path, label, dependencies, signal, async () => {
    const now = await tokens.read(path);
    if (now && now.accessToken !== before && now.expiresAt > dependencies.now()) return;
    const { signInMs } = dependencies.limits ?? awsLimits;
    const prompts = dependencies.signInPrompts;
    try {
      const center = await openIdentityCenter(session, dependencies.limits);
      const signedIn = await signInInBrowser({ center, profile, session, label, prompts, signal, signInMs });
      const { accessToken, lifeMs, refreshToken } = signedIn.tokens;
      const token: SsoToken = {
        accessToken,
        expiresAt: dependencies.now() + lifeMs,
        refresh: refreshToken === undefined ? undefined : { ...signedIn.client, refreshToken },
      };
      await dependencies.withLock(tokenLock(path), signal, () => storeToken(path, session, token, tokens));
      dependencies.log.info(`Signed in to ${label}`);
    } catch (error) {
      throw ssoFailure(error, profile, session, 'oidc');
    }
  });
}

async function storeToken(
  path: string,
  session: SsoSession,
  token: SsoToken,
  tokens: SsoFiles,
): Promise<void> {
  try {
    await tokens.write(path, token, session);
  } catch (error) {
    const reason = writeTroubleOf(error);
    throw new FailureError({ code: 'fileUnwritable', path, reason }, { cause: error });
  }
}
