import type { BesideVariables } from '../handover/besideHandover.ts';
import type { GivenSession } from '../handover/givenSession.ts';
import type { AlibabaPlan } from '../../plan/alibaba/alibabaPlan.ts';

// The names come from the SDKs' default chains (`providers/default.ts`, `default.py`, `default.go`,
// `DefaultCredentialsProvider.java`), the Alibaba Cloud CLI (`config/profile.go`, `config/configuration.go`), and the
// Terraform provider (`provider.go`). All of them take an empty variable as unset.

/** The names of the access key ID, its secret, and the security token. */
const keyNames = [
  ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ALIBABA_CLOUD_ACCESS_KEY_SECRET', 'ALIBABA_CLOUD_SECURITY_TOKEN'],
  // The Terraform provider prefers these; Pulumi, Packer, and older versions of the provider know no others.
  ['ALICLOUD_ACCESS_KEY', 'ALICLOUD_SECRET_KEY', 'ALICLOUD_SECURITY_TOKEN'],
  // ossutil 2 and the OSS SDKs.
  ['OSS_ACCESS_KEY_ID', 'OSS_ACCESS_KEY_SECRET', 'OSS_SESSION_TOKEN'],
] as const;

/** Older names of keys, which the CLI reads after the usual ones, and some scripts before them. */
const olderKeyNames = [
  'ALIBABACLOUD_ACCESS_KEY_ID',
  'ALIBABACLOUD_ACCESS_KEY_SECRET',
  'ALIBABACLOUD_SECURITY_TOKEN',
  'ALICLOUD_ACCESS_KEY_ID',
  'ALICLOUD_ACCESS_KEY_SECRET',
  'ACCESS_KEY_ID',
  'ACCESS_KEY_SECRET',
  'SECURITY_TOKEN',
];

/** RAM Roles for Service Accounts, which the SDKs try right after the keys. */
const oidcNames = [
  'ALIBABA_CLOUD_ROLE_ARN',
  'ALIBABA_CLOUD_OIDC_PROVIDER_ARN',
  'ALIBABA_CLOUD_OIDC_TOKEN_FILE',
];

/** Variables that lead to another profile, or to another role by means of our keys. */
const elsewhereNames = [
  'ALIBABA_CLOUD_PROFILE',
  'ALIBABACLOUD_PROFILE',
  'ALICLOUD_PROFILE',
  // With it, the CLI uses no credentials at all (`Anonymous`).
  'ALIBABA_CLOUD_PROFILE_MODE',
  'ALIBABA_CLOUD_BEARER_TOKEN',
  'ALIBABA_CLOUD_ROLE_SESSION_NAME',
  'ALIBABA_CLOUD_OIDC_TOKEN',
  'ALIBABACLOUD_ROLE_ARN',
  'ALIBABACLOUD_OIDC_PROVIDER_ARN',
  'ALIBABACLOUD_OIDC_TOKEN_FILE',
  'ALICLOUD_ASSUME_ROLE_ARN',
  'ALICLOUD_ASSUME_ROLE_SESSION_NAME',
  // The Terraform provider prefers this name to ours.
  'ALICLOUD_CREDENTIALS_URI',
  // The names of ECS instance roles.
  'ALIBABA_CLOUD_ECS_METADATA',
  'ALICLOUD_ECS_ROLE_NAME',
];

/** The CLI prefers a profile of its file to all variables, unless this one has exactly this value. */
const ignoringProfiles = ['ALIBABA_CLOUD_IGNORE_PROFILE', 'TRUE'] as const;

/** The keys of a session and its region. They come first in every default chain, so nothing else has to be disabled. */
export function keyVariables({ credentials, plan }: GivenSession<AlibabaPlan>): BesideVariables {
  const { accessKeyId, secretAccessKey, sessionToken } = credentials;
  const keys = keyNames.flatMap(([id, secret, token]) => [
    [id, accessKeyId] as const,
    [secret, secretAccessKey] as const,
    ...(sessionToken === undefined ? [] : [[token, sessionToken] as const]),
  ]);
  const noToken = sessionToken === undefined ? keyNames.map(([, , token]) => token) : [];
  return {
    set: new Map([...keys, ...regionsOf(plan.region?.name), ignoringProfiles]),
    absent: [...noToken, ...olderKeyNames, ...oidcNames, ...elsewhereNames],
  };
}

/** What leads programs to the credentials URI of this window. */
export interface LiveSource {
  /** Undefined if there is none: then programs find no credentials. */
  readonly uri: string | undefined;
  /** The path of an empty INI file. */
  readonly iniFile: string | undefined;
  readonly region: string | undefined;
}

/**
 * Leads programs to a credentials URI. It is the last one in the default chains, so everything before it is emptied or
 * disabled, also where a start-up file of a shell sets it. The CLI reads a URI only with `--mode CredentialsURI`.
 */
export function liveVariables({ uri, iniFile, region }: LiveSource): BesideVariables {
  const empty = [...keyNames.flat(), ...oidcNames].map((name) => [name, ''] as const);
  return {
    set: new Map([
      ...empty,
      ['ALIBABA_CLOUD_CREDENTIALS_URI', uri ?? ''],
      ...(iniFile === undefined ? [] : [['ALIBABA_CLOUD_CREDENTIALS_FILE', iniFile] as const]),
      ['ALIBABA_CLOUD_CLI_PROFILE_DISABLED', 'true'],
      ['ALIBABA_CLOUD_ECS_METADATA_DISABLED', 'true'],
      ignoringProfiles,
      ...regionsOf(region),
    ]),
    absent: [...olderKeyNames, ...elsewhereNames],
  };
}

/** The region for the CLI, for Terraform (now and formerly), for STS in the SDKs, and for OSS. */
const regionNames = [
  'ALIBABA_CLOUD_REGION_ID',
  'ALIBABA_CLOUD_REGION',
  'ALICLOUD_REGION',
  'ALIBABA_CLOUD_STS_REGION',
  'OSS_REGION',
];

function regionsOf(region: string | undefined): readonly (readonly [string, string])[] {
  return region === undefined ? [] : regionNames.map((name) => [name, region] as const);
}
