import assert from 'node:assert/strict';
import { Credentials } from '../../../src/credentials/credentials.ts';
import { renewMarginMs, Term } from '../../../src/session/renewal.ts';

const minute = 60_000;

function ending(expiration: number | undefined): Credentials {
  return new Credentials({ accessKeyId: 'A', secretAccessKey: 's', sessionToken: undefined, expiration });
}

describe('the margin for renewing', () => {
  for (const [minutes, margin] of [
    [5, 5],
    [0, 1],
    [-3, 1],
    [55, 55],
    [90, 55],
  ] as const)
    it(`of ${minutes} min is ${margin} min`, () => assert.equal(renewMarginMs(minutes), margin * minute));
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
    const short = ending(now + 4 * minute);
    term.begin(short);
    now += 2 * minute - 1;
    term.begin(short);
    assert.equal(term.isEnding, false);
    now += 1;
    assert.equal(term.isEnding, true);
  });

  it('does not end where nobody said when', () => {
    assert.equal(term.isEnding, false);
    term.begin(ending(undefined));
    now += 1e12;
    assert.equal(term.isEnding, false);
  });
});
