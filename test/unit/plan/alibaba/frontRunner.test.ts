import assert from 'node:assert/strict';
import { frontRunner } from '../../../../src/plan/alibaba/frontRunner.ts';
import { alibabaProfilesOf, type GivenFiles } from './alibabaProfilesOf.ts';

const keys = { access_key_id: 'LTAI1', access_key_secret: 'secret' };
const ak = { name: 'old', mode: 'AK', ...keys };
const section = '[default]\ntype = access_key\naccess_key_id = LTAI1\naccess_key_secret = secret\n';
const uri = { ALIBABA_CLOUD_CREDENTIALS_URI: 'http://127.0.0.1:7002/x' };
const over = { kind: 'credentialsUri' };
const useHere = { code: 'useHere' };

function found(given: GivenFiles) {
  return frontRunner(alibabaProfilesOf({ ...given, environment: { ...uri, ...given.environment } }));
}

describe('what precedes the role of the instance', () => {
  it('is a forgotten profile of the CLI, for all SDKs and for the CLI itself', () => {
    assert.deepEqual(found({ cli: [ak], current: 'old' }), {
      winner: { kind: 'cliProfile', name: 'old' },
      over,
      tools: ['node', 'python', 'go', 'java', 'cli'],
      waysOut: [
        { code: 'removeEntry', name: 'old', path: '/home/me/.aliyun/config.json' },
        { code: 'setVariable', variable: 'ALIBABA_CLOUD_CLI_PROFILE_DISABLED', value: 'true' },
        useHere,
      ],
    });
  });

  it('is also Terraform’s if a variable names it', () => {
    const environment = { ALIBABA_CLOUD_PROFILE: 'old' };
    const { tools } = found({ cli: [ak], environment }) ?? {};
    assert.deepEqual(tools, ['node', 'python', 'go', 'java', 'terraform', 'cli']);
  });

  it('is a section, for the SDKs that read its file', () => {
    const path = '/home/me/.alibabacloud/credentials';
    assert.deepEqual(found({ ini: { credentials: section } }), {
      winner: { kind: 'iniProfile', file: 'credentials', name: 'default' },
      over,
      tools: ['node', 'go'],
      waysOut: [{ code: 'removeEntry', name: 'default', path }, useHere],
    });
  });

  it('is a section of the file that a variable names', () => {
    const environment = { ALIBABA_CLOUD_CREDENTIALS_FILE: '/named' };
    assert.deepEqual(found({ ini: { named: section }, environment })?.waysOut, [
      { code: 'removeEntry', name: 'default', path: '/named' },
      { code: 'unsetVariables', variables: ['ALIBABA_CLOUD_CREDENTIALS_FILE'] },
      useHere,
    ]);
  });

  it('is what most SDKs use, if they differ', () => {
    const given = {
      cli: [
        {
          name: 'sso',
          mode: 'CloudSSO',
          cloud_sso_sign_in_url: 'https://x',
          cloud_sso_account_id: '1',
          cloud_sso_access_config: 'a',
          access_token: 't',
        },
      ],
      current: 'sso',
      ini: { credentials: section },
    };
    const { winner, tools } = found(given) ?? {};
    assert.deepEqual([winner, tools], [{ kind: 'cliProfile', name: 'sso' }, ['python', 'go', 'java', 'cli']]);
  });

  it('is keys in the environment', () => {
    const environment = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'x', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'y' };
    const { winner, tools, waysOut } = found({ environment }) ?? {};
    assert.deepEqual(winner, { kind: 'ramEnvironment' });
    assert.deepEqual(tools, ['node', 'python', 'go', 'java', 'terraform', 'cli']);
    assert.deepEqual(waysOut?.[0], { code: 'unsetVariables', variables: Object.keys(environment) });
  });

  it('is the token of a pod', () => {
    const environment = {
      ALIBABA_CLOUD_ROLE_ARN: 'acs:ram::1:role/x',
      ALIBABA_CLOUD_OIDC_PROVIDER_ARN: 'acs:ram::1:oidc-provider/x',
      ALIBABA_CLOUD_OIDC_TOKEN_FILE: '/t',
    };
    assert.deepEqual(found({ environment })?.winner, { kind: 'rrsa' });
  });

  it('is nothing on an instance that has only its role', () => {
    assert.equal(found({}), undefined);
    assert.equal(found({ hasCredentialsFile: true }), undefined);
  });

  it('is nothing that only the CLI uses, which never reaches the URI', () => {
    assert.equal(found({ cli: [{ name: 'p', mode: 'CredentialsURI' }], current: 'p' }), undefined);
    assert.equal(found({ cli: [{ ...ak, mode: 'ak' }], current: 'old' }), undefined);
  });

  it('is nothing where the instance has no role', () => {
    const environment = { ALIBABA_CLOUD_CREDENTIALS_URI: '' };
    assert.equal(found({ cli: [ak], current: 'old', environment }), undefined);
  });

  it('is nothing once the profiles are switched off', () => {
    const environment = { ALIBABA_CLOUD_CLI_PROFILE_DISABLED: 'true' };
    assert.equal(found({ cli: [ak], current: 'old', environment }), undefined);
  });
});
