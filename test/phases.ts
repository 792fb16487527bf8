import { spawn } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { exitCodeOf } from './vscode/childProcess.ts';
import { crashed, readCounts, withSecondRun } from './vscode/counts.ts';
import type { Counts, SuiteCounts } from './vscode/counts.ts';
import { prepareEditor } from './vscode/editors.ts';
import type { RunEditorSuite } from './vscode/editors.ts';
import { npmWithOutput } from './vscode/install/npm.ts';
import { npmVscode } from './vscode/install/npmVscode.ts';
import { current, oldest } from './vscode/install/releases.ts';
import { packageExtension } from './vscode/package.ts';
import { checkPackage } from './vscode/packageChecks.ts';

export type Part = 'checks' | 'unit' | 'editor' | 'ui';

export interface Phase {
  readonly name: string;
  /** The parts of `npm test` that include this phase. */
  readonly parts: readonly Part[];
  readonly run: () => Promise<Counts>;
}

const root = join(import.meta.dirname, '..');
const passedOnce: Counts = { passed: 1, failed: 0 };

/** Phases that run one after the other. */
export type Lane = readonly Phase[];

/**
 * The steps in their order; the lanes of a step run in parallel. Packaging comes first because its bundles differ from
 * those for the tests. Unit tests and VS Code mostly wait, so they share a step.
 */
export function steps(parts: readonly Part[]): readonly (readonly Lane[])[] {
  const [inOldest, inCurrent] = parts.includes('editor') ? prepareEditors() : [];
  const isAlone = !parts.includes('editor');
  const all: readonly (readonly Lane[])[] = [
    [
      [
        { name: 'package', parts: ['checks', 'ui'], run: packageCheck },
        { name: 'build', parts: ['checks', 'editor'], run: () => npmCheck('build') },
        { name: 'types', parts: ['checks'], run: () => npmCheck('typecheck') },
        { name: 'lint and format', parts: ['checks'], run: () => npmCheck('lint') },
      ],
    ],
    [
      [
        {
          name: `VS Code ${oldest.version}`,
          parts: ['editor'],
          run: () => editorSuite(inOldest),
        },
        {
          name: `VS Code ${current.version}`,
          parts: ['editor'],
          run: () => editorSuite(inCurrent),
        },
      ],
      [{ name: 'unit tests', parts: ['unit'], run: () => twiceAtMost('unit', isAlone) }],
    ],
    [[{ name: 'UI tests', parts: ['ui'], run: uiSuite }]],
  ];
  const isWanted = (phase: Phase): boolean => phase.parts.some((part) => parts.includes(part));
  return all.map((lanes) => lanes.map((lane) => lane.filter(isWanted)));
}

/** Starts immediately, so that the downloads run during other phases. */
function prepareEditors(): readonly Promise<RunEditorSuite>[] {
  const first = prepareEditor(oldest, console.log);
  const second = first.catch(() => undefined).then(async () => prepareEditor(current, console.log));
  // Their phases report a failure. Until then, it must not be an unhandled rejection.
  for (const editor of [first, second]) editor.catch(() => undefined);
  return [first, second];
}

async function npmCheck(script: string): Promise<Counts> {
  return (await npmWithOutput(['run', '--silent', script], root)) === 0 ? passedOnce : crashed;
}

async function packageCheck(): Promise<Counts> {
  const vsix = await packageExtension();
  process.env['ROLECALL_VSIX'] = vsix; // for the UI suite to install
  return checkPackage(root, vsix);
}

async function uiSuite(): Promise<Counts> {
  await npmVscode(current, console.log);
  return twiceAtMost('ui');
}

/** The most files, or failures in an editor, that may be bad luck. */
const mostSecondRuns = 8;

/**
 * On a slow machine, a window or a program may take longer than any test waits. Files with a failure run once more, in
 * a new process and a new VS Code, one after the other: what fails again has failed.
 */
async function twiceAtMost(name: string, isAlone = true): Promise<Counts> {
  const counts = await mochaSuite(name, isAlone);
  const files = Object.keys(counts.failedFiles ?? {});
  if (counts.failed === 0 || files.length === 0 || files.length > mostSecondRuns) return counts;
  console.log(`\nThese files had ${counts.failed} failures, and run once more:\n${files.join('\n')}\n`);
  return withSecondRun(counts, await mochaSuite(name, isAlone, files));
}

/** All files share one VS Code, so all of them run once more. */
async function editorSuite(prepared: Promise<RunEditorSuite> | undefined): Promise<Counts> {
  const run = await prepared;
  const counts = (await run?.()) ?? crashed;
  if (!run || counts.failed === 0 || counts.passed === 0 || counts.failed > mostSecondRuns) return counts;
  console.log(`\n${counts.failed} tests failed, and all of this VS Code run once more.\n`);
  return run();
}

/**
 * Runs a suite in a separate process. If the process ends prematurely, the suite has failed. If `isAlone` is false, its
 * output is printed at its end.
 */
async function mochaSuite(name: string, isAlone = true, files: readonly string[] = []): Promise<SuiteCounts> {
  const folder = await mkdtemp(join(tmpdir(), 'rolecall-'));
  const results = join(folder, 'results.json');
  const env = { ...process.env, ROLECALL_RESULTS: results };
  const stdout = isAlone ? 'inherit' : 'pipe';
  const stdio = ['ignore', stdout, 'inherit'] as const;
  const child = spawn(process.execPath, ['test/suite.ts', name, ...files], {
    cwd: root,
    env,
    stdio: [...stdio],
  });
  const printed: Buffer[] = [];
  child.stdout?.on('data', (chunk: Buffer) => printed.push(chunk));
  const code = await exitCodeOf(child);
  process.stdout.write(Buffer.concat(printed));
  const counts = await readCounts(results);
  await rm(folder, { recursive: true });
  return code === 0 || counts.failed > 0 ? counts : { ...counts, failed: 1 };
}
