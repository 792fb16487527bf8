import assert from 'node:assert/strict';
import { nextCodeAt, UsedCodes } from '../../../../src/credentials/run/mfa.ts';

describe('UsedCodes', () => {
  it('remember a code of a device for as long as AWS might take it, and no longer', async () => {
    let now = 1_000_000;
    const used = new UsedCodes(() => now);
    const takes = [await used.take('phone', '123456'), await used.take('phone', '123456')];
    assert.deepEqual(takes, [undefined, 1_000_000]);
    assert.deepEqual(
      [used.takenAt('phone', '123456'), used.takenAt('phone', '654321'), used.takenAt('tablet', '123456')],
      [1_000_000, undefined, undefined],
    );
    // A code shows for 30 s; AWS takes it one step early and one step late.
    now += 90_000;
    assert.equal(used.takenAt('phone', '123456'), 1_000_000);
    now += 600_000;
    assert.equal(used.takenAt('phone', '123456'), undefined);
    assert.equal(await used.take('phone', '123456'), undefined);
  });
});

describe('the next code', () => {
  it('shows when the half minute is over, by AWS’s clock', () => {
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

/** When the next code shows after so many seconds of a half minute, in seconds from its beginning. */
function secondsAt(seconds: number, offsetSeconds: number): number {
  const halfMinute = 1_800_000_000_000;
  return (nextCodeAt(halfMinute + seconds * 1000, offsetSeconds * 1000) - halfMinute) / 1000;
}
