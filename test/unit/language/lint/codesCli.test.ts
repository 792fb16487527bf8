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
    const speaks = /aws_access_key_id|sso_account_id/u.test(example + (other ?? ''));
    const rest =
      other || (speaks ? '' : file === 'credentials' ? `[profile dev]\n${keys}` : `[dev]\n${keys}`);
    const [config, credentials] = file === 'credentials' ? [rest, example] : [example, rest];
    writeFileSync(join(folder, 'config'), config);
    writeFileSync(join(folder, 'credentials'), credentials);
    const profile = /dev team/u.test(example) ? 'dev team' : /default\]/u.test(example) ? 'default' : 'dev';
    const { stderr } = spawnSync(
      'aws',
      ['sts', 'get-caller-identity', '--region', 'eu-west-1', '--profile', profile],
      {
        encoding: 'utf8',
        env: {
          PATH: process.env['PATH'],
          HOME: folder,
          AWS_CONFIG_FILE: join(folder, 'config'),
          AWS_SHARED_CREDENTIALS_FILE: join(folder, 'credentials'),
          AWS_EC2_METADATA_DISABLED: 'true',
          AWS_MAX_ATTEMPTS: '1',
          // Nothing listens there. With --endpoint-url, the CLI would not read [services].
          HTTPS_PROXY: 'http://127.0.0.1:9',
        },
      },
    );
    return {
      ok: /Could not connect to the endpoint|Failed to connect to proxy|SSO Token|retrieving token/iu.test(
        stderr,
      ),
      said: stderr.trim(),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe('the severity of each lint code', function () {
  this.timeout(60_000);
  for (const [code, row] of Object.entries<CodeFacts>(lintCodes)) {
    // Alone, such a sign-in gives no credentials; the profile may still serve those who need a token.
    if (code === 'sessionAlone') continue;
    const isError = row.severity === 'error';
    (hasCli ? it : it.skip)(`${code}: the AWS CLI ${isError ? 'fails' : 'works'}`, () => {
      const { ok, said } = works(row);
      assert.equal(ok, !isError, said);
    });
  }
});
