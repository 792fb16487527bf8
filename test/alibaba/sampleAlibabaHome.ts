import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { LocalAlibaba } from './localAlibaba.ts';
import { userCaller } from './ram/ramCaller.ts';
import {
  agreedExternalId,
  cloudSsoConfiguration,
  deployRole,
  developerRole,
  linKey,
  partnerRole,
  readerKey,
  toolsAccount,
} from './sampleAlibaba.ts';

/** Keys that were deleted long ago: files with them win over the role of the instance in the chains of SDKs. */
export const deletedKey = { accessKeyId: 'LTAI5tROLECALLEXAMPLE000', accessKeySecret: 'deleted-long-ago' };

/** What the home folder contains of Alibaba Cloud; each kind of file is left out unless it is named. */
export type AlibabaHome = {
  /** `sample`: profiles in many modes. `stale`: only one, with deleted keys. */
  readonly cli?: 'sample' | 'stale';
  readonly ini?: 'sample' | 'stale';
  /** The INI file. Default: `credentials`, which the SDKs for Node.js and Go read. */
  readonly iniName?: 'credentials' | 'credentials.ini';
};

/** Writes the files, and returns their paths. The CLI profiles `sso` and `oauth` are signed in. */
export async function writeSampleAlibaba(
  home: string,
  alibaba: LocalAlibaba,
  { cli, ini, iniName = 'credentials' }: AlibabaHome = { cli: 'sample', ini: 'sample' },
): Promise<readonly string[]> {
  const written: string[] = [];
  const write = async (folder: string, name: string, text: string): Promise<void> => {
    const path = join(home, folder, name);
    await mkdir(join(home, folder), { recursive: true, mode: 0o700 });
    await writeFile(path, text, { mode: 0o600 });
    written.push(path);
  };
  if (cli) await write('.aliyun', 'config.json', cli === 'stale' ? staleCli() : sampleCli(alibaba));
  if (ini) await write('.alibabacloud', iniName, ini === 'stale' ? staleIni : sampleIni);
  return written;
}

/** As the CLI writes its file: tabs, and all members of a profile in a fixed order. */
function cliText(current: string, profiles: readonly object[]): string {
  return `${JSON.stringify({ current, profiles, meta_path: '' }, undefined, '\t')}\n`;
}

function staleCli(): string {
  return cliText('default', [{ ...keyProfile('default', deletedKey), language: 'zh' }]);
}

function keyProfile(name: string, keys: typeof deletedKey): object {
  return {
    name,
    mode: 'AK',
    access_key_id: keys.accessKeyId,
    access_key_secret: keys.accessKeySecret,
    region_id: 'cn-hangzhou',
    output_format: 'json',
    language: 'en',
  };
}

function sampleCli({ cloudSso, cloudSsoUrl, oauth, clock }: LocalAlibaba): string {
  const region = { region_id: 'cn-hangzhou', output_format: 'json', language: 'en' };
  const expires = Math.floor(clock.now() / 1000) + 8 * 3600;
  const { accessToken, refreshToken } = oauth.signIn(userCaller(toolsAccount, 'lin'), 8 * 3600);
  return cliText('lin', [
    keyProfile('lin', linKey),
    keyProfile('reader', readerKey),
    {
      name: 'developer',
      mode: 'RamRoleArn',
      access_key_id: linKey.accessKeyId,
      access_key_secret: linKey.accessKeySecret,
      ram_role_arn: developerRole,
      ram_session_name: 'lin',
      expired_seconds: 3600,
      ...region,
    },
    {
      name: 'deploy',
      mode: 'ChainableRamRoleArn',
      source_profile: 'developer',
      ram_role_arn: deployRole,
      ram_session_name: 'lin',
      expired_seconds: 900,
      ...region,
    },
    {
      name: 'partner',
      mode: 'ChainableRamRoleArn',
      source_profile: 'lin',
      ram_role_arn: partnerRole,
      ram_session_name: 'lin',
      external_id: agreedExternalId,
      ...region,
    },
    { name: 'instance', mode: 'CredentialsURI', ...region },
    { name: 'ecs', mode: 'EcsRamRole', ram_role_name: 'ecs-instance', ...region },
    {
      name: 'sso',
      mode: 'CloudSSO',
      cloud_sso_sign_in_url: cloudSsoUrl,
      cloud_sso_account_id: cloudSsoConfiguration.accountId,
      cloud_sso_access_config: cloudSsoConfiguration.id,
      access_token: cloudSso.signIn('lin', 8 * 3600),
      cloud_sso_access_token_expire: expires,
      ...region,
    },
    {
      name: 'oauth',
      mode: 'OAuth',
      oauth_site_type: 'CN',
      oauth_access_token: accessToken,
      oauth_refresh_token: refreshToken,
      oauth_access_token_expire: expires,
      ...region,
    },
  ]);
}

const staleIni = `[default]
enable = true
type = access_key
access_key_id = ${deletedKey.accessKeyId}
access_key_secret = ${deletedKey.accessKeySecret}
`;

const sampleIni = `[default]
enable = true
type = access_key
access_key_id = ${linKey.accessKeyId}
access_key_secret = ${linKey.accessKeySecret}

[developer]
enable = true
type = ram_role_arn
access_key_id = ${linKey.accessKeyId}
access_key_secret = ${linKey.accessKeySecret}
role_arn = ${developerRole}
role_session_name = lin
region_id = cn-hangzhou

[ecs]
enable = true
type = ecs_ram_role
role_name = ecs-instance
`;
