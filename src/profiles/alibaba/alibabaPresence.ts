import type { Environment } from '../../base/environment.ts';
import type { AlibabaPaths } from './alibabaProfiles.ts';

/** PAI sets this variable on its DSW instances (`pai/session.py` of the PAI SDK for Python). */
const dswVariable = 'DSW_INSTANCE_ID';

/**
 * Each of these variables names a source of credentials of Alibaba Cloud, or chooses one. The last one is there even if
 * a DSW instance has no RAM role, and then its user needs to know what is missing.
 */
export const alibabaVariables: readonly string[] = [
  'ALIBABA_CLOUD_CREDENTIALS_URI',
  'ALIBABA_CLOUD_ACCESS_KEY_ID',
  'ALIBABA_CLOUD_ECS_METADATA',
  'ALIBABA_CLOUD_OIDC_PROVIDER_ARN',
  'ALIBABA_CLOUD_OIDC_TOKEN_FILE',
  'ALIBABA_CLOUD_PROFILE',
  dswVariable,
];

/** The files of which one suffices for Alibaba Cloud to be shown. */
export function alibabaFileCandidates({ cli, ini, credentialsFile }: AlibabaPaths): readonly string[] {
  const iniFiles = ini.named === undefined ? [ini.credentials, ini['credentials.ini']] : [ini.named];
  return [cli, ...iniFiles, credentialsFile];
}

/** Whether the environment alone suffices for Alibaba Cloud to be shown. A blank variable does not count. */
export function isAlibabaNamed(environment: Environment): boolean {
  return alibabaVariables.some((name) => environment[name]?.trim());
}

export function isDswInstance(environment: Environment): boolean {
  return Boolean(environment[dswVariable]?.trim());
}
