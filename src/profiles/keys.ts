import { readTagKeys, readTags } from './sessionTags.ts';

/** What the product knows about a key of the AWS files. All lists of keys derive from these rows. */
export interface ConfigKey {
  /** The sections in which it counts. A profile can be in both files, the other sections only in the config file. */
  readonly sections: readonly ('profile' | 'sso-session' | 'services')[];
  /**
   * Part of an access key, which `aws configure set` writes to the credentials file (`configure/set.py` of the CLI).
   * `secret`: never shown.
   */
  readonly accessKey?: 'id' | 'secret';
  /** When temporary access keys beside it expire. Other tools leave it; none of AWS's reads it. */
  readonly expiresKeys?: true;
  /** Some AWS tool finds credentials by it, so the live mirror replaces it with its own source. */
  readonly leadsToCredentials?: true;
  /**
   * Counts only in a profile that assumes a role. `signed`: AssumeRoleWithWebIdentity has no such parameter (API model
   * of STS).
   */
  readonly role?: 'any' | 'signed';
  /** Affects every call to STS for the profile, with or without a role. */
  readonly affectsCalls?: true;
  /** Decides how AWS is called, and counts only in the chosen profile, not in the profiles that it refers to. */
  readonly chosenOnly?: true;
  /** Its value is the name of another profile. */
  readonly namesProfile?: true;
  /** aws-vault takes it from an included profile (`vault/config.go`, populateFromConfigFile); never access keys. */
  readonly isIncluded?: true;
  /** Shows that a section without the prefix `profile` is meant as a profile. */
  readonly typicalOfProfile?: true;
  /** Whether AWS accepts the value, as far as its form tells. */
  readonly accepts?: (value: string) => boolean;
  /** A value to follow. Messages show it, because they show no value that AWS does not accept. */
  readonly example?: string;
  /** The environment variables that win over it, first to last. */
  readonly variables?: readonly string[];
  /** The only tool that reads it, besides Rolecall; unset for keys of AWS's own tools. */
  readonly onlyReadBy?: 'aws-vault';
}

const profile = ['profile'] as const;
const signIn = ['profile', 'sso-session'] as const;
const matches = (form: RegExp) => (value: string) => form.test(value);
/** A text can have the form of an address and be none: `http://host:port`. */
const isAddress = (value: string) => /^https?:\/\/[^\s/]\S*$/iu.test(value) && URL.canParse(value);

/** `arn:aws:iam::123456789012:role/path/Name`, in any partition. A path may have any visible ASCII characters. */
export const roleArnPattern = /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[\x21-\x7E]{1,510}\/)?[\w+=,.@-]{1,64}$/u;
/** The length is that of the API model of STS, which the CLI and SDKs check with any server. */
export const anyRoleArnPattern = /^\S{20,2048}$/u;
export const sessionNamePattern = /^[\w+=,.@-]{2,64}$/u;
const regionPattern = /^[a-z0-9-]{1,63}$/iu;

/** Forms are those of the API models of STS (`sts-2011-06-15`), IAM and Identity Center. */
const rows = {
  aws_access_key_id: {
    sections: profile,
    accessKey: 'id',
    leadsToCredentials: true,
    typicalOfProfile: true,
    variables: ['AWS_ACCESS_KEY_ID'],
  },
  aws_secret_access_key: {
    sections: profile,
    accessKey: 'secret',
    leadsToCredentials: true,
    typicalOfProfile: true,
    variables: ['AWS_SECRET_ACCESS_KEY'],
  },
  aws_session_token: {
    sections: profile,
    accessKey: 'secret',
    leadsToCredentials: true,
    variables: ['AWS_SESSION_TOKEN'],
  },
  /** The older name of `aws_session_token`, which botocore reads first. */
  aws_security_token: {
    sections: profile,
    accessKey: 'secret',
    leadsToCredentials: true,
    variables: ['AWS_SECURITY_TOKEN'],
  },
  /** Of saml2aws and others. */
  x_security_token_expires: { sections: profile, expiresKeys: true },
  /** Of aws-azure-login. */
  aws_expiration: { sections: profile, expiresKeys: true },
  aws_session_expiration: { sections: profile, expiresKeys: true },
  aws_credential_expiration: { sections: profile, expiresKeys: true },
  /** Of aws-access. */
  token_expiration: { sections: profile, expiresKeys: true },
  /** Of aws-mfa, awsume, and Rolecall. */
  expiration: { sections: profile, expiresKeys: true },

  role_arn: {
    sections: profile,
    role: 'any',
    leadsToCredentials: true,
    isIncluded: true,
    typicalOfProfile: true,
    accepts: matches(roleArnPattern),
    example: 'arn:aws:iam::123456789012:role/Admin',
    variables: ['AWS_ROLE_ARN'],
  },
  source_profile: {
    sections: profile,
    role: 'any',
    leadsToCredentials: true,
    namesProfile: true,
    isIncluded: true,
    typicalOfProfile: true,
  },
  credential_source: {
    sections: profile,
    role: 'any',
    leadsToCredentials: true,
    example: 'Ec2InstanceMetadata',
  },
  role_session_name: {
    sections: profile,
    role: 'any',
    leadsToCredentials: true,
    isIncluded: true,
    accepts: matches(sessionNamePattern),
    example: 'maya@example.com',
    variables: ['AWS_ROLE_SESSION_NAME'],
  },
  duration_seconds: {
    sections: profile,
    role: 'any',
    leadsToCredentials: true,
    isIncluded: true,
    example: '3600',
  },
  external_id: {
    sections: profile,
    role: 'signed',
    leadsToCredentials: true,
    isIncluded: true,
    accepts: matches(/^[\w+=,.@:/-]{2,1224}$/u),
    example: 'acme-2024',
  },
  source_identity: {
    sections: profile,
    role: 'signed',
    leadsToCredentials: true,
    isIncluded: true,
    accepts: matches(/^(?!aws:)[\w+=,.@-]{2,64}$/iu),
    example: 'maya',
    onlyReadBy: 'aws-vault',
  },
  session_tags: {
    sections: profile,
    role: 'signed',
    leadsToCredentials: true,
    isIncluded: true,
    accepts: (value) => readTags(value) !== undefined,
    example: 'team=blue, cost=42',
    onlyReadBy: 'aws-vault',
  },
  transitive_session_tags: {
    sections: profile,
    role: 'signed',
    leadsToCredentials: true,
    isIncluded: true,
    accepts: (value) => readTagKeys(value) !== undefined,
    example: 'team, cost',
    onlyReadBy: 'aws-vault',
  },

  mfa_serial: {
    sections: profile,
    leadsToCredentials: true,
    affectsCalls: true,
    isIncluded: true,
    typicalOfProfile: true,
    accepts: matches(/^[\w+=/:,.@-]{9,256}$/u),
    example: 'arn:aws:iam::123456789012:mfa/maya',
  },
  /** A program that prints the MFA code. */
  mfa_process: {
    sections: profile,
    leadsToCredentials: true,
    isIncluded: true,
    onlyReadBy: 'aws-vault',
  },

  web_identity_token_file: {
    sections: profile,
    leadsToCredentials: true,
    isIncluded: true,
    typicalOfProfile: true,
    variables: ['AWS_WEB_IDENTITY_TOKEN_FILE'],
  },
  web_identity_token_process: {
    sections: profile,
    leadsToCredentials: true,
    isIncluded: true,
    onlyReadBy: 'aws-vault',
  },
  credential_process: {
    sections: profile,
    leadsToCredentials: true,
    isIncluded: true,
    typicalOfProfile: true,
  },
  /** The user ARN of an `aws login`. */
  login_session: { sections: profile, leadsToCredentials: true, typicalOfProfile: true },

  sso_session: {
    sections: profile,
    leadsToCredentials: true,
    isIncluded: true,
    typicalOfProfile: true,
  },
  sso_account_id: {
    sections: profile,
    leadsToCredentials: true,
    isIncluded: true,
    typicalOfProfile: true,
    accepts: matches(/^\d{12}$/u),
    example: '123456789012',
  },
  sso_role_name: {
    sections: profile,
    leadsToCredentials: true,
    isIncluded: true,
    accepts: matches(/^[\w+=,.@-]{1,64}$/u),
    example: 'ReadOnly',
  },
  /** Of aws-sso-util and others: only for people to read. */
  sso_account_name: { sections: profile },
  /** Of granted, whose profiles have a `credential_process`. */
  granted_sso_account_id: { sections: profile },
  granted_sso_account_name: { sections: profile },
  /** The account of the credentials, for endpoints of an account (AWS SDKs and Tools Reference Guide). */
  aws_account_id: { sections: profile },
  sso_start_url: {
    sections: signIn,
    leadsToCredentials: true,
    isIncluded: true,
    typicalOfProfile: true,
    accepts: matches(/^https?:\/\/[^\s/]\S*$/iu),
    example: 'https://example.awsapps.com/start',
  },
  sso_region: {
    sections: signIn,
    leadsToCredentials: true,
    isIncluded: true,
    accepts: matches(regionPattern),
    example: 'eu-west-1',
  },
  sso_registration_scopes: { sections: ['sso-session'], leadsToCredentials: true },

  include_profile: {
    sections: profile,
    leadsToCredentials: true,
    namesProfile: true,
    onlyReadBy: 'aws-vault',
  },
  /** What aws-vault called `include_profile` before. */
  parent_profile: {
    sections: profile,
    leadsToCredentials: true,
    namesProfile: true,
    onlyReadBy: 'aws-vault',
  },

  region: {
    sections: profile,
    affectsCalls: true,
    isIncluded: true,
    typicalOfProfile: true,
    accepts: matches(regionPattern),
    example: 'eu-west-1',
    variables: ['AWS_REGION', 'AWS_DEFAULT_REGION'],
  },
  output: { sections: profile, typicalOfProfile: true, variables: ['AWS_DEFAULT_OUTPUT'] },
  endpoint_url: {
    sections: ['profile', 'services'],
    affectsCalls: true,
    chosenOnly: true,
    isIncluded: true,
    accepts: isAddress,
    example: 'https://sts.example.com',
    variables: ['AWS_ENDPOINT_URL'],
  },
  /** The name of a `[services x]` section. */
  services: { sections: profile, chosenOnly: true },
  ignore_configured_endpoint_urls: {
    sections: profile,
    chosenOnly: true,
    variables: ['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'],
  },
  sts_regional_endpoints: {
    sections: profile,
    chosenOnly: true,
    isIncluded: true,
    accepts: matches(/^(?:legacy|regional)$/u),
    example: 'regional',
    variables: ['AWS_STS_REGIONAL_ENDPOINTS'],
  },
  use_fips_endpoint: { sections: profile, chosenOnly: true, variables: ['AWS_USE_FIPS_ENDPOINT'] },
  use_dualstack_endpoint: { sections: profile, chosenOnly: true, variables: ['AWS_USE_DUALSTACK_ENDPOINT'] },
  ca_bundle: { sections: profile, chosenOnly: true, variables: ['AWS_CA_BUNDLE'] },

  ec2_metadata_service_endpoint: {
    sections: profile,
    accepts: isAddress,
    example: 'http://169.254.169.254',
    variables: ['AWS_EC2_METADATA_SERVICE_ENDPOINT'],
  },
  ec2_metadata_service_endpoint_mode: {
    sections: profile,
    variables: ['AWS_EC2_METADATA_SERVICE_ENDPOINT_MODE'],
  },
  ec2_metadata_v1_disabled: {
    sections: profile,
    variables: ['AWS_EC2_METADATA_V1_DISABLED'],
  },
  imds_use_ipv6: { sections: profile, variables: ['AWS_IMDS_USE_IPV6'] },
} as const satisfies Readonly<Record<string, ConfigKey>>;

export type KeyName = keyof typeof rows;

type CamelCase<Name extends string> = Name extends `${infer First}_${infer Rest}`
  ? `${First}${Capitalize<CamelCase<Rest>>}`
  : Name;

/** The names of all keys: `keys.roleArn` is `role_arn`. */
export const keys = Object.fromEntries(
  Object.keys(rows).map((name) => [
    name.replaceAll(/_(\w)/gu, (_, letter: string) => letter.toUpperCase()),
    name,
  ]),
) as { readonly [Name in KeyName as CamelCase<Name>]: Name };

/** Undefined for a key that the product does not know. `name` is in lower case. */
export function configKey(name: string): ConfigKey | undefined {
  return Object.hasOwn(rows, name) ? rows[name as KeyName] : undefined;
}

/** The names of the keys for which `is` holds, in the order of the table. */
export function keysWhere(is: (key: ConfigKey) => unknown): readonly KeyName[] {
  return (Object.entries(rows) as [KeyName, ConfigKey][]).flatMap(([name, key]) => (is(key) ? name : []));
}

/** Whether AWS could accept the value for the key, as far as its form tells. */
export function acceptsValue(name: string, value: string): boolean {
  return configKey(name)?.accepts?.(value) ?? true;
}

/** A value to follow, for a key or an environment variable. */
export function exampleFor(name: string): string | undefined {
  return configKey(keysWhere(({ variables }) => variables?.includes(name))[0] ?? name.toLowerCase())?.example;
}
