import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { exitCodeOf, stopOnExit } from './childProcess.ts';
import { cleanEnvironment } from './environment.ts';
import { desktopArguments, canRunDesktop, desktopVscode, hasScreen } from './install/desktopVscode.ts';
import { npmVscode } from './install/npmVscode.ts';
import { current } from './install/releases.ts';
import { packagedExtension } from './package.ts';
import type { Sandbox } from './sandbox.ts';
import { startServer } from './server.ts';
import type { Settings } from './settings.ts';

export interface OpenOptions {
  readonly checkout: string;
  readonly sandbox: Sandbox;
  readonly home: string;
  readonly env: Readonly<Record<string, string>>;
  readonly port: number;
  readonly settings: Settings;
  readonly report: (line: string) => void;
}

/** An open VS Code with the extension. */
export interface OpenEditor {
  /** The URL to open in a browser; undefined for a desktop VS Code. */
  readonly address?: string;
  /** Resolves when the user has closed a desktop VS Code. */
  readonly closed: Promise<unknown>;
}

/** Opens an installed VS Code, else a downloaded one, else one for the browser. `ROLECALL_VSCODE` forces one. */
export async function openEditor(options: OpenOptions): Promise<OpenEditor> {
  const installed = installedVscode();
  if (installed) return openDesktop(installed, options);
  if (!(await canRunDesktop())) return openServer(options);
  const downloaded = await desktopVscode(current.version, options.report).catch(() => undefined);
  return downloaded ? openDesktop(downloaded, options) : openServer(options);
}

async function openDesktop(
  program: string,
  { checkout, sandbox, home, env, settings }: OpenOptions,
): Promise<OpenEditor> {
  const args = await desktopArguments(checkout, sandbox.data, settings);
  args.push('--wait', sandbox.workspace);
  const shell = program.endsWith('.cmd');
  const quoted = (text: string): string => (shell ? `"${text}"` : text);
  const child = spawn(quoted(program), args.map(quoted), {
    env: cleanEnvironment(home, env),
    shell,
    stdio: 'ignore',
  });
  const stop = stopOnExit(child);
  return { closed: exitCodeOf(child).then(stop) };
}

async function openServer({ sandbox, home, env, port, settings, report }: OpenOptions): Promise<OpenEditor> {
  const vscode = await npmVscode(current, report);
  const vsixes = [await packagedExtension()];
  const server = await startServer({ vscode, data: sandbox.data, home, env, vsixes, port, settings });
  const never = new Promise(() => undefined);
  return { address: server.address({ folder: sandbox.workspace }), closed: never };
}

/** The path of the `code` command if it opens a window of a VS Code on this machine. */
function installedVscode(): string | undefined {
  const { PATH = '', ROLECALL_VSCODE, VSCODE_IPC_HOOK_CLI, WSL_DISTRO_NAME } = process.env;
  // In the terminal of a remote window and in WSL, `code` opens a VS Code on another machine.
  if (!hasScreen() || VSCODE_IPC_HOOK_CLI || WSL_DISTRO_NAME || ROLECALL_VSCODE === 'npm') return undefined;
  const name = process.platform === 'win32' ? 'code.cmd' : 'code';
  return PATH.split(delimiter)
    .map((folder) => join(folder, name))
    .find((path) => existsSync(path));
}
