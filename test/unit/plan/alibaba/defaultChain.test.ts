import assert from 'node:assert/strict';
import type { AlibabaTool } from '../../../../src/plan/alibaba/alibabaPlan.ts';
import type { ChainLink } from '../../../../src/plan/alibaba/chainLink.ts';
import { defaultChain, stickyTools } from '../../../../src/plan/alibaba/defaultChain.ts';
import { alibabaProfilesOf, type GivenFiles } from './alibabaProfilesOf.ts';

const keys = { access_key_id: 'LTAI1', access_key_secret: 'secret' };
const ak = { name: 'old', mode: 'AK', ...keys };
const section = 'type = access_key\naccess_key_id = LTAI1\naccess_key_secret = secret\n';
const uri = { ALIBABA_CLOUD_CREDENTIALS_URI: 'http://127.0.0.1:7002/x' };
const environmentKeys = { ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI1', ALIBABA_CLOUD_ACCESS_KEY_SECRET: 'secret' };
const cliPath = '/home/me/.aliyun/config.json';
const sdks = ['node', 'python', 'go', 'java'] as const;

function chain(tool: AlibabaTool, given: GivenFiles): readonly ChainLink[] {
  return defaultChain(alibabaProfilesOf(given), tool);
}

/** Each place with its outcome and the code of its reason. */
function lines(tool: AlibabaTool, given: GivenFiles): readonly string[] {
  return chain(tool, given).map(({ place, outcome, why }) => `${place} ${outcome} ${why.code}`);
}

function linkOf(tool: AlibabaTool, place: ChainLink['place'], given: GivenFiles): ChainLink {
  const link = chain(tool, given).find((each) => each.place === place);
  assert.ok(link);
  return link;
}

const afterCli = ['iniProfile', 'ecsMetadata', 'credentialsUri'].map(
  (place) => `${place} notReached earlier`,
);
const withoutKeys = ['environmentKeys empty variablesUnset', 'oidc empty variablesUnset'];

const chained = (name: string, source: string) => ({
  name,
  mode: 'ChainableRamRoleArn',
  source_profile: source,
  ram_role_arn: 'acs:ram::1:role/x',
});
/** The reasons for what the SDKs do with their INI files. */
const iniReasons = (files: GivenFiles) => sdks.map((tool) => linkOf(tool, 'iniProfile', files).why.code);

describe('the default chain of an SDK', () => {
  for (const tool of sdks) {
    const first = tool === 'java' ? ['javaProperties perhaps inProgram'] : [];

    it(`ends with the credentials URI (${tool})`, () => {
      assert.deepEqual(lines(tool, { environment: uri }), [
        ...first,
        ...withoutKeys,
        'cliProfile empty noFile',
        'iniProfile empty noFile',
        'ecsMetadata perhaps mustAsk',
        'credentialsUri taken variableSet',
      ]);
    });

    it(`takes a forgotten CLI profile before it (${tool})`, () => {
      const given = { cli: [ak], current: 'old', environment: uri };
      assert.deepEqual(lines(tool, given), [
        ...first,
        ...withoutKeys,
        'cliProfile taken profile',
        ...afterCli,
      ]);
      assert.deepEqual(linkOf(tool, 'cliProfile', given), {
        place: 'cliProfile',
        source: { kind: 'cliProfile', name: 'old' },
        outcome: 'taken',
        why: { code: 'profile', name: 'old', path: cliPath },
      });
    });

    it(`takes keys in the environment before all that a program does not set (${tool})`, () => {
      const given = { cli: [ak], current: 'old', environment: { ...uri, ...environmentKeys } };
      const taken = lines(tool, given).filter((line) => !line.endsWith('notReached earlier'));
      assert.deepEqual(taken, [...first, 'environmentKeys taken variableSet']);
    });

    it(`takes the OIDC token of a pod before files (${tool})`, () => {
      const environment = {
        ALIBABA_CLOUD_ROLE_ARN: 'acs:ram::1:role/x',
        ALIBABA_CLOUD_OIDC_PROVIDER_ARN: 'acs:ram::1:oidc-provider/x',
        ALIBABA_CLOUD_OIDC_TOKEN_FILE: '/t',
      };
      const { outcome, source } = linkOf(tool, 'oidc', { cli: [ak], current: 'old', environment });
      assert.deepEqual([outcome, source], ['taken', { kind: 'rrsa' }]);
      const partial = { ...environment, ALIBABA_CLOUD_ROLE_ARN: '' };
      assert.deepEqual(linkOf(tool, 'oidc', { environment: partial }).why, {
        code: 'variableMissing',
        variable: 'ALIBABA_CLOUD_ROLE_ARN',
      });
    });

    it(`obeys its switches (${tool})`, () => {
      const environment = {
        ...uri,
        ALIBABA_CLOUD_CLI_PROFILE_DISABLED: 'true',
        ALIBABA_CLOUD_ECS_METADATA_DISABLED: 'true',
      };
      assert.deepEqual(lines(tool, { cli: [ak], current: 'old', environment }), [
        ...first,
        ...withoutKeys,
        'cliProfile off switchedOff',
        'iniProfile empty noFile',
        'ecsMetadata off switchedOff',
        'credentialsUri taken variableSet',
      ]);
    });

    it(`does not know the mode CredentialsURI (${tool})`, () => {
      const given = { cli: [{ name: 'dsw', mode: 'CredentialsURI' }], current: 'dsw', environment: uri };
      assert.deepEqual(linkOf(tool, 'cliProfile', given).why, {
        code: 'modeUnknown',
        name: 'dsw',
        path: cliPath,
        mode: 'CredentialsURI',
      });
    });

    it(`looks further behind a chain of profiles that is a circle (${tool})`, () => {
      const given = { cli: [chained('a', 'b'), chained('b', 'a')], current: 'a' };
      assert.deepEqual(linkOf(tool, 'cliProfile', given).why, {
        code: 'sourceLoop',
        name: 'a',
        path: cliPath,
        loop: ['a', 'b', 'a'],
      });
    });

    it(`cannot use a URI that is none (${tool})`, () => {
      const environment = { ALIBABA_CLOUD_CREDENTIALS_URI: 'localhost' };
      assert.equal(lines(tool, { environment }).at(-1), 'credentialsUri broken variableInvalid');
    });
  }

  it('shows no secret that stands in the place of a mode', () => {
    const secret = 'wJalrXUtnFEMIK7MDENGbPxRfiCYEXAMPLEKEY99';
    const given = { cli: [{ name: 'p', mode: `token=${secret}` }], current: 'p' };
    assert.ok(!JSON.stringify(chain('node', given)).includes(secret));
  });

  it('takes the role of a profile that has none from the variable in its place', () => {
    const given = { cli: [{ name: 'p', mode: 'RamRoleArn', ...keys }], current: 'p' };
    assert.equal(linkOf('node', 'cliProfile', given).why.code, 'keyMissing');
    const environment = { ALIBABA_CLOUD_ROLE_ARN: 'acs:ram::1:role/x' };
    assert.equal(linkOf('node', 'cliProfile', { ...given, environment }).why.code, 'profile');
  });

  it('asks for a URI even if there is none, in Node.js only', () => {
    const last = sdks.map((tool) => lines(tool, {}).at(-1));
    assert.deepEqual(last, [
      'credentialsUri broken asksWithoutUri',
      ...Array.from({ length: 3 }, () => 'credentialsUri empty variablesUnset'),
    ]);
  });

  it('remembers a complete failure in Node.js and Go', () => {
    assert.deepEqual(stickyTools, ['node', 'go']);
  });

  it('reads the INI file whose name is the default of its language', () => {
    const given = { ini: { credentials: `[default]\n${section}` } };
    const enabled = { ini: { 'credentials.ini': `[default]\n${section}enable = true\n` } };
    assert.deepEqual(iniReasons(given), ['profile', 'noFile', 'profile', 'noFile']);
    assert.deepEqual(iniReasons(enabled), ['noFile', 'profile', 'noFile', 'profile']);
    const environment = { ALIBABA_CLOUD_CREDENTIALS_FILE: '/named' };
    const named = { environment, ini: { named: `[default]\n${section}` } };
    assert.deepEqual(iniReasons(named), ['profile', 'profile', 'profile', 'notEnabled']);
  });

  for (const [lines_, expected] of [
    ['type = ecs_ram_role', ['profile', 'profile', 'keyMissing', 'keyMissing']],
    ['type = ecs_ram_role\nrole_name = x', ['profile', 'profile', 'profile', 'profile']],
    [
      `${section.replace('access_key\n', 'ram_role_arn\n')}role_arn = x`,
      ['profile', 'profile', 'keyMissing', 'keyMissing'],
    ],
    [
      'type = oidc_role_arn\noidc_provider_arn = p\noidc_token_file_path = t\nrole_arn = x',
      ['modeUnknown', 'profile', 'modeUnknown', 'profile'],
    ],
    [
      'type = rsa_key_pair\npublic_key_id = p\nprivate_key_file = f',
      ['modeUnknown', 'profile', 'modeUnknown', 'profile'],
    ],
    [section.replace('access_key\n', 'sts\n'), ['modeUnknown', 'modeUnknown', 'modeUnknown', 'profile']],
    [section.replace('type = access_key\n', ''), ['keyMissing', 'keyMissing', 'keyMissing', 'keyMissing']],
  ] as const)
    it(`uses a section with ${lines_.split('\n', 1)[0]} by language`, () => {
      const environment = { ALIBABA_CLOUD_CREDENTIALS_FILE: '/named' };
      const given = { environment, ini: { named: `[default]\nenable = true\n${lines_}\n` } };
      const found = sdks.map((tool) => linkOf(tool, 'iniProfile', given).why.code);
      assert.deepEqual(found, expected);
    });

  for (const [fields, expected] of [
    [{ mode: 'RamRoleArn', ...keys, ram_role_arn: 'x' }, ['profile', 'profile', 'profile', 'profile']],
    [{ mode: 'EcsRamRole' }, ['profile', 'profile', 'profile', 'profile']],
    [{ mode: 'RamRoleArn', ...keys, ram_role_arn: 'x', expired_seconds: 0 }, sdks.map(() => 'profile')],
    [
      { mode: 'RamRoleArn', ...keys, ram_role_arn: 'x', expired_seconds: 899 },
      sdks.map(() => 'valueInvalid'),
    ],
    [
      { mode: 'OAuth', oauth_site_type: 'CN', oauth_access_token: 't' },
      ['profile', 'profile', 'profile', 'profile'],
    ],
    [{ mode: 'OAuth', oauth_site_type: 'intl', oauth_refresh_token: 't' }, sdks.map(() => 'profile')],
    [{ mode: 'OAuth', oauth_site_type: 'EU', oauth_refresh_token: 't' }, sdks.map(() => 'valueInvalid')],
    [{ mode: 'OAuth', oauth_site_type: 'CN' }, sdks.map(() => 'keyMissing')],
    [
      {
        mode: 'CloudSSO',
        cloud_sso_sign_in_url: 'https://x',
        cloud_sso_account_id: '1',
        cloud_sso_access_config: 'a',
        access_token: 't',
      },
      ['sdkDefect', 'profile', 'profile', 'profile'],
    ],
    [
      {
        mode: 'CloudSSO',
        cloud_sso_sign_in_url: 'https://x',
        cloud_sso_account_id: '1',
        cloud_sso_access_config: 'a',
      },
      ['sdkDefect', 'keyMissing', 'keyMissing', 'keyMissing'],
    ],
    [{ mode: 'RamRoleArnWithRoleName', ram_role_arn: 'x' }, sdks.map(() => 'modeUnknown')],
    [{ mode: 'BearerToken', bearer_token: 'x' }, sdks.map(() => 'modeUnknown')],
    [{ mode: 'ak', ...keys }, sdks.map(() => 'modeUnknown')],
    [{ mode: 'AK' }, sdks.map(() => 'keyMissing')],
  ] as const)
    it(`uses a CLI profile with the mode ${fields.mode} by language`, () => {
      const given = { cli: [{ name: 'p', ...fields }], current: 'p' };
      const found = sdks.map((tool) => linkOf(tool, 'cliProfile', given).why.code);
      assert.deepEqual(found, expected);
    });

  it('takes a part of the keys from the environment, by language', () => {
    const environment = {
      ALIBABA_CLOUD_ACCESS_KEY_ID: 'LTAI1',
      ALIBABA_CLOUD_ROLE_ARN: 'acs:ram::1:role/x',
      ALIBABA_CLOUD_CREDENTIALS_FILE: '/named',
    };
    const secret = { access_key_secret: 'secret' };
    const given = { cli: [{ name: 'p', mode: 'AK', ...secret }], current: 'p', environment };
    const ofCli = sdks.map((tool) => linkOf(tool, 'cliProfile', given).why.code);
    assert.deepEqual(ofCli, ['profile', 'profile', 'profile', 'keyMissing']);
    const part = 'enable = true\ntype = ram_role_arn\naccess_key_secret = s\nrole_session_name = me\n';
    const ini = { named: `[default]\n${part}` };
    const ofIni = sdks.map((tool) => linkOf(tool, 'iniProfile', { ini, environment }).why.code);
    assert.deepEqual(ofIni, ['profile', 'profile', 'keyMissing', 'keyMissing']);
  });

  it('does not tell what another file of the CLI contains, which only the SDK for Go reads', () => {
    const environment = { ALIBABA_CLOUD_CONFIG_FILE: '/other.json' };
    const found = sdks.map((tool) => linkOf(tool, 'cliProfile', { environment }).outcome);
    assert.deepEqual(found, ['empty', 'empty', 'perhaps', 'empty']);
  });
});

describe('the chain of the CLI', () => {
  it('begins with its profile, whose keys precede those of the environment', () => {
    const given = { cli: [ak], current: 'old', environment: environmentKeys };
    assert.deepEqual(lines('cli', given), [
      'cliProfile taken profile',
      'environmentKeys notReached earlier',
      'oidc notReached earlier',
    ]);
  });

  it('takes the environment if the profile has no keys, if there is no file, or if it is to ignore that', () => {
    const expected = 'environmentKeys taken variableSet';
    const environment = environmentKeys;
    assert.equal(lines('cli', { cli: [{ name: 'p', mode: 'AK' }], current: 'p', environment })[1], expected);
    assert.equal(lines('cli', { environment })[1], expected);
    const ignoring = { ...environment, ALIBABA_CLOUD_IGNORE_PROFILE: 'TRUE' };
    const given = { cli: [ak], current: 'old', environment: ignoring };
    assert.deepEqual(lines('cli', given).slice(0, 2), ['cliProfile off switchedOff', expected]);
    // Exactly `TRUE`.
    const notIgnoring = { ...given, environment: { ...environment, ALIBABA_CLOUD_IGNORE_PROFILE: 'true' } };
    assert.equal(lines('cli', notIgnoring)[0], 'cliProfile taken profile');
  });

  it('ends with a profile that does not exist', () => {
    const given = { cli: [ak], environment: { ...environmentKeys, ALIBABACLOUD_PROFILE: 'gone' } };
    assert.deepEqual(lines('cli', given), [
      'cliProfile broken noProfile',
      'environmentKeys notReached earlier',
      'oidc notReached earlier',
    ]);
  });

  it('knows all modes, in any case', () => {
    for (const mode of ['CredentialsURI', 'credentialsuri'])
      assert.equal(lines('cli', { cli: [{ name: 'p', mode }], current: 'p' })[0], 'cliProfile taken profile');
  });

  it('has a switch for two modes, which the SDKs do not know', () => {
    const environment = { ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS: '1' };
    const external = { name: 'p', mode: 'External', process_command: 'x' };
    const given = { cli: [external], current: 'p', environment };
    assert.equal(lines('cli', given)[0], 'cliProfile broken switchedOff');
    assert.equal(linkOf('python', 'cliProfile', given).outcome, 'taken');
    const other = { ...given, cli: [{ name: 'p', mode: 'CredentialsURI' }] };
    assert.equal(lines('cli', other)[0], 'cliProfile broken switchedOff');
  });

  it('reads older names of variables', () => {
    const environment = { ACCESS_KEY_ID: 'x', ALICLOUD_ACCESS_KEY_SECRET: 'y' };
    assert.equal(lines('cli', { environment })[1], 'environmentKeys taken variableSet');
  });
});

describe('the chain of Terraform', () => {
  it('reads a profile only if one is named', () => {
    const given = { cli: [ak], current: 'old', environment: uri };
    assert.deepEqual(lines('terraform', given), [
      'environmentKeys empty variablesUnset',
      'cliProfile empty profileUnnamed',
      'ecsMetadata empty variablesUnset',
      'credentialsUri taken variableSet',
    ]);
    const named = { ...given, environment: { ...uri, ALIBABA_CLOUD_PROFILE: 'old' } };
    assert.equal(lines('terraform', named)[1], 'cliProfile taken profile');
  });

  it('prefers the oldest names of variables', () => {
    const environment = { ...environmentKeys, ALICLOUD_ACCESS_KEY: 'x' };
    assert.deepEqual(linkOf('terraform', 'environmentKeys', { environment }).why, {
      code: 'variableSet',
      variable: 'ALICLOUD_ACCESS_KEY',
    });
  });
});

describe('a file that is not valid', () => {
  it('is named by its path, and the search goes on', () => {
    const given = { cli: '{', environment: uri };
    assert.deepEqual(linkOf('python', 'cliProfile', given).why, { code: 'fileInvalid', path: cliPath });
    assert.equal(lines('python', given).at(-1), 'credentialsUri taken variableSet');
  });
});
