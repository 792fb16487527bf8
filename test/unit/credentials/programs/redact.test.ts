import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { harmlessLines } from '../../../../src/credentials/programs/redact.ts';

const harmless = (text: string, ...known: string[]): string => harmlessLines(text, known).join('\n');

/** Asserts what the log shows for a line. */
function says(written: string, shown: string, ...known: string[]): void {
  it(written.trim(), () => assert.equal(harmless(written, ...known), shown));
}

/** Asserts that lines are logged unchanged. */
function keeps(...lines: string[]): void {
  for (const line of lines) says(line, line);
}

describe('logged program output', () => {
  describe('keeps text that reads like a message', () => {
    keeps(
      'aws-vault: error: exec: Failed to get credentials for default: operation error STS: AssumeRole',
      'https response error StatusCode: 403, api error AccessDenied: User: arn:aws:iam::111111111111:user/maya is not authorized',
      'The SSO session token associated with this profile has expired. Run aws sso login --profile dev',
      'curl: (6) Could not resolve host: vault.corp.example.com',
      'dial tcp 10.0.0.1:443: connect: connection refused',
      '/bin/sh: 1: op: not found',
      '  File "/usr/lib/python3/dist-packages/urllib3/connection.py", line 174, in _new_conn'.trim(),
      'botocore.exceptions.ProfileNotFound: The config profile (nope) could not be found',
      "Error: ENOENT: no such file or directory, open '/home/maya/.aws/config'",
      String.raw`could not open C:\Users\maya\creds.json`,
      'Passwort falsch für Benutzer „maya“, exit code: 2',
      '認証に失敗しました。もう一度お試しください。',
      "can't touch your YubiKey within 30s",
      'error: EACCES',
      'Error when retrieving token from sso: Token has expired and refresh failed',
      'saml2aws: Error authenticating to IdP.: unable to locate SAMLRequest URL',
      'ModuleNotFoundError: No module named requests',
      "FileNotFoundError: [Errno 2] No such file or directory: '/etc/vault.json'",
      '  File "/usr/local/bin/awsume", line 1234, in <module>'.trim(),
      'AccessDeniedException: User is not authorized to perform: sso:GetRoleCredentials',
      'Could not connect to the endpoint URL: "https://sts.eu-west-1.amazonaws.com/"',
      'error: could not decrypt ~/.password-store/aws/prod.gpg: No secret key',
      'dial tcp localhost:8443: connection refused after 1500ms',
      'Doesn’t match: the PIN wasn’t entered within 30s',
      'Zugriff verweigert',
      'Mot de passe incorrect',
      'x509: certificate signed by unknown authority',
      "python3: can't open file '/opt/tool2/x.py': [Errno 2]",
    );
    says('\u001B[31mred\u001B[0m \u001B]0;title\u0007alert\u0008!', 'red alert !');
    says('one\r\n\r\ntwo\rthree', 'one\ntwo\nthree');
    says('see https://me:hunter2@idp.example.com:8443/device?x=ABCD', 'see https://idp.example.com:8443/***');
  });

  describe('contains no secrets', () => {
    says('the password is tulip', 'the password is ***');
    says('Enter passphrase: tulip', 'Enter passphrase: ***');
    says('Password:\ntulip', 'Password:\n***');
    says('tool: bad flag --password tulip --verbose', 'tool: bad flag --password ***');
    says('export AWS_PROFILE=tulip ANYTHING="red tulip"', 'export AWS_PROFILE=*** ANYTHING=***');
    says('{"Version": 1, "AccessKeyId": "A", "SecretAccessKey": "red tulip"}', '{"Version": ***');
    says('answer: tulip', 'answer: ***');
    says('wrong code 123456, try again', 'wrong code ***, try again');
    says('wrong code 123 456, try again', 'wrong code ***, try again');
    says('used AKIAIOSFODNN7EXAMPLE', 'used ***');
    says('got wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY here', 'got *** here');
    says('seeded by JBSWY3DPEHPK3PXP and TESTSEEDTESTSEED', 'seeded by *** and ***');
    says('with e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855', 'with ***');
    says('with eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0In0.abc', 'with ***');
    says('tried tulip, and “tulip” again', 'tried ***, and “***” again', 'tulip');
    says('tried red tulips in spring', 'tried *** in spring', 'red tulips');
    says('tried /opt/tulip-garden/x', 'tried ***', 'tulip-garden', '/opt/***/x');

    for (const password of [
      'tulip',
      'TULIP',
      'Tulip',
      'RedTulip',
      'red-tulip',
      'tulip12',
      '4711',
      '471 112',
    ]) {
      says(password, '***');
      says(`wrong password ${password}`, 'wrong password ***');
      says(`wrong password “${password}”, try again`, 'wrong password “***”, try again');
      says(`${password} is not the right PIN`, '*** is not the right PIN');
      says(`Login with ${password} failed`, 'Login with *** failed');
      says(`the PIN (${password}) was rejected`, 'the PIN (***) was rejected');
      says(`error: got ${password}`, 'error: got ***');
      says(`Falsches Passwort „${password}“`, 'Falsches Passwort „***“');
    }
    says('correct horse battery staple', 'correct *** *** ***');
    says('the pin was 4711', 'the pin was ***');
    says('PIN 4 7 1 1 and 47-11', 'PIN *** and ***');
    says('password T U L I P or t-u-l-i-p', 'password *** or ***');
    says('maya:tulip@host.example.com', '***: ***');
    says('cannot open /tulip or red/tulip', 'cannot open *** or ***');
    says('パスワードはチューリップです', 'パスワードは ***');
    says('「チューリップ」が違います', '「***」が違います');
    says('сезам или 튤립', '*** *** ***');
    says('チューリップ@example.com', '***');
    says('wrong: password1 or tu_lip', 'wrong: *** or ***');
    says('user tulip12 is unknown', 'user *** is unknown');

    it('of any kind that AWS issues', () => {
      for (let i = 0; i < 2000; i++) {
        const bytes = randomBytes(30 + (i % 200));
        for (const encoding of ['base64', 'base64url', 'hex'] as const) {
          const secret = bytes.toString(encoding);
          const shown = harmless(`got ${secret} back`);
          assert.ok(!shown.includes(secret), shown);
        }
      }
    });
  });

  it('is redacted quickly, whatever the program writes', () => {
    const texts = ['a', 'aB', '-', 'key-', 'A', "'", 'a=" ', '1.', '\u001B[', 'secret', 'aA\u0301', '/a'];
    for (const text of texts) {
      const start = performance.now();
      harmless(`${text.repeat(2048 / text.length)}!`, 'x');
      assert.ok(performance.now() - start < 500, text);
    }
  });
});
