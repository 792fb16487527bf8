import assert from 'node:assert/strict';
import { keysWhere } from '../../../src/profiles/keys.ts';
import { meaningOf } from '../../../src/profiles/meantKeys.ts';

function means(meant: string, by: 'spelling' | 'words', ...written: readonly string[]): void {
  for (const key of written)
    it(`of ${key} is ${meant}, by its ${by}`, () => assert.deepEqual(meaningOf(key), { meant, by }));
}

describe('the meaning of an unknown key', () => {
  means(
    'sso_session',
    'spelling',
    'sso_sesion',
    'sso-session',
    'ssosession',
    'sso session',
    'aws_sso_session',
  );
  means(
    'source_profile',
    'spelling',
    'source-profile',
    'sourceprofile',
    'soruce_profile',
    '"source_profile"',
  );
  means(
    'role_arn',
    'spelling',
    'rolearn',
    'role-arn',
    'role_anr',
    'aws_role_arn',
    'ｒｏｌｅ_ａｒｎ',
    'rоle_arn',
  );
  means(
    'aws_access_key_id',
    'spelling',
    'access_key_id',
    'accesskeyid',
    'aws_acess_key_id',
    'aws_access_key',
  );
  means('aws_secret_access_key', 'spelling', 'secretaccesskey', 'aws_secret_acces_key');
  means('aws_session_token', 'spelling', 'sessiontoken', 'session_token', 'aws_sesion_token');
  means('credential_process', 'spelling', 'credentials_process', 'credential-proccess');
  means('sso_account_id', 'spelling', 'sso_acount_id', 'ssoaccountid', 'sso_account');
  means('mfa_serial', 'spelling', 'mfa-serial', 'mfaserial', 'mfa_serail');
  means('web_identity_token_file', 'spelling', 'web_identity_tokenfile', 'web-identity-token-file');

  means('mfa_serial', 'words', 'aws_mfa_device', 'mfa_device', 'mfadevice', 'mfa');
  means('role_arn', 'words', 'role', 'assume_role', 'assume_role_arn', 'rolename');
  means('source_profile', 'words', 'profile', 'source');
  means('aws_secret_access_key', 'words', 'aws_secret_key', 'secret_key');
  means('sso_start_url', 'words', 'sso_url', 'start_url', 'granted_sso_start_url');
  means('credential_process', 'words', 'process');

  for (const key of ['azure_tenant_id', 'okta_url', 'saml_provider', 'okta_username', 'expires_at'])
    it(`of ${key} is only that it is about credentials`, () =>
      assert.deepEqual(meaningOf(key), { meant: undefined, by: 'words' }));

  for (const key of [
    'regoin',
    'aws_region',
    'default_region',
    'ouput',
    'output_format',
    'enpoint_url',
    'ca_bundel',
    'aws_account_id',
    'account_id',
    'account',
    'sts_regional_endpoint',
    'max_retries',
    'cli_paper',
    'color',
    'granted_color',
    'description',
    'team',
    'cost_center',
    'learning',
    'controller',
    'startup',
    'user',
    'name',
    'key',
    'kms_key_id',
    's3_bucket',
    'sourcecode',
    'http_proxy',
    'use_arn_regions',
  ])
    it(`of ${key} is something else`, () => assert.equal(meaningOf(key), undefined));

  it('of each key of AWS’s tools about something else is something else', () => {
    const others = [
      ...keysWhere(({ leadsToCredentials, expiresKeys }) => !leadsToCredentials && !expiresKeys),
    ];
    assert.deepEqual(
      others.filter((key) => meaningOf(key) !== undefined),
      [],
    );
  });
});
