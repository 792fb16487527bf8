import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import { callerArn } from '../aws/stsClient.ts';
import { aliceKey } from '../aws/testWorld.ts';
import { eventually } from '../eventually.ts';
import { config, credentials, removeAwsFolder, useLocalAws, writeAwsFile } from './awsHome.ts';
import {
  type AwsVariables,
  variablesInNewTerminal,
  variablesInTask,
  variablesInTerminal,
} from './programs.ts';

const assumedArn = 'arn:aws:sts::222222222222:assumed-role/Plain/editor-test';

describe('terminals and tasks', function () {
  this.timeout(60_000);
  const aws = useLocalAws();

  before(async () => {
    await vscode.extensions.getExtension('rolecall.rolecall')?.activate();
    writeAwsFile('config', config);
    writeAwsFile('credentials', credentials);
  });

  after(async () => {
    await vscode.commands.executeCommand(commandIds.stopUsing);
    removeAwsFolder();
  });

  it('have no credentials before a profile is chosen', async () => {
    assert.equal((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID'], undefined);
  });

  it('have the role that was chosen, its region and its expiry', async () => {
    await useUntilKnown('plain');
    for (const variables of [await variablesInNewTerminal(), await variablesInTask()]) {
      assert.equal(await whoIs(variables), assumedArn);
      assert.equal(variables['AWS_REGION'], 'ap-northeast-1');
      assert.equal(variables['AWS_DEFAULT_REGION'], 'ap-northeast-1');
      const leftMs = Date.parse(variables['AWS_CREDENTIAL_EXPIRATION'] ?? '') - Date.now();
      assert.ok(leftMs > 50 * 60_000 && leftMs <= 60 * 60_000, `${leftMs} ms left`);
    }
  });

  it('follow a switch to other keys, with nothing left of the role', async () => {
    await use('alice');
    const variables = await variablesInNewTerminal();
    assert.equal(variables['AWS_ACCESS_KEY_ID'], aliceKey.accessKeyId);
    assert.equal(variables['AWS_SESSION_TOKEN'] ?? '', '');
    assert.equal(variables['AWS_CREDENTIAL_EXPIRATION'] ?? '', '');
    assert.equal(variables['AWS_REGION'], 'eu-west-1');
  });

  it('have the new region as soon as the file is saved, without another session', async () => {
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

  it('of another profile can be opened beside those of the active one', async () => {
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
    assert.equal(await whoIs(await variablesInNewTerminal()), assumedArn);
  });

  it('keep their profile when another cannot be used', async () => {
    await use('plain');
    await use('astray');
    assert.equal(await whoIs(await variablesInNewTerminal()), assumedArn);
  });

  it('lose their credentials when the active profile vanishes from the files', async () => {
    await use('plain');
    writeAwsFile('config', '');
    await eventually(async () => {
      assert.equal((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID'], undefined);
    }, 20_000);
    writeAwsFile('config', config);
  });

  it('keep their credentials through a moment in which the file cannot be read', async () => {
    await useUntilKnown('plain');
    writeAwsFile('config', new Uint8Array([0xff, 0xfe, 0x5b, 0x00]));
    // Long enough for the extension to have looked at the file.
    await new Promise((resolve) => setTimeout(resolve, 2500));
    assert.equal(await whoIs(await variablesInNewTerminal()), assumedArn);
    writeAwsFile('config', config);
  });

  it('have no credentials any more after `Stop Using AWS Profile`', async () => {
    await use('plain');
    await vscode.commands.executeCommand(commandIds.stopUsing);
    const variables = await variablesInNewTerminal();
    for (const name of ['AWS_ACCESS_KEY_ID', 'AWS_SECRET_ACCESS_KEY', 'AWS_SESSION_TOKEN', 'AWS_REGION']) {
      assert.equal(variables[name], undefined, name);
    }
  });

  async function whoIs(variables: AwsVariables): Promise<string | undefined> {
    return callerArn(aws(), {
      accessKeyId: variables['AWS_ACCESS_KEY_ID'] ?? '',
      secretAccessKey: variables['AWS_SECRET_ACCESS_KEY'] ?? '',
      ...(variables['AWS_SESSION_TOKEN'] ? { sessionToken: variables['AWS_SESSION_TOKEN'] } : {}),
    });
  }
});

function use(name: string): Thenable<unknown> {
  return vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name });
}

/** After the files were written, it may take a moment until the profile is known. */
async function useUntilKnown(name: string): Promise<void> {
  await eventually(async () => {
    await use(name);
    assert.ok((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID'], `${name} is not in use yet`);
  }, 20_000);
}
