import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { maskSecrets, numberSecrets, secretsIn } from '../../../src/config/mask.ts';

function masks(text: string, expected: string): void {
  it(`shows ${JSON.stringify(text)} as ${JSON.stringify(expected)}`, () => {
    assert.equal(
      maskSecrets(text, () => '•'),
      expected,
    );
  });
}

function shows(text: string): void {
  masks(text, text);
}

const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';

describe('maskSecrets', () => {
  masks('aws_secret_access_key = abc/d+e', 'aws_secret_access_key = •');
  masks('aws_session_token=abc==\r\nregion = x\r\n', 'aws_session_token=•\r\nregion = x\r\n');
  masks('[a]\n  AWS_SECURITY_TOKEN : abc # old \n', '[a]\n  AWS_SECURITY_TOKEN : • \n');
  masks(
    '# aws_secret_access_key = abc\n;aws_session_token=abc',
    '# aws_secret_access_key = •\n;aws_session_token=•',
  );
  masks('my_password = abc', 'my_password = •');
  masks('aws_access_key_id = AKIA\n', 'aws_access_key_id = •\n');
  masks('AWS_Access_Key_ID: minioadmin # id', 'AWS_Access_Key_ID: •');
  masks(
    `aws_access_key_id = ${secret}\naws_secret_access_key = AKIAIOSFODNN7EXAMPLE`,
    'aws_access_key_id = •\naws_secret_access_key = •',
  );
  masks('web_identity_token_file = /run/token', 'web_identity_token_file = /run/token');
  masks('token_expiration = 2026', 'token_expiration = 2026');
  masks('aws_secret_access_key =\nregion = x', 'aws_secret_access_key =\nregion = x');
  masks('mfa_process = oathtool --totp -b JBSWY3DP', 'mfa_process = •');
  masks('token = token', 'token = •');
  masks('mfa_serial = arn:aws:iam::1:mfa/secret=x', 'mfa_serial = arn:aws:iam::1:mfa/secret=x');

  masks('# NOTE: aws_secret_access_key = X', '# NOTE: aws_secret_access_key = •');
  masks(
    '# old key (2024-05-01 10:00) aws_secret_access_key=X',
    '# old key (2024-05-01 10:00) aws_secret_access_key=•',
  );
  masks(`# secret ${secret} of mine`, '# secret • of mine');
  masks(`${secret}==\n${secret.slice(1)}`, '•\n•');
  masks(
    '# export AWS_ACCESS_KEY_ID=A; export AWS_SECRET_ACCESS_KEY=X',
    '# export AWS_ACCESS_KEY_ID=A; export AWS_SECRET_ACCESS_KEY=•',
  );
  masks('region = eu ; aws_secret_access_key=X', 'region = eu ; aws_secret_access_key=•');
  masks('[profile a:b] # aws_secret_access_key=X', '[profile a:b] # aws_secret_access_key=•');
  masks(`[${secret}] # ${secret}`, '[•] # •');
  masks('[profile dev aws_secret_access_key = hunter2]', '[profile dev aws_secret_access_key = •');
  masks(`[profile ${secret}aws_session_token=x`, '[profile •_session_token=•');
  masks('{ "SecretAccessKey": "X" }', '{ "SecretAccessKey": •');

  masks('aws_secret_access_key =\n\n  X\r\n\tY\nZ', 'aws_secret_access_key =\n\n  •\r\n\t•\nZ');
  masks(
    '[a]\naws_session_token = AAA\n# note\n  ; aws\n  BBB\nregion = x\n  y',
    '[a]\naws_session_token = •\n# note\n  •\n  •\nregion = x\n  y',
  );
  masks('# token = X\n  Y\n# c\n  Z', '# token = •\n  •\n# c\n  •');
  masks(
    'region = x\raws_secret_access_key = X\r  Y\rk = v',
    'region = x\raws_secret_access_key = •\r  •\rk = v',
  );
  masks('\uFEFFaws_secret_access_key = X\n Y', '\uFEFFaws_secret_access_key = •\n •');
  masks('aws_secret_access_key (old) = X', 'aws_secret_access_key (old) = •');
  masks('  aws_secret_access_key[0]: X\n', '  aws_secret_access_key[0]: •\n');
  masks('aws secret access key = X', 'aws secret access key = •');
  masks('aws_session_token/old = X', 'aws_session_token/old = •');
  masks(`x ${secret} token@old = X`, 'x • token@old = •');
  masks(' token = X\n  Y\n region = r', ' token = •\n  •\n region = r');
  shows('s3 =\n  x = 1');

  masks('credential_process = tool --secret X', 'credential_process = tool --secret •');
  masks('credential_process = tool --password X -v', 'credential_process = tool --password •');
  masks('credential_process = tool --token=X', 'credential_process = tool --token=•');
  masks(
    'credential_process = env AWS_SECRET_ACCESS_KEY=X tool',
    'credential_process = env AWS_SECRET_ACCESS_KEY=•',
  );
  for (const key of [
    'api_key',
    'private_key',
    'client_key',
    'passphrase',
    'pass',
    'db_pass',
    'pwd',
    'apiKey',
  ])
    masks(`${key} = X`, `${key} = •`);
  masks('endpoint_url = https://u:P@W@h/a@b', 'endpoint_url = https://u:•@h/a@b');

  shows('tokens_per_minute = 3');
  shows('web_identity_token_file = /Users/Maya/Library/Projects/Version1/Tokens/eks');
  shows('credential_process = secret-tool lookup --token-file x');
  shows('aws_access_key_id = ASIAIOSFODNN7EXAMPLE # mine');
  masks(`role_arn = arn:aws:iam::123456789012:role/Dev${secret}`, 'role_arn = arn:aws:iam::123456789012:•');
  masks(
    `mfa_serial = arn:aws:iam::123456789012:mfa/a,${secret}`,
    'mfa_serial = arn:aws:iam::123456789012:mfa/a,•',
  );
  masks(`web_identity_token_file = ${secret}`, 'web_identity_token_file = •');
  masks(`credential_process = tool --token_file=${secret}`, 'credential_process = tool --token_file=•');
  masks(`sso_start_url = https://x.awsapps.com/start/${secret}`, 'sso_start_url = https://x.awsapps.•');
  shows('role_arn = arn:aws:iam::123456789012:role/cdk-hnb659fds-deploy-role-123456789012-eu-west-1');
  shows('role_arn = arn:aws:iam::123456789012:role/teams/Platform/Operations/Administrator2024');
  shows('role_arn = arn:aws:secretsmanager:us-east-1:123456789012:secret:x');
  shows('sso_account_id = 123456789012');
  shows('sso_start_url = https://d-1234567890.awsapps.com/start/Of/Some/Company/Whose/Name/Is/Long1');
  shows('[profile my-token:x]');
  shows('[my token of x] # a: b');
  shows('# the token of dev: rotated');
  shows('web_identity_token_file (old) = /run/x');
  shows('{\n  "token_file": "/run/x"');
  shows('[profile my-token:x]\n  region = x');
  masks('[a] token = X\n  Y', '[a] token = •\n  •');

  masks(`endpoint_url = https://u:p?${secret.replaceAll('/', '+')}@h`, 'endpoint_url = https://u:•@h');

  it('changes nothing but secrets', () => {
    const pieces = [
      'token',
      'pwd',
      '=',
      ':',
      ' ',
      '\n',
      '\r',
      '  ',
      '://',
      '@',
      '?',
      '-',
      '#',
      '[',
      ']',
      '_file',
      secret,
    ];
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...pieces), maxLength: 30 }), (text) => {
        assert.equal(
          maskSecrets(text, (hidden) => hidden),
          text,
        );
      }),
    );
  });

  it('numbers the secrets of several texts', () => {
    const numbers = numberSecrets(['token = a\npwd = b', 'k = v', 'pass = b\ntoken = c']);
    assert.deepEqual([...numbers], Object.entries({ a: 1, b: 2, c: 3 }));
  });

  it('lists the secrets that it hides', () => {
    const text = 'aws_secret_access_key = abc\nregion = x\naws_session_token = def\n';
    assert.deepEqual([...secretsIn(text)], ['abc', 'def']);
  });

  it('hides a line that is too long to scan', () => {
    for (const letters of ['x', 'aB1', ':// ', '-', '_file=']) {
      const text = `region = x\n${letters.repeat(8_000_000 / letters.length)}\noutput = json`;
      assert.equal(maskSecrets(text, () => '•').replace(/•\s*/u, '•'), 'region = x\n•output = json');
    }
  });

  it('runs in linear time', () => {
    const pieces = [
      '# ; ',
      'token',
      ' ',
      '\t-',
      '-',
      'arn:aws:',
      'a/',
      '://',
      '://a:',
      ':',
      '=',
      '_file ',
      '[',
      'A1',
    ];
    for (const part of pieces) {
      const text = part.repeat(50_000).slice(0, 50_000);
      const start = performance.now();
      assert.equal(maskSecrets(text, () => text).length % text.length, 0);
      assert.ok(performance.now() - start < 1000, part);
    }
  });
});
