import assert from 'node:assert/strict';
import { nextCodeAt, UsedCodes } from '../../../../src/credentials/run/mfa.ts';

describe('UsedCodes', () => {
  it("remembers a device's code as long as AWS might accept it, and no longer", async () => {
    let now = 1_000_000;
    const used = new UsedCodes(() => now);
    const claims = [await used.claim('phone', '123456'), await used.claim('phone', '123456')];
    assert.deepEqual(claims, [undefined, 1_000_000]);
    assert.deepEqual(
      [used.usedAt('phone', '123456'), used.usedAt('phone', '654321'), used.usedAt('tablet', '123456')],
      [1_000_000, undefined, undefined],
    );
    // A code is shown for 30 s; AWS accepts it one step early and one step late.
    now += 90_000;
    assert.equal(used.usedAt('phone', '123456'), 1_000_000);
    now += 600_000;
    assert.equal(used.usedAt('phone', '123456'), undefined);
    assert.equal(await used.claim('phone', '123456'), undefined);
  });
});

describe('UsedCodes, when the clock is set', () => {
  let now: number;
  let uptime: number;
  let used: UsedCodes;
  beforeEach(async () => {
    [now, uptime] = [1_800_000_000_000, 5000];
    used = new UsedCodes(
      () => now,
      undefined,
      () => uptime,
    );
    await used.claim('phone', '123456');
  });

  for (const stepMs of [3_600_000, -3_600_000])
    it(`remembers a code for as long (${stepMs / 60_000} min)`, async () => {
      const usedAt = now;
      [now, uptime] = [now + stepMs, uptime + 149_000];
      assert.equal(used.usedAt('phone', '123456'), usedAt);
      assert.equal(await used.claim('phone', '123456'), usedAt);
    });
});

describe('the next code', () => {
  it("is shown when the 30-second step ends, by AWS's clock", () => {
    assert.deepEqual(
      [0, 1, 29.999, 30].map((seconds) => secondsAt(seconds, 0)),
      [30, 30, 30, 60],
    );
    assert.deepEqual(
      [-7, 7, 600, 607].map((offset) => secondsAt(10, offset)),
      [37, 23, 30, 23],
    );
  });
});

/** When the next code is shown, given a position in a 30-second step; both in seconds from the start of the step. */
function secondsAt(seconds: number, offsetSeconds: number): number {
  const halfMinute = 1_800_000_000_000;
  return (nextCodeAt(halfMinute + seconds * 1000, offsetSeconds * 1000) - halfMinute) / 1000;
}
