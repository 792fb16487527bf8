import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Samples } from './samples.ts';

const run = promisify(execFile);

/** Runs a file of this folder in a Node of its own, in which nothing is loaded yet, and gives what it printed. */
export async function inFreshProcess<T = Readonly<Record<string, Samples>>>(
  file: string,
  ...args: readonly string[]
): Promise<T> {
  const script = join(import.meta.dirname, file);
  const { stdout } = await run(process.execPath, [script, ...args], { timeout: 60_000 });
  const printed: T = JSON.parse(stdout);
  return printed;
}

/** Joins what several processes measured, name by name. */
export function joinSamples(runs: readonly Readonly<Record<string, Samples>>[]): (name: string) => Samples {
  return (name) => runs.flatMap((samples) => samples[name] ?? []);
}
