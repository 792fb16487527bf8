import assert from 'node:assert/strict';
import type { AlibabaPlan } from '../../../../src/plan/alibaba/alibabaPlan.ts';
import { planAlibaba } from '../../../../src/plan/alibaba/planAlibaba.ts';
import { textDigest } from '../../../../src/plan/alibaba/textDigest.ts';
import { prefixFingerprints } from '../../../../src/plan/fingerprints.ts';
import { isPlan } from '../../../../src/plan/plan.ts';
import type { AlibabaTarget } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import { alibabaProfilesOf, type GivenFiles } from './alibabaProfilesOf.ts';

const keys = { access_key_id: 'LTAI5tExampleKeyId', access_key_secret: 'EXAMPLEsecretEXAMPLEsecret0001' };
const arn = 'acs:ram::1234567890123456:role/reader';
const sessionName = 'me';
const publicSts = { url: 'https://sts.aliyuncs.com', host: 'sts.aliyuncs.com' };

function planned(target: AlibabaTarget, given: GivenFiles) {
  return planAlibaba(alibabaProfilesOf(given), target, { sessionName });
}

function planOf(target: AlibabaTarget, given: GivenFiles): AlibabaPlan {
  const found = planned(target, given);
  assert.ok(isPlan(found), JSON.stringify(found));
  return found;
}

function failureOf(target: AlibabaTarget, given: GivenFiles): object {
  const found = planned(target, given);
  assert.ok(!isPlan(found), 'the target can be used');
  return found.failure;
}

const cli = (name = 'p'): AlibabaTarget => ({ kind: 'cliProfile', name });
const ini = (name = 'p'): AlibabaTarget => ({ kind: 'iniProfile', file: 'credentials', name });
const ofCli = (fields: object, environment = {}): GivenFiles => ({
  cli: [{ name: 'p', ...fields }],
  environment,
});
const ofIni = (lines: object, environment = {}): GivenFiles => ({
  ini: {
    credentials: ['[p]', ...Object.entries(lines).map(([key, value]) => `${key} = ${value}`)].join('\n'),
  },
  environment,
});
const role = {
  kind: 'ramRole',
  profile: 'p',
  roleArn: arn,
  sessionName,
  durationSeconds: undefined,
  externalId: undefined,
  policy: undefined,
  sts: publicSts,
};
const cliKeysStep = {
  kind: 'ramKeys',
  profile: 'p',
  source: cli(),
  accessKeyId: keys.access_key_id,
  place: 'cli',
  temporary: false,
};
const ecsStep = {
  kind: 'ecsRamRole',
  profile: 'p',
  endpoint: 'http://100.100.100.200',
  roleName: undefined,
  mayUseV1: true,
};

function uriSteps(uri: string): string {
  const environment = { ALIBABA_CLOUD_CREDENTIALS_URI: uri };
  return JSON.stringify(planOf({ kind: 'credentialsUri' }, { environment }).steps);
}

const chained = (name: string, source: string) => ({
  name,
  mode: 'ChainableRamRoleArn',
  source_profile: source,
  ram_role_arn: arn,
});
const longChain = (length: number) => [
  ...Array.from({ length }, (_, i) => chained(`p${i}`, `p${i + 1}`)),
  { name: `p${length}`, mode: 'AK', ...keys },
];
const regionOf = (fields: object, environment: Record<string, string>) =>
  planOf(cli(), ofCli({ mode: 'AK', ...keys, ...fields }, environment)).region;

describe('a plan for a source in the environment', () => {
  it('uses the credentials URI without containing it', () => {
    const uri = 'http://127.0.0.1:7002/api/v1/credentials/9f8e7d6c';
    const environment = { ALIBABA_CLOUD_CREDENTIALS_URI: uri };
    const { steps } = planOf({ kind: 'credentialsUri' }, { environment });
    const [step] = steps;
    assert.ok(step?.kind === 'credentialsUri');
    assert.deepEqual([step.host, step.source], ['127.0.0.1:7002', { kind: 'credentialsUri' }]);
    assert.ok(!JSON.stringify(steps).includes('9f8e7d6c'));
  });

  it('differs between two credentials URIs', () => {
    assert.equal(uriSteps('http://a/1'), uriSteps('http://a/1'));
    assert.notEqual(uriSteps('http://a/1'), uriSteps('http://a/2'));
  });

  it('accepts a URI as URLs are read: with a line break at its end, or other letters', () => {
    for (const path of ['1\n', 'a b', 'ü']) assert.match(uriSteps(`http://a/${path}`), /"host":"a"/u);
  });

  for (const [uri, code] of [
    ['', 'credentialsUriUnset'],
    [' ', 'credentialsUriUnset'],
    ['localhost:7002/x', 'credentialsUriInvalid'],
    ['file:///etc/passwd', 'credentialsUriInvalid'],
    ['http://', 'credentialsUriInvalid'],
    ['http://a b/', 'credentialsUriInvalid'],
  ])
    it(`says that the URI ${JSON.stringify(uri)} is ${code}`, () => {
      const environment = { ALIBABA_CLOUD_CREDENTIALS_URI: uri };
      assert.deepEqual(failureOf({ kind: 'credentialsUri' }, { environment }), {
        code,
        profile: 'credentials URI',
      });
    });

  it('reads the file of a PAI DSW instance', () => {
    assert.deepEqual(planOf({ kind: 'credentialsFile' }, { hasCredentialsFile: true }).steps, [
      { kind: 'credentialsFile', profile: 'credentials file', path: '/mnt/.alibabacloud/credentials' },
    ]);
    const environment = { ROLECALL_ALIBABA_CREDENTIALS_FILE: '/tmp/dsw' };
    const { steps } = planOf({ kind: 'credentialsFile' }, { environment });
    assert.deepEqual(steps, [{ kind: 'credentialsFile', profile: 'credentials file', path: '/tmp/dsw' }]);
  });

  it('asks the metadata service of ECS', () => {
    const profile = 'ECS RAM role';
    assert.deepEqual(planOf({ kind: 'ecsRamRole' }, {}).steps, [{ ...ecsStep, profile }]);
    const environment = {
      ALIBABA_CLOUD_ECS_METADATA: 'reader',
      ALIBABA_CLOUD_IMDSV1_DISABLED: 'TRUE',
      ROLECALL_ALIBABA_METADATA_URL: 'http://127.0.0.1:81/',
    };
    assert.deepEqual(planOf({ kind: 'ecsRamRole' }, { environment }).steps, [
      { ...ecsStep, profile, roleName: 'reader', mayUseV1: false, endpoint: 'http://127.0.0.1:81' },
    ]);
  });

  it('asks for a role whose name has underscores, as older ones have', () => {
    const environment = { ALIBABA_CLOUD_ECS_METADATA: 'old_role' };
    assert.deepEqual(planOf({ kind: 'ecsRamRole' }, { environment }).steps, [
      { ...ecsStep, profile: 'ECS RAM role', roleName: 'old_role' },
    ]);
  });

  for (const [variables, failure] of [
    [{ ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'True' }, { code: 'ecsMetadataDisabled' }],
    [
      { ALIBABA_CLOUD_ECS_METADATA: '..' },
      { code: 'alibabaValueInvalid', key: 'ALIBABA_CLOUD_ECS_METADATA' },
    ],
    [
      { ALIBABA_CLOUD_ECS_METADATA: '../../user-data' },
      { code: 'alibabaValueInvalid', key: 'ALIBABA_CLOUD_ECS_METADATA' },
    ],
    [
      { ROLECALL_ALIBABA_METADATA_URL: 'http://a/path' },
      { code: 'alibabaValueInvalid', key: 'ROLECALL_ALIBABA_METADATA_URL' },
    ],
  ] as const)
    it(`does not ask it with ${Object.keys(variables).join()}`, () => {
      assert.deepEqual(failureOf({ kind: 'ecsRamRole' }, { environment: variables }), {
        ...failure,
        profile: 'ECS RAM role',
      });
    });

  const environmentKeys = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: keys.access_key_id,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: keys.access_key_secret,
  };

  it('uses keys with and without a token', () => {
    const target = { kind: 'ramEnvironment' } as const;
    const step = {
      kind: 'ramKeys',
      profile: 'Alibaba Cloud environment',
      source: target,
      accessKeyId: keys.access_key_id,
      place: 'ramEnvironment',
      temporary: false,
    };
    assert.deepEqual(planOf(target, { environment: environmentKeys }).steps, [step]);
    const temporary = { ...environmentKeys, ALIBABA_CLOUD_SECURITY_TOKEN: 'token' };
    assert.deepEqual(planOf(target, { environment: temporary }).steps, [{ ...step, temporary: true }]);
    const blank = { ...environmentKeys, ALIBABA_CLOUD_SECURITY_TOKEN: ' ' };
    assert.deepEqual(planOf(target, { environment: blank }).steps, [step]);
  });

  for (const name of Object.keys(environmentKeys))
    it(`needs ${name}`, () => {
      const environment = { ...environmentKeys, [name]: '' };
      assert.deepEqual(failureOf({ kind: 'ramEnvironment' }, { environment }), {
        code: 'alibabaKeyMissing',
        profile: 'Alibaba Cloud environment',
        key: name,
      });
    });

  const pod = {
    ALIBABA_CLOUD_ROLE_ARN: arn,
    ALIBABA_CLOUD_OIDC_PROVIDER_ARN: 'acs:ram::1234567890123456:oidc-provider/ack-rrsa-c1',
    ALIBABA_CLOUD_OIDC_TOKEN_FILE: '/var/run/secrets/ack.alibabacloud.com/rrsa-tokens/token',
  };

  it('assumes the role of a pod', () => {
    const environment = {
      ...pod,
      ALIBABA_CLOUD_ROLE_SESSION_NAME: 'pod',
      ALIBABA_CLOUD_STS_REGION: 'cn-hangzhou',
      ALIBABA_CLOUD_VPC_ENDPOINT_ENABLED: 'true',
    };
    const host = 'sts-vpc.cn-hangzhou.aliyuncs.com';
    assert.deepEqual(planOf({ kind: 'rrsa' }, { environment }).steps, [
      {
        kind: 'oidcRole',
        profile: 'RRSA',
        roleArn: arn,
        providerArn: pod.ALIBABA_CLOUD_OIDC_PROVIDER_ARN,
        tokenFile: pod.ALIBABA_CLOUD_OIDC_TOKEN_FILE,
        sessionName: 'pod',
        durationSeconds: undefined,
        policy: undefined,
        sts: { url: `https://${host}`, host },
      },
    ]);
  });

  for (const name of Object.keys(pod))
    it(`needs ${name} in a pod`, () => {
      const environment = { ...pod, [name]: undefined };
      assert.deepEqual(failureOf({ kind: 'rrsa' }, { environment }), {
        code: 'alibabaKeyMissing',
        profile: 'RRSA',
        key: name,
      });
    });
});

describe('a plan for a section of an INI file', () => {
  it('uses access keys', () => {
    const { steps } = planOf(ini(), ofIni({ type: 'access_key', ...keys }));
    assert.deepEqual(steps, [{ ...cliKeysStep, source: ini(), place: 'ini' }]);
  });

  it('ignores a token beside access keys, as all SDKs do', () => {
    const { steps } = planOf(ini(), ofIni({ type: 'access_key', ...keys, security_token: 'token' }));
    assert.deepEqual(steps, [{ ...cliKeysStep, source: ini(), place: 'ini' }]);
  });

  it('uses STS keys', () => {
    const { steps } = planOf(ini(), ofIni({ type: 'sts', ...keys, security_token: 'token' }));
    assert.deepEqual(steps, [{ ...cliKeysStep, source: ini(), place: 'ini', temporary: true }]);
  });

  it('asks the metadata service', () => {
    assert.deepEqual(planOf(ini(), ofIni({ type: 'ecs_ram_role' })).steps, [ecsStep]);
    const { steps } = planOf(ini(), ofIni({ type: 'ecs_ram_role', role_name: 'reader' }));
    assert.deepEqual(steps, [{ ...ecsStep, roleName: 'reader' }]);
  });

  it('assumes a role', () => {
    const policy = '{"Version":"1","Statement":[]}';
    const lines = { type: 'ram_role_arn', ...keys, role_arn: arn, role_session_name: 'own', policy };
    assert.deepEqual(planOf(ini(), ofIni(lines)).steps, [
      { ...cliKeysStep, source: ini(), place: 'ini' },
      { ...role, sessionName: 'own', policy },
    ]);
  });

  it('assumes a role with an OIDC token', () => {
    const lines = {
      type: 'oidc_role_arn',
      role_arn: arn,
      oidc_provider_arn: 'acs:ram::1:oidc-provider/x',
      oidc_token_file_path: '/token',
    };
    const [step] = planOf(ini(), ofIni(lines)).steps;
    assert.deepEqual(step, {
      kind: 'oidcRole',
      profile: 'p',
      roleArn: arn,
      providerArn: lines.oidc_provider_arn,
      tokenFile: '/token',
      sessionName,
      durationSeconds: undefined,
      policy: undefined,
      sts: publicSts,
    });
  });

  it('uses a credentials URI of its own, or that of the environment', () => {
    const own = ofIni({ type: 'credentials_uri', credentials_uri: 'http://own:1/x' });
    const [step] = planOf(ini(), own).steps;
    assert.ok(step?.kind === 'credentialsUri' && step.host === 'own:1');
    const given = ofIni({ type: 'credentials_uri' }, { ALIBABA_CLOUD_CREDENTIALS_URI: 'http://env/x' });
    const [other] = planOf(ini(), given).steps;
    assert.ok(other?.kind === 'credentialsUri' && other.host === 'env');
  });

  for (const [lines, failure] of [
    [{ ...keys }, { code: 'alibabaKeyMissing', key: 'type' }],
    [{ type: 'nonsense' }, { code: 'alibabaModeUnknown', mode: 'nonsense' }],
    [{ type: 'constructor' }, { code: 'alibabaModeUnknown', mode: 'constructor' }],
    [
      { type: 'ACCESS_KEY', ...keys },
      { code: 'alibabaModeUnknown', mode: 'ACCESS_KEY' },
    ],
    [{ type: 'rsa_key_pair' }, { code: 'alibabaModeUnsupported', mode: 'rsa_key_pair' }],
    [{ type: 'bearer' }, { code: 'alibabaModeUnsupported', mode: 'bearer' }],
    [
      { type: 'access_key', access_key_id: 'LTAI1' },
      { code: 'alibabaKeyMissing', key: 'access_key_secret' },
    ],
    [
      { type: 'sts', ...keys },
      { code: 'alibabaKeyMissing', key: 'security_token' },
    ],
    [
      { type: 'ram_role_arn', ...keys },
      { code: 'alibabaKeyMissing', key: 'role_arn' },
    ],
    [
      { type: 'ram_role_arn', role_arn: arn },
      { code: 'alibabaKeyMissing', key: 'access_key_id' },
    ],
    [
      { type: 'oidc_role_arn', role_arn: arn },
      { code: 'alibabaKeyMissing', key: 'oidc_provider_arn' },
    ],
    [
      { type: 'ram_role_arn', ...keys, role_arn: 'arn:aws:iam::123456789012:role/x' },
      { code: 'alibabaValueInvalid', key: 'role_arn' },
    ],
    [
      { type: 'ram_role_arn', ...keys, role_arn: arn, role_session_name: 'a+b' },
      { code: 'alibabaValueInvalid', key: 'role_session_name' },
    ],
    [
      { type: 'access_key', ...keys, region_id: 'cn hangzhou' },
      { code: 'alibabaValueInvalid', key: 'region_id' },
    ],
    [{ type: 'credentials_uri' }, { code: 'credentialsUriUnset' }],
  ] as const)
    it(`fails with ${Object.values(failure).join(' ')}`, () => {
      assert.deepEqual(failureOf(ini(), ofIni(lines)), { ...failure, profile: 'p' });
    });

  it('says that a section is missing', () => {
    const failure = { code: 'noAlibabaProfile', profile: 'q' };
    assert.deepEqual(failureOf(ini('q'), ofIni({ type: 'access_key' })), failure);
  });
});

describe('a plan for a profile of the CLI', () => {
  for (const mode of ['AK', 'ak', ''])
    it(`uses access keys in the mode “${mode}”`, () => {
      assert.deepEqual(planOf(cli(), ofCli({ mode, ...keys })).steps, [cliKeysStep]);
    });

  it('uses STS keys', () => {
    const temporary = { ...cliKeysStep, temporary: true };
    const fields = { ...keys, sts_token: 'token' };
    assert.deepEqual(planOf(cli(), ofCli({ mode: 'StsToken', ...fields })).steps, [temporary]);
    assert.deepEqual(planOf(cli(), ofCli(fields)).steps, [temporary]);
    // The CLI does not send the token in this mode.
    assert.deepEqual(planOf(cli(), ofCli({ mode: 'AK', ...fields })).steps, [cliKeysStep]);
  });

  it('assumes a role with all of its settings', () => {
    const fields = {
      mode: 'RamRoleArn',
      ...keys,
      ram_role_arn: arn,
      ram_session_name: 'own',
      expired_seconds: 900,
      external_id: 'partner/1',
      sts_region: 'cn-beijing',
      policy: '{"Version":"1","Statement":[]}',
    };
    const host = 'sts.cn-beijing.aliyuncs.com';
    const { steps, sts } = planOf(cli(), ofCli(fields));
    assert.deepEqual(sts, { url: `https://${host}`, host });
    assert.deepEqual(steps, [
      cliKeysStep,
      {
        ...role,
        sessionName: 'own',
        durationSeconds: 900,
        externalId: 'partner/1',
        policy: fields.policy,
        sts,
      },
    ]);
  });

  it('guesses the mode of a profile with keys and a role', () => {
    assert.deepEqual(planOf(cli(), ofCli({ ...keys, ram_role_arn: arn })).steps, [cliKeysStep, role]);
  });

  it('assumes a role with STS keys', () => {
    const fields = { mode: 'RamRoleArn', ...keys, sts_token: 'token', ram_role_arn: arn, expired_seconds: 0 };
    assert.deepEqual(planOf(cli(), ofCli(fields)).steps, [{ ...cliKeysStep, temporary: true }, role]);
  });

  it('takes a role and a session name from the variables that the CLI and the SDKs read', () => {
    const environment = { ALIBABA_CLOUD_ROLE_ARN: arn, ALIBABA_CLOUD_ROLE_SESSION_NAME: 'env' };
    const { steps } = planOf(cli(), ofCli({ mode: 'RamRoleArn', ...keys }, environment));
    assert.deepEqual(steps[1], { ...role, sessionName: 'env' });
  });

  it('asks the metadata service', () => {
    assert.deepEqual(planOf(cli(), ofCli({ mode: 'EcsRamRole' })).steps, [ecsStep]);
    const guessed = planOf(cli(), ofCli({ ram_role_name: 'reader' }));
    assert.deepEqual(guessed.steps, [{ ...ecsStep, roleName: 'reader' }]);
  });

  it('assumes a role with the role of the instance', () => {
    const fields = { mode: 'RamRoleArnWithRoleName', ram_role_name: 'instance', ram_role_arn: arn };
    assert.deepEqual(planOf(cli(), ofCli(fields)).steps, [{ ...ecsStep, roleName: 'instance' }, role]);
  });

  it('assumes roles one after the other', () => {
    const profiles = [
      chained('p', 'q'),
      chained('q', 'r'),
      chained('r', 'base'),
      { name: 'base', mode: 'AK', ...keys },
    ];
    const { steps } = planOf(cli(), { cli: profiles });
    assert.deepEqual(
      steps.map(({ kind, profile }) => `${kind} ${profile}`),
      ['ramKeys base', 'ramRole r', 'ramRole q', 'ramRole p'],
    );
    assert.deepEqual(steps[0], { ...cliKeysStep, profile: 'base', source: cli('base') });
  });

  it('names the profiles of a circle', () => {
    const given = { cli: [chained('p', 'q'), chained('q', 'r'), chained('r', 'q'), chained('own', 'own')] };
    assert.deepEqual(failureOf(cli(), given), {
      code: 'alibabaSourceLoop',
      profile: 'p',
      loop: ['q', 'r', 'q'],
    });
    const loop = ['own', 'own'];
    assert.deepEqual(failureOf(cli('own'), given), { code: 'alibabaSourceLoop', profile: 'own', loop });
  });

  it('follows a chain of 250 profiles, but none of ten thousand, whose plans would fill the memory', () => {
    const { steps } = planOf(cli('p0'), { cli: longChain(250) });
    assert.equal(steps.length, 251);
    const failure = { code: 'chainTooLong', profile: 'p0', most: 250 };
    assert.deepEqual(failureOf(cli('p0'), { cli: longChain(251) }), failure);
    const endless = [...longChain(10_000).slice(0, -1), chained('p10000', 'p0')];
    assert.deepEqual(failureOf(cli('p0'), { cli: endless }), failure);
  });

  it('assumes a role with an OIDC token', () => {
    const fields = {
      oidc_provider_arn: 'acs:ram::1:oidc-provider/x',
      oidc_token_file: '/t',
      ram_role_arn: arn,
    };
    for (const mode of ['OIDC', 'oidc', '']) {
      const [step] = planOf(cli(), ofCli({ mode, ...fields })).steps;
      assert.ok(step?.kind === 'oidcRole');
      assert.deepEqual([step.tokenFile, step.roleArn, step.sessionName], ['/t', arn, sessionName]);
    }
  });

  for (const fields of [
    { mode: 'External', process_command: 'get-keys' },
    { mode: 'CredentialsURI', credentials_uri: 'http://127.0.0.1:1/x' },
  ])
    it(`does not use ${fields.mode} if the environment turns that off`, () => {
      const name = 'ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS';
      for (const value of ['1', 'true', 'TRUE'])
        assert.deepEqual(failureOf(cli(), ofCli(fields, { [name]: value })), {
          code: 'externalProcessDisabled',
          profile: 'p',
        });
      assert.ok(['0', 'false', ' '].every((value) => planOf(cli(), ofCli(fields, { [name]: value }))));
    });

  it('runs a program', () => {
    const { steps } = planOf(cli(), ofCli({ mode: 'External', process_command: 'get-keys --fast' }));
    assert.deepEqual(steps, [{ kind: 'external', profile: 'p', source: cli(), command: 'get-keys --fast' }]);
  });

  it('uses a credentials URI', () => {
    const own = ofCli({ mode: 'CredentialsURI', credentials_uri: 'http://own/x' });
    const [step] = planOf(cli(), own).steps;
    assert.ok(step?.kind === 'credentialsUri' && step.host === 'own');
    const given = ofCli({ mode: 'CredentialsURI' }, { ALIBABA_CLOUD_CREDENTIALS_URI: 'http://env/x' });
    const [other] = planOf(cli(), given).steps;
    assert.ok(other?.kind === 'credentialsUri' && other.host === 'env');
  });

  const sso = {
    mode: 'CloudSSO',
    cloud_sso_sign_in_url: 'https://signin-cn-shanghai.alibabacloudsso.com/start/login?x=1',
    cloud_sso_account_id: '1234567890123456',
    cloud_sso_access_config: 'ac-1',
  };

  const withTokens = (token: string): object[] => [
    { name: 'sso', ...sso, access_token: token },
    { name: 'oauth', mode: 'OAuth', oauth_site_type: 'CN', oauth_access_token: token },
  ];

  it('is another one after another sign-in', () => {
    for (const name of ['sso', 'oauth']) {
      const fingerprint = (token: string) =>
        prefixFingerprints(planOf(cli(name), { cli: withTokens(token) })).join('\n');
      assert.equal(fingerprint('token-of-lin'), fingerprint('token-of-lin'));
      assert.notEqual(fingerprint('token-of-lin'), fingerprint('token-of-wei'));
      assert.ok(!fingerprint('token-of-lin').includes('token-of-lin'));
    }
  });

  it('uses a sign-in with CloudSSO', () => {
    const host = 'signin-cn-shanghai.alibabacloudsso.com';
    assert.deepEqual(planOf(cli(), ofCli(sso)).steps, [
      {
        kind: 'cloudSso',
        profile: 'p',
        source: cli(),
        endpoint: { url: `https://${host}`, host },
        digest: textDigest(''),
        account: '1234567890123456',
        accessConfiguration: 'ac-1',
      },
    ]);
  });

  for (const [site, host] of [
    ['CN', 'oauth.aliyun.com'],
    ['intl', 'oauth.alibabacloud.com'],
  ] as const)
    it(`uses an OAuth sign-in of the site ${site}`, () => {
      assert.deepEqual(planOf(cli(), ofCli({ mode: 'OAuth', oauth_site_type: site })).steps, [
        {
          kind: 'oauth',
          profile: 'p',
          source: cli(),
          endpoint: { url: `https://${host}`, host },
          digest: textDigest(''),
          account: undefined,
          accessConfiguration: undefined,
        },
      ]);
    });

  for (const [fields, failure] of [
    [{}, { code: 'alibabaKeyMissing', key: 'mode' }],
    [{ mode: 'Nonsense' }, { code: 'alibabaModeUnknown', mode: 'Nonsense' }],
    [{ mode: '__proto__' }, { code: 'alibabaModeUnknown', mode: '__proto__' }],
    [{ mode: 'BearerToken' }, { code: 'alibabaModeUnsupported', mode: 'BearerToken' }],
    [{ bearer_token: 'x' }, { code: 'alibabaModeUnsupported', mode: 'BearerToken' }],
    [{ mode: 'rsakeypair' }, { code: 'alibabaModeUnsupported', mode: 'RsaKeyPair' }],
    [{ mode: 'Anonymous' }, { code: 'alibabaModeUnsupported', mode: 'Anonymous' }],
    [
      { mode: 'AK', access_key_id: 'LTAI1' },
      { code: 'alibabaKeyMissing', key: 'access_key_secret' },
    ],
    [
      { mode: 'AK', ...keys, access_key_id: '' },
      { code: 'alibabaKeyMissing', key: 'access_key_id' },
    ],
    [
      { mode: 'StsToken', ...keys },
      { code: 'alibabaKeyMissing', key: 'sts_token' },
    ],
    [
      { mode: 'RamRoleArn', ...keys },
      { code: 'alibabaKeyMissing', key: 'ram_role_arn' },
    ],
    [
      { mode: 'ChainableRamRoleArn', ram_role_arn: arn },
      { code: 'alibabaKeyMissing', key: 'source_profile' },
    ],
    [
      { mode: 'ChainableRamRoleArn', ram_role_arn: arn, source_profile: 'q' },
      { code: 'alibabaSourceMissing', source: 'q' },
    ],
    [
      { mode: 'OIDC', ram_role_arn: arn },
      { code: 'alibabaKeyMissing', key: 'oidc_provider_arn' },
    ],
    [{ mode: 'External' }, { code: 'alibabaKeyMissing', key: 'process_command' }],
    [{ mode: 'CredentialsURI' }, { code: 'credentialsUriUnset' }],
    [{ mode: 'CredentialsURI', credentials_uri: 'x' }, { code: 'credentialsUriInvalid' }],
    [
      { ...sso, cloud_sso_account_id: '' },
      { code: 'alibabaKeyMissing', key: 'cloud_sso_account_id' },
    ],
    [
      { ...sso, cloud_sso_sign_in_url: 'https://user:password@evil.example/' },
      { code: 'alibabaValueInvalid', key: 'cloud_sso_sign_in_url' },
    ],
    [{ mode: 'OAuth' }, { code: 'alibabaKeyMissing', key: 'oauth_site_type' }],
    [
      { mode: 'OAuth', oauth_site_type: 'EU' },
      { code: 'alibabaValueInvalid', key: 'oauth_site_type' },
    ],
    [
      { mode: 'RamRoleArn', ...keys, ram_role_arn: arn, expired_seconds: 60 },
      { code: 'alibabaValueInvalid', key: 'expired_seconds' },
    ],
    [
      { mode: 'RamRoleArn', ...keys, ram_role_arn: arn, external_id: 'ä' },
      { code: 'alibabaValueInvalid', key: 'external_id' },
    ],
    [
      { mode: 'RamRoleArn', ...keys, ram_role_arn: arn, policy: '{"Version":"2012-10-17","Statement":[]}' },
      { code: 'alibabaValueInvalid', key: 'policy' },
    ],
    [
      { mode: 'RamRoleArn', ...keys, ram_role_arn: arn, sts_endpoint: 'https://evil.example/steal' },
      { code: 'alibabaValueInvalid', key: 'sts_endpoint' },
    ],
    [
      { mode: 'AK', access_key_id: 'LTAI1\r\nHost: x', access_key_secret: 'y' },
      { code: 'alibabaValueInvalid', key: 'access_key_id' },
    ],
    [
      { mode: 'AK', ...keys, sts_region: 'a/b' },
      { code: 'alibabaValueInvalid', key: 'sts_region' },
    ],
  ] as const)
    it(`fails with ${Object.values(failure).join(' ')}`, () => {
      assert.deepEqual(failureOf(cli(), ofCli(fields)), { ...failure, profile: 'p' });
    });

  it('says that a profile is missing', () => {
    assert.deepEqual(failureOf(cli('q'), ofCli({})), { code: 'noAlibabaProfile', profile: 'q' });
    assert.deepEqual(failureOf(cli(), {}), { code: 'noAlibabaProfile', profile: 'p' });
  });

  it('says that its file is not valid rather than that it is missing', () => {
    const broken = { cli: '{\n"current": "p"', ini: { credentials: '[p' } };
    const code = 'alibabaFileInvalid';
    assert.deepEqual(failureOf(cli(), broken), { code, path: '/home/me/.aliyun/config.json', line: 2 });
    assert.deepEqual(failureOf(ini(), broken), { code, path: '/home/me/.alibabacloud/credentials', line: 1 });
  });

  it('names the profile of the chain that cannot be used', () => {
    const cliProfiles = [
      { name: 'p', mode: 'ChainableRamRoleArn', source_profile: 'base', ram_role_arn: arn },
      { name: 'base', mode: 'AK' },
    ];
    assert.deepEqual(failureOf(cli(), { cli: cliProfiles }), {
      code: 'alibabaKeyMissing',
      profile: 'base',
      key: 'access_key_id',
    });
  });
});

describe('a plan for a typed role', () => {
  const source = { kind: 'ramEnvironment' } as const;
  const environment = {
    ALIBABA_CLOUD_ACCESS_KEY_ID: keys.access_key_id,
    ALIBABA_CLOUD_ACCESS_KEY_SECRET: keys.access_key_secret,
  };
  const typed = { kind: 'ramRole', roleArn: arn, source, sessionName: 'typed' } as const;

  it('assumes it with the source', () => {
    const target = {
      ...typed,
      durationSeconds: '1800',
      externalId: 'ext',
      policy: '{"Version":"1","Statement":[]}',
    };
    const { steps } = planOf(target, { environment });
    assert.deepEqual(
      steps.map(({ kind }) => kind),
      ['ramKeys', 'ramRole'],
    );
    assert.deepEqual(steps[1], {
      ...role,
      profile: 'reader@1234567890123456',
      sessionName: 'typed',
      durationSeconds: 1800,
      externalId: 'ext',
      policy: target.policy,
    });
  });

  for (const [change, key] of [
    [{ roleArn: 'acs:ram::1:user/x' }, 'RoleArn'],
    [{ sessionName: '' }, 'RoleSessionName'],
    [{ sessionName: 'a b' }, 'RoleSessionName'],
    [{ durationSeconds: '1e3' }, 'DurationSeconds'],
    [{ durationSeconds: '0' }, 'DurationSeconds'],
    [{ externalId: 'x' }, 'ExternalId'],
    [{ policy: 'x' }, 'Policy'],
  ] as const)
    it(`refuses ${JSON.stringify(change)}`, () => {
      const found = failureOf({ ...typed, ...change }, { environment });
      assert.deepEqual('key' in found && found.key, key);
    });

  it('fails as its source does', () => {
    assert.deepEqual(failureOf(typed, {}), {
      code: 'alibabaKeyMissing',
      profile: 'Alibaba Cloud environment',
      key: 'ALIBABA_CLOUD_ACCESS_KEY_ID',
    });
  });
});

describe('the region of a plan', () => {
  it('is that of the profile, or else of the environment', () => {
    const environment = { ALIBABA_CLOUD_REGION_ID: 'cn-a', ALIBABA_CLOUD_REGION: 'cn-b' };
    assert.deepEqual(regionOf({ region_id: 'cn-c' }, environment), { name: 'cn-c', from: 'profile' });
    assert.deepEqual(regionOf({}, environment), { name: 'cn-a', from: 'environment' });
    const blank = { ALIBABA_CLOUD_REGION_ID: ' ', ALICLOUD_REGION: 'cn-d' };
    assert.deepEqual(regionOf({}, blank), { name: 'cn-d', from: 'environment' });
    assert.equal(regionOf({}, {}), undefined);
  });

  it('must be one', () => {
    const given = ofCli({ mode: 'AK', ...keys }, { ALIBABA_CLOUD_REGION: '$(x)' });
    assert.deepEqual(failureOf(cli(), given), {
      code: 'alibabaValueInvalid',
      profile: 'p',
      key: 'ALIBABA_CLOUD_REGION',
    });
  });
});

describe('the session name of a plan', () => {
  it('is never one that Alibaba Cloud refuses', () => {
    const profiles = alibabaProfilesOf(ofCli({ ...keys, ram_role_arn: arn }));
    const found = planAlibaba(profiles, cli(), { sessionName: 'a+b, c' });
    assert.ok(isPlan(found));
    const [, step] = found.steps;
    assert.ok(step?.kind === 'ramRole');
    assert.equal(step.sessionName, 'rolecall');
  });
});
