import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import type { AlibabaStep } from '../../../../src/plan/alibaba/alibabaPlan.ts';
import { defaultChain } from '../../../../src/plan/alibaba/defaultChain.ts';
import { planAlibaba } from '../../../../src/plan/alibaba/planAlibaba.ts';
import { cliTokenOf, credentialsUriOf, ramKeysOf } from '../../../../src/plan/alibaba/stepSecrets.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import type { AlibabaProfiles } from '../../../../src/profiles/alibaba/alibabaProfiles.ts';
import type { AlibabaTarget } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import { alibabaProfilesOf } from './alibabaProfilesOf.ts';

const profiles = alibabaProfilesOf({
  environment: {
    ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIenv',
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'env-secret',
    ALIBABA_CLOUD_SECURITY_TOKEN: 'env-token',
    ALIBABA_CLOUD_CREDENTIALS_URI: 'http://env/secret-path',
  },
  cli: [
    { name: 'same', mode: 'AK', access_key_id: 'LTAIcli', access_key_secret: 'cli-secret', sts_token: 'old' },
    { name: 'sts', mode: 'StsToken', access_key_id: 'STS.cli', access_key_secret: 's', sts_token: 'token' },
    { name: 'chain', mode: 'ChainableRamRoleArn', source_profile: 'same', ram_role_arn: 'acs:ram::1:role/x' },
    { name: 'uri', mode: 'CredentialsURI', credentials_uri: 'http://own/secret-path' },
    { name: 'uriOfEnvironment', mode: 'CredentialsURI' },
    {
      name: 'sso',
      mode: 'CloudSSO',
      cloud_sso_sign_in_url: 'https://x.example/',
      cloud_sso_account_id: '1',
      cloud_sso_access_config: 'ac',
      access_token: 'sso-token',
      cloud_sso_access_token_expire: 1_700_000_000,
      access_key_id: 'STS.sso',
      access_key_secret: 'sso-secret',
      sts_token: 'sso-sts',
      sts_expiration: 1_600_000_000,
    },
    {
      name: 'oauth',
      mode: 'OAuth',
      oauth_site_type: 'CN',
      oauth_access_token: 'oauth-token',
      oauth_access_token_expire: 0,
      access_key_id: 'STS.oauth',
      sts_expiration: 1_600_000_000,
    },
  ],
  ini: {
    credentials: '[same]\ntype = access_key\naccess_key_id = LTAIini\naccess_key_secret = ini-secret\n',
    'credentials.ini':
      '[same]\ntype = sts\naccess_key_id = STS.ini\naccess_key_secret = s\nsecurity_token = ini-token\n',
  },
});

function firstStep(target: AlibabaTarget): AlibabaStep {
  const planned = planAlibaba(profiles, target, { sessionName: 'me' });
  assert.ok(isPlan(planned), JSON.stringify(planned));
  const [step] = planned.steps;
  assert.ok(step);
  return step;
}

function keysOf(target: AlibabaTarget, from: AlibabaProfiles = profiles) {
  const step = firstStep(target);
  assert.ok(step.kind === 'ramKeys');
  return ramKeysOf(step, from);
}

function uriOf(target: AlibabaTarget) {
  const step = firstStep(target);
  assert.ok(step.kind === 'credentialsUri');
  return credentialsUriOf(step, profiles);
}

function tokenOf(name: string, from = profiles) {
  const step = firstStep({ kind: 'cliProfile', name });
  assert.ok(step.kind === 'cloudSso' || step.kind === 'oauth');
  return cliTokenOf(step, from);
}

describe('the secrets of a step', () => {
  it('are the keys of its place, also if places have the same name', () => {
    assert.deepEqual(keysOf({ kind: 'ramEnvironment' }), {
      accessKeyId: 'LTAIenv',
      accessKeySecret: 'env-secret',
      securityToken: 'env-token',
    });
    const ofCli = { accessKeyId: 'LTAIcli', accessKeySecret: 'cli-secret', securityToken: undefined };
    assert.deepEqual(keysOf({ kind: 'cliProfile', name: 'same' }), ofCli);
    assert.deepEqual(keysOf({ kind: 'cliProfile', name: 'chain' }), ofCli);
    assert.equal(keysOf({ kind: 'cliProfile', name: 'sts' })?.securityToken, 'token');
    const ini = (file: 'credentials' | 'credentials.ini') =>
      keysOf({ kind: 'iniProfile', file, name: 'same' });
    assert.deepEqual(ini('credentials'), {
      accessKeyId: 'LTAIini',
      accessKeySecret: 'ini-secret',
      securityToken: undefined,
    });
    assert.equal(ini('credentials.ini')?.securityToken, 'ini-token');
  });

  it('are gone if the keys have been replaced or removed', () => {
    const target = { kind: 'cliProfile', name: 'same' } as const;
    const other = { name: 'same', mode: 'AK', access_key_id: 'LTAIother', access_key_secret: 's' };
    assert.equal(keysOf(target, alibabaProfilesOf({ cli: [other] })), undefined);
    assert.equal(keysOf(target, alibabaProfilesOf({})), undefined);
    const incomplete = { ...other, access_key_id: 'LTAIcli', access_key_secret: '' };
    assert.equal(keysOf(target, alibabaProfilesOf({ cli: [incomplete] })), undefined);
  });

  it('are the whole credentials URI', () => {
    assert.equal(uriOf({ kind: 'credentialsUri' }), 'http://env/secret-path');
    assert.equal(uriOf({ kind: 'cliProfile', name: 'uri' }), 'http://own/secret-path');
    assert.equal(uriOf({ kind: 'cliProfile', name: 'uriOfEnvironment' }), 'http://env/secret-path');
  });

  it('are what a sign-in with the CLI has left, with times in milliseconds', () => {
    assert.deepEqual(tokenOf('sso'), {
      accessToken: 'sso-token',
      expiration: 1_700_000_000_000,
      stored: {
        accessKeyId: 'STS.sso',
        accessKeySecret: 'sso-secret',
        securityToken: 'sso-sts',
        expiration: 1_600_000_000_000,
      },
    });
    assert.deepEqual(tokenOf('oauth'), {
      accessToken: 'oauth-token',
      expiration: undefined,
      stored: undefined,
    });
    assert.equal(tokenOf('sso', alibabaProfilesOf({})), undefined);
  });

  it('are no stored keys that cannot be sent', () => {
    const stored = {
      name: 'sso',
      access_key_id: 'STS.sso',
      access_key_secret: 'sso-secret',
      sts_token: 'sso-sts',
      sts_expiration: 1_600_000_000,
    };
    assert.ok(tokenOf('sso', alibabaProfilesOf({ cli: [stored] }))?.stored);
    for (const key of ['access_key_id', 'access_key_secret', 'sts_token'])
      for (const text of ['a\nb', 'a\0b', 'a b'])
        assert.equal(
          tokenOf('sso', alibabaProfilesOf({ cli: [{ ...stored, [key]: text }] }))?.stored,
          undefined,
        );
  });
});

/** Values for every key that can hold a secret. Each contains the word. */
const secret = fc.constantFrom(
  'EXAMPLEsecretEXAMPLEsecret0001',
  'tokenEXAMPLEsecret+/=',
  'x"EXAMPLEsecret\n',
);
const secretKeys = [
  'access_key_secret',
  'sts_token',
  'security_token',
  'access_token',
  'oauth_access_token',
  'oauth_refresh_token',
  'bearer_token',
  'private_key',
] as const;
const modes = [
  'AK',
  'StsToken',
  'RamRoleArn',
  'EcsRamRole',
  'OIDC',
  'CloudSSO',
  'OAuth',
  'BearerToken',
  '',
  'x',
];

describe('plans, failures, and chains', () => {
  it('contain no secret', () => {
    const profile = fc.record(
      {
        mode: fc.constantFrom(...modes, ...modes.map((mode) => mode.toLowerCase())),
        type: fc.constantFrom('access_key', 'sts', 'ram_role_arn', 'bearer', 'x'),
        access_key_id: fc.constantFrom('LTAI5tExample', ''),
        ram_role_arn: fc.constantFrom('acs:ram::1:role/x', 'x'),
        role_arn: fc.constantFrom('acs:ram::1:role/x', 'x'),
        oauth_site_type: fc.constantFrom('CN', 'x'),
        ...Object.fromEntries(secretKeys.map((key) => [key, secret])),
        credentials_uri: fc.constant('http://host/EXAMPLEsecret'),
      },
      { requiredKeys: ['mode'] },
    );
    fc.assert(
      fc.property(profile, secret, (fields, ofEnvironment) => {
        const given = alibabaProfilesOf({
          environment: {
            ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAIenv',
            ALIBABA_CLOUD_ACCESS_KEY_SECRET: ofEnvironment,
            ALIBABA_CLOUD_SECURITY_TOKEN: ofEnvironment,
            ALIBABA_CLOUD_CREDENTIALS_URI: 'http://host/EXAMPLEsecret',
          },
          cli: [{ name: 'p', ...fields }],
          current: 'p',
          ini: {
            credentials: `[default]\n${Object.entries(fields)
              .map(([key, value]) => `${key} = ${JSON.stringify(value)}`)
              .join('\n')}`,
          },
        });
        for (const target of given.sources) {
          const planned = planAlibaba(given, target, { sessionName: 'me' });
          assert.ok(!JSON.stringify(planned).includes('EXAMPLEsecret'), JSON.stringify(planned));
        }
        for (const tool of ['node', 'python', 'go', 'java', 'cli', 'terraform'] as const)
          assert.ok(!JSON.stringify(defaultChain(given, tool)).includes('EXAMPLEsecret'));
        assert.ok(!JSON.stringify(given.failures).includes('EXAMPLEsecret'));
      }),
      { numRuns: 1000 },
    );
  });

  it('are made of any files and variables without an error', () => {
    const key = fc.constantFrom(
      'mode',
      'type',
      'source_profile',
      'ram_role_arn',
      '__proto__',
      'credentials_uri',
    );
    const value = fc.oneof(
      fc.constantFrom(...modes, 'a', 'b', '__proto__', 'ChainableRamRoleArn'),
      fc.jsonValue(),
    );
    const profile = fc.tuple(fc.constantFrom('a', 'b', '__proto__'), fc.dictionary(key, value));
    const variable = fc.constantFrom(
      'PROFILE',
      'CREDENTIALS_URI',
      'ACCESS_KEY_ID',
      'ECS_METADATA',
      'STS_REGION',
    );
    fc.assert(
      fc.property(
        fc.array(profile, { maxLength: 4 }),
        fc.string(),
        fc.dictionary(variable, fc.string()),
        (cli, ini, variables) => {
          const given = alibabaProfilesOf({
            environment: Object.fromEntries(
              Object.entries(variables).map(([name, text]) => [`ALIBABA_CLOUD_${name}`, text]),
            ),
            cli: cli.map(([name, fields]) => ({ ...fields, name })),
            current: 'a',
            ini: { credentials: `[default]\n${ini}`, 'credentials.ini': ini },
            asksForEcs: true,
          });
          for (const target of given.sources) planAlibaba(given, target, { sessionName: 'me' });
          for (const tool of ['node', 'python', 'go', 'java', 'cli', 'terraform'] as const)
            assert.ok(defaultChain(given, tool).length > 2);
        },
      ),
      { numRuns: 2000 },
    );
  });
});
