import assert from 'node:assert/strict';
import { fuzz, type FuzzResult } from './fuzz.ts';
import { repeatTrial } from './kill/killTrials.ts';
import { trials } from './kill/trials.ts';

// A short run of `npm run fuzz`: always the same inputs, and others that no run had before.
const seeds = [20_261_129, Date.now() % 1_000_000_000];

describe('the product, for files and environments that nobody expects,', function () {
  this.timeout(120_000);

  for (const seed of seeds)
    it(`keeps its promises (npm run fuzz -- --seed ${seed})`, async () => {
      const results: FuzzResult[] = [];
      await fuzz({ seed, ms: 500 }, (result) => results.push(result));
      assert.deepEqual(
        results.flatMap(({ check, failure }) => (failure ? [`${check}: ${failure.report}`] : [])),
        [],
      );
    });
});

describe('a window that is killed', function () {
  this.timeout(60_000);
  const seed = Date.now() % 1_000_000_000;

  for (const trial of trials)
    it(`leaves ${trial.name} whole and usable (npm run fuzz -- --kill --seed ${seed})`, async () => {
      const { failure } = await repeatTrial(trial, { seed, ms: 500 });
      assert.equal(failure?.report, undefined);
    });
});
