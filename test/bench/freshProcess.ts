import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import type { Samples } from './samples.ts';

const run = promisify(execFile);

/** Runs `script` in a new Node process, in which no module is loaded yet, and returns the JSON value that it prints. */
export async function inFreshProcess<T = Readonly<Record<string, Samples>>>(
  script: URL,
  ...args: readonly string[]
): Promise<T> {
  const { stdout } = await run(process.execPath, [fileURLToPath(script), ...args], { timeout: 60_000 });
  const printed: T = JSON.parse(stdout);
  return printed;
}

/** Concatenates the samples of several processes. The returned function gets them by name. */
export function joinSamples(runs: readonly Readonly<Record<string, Samples>>[]): (name: string) => Samples {
  return (name) => runs.flatMap((samples) => samples[name] ?? []);
}
