import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Environment } from '../../../src/base/environment.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { plainRole, testWorld } from '../../aws/testWorld.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { createRunner } from './runner.ts';

const loginSession = 'arn:aws:iam::111111111111:user/alice';

describe('a file that a pipe without a writer has replaced', function () {
  this.timeout(30_000);
  let aws: LocalAws;
  let folder: string;

  before(async function () {
    if (process.platform === 'win32') this.skip();
    aws = await startLocalAws({ world: testWorld });
    folder = await mkdtemp(join(tmpdir(), 'rolecall-pipes-'));
  });
  after(async () => {
    await aws.close();
    await rm(folder, { recursive: true });
  });

  const failWith = (profile: string, lines: string, environment: Environment = {}): Promise<unknown> =>
    createRunner(aws.url, new TypedCodes(), { config: `[profile ${profile}]\n${lines}\n`, environment }).fail(
      profile,
    );

  it('is reported in time, wherever Rolecall reads one, also all of them at once', async () => {
    const login = `${createHash('sha256').update(loginSession).digest('hex')}.json`;
    const [token, bundle, cache] = ['token', 'bundle', login].map((name) => join(folder, name)) as [
      string,
      string,
      string,
    ];
    for (const path of [token, bundle, cache]) execFileSync('mkfifo', [path]);
    const start = performance.now();
    const failures = await Promise.all([
      failWith('web', `role_arn = ${plainRole}\nweb_identity_token_file = ${token}`),
      failWith('pod', 'region = us-east-1', {
        AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:9',
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: token,
      }),
      failWith('company', `role_arn = ${plainRole}\nsource_profile = keys\nca_bundle = ${bundle}`),
      failWith('login', `login_session = ${loginSession}`, { AWS_LOGIN_CACHE_DIRECTORY: folder }),
    ]);
    assert.ok(performance.now() - start < 15_000);
    const reasons = failures.map((failure) => {
      const { code, reason } = failure as { readonly code: string; readonly reason?: string };
      return [code, reason];
    });
    assert.deepEqual(reasons, [
      ['tokenFileUnreadable', 'ETIMEDOUT'],
      ['tokenFileUnreadable', 'ETIMEDOUT'],
      ['caBundleUnreadable', 'ETIMEDOUT'],
      ['fileUnreadable', 'timedOut'],
    ]);
    // No thread of this process is left waiting for a pipe.
    await createRunner(aws.url, new TypedCodes()).run('plain');
  });
});
