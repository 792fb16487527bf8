import assert from 'node:assert/strict';
import {
  type CopiedCredentials,
  lacksSessionToken,
  recognizeCredentials,
} from '../../../../src/profiles/copied/recognizeCredentials.ts';

const id = 'ASIAIOSFODNN7EXAMPLE';
const longTerm = 'AKIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
const token = 'IQoJb3JpZ2luX2VjEXAMPLE//////////wEaCXVzLWVhc3QtMSJHMEUCIQ==';
/** As long as a token that a terminal wraps twice. */
const long = `${'IQoJb3JpZ2luX2Vj'.repeat(8)}==`;
const expires = '2030-01-01T00:00:00Z';
const found = {
  accessKeyId: id,
  secretAccessKey: secret,
  sessionToken: token,
  region: undefined,
  profile: undefined,
};
const lines = `aws_access_key_id = ${id}\naws_secret_access_key = ${secret}\naws_session_token = ${token}\n`;

const metadata = { AccessKeyId: id, SecretAccessKey: secret, Token: token, Expiration: expires };
const forms: readonly (readonly [string, string, Partial<CopiedCredentials>])[] = [
  [
    'the instance metadata service',
    JSON.stringify({ Code: 'Success', LastUpdated: expires, Type: 'AWS-HMAC', ...metadata }, undefined, 2),
    { expires },
  ],
  ['an ECS agent', JSON.stringify({ RoleArn: 'arn:aws:iam::1:role/Task', ...metadata }), { expires }],
  ['CloudShell', JSON.stringify({ Type: '', ...metadata, Code: 'Success' }), { expires }],
  [
    'curl with its headers',
    `HTTP/1.1 200 OK\nContent-Type: text/plain\n\n${JSON.stringify(metadata, undefined, 1)}`,
    { expires },
  ],
  [
    'aws sts assume-role --output text',
    `ASSUMEDROLEUSER\tAROAIOSFODNN7EXAMPLE:me\tarn:aws:sts::111111111111:assumed-role/Demo/me\nCREDENTIALS\t${id}\t${expires}\t${secret}\t${token}\n`,
    { expires },
  ],
  ['a query with --output text', `${id}\t${secret}\t${token}\n`, {}],
  [
    'aws sts get-session-token --output table',
    `-------------------------
|    GetSessionToken    |
+-----------------------+
||     Credentials     ||
|+------------------+--+|
||  AccessKeyId     |  ${id}  ||
||  Expiration      |  ${expires}  ||
||  SecretAccessKey |  ${secret}  ||
||  SessionToken    |  ${token}  ||
|+------------------+--+|
`,
    { expires },
  ],
  [
    'a table with a row for each key',
    `|  AccessKeyId  |  SecretAccessKey  |  SessionToken  |\n+---+---+---+\n|  ${id}  |  ${secret}  |  ${token}  |\n`,
    {},
  ],
  [
    'aws sts assume-role --output yaml',
    `AssumedRoleUser:\n  Arn: arn:aws:sts::1:assumed-role/Demo/me\nCredentials:\n  AccessKeyId: ${id}\n  Expiration: '${expires}'\n  SecretAccessKey: ${secret}\n  SessionToken: ${token}\n`,
    { expires },
  ],
  [
    'Vault',
    `Key                Value\n---                -----\nlease_duration     1h\nlease_renewable    false\naccess_key         ${id}\nsecret_key         ${secret}\nsecurity_token     ${token}\nttl                59m59s\n`,
    {},
  ],
  [
    'Vault for a user',
    `access_key         ${longTerm}\nsecret_key         ${secret}\nsecurity_token     <nil>\n`,
    { accessKeyId: longTerm, sessionToken: undefined },
  ],
  [
    'Vault as JSON',
    JSON.stringify({
      request_id: 'x',
      data: { access_key: id, arn: '', secret_key: secret, security_token: token },
    }),
    {},
  ],
  [
    'a Terraform provider',
    `provider "aws" {\n  region     = "eu-west-1"\n  access_key = "${id}"\n  secret_key = "${secret}"\n  token      = "${token}"\n}\n`,
    { region: 'eu-west-1' },
  ],
  [
    'a Terraform access key',
    `resource "aws_iam_access_key" "me" {\n  id     = "${longTerm}"\n  secret = "${secret}"\n  user   = "me"\n}\n`,
    { accessKeyId: longTerm, sessionToken: undefined },
  ],
  [
    'a sheet with semicolons',
    `\uFEFFUser;Access key ID;Secret access key\r\nmaya;${longTerm};${secret}\r\n`,
    { accessKeyId: longTerm, sessionToken: undefined },
  ],
  ['a sheet with tabs', `Access key ID\tSecret access key\tSession token\n${id}\t${secret}\t${token}\n`, {}],
  [
    'XML',
    `<AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult><Credentials><AccessKeyId>${id}</AccessKeyId><SecretAccessKey>${secret.replaceAll('+', '&#43;')}</SecretAccessKey><SessionToken>${token}</SessionToken><Expiration>${expires}</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>`,
    { expires },
  ],
  [
    'saml2aws',
    `[saml]\n${lines}aws_security_token = ${token}\nx_principal_arn = arn:aws:sts::1:assumed-role/Demo/me\nx_security_token_expires = 2030-01-01T01:00:00+01:00\n`,
    { profile: 'saml', expires: '2030-01-01T01:00:00+01:00' },
  ],
  ['aws-azure-login', `[dev]\n${lines}aws_expiration=${expires}\n`, { profile: 'dev', expires }],
  [
    'aws-mfa',
    `[dev]\n${lines}expiration = 2030-01-01 00:00:00\nassumed_role = False\n`,
    { profile: 'dev', expires: '2030-01-01 00:00:00' },
  ],
  [
    'a session expiration',
    `[dev]\n${lines}aws_session_expiration = ${expires}\n`,
    { profile: 'dev', expires },
  ],
  [
    'two expirations',
    `[dev]\nexpiration = ${expires}\nx_security_token_expires = ${expires}\n${lines}`,
    { profile: 'dev', expires },
  ],
  [
    'aws configure export-credentials --format env',
    `export AWS_ACCESS_KEY_ID=${id}\nexport AWS_SECRET_ACCESS_KEY=${secret}\nexport AWS_SESSION_TOKEN=${token}\nexport AWS_CREDENTIAL_EXPIRATION=2030-01-01T00:00:00+00:00\n`,
    { expires: '2030-01-01T00:00:00+00:00' },
  ],
  ['invisible characters', lines.replaceAll(' = ', '\u00A0=\u200B '), {}],
  [
    'a YAML block',
    `Credentials:\n  AccessKeyId: ${id}\n  SecretAccessKey: |\n    ${secret}\n  SessionToken: >-\n    ${token.slice(0, 30)}\n    ${token.slice(30)}\n`,
    {},
  ],
  [
    'a table with a cell on two lines',
    `|  AccessKeyId     |  ${id}  |\n|  SecretAccessKey |  ${secret}  |\n|  SessionToken    |  ${token.slice(0, 30)}  |\n|                  |  ${token.slice(30)}  |\n`,
    {},
  ],
  [
    'a table that a terminal wrapped',
    `||  AccessKeyId     |  ${id}  ||\n||  SecretAccessKey |  ${secret}  ||\n||  SessionToken    |  ${token.slice(0, 30)}\n${token.slice(30)}  ||\n`,
    {},
  ],
  [
    '--output text that a terminal wrapped',
    `CREDENTIALS\t${id}\t${expires}\t${secret}\t${long.slice(0, 50)}\n${long.slice(50, 100)}\n${long.slice(100)}\n`,
    { sessionToken: long, expires },
  ],
  ['values with a line each', `${id}\n${secret}\n${token}\n`, {}],
  [
    'the titles of the AWS console',
    `Access key ID\n${longTerm}\nSecret access key\n${secret}\n`,
    { accessKeyId: longTerm, sessionToken: undefined },
  ],
  [
    'the titles of the AWS console in Japanese',
    `アクセスキー: ${longTerm}\nシークレットアクセスキー: ${secret}\n`,
    { accessKeyId: longTerm, sessionToken: undefined },
  ],
  [
    'a Kubernetes container',
    `- name: AWS_ACCESS_KEY_ID\n  value: ${id}\n- name: AWS_SECRET_ACCESS_KEY\n  value: ${secret}\n- name: AWS_SESSION_TOKEN\n  value: ${token}\n`,
    {},
  ],
  [
    'terraform output -json',
    JSON.stringify({
      access_key: { sensitive: true, type: 'string', value: longTerm },
      secret_key: { sensitive: true, type: 'string', value: secret },
    }),
    { accessKeyId: longTerm, sessionToken: undefined },
  ],
  [
    'a secret of Secrets Manager',
    JSON.stringify({ Name: 'x', SecretString: JSON.stringify({ ...metadata }) }),
    { expires },
  ],
  ['Ruby', `{:access_key_id=>"${id}", :secret_access_key=>"${secret}", :session_token=>"${token}"}`, {}],
  [
    'Markdown',
    `- **Access key ID**: \`${longTerm}\`\n- **Secret access key**: \`${secret}\`\n`,
    { accessKeyId: longTerm, sessionToken: undefined },
  ],
  ['Hadoop', `fs.s3a.access.key=${id}\nfs.s3a.secret.key=${secret}\nfs.s3a.session.token=${token}\n`, {}],
];

describe('copied credentials of other forms', () => {
  for (const [what, text, expected] of forms)
    it(`are recognized: ${what}`, () =>
      assert.deepEqual(recognizeCredentials(text), { ...found, ...expected }));

  const incomplete = [
    `[dev]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n`,
    JSON.stringify({ AccessKeyId: id, SecretAccessKey: secret }),
    `CREDENTIALS\t${id}\t${expires}\t${secret}\n`,
    `access_key  ${id}\nsecret_key  ${secret}\nsecurity_token  <nil>\n`,
    `Access key ID,Secret access key\n${id},${secret}\n`,
  ];
  for (const text of incomplete)
    it(`are never temporary keys without a token: ${JSON.stringify(text).slice(0, 40)}`, () => {
      assert.equal(recognizeCredentials(text), undefined);
      assert.equal(lacksSessionToken(text), true);
    });

  it('are not long-term keys with the token of others', () => {
    assert.equal(recognizeCredentials(lines.replace(id, longTerm)), undefined);
    assert.equal(lacksSessionToken(lines.replace(id, longTerm)), false);
  });

  it('are the complete ones if others lack their token', () => {
    const text = `[a]\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n[b]\n${lines}`;
    assert.deepEqual(recognizeCredentials(text), { ...found, profile: 'b' });
  });

  it('are not guessed among several', () => {
    const other = secret.replace('w', 'W');
    assert.equal(recognizeCredentials(`Access key\n${longTerm}\nOld\n${secret}\nNew\n${other}\n`), undefined);
    assert.equal(
      recognizeCredentials(`Key\n${id}\nSecret\n${secret}\nToken\n${token.slice(0, 50)}…\n`),
      undefined,
    );
  });

  it('are not ordinary words', () => {
    const note = `Your token expires: soon. The id: 7, the secret: none.\n`;
    assert.deepEqual(recognizeCredentials(note + lines), { ...found, expires: 'soon.' });
    assert.equal(
      recognizeCredentials(`commit ${'0123456789abcdef'.repeat(3).slice(0, 40)}\n${id}\n`),
      undefined,
    );
  });
});
