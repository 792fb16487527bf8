import assert from 'node:assert/strict';
import { fuzz, type FuzzResult } from './fuzz.ts';
import { repeatTrial } from './kill/killTrials.ts';
import { trials } from './kill/trials.ts';

// Short runs of `npm run fuzz`, always with inputs from the same few seeds. Others are for `npm run fuzz` itself.
const seed = 20_261_129;

describe('the product, for files and environments that nobody expects,', function () {
  this.timeout(120_000);

  it(`keeps its promises (npm run fuzz -- --seed ${seed})`, async () => {
    const results: FuzzResult[] = [];
    await fuzz({ seed, seeds: 20, ms: 500 }, (result) => results.push(result));
    assert.deepEqual(
      results.flatMap(({ check, failure }) => (failure ? [`${check}: ${failure.report}`] : [])),
      [],
    );
  });
});

describe('a window that is killed', function () {
  this.timeout(60_000);
  for (const trial of trials)
    it(`leaves ${trial.name} whole and usable (npm run fuzz -- --kill --seed ${seed})`, async () => {
      const { failure } = await repeatTrial(trial, { seed, ms: 500 });
      assert.equal(failure?.report, undefined);
    });
});
