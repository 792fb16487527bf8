import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import {
  type CopiedCredentials,
  recognizeCredentials,
} from '../../../../src/profiles/copied/recognizeCredentials.ts';

const id = 'ASIAIOSFODNN7EXAMPLE';
const longTerm = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const token = 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ==';
const full = { accessKeyId: id, secretAccessKey: secret, sessionToken: token };
const nothingElse = { sessionToken: undefined, region: undefined, profile: undefined };

function recognizes(what: string, text: string, expected: Partial<CopiedCredentials>): void {
  it(`recognizes ${what}`, () => {
    assert.deepEqual(recognizeCredentials(text), { ...nothingElse, ...expected });
  });
}

function refuses(what: string, text: string): void {
  it(`rejects ${what}`, () => assert.equal(recognizeCredentials(text), undefined));
}

describe('recognizeCredentials', () => {
  recognizes(
    'the access portal’s format for macOS and Linux',
    `export AWS_ACCESS_KEY_ID="${id}"\nexport AWS_SECRET_ACCESS_KEY="${secret}"\nexport AWS_SESSION_TOKEN="${token}"\n`,
    full,
  );
  recognizes(
    'the access portal’s format for the Windows command prompt',
    `SET AWS_ACCESS_KEY_ID=${id}\r\nSET AWS_SECRET_ACCESS_KEY=${secret}\r\nSET AWS_SESSION_TOKEN=${token}\r\n`,
    full,
  );
  recognizes(
    'the access portal’s format for PowerShell',
    `$Env:AWS_ACCESS_KEY_ID="${id}"\n$Env:AWS_SECRET_ACCESS_KEY="${secret}"\n$Env:AWS_SESSION_TOKEN="${token}"`,
    full,
  );
  recognizes(
    'the access portal’s section for the credentials file',
    `[123456789012_AdministratorAccess]\naws_access_key_id=${id}\naws_secret_access_key=${secret}\naws_session_token=${token}`,
    { ...full, profile: '123456789012_AdministratorAccess' },
  );
  recognizes(
    'the first of two sections, with its region',
    `[profile "dev"]\nregion = ap-northeast-1\naws_access_key_id = ${longTerm}\naws_secret_access_key = ${secret}\n\n[other]\naws_access_key_id = AKIAOTHEROTHEROTHER0\naws_session_token = x`,
    { accessKeyId: longTerm, secretAccessKey: secret, profile: 'dev', region: 'ap-northeast-1' },
  );
  recognizes(
    'the output of aws sts assume-role',
    JSON.stringify({
      Credentials: {
        AccessKeyId: id,
        SecretAccessKey: secret,
        SessionToken: token,
        Expiration: '2026-01-01T00:00:00Z',
      },
      AssumedRoleUser: { Arn: 'arn:aws:sts::123456789012:assumed-role/Demo/me' },
    }),
    { ...full, expires: '2026-01-01T00:00:00Z' },
  );
  recognizes(
    'the output of a credential process',
    JSON.stringify({ Version: 1, AccessKeyId: longTerm, SecretAccessKey: secret }, null, 2),
    { accessKeyId: longTerm, secretAccessKey: secret },
  );
  recognizes(
    'the output of aws configure export-credentials for fish, on one line',
    `set -gx AWS_ACCESS_KEY_ID ${id}; set -gx AWS_SECRET_ACCESS_KEY ${secret}; set -gx AWS_SESSION_TOKEN ${token};`,
    full,
  );
  recognizes(
    'several export commands on one line',
    `export AWS_ACCESS_KEY_ID='${longTerm}' && export AWS_SECRET_ACCESS_KEY='${secret}' && export AWS_REGION=eu-west-1`,
    { accessKeyId: longTerm, secretAccessKey: secret, region: 'eu-west-1' },
  );
  recognizes(
    'an .env file',
    `# mine\nAWS_ACCESS_KEY_ID=${longTerm}\nAWS_SECRET_ACCESS_KEY="${secret}"\nAWS_DEFAULT_REGION=us-east-1`,
    {
      accessKeyId: longTerm,
      secretAccessKey: secret,
      region: 'us-east-1',
    },
  );
  recognizes(
    'the old name of the token',
    `aws_access_key_id=${id}\naws_secret_access_key=${secret}\naws_security_token=${token}`,
    full,
  );

  refuses('nothing', '');
  refuses('a key without its secret', `export AWS_ACCESS_KEY_ID=${longTerm}`);
  refuses('an invalid access key ID', `AWS_ACCESS_KEY_ID=your-key\nAWS_SECRET_ACCESS_KEY=${secret}`);
  refuses('other JSON', '{"Credentials": null, "AccessKeyId": 7}');
  refuses('a secret with a space', `AWS_ACCESS_KEY_ID=${longTerm}\nAWS_SECRET_ACCESS_KEY=a b`);

  const keys = { accessKeyId: longTerm, secretAccessKey: secret };
  const other = 'AKIAOTHEROTHEROTHER0';
  recognizes(
    'IAM’s accessKeys.csv',
    `\uFEFFAccess key ID,Secret access key\r\n${longTerm},${secret}\r\n`,
    keys,
  );
  recognizes(
    'IAM’s older credentials.csv',
    `User name,Password,Access key ID,Secret access key,Console login link\nmaya,,${longTerm},"${secret}",https://1.signin.aws.amazon.com/console`,
    keys,
  );
  recognizes(
    'the output of aws iam create-access-key',
    JSON.stringify({ AccessKey: { UserName: 'maya', AccessKeyId: longTerm, SecretAccessKey: secret } }),
    keys,
  );
  recognizes(
    'the output of aws sso get-role-credentials with any escapes',
    JSON.stringify({
      roleCredentials: { accessKeyId: id, secretAccessKey: secret, sessionToken: token, expiration: 1 },
    }).replaceAll('/', '\\/'),
    { ...full, expires: '1' },
  );
  recognizes(
    'the JSON of an SDK',
    JSON.stringify({ region: 'x', credentials: { secretAccessKey: secret, accessKeyId: longTerm } }, null, 2),
    keys,
  );
  recognizes(
    'variables in JSON',
    JSON.stringify({ AWS_ACCESS_KEY_ID: longTerm, AWS_SECRET_ACCESS_KEY: secret, AWS_REGION: 'eu-west-1' }),
    { ...keys, region: 'eu-west-1' },
  );
  recognizes(
    'the CLI’s YAML',
    `Credentials:\n  AccessKeyId: ${id}\n  Expiration: '2026-01-01T00:00:00+00:00'\n  SecretAccessKey: ${secret}\n  SessionToken: ${token}\n`,
    { ...full, expires: '2026-01-01T00:00:00+00:00' },
  );
  recognizes(
    'YAML of a pipeline',
    `env:\n  AWS_ACCESS_KEY_ID: ${longTerm}\n  AWS_SECRET_ACCESS_KEY: "${secret}" # mine\n`,
    keys,
  );
  const oneLiners: Readonly<Record<string, (name: string, value: string) => string>> = {
    'before a command': (name, value) => `${name}=${value} `,
    'for docker run': (name, value) => `-e ${name}=${value} `,
    'of setx': (name, value) => `setx ${name} ${value}\r\n`,
    'of set with quotes': (name, value) => `set "${name}=${value}"\r\n`,
    'of csh': (name, value) => `setenv ${name} ${value}\n`,
    'of fish in full': (name, value) => `set --export ${name} ${value}\n`,
    'after a prompt': (name, value) => `$ export ${name}=${value}\n`,
    'with curly quotes': (name, value) => `export ${name}=“${value}”\n`,
    'for aws configure set': (name, value) => `aws configure set ${name.toLowerCase()} ${value}\n`,
  };
  for (const [what, write] of Object.entries(oneLiners))
    recognizes(
      `variables ${what}`,
      `\uFEFF${write('AWS_ACCESS_KEY_ID', id)}${write('AWS_SECRET_ACCESS_KEY', secret)}${write('AWS_SESSION_TOKEN', token)}`,
      full,
    );
  recognizes(
    'one export command with several variables',
    `export AWS_ACCESS_KEY_ID=${longTerm} AWS_SECRET_ACCESS_KEY=${secret}`,
    keys,
  );

  const section = `aws_access_key_id = ${longTerm} # mine\naws_secret_access_key = ${secret}\n`;
  recognizes('a section with comments', `[dev] # [c]\n${section}region = us-east-1 # c`, {
    ...keys,
    profile: 'dev',
    region: 'us-east-1',
  });
  recognizes('a section with an invalid profile name', `[DEFAULT]\n${section}`, keys);
  recognizes('keys with an invalid region', `${section}region = \${REGION}`, keys);
  recognizes(
    'keys next to commented-out ones',
    `# aws_access_key_id = ${other}\n;aws_session_token = ${token}\n${section}`,
    keys,
  );
  recognizes('the only complete one of two sections', `[a]\naws_access_key_id = ${other}\n[b]\n${section}`, {
    ...keys,
    profile: 'b',
  });
  recognizes(
    'the first of two, without the token of the second',
    `${section}aws_access_key_id = ${other}\naws_secret_access_key = ${secret}\naws_session_token = ${token}`,
    keys,
  );
  recognizes(
    'the first of two in JSON, without the token of the second',
    JSON.stringify([keys, { sessionToken: token, accessKeyId: other, secretAccessKey: secret }]),
    keys,
  );

  refuses('keys of two sections', `[a]\naws_access_key_id=${longTerm}\n[b]\naws_secret_access_key=${secret}`);
  refuses('keys of two rows', `Access key ID,Secret access key\n${longTerm},\n,${secret}`);
  refuses('keys of two objects', JSON.stringify([{ AccessKeyId: longTerm }, { SecretAccessKey: secret }]));
  for (const no of [
    '$AWS_SECRET_ACCESS_KEY',
    '****************ABCD',
    'tooShort',
    `"${secret}\t"`,
    '%A_LONG_VARIABLE%',
  ])
    refuses(`${no} as a secret`, `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=${no}`);
  refuses('a variable as a token', `${section}aws_session_token = $AWS_SESSION_TOKEN`);
  refuses('text that is too long', section + ' '.repeat(64 * 1024));

  const broken = [token.slice(0, 20), token.slice(20, 40), token.slice(40)];
  const lines = `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`;
  recognizes(
    'a token that a terminal wrapped',
    `[a]\n${lines}aws_session_token = ${broken.join('\n')}\nregion = eu-west-1\n`,
    { ...full, profile: 'a', region: 'eu-west-1' },
  );
  recognizes(
    'a wrapped token in quotes',
    `export AWS_ACCESS_KEY_ID="${id}"\nexport AWS_SECRET_ACCESS_KEY="${secret}"\nexport AWS_SESSION_TOKEN="${broken.join('\r\n')}"\n`,
    full,
  );
  recognizes(
    'a token that starts on a separate, indented line',
    `${lines}aws_session_token =\n  ${broken.join('\n  ')}\n[other]\n`,
    full,
  );
  recognizes('a complete token without the next line', `${lines}aws_session_token = ${token}\nexit\n`, full);

  it('runs in linear time', () => {
    const pieces = [
      ' ',
      '[',
      '[ ',
      'region ',
      'region=',
      'region="',
      'aws_',
      '\n[a]',
      '{\n',
      '[{',
      'session_token=\n',
      'session_token=a\na\n',
      '"',
      "'",
      ';',
      ',',
    ];
    for (const part of pieces) {
      const text = '['.concat(part.repeat(64 * 1024)).slice(0, 64 * 1024);
      const start = performance.now();
      assert.equal(recognizeCredentials(text), undefined);
      assert.ok(performance.now() - start < 1000, part);
    }
  });

  it('does not fail for any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        const found = recognizeCredentials(text);
        assert.ok(found === undefined || found.accessKeyId.length >= 16);
      }),
    );
  });
});
