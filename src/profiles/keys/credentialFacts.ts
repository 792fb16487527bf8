import type { credentialRows } from './credentialRows.ts';
import { choice, integer, type KeyFacts, value } from './keyFacts.ts';

const all = 'BCJGRT';
const vault = { readBy: ['aws-vault'] } as const;

/** Of keys that lead to credentials. */
export const credentialFacts: Readonly<Record<keyof typeof credentialRows, KeyFacts>> = {
  aws_access_key_id: value('text', all),
  aws_secret_access_key: value('text', all),
  aws_session_token: value('text', all),
  aws_security_token: value('text', 'BC'),
  x_security_token_expires: { form: 'time', readBy: ['saml2aws'] },
  aws_expiration: { form: 'time', readBy: ['aws-azure-login'] },
  aws_session_expiration: { form: 'time', readBy: [] },
  aws_credential_expiration: { form: 'time', readBy: [] },
  token_expiration: { form: 'time', readBy: ['aws-access'] },
  expiration: { form: 'time', readBy: ['aws-mfa'] },

  role_arn: value('roleArn', all),
  source_profile: value('profile', all),
  credential_source: choice(all, ['Environment', 'Ec2InstanceMetadata', 'EcsContainer'], { cliFails: true }),
  role_session_name: value('text', 'BCJGR'),
  duration_seconds: integer('BCJG', { range: [900, 43_200], default: '3600' }),
  external_id: value('text', all),
  source_identity: { form: 'text', ...vault },
  session_tags: { form: 'list', ...vault },
  transitive_session_tags: { form: 'list', ...vault },

  mfa_serial: value('mfaDevice', 'BCJGT'),
  mfa_process: { form: 'command', ...vault },

  web_identity_token_file: value('path', all),
  web_identity_token_process: { form: 'command', ...vault },
  credential_process: value('command', all),
  login_session: value('loginArn', 'BCJRT', { since: { cli: '2.32.0' } }),

  sso_session: value('ssoSession', all, { since: { cli: '2.9.0' } }),
  sso_account_id: value('accountId', all),
  sso_role_name: value('text', all),
  sso_account_name: { form: 'text', readBy: ['aws-sso-util'] },
  granted_sso_account_id: { form: 'accountId', readBy: ['granted'] },
  granted_sso_account_name: { form: 'text', readBy: ['granted'] },
  aws_account_id: value('accountId', 'BCJGR'),
  sso_start_url: value('url', all),
  sso_region: value('region', all),
  sso_registration_scopes: value('list', 'CT', { default: 'sso:account:access', since: { cli: '2.9.0' } }),

  include_profile: { form: 'profile', ...vault },
  parent_profile: { form: 'profile', ...vault },
};
