// `npm run fuzz` looks for inputs that break the product: `--seed N` repeats a run, `--seconds N` sets how long it
// takes, and `--kill` kills processes that write files instead.
import { parseArgs } from 'node:util';
import { checks } from './checks.ts';
import { fuzz } from './fuzz.ts';
import { repeatTrial } from './kill/killTrials.ts';
import { trials } from './kill/trials.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    seconds: { type: 'string', default: '60' },
    kill: { type: 'boolean', default: false },
  },
});
const seed = Number(values.seed);
const ms = Number(values.seconds) * 1000;
if (!Number.isSafeInteger(seed) || !(ms > 0)) throw new Error('--seed and --seconds are numbers');

console.log(`seed ${seed}`);
const report = (
  name: string,
  runs: number,
  failure?: { readonly seed: number; readonly report: string },
): void => {
  console.log(`${failure ? '✘' : '✔'} ${name} (${runs} runs)`);
  if (!failure) return;
  process.exitCode = 1;
  console.log(`  --seed ${failure.seed} finds it immediately.\n${failure.report.replaceAll(/^/gmu, '  ')}`);
};
if (values.kill) {
  for (const trial of trials) {
    const { runs, failure } = await repeatTrial(trial, { seed, ms: ms / trials.length });
    report(trial.name, runs, failure);
  }
} else {
  await fuzz({ seed, ms: ms / checks.length }, ({ check, runs, failure }) => report(check, runs, failure));
}
process.exit(); // a failed trial may leave a window that waits
