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

export type AwsVariables = Readonly<Record<string, string | undefined>>;

let runs = 0;

/** The `AWS_…` variables that a program sees which is typed into a terminal. */
export async function variablesInTerminal(terminal: vscode.Terminal): Promise<AwsVariables> {
  const output = join(folder, `${runs++}.json`);
  terminal.sendText(
    ['&', process.execPath, printer, output]
      .slice(isPowerShell() ? 0 : 1)
      .map(quoted)
      .join(' '),
  );
  return readOutput(output);
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

function readOutput(path: string): Promise<AwsVariables> {
  return eventually(() => {
    if (!existsSync(path)) throw new Error('The program has not written its variables');
    return JSON.parse(readFileSync(path, 'utf8')) as AwsVariables;
  }, 15_000);
}

function isPowerShell(): boolean {
  return process.platform === 'win32';
}

function quoted(word: string): string {
  return word === '&' ? word : `"${word}"`;
}
