import assert from 'node:assert/strict';
import { FollowedEnd, FollowedEnds, isWithin } from '../../../src/base/setBackClock.ts';

const end = 1_800_000_000_000;

describe('an end that follows the clock', () => {
  let clock: { setBackMs: number };
  beforeEach(() => {
    clock = { setBackMs: 5000 };
  });

  it('is earlier by as much as the clock was set back since', () => {
    const followed = new FollowedEnd(end, clock);
    assert.deepEqual([followed.given, followed.current], [end, end]);
    clock.setBackMs += 3000;
    clock.setBackMs += 4000;
    assert.deepEqual([followed.given, followed.current], [end, end - 7000]);
    assert.equal(new FollowedEnd(end, clock).current, end);
  });

  it('is known by name, and replaced with another one', () => {
    const ends = new FollowedEnds(clock);
    assert.equal(ends.of('dev', end), end);
    clock.setBackMs += 3000;
    assert.deepEqual([ends.of('dev', end), ends.of('other', end)], [end - 3000, end]);
    assert.deepEqual([ends.of('dev', end + 1), ends.of('dev', end + 1)], [end + 1, end + 1]);
  });
});

describe('a time that is within a span', () => {
  for (const [passedMs, expected] of [
    [0, true],
    [999, true],
    [1000, false],
    [-1, false],
    [-3_600_000, false],
  ] as const)
    it(`of one second is ${expected ? '' : 'not '}${passedMs} ms later`, () =>
      assert.equal(isWithin(1000, end, end + passedMs), expected));
});
