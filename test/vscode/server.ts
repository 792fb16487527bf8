import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { address } from './address.ts';
import type { PageOptions } from './address.ts';
import { stopOnExit } from './childProcess.ts';
import { cleanEnvironment } from './environment.ts';
import { runProgram } from './install/npm.ts';
import type { NpmVscode } from './install/npmVscode.ts';
import { startReverseProxy } from './reverseProxy.ts';
import { quietSettings } from './settings.ts';
import type { Settings } from './settings.ts';

export interface ServerOptions {
  readonly vscode: NpmVscode;
  /** The folder for the server's settings, extensions, and logs; it should be empty. */
  readonly data: string;
  /** The home folder of the extension host and of terminals. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  /** A module that the server and the extension host load first. */
  readonly preload?: string;
  readonly settings?: Settings;
  /** Allows a page to run tests in the extension host. It also hides notifications. */
  readonly smokeTestDriver?: boolean;
  /** The `.vsix` files to install first. */
  readonly vsixes?: readonly string[];
  readonly port?: number;
  /** Whether VS Code asks for workspace trust; unless set, it trusts all folders. */
  readonly asksForTrust?: boolean;
  /** As on a machine without a keyring: VS Code accepts secrets, but forgets them when the page closes. */
  readonly inMemorySecrets?: boolean;
}

export interface VscodeServer {
  readonly port: number;
  /** The URL to open in a browser. */
  address(page: PageOptions): string;
  /** Changes settings while VS Code runs, relative to the settings at the start of the server. */
  changeSettings(settings: Settings): Promise<void>;
  /** The logs of the server, the extension host, and the extensions. */
  logs(): string;
  stop(): Promise<void>;
}

export async function startServer(options: ServerOptions): Promise<VscodeServer> {
  const { vscode, data, home, vsixes = [] } = options;
  const changeSettings = (changes: Settings): Promise<void> =>
    writeSettings(data, { ...quietSettings, ...options.settings, ...changes });
  await changeSettings({});
  if (vsixes.length > 0) {
    const named = vsixes.flatMap((vsix) => ['--install-extension', vsix]);
    const install = ['--server-data-dir', data, ...named, '--force'];
    await runProgram(vscode.node, [serverScript(vscode), ...install], home);
  }
  const token = randomBytes(16).toString('hex');
  const child = spawnServer(options, token);
  const output = collectOutput(child);
  const stop = stopOnExit(child);
  const { port, close } = await listeningPort(child, output)
    .then((serverPort) => startReverseProxy(serverPort, options.port ?? 0, options.inMemorySecrets))
    .catch(async (error: unknown) => {
      await stop();
      throw error;
    });
  return {
    port,
    address: (page) => address(port, token, page),
    changeSettings,
    logs: () => output.join('') + readLogs(data),
    stop: () => {
      close();
      return stop();
    },
  };
}

const serverScript = (vscode: NpmVscode): string => join(vscode.folder, 'out', 'server-main.js');

function spawnServer(options: ServerOptions, token: string): ChildProcess {
  const { vscode, data, home, env, preload, smokeTestDriver = false, asksForTrust = false } = options;
  const where = `--host 127.0.0.1 --port 0 --connection-token ${token}`;
  const unattended = '--accept-server-license-terms --telemetry-level off';
  const args = [...where.split(' '), ...unattended.split(' '), '--server-data-dir', data];
  if (!asksForTrust) args.push('--disable-workspace-trust');
  if (smokeTestDriver) args.push('--enable-smoke-test-driver');
  const first = preload ? ['--import', pathToFileURL(preload).href] : [];
  return spawn(vscode.node, [...first, serverScript(vscode), ...args], {
    cwd: home,
    env: cleanEnvironment(home, env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32', // so that Ctrl+C does not reach the server directly
  });
}

async function writeSettings(data: string, settings: Settings): Promise<void> {
  const folder = join(data, 'data', 'Machine');
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, 'settings.json'), JSON.stringify(settings, undefined, 2));
}

function collectOutput(child: ChildProcess): readonly string[] {
  const output: string[] = [];
  const collect = (chunk: Buffer): void => void output.push(chunk.toString());
  child.stdout?.on('data', collect);
  child.stderr?.on('data', collect);
  return output;
}

async function listeningPort(child: ChildProcess, output: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const fail = (reason: string): void => reject(new Error(`VS Code ${reason}\n${output.join('')}`));
    const timer = setTimeout(fail, 60_000, 'did not start within a minute');
    child.once('exit', (code) => fail(`exited with code ${String(code)} while starting`));
    child.once('error', reject);
    child.stdout?.on('data', () => {
      const [, port] = /agent listening on (\d+)/.exec(output.join('')) ?? [];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

function readLogs(data: string): string {
  const logs = join(data, 'data', 'logs');
  const paths = globSync('**/*.log', { cwd: logs });
  return paths.map((path) => `\n── ${path}\n${readFileSync(join(logs, path), 'utf8')}`).join('');
}
