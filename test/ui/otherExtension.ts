import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** What the other extension has got, and heard. */
export interface Gotten {
  readonly credentials?: {
    readonly accessKeyId: string;
    readonly secretAccessKey: string;
    readonly sessionToken?: string;
  };
  /** The code of the error. */
  readonly code?: string;
  /** The profiles that it heard of, in use one after the other. */
  readonly heard: readonly unknown[];
}

/** An extension of somebody else's that uses Rolecall's API, and writes what it gets into its own folder. */
export class OtherExtension {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  async write(): Promise<void> {
    await mkdir(this.folder, { recursive: true });
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
    await writeFile(join(this.folder, 'package.json'), JSON.stringify(manifest));
    await writeFile(join(this.folder, 'extension.js'), source);
  }

  async gotten(run: number): Promise<Gotten> {
    return JSON.parse(await readFile(join(this.folder, `${run}.json`), 'utf8')) as Gotten;
  }
}

const source = `
const { existsSync, renameSync, writeFileSync } = require('node:fs');
const { join } = require('node:path');
const vscode = require('vscode');

exports.activate = async (context) => {
  const { getApi } = await vscode.extensions.getExtension('rolecall.rolecall').activate();
  const rolecall = await getApi(1, context);
  const heard = [];
  rolecall.onDidChangeActiveProfile((profile) => heard.push(profile ?? null), undefined, context.subscriptions);
  const command = vscode.commands.registerCommand('other.get', async () => {
    const got = await rolecall.getCredentials().then(
      (credentials) => ({ credentials }),
      ({ code }) => ({ code }),
    );
    let run = 1;
    while (existsSync(join(__dirname, run + '.json'))) run++;
    const path = join(__dirname, run + '.json');
    writeFileSync(path + '.new', JSON.stringify({ ...got, heard }));
    renameSync(path + '.new', path);
  });
  context.subscriptions.push(command);
};
`;
