import assert from 'node:assert/strict';
import { Credentials } from '../../../src/credentials/credentials.ts';
import { renewMargin, Term } from '../../../src/session/renewal.ts';

const minute = 60_000;

function ending(expiration: number | undefined, accessKeyId = 'A'): Credentials {
  return new Credentials({ accessKeyId, secretAccessKey: 's', sessionToken: undefined, expiration });
}

const inNoWay = (): number => 0;

describe('the margin for renewing', () => {
  for (const [minutes, margin] of [
    [5, 5],
    [0, 1],
    [-3, 1],
    [55, 55],
    [90, 55],
  ] as const)
    it(`of ${minutes} min is ${margin} min`, () =>
      assert.equal(renewMargin(() => minutes, inNoWay)(), margin * minute));

  it('is that of the setting as it is now', () => {
    let minutes = 5;
    const margin = renewMargin(() => minutes, inNoWay);
    minutes = 10;
    assert.equal(margin(), 10 * minute);
  });

  it('is wider by up to half a minute, in each window by its own share for as long as it is open', () => {
    const margins = Array.from({ length: 50 }, () => renewMargin(() => 5));
    const asked = margins.map((margin) => margin() - 5 * minute);
    assert.ok(
      asked.every((ms) => ms >= 0 && ms < 30_000),
      asked.join(),
    );
    assert.ok(new Set(asked).size > 40, 'windows do not do it at once');
    assert.ok(Math.max(...asked) - Math.min(...asked) > 10_000, 'nor nearly so');
    assert.deepEqual(
      margins.map((margin) => margin() - 5 * minute),
      asked,
    );
  });
});

describe('Term', () => {
  let now: number;
  let term: Term;
  beforeEach(() => {
    now = 1_800_000_000_000;
    term = new Term(
      () => now,
      () => 5 * minute,
    );
  });

  it('is ending when the margin begins', () => {
    term.begin(ending(now + 60 * minute));
    assert.deepEqual([term.leftMs, term.isEnding], [60 * minute, false]);
    now += 55 * minute - 1;
    assert.equal(term.isEnding, false);
    now += 1;
    assert.equal(term.isEnding, true);
  });

  it('leaves a short session half of its life, however often it is said to begin', () => {
    const end = now + 4 * minute;
    assert.equal(term.begin(ending(end)), true);
    now += 2 * minute - 1;
    assert.equal(term.begin(ending(end)), false, 'the same, read once more');
    assert.equal(term.isEnding, false);
    now += 1;
    assert.equal(term.isEnding, true);
    assert.equal(term.begin(ending(end, 'B')), true);
    assert.equal(term.isEnding, false);
  });

  it('does not end where nobody said when', () => {
    assert.equal(term.isEnding, false);
    term.begin(ending(undefined));
    now += 1e12;
    assert.equal(term.isEnding, false);
  });
});
