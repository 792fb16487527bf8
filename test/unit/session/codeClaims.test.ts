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

  describe('while the clock is set', () => {
    let uptime: number;
    const claim = (code: string) =>
      createCodeClaims(
        join(directory, 'codes'),
        log,
        () => now,
        () => uptime,
      ).claim('phone', code);
    beforeEach(() => {
      uptime = 600 * second;
    });

    for (const stepMs of [3600 * second, 200 * second, -200 * second, -3600 * second])
      it(`stay claimed for as long (${stepMs / second} s)`, async () => {
        const start = now;
        assert.equal(await claim('123456'), undefined);
        [now, uptime] = [now + stepMs, uptime + second];
        assert.equal(await claim('123456'), start);
        assert.equal(await claim('654321'), undefined);
        [now, uptime] = [now + 147 * second, uptime + 147 * second];
        assert.equal(await claim('123456'), start);
      });

    it('are forgotten after a while nevertheless', async () => {
      await claim('123456');
      [now, uptime] = [now + 3600 * second, uptime + 151 * second];
      assert.equal(await claim('123456'), undefined);
      assert.equal((await readdir(join(directory, 'codes'))).length, 1);
    });

    it('stay claimed after a quick restart of the machine', async () => {
      const start = now;
      await claim('123456');
      [now, uptime] = [now + 100 * second, 20 * second];
      assert.equal(await claim('123456'), start);
    });

    it('belong to one window when two claim them between two spans', async () => {
      now = 150 * second * 12_000_000 - 1;
      const [first, start] = [claim('123456'), now];
      [now, uptime] = [now + 1, uptime + 1];
      assert.deepEqual(await Promise.all([first, claim('123456')]), [undefined, start]);
    });
  });

  it('of a killed window that has not written the time do not last', async () => {
    await window().claim('phone', '000000');
    const [name = ''] = await readdir(join(directory, 'codes'));
    await writeFile(join(directory, 'codes', name), '');
    assert.ok((await window().claim('phone', '000000')) !== undefined);
    now += 301 * second;
    assert.equal(await window().claim('phone', '000000'), undefined);
    assert.equal((await readdir(join(directory, 'codes'))).length, 1);
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
