import assert from 'node:assert/strict';
import {
  lacksSessionToken,
  recognizeCredentials,
} from '../../../../src/profiles/copied/recognizeCredentials.ts';

const id = 'ASIAIOSFODNN7EXAMPLE';
const secret = 'wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY';
/** Its length is a multiple of four, as that of each token, and it does not end with `=`. */
const token = 'IQoJb3JpZ2luX2Vj'.repeat(8);
const [begin, end] = [token.slice(0, 60), token.slice(60)];

const section = (value: string, secretValue = secret): string =>
  `aws_access_key_id = ${id}\naws_secret_access_key = ${secretValue}\naws_session_token = ${value}\n`;
const exported = (value: string): string =>
  `export AWS_ACCESS_KEY_ID=${id}\nexport AWS_SECRET_ACCESS_KEY=${secret}\nexport AWS_SESSION_TOKEN=${value}\n`;
const marked = (mark: string, text: string): string => text.replaceAll(/^(?=.)/gmu, mark);
const entity = (text: string): string => text.replaceAll('/', '&#47;').replaceAll('+', '&#x2B;');
const variables = [
  { name: 'AWS_ACCESS_KEY_ID', value: id },
  { name: 'AWS_SECRET_ACCESS_KEY', value: secret },
  { name: 'AWS_SESSION_TOKEN', value: token },
];
const json = (value: string): string =>
  `{"Credentials":{"AccessKeyId":"${id}","SecretAccessKey":"${secret}","SessionToken":"${value}"}}`;

const broken: Readonly<Record<string, string>> = {
  'a quoted mail': marked('> ', section(`${begin}\n${end}`)),
  'a mail that was quoted twice': marked('>> ', section(`${begin}\n${end}`)),
  'a comparison': marked('+', section(token)),
  'a comparison of wrapped lines': marked('+', section(`${begin}\n${end}`)),
  'a whole comparison': `diff --git a/x b/x\n@@ -1,3 +1,4 @@\n [default]\n-aws_session_token = ${'A'.repeat(52)}\n${marked('+', section(token))} region = x\n`,
  'a blank line': section(`${begin}\n\n${end}`),
  'a space': section(`${begin} ${end}`),
  'a space in quotes': section(`"${begin} ${end}"`),
  'several spaces': section(`${token.slice(0, 40)} ${token.slice(40, 80)}   ${token.slice(80)}`),
  'three lines': section(`${token.slice(0, 50)}\n${token.slice(50, 100)}\n${token.slice(100)}`),
  'lines that end with a backslash': exported(`${begin}\\\n${end}`),
  'variables before a command': `AWS_ACCESS_KEY_ID=${id} \\\n  AWS_SECRET_ACCESS_KEY=${secret} \\\n  AWS_SESSION_TOKEN=${token} \\\n  aws s3 ls\n`,
  'a wrapped secret': section(token, `${secret.slice(0, 20)}\n${secret.slice(20)}`),
  'wrapped JSON': json(`${token.slice(0, 30)}\n${token.slice(30, 70)}\n    ${token.slice(70)}`),
  'a last line that reads like a word': section(`${token.slice(0, 125)}\n${token.slice(125)}`),
  'the variables of an ECS task': JSON.stringify({ containers: [{ name: 'web', environment: variables }] }),
  'the name of an HTTP header': `access_key: ${id}\nsecret_key: ${secret}\nx-amz-security-token: ${token}\n`,
  'entities without XML': section(token, entity(secret)),
};

describe('copied credentials over several lines', () => {
  for (const [what, text] of Object.entries(broken))
    it(`are whole: ${what}`, () => {
      const found = recognizeCredentials(text);
      assert.deepEqual([found?.secretAccessKey, found?.sessionToken], [secret, token]);
      assert.deepEqual(recognizeCredentials(text.replaceAll('\n', '\r\n')), found);
    });

  const words =
    'EOF END EOT fi done exit quit pwd region output default whoami } ) $ export unset clear ls echo';
  for (const word of words.split(' '))
    it(`end before what follows: ${word}`, () => {
      const text = `cat >> ~/.aws/credentials <<'EOF'\n[dev]\n${section(token)}${word}\n`;
      assert.equal(recognizeCredentials(text)?.sessionToken, token);
    });

  it('end before the word that ends a heredoc, whatever it is', () => {
    const text = `cat <<X1y2 >> ~/.aws/credentials\n${section(token.slice(0, 127))}X1y2\n`;
    assert.equal(recognizeCredentials(text)?.sessionToken, token.slice(0, 127));
  });

  const doubtful: Readonly<Record<string, string>> = {
    'a short line that may belong to the token': section(`${token}\ndev1`),
    'a shortened token': section(`${begin}...`),
    'a token of which only the beginning is there': section('IQoJb3…'),
    'a secret of which only the beginning is there': section(token, secret.slice(0, 20)),
  };
  for (const [what, text] of Object.entries(doubtful))
    it(`are not guessed: ${what}`, () => assert.equal(recognizeCredentials(text), undefined));

  it('are not taken for whole ones without a token', () => {
    assert.equal(lacksSessionToken(json(`${begin}\n${end}`)), false);
  });

  const times: readonly (readonly [string, string])[] = [
    ['expiry = 2030-01-01T00:00:00Z', '2030-01-01T00:00:00Z'],
    ['expires_on: 2030-01-01T00:00:00Z', '2030-01-01T00:00:00Z'],
    ['valid_until = 2030-01-01T00:00:00Z', '2030-01-01T00:00:00Z'],
    ['aws_session_token_expiration = 2030-01-01T00:00:00Z', '2030-01-01T00:00:00Z'],
    ['Expiration: Tue, 01 Jan 2030 00:00:00 GMT', 'Tue, 01 Jan 2030 00:00:00 GMT'],
    [
      "'Expiration': datetime.datetime(2030, 1, 1, 0, 0, tzinfo=tzutc())",
      'datetime.datetime(2030, 1, 1, 0, 0, tzinfo=tzutc())',
    ],
    ['expiration_time = 1893456000', '1893456000'],
  ];
  for (const [line, expires] of times)
    it(`have the time when they expire: ${line}`, () =>
      assert.equal(recognizeCredentials(`${section(token)}${line}\n`)?.expires, expires));

  it('have the time when they expire in a line without names', () => {
    const line = [id, secret, token, '1893456000000'].join('\t');
    assert.equal(recognizeCredentials(line)?.expires, '1893456000000');
  });
});
