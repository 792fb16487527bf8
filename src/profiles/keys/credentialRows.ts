import { readTagKeys, readTags } from '../sessionTags.ts';
import { type ConfigKey, matches, profile, regionPattern } from './configKey.ts';

const signIn = ['profile', 'sso-session'] as const;

/** `arn:aws:iam::123456789012:role/path/Name`, in any partition. A path may have any visible ASCII characters. */
export const roleArnPattern = /^arn:aws[a-z-]*:iam::\d{12}:role\/(?:[\x21-\x7E]{1,510}\/)?[\w+=,.@-]{1,64}$/u;
/** The length is that of the API model of STS, which the CLI and SDKs check with any server. */
export const anyRoleArnPattern = /^\S{20,2048}$/u;
export const sessionNamePattern = /^[\w+=,.@-]{2,64}$/u;

/** What leads to credentials. Forms are those of the API models of STS (`sts-2011-06-15`), IAM and Identity Center. */
export const credentialRows = {
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
} as const satisfies Readonly<Record<string, ConfigKey>>;
