import { existsSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { eventually } from '../eventually.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-programs-'));
const printer = join(folder, 'print.cjs');
writeFileSync(
  printer,
  `const { renameSync, writeFileSync } = require('node:fs');
   const variables = Object.entries(process.env).filter(([name]) => name.startsWith('AWS_'));
   writeFileSync(process.argv[2] + '.new', JSON.stringify(Object.fromEntries(variables)));
   renameSync(process.argv[2] + '.new', process.argv[2]);`,
);

/** It knows nothing of Rolecall: the SDK's default chain finds the credentials, and the region. */
const asker = join(folder, 'whoami.cjs');
writeFileSync(
  asker,
  `const { renameSync, writeFileSync } = require('node:fs');
   const [output, endpoint, sdk] = process.argv.slice(2);
   process.env.AWS_ENDPOINT_URL_STS = endpoint;
   process.env.AWS_EC2_METADATA_DISABLED = 'true';
   const { GetCallerIdentityCommand, STSClient } = require(sdk);
   const tell = (said) => {
     writeFileSync(output + '.new', JSON.stringify(said));
     renameSync(output + '.new', output);
   };
   new STSClient({}).send(new GetCallerIdentityCommand({})).then(
     ({ Arn }) => tell(Arn),
     ({ name, message }) => tell(name + ': ' + message),
   );`,
);

/** A program that says who it is at the STS of this address, as the words of a command line, and where it says so. */
export function whoami(endpoint: string): { readonly words: readonly string[]; readonly output: string } {
  const output = join(folder, `${runs++}.json`);
  const { extensionPath } = vscode.extensions.getExtension('rolecall.rolecall')!;
  const sdk = join(extensionPath, 'node_modules', '@aws-sdk', 'client-sts');
  return { words: [asker, output, endpoint, sdk], output };
}

const teller = join(folder, 'arguments.cjs');
writeFileSync(
  teller,
  `const { renameSync, writeFileSync } = require('node:fs');
   const [output, ...rest] = process.argv.slice(2);
   writeFileSync(output + '.new', JSON.stringify(rest));
   renameSync(output + '.new', output);`,
);

/** A program that says what its arguments are, after these words, and where it says so. */
export function argumentsProgram(): { readonly words: readonly string[]; readonly output: string } {
  const output = join(folder, `${runs++}.json`);
  return { words: [teller, output], output };
}

/** Who a program is that is typed into a terminal: its ARN, or why it is nobody. */
export async function whoIsIn(terminal: vscode.Terminal, endpoint: string): Promise<string> {
  const { words, output } = whoami(endpoint);
  type(terminal, [process.execPath, ...words]);
  return readOutput(output);
}

export type AwsVariables = Readonly<Record<string, string | undefined>>;

let runs = 0;

/** The `AWS_…` variables that a program sees which is typed into a terminal. */
export async function variablesInTerminal(terminal: vscode.Terminal): Promise<AwsVariables> {
  const output = join(folder, `${runs++}.json`);
  type(terminal, [process.execPath, printer, output]);
  return readOutput(output);
}

function type(terminal: vscode.Terminal, words: readonly string[]): void {
  terminal.sendText([...(isPowerShell() ? ['&'] : []), ...words.map((word) => `"${word}"`)].join(' '));
}

/** The `AWS_…` variables that a new terminal of the person's own has. */
export async function variablesInNewTerminal(): Promise<AwsVariables> {
  const terminal = vscode.window.createTerminal();
  try {
    return await variablesInTerminal(terminal);
  } finally {
    terminal.dispose();
  }
}

/** The `AWS_…` variables that a task has. */
export async function variablesInTask(): Promise<AwsVariables> {
  const output = join(folder, `${runs++}.json`);
  const run = new vscode.ProcessExecution(process.execPath, [printer, output]);
  const task = new vscode.Task({ type: 'test' }, vscode.TaskScope.Workspace, 'print', 'test', run);
  await vscode.tasks.executeTask(task);
  return readOutput(output);
}

/** What a program wrote, once it has done so. */
export function readOutput<T>(path: string): Promise<T> {
  return eventually(() => {
    if (!existsSync(path)) throw new Error('The program has written nothing');
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  }, 20_000);
}

function isPowerShell(): boolean {
  return process.platform === 'win32';
}
