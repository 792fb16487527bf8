import { createHash } from 'node:crypto';
import { stat } from 'node:fs/promises';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { writeAtomically } from '../../base/atomicFile.ts';
import { onDisk, readTextIfAny } from '../../base/boundedFile.ts';
import { type Environment, expandPath, homeFolder } from '../../base/environment.ts';
import { looksLikeRegion } from '../../plan/endpoints/regions.ts';
import type { TokenFiles } from '../heldTokens.ts';
import { isText, parseObject } from '../json.ts';
import type { IssuedLogin } from '../sdk/signin.ts';
import { readTime } from '../time.ts';

/** A sign-in with the AWS console as the AWS CLI and the SDKs store it in `~/.aws/login/cache`. */
export interface LoginToken {
  readonly keys: IssuedLogin['keys'];
  /** When the keys expire, in milliseconds since the epoch. */
  readonly expiresAt: number;
  /** What a renewal needs; undefined if the file lacks it. */
  readonly refresh: LoginRefresh | undefined;
  /** Where the user signed in, and where the keys must be renewed. Not all tools write it. */
  readonly signInRegion: string | undefined;
  /** When the user signed in, in milliseconds since the epoch, by AWS's clock. */
  readonly signedInAt: number | undefined;
  /** All that is in the file: tools add fields, which stay when others write it. */
  readonly fields: Readonly<Record<string, unknown>>;
}

export interface LoginRefresh {
  readonly clientId: string;
  readonly refreshToken: string;
  /** A private key as PEM. */
  readonly dpopKey: string;
}

/** The folder of the CLI's sign-ins (botocore `utils.py`, `get_login_token_cache_directory`). */
export function loginCacheFolder(environment: Environment): string {
  const chosen = environment['AWS_LOGIN_CACHE_DIRECTORY'];
  const system = { platform: process.platform, home: homedir() };
  return chosen
    ? expandPath(chosen, environment, system)
    : join(homeFolder(environment, system), '.aws', 'login', 'cache');
}

/** The path of the file for a `login_session` (botocore `utils.py`, `generate_login_cache_key`). */
export function loginPath(folder: string, session: string): string {
  return join(folder, `${createHash('sha256').update(session).digest('hex')}.json`);
}

/** The files of the CLI's cache, and nothing else. */
export const loginFiles: TokenFiles<LoginToken> = {
  read: readWhole,
  write: (path, { fields }) => writeAtomically(path, JSON.stringify(fields)),
  forget: () => {},
};

/** The SDKs empty the file before they write it. */
async function readWhole(path: string): Promise<LoginToken | undefined> {
  for (let attempt = 1; ; attempt++) {
    const text = await readTextIfAny(path);
    if (parseObject(text) || attempt === readAttempts || !(await isThere(path))) return readLogin(text);
    await sleep(readPauseMs);
  }
}

const readAttempts = 5;
const readPauseMs = 40;

function isThere(path: string): Promise<boolean> {
  return onDisk(path, () => stat(path)).then(
    (found) => found.isFile(),
    () => false,
  );
}

function readLogin(text: string): LoginToken | undefined {
  const fields = parseObject(text) ?? {};
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = accessTokenOf(fields);
  if (!isText(accessKeyId) || !isText(secretAccessKey) || !isText(sessionToken)) return undefined;
  const { clientId, refreshToken, dpopKey, signInRegion, idToken } = fields;
  const hasRefresh = isText(clientId) && isText(refreshToken) && isText(dpopKey);
  const { iat } = isText(idToken) ? claimsOf(idToken) : {};
  return {
    keys: { accessKeyId, secretAccessKey, sessionToken },
    // Keys whose end is not known are renewed before they are used.
    expiresAt: readTime(expiresAt) ?? 0,
    refresh: hasRefresh ? { clientId, refreshToken, dpopKey } : undefined,
    signInRegion: isText(signInRegion) && looksLikeRegion(signInRegion) ? signInRegion : undefined,
    signedInAt: typeof iat === 'number' ? iat * 1000 : undefined,
    fields,
  };
}

/**
 * The token of a new sign-in, with the CLI's fields in the CLI's order. `askedAt`: when AWS was asked for it, in
 * milliseconds since the epoch. The user may have taken time since then, and the machine may have slept.
 */
export function newLogin(
  session: string,
  { keys, lifeMs, tokenType, refreshToken, idToken }: IssuedLogin,
  from: { readonly clientId: string; readonly dpopKey: string; readonly signInRegion: string },
  askedAt: number,
): LoginToken {
  const { clientId, dpopKey, signInRegion } = from;
  const expiresAt = askedAt + lifeMs;
  const accountId = session.split(':')[4] ?? '';
  return {
    keys,
    expiresAt,
    refresh: { clientId, refreshToken, dpopKey },
    signInRegion,
    signedInAt: askedAt,
    fields: {
      accessToken: { ...keys, accountId, expiresAt: isoSeconds(expiresAt) },
      tokenType,
      clientId,
      refreshToken,
      idToken,
      dpopKey,
      signInRegion,
    },
  };
}

/** The token with new keys, which came from `signInRegion`. `askedAt`: as for `newLogin`. */
export function renewedLogin(
  token: LoginToken,
  { keys, lifeMs, refreshToken }: IssuedLogin,
  signInRegion: string,
  askedAt: number,
): LoginToken {
  const expiresAt = askedAt + lifeMs;
  const accessToken = { ...accessTokenOf(token.fields), ...keys, expiresAt: isoSeconds(expiresAt) };
  return {
    ...token,
    keys,
    expiresAt,
    refresh: token.refresh && { ...token.refresh, refreshToken },
    signInRegion,
    fields: { ...token.fields, accessToken, refreshToken, signInRegion },
  };
}

/**
 * The claims of a JWT. Its signature is not checked: it came from AWS itself (OpenID Connect Core 1.0, 3.1.3.7), or is
 * in a file of the user.
 */
export function claimsOf(token: string): Readonly<Record<string, unknown>> {
  return parseObject(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString()) ?? {};
}

function accessTokenOf({
  accessToken,
}: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return typeof accessToken === 'object' && accessToken !== null ? { ...accessToken } : {};
}

/** `2026-01-31T12:00:00Z`, as the CLI writes it. */
function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
