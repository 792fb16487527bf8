import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SigningKeys } from '../aws/sts/stsClient.ts';
import { runProgram } from '../vscode/install/npm.ts';

const vsce = join(import.meta.dirname, '..', '..', 'node_modules', '@vscode', 'vsce', 'vsce');

/** What the other extension received from Rolecall's API. */
export interface ApiResult {
  readonly credentials?: SigningKeys;
  /** The code of the error that `getCredentials` rejected with. */
  readonly code?: string;
  /** The profiles of all `onDidChangeActiveProfile` events so far; null for none. */
  readonly activeProfiles: readonly unknown[];
  /** The answer of a tool for language models, or the message of its error. */
  readonly answer?: string;
  readonly error?: string;
}

/** A third-party extension that uses Rolecall's API and writes the results of its command to a folder. */
export class OtherExtension {
  readonly #folder: string;

  private constructor(folder: string) {
    this.#folder = folder;
  }

  static async create(): Promise<OtherExtension> {
    const other = new OtherExtension(await mkdtemp(join(tmpdir(), 'rolecall-other-')));
    await other.#write();
    const quietly = ['--no-dependencies', '--allow-missing-repository', '--skip-license'];
    await runProgram(process.execPath, [vsce, 'package', ...quietly, '--out', other.vsix], other.#folder);
    return other;
  }

  /** The path of its package. */
  get vsix(): string {
    return join(this.#folder, 'other.vsix');
  }

  async #write(): Promise<void> {
    const commands = [
      { command: 'other.get', title: 'Get Credentials', category: 'Other' },
      { command: 'other.switch', title: 'Switch Profile', category: 'Other' },
    ];
    const manifest = {
      name: 'other',
      displayName: 'Other Tools',
      publisher: 'acme',
      version: '1.0.0',
      engines: { vscode: '^1.105.0' },
      main: './extension.js',
      extensionKind: ['workspace'],
      activationEvents: ['onStartupFinished'],
      contributes: { commands },
    };
    await writeFile(join(this.#folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(this.#folder, 'extension.js'), sourceFor(this.#folder));
    await writeFile(join(this.#folder, 'README.md'), '# Other Tools\n');
  }

  /** The result of the command's nth run, counted from 1; rejects until the command has finished. */
  async result(run: number): Promise<ApiResult> {
    return JSON.parse(await readFile(join(this.#folder, `${run}.json`), 'utf8')) as ApiResult;
  }

  async remove(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }
}

const sourceFor = (folder: string): string => `
const { existsSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');

const folder = ${JSON.stringify(folder)};

exports.activate = async (context) => {
  const { getApi } = await vscode.extensions.getExtension('rolecall.rolecall').activate();
  const rolecall = await getApi(1, context);
  const activeProfiles = [];
  rolecall.onDidChangeActiveProfile((profile) => activeProfiles.push(profile ?? null), undefined, context.subscriptions);
  const write = (result) => {
    let run = 1;
    while (existsSync(join(folder, run + '.json'))) run++;
    const path = join(folder, run + '.json');
    writeFileSync(path + '.new', JSON.stringify({ ...result, activeProfiles }));
    renameSync(path + '.new', path);
  };
  const get = vscode.commands.registerCommand('other.get', async () => {
    const result = await rolecall.getCredentials().then(
      ({ accessKeyId, secretAccessKey, sessionToken }) => ({
        credentials: { accessKeyId, secretAccessKey, sessionToken },
      }),
      ({ code }) => ({ code }),
    );
    write(result);
  });
  // As a chat does, but without a model.
  const switching = vscode.commands.registerCommand('other.switch', async () => {
    const profile = await vscode.window.showInputBox({ prompt: 'Profile' });
    const options = { input: { profile }, toolInvocationToken: undefined };
    const result = await vscode.lm.invokeTool('rolecall_switchProfile', options).then(
      ({ content: [{ value }] }) => ({ answer: value }),
      ({ message }) => ({ error: message }),
    );
    write(result);
  });
  context.subscriptions.push(get, switching);
};
`;
