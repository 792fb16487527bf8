import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { crashed } from './counts.ts';
import type { Counts } from './counts.ts';
import type { NpmVscode } from './npmVscode.ts';
import { startServer } from './server.ts';
import type { VscodeServer } from './server.ts';

/** Begins every line that mocha prints, among all else that an editor writes to its console. */
export const mark = '│ ';

export interface EditorSuite {
  /** The folder of the extension under test. */
  readonly extension: string;
  /** The module whose `run()` runs the tests, and writes its counts to the file named in `ROLECALL_RESULTS`. */
  readonly tests: string;
  /** The VS Code version that the tests are to find themselves in. */
  readonly version: string;
  readonly timeout: number;
}

/** Folders that one run of the suite has to itself. */
export interface Sandbox {
  readonly home: string;
  readonly data: string;
  readonly workspace: string;
  readonly env: Readonly<Record<string, string>>;
}

/** Runs the suite in the extension host of a VS Code that came from npm, behind a headless page. */
export async function runInNpmVscode(vscode: NpmVscode, suite: EditorSuite): Promise<Counts> {
  return inSandbox(suite, async ({ home, data, workspace, env }) => {
    const server = await startServer({ vscode, data, home, env, smokeTestDriver: true });
    try {
      const address = server.address({ folder: workspace, extension: suite.extension, tests: suite.tests });
      await runPage(address, suite.timeout);
    } catch (error) {
      reportFailure(error, server);
    } finally {
      await server.stop();
    }
  });
}

/** Calls `body` with new folders, and reads the counts that the suite leaves in one of them. */
export async function inSandbox(
  suite: EditorSuite,
  body: (sandbox: Sandbox) => Promise<void>,
): Promise<Counts> {
  const root = await mkdtemp(join(tmpdir(), 'rolecall-'));
  const [home, data, workspace] = [join(root, 'home'), join(root, 'data'), join(root, 'workspace')];
  for (const folder of [home, data, workspace]) await mkdir(folder);
  const results = join(root, 'results.json');
  const env = { ROLECALL_RESULTS: results, ROLECALL_VSCODE_VERSION: suite.version };
  try {
    await body({ home, data, workspace, env });
    const counts: Counts = JSON.parse(await readFile(results, 'utf8').catch(() => JSON.stringify(crashed)));
    return counts;
  } finally {
    await rm(root, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function runPage(address: string, timeout: number): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    const exited = exitOf(page, timeout);
    await page.goto(address);
    await exited;
  } finally {
    await browser.close();
  }
}

/** Resolves when the tests have ended, and shows what they print meanwhile. */
async function exitOf(page: Page, timeout: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`no end after ${timeout / 1000} s`)), timeout);
    const end = (): void => {
      clearTimeout(timer);
      resolve();
    };
    const fail = (error: Error): void => {
      clearTimeout(timer);
      reject(error);
    };
    page.once('crash', () => fail(new Error('the page crashed')));
    page.exposeFunction('codeAutomationExit', end).catch(fail);
    page.exposeFunction('codeAutomationLog', printLine).catch(fail);
  });
}

function printLine(_kind: string, args: readonly unknown[]): void {
  const line = format(...args);
  if (line.startsWith(mark)) console.log(line.slice(mark.length));
}

function reportFailure(error: unknown, server: VscodeServer): void {
  console.log(`The editor suite did not end by itself: ${String(error)}`);
  console.log(server.logs().split('\n').slice(-200).join('\n'));
}
