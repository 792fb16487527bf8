import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { eventually } from '../eventually.ts';
import { config, credentials, removeAwsFolder, useLocalAws, writeAwsFile } from './awsHome.ts';
import { variablesInNewTerminal, variablesInTask } from './programs.ts';

describe('a folder that is bound to a profile', function () {
  this.timeout(60_000);
  useLocalAws();

  before(async () => {
    await vscode.extensions.getExtension('rolecall.rolecall')?.activate();
    writeAwsFile('config', config);
    writeAwsFile('credentials', credentials);
  });

  after(async () => {
    await settings().update('profile', undefined, vscode.ConfigurationTarget.Workspace);
    await vscode.commands.executeCommand(commandIds.stopUsing);
    removeAwsFolder();
  });

  it('has it in its settings, and in its terminals and tasks', async () => {
    await bind('alice');
    assert.equal(settings().inspect('profile')?.workspaceValue, 'alice');
    await eventually(async () => {
      const variables = await variablesInNewTerminal();
      assert.deepEqual([variables['AWS_REGION'], variables['AWS_PROFILE'] ?? ''], ['eu-west-1', '']);
    }, 20_000);
    assert.equal((await variablesInTask())['AWS_REGION'], 'eu-west-1');
  });

  it('follows the setting, whoever writes it', async () => {
    await settings().update('profile', 'plain', vscode.ConfigurationTarget.Workspace);
    await eventually(async () => {
      assert.equal((await variablesInNewTerminal())['AWS_REGION'], 'ap-northeast-1');
    }, 20_000);
  });

  it('has what a person chooses afterwards', async () => {
    await use('alice');
    assert.equal((await variablesInNewTerminal())['AWS_REGION'], 'eu-west-1');
    assert.equal(settings().get('profile'), 'plain');
  });

  it('has nothing but the name where the session takes a person', async () => {
    await bind('guarded');
    await eventually(async () => {
      const { AWS_PROFILE, AWS_CONFIG_FILE, AWS_ACCESS_KEY_ID } = await variablesInNewTerminal();
      assert.equal(AWS_PROFILE, 'guarded');
      assert.match(AWS_CONFIG_FILE ?? '', /live/u);
      assert.equal(AWS_ACCESS_KEY_ID, undefined);
    }, 20_000);
  });

  it('has no other profile when that one does not exist', async () => {
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

function use(name: string): Thenable<unknown> {
  return vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name });
}
