import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { SigningKeys } from '../aws/stsClient.ts';
import { runProgram } from '../vscode/npm.ts';

const vsce = join(import.meta.dirname, '..', '..', 'node_modules', '@vscode', 'vsce', 'vsce');

/** What the other extension has got, and heard. */
export interface Gotten {
  readonly credentials?: SigningKeys;
  /** The code of the error. */
  readonly code?: string;
  /** The profiles that it heard of, in use one after the other. */
  readonly heard: readonly unknown[];
}

/** An extension of somebody else's that uses Rolecall's API, and writes what it gets into a folder. */
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

  /** Its package. */
  get vsix(): string {
    return join(this.#folder, 'other.vsix');
  }

  async #write(): Promise<void> {
    const command = { command: 'other.get', title: 'Get Credentials', category: 'Other' };
    const manifest = {
      name: 'other',
      displayName: 'Other Tools',
      publisher: 'acme',
      version: '1.0.0',
      engines: { vscode: '^1.105.0' },
      main: './extension.js',
      extensionKind: ['workspace'],
      activationEvents: ['onStartupFinished'],
      contributes: { commands: [command] },
    };
    await writeFile(join(this.#folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(this.#folder, 'extension.js'), sourceFor(this.#folder));
    await writeFile(join(this.#folder, 'README.md'), '# Other Tools\n');
  }

  async gotten(run: number): Promise<Gotten> {
    return JSON.parse(await readFile(join(this.#folder, `${run}.json`), 'utf8')) as Gotten;
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
  const heard = [];
  rolecall.onDidChangeActiveProfile((profile) => heard.push(profile ?? null), undefined, context.subscriptions);
  const command = vscode.commands.registerCommand('other.get', async () => {
    const got = await rolecall.getCredentials().then(
      ({ accessKeyId, secretAccessKey, sessionToken }) => ({
        credentials: { accessKeyId, secretAccessKey, sessionToken },
      }),
      ({ code }) => ({ code }),
    );
    let run = 1;
    while (existsSync(join(folder, run + '.json'))) run++;
    const path = join(folder, run + '.json');
    writeFileSync(path + '.new', JSON.stringify({ ...got, heard }));
    renameSync(path + '.new', path);
  });
  context.subscriptions.push(command);
};
`;
