import assert from 'node:assert/strict';
import * as fc from 'fast-check';
import { type CopiedCredentials, recognizeCredentials } from '../../../src/profiles/copied.ts';

const id = 'ASIAIOSFODNN7EXAMPLE';
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
  it(`does not take ${what}`, () => assert.equal(recognizeCredentials(text), undefined));
}

describe('copied credentials', () => {
  recognizes(
    'the access portal’s form for macOS and Linux',
    `export AWS_ACCESS_KEY_ID="${id}"\nexport AWS_SECRET_ACCESS_KEY="${secret}"\nexport AWS_SESSION_TOKEN="${token}"\n`,
    full,
  );
  recognizes(
    'its form for the Windows command prompt',
    `SET AWS_ACCESS_KEY_ID=${id}\r\nSET AWS_SECRET_ACCESS_KEY=${secret}\r\nSET AWS_SESSION_TOKEN=${token}\r\n`,
    full,
  );
  recognizes(
    'its form for PowerShell',
    `$Env:AWS_ACCESS_KEY_ID="${id}"\n$Env:AWS_SECRET_ACCESS_KEY="${secret}"\n$Env:AWS_SESSION_TOKEN="${token}"`,
    full,
  );
  recognizes(
    'its section for the credentials file',
    `[123456789012_AdministratorAccess]\naws_access_key_id=${id}\naws_secret_access_key=${secret}\naws_session_token=${token}`,
    { ...full, profile: '123456789012_AdministratorAccess' },
  );
  recognizes(
    'a section with a region, of which only the first counts',
    `[profile "dev"]\nregion = ap-northeast-1\naws_access_key_id = ${id}\naws_secret_access_key = ${secret}\n\n[other]\naws_access_key_id = AKIAOTHEROTHEROTHER0\naws_session_token = x`,
    { accessKeyId: id, secretAccessKey: secret, profile: 'dev', region: 'ap-northeast-1' },
  );
  recognizes(
    'what aws sts assume-role prints',
    JSON.stringify({
      Credentials: {
        AccessKeyId: id,
        SecretAccessKey: secret,
        SessionToken: token,
        Expiration: '2026-01-01T00:00:00Z',
      },
      AssumedRoleUser: { Arn: 'arn:aws:sts::123456789012:assumed-role/Demo/me' },
    }),
    full,
  );
  recognizes(
    'what a credential process prints',
    JSON.stringify({ Version: 1, AccessKeyId: id, SecretAccessKey: secret }, null, 2),
    { accessKeyId: id, secretAccessKey: secret },
  );
  recognizes(
    'what aws configure export-credentials prints for fish, on one line',
    `set -gx AWS_ACCESS_KEY_ID ${id}; set -gx AWS_SECRET_ACCESS_KEY ${secret}; set -gx AWS_SESSION_TOKEN ${token};`,
    full,
  );
  recognizes(
    'exports that are joined on one line',
    `export AWS_ACCESS_KEY_ID='${id}' && export AWS_SECRET_ACCESS_KEY='${secret}' && export AWS_REGION=eu-west-1`,
    { accessKeyId: id, secretAccessKey: secret, region: 'eu-west-1' },
  );
  recognizes(
    'an .env file',
    `# mine\nAWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY="${secret}"\nAWS_DEFAULT_REGION=us-east-1`,
    {
      accessKeyId: id,
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
  refuses('a key without its secret', `export AWS_ACCESS_KEY_ID=${id}`);
  refuses('something that is no key id', `AWS_ACCESS_KEY_ID=your-key\nAWS_SECRET_ACCESS_KEY=${secret}`);
  refuses('other JSON', '{"Credentials": null, "AccessKeyId": 7}');
  refuses('a secret with a space in it', `AWS_ACCESS_KEY_ID=${id}\nAWS_SECRET_ACCESS_KEY=a b`);

  it('takes any text without failing', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary' }), fc.json()), (text) => {
        const found = recognizeCredentials(text);
        assert.ok(found === undefined || found.accessKeyId.length >= 16);
      }),
    );
  });
});
