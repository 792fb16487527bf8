import assert from 'node:assert/strict';
import { alibabaPaths } from '../../../../src/profiles/alibaba/alibabaPaths.ts';
import { alibabaFileCandidates, isAlibabaNamed } from '../../../../src/profiles/alibaba/alibabaPresence.ts';
import { alibabaName } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import { alibabaProfilesOf, type GivenFiles } from '../../plan/alibaba/alibabaProfilesOf.ts';

function names(given: GivenFiles): readonly string[] {
  return alibabaProfilesOf(given).sources.map((source) =>
    source.kind === 'iniProfile'
      ? `${source.file}: ${source.name}`
      : `${source.kind}: ${alibabaName(source)}`,
  );
}

describe('the sources of Alibaba Cloud', () => {
  for (const [variable, source] of [
    ['ALIBABA_CLOUD_CREDENTIALS_URI', 'credentialsUri: credentials URI'],
    ['ALIBABA_CLOUD_ECS_METADATA', 'ecsRamRole: ECS RAM role'],
    ['ALIBABA_CLOUD_ACCESS_KEY_ID', 'ramEnvironment: Alibaba Cloud environment'],
    ['ALIBABA_CLOUD_OIDC_PROVIDER_ARN', 'rrsa: RRSA'],
    ['ALIBABA_CLOUD_OIDC_TOKEN_FILE', 'rrsa: RRSA'],
  ] as const)
    it(`are listed for ${variable}, unless it is blank`, () => {
      assert.deepEqual(names({ environment: { [variable]: 'x' } }), [source]);
      assert.deepEqual(names({ environment: { [variable]: ' ' } }), []);
      assert.ok(isAlibabaNamed({ [variable]: 'x' }));
      assert.ok(!isAlibabaNamed({ [variable]: ' ' }));
    });

  it('are none on a DSW instance without a RAM role, but its user needs to know that', () => {
    assert.deepEqual(names({ environment: { DSW_INSTANCE_ID: 'dsw-1' } }), []);
    assert.ok(isAlibabaNamed({ DSW_INSTANCE_ID: 'dsw-1' }));
  });

  it('are not listed for a role alone, which other sources need', () => {
    assert.deepEqual(names({ environment: { ALIBABA_CLOUD_ROLE_ARN: 'x' } }), []);
  });

  it('are the file of a PAI DSW instance, if it exists, and ECS, if it is wanted', () => {
    assert.deepEqual(names({ hasCredentialsFile: true, asksForEcs: true }), [
      'credentialsFile: credentials file',
      'ecsRamRole: ECS RAM role',
    ]);
  });

  it('are the profiles and sections of files, also those that cannot be used', () => {
    const given = {
      cli: [{ name: 'b', mode: 'AK' }, { name: 'a' }],
      ini: { credentials: '[default]\ntype = x\n[b]\n', 'credentials.ini': '[default]\n' },
    };
    assert.deepEqual(names(given), [
      'cliProfile: b',
      'cliProfile: a',
      'credentials: default',
      'credentials: b',
      'credentials.ini: default',
    ]);
  });

  it('are in the named INI file alone, if there is one', () => {
    const given = {
      environment: { ALIBABA_CLOUD_CREDENTIALS_FILE: '/named' },
      ini: { credentials: '[a]\n', named: '[b]\n' },
    };
    assert.deepEqual(names(given), ['named: b']);
  });
});

describe('files that are not valid', () => {
  it('are failures with a line', () => {
    const secret = 'EXAMPLEsecretEXAMPLEsecret0001';
    const { failures, cli, ini } = alibabaProfilesOf({
      cli: `{\n"access_key_secret": "${secret}",\n`,
      ini: { credentials: `\n{"AccessKeySecret":"${secret}"}`, 'credentials.ini': '' },
    });
    assert.deepEqual(failures, [
      { code: 'alibabaFileInvalid', path: '/home/me/.aliyun/config.json', line: 3 },
      { code: 'alibabaFileInvalid', path: '/home/me/.alibabacloud/credentials', line: 2 },
    ]);
    assert.equal(cli, undefined);
    assert.deepEqual([...ini.keys()], ['credentials.ini']);
  });
});

describe('the environment of the profiles', () => {
  it('has no blank variables of Alibaba Cloud', () => {
    const environment = {
      ALIBABA_CLOUD_PROFILE: ' ',
      ALICLOUD_REGION: '',
      ALIBABA_CLOUD_ROLE_ARN: 'r',
      HOME: '',
    };
    assert.deepEqual(alibabaProfilesOf({ environment }).environment, {
      ALIBABA_CLOUD_ROLE_ARN: 'r',
      HOME: '',
    });
  });
});

describe('the paths of the files', () => {
  it('are in the home folder, with its separators', () => {
    assert.equal(alibabaPaths({}, '/home/me/').cli, '/home/me/.aliyun/config.json');
    assert.equal(alibabaPaths({}, String.raw`C:\Users\me`).cli, String.raw`C:\Users\me\.aliyun\config.json`);
    assert.equal(
      alibabaPaths({}, String.raw`/home/a\b`).ini.credentials,
      '/home/a\\b/.alibabacloud/credentials',
    );
  });

  it('can be named by variables', () => {
    const environment = { ALIBABA_CLOUD_CREDENTIALS_FILE: '/ini', ROLECALL_ALIBABA_CREDENTIALS_FILE: '/dsw' };
    const { ini, credentialsFile } = alibabaPaths(environment, '/h');
    assert.deepEqual([ini.named, credentialsFile], ['/ini', '/dsw']);
  });

  it('are those whose existence shows that there is Alibaba Cloud', () => {
    assert.deepEqual(alibabaFileCandidates(alibabaPaths({}, '/h')), [
      '/h/.aliyun/config.json',
      '/h/.alibabacloud/credentials',
      '/h/.alibabacloud/credentials.ini',
      '/mnt/.alibabacloud/credentials',
    ]);
    const named = alibabaPaths({ ALIBABA_CLOUD_CREDENTIALS_FILE: '/ini' }, '/h');
    assert.deepEqual(alibabaFileCandidates(named), [
      '/h/.aliyun/config.json',
      '/ini',
      '/mnt/.alibabacloud/credentials',
    ]);
  });
});
