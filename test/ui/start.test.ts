import { deepEqual, equal, match, ok } from 'node:assert/strict';
import type { ChildProcess } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { mkdtemp, readdir, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';
import { exitCodeOf } from '../vscode/childProcess.ts';
import { openBrowser } from '../vscode/install/browser.ts';
import { spawnNpm } from '../vscode/install/npm.ts';
import { killProcessTree } from '../vscode/processTree.ts';

const checkout = join(import.meta.dirname, '..', '..');

describe('npm start', function () {
  this.timeout(240_000);
  let folder: string;
  let child: ChildProcess;
  let output = '';
  let exit: Promise<number | null>;

  before(async function () {
    // Ctrl+C signals the process group, which does not exist on Windows.
    if (process.platform === 'win32') this.skip();
    folder = await realpath(await mkdtemp(join(tmpdir(), 'start-')));
    child = spawnNpm(['start'], {
      cwd: checkout,
      env: { ...process.env, TMPDIR: folder, ROLECALL_VSCODE: 'npm' },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [child.stdout, child.stderr])
      stream?.on('data', (chunk: Buffer) => void (output += chunk.toString()));
    exit = exitCodeOf(child);
  });

  after(async () => {
    if (child?.pid) killProcessTree(child.pid);
    if (folder) await rm(folder, { recursive: true, force: true });
  });

  const waitForOutput = (pattern: RegExp): Promise<string> =>
    eventually(() => {
      equal(child.exitCode, null, output);
      const [, found] = pattern.exec(output) ?? [];
      if (!found) throw new Error(`${String(pattern)} is not in\n${output}`);
      return found;
    }, 200_000);

  it('prints the address of a running VS Code and the code of the sample MFA device', async () => {
    const address = await waitForOutput(/(http:\/\/127\.0\.0\.1:\S+)/);
    match(await waitForOutput(/MFA code of maya-phone: (\d+)/), /^\d{6}$/);
    match(await pageAt(address), /workbench/);
    match((await readdir(folder)).join('\n'), /^rolecall-/m);
    if (process.platform === 'linux') ok(processesIn(folder).length > 2);
  });

  it('opens its README in the window', async () => {
    const browser = await openBrowser();
    try {
      const page = await browser.newPage();
      await page.goto(await waitForOutput(/(http:\/\/127\.0\.0\.1:\S+)/));
      await page.locator('.tab', { hasText: 'README.md' }).waitFor({ timeout: 60_000 });
    } finally {
      await browser.close();
    }
  });

  it('removes everything on Ctrl+C', async () => {
    ok(child.pid);
    process.kill(-child.pid, 'SIGINT');
    await exit;
    deepEqual(
      (await readdir(folder)).filter((name) => name.startsWith('rolecall-')),
      [],
    );
    await eventually(() => deepEqual(processesIn(folder), []));
  });
});

/** The page that a browser gets: the server turns the token in the address into a cookie and redirects. */
async function pageAt(address: string): Promise<string> {
  const first = await fetch(address, { redirect: 'manual' });
  const cookie = first.headers
    .getSetCookie()
    .map((each) => each.split(';')[0])
    .join('; ');
  const page = await fetch(new URL(first.headers.get('location') ?? '/', address), { headers: { cookie } });
  equal(page.status, 200);
  return page.text();
}

/** The command lines of the processes that have this `TMPDIR`. Only Linux provides that. */
function processesIn(folder: string): readonly string[] {
  if (process.platform !== 'linux') return [];
  return readdirSync('/proc').flatMap((pid) => {
    try {
      const isInside = readFileSync(`/proc/${pid}/environ`, 'utf8').includes(`TMPDIR=${folder}\0`);
      return isInside ? [readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ')] : [];
    } catch {
      return []; // not a process, or it has just ended
    }
  });
}
