import { createHash } from 'node:crypto';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { readTextIfAny } from '../../base/boundedFile.ts';
import { type Environment, expandPath, homeFolder } from '../../base/environment.ts';
import { FailureError } from '../../base/failure.ts';
import type { LoginStep } from '../../plan/plan.ts';
import { Credentials } from '../credentials.ts';
import { parseObject } from '../json.ts';
import { readTime } from '../time.ts';

/**
 * Reads the unexpired credentials that `aws login` left in the CLI's cache (botocore `utils.py`, LoginTokenLoader).
 * They are not renewed here: a refresh token works only once, so using it alongside the CLI could end the user's
 * sign-in. The SDK's provider would renew them and rewrite the file in place.
 */
export async function readLogin(
  { profile, session }: LoginStep,
  environment: Environment,
  now: number,
): Promise<Credentials> {
  const chosen = environment['AWS_LOGIN_CACHE_DIRECTORY'];
  const system = { platform: process.platform, home: homedir() };
  const directory = chosen
    ? expandPath(chosen, environment, system)
    : join(homeFolder(environment, system), '.aws', 'login', 'cache');
  const file = join(directory, `${createHash('sha256').update(session).digest('hex')}.json`);
  const credentials = readCache(await readTextIfAny(file));
  if (!credentials || (credentials.expiration ?? 0) <= now)
    throw new FailureError({ code: 'loginNeeded', profile });
  return credentials;
}

function readCache(text: string): Credentials | undefined {
  const { accessToken } = parseObject(text) ?? {};
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = (accessToken ?? {}) as Readonly<
    Record<string, unknown>
  >;
  const expiration = readTime(expiresAt);
  if (typeof accessKeyId !== 'string' || typeof secretAccessKey !== 'string') return undefined;
  if (typeof sessionToken !== 'string' || expiration === undefined) return undefined;
  return new Credentials({ accessKeyId, secretAccessKey, sessionToken, expiration });
}
