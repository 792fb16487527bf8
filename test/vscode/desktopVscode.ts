import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { cacheFolder } from './cache.ts';
import { ended, stopper } from './childProcess.ts';
import type { Counts } from './counts.ts';
import { inSandbox } from './editorSuite.ts';
import type { EditorSuite } from './editorSuite.ts';
import { cleanEnvironment } from './environment.ts';
import { printIfMocha } from './mochaOutput.ts';
import { quietSettings } from './settings.ts';

/** Whether there is a screen that a desktop program can show itself on. */
export function hasScreen(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

/** Whether a desktop VS Code can be downloaded and shown here; it takes 3 s at most to say no. */
export async function desktopIsPossible(): Promise<boolean> {
  const choice = process.env['ROLECALL_VSCODE'];
  if (choice) return choice === 'desktop';
  if (!hasScreen()) return false;
  const signal = AbortSignal.timeout(3000);
  const answer = fetch('https://update.code.visualstudio.com/api/releases/stable', { signal });
  return answer.then(
    ({ ok }) => ok,
    () => false,
  );
}

/** The program of a downloaded desktop VS Code. A download that fails leaves nothing behind. */
export async function desktopVscode(version: string, report: (line: string) => void): Promise<string> {
  report(`VS Code ${version}: getting the desktop version from its own server …`);
  const options = { version, cachePath: join(cacheFolder(), 'desktop'), timeout: 15_000 };
  return downloadAndUnzipVSCode({ ...options, reporter: new SilentReporter() });
}

/** Runs the suite in the extension host of a desktop VS Code. */
export async function runInDesktopVscode(program: string, suite: EditorSuite): Promise<Counts> {
  return inSandbox(suite, async ({ home, data, workspace }, env) => {
    const args = await desktopArguments(suite.extension, data);
    args.push(workspace, `--extensionTestsPath=${suite.tests}`);
    const child = spawn(program, args, { env: cleanEnvironment(home, env) });
    const stop = stopper(child);
    const timer = setTimeout(() => {
      console.log(`No sign of life for ${suite.silence / 1000} s`);
      void stop();
    }, suite.silence);
    const show = (line: string): void => {
      if (printIfMocha(line)) timer.refresh();
    };
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', show);
    await ended(child);
    clearTimeout(timer);
    await stop();
  });
}

/** Opens an extension in a VS Code that has nothing else of the person's. */
export async function desktopArguments(extension: string, data: string): Promise<string[]> {
  await mkdir(join(data, 'User'), { recursive: true });
  await writeFile(join(data, 'User', 'settings.json'), JSON.stringify(quietSettings));
  const quiet =
    '--disable-workspace-trust --disable-updates --disable-telemetry --skip-welcome --skip-release-notes';
  // No keyring and no sandbox: neither is there for root, in a container, or with a home folder of one's own.
  const alone = '--no-sandbox --disable-gpu-sandbox --use-inmemory-secretstorage --new-window';
  return [
    `--extensionDevelopmentPath=${extension}`,
    `--user-data-dir=${data}`,
    `--extensions-dir=${join(data, 'extensions')}`,
    ...`${quiet} ${alone}`.split(' '),
  ];
}
