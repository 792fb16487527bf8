import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { deadlines, maxSizes } from '../../../../src/base/deadlines.ts';
import { Cancelled } from '../../../../src/base/failure.ts';
import { type LocalAlibaba, startLocalAlibaba } from '../../../alibaba/localAlibaba.ts';
import { AlibabaStage, failureOf } from './alibabaStage.ts';

const hour = 3_600_000;
const file = { kind: 'credentialsFile' } as const;

function staged(alibaba: Pick<LocalAlibaba, 'url'>, environment: NodeJS.ProcessEnv = {}, aheadMs = 0) {
  return new AlibabaStage(alibaba, { environment, aheadMs });
}

describe('the credentials file of a PAI DSW instance', () => {
  let alibaba: LocalAlibaba;
  let folder: string;
  let path: string;
  let stage: AlibabaStage;
  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
    folder = await mkdtemp(join(tmpdir(), 'rolecall-dsw-'));
    path = join(folder, 'credentials');
    stage = staged(alibaba, { ROLECALL_ALIBABA_CREDENTIALS_FILE: path });
  });
  afterEach(async () => {
    await alibaba.close();
    await rm(folder, { recursive: true });
  });

  const name = 'credentials file';
  const session = () => alibaba.uri.session();

  it('yields the role of the instance, and what the instance has renewed', async () => {
    const written = await alibaba.writeCredentialsFile(path);
    const { accessKeyId, expiration } = await stage.run(file);
    assert.deepEqual([accessKeyId, expiration], [session()?.accessKeyId, session()?.expiration]);
    assert.equal((await stage.identify(file)).kind, 'role');
    await written.rotate();
    assert.notEqual((await stage.run(file)).accessKeyId, accessKeyId);
  });

  it('is read again while the instance writes it', async () => {
    const writing = alibaba.writeCredentialsFile(path, { tornMs: 500 });
    await new Promise((resolve) => setTimeout(resolve, 100));
    assert.equal((await stage.run(file)).accessKeyId, session()?.accessKeyId);
    await writing;
  });

  for (const [missing, text] of [
    ['JSON', (json: string) => json.replace(/,(?=\s*"Expiration")/u, '')],
    ['JSON', () => ''],
    ['JSON', () => '[access_key]\naccess_key_id = LTAI'],
    ['SecurityToken', (json: string) => json.replace('SecurityToken', 'Token')],
    ['Expiration', (json: string) => json.replace(/T[\d:]+Z/u, '')],
  ] as const)
    it(`lacks ${missing}`, async () => {
      await alibaba.writeCredentialsFile(path, { text });
      const secret = session()?.accessKeySecret ?? '';
      const expected = { code: 'credentialsFileInvalid', profile: name, path, missing };
      assert.deepEqual(await failureOf(stage.run(file), [secret]), expected);
    });

  const reason = async () => {
    const failure = await failureOf(stage.run(file));
    assert.ok(failure.code === 'credentialsFileUnreadable');
    return failure.reason;
  };

  it('may be missing, a folder, or too large', async () => {
    assert.equal(await reason(), 'ENOENT');
    await writeFile(path, ' '.repeat(maxSizes.fileBytes + 1));
    assert.equal(await reason(), 'EFBIG');
    await rm(path);
    await mkdir(path);
    assert.equal(await reason(), 'EISDIR');
  });

  it('is not waited for again and again if the disk does not respond', async function () {
    if (process.platform === 'win32') this.skip();
    await promisify(execFile)('mkfifo', [path]);
    const started = Date.now();
    assert.equal(await reason(), 'ETIMEDOUT');
    assert.ok(Date.now() - started < 2 * deadlines.fileMs);
  });

  it('must not yield what has expired', async () => {
    await alibaba.writeCredentialsFile(path);
    stage = staged(alibaba, { ROLECALL_ALIBABA_CREDENTIALS_FILE: path }, 2 * hour);
    assert.deepEqual(await failureOf(stage.run(file)), { code: 'alibabaSourceStale', profile: name });
  });

  it('is left at once if the user cancels', async () => {
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    const started = Date.now();
    await assert.rejects(stage.run(file, { signal: stop.signal }), Cancelled);
    assert.ok(Date.now() - started < 500);
  });
});
