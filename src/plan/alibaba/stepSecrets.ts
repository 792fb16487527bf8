import type { AlibabaProfiles } from '../../profiles/alibaba/alibabaProfiles.ts';
import type { AlibabaSource } from '../../profiles/alibaba/alibabaTarget.ts';
import type { CliSignInStep, CredentialsUriStep, RamKeysStep } from './alibabaPlan.ts';
import { alibabaVariable } from '../../profiles/alibaba/alibabaVariable.ts';
import { entryOf } from './sourceEntries.ts';

/** The keys of a file or of the environment. A plan leaves the secrets out. */
export interface RamKeys {
  readonly accessKeyId: string;
  readonly accessKeySecret: string;
  readonly securityToken: string | undefined;
}

/** What a sign-in with the Alibaba Cloud CLI has left in its file. Times are in milliseconds since the epoch. */
export interface CliToken {
  readonly accessToken: string | undefined;
  readonly expiration: number | undefined;
  /** The STS keys for which the CLI, or an SDK, has exchanged the token. */
  readonly stored: (RamKeys & { readonly securityToken: string; readonly expiration: number }) | undefined;
}

/** Undefined if these keys are no longer there, or if they are not complete. */
export function ramKeysOf(step: RamKeysStep, profiles: AlibabaProfiles): RamKeys | undefined {
  const keys = keysAt(step.source, profiles);
  if (keys?.accessKeyId !== step.accessKeyId) return undefined;
  // A token in an entry of another type or mode is a remnant, which no reader sends.
  return step.temporary ? keys : { ...keys, securityToken: undefined };
}

function keysAt(source: AlibabaSource, profiles: AlibabaProfiles): RamKeys | undefined {
  const { environment } = profiles;
  if (source.kind === 'ramEnvironment')
    return completeKeys(
      alibabaVariable(environment, 'ALIBABA_CLOUD_ACCESS_KEY_ID'),
      alibabaVariable(environment, 'ALIBABA_CLOUD_ACCESS_KEY_SECRET'),
      alibabaVariable(environment, 'ALIBABA_CLOUD_SECURITY_TOKEN'),
    );
  const entry = entryOf(source, profiles);
  const token = source.kind === 'cliProfile' ? 'sts_token' : 'security_token';
  return completeKeys(entry?.get('access_key_id'), entry?.get('access_key_secret'), entry?.get(token));
}

function completeKeys(
  accessKeyId: string | undefined,
  accessKeySecret: string | undefined,
  securityToken: string | undefined,
): RamKeys | undefined {
  if (!accessKeyId || !accessKeySecret) return undefined;
  return { accessKeyId, accessKeySecret, securityToken: securityToken || undefined };
}

/** The whole URI. Undefined if it is no longer there. */
export function credentialsUriOf(step: CredentialsUriStep, profiles: AlibabaProfiles): string | undefined {
  return sourceUri(step.source, profiles);
}

/** The URI of a source: that of a CLI profile, or else the one in the environment. */
export function sourceUri(source: AlibabaSource, profiles: AlibabaProfiles): string | undefined {
  const own = entryOf(source, profiles)?.get('credentials_uri');
  return own || alibabaVariable(profiles.environment, 'ALIBABA_CLOUD_CREDENTIALS_URI');
}

/** The keys of access tokens by the mode of a profile. */
export const accessTokenKeys = { CloudSSO: 'access_token', OAuth: 'oauth_access_token' } as const;

/** Undefined if the profile is no longer there. */
export function cliTokenOf(step: CliSignInStep, profiles: AlibabaProfiles): CliToken | undefined {
  const entry = entryOf(step.source, profiles);
  if (!entry) return undefined;
  const prefix = step.kind === 'oauth' ? 'oauth_access_token' : 'cloud_sso_access_token';
  return {
    accessToken: entry.get(accessTokenKeys[step.kind === 'oauth' ? 'OAuth' : 'CloudSSO']) || undefined,
    expiration: milliseconds(entry.get(`${prefix}_expire`)),
    stored: storedKeys(entry),
  };
}

function storedKeys(entry: ReadonlyMap<string, string>): CliToken['stored'] {
  const keys = completeKeys(
    entry.get('access_key_id'),
    entry.get('access_key_secret'),
    entry.get('sts_token'),
  );
  const expiration = milliseconds(entry.get('sts_expiration'));
  if (!keys?.securityToken || expiration === undefined) return undefined;
  const { accessKeyId, accessKeySecret, securityToken } = keys;
  if (![accessKeyId, accessKeySecret, securityToken].every(isSendable)) return undefined;
  return { ...keys, securityToken, expiration };
}

/** Whether a key or token has no spaces and no control characters, which no header and no variable may contain. */
export function isSendable(text: string): boolean {
  return /^[\u0021-\u007E]+$/u.test(text);
}

/** The CLI writes seconds since the epoch, and 0 for none. */
function milliseconds(seconds: string | undefined): number | undefined {
  return seconds !== undefined && /^[1-9]\d{0,11}$/u.test(seconds) ? Number(seconds) * 1000 : undefined;
}
