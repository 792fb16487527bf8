import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { globSync, readFileSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { cleanEnvironment } from './environment.ts';
import { runProgram } from './npm.ts';
import type { NpmVscode } from './npmVscode.ts';
import { endProcessTree } from './processTree.ts';

export interface ServerOptions {
  readonly vscode: NpmVscode;
  /** Where the server keeps its settings, extensions and logs. Best empty. */
  readonly data: string;
  /** The home folder of the extension host and of terminals. */
  readonly home: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly settings?: Readonly<Record<string, unknown>>;
  /** Lets a page run tests in the extension host; it also hides notifications. */
  readonly smokeTestDriver?: boolean;
  /** A package to install first, as a person would. */
  readonly vsix?: string;
  readonly port?: number;
}

export interface PageOptions {
  readonly folder: string;
  /** An extension to load from its own folder. */
  readonly extension?: string;
  /** A module whose `run()` is to run in the extension host. */
  readonly tests?: string;
}

export interface VscodeServer {
  readonly port: number;
  readonly pid: number;
  /** The address to open in a browser. */
  address(page: PageOptions): string;
  /** Replaces the settings, while VS Code runs. */
  changeSettings(settings: Readonly<Record<string, unknown>>): Promise<void>;
  /** What the server, the extension host and the extensions wrote to their logs. */
  logs(): string;
  stop(): Promise<void>;
}

const quiet = {
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
  'workbench.enableExperiments': false,
  'chat.disableAIFeatures': true,
  'extensions.ignoreRecommendations': true,
  'git.enabled': false,
  'git.openRepositoryInParentFolders': 'never',
  'terminal.integrated.gpuAcceleration': 'off',
  'terminal.integrated.initialHint': false,
  'update.mode': 'none',
};

export async function startServer(options: ServerOptions): Promise<VscodeServer> {
  const { vscode, data, home } = options;
  const settings = join(data, 'data', 'Machine', 'settings.json');
  const changeSettings = (changes: Readonly<Record<string, unknown>>): Promise<void> =>
    writeFile(settings, JSON.stringify({ ...quiet, ...options.settings, ...changes }, undefined, 2));
  await mkdir(join(settings, '..'), { recursive: true });
  await changeSettings({});

  const script = join(vscode.folder, 'out', 'server-main.js');
  if (options.vsix) {
    const install = ['--server-data-dir', data, '--install-extension', options.vsix, '--force'];
    await runProgram(vscode.node, [script, ...install], home);
  }
  const child = spawn(vscode.node, [script, ...serverArguments(options)], {
    cwd: home,
    env: cleanEnvironment(home, options.env),
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: process.platform !== 'win32', // so that Ctrl+C reaches the server only through `stop`
  });
  const output = collectOutput(child);
  const pid = child.pid ?? 0;
  const end = (): void => endProcessTree(pid);
  process.once('exit', end);
  const port = await listeningPort(child, output);
  return {
    port,
    pid,
    address: (page) => address(port, page),
    changeSettings,
    logs: () => output.join('') + readLogs(data),
    stop: async () => {
      process.removeListener('exit', end);
      if (child.exitCode !== null || child.signalCode !== null) return;
      const ended = new Promise((resolve) => child.once('close', resolve));
      end();
      await ended;
    },
  };
}

function serverArguments({ data, port = 0, smokeTestDriver = false }: ServerOptions): readonly string[] {
  const address = ['--host', '127.0.0.1', '--port', String(port), '--without-connection-token'];
  const unattended = [
    '--accept-server-license-terms',
    '--disable-workspace-trust',
    '--telemetry-level',
    'off',
  ];
  const driver = smokeTestDriver ? ['--enable-smoke-test-driver'] : [];
  return [...address, ...unattended, '--server-data-dir', data, '--log', 'info', ...driver];
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
    child.once('exit', (code) => fail(`ended with ${String(code)} while starting`));
    child.once('error', reject);
    child.stdout?.on('data', () => {
      const [, port] = /agent listening on (\d+)/.exec(output.join('')) ?? [];
      if (!port) return;
      clearTimeout(timer);
      resolve(Number(port));
    });
  });
}

function address(port: number, { folder, extension, tests }: PageOptions): string {
  const remote = (path: string): string => `vscode-remote://127.0.0.1:${port}${pathToFileURL(path).pathname}`;
  const payload = [
    ...(extension ? [['extensionDevelopmentPath', remote(extension)]] : []),
    ...(tests ? [['extensionTestsPath', remote(tests)]] : []),
  ];
  const query = `folder=${encodeURIComponent(pathToFileURL(folder).pathname)}`;
  const extra = payload.length > 0 ? `&payload=${encodeURIComponent(JSON.stringify(payload))}` : '';
  return `http://127.0.0.1:${port}/?${query}${extra}`;
}

function readLogs(data: string): string {
  const logs = join(data, 'data', 'logs');
  const paths = globSync('**/*.log', { cwd: logs });
  return paths.map((path) => `\n── ${path}\n${readFileSync(join(logs, path), 'utf8')}`).join('');
}
