import { join } from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { openBrowser } from './browser.ts';
import { readCounts } from './counts.ts';
import type { Counts } from './counts.ts';
import { printIfMocha } from './mochaOutput.ts';
import type { NpmVscode } from './npmVscode.ts';
import { createSandbox } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';
import { startServer } from './server.ts';

export interface EditorSuite {
  /** The folder of the extension under test. */
  readonly extension: string;
  /** The module whose `run()` runs the tests, and writes its counts to the file named in `ROLECALL_RESULTS`. */
  readonly tests: string;
  /** The VS Code version that the tests are to find themselves in. */
  readonly version: string;
  /** For how many milliseconds the tests may print nothing. */
  readonly silence: number;
}

export type Env = Readonly<Record<string, string>>;

/** Runs the suite in the extension host of a VS Code that came from npm, behind a headless page. */
export async function runInNpmVscode(vscode: NpmVscode, suite: EditorSuite): Promise<Counts> {
  return inSandbox(suite, async ({ home, data, workspace }, env) => {
    const server = await startServer({ vscode, data, home, env, smokeTestDriver: true });
    try {
      const address = server.address({ folder: workspace, extension: suite.extension, tests: suite.tests });
      await runPage(address, suite.silence);
    } catch (error) {
      console.log(server.logs().split('\n').slice(-200).join('\n'));
      throw error;
    } finally {
      await server.stop();
    }
  });
}

/** Calls `body` with new folders and what to add to the environment, and reads the counts that the suite leaves. */
export async function inSandbox(
  suite: EditorSuite,
  body: (sandbox: Sandbox, env: Env) => Promise<void>,
): Promise<Counts> {
  const sandbox = await createSandbox();
  const results = join(sandbox.data, 'results.json');
  try {
    const color = process.stdout.isTTY ? '1' : '0';
    const { version } = suite;
    await body(sandbox, {
      ROLECALL_RESULTS: results,
      ROLECALL_VSCODE_VERSION: version,
      ROLECALL_COLOR: color,
    });
    return await readCounts(results);
  } finally {
    await sandbox.remove();
  }
}

async function runPage(address: string, silence: number): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await Promise.all([exitOf(page, silence), page.goto(address)]);
  } finally {
    await browser.close();
  }
}

/** Resolves when the tests have ended, and shows what they print meanwhile. */
async function exitOf(page: Page, silence: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void =>
      reject(new Error(`The editor suite did not end by itself: ${reason}`));
    const timer = setTimeout(fail, silence, `no sign of life for ${silence / 1000} s`).unref();
    const show = (_kind: string, args: readonly unknown[]): void => {
      if (printIfMocha(format(...args))) timer.refresh();
    };
    page.once('crash', () => fail('the page crashed'));
    page.exposeFunction('codeAutomationExit', () => resolve()).catch(reject);
    page.exposeFunction('codeAutomationLog', show).catch(reject);
  });
}
