import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { aliceKey } from '../aws/testWorld.ts';
import { eventually } from '../eventually.ts';
import { callerFrom } from '../vscode/awsVariables.ts';
import { config, writeAwsFile } from './awsHome.ts';
import { variablesInNewTerminal, variablesInTask, variablesInTerminal } from './programs.ts';
import { plainSession, use, useAws, useUntilKnown } from './useAws.ts';

describe('terminals and tasks', function () {
  this.timeout(60_000);
  const aws = useAws();

  it('have no credentials before a profile is chosen', async () => {
    assert.equal((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID'], undefined);
  });

  it('get the role, its region, and its expiration', async () => {
    await useUntilKnown('plain');
    for (const variables of [await variablesInNewTerminal(), await variablesInTask()]) {
      assert.equal(await callerFrom(aws(), variables), plainSession);
      assert.equal(variables['AWS_REGION'], 'ap-northeast-1');
      assert.equal(variables['AWS_DEFAULT_REGION'], 'ap-northeast-1');
      const leftMs = Date.parse(variables['AWS_CREDENTIAL_EXPIRATION'] ?? '') - Date.now();
      assert.ok(leftMs > 50 * 60_000 && leftMs <= 60 * 60_000, `${leftMs} ms left`);
    }
  });

  it('get only the access keys after a switch from a role', async () => {
    await use('alice');
    const variables = await variablesInNewTerminal();
    assert.equal(variables['AWS_ACCESS_KEY_ID'], aliceKey.accessKeyId);
    assert.equal(variables['AWS_SESSION_TOKEN'] ?? '', '');
    assert.equal(variables['AWS_CREDENTIAL_EXPIRATION'] ?? '', '');
    assert.equal(variables['AWS_REGION'], 'eu-west-1');
  });

  it('get a new region as soon as the file is saved, without a new session', async () => {
    await use('plain');
    const calls = aws().requests.length;
    writeAwsFile('config', config.replace('region = ap-northeast-1', 'region = ca-central-1'));
    await eventually(async () => {
      assert.equal((await variablesInNewTerminal())['AWS_REGION'], 'ca-central-1');
    }, 20_000);
    assert.equal(
      aws()
        .requests.slice(calls)
        .filter(({ action }) => action === 'AssumeRole').length,
      0,
    );
    writeAwsFile('config', config);
  });

  it('can be opened with another profile', async () => {
    await use('plain');
    await vscode.commands.executeCommand(commandIds.newTerminal, { kind: 'profile', name: 'alice' });
    const terminal = await eventually(() => {
      const found = vscode.window.terminals.find(({ name }) => name === 'alice');
      assert.ok(found);
      return found;
    });
    const variables = await variablesInTerminal(terminal);
    terminal.dispose();
    assert.equal(variables['AWS_ACCESS_KEY_ID'], aliceKey.accessKeyId);
    assert.equal(variables['AWS_REGION'], 'eu-west-1');
    assert.equal(await callerFrom(aws(), await variablesInNewTerminal()), plainSession);
  });

  it('keep their profile if another cannot be used', async () => {
    await use('plain');
    await use('astray');
    assert.equal(await callerFrom(aws(), await variablesInNewTerminal()), plainSession);
  });

  it('lose their credentials when the active profile is removed from the files', async () => {
    await use('plain');
    writeAwsFile('config', '');
    await eventually(async () => {
      assert.equal((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID'], undefined);
    }, 20_000);
    writeAwsFile('config', config);
  });

  it('keep their credentials while the file is temporarily unreadable', async () => {
    await useUntilKnown('plain');
    writeAwsFile('config', new Uint8Array([0x61, 0x00, 0x00, 0x62]));
    // The extension has read the file by then.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.equal(await callerFrom(aws(), await variablesInNewTerminal()), plainSession);
    writeAwsFile('config', config);
  });

  it('have no credentials after `Stop Using AWS Profile`', async () => {
    await use('plain');
    await vscode.commands.executeCommand(commandIds.stopUsing);
    const variables = await variablesInNewTerminal();
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION']) {
      assert.equal(variables[name], undefined, name);
    }
  });
});
