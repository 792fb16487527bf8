import assert from 'node:assert/strict';
import { parseConfig } from '../../../../src/config/parse.ts';
import { awsText } from '../../../../src/language/awsText.ts';
import { Linter } from '../../../../src/language/lint/lint.ts';
import type { FileRole } from '../../../../src/profiles/profiles.ts';
import { assertProportional } from '../../../scaling.ts';
import { findingsIn, foundIn, unmarked } from './marked.ts';

const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n';
const role = 'role_arn = arn:aws:iam::123456789012:role/A\nsource_profile = base\n';
const session = '\n[sso-session s]\nsso_start_url = https://x.awsapps.com/start\nsso_region = eu-west-1\n';
const account = 'sso_session = s\nsso_account_id = 123456789012\nsso_role_name = A\n';

type Row = readonly [marked: string, code: string, severity: string, after?: string];

/** Lines of a profile with access keys. */
const inProfile = (lines: string): string => `[profile dev]\n${keys}${lines}\n`;
const inRole = (lines: string): string => `[profile dev]\n${role}${lines}\n\n[profile base]\n${keys}`;
const inSignIn = (lines: string): string => `[profile dev]\n${lines}\n${session}`;
const inServices = (lines: string): string => `${inProfile('services = l')}\n[services l]\n${lines}\n`;

function finds(where: (lines: string) => string, rows: readonly Row[], file: FileRole = 'config'): void {
  for (const [marked, code, severity, after] of rows)
    it(`finds ${code} in ${marked.replaceAll('\n', ' ⏎ ')}`, () => {
      const text = where(marked);
      const found = foundIn(unmarked(text), file).filter((each) => each.code === code);
      const fixed = after === undefined ? undefined : where(after);
      assert.deepEqual(found, [{ code, severity, text, fixed }]);
    });
}

describe('the keys of a profile', () => {
  finds(inProfile, [
    ['«favorite_color» = blue', 'unknownKey', 'hint'],
    ['«endpoint-url» = http://localhost:1', 'misspelledKey', 'warning', 'endpoint_url = http://localhost:1'],
    ['«aws_default_region» = eu-west-1', 'misspelledKey', 'warning', 'region = eu-west-1'],
    ['«ouput» = json', 'misspelledKey', 'warning', 'output = json'],
    ['«regoin» = eu-west-1', 'misspelledKey', 'warning', 'region = eu-west-1'],
    [
      '«disable_s3_express_session_auth» = true',
      'misspelledKey',
      'warning',
      's3_disable_express_session_auth = true',
    ],
    ['«regions» = a\nregion = eu-west-1', 'misspelledKey', 'warning'],
    ['«MAX_ATTEMPTS» = 3', 'keyCase', 'warning', 'max_attempts = 3'],
    ['«sso_registration_scopes» = x', 'otherSection', 'warning'],
    ['«max_queue_size» = 5', 'keyOfBlock', 'warning', 's3 =\n  max_queue_size = 5'],
    [
      's3 =\n  addressing_style = path\noutput = json\n«max_queue_size» = 5',
      'keyOfBlock',
      'warning',
      's3 =\n  addressing_style = path\n  max_queue_size = 5\noutput = json',
    ],
    ['s3 =\n  max_queue_size = 7\noutput = json\n«max_queue_size» = 5', 'keyOfBlock', 'warning'],
  ]);
  finds(
    (lines) => `[profile dev]\n${account}${session}${lines}\n`,
    [
      ['«sso_registration_scope» = x', 'misspelledKey', 'warning', 'sso_registration_scopes = x'],
      ['«region» = eu-west-1', 'otherSection', 'warning'],
    ],
  );
  finds(
    (lines) => `[dev]\n${lines}\naws_secret_access_key = x\n`,
    [
      [
        '«access_key_id» = AKIAIOSFODNN7EXAMPLE',
        'misspelledKey',
        'warning',
        'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
      ],
      [
        'aws_access_key_id = ASIAIOSFODNN7EXAMPLE\n«aws_security_token» = t',
        'oldKey',
        'warning',
        'aws_access_key_id = ASIAIOSFODNN7EXAMPLE\naws_session_token = t',
      ],
      ['«aws_access_key_id» = ASIAIOSFODNN7EXAMPLE', 'noSessionToken', 'warning'],
      [
        'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\n«aws_session_token» = t',
        'staleToken',
        'warning',
        'aws_access_key_id = AKIAIOSFODNN7EXAMPLE',
      ],
      ['«aws_access_key_id» = <your key>', 'malformedKey', 'warning'],
    ],
    'credentials',
  );
});

describe('the values of a profile', () => {
  finds(inProfile, [
    ['region = «"us-east-1"»', 'rejectedQuotes', 'error', 'region = us-east-1'],
    ["retry_mode = «'standard'»", 'rejectedQuotes', 'error', 'retry_mode = standard'],
    ['sdk_ua_app_id = «"app"»', 'quotedValue', 'warning', 'sdk_ua_app_id = app'],
    ['region = us-east-1 «# Virginia»', 'rejectedComment', 'error', '# Virginia\nregion = us-east-1'],
    ['max_attempts = 3 «; tries»', 'rejectedComment', 'error', '; tries\nmax_attempts = 3'],
    ['output = json «# text»', 'inlineComment', 'warning', '# text\noutput = json'],
    ['«region» =\noutput = json', 'rejectedEmpty', 'error', 'output = json'],
    ['«ca_bundle» =\noutput = json', 'emptyValue', 'hint', 'output = json'],
    ['use_fips_endpoint = «True»', 'notBoolean', 'warning', 'use_fips_endpoint = true'],
    ['use_fips_endpoint = «on»', 'notBoolean', 'warning', 'use_fips_endpoint = true'],
    ['use_fips_endpoint = «0»', 'notBoolean', 'warning', 'use_fips_endpoint = false'],
    ['use_fips_endpoint = «maybe»', 'notBoolean', 'warning'],
    ['use_fips_endpoint = «tru»', 'notBoolean', 'warning', 'use_fips_endpoint = true'],
    ['use_fips_endpoint = «False;»', 'notBoolean', 'warning', 'use_fips_endpoint = false'],
    [
      's3_disable_express_session_auth = «yes»',
      'rejectedValue',
      'error',
      's3_disable_express_session_auth = true',
    ],
    [
      's3_disable_express_session_auth = «TRUE»',
      'notBoolean',
      'warning',
      's3_disable_express_session_auth = true',
    ],
    ['region = «eu-wset-1»', 'misspelledRegion', 'warning', 'region = eu-west-1'],
    ['region = «eu-west-01»', 'misspelledRegion', 'warning', 'region = eu-west-1'],
    ['region = «us-est-1»', 'unknownRegion', 'hint'],
    ['region = «Ireland»', 'misspelledRegion', 'warning', 'region = eu-west-1'],
    ['region = «N. Virginia»', 'rejectedRegion', 'error', 'region = us-east-1'],
    ['region = «us-west-2-lax-1»', 'zoneAsRegion', 'warning', 'region = us-west-2'],
    ['region = «us-east-1-wl1-bos-wlz-1»', 'zoneAsRegion', 'warning', 'region = us-east-1'],
    ['region«:» eu-west-1', 'colonSeparator', 'warning', 'region = eu-west-1'],
    ['region«:»eu-west-1', 'colonSeparator', 'warning', 'region = eu-west-1'],
    ['output = json\n  «region» = eu-west-1', 'indentedKey', 'warning', 'output = json\nregion = eu-west-1'],
    [
      'region = eu-west-1\n\t«max_queue_size» = 5',
      'rejectedIndent',
      'error',
      'region = eu-west-1\nmax_queue_size = 5',
    ],
    ['endpoint_url = «http:/localhost:1»', 'rejectedUrl', 'error', 'endpoint_url = http://localhost:1'],
    [
      'endpoint_url = «https//s3.example.com;»',
      'rejectedUrl',
      'error',
      'endpoint_url = https://s3.example.com',
    ],
    ['endpoint_url = «minio»', 'rejectedUrl', 'error'],
    ['endpoint_url = «http://my_host:1»', 'rejectedUrl', 'error'],
    ['endpoint_url = «http://a..b»', 'rejectedUrl', 'error'],
    ['endpoint_url = «//localhost»', 'otherUrl', 'warning', 'endpoint_url = http://localhost'],
    ['max_attempts = «3.5»', 'rejectedNumber', 'error'],
    ['max_attempts = «-1»', 'outOfRange', 'error'],
    ['csm_port = «x»', 'ignoredNumber', 'warning'],
    ['request_min_compression_size_bytes = «2000000»', 'outOfRange', 'error'],
    ['retry_mode = «Standard»', 'rejectedValue', 'error', 'retry_mode = standard'],
    ['retry_mode = «adaptiv»', 'rejectedValue', 'error', 'retry_mode = adaptive'],
    ['retry_mode = «fast»', 'rejectedValue', 'error'],
    ['request_checksum_calculation = «never»', 'rejectedValue', 'error'],
    ['output = «YAML»', 'unknownValue', 'warning', 'output = yaml'],
    ['region = «us_east_1»', 'rejectedRegion', 'error', 'region = us-east-1'],
    ['region = «us east 1»', 'rejectedRegion', 'error', 'region = us-east-1'],
    ['region = «us-east-1a»', 'zoneAsRegion', 'warning', 'region = us-east-1'],
    ['region = «us-west-2-lax-1a»', 'zoneAsRegion', 'warning', 'region = us-west-2'],
    ['region = «US-East-1»', 'regionCase', 'warning', 'region = us-east-1'],
    ['region = «useast-1»', 'misspelledRegion', 'warning', 'region = us-east-1'],
    ['region = «xx-north-7»', 'unknownRegion', 'hint'],
    ['endpoint_url = «localhost:4566»', 'rejectedUrl', 'error', 'endpoint_url = http://localhost:4566'],
    ['endpoint_url = «sts.example.com»', 'rejectedUrl', 'error', 'endpoint_url = https://sts.example.com'],
    [
      'endpoint_url = «"http://localhost:4566"»',
      'rejectedQuotes',
      'error',
      'endpoint_url = http://localhost:4566',
    ],
    [
      'ec2_metadata_service_endpoint = «169.254.169.254»',
      'rejectedUrl',
      'error',
      'ec2_metadata_service_endpoint = http://169.254.169.254',
    ],
    ['aws_account_id = «1234 5678 9012»', 'notAccountId', 'warning', 'aws_account_id = 123456789012'],
    ['aws_account_id = «12345»', 'notAccountId', 'warning'],
    ['mfa_serial = «arn:aws:iam::123456789012:user/a»', 'notMfaDevice', 'warning'],
    ['«login_session» = arn:aws:iam::123456789012:user/a', 'loginBesideOthers', 'warning'],
  ]);
  finds(inRole, [
    ['«mfa_serial» =\nregion = eu-west-1', 'rejectedEmpty', 'error', 'region = eu-west-1'],
    ['web_identity_token_file = «~/token»', 'homeInPath', 'error'],
    ['«web_identity_token_file» =', 'emptyTokenFile', 'warning'],
    ['duration_seconds = «1h»', 'ignoredNumber', 'warning'],
    ['duration_seconds = «60»', 'outOfRange', 'error'],
    ['duration_seconds = «86400»', 'tooLarge', 'warning'],
    ['role_session_name = «a b»', 'refusedText', 'warning'],
    ['external_id = «x»', 'rejectedText', 'error'],
  ]);
  finds(
    (arn) => `[profile dev]\nrole_arn = ${arn}\nsource_profile = base\n\n[profile base]\n${keys}`,
    [
      ['«Admin»', 'rejectedRoleArn', 'error'],
      [
        '«arn:aws:sts::123456789012:assumed-role/A/maya»',
        'notRoleArn',
        'warning',
        'arn:aws:iam::123456789012:role/A',
      ],
      ['«arn:aws:iam::123456789012:user/maya»', 'notRoleArn', 'warning'],
      ['«arn:aws:iam::12345678901:role/A»', 'notRoleArn', 'warning'],
      ...[
        'arn:aws:iam:123456789012:role/A',
        'arn:aws:iam:eu-west-1:123456789012:role/A',
        'arn:aws:iam::123456789012:role:A',
        'arn:aws:iam::1234-5678-9012:Roles/A/',
        'iam::123456789012:role/A',
        'https://signin.aws.amazon.com/switchrole?account=123456789012&roleName=A',
      ].map((arn) => [`«${arn}»`, 'notRoleArn', 'warning', 'arn:aws:iam::123456789012:role/A'] as const),
    ],
  );
  finds(
    (source) => `[profile dev]\nrole_arn = arn:aws:iam::123456789012:role/A\ncredential_source = ${source}\n`,
    [['«environment»', 'rejectedValue', 'error', 'Environment']],
  );
  for (const [arn, region] of [
    ['arn:aws:iam::123456789012:role/A', 'cn-north-1'],
    ['arn:aws-cn:iam::123456789012:role/A', 'eu-west-1'],
  ] as const)
    finds(
      (marked) =>
        `[profile dev]\nrole_arn = ${marked}\nsource_profile = base\nregion = ${region}\n\n[profile base]\n${keys}`,
      [[`«${arn}»`, 'otherPartition', 'warning']],
    );
  finds(inSignIn, [
    [
      account.replace('= A', '= «AWSReservedSSO_A_0123456789abcdef»').trimEnd(),
      'reservedRole',
      'warning',
      account.trimEnd(),
    ],
  ]);
  finds(
    (command) => `[profile dev]\ncredential_process = ${command}\n`,
    [
      ['«~/bin/keys»', 'homeInCommand', 'error'],
      ['«get-keys | jq .»', 'shellSign', 'warning'],
      ["«get-keys 'maya»", 'unclosedQuote', 'error'],
      ['«get-keys “maya k”»', 'curlyQuotes', 'warning', 'get-keys "maya k"'],
      ['«get-keys --user $USER»', 'shellSign', 'warning'],
    ],
  );
});

describe('blocks of keys', () => {
  finds(inProfile, [
    [
      's3 =\n«max_queue_size = 5\naddressing_style = path»',
      'notIndented',
      'error',
      's3 =\n  max_queue_size = 5\n  addressing_style = path',
    ],
    ['«s3» =\noutput = json', 'emptyBlock', 'error', 'output = json'],
    ['s3 = «path»', 'valueOfBlock', 'error'],
    ['«region» =\n  a = b', 'unexpectedBlock', 'error'],
    ['s3 =\n  addressing_style = «Path»', 'rejectedValue', 'error', 's3 =\n  addressing_style = path'],
    ['s3 =\n  multipart_chunksize = «8 megs»', 'rejectedSize', 'error'],
    ['s3 =\n  max_bandwidth = «fast»', 'rejectedRate', 'error'],
    [
      's3 =\n  «endpoint_url» = http://localhost:1',
      'endpointInProfile',
      'warning',
      'services = dev\n\n[services dev]\ns3 =\n  endpoint_url = http://localhost:1',
    ],
    [
      'dynamodb =\n  «endpoint_url» = http://localhost:1\nservices = l\n\n[services l]\ns3 =\n  endpoint_url = http://l:2',
      'endpointInProfile',
      'warning',
      'services = l\n\n[services l]\ns3 =\n  endpoint_url = http://l:2\ndynamodb =\n  endpoint_url = http://localhost:1',
    ],
    [
      's3 =\n  «endpoint_url» = http://localhost:1\nservices = l\n\n[services l]\ns3 =\n  endpoint_url = http://l:2',
      'endpointInProfile',
      'warning',
    ],
    [
      's3 = «# paths»\n  addressing_style = path',
      'rejectedComment',
      'error',
      '# paths\ns3 = \n  addressing_style = path',
    ],
    ['s3 =\n  «addressing_style» =', 'rejectedEmpty', 'error'],
    ['s3 =\n  multipart_threshold = «0»', 'rejectedSize', 'error'],
    [
      's3 =\n  multipart_threshold = 8MB «# x»',
      'rejectedComment',
      'error',
      's3 =\n  # x\n  multipart_threshold = 8MB',
    ],
    ['s3 =\n  max_queue_size«:» 4', 'rejectedColon', 'error', 's3 =\n  max_queue_size = 4'],
    ['s3 =\n  «adressing_style» = path', 'unreadInBlock', 'warning', 's3 =\n  addressing_style = path'],
  ]);
  finds(inServices, [
    ['«s3» =', 'emptyBlock', 'error'],
    ['s3 =\n  «endpoint_url» =', 'emptyValue', 'hint'],
    ['«S3» =\n  endpoint_url = http://l:1', 'keyCase', 'warning', 's3 =\n  endpoint_url = http://l:1'],
    ['s3«:»\n  endpoint_url = http://l:1', 'colonSeparator', 'warning', 's3 =\n  endpoint_url = http://l:1'],
    ['s3 =\n«endpoint_url = http://l:1»', 'notIndented', 'error', 's3 =\n  endpoint_url = http://l:1'],
    ['s3 = «http://l:1»', 'valueOfBlock', 'error'],
    [
      '«s3» =\n# none\nsts =\n  endpoint_url = http://l:1',
      'emptyBlock',
      'error',
      '# none\nsts =\n  endpoint_url = http://l:1',
    ],
    ['«endpoint_url» = http://l:1', 'endpointOutsideService', 'warning'],
    [
      '«stepfunctions» =\n  endpoint_url = http://l:1',
      'unknownService',
      'warning',
      'sfn =\n  endpoint_url = http://l:1',
    ],
    [
      '«cognito-identity» =\n  endpoint_url = http://l:1',
      'unknownService',
      'warning',
      'cognito_identity =\n  endpoint_url = http://l:1',
    ],
    [
      's3 =\n  endpoint_url = «localhost:1»',
      'rejectedUrl',
      'error',
      's3 =\n  endpoint_url = http://localhost:1',
    ],
  ]);
});

/** A sign-in without a session. */
const legacy = (url: string): string => `[profile a]\nsso_start_url = ${url}\nsso_region = eu-west-1\n`;

describe('a start URL with an ending', () => {
  it('is corrected in all places at once', () => {
    const old = 'https://x.awsapps.com/start#/';
    const text = legacy(old) + legacy(old).replace('profile a', 'profile b');
    const found = foundIn(text).filter(({ code }) => code === 'startUrlEnding');
    const plain = 'https://x.awsapps.com/start';
    assert.deepEqual(
      found.map(({ fixed }) => fixed),
      [text.replaceAll(old, plain), text.replaceAll(old, plain)],
    );
    const finding = findingsIn(legacy(old), 'config', `[c]\nsso_start_url = ${old}\n`).find(
      ({ code }) => code === 'startUrlEnding',
    );
    assert.equal(finding?.fixes[0]?.edits.credentials.length, 1);
  });
});

describe('a setting in the credentials file', () => {
  it('moves to the config file', () => {
    const [finding] = findingsIn(`[dev]\n${keys}region = eu-west-1\n`, 'credentials');
    assert.equal(finding?.code, 'settingInCredentials');
    const edits = finding.fixes[0]?.edits;
    assert.equal(edits?.config.map(({ text }) => text).join(''), '[profile dev]\nregion = eu-west-1\n');
    assert.equal(edits?.credentials.length, 1);
  });

  it('stays if the config file has it too', () => {
    const config = '[profile dev]\nregion = eu-west-2\n';
    const [finding] = findingsIn(`[dev]\n${keys}region = eu-west-1\n`, 'credentials', config);
    assert.deepEqual([finding?.code, finding?.fixes], ['settingInCredentials', []]);
  });
});

describe('nothing is wrong', () => {
  for (const text of [
    inProfile('region = us-iso-east-1\nendpoint_url = http://[::1]:4566/'),
    inProfile('max_attempts = ٣'),
    inRole('region = us-iso-east-1'),
    inProfile(
      'google_config.duration = 3600\nadfs_config.session_duration = 3600\ntoolkit_artifact_guid = x',
    ),
    inProfile('assumed_role = True\nassumed_role_arn = x\naws_mfa_device = x'),
    inProfile('granted_color = red\nazure_tenant_id = x\nx_principal_arn = y\nmanager = awsume'),
    inProfile('cli_pager =\nregion = eu-west-1\noutput = yaml-stream\nendpoint_discovery_enabled = auto'),
    inProfile(
      's3 =\n  max_bandwidth = 10MB/s\n  multipart_threshold = 64MB\n  use_accelerate_endpoint = true',
    ),
    inProfile('ec2_metadata_service_endpoint_mode = ipv6\naccount_id_endpoint_mode = Preferred'),
    inServices(
      's3 =\n  endpoint_url = http://localhost:4566\ndynamodb =\n  endpoint_url = http://localhost:8000',
    ),
    inRole('duration_seconds = 43200\nrole_session_name = maya@example.com\nexternal_id = ab'),
    `[profile dev]\n${account}${session}sso_registration_scopes = sso:account:access\n`,
    '[profile dev]\ncredential_process = "/opt/my tool" --name \'a b\' --color=#fff\n',
    '[plugins]\ncli_legacy_plugin_path = /x\nendpoint = awscli_plugin_endpoint\n',
  ])
    it(`in ${JSON.stringify(text.slice(0, 60))}`, () => {
      const found = findingsIn(text).filter(({ code }) => code !== 'secretInConfig');
      assert.deepEqual(
        found.map(({ code }) => code),
        [],
      );
    });
});

describe('the checks', () => {
  const facts = { now: 0, disabled: new Set<string>() };
  const lint = (text: string, disabled: readonly string[] = [], linter = new Linter()): readonly string[] =>
    linter
      .lint(awsText('config', parseConfig(text), parseConfig('')), { ...facts, disabled: new Set(disabled) })
      .map(({ code }) => code);

  it('leave out codes that are turned off', () => {
    const text = '[profile dev]\nregion = eu-west-1a\nouput = json\n';
    assert.deepEqual(lint(text), ['zoneAsRegion', 'misspelledKey']);
    assert.deepEqual(lint(text, ['misspelledKey']), ['zoneAsRegion']);
  });

  it('remember sections, and see what has changed in them', () => {
    const linter = new Linter();
    const good = '[profile a]\nregion = eu-west-1\n\n';
    const bad = '[profile b]\nregion = eu-west-1b\n';
    assert.deepEqual(lint(good + bad, [], linter), ['zoneAsRegion']);
    const places = linter.lint(
      awsText('config', parseConfig(`# moved\n${good}${bad}`), parseConfig('')),
      facts,
    );
    assert.deepEqual(
      places.map(({ span }) => `# moved\n${good}${bad}`.slice(span.start, span.end)),
      ['eu-west-1b'],
    );
    assert.deepEqual(lint(good, [], linter), []);
  });

  it('take time in proportion to the text', () => {
    assertProportional(300, (size) => {
      const sections = Array.from({ length: size }, (_, i) => `[profile p${i}]\nregion = xx-${i}\ns3 =\n\n`);
      return () => lint(sections.join(''));
    });
    assertProportional(500, (size) => () => lint(`[services x]\n${'s3 =\n'.repeat(size)}`));
  });

  it('show no secret', () => {
    const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
    for (const value of [`"${secret}"`, `${secret} # old`, `${secret},`])
      for (const finding of findingsIn(
        `[dev]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${value}\n`,
        'credentials',
      ))
        assert.ok(
          ![...finding.args, ...finding.fixes.flatMap(({ args }) => args)].some((arg) =>
            arg.includes('wJal'),
          ),
        );
    for (const line of [
      secret,
      `${secret} = x`,
      'IQoJb3JpZ2luX2VjEXAMPLE==',
      `aws_session_token ${secret}==`,
    ])
      for (const finding of findingsIn(`[dev]\n${line}\n`, 'credentials'))
        for (const arg of finding.args) assert.doesNotMatch(arg, /wjal|iqoj/iu);
  });
});
