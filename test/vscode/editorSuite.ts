import { join } from 'node:path';
import { format } from 'node:util';
import type { Page } from 'playwright-core';
import { readCounts } from './counts.ts';
import type { Counts } from './counts.ts';
import { openBrowser } from './install/browser.ts';
import type { NpmVscode } from './install/npmVscode.ts';
import { printIfMocha } from './mochaOutput.ts';
import { createSandbox } from './sandbox.ts';
import type { Sandbox } from './sandbox.ts';
import { startServer } from './server.ts';

export interface EditorSuite {
  /** The folder of the extension under test. */
  readonly extension: string;
  /** The module whose `run()` runs the tests and writes the results to the file in `ROLECALL_RESULTS`. */
  readonly tests: string;
  /** The VS Code version that the tests expect. */
  readonly version: string;
  /** Without output for so many milliseconds, the tests are stopped. */
  readonly idleTimeoutMs: number;
}

export type Env = Readonly<Record<string, string>>;

/** Runs the suite in the extension host of a VS Code server from npm, with a headless browser as its window. */
export async function runInNpmVscode(vscode: NpmVscode, suite: EditorSuite): Promise<Counts> {
  return runInSandbox(suite, async ({ home, data, workspace }, env) => {
    const server = await startServer({ vscode, data, home, env, smokeTestDriver: true });
    try {
      const address = server.address({ folder: workspace, extension: suite.extension, tests: suite.tests });
      await runPage(address, suite.idleTimeoutMs);
    } catch (error) {
      console.log(server.logs().split('\n').slice(-200).join('\n'));
      throw error;
    } finally {
      await server.stop();
    }
  });
}

/** Calls `body` with a new sandbox and the suite's environment variables, and returns the results of the suite. */
export async function runInSandbox(
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

async function runPage(address: string, idleTimeoutMs: number): Promise<void> {
  const browser = await openBrowser();
  try {
    const page = await browser.newPage();
    await Promise.all([waitForExit(page, idleTimeoutMs), page.goto(address)]);
  } finally {
    await browser.close();
  }
}

/** Waits until the tests have ended, and shows their output. Rejects after a crash or the idle timeout. */
async function waitForExit(page: Page, idleTimeoutMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => reject(new Error(`The editor suite did not finish: ${reason}`));
    const timer = setTimeout(fail, idleTimeoutMs, `no output for ${idleTimeoutMs / 1000} s`).unref();
    const show = (_kind: string, args: readonly unknown[]): void => {
      if (printIfMocha(format(...args))) timer.refresh();
    };
    page.once('crash', () => fail('the page crashed'));
    page.exposeFunction('codeAutomationExit', () => resolve()).catch(reject);
    page.exposeFunction('codeAutomationLog', show).catch(reject);
  });
}
