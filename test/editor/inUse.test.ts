import assert from 'node:assert/strict';
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { eventually } from '../eventually.ts';
import { argumentsProgram, readOutput } from './programs.ts';
import { use, useAws } from './useAws.ts';

describe('the name, region, and account ID of the profile in use', function () {
  this.timeout(60_000);
  const aws = useAws('plain');
  const folder = join(vscode.workspace.workspaceFolders?.[0]?.uri.fsPath ?? '', '.vscode');

  after(() => rmSync(folder, { recursive: true, force: true }));

  it('are available in tasks, and are empty without a profile', async () => {
    assert.deepEqual(await argumentsOfTask('first'), ['plain', 'ap-northeast-1', '222222222222', 'end']);
    await vscode.commands.executeCommand(commandIds.stopUsing);
    assert.deepEqual(await argumentsOfTask('second'), ['', '', '', 'end']);
  });

  it('are requested from AWS once at most if the profile does not contain them', async () => {
    const calls = aws().requests.length;
    await use('alice');
    for (const _ of [1, 2])
      assert.equal(await vscode.commands.executeCommand(commandIds.accountId), '111111111111');
    const actions = aws()
      .requests.slice(calls)
      .map(({ action }) => action);
    // The window checks access keys when it uses them, unless it did so before.
    assert.ok(actions.length <= 1, actions.join());
  });

  /** The arguments that a task's program gets for the variables. */
  async function argumentsOfTask(label: string): Promise<readonly string[]> {
    const { words, output } = argumentsProgram();
    const variables = [
      `\${input:profile}`,
      `\${command:${commandIds.region}}`,
      `\${command:${commandIds.accountId}}`,
    ];
    const args = [...words, ...variables, 'end'];
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
