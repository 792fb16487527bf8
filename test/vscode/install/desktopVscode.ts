import { downloadAndUnzipVSCode, SilentReporter } from '@vscode/test-electron';
import { spawn } from 'node:child_process';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { exitCodeOf, stopOnExit } from '../childProcess.ts';
import type { Counts } from '../counts.ts';
import { runInSandbox } from '../editorSuite.ts';
import type { EditorSuite } from '../editorSuite.ts';
import { cleanEnvironment } from '../environment.ts';
import { printIfMocha } from '../mochaOutput.ts';
import { quietSettings, type Settings } from '../settings.ts';
import { cacheFolder } from './cache.ts';

/** Whether there is a display for desktop programs. */
export function hasScreen(): boolean {
  const { DISPLAY, WAYLAND_DISPLAY } = process.env;
  return process.platform !== 'linux' || Boolean(DISPLAY) || Boolean(WAYLAND_DISPLAY);
}

/** Whether a desktop VS Code can be downloaded and shown on this machine. The check takes at most 3 s. */
export async function canRunDesktop(): Promise<boolean> {
  const choice = process.env['ROLECALL_VSCODE'];
  if (choice) return choice === 'desktop';
  if (!hasScreen()) return false;
  const signal = AbortSignal.timeout(3000);
  const response = fetch('https://update.code.visualstudio.com/api/releases/stable', { signal });
  return response.then(
    ({ ok }) => ok,
    () => false,
  );
}

/** Downloads a desktop VS Code unless it is cached. Returns the program's path. A failed download leaves no files. */
export async function desktopVscode(version: string, report: (line: string) => void): Promise<string> {
  report(`VS Code ${version}: downloading the desktop version from Microsoft …`);
  const options = { version, cachePath: join(cacheFolder(), 'desktop'), timeout: 15_000 };
  return downloadAndUnzipVSCode({ ...options, reporter: new SilentReporter() });
}

/** Runs the suite in the extension host of a desktop VS Code. */
export async function runInDesktopVscode(program: string, suite: EditorSuite): Promise<Counts> {
  return runInSandbox(suite, async ({ home, data, workspace }, env) => {
    const args = await desktopArguments(suite.extension, data);
    args.push(workspace, `--extensionTestsPath=${suite.tests}`);
    const child = spawn(program, args, { env: cleanEnvironment(home, env) });
    const stop = stopOnExit(child);
    const timer = setTimeout(() => {
      console.log(`No output for ${suite.idleTimeoutMs / 1000} s`);
      void stop();
    }, suite.idleTimeoutMs);
    const show = (line: string): void => {
      if (printIfMocha(line)) timer.refresh();
    };
    for (const stream of [child.stdout, child.stderr]) createInterface(stream).on('line', show);
    await exitCodeOf(child);
    clearTimeout(timer);
    await stop();
  });
}

/** The arguments for a desktop VS Code with this extension and none of the user's settings or extensions. */
export async function desktopArguments(
  extension: string,
  data: string,
  settings: Settings = {},
): Promise<string[]> {
  await mkdir(join(data, 'User'), { recursive: true });
  await writeFile(join(data, 'User', 'settings.json'), JSON.stringify({ ...quietSettings, ...settings }));
  const quiet = '--disable-workspace-trust --disable-updates --disable-telemetry --skip-release-notes';
  // It would also skip the editor that the settings may open at the start.
  const welcome = settings['workbench.startupEditor'] === undefined ? ['--skip-welcome'] : [];
  // Keyrings and sandboxes do not work for root, in containers, or with another home folder.
  const isolated = '--no-sandbox --disable-gpu-sandbox --use-inmemory-secretstorage --new-window';
  return [
    `--extensionDevelopmentPath=${extension}`,
    `--user-data-dir=${data}`,
    `--extensions-dir=${join(data, 'extensions')}`,
    ...welcome,
    ...`${quiet} ${isolated}`.split(' '),
  ];
}
