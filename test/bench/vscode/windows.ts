import { mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { LocalAws } from '../../aws/localAws.ts';
import { openBrowser } from '../../vscode/install/browser.ts';
import { npmVscode } from '../../vscode/install/npmVscode.ts';
import { current } from '../../vscode/install/releases.ts';
import { createSandbox } from '../../vscode/sandbox.ts';
import { startServer } from '../../vscode/server.ts';
import { bundle, copyRolecall } from '../bundles.ts';
import type { Company } from '../company.ts';
import type { WindowTimes } from '../insideVscode.ts';

const patienceMs = 60_000;

/** Opens a real VS Code, one window after the other, each with an extension host of its own, and measures in it. */
export async function measureWindows(
  root: string,
  company: Company,
  aws: LocalAws,
  count: number,
): Promise<readonly WindowTimes[]> {
  const vscode = await npmVscode(current, console.log);
  const sandbox = await createSandbox();
  const { home, data, workspace } = sandbox;
  const results = join(data, 'results');
  const rolecall = join(data, 'rolecall');
  await mkdir(results);
  await writeAwsFiles(home, company);
  await copyRolecall(root, rolecall);
  await bundle(['insideVscode', 'bareSts'], rolecall, ['./bareSts.js']);
  const env = { AWS_ENDPOINT_URL_STS: aws.url, ROLECALL_BENCH_RESULTS: results };
  const server = await startServer({ vscode, data, home, env, smokeTestDriver: true });
  const browser = await openBrowser();
  try {
    const page = { folder: workspace, extension: rolecall, tests: join(rolecall, 'insideVscode.js') };
    const address = server.address(page);
    for (let i = 0; i < count; i++) await openWindow(browser, address);
    return await readResults(results, count);
  } catch (error) {
    console.log(server.logs().split('\n').slice(-100).join('\n'));
    throw error;
  } finally {
    await browser.close();
    await server.stop();
    await sandbox.remove();
  }
}

export async function writeAwsFiles(home: string, { config, credentials }: Company): Promise<void> {
  const folder = join(home, '.aws');
  await mkdir(folder, { mode: 0o700 });
  await writeFile(join(folder, 'config'), config, { mode: 0o600 });
  await writeFile(join(folder, 'credentials'), credentials, { mode: 0o600 });
}

/** A person's browser of its own for each: nothing is remembered from the window before. */
async function openWindow(browser: Browser, address: string): Promise<void> {
  const context = await browser.newContext();
  const page = await context.newPage();
  await new Promise<void>((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error('A window did not finish its measurements')), patienceMs);
    const done = (): void => {
      clearTimeout(timer);
      resolve();
    };
    page
      .exposeFunction('codeAutomationLog', () => {})
      .then(() => page.exposeFunction('codeAutomationExit', done))
      .then(() => page.goto(address))
      .catch(reject);
  });
  await context.close();
}

async function readResults(folder: string, count: number): Promise<readonly WindowTimes[]> {
  const names = await readdir(folder);
  if (names.length !== count) throw new Error(`Only ${names.length} of ${count} windows have measured`);
  return Promise.all(
    names.map(async (name): Promise<WindowTimes> => JSON.parse(await readFile(join(folder, name), 'utf8'))),
  );
}
