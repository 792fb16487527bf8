import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeFacts } from '../../../../src/language/lint/codeFacts.ts';
import { lintCodes } from '../../../../src/language/lint/codes.ts';

const hasCli = spawnSync('aws', ['--version']).status === 0;
const keys = 'aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = x\n';

/** Whether the AWS CLI gets as far as calling AWS, or looking for the token of a sign-in. */
function works({ example, file, other }: CodeFacts): { readonly ok: boolean; readonly said: string } {
  const folder = mkdtempSync(join(tmpdir(), 'rolecall-lint-'));
  try {
    const speaks = /aws_access_key_id|sso_account_id|credential_process/u.test(example + (other ?? ''));
    const rest =
      other || (speaks ? '' : file === 'credentials' ? `[profile dev]\n${keys}` : `[dev]\n${keys}`);
    const [config, credentials] = file === 'credentials' ? [rest, example] : [example, rest];
    writeFileSync(join(folder, 'token'), 'a token');
    writeFileSync(join(folder, 'config'), config.replaceAll('/var/run/token', join(folder, 'token')));
    writeFileSync(join(folder, 'credentials'), credentials);
    const profile = /dev team/u.test(example) ? 'dev team' : /default\]/u.test(example) ? 'default' : 'dev';
    const all = config + credentials;
    const said = commandsFor(all, folder).map((command) => {
      const { stderr } = spawnSync('aws', [...command, '--profile', profile], {
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          AWS_CONFIG_FILE: join(folder, 'config'),
          AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
          AWS_EC2_METADATA_DISABLED: 'true',
          // Nothing listens there. With --endpoint-url, the CLI would not read [services].
          HTTPS_PROXY: 'http://127.0.0.1:9',
          HTTP_PROXY: 'http://127.0.0.1:9',
          // Variables win over the keys in question.
          ...(/^region\b/imu.test(all) ? {} : { AWS_DEFAULT_REGION: 'eu-west-1' }),
          ...(all.includes('max_attempts') ? {} : { AWS_MAX_ATTEMPTS: '1' }),
        },
      });
      return stderr.trim();
    });
    return { ok: said.every((each) => callsAws.test(each)), said: said.join('\n') };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const callsAws = /Could not connect to the endpoint|Failed to connect to proxy|SSO Token|retrieving token/iu;

/** Some keys count only for S3, and some of these only for transfers. */
function commandsFor(text: string, folder: string): readonly (readonly string[])[] {
  const identity = ['sts', 'get-caller-identity'];
  return /^s3\b/mu.test(text)
    ? [identity, ['s3', 'ls'], ['s3', 'cp', join(folder, 'config'), 's3://bucket/key']]
    : [identity];
}

describe('the severity of each lint code', function () {
  this.timeout(60_000);
  for (const [code, row] of Object.entries<CodeFacts>(lintCodes)) {
    // Alone, such a sign-in gives no credentials; the profile may still serve those who need a token.
    if (code === 'sessionAlone') continue;
    // Whether or not `aws login` would refuse it, the CLI finds no token of a sign-in that never was.
    if (code === 'notLoginArn' || code === 'loginBesideOthers') continue;
    const isError = row.severity === 'error';
    (hasCli ? it : it.skip)(`${code}: the AWS CLI ${isError ? 'fails' : 'works'}`, () => {
      const { ok, said } = works(row);
      assert.equal(ok, !isError, said);
    });
  }
});
