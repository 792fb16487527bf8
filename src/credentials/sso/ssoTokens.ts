import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { writeAtomically } from '../../base/atomicFile.ts';
import { readTextIfAny } from '../../base/boundedFile.ts';
import type { IdentityCenterStep, SsoSession } from '../../plan/plan.ts';
import type { TokenFiles } from '../heldTokens.ts';
import { parseObject } from '../json.ts';
import { readTime } from '../time.ts';

/** A sign-in as the AWS CLI and the SDKs store it in `~/.aws/sso/cache`. Times are milliseconds since the epoch. */
export interface SsoToken {
  readonly accessToken: string;
  readonly expiresAt: number;
  /** What a renewal needs; tokens from other tools may lack it. */
  readonly refresh: SsoRefresh | undefined;
}

export interface SsoRefresh {
  readonly refreshToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly registrationExpiresAt: number;
}

/**
 * The path of a sign-in's token file, derived from the session name, or from the start URL if there is no session
 * (botocore `utils.py`, SSOTokenLoader; SDK for JavaScript, `getSSOTokenFilepath.ts`). Files are never matched by the
 * start URL inside them: another tool's token for the same start URL may be limited to other scopes.
 */
export function tokenPath(cacheFolder: string, { name, startUrl }: SsoSession): string {
  return join(
    cacheFolder,
    `${createHash('sha1')
      .update(name ?? startUrl)
      .digest('hex')}.json`,
  );
}

/**
 * Undefined if the file does not exist, cannot be read, or is malformed. Rejects with the failure `fileUnreadable` if
 * it does not respond: the user may be signed in.
 */
export async function readToken(path: string): Promise<SsoToken | undefined> {
  const text = await readTextIfAny(path);
  const { accessToken, expiresAt, ...rest } = parseObject(text) ?? {};
  const end = readTime(expiresAt);
  if (typeof accessToken !== 'string' || accessToken === '' || end === undefined) return undefined;
  return { accessToken, expiresAt: end, refresh: readRefresh(rest) };
}

function readRefresh(fields: Readonly<Record<string, unknown>>): SsoRefresh | undefined {
  const { refreshToken, clientId, clientSecret } = fields;
  const registrationExpiresAt = readTime(fields['registrationExpiresAt']);
  if (typeof refreshToken !== 'string' || typeof clientId !== 'string') return undefined;
  if (typeof clientSecret !== 'string' || registrationExpiresAt === undefined) return undefined;
  return { refreshToken, clientId, clientSecret, registrationExpiresAt };
}

/** Replaces the file atomically, readable only by its owner, with the CLI's fields in the CLI's order. */
export async function writeToken(path: string, session: SsoSession, token: SsoToken): Promise<void> {
  const { accessToken, expiresAt, refresh } = token;
  const text = JSON.stringify({
    startUrl: session.startUrl,
    region: session.region,
    accessToken,
    expiresAt: isoSeconds(expiresAt),
    ...(refresh && {
      clientId: refresh.clientId,
      clientSecret: refresh.clientSecret,
      registrationExpiresAt: isoSeconds(refresh.registrationExpiresAt),
      refreshToken: refresh.refreshToken,
    }),
  });
  await writeAtomically(path, text);
}

/** The files of the CLI's cache, and nothing else. */
export const ssoFiles: SsoFiles = {
  read: readToken,
  write: (path, token, session) => writeToken(path, session, token),
  forget: () => {},
};

export type SsoFiles = TokenFiles<SsoToken, SsoSession>;

/**
 * The file in `~/.aws/cli/cache` where the CLI stores the credentials of a role (botocore `credentials.py`,
 * SSOCredentialFetcher). Signing out removes it, as `aws sso logout` does.
 */
export function cliRolePath(
  cliCacheFolder: string,
  { session, accountId, roleName }: IdentityCenterStep,
): string {
  const { name, startUrl } = session;
  const key =
    name === undefined ? { accountId, roleName, startUrl } : { accountId, roleName, sessionName: name };
  return join(cliCacheFolder, `${createHash('sha1').update(JSON.stringify(key)).digest('hex')}.json`);
}

/** `2026-01-31T12:00:00Z`: the CLI does not parse fractional seconds. */
function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
