import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isoSeconds } from '../../../aws/clock.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { assume, type IssuedKeys } from '../../../aws/sts/stsClient.ts';
import { aliceKey, nextRole, plainRole, testWorld } from '../../../aws/testWorld.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { createRunner, outcomes, type Runner } from '../runner.ts';

const arn = 'arn:aws:sts::222222222222:assumed-role/Plain/test';

const needed = (why: string): object => ({ code: 'loginNeeded', profile: 'signed-in', why });

describe('a sign-in with aws login', () => {
  let aws: LocalAws;
  let folder: string;
  let runner: Runner;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    folder = join(await mkdtemp(join(tmpdir(), 'login-')), 'cache');
    await mkdir(folder);
    const config = `
[profile signed-in]
login_session = ${arn}
[profile behind]
role_arn = ${nextRole}
source_profile = signed-in
`;
    const environment = { AWS_LOGIN_CACHE_DIRECTORY: folder };
    runner = createRunner(aws.url, new TypedCodes(), { config, environment });
  });

  afterEach(async () => {
    await aws.close();
    await rm(join(folder, '..'), { recursive: true });
  });

  const issue = (): Promise<IssuedKeys> => assume(aws, aliceKey, { RoleArn: plainRole });
  const write = (content: string): Promise<void> =>
    writeFile(join(folder, `${createHash('sha256').update(arn).digest('hex')}.json`), content);

  it('yields its credentials until they expire, read again each time', async () => {
    assert.deepEqual(await runner.fail('signed-in'), needed('signedOut'));
    const keys = await issue();
    await write(JSON.stringify(cached(keys)));
    const { accessKeyId, expiration } = await runner.run('signed-in');
    assert.deepEqual([accessKeyId, expiration], [keys.accessKeyId, Math.floor(keys.expiresAt / 1000) * 1000]);
    await write(JSON.stringify(cached(keys, { expiresAt: isoSeconds(Date.now() - 1000) })));
    assert.deepEqual(await runner.fail('signed-in'), needed('expired'));
    assert.equal(aws.requests.length, 1, 'they cannot be renewed without a key');
  });

  it('can be the source of a role', async () => {
    await write(JSON.stringify(cached(await issue())));
    await runner.run('behind');
    assert.deepEqual(outcomes(aws.requests), ['AssumeRole OK', 'AssumeRole OK']);
    assert.equal(aws.requests.at(-1)?.principalArn, arn);
  });

  it('is needed again if its file is malformed', async () => {
    const keys = await issue();
    for (const text of [
      '',
      'null',
      '{"accessToken": 7}',
      JSON.stringify(cached(keys, { sessionToken: undefined })),
      JSON.stringify(cached(keys)).slice(0, -20),
    ]) {
      await write(text);
      assert.deepEqual(await runner.fail('signed-in'), needed('signedOut'), text);
    }
  });
});

/** A file as the CLI writes it, with the data for a renewal next to the credentials. */
function cached(keys: IssuedKeys, changes: object = {}): object {
  const { accessKeyId, secretAccessKey, sessionToken, expiresAt } = keys;
  return {
    accessToken: {
      accessKeyId,
      secretAccessKey,
      sessionToken,
      accountId: '222222222222',
      expiresAt: isoSeconds(expiresAt),
      ...changes,
    },
    tokenType: 'aws_sigv4',
    refreshToken: 'refresh',
    idToken: 'id',
    clientId: 'arn:aws:signin:::devtools/same-device',
    dpopKey: 'pem',
  };
}
