import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { eventually } from '../eventually.ts';
import { variablesInNewTerminal, variablesInTask } from './programs.ts';
import { use, useAws } from './useAws.ts';

describe('a folder that is bound to a profile', function () {
  this.timeout(60_000);
  useAws();

  after(async () => {
    await settings().update('profile', undefined, vscode.ConfigurationTarget.Workspace);
  });

  it('has the profile in its settings, terminals, and tasks', async () => {
    await bind('alice');
    assert.equal(settings().inspect('profile')?.workspaceValue, 'alice');
    await eventually(async () => {
      const variables = await variablesInNewTerminal();
      assert.deepEqual([variables['AWS_REGION'], variables['AWS_PROFILE'] ?? ''], ['eu-west-1', '']);
    }, 20_000);
    assert.equal((await variablesInTask())['AWS_REGION'], 'eu-west-1');
  });

  it('follows a change of the setting only if the user agrees', async () => {
    await settings().update('profile', 'plain', vscode.ConfigurationTarget.Workspace);
    for (let i = 0; i < 3; i++) assert.equal((await variablesInNewTerminal())['AWS_REGION'], 'eu-west-1');
    await vscode.commands.executeCommand('notifications.showList');
    await eventually(async () => {
      await vscode.commands.executeCommand('notification.acceptPrimaryAction');
      assert.equal((await variablesInNewTerminal())['AWS_REGION'], 'ap-northeast-1');
    }, 20_000);
  });

  it('uses a profile that the user chooses afterwards', async () => {
    await use('alice');
    assert.equal((await variablesInNewTerminal())['AWS_REGION'], 'eu-west-1');
    assert.equal(settings().get('profile'), 'plain');
  });

  it('gives terminals only the profile name if the session needs user input', async () => {
    await bind('guarded');
    await eventually(async () => {
      const { AWS_PROFILE, AWS_CONFIG_FILE, AWS_ACCESS_KEY_ID } = await variablesInNewTerminal();
      assert.equal(AWS_PROFILE, 'guarded');
      assert.match(AWS_CONFIG_FILE ?? '', /live/u);
      assert.equal(AWS_ACCESS_KEY_ID, undefined);
    }, 20_000);
  });

  it('uses no other profile if the bound one does not exist', async () => {
    await use('alice');
    await bind('gone');
    await eventually(async () => {
      const { AWS_PROFILE, AWS_ACCESS_KEY_ID } = await variablesInNewTerminal();
      assert.deepEqual([AWS_PROFILE, AWS_ACCESS_KEY_ID], ['gone', undefined]);
    }, 20_000);
  });
});

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('rolecall', vscode.workspace.workspaceFolders?.[0]?.uri ?? null);
}

function bind(name: string): Thenable<unknown> {
  return vscode.commands.executeCommand(commandIds.bindProfile, { kind: 'profile', name });
}
