import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CodeClaims } from '../../../src/credentials/run/mfa.ts';
import { createCodeClaims } from '../../../src/session/codeClaims.ts';
import { eventually } from '../../eventually.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';

const second = 1000;

describe('codes claimed across windows', () => {
  let directory: string;
  let now: number;
  let log: RecordedLog;
  const window = (): CodeClaims => createCodeClaims(join(directory, 'codes'), log, () => now);

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rolecall-codes-'));
    now = 1_800_000_000_000;
    log = new RecordedLog();
  });

  afterEach(() => rm(directory, { recursive: true }));

  it('belong to one window, however many claim them concurrently', async () => {
    const claims = Array.from({ length: 8 }, () => window().claim('phone', '123456'));
    const others = (await Promise.all(claims)).filter((taken) => taken !== undefined);
    assert.deepEqual(
      others,
      Array.from({ length: 7 }, () => now),
    );
    assert.equal(await window().claim('phone', '123457'), undefined);
    assert.equal(await window().claim('tablet', '123456'), undefined);
  });

  it('stay claimed as long as AWS might accept them, and are then forgotten', async () => {
    for (const start of [0, 50, 100, 149].map((seconds) => 1_800_000_000_000 + seconds * second)) {
      now = start;
      assert.equal(await window().claim('phone', `${start}`), undefined);
      now += 149 * second;
      assert.equal(await window().claim('phone', `${start}`), start);
    }
    now += 1000 * second;
    await window().claim('phone', '000000');
    await eventually(async () => assert.equal((await readdir(join(directory, 'codes'))).length, 1));
  });

  it('cannot be read from their file names', async () => {
    await window().claim('phone', '123456');
    assert.ok(!/123456|phone/.test((await readdir(join(directory, 'codes'))).join()));
  });

  it('do not block sessions if claims cannot be written', async () => {
    await writeFile(join(directory, 'codes'), '');
    assert.equal(await window().claim('phone', '123456'), undefined);
    assert.equal(log.warnings.length, 1);
    assert.ok(!log.text.includes('123456'));
  });
});
