import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { eventually } from '../eventually.ts';
import { config, credentials, removeAwsFolder, useLocalAws, writeAwsFile } from './awsHome.ts';
import { argumentsProgram, readOutput, variablesInNewTerminal } from './programs.ts';

describe('the facts of the profile in use', function () {
  this.timeout(60_000);
  const aws = useLocalAws();
  const folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', '.vscode');

  before(async () => {
    await vscode.extensions.getExtension('rolecall.rolecall')?.activate();
    writeAwsFile('config', config);
    writeAwsFile('credentials', credentials);
    await eventually(async () => {
      await use('plain');
      assert.ok((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID']);
    }, 20_000);
  });

  after(async () => {
    await vscode.commands.executeCommand(commandIds.stopUsing);
    rmSync(folder, { recursive: true, force: true });
    removeAwsFolder();
  });

  it('come into a task by its variables, empty where there is none', async () => {
    assert.deepEqual(await argumentsOfTask('first'), ['plain', 'ap-northeast-1', '222222222222', 'end']);
    await vscode.commands.executeCommand(commandIds.stopUsing);
    assert.deepEqual(await argumentsOfTask('second'), ['', '', '', 'end']);
  });

  it('come from AWS where the profile does not tell, which is asked once', async () => {
    await use('alice');
    const calls = aws().requests.length;
    for (const _ of [1, 2])
      assert.equal(await vscode.commands.executeCommand(commandIds.accountId), '111111111111');
    const asked = aws().requests.slice(calls);
    assert.deepEqual(
      asked.map(({ action }) => action),
      ['GetCallerIdentity'],
    );
  });

  /** What a program gets in the places of the variables. */
  async function argumentsOfTask(label: string): Promise<readonly string[]> {
    const { words, output } = argumentsProgram();
    const facts = [
      `\${input:profile}`,
      `\${command:${commandIds.region}}`,
      `\${command:${commandIds.accountId}}`,
    ];
    const args = [...words, ...facts, 'end'];
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'tasks.json'),
      JSON.stringify({
        version: '2.0.0',
        tasks: [{ label, type: 'process', command: process.execPath, args, problemMatcher: [] }],
        inputs: [{ id: 'profile', type: 'command', command: commandIds.profileName }],
      }),
    );
    await eventually(async () => {
      const names = (await vscode.tasks.fetchTasks()).map(({ name }) => name);
      assert.ok(names.includes(label), names.join());
    }, 20_000);
    await vscode.commands.executeCommand('workbench.action.tasks.runTask', label);
    return readOutput(output);
  }
});

function use(name: string): Thenable<unknown> {
  return vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name });
}
