// Runs one suite of tests: `node test/suite.ts unit` or `ui`, or some of its files, one after the other: `ui FILE …`.
import Mocha from 'mocha';
import { globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { join, resolve as resolvePath } from 'node:path';
import type { Counts, SuiteCounts } from './vscode/counts.ts';

interface Suite {
  readonly spec: readonly string[];
  readonly timeout: number;
  /** The number of files that run in parallel, each in its own process. */
  readonly jobs: number;
}

const root = join(import.meta.dirname, '..');

function suiteNamed(name: string | undefined): Suite {
  // Half of the processors are for the processes that the tests start.
  const jobs = Math.floor(availableParallelism() / 2);
  const suite: Omit<Suite, 'jobs'> =
    name === 'ui'
      ? { spec: ['test/ui/**/*.test.ts'], timeout: 60_000 }
      : JSON.parse(readFileSync(join(root, 'test/.mocharc.json'), 'utf8'));
  // Most of the time, they wait.
  return { ...suite, jobs: Math.max(2, jobs) };
}

async function runSuite({ spec, timeout, jobs }: Suite): Promise<SuiteCounts> {
  const mocha = new Mocha({ timeout, color: process.stdout.isTTY, parallel: jobs > 1, jobs });
  const files = globSync([...spec], { cwd: root }).map((file) => resolvePath(root, file));
  // The largest files start first if they run in parallel. Otherwise, files run in the order of their names.
  const ordered = jobs > 1 ? files.toSorted((a, b) => sizeOf(b) - sizeOf(a)) : files.toSorted();
  for (const file of ordered) mocha.addFile(file);
  if (jobs === 1) await mocha.loadFilesAsync();
  return new Promise((resolve) => {
    const inFiles = new Map<string, Counts>();
    const runner = mocha.run((failed) => {
      const failedFiles = Object.fromEntries([...inFiles].filter(([, each]) => each.failed > 0));
      resolve({ passed: runner.stats?.passes ?? 0, failed, failedFiles });
    });
    const count = (file: string | undefined, passed: number, failed: number): void => {
      const before = inFiles.get(file ?? '') ?? { passed: 0, failed: 0 };
      inFiles.set(file ?? '', { passed: before.passed + passed, failed: before.failed + failed });
    };
    runner.on('pass', ({ file }) => count(file, 1, 0)).on('fail', ({ file }) => count(file, 0, 1));
  });
}

function sizeOf(path: string): number {
  return statSync(path).size;
}

for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => process.exit(1));
const [name, ...files] = process.argv.slice(2);
const suite = suiteNamed(name);
const counts = await runSuite(files.length > 0 ? { ...suite, spec: files, jobs: 1 } : suite);
const results = process.env['ROLECALL_RESULTS'];
if (results) writeFileSync(results, JSON.stringify(counts));
process.exitCode = counts.failed === 0 ? 0 : 1;

// A test that leaves something open is a mistake, but it must not block the run.
setTimeout(() => {
  console.error(`Still running 10 s after the last test: ${process.getActiveResourcesInfo().join(', ')}`);
  process.exit(1);
}, 10_000).unref();
