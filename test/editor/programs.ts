import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { callsLocalAws } from '../awsCliVersion.ts';
import { eventually } from '../eventually.ts';
import type { Variables } from '../vscode/awsVariables.ts';

const folder = mkdtempSync(join(tmpdir(), 'rolecall-programs-'));
after(() => rmSync(folder, { recursive: true, force: true, maxRetries: 3 }));
const variablesScript = join(folder, 'print.cjs');
writeFileSync(
  variablesScript,
  `const { renameSync, writeFileSync } = require('node:fs');
   const variables = Object.entries(process.env).filter(([name]) => name.startsWith('AWS_'));
   writeFileSync(process.argv[2] + '.new', JSON.stringify(Object.fromEntries(variables)));
   renameSync(process.argv[2] + '.new', process.argv[2]);`,
);

/** Uses the SDK's default chain to find credentials and the region. */
const whoamiScript = join(folder, 'whoami.cjs');
writeFileSync(
  whoamiScript,
  `const { renameSync, writeFileSync } = require('node:fs');
   const [output, endpoint, sdk] = process.argv.slice(2);
   process.env.AWS_ENDPOINT_URL_STS = endpoint;
   process.env.AWS_EC2_METADATA_DISABLED = 'true';
   const { GetCallerIdentityCommand, STSClient } = require(sdk);
   const write = (result) => {
     writeFileSync(output + '.new', JSON.stringify(result));
     renameSync(output + '.new', output);
   };
   new STSClient({}).send(new GetCallerIdentityCommand({})).then(
     ({ Arn }) => write(Arn),
     ({ name, message }) => write(name + ': ' + message),
   );`,
);

/** The arguments for Node and the output file of a program. */
export interface Program {
  readonly words: readonly string[];
  readonly output: string;
}

/** A program that writes its caller's ARN, according to the STS at this URL, or the error. */
export function whoami(endpoint: string): Program {
  const output = join(folder, `${runs++}.json`);
  const { extensionPath } = vscode.extensions.getExtension('rolecall.rolecall')!;
  const sdk = join(extensionPath, 'node_modules', '@aws-sdk', 'client-sts');
  return { words: [whoamiScript, output, endpoint, sdk], output };
}

const argumentsScript = join(folder, 'arguments.cjs');
writeFileSync(
  argumentsScript,
  `const { renameSync, writeFileSync } = require('node:fs');
   const [output, ...rest] = process.argv.slice(2);
   writeFileSync(output + '.new', JSON.stringify(rest));
   renameSync(output + '.new', output);`,
);

/** A program that writes the arguments that follow `words`. */
export function argumentsProgram(): Program {
  const output = join(folder, `${runs++}.json`);
  return { words: [argumentsScript, output], output };
}

/** The ARN of the caller of a program in a terminal, or the error. */
export async function callerIn(terminal: vscode.Terminal, endpoint: string): Promise<string> {
  const { words, output } = whoami(endpoint);
  type(terminal, [process.execPath, ...words]);
  return readOutput(output);
}

let runs = 0;

/** The `AWS_…` variables of a program in a terminal. */
export async function variablesInTerminal(terminal: vscode.Terminal): Promise<Variables> {
  const output = join(folder, `${runs++}.json`);
  type(terminal, [process.execPath, variablesScript, output]);
  return readOutput(output);
}

function type(terminal: vscode.Terminal, words: readonly string[]): void {
  terminal.sendText([...(isPowerShell() ? ['&'] : []), ...words.map((word) => `"${word}"`)].join(' '));
}

/** The `AWS_…` variables of a new terminal. */
export async function variablesInNewTerminal(): Promise<Variables> {
  const terminal = vscode.window.createTerminal();
  try {
    return await variablesInTerminal(terminal);
  } finally {
    terminal.dispose();
  }
}

/** The `AWS_…` variables of a task. */
export async function variablesInTask(): Promise<Variables> {
  const output = join(folder, `${runs++}.json`);
  const run = new vscode.ProcessExecution(process.execPath, [variablesScript, output]);
  const task = new vscode.Task({ type: 'test' }, vscode.TaskScope.Workspace, 'print', 'test', run);
  await vscode.tasks.executeTask(task);
  return readOutput(output);
}

/** A task for `tasks.json` whose program writes its `AWS_…` variables. */
export function variablesTask(
  label: string,
  env: Readonly<Record<string, string>>,
): { readonly task: object; readonly output: string } {
  const output = join(folder, `${runs++}.json`);
  const options = { env };
  const task = {
    label,
    type: 'process',
    command: process.execPath,
    args: [variablesScript, output],
    options,
  };
  return { task, output };
}

/** The ARN of the caller of a program with this environment, or the error. */
export async function callerWith(env: NodeJS.ProcessEnv, endpoint: string): Promise<string> {
  const { words, output } = whoami(endpoint);
  spawn(process.execPath, words, { env, stdio: 'ignore' });
  return readOutput(output);
}

const hasCli = callsLocalAws('aws');

/** The ARN of the caller of the AWS CLI with this environment, or the error; undefined if there is no AWS CLI. */
export function cliCallerWith(env: NodeJS.ProcessEnv): string | undefined {
  if (!hasCli) return undefined;
  const words = ['sts', 'get-caller-identity', '--query', 'Arn', '--output', 'text'];
  const { error, stdout, stderr } = spawnSync('aws', words, { env, encoding: 'utf8' });
  return error ? undefined : stdout.trim() || stderr.trim();
}

/** Waits until a program has written its output file, and parses it. */
export function readOutput<T>(path: string): Promise<T> {
  return eventually(() => {
    if (!existsSync(path)) throw new Error('The program has not written its output');
    return JSON.parse(readFileSync(path, 'utf8')) as T;
  }, 20_000);
}

function isPowerShell(): boolean {
  return process.platform === 'win32';
}
