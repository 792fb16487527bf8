import { createHash } from 'node:crypto';
import { readdir, readFile, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { writeAtomically } from '../../base/atomicFile.ts';
import type { IdentityCenterStep, SsoSession } from '../../plan/plan.ts';
import { parseObject } from '../json.ts';
import { readTime } from '../time.ts';

/** A sign-in as the AWS CLI and the SDKs keep it in `~/.aws/sso/cache`. Times are milliseconds since the epoch. */
export interface SsoToken {
  readonly accessToken: string;
  readonly expiresAt: number;
  /** What it takes to renew it; a token of another tool may lack it. */
  readonly refresh: SsoRefresh | undefined;
}

export interface SsoRefresh {
  readonly refreshToken: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly registrationExpiresAt: number;
}

/**
 * The file of a sign-in, named after the session, or after the start URL where there is none (botocore `utils.py`,
 * SSOTokenLoader; SDK for JavaScript, `getSSOTokenFilepath.ts`). The start URL in a file is never searched for: another
 * tool may have a token for the same one that is good for something else.
 */
export function tokenPath(cacheFolder: string, { name, startUrl }: SsoSession): string {
  return join(
    cacheFolder,
    `${createHash('sha1')
      .update(name ?? startUrl)
      .digest('hex')}.json`,
  );
}

/** Undefined where there is none, or none that can be made out. */
export async function readToken(path: string): Promise<SsoToken | undefined> {
  const text = await readFile(path, 'utf8').catch(() => '');
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

/** Replaces the file at once as a whole, readable by its owner alone; with the fields of the CLI, in its order. */
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

/** With what a window that was killed while writing has left beside it. */
export async function removeToken(path: string): Promise<void> {
  const drafts = (await readdir(dirname(path)).catch(() => [])).filter((name) =>
    name.startsWith(`${basename(path)}.`),
  );
  for (const name of [basename(path), ...drafts]) await rm(join(dirname(path), name), { force: true });
}

/**
 * The file of `~/.aws/cli/cache` in which the CLI keeps the credentials of a role (botocore `credentials.py`,
 * SSOCredentialFetcher). As its `aws sso logout` does, who signs out removes it.
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

/** `2026-01-31T12:00:00Z`: the CLI reads nothing finer. */
function isoSeconds(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}
