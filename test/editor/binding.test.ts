import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
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

  it('is not bound by a command that something else runs', async () => {
    void vscode.commands.executeCommand(commandIds.bindProfile, { kind: 'profile', name: 'alice' });
    await sleep(2000);
    await vscode.commands.executeCommand('workbench.action.closeQuickOpen');
    assert.equal(settings().inspect('profile')?.workspaceValue, undefined);
  });

  it('has the profile in its terminals and tasks', async () => {
    await bind('alice', async () => {
      const variables = await variablesInNewTerminal();
      assert.deepEqual([variables['AWS_REGION'], variables['AWS_PROFILE'] ?? ''], ['eu-west-1', '']);
    });
    assert.equal((await variablesInTask())['AWS_REGION'], 'eu-west-1');
  });

  it('follows a change of the setting only if the user agrees', async () => {
    await settings().update('profile', 'plain', vscode.ConfigurationTarget.Workspace);
    for (let i = 0; i < 3; i++) assert.equal((await variablesInNewTerminal())['AWS_REGION'], 'eu-west-1');
    await bind('plain', async () =>
      assert.equal((await variablesInNewTerminal())['AWS_REGION'], 'ap-northeast-1'),
    );
  });

  it('uses a profile that the user chooses afterwards', async () => {
    await use('alice');
    assert.equal((await variablesInNewTerminal())['AWS_REGION'], 'eu-west-1');
    assert.equal(settings().get('profile'), 'plain');
  });

  it('gives terminals only the profile name if the session needs user input', async () => {
    await bind('guarded', async () => {
      const { AWS_PROFILE, AWS_CONFIG_FILE, AWS_ACCESS_KEY_ID } = await variablesInNewTerminal();
      assert.equal(AWS_PROFILE, 'guarded');
      assert.match(AWS_CONFIG_FILE ?? '', /live/u);
      assert.equal(AWS_ACCESS_KEY_ID, undefined);
    });
  });

  it('uses no other profile if the bound one does not exist', async () => {
    await use('alice');
    await bind('gone', async () => {
      const { AWS_PROFILE, AWS_ACCESS_KEY_ID } = await variablesInNewTerminal();
      assert.deepEqual([AWS_PROFILE, AWS_ACCESS_KEY_ID], ['gone', undefined]);
    });
  });
});

function settings(): vscode.WorkspaceConfiguration {
  return vscode.workspace.getConfiguration('rolecall', vscode.workspace.workspaceFolders?.[0]?.uri ?? null);
}

/** Binds the folder as a changed file does, and agrees to that until `check` succeeds. */
async function bind(name: string, check: () => Promise<void>): Promise<void> {
  await settings().update('profile', name, vscode.ConfigurationTarget.Workspace);
  await vscode.commands.executeCommand('notifications.showList');
  await eventually(async () => {
    await vscode.commands.executeCommand('notification.acceptPrimaryAction');
    await check();
  }, 20_000);
}
