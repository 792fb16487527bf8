import assert from 'node:assert/strict';
import { maskSecrets, secretsIn } from '../../../src/config/mask.ts';

function masks(text: string, expected: string): void {
  it(`of ${JSON.stringify(text)} shows ${JSON.stringify(expected)}`, () => {
    assert.equal(
      maskSecrets(text, () => '•'),
      expected,
    );
  });
}

describe('the mask', () => {
  masks('aws_secret_access_key = abc/d+e', 'aws_secret_access_key = •');
  masks('aws_session_token=abc==\r\nregion = x\r\n', 'aws_session_token=•\r\nregion = x\r\n');
  masks('[a]\n  AWS_SECURITY_TOKEN : abc # old \n', '[a]\n  AWS_SECURITY_TOKEN : • \n');
  masks(
    '# aws_secret_access_key = abc\n;aws_session_token=abc',
    '# aws_secret_access_key = •\n;aws_session_token=•',
  );
  masks('my_password = abc', 'my_password = •');
  masks('aws_access_key_id = AKIA\n', 'aws_access_key_id = AKIA\n');
  masks('web_identity_token_file = /run/token', 'web_identity_token_file = /run/token');
  masks('token_expiration = 2026', 'token_expiration = 2026');
  masks('aws_secret_access_key =\nregion = x', 'aws_secret_access_key =\nregion = x');
  masks('token = token', 'token = •');
  masks('mfa_serial = arn:aws:iam::1:mfa/secret=x', 'mfa_serial = arn:aws:iam::1:mfa/secret=x');

  it('tells the secrets that it hides', () => {
    const text = 'aws_secret_access_key = abc\nregion = x\naws_session_token = def\n';
    assert.deepEqual([...secretsIn(text)], ['abc', 'def']);
  });

  it('takes its time in proportion to the text', () => {
    const text = `${'# ; '.repeat(50_000)}\n${'token'.repeat(50_000)}`;
    assert.equal(
      maskSecrets(text, () => '•'),
      text,
    );
  });
});
