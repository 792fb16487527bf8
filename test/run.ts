// `npm test` runs all checks and tests, or only the named parts: `node test/run.ts checks unit editor ui`.
import { steps } from './phases.ts';
import type { Lane, Part, Phase } from './phases.ts';
import { crashed } from './vscode/counts.ts';
import type { Counts } from './vscode/counts.ts';

const everything: readonly Part[] = ['checks', 'unit', 'editor', 'ui'];

interface Outcome extends Counts {
  readonly name: string;
  readonly seconds: number;
}

async function outcomeOf({ name, run }: Phase): Promise<Outcome> {
  console.log(`\n── ${name}`);
  const started = Date.now();
  const counts = await run().catch((error: unknown) => {
    console.error(error);
    return crashed;
  });
  return { name, ...counts, seconds: Math.round((Date.now() - started) / 1000) };
}

async function outcomesOf(lane: Lane): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  for (const phase of lane) outcomes.push(await outcomeOf(phase));
  return outcomes;
}

function summary(outcomes: readonly Outcome[]): string {
  const lines = outcomes.map(
    ({ name, passed, failed, seconds }) =>
      `${failed ? '✘' : '✔'} ${name.padEnd(20)} ${passed} passed, ${failed} failed in ${seconds} s`,
  );
  return `\n${lines.join('\n')}\n`;
}

const total = (counts: readonly number[]): number => counts.reduce((a, b) => a + b, 0);

function chosenParts(names: readonly string[]): readonly Part[] {
  const unknown = names.filter((name) => !everything.some((part) => part === name));
  if (unknown.length > 0)
    throw new Error(`No such part: ${unknown.join(', ')}. There are ${everything.join(', ')}`);
  return names.length > 0 ? everything.filter((part) => names.includes(part)) : everything;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));

const outcomes: Outcome[] = [];
for (const lanes of steps(chosenParts(process.argv.slice(2))))
  outcomes.push(...(await Promise.all(lanes.map(outcomesOf))).flat());

console.log(summary(outcomes));
const failed = total(outcomes.map((outcome) => outcome.failed));
console.log(`${total(outcomes.map((outcome) => outcome.passed))} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
setTimeout(() => process.exit(), 5000).unref(); // even if something is still open
