import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import type { Mode } from '../../src/delivery/handover/terminalModes.ts';
import { alice } from '../aws/testWorld.ts';
import { eventually } from '../eventually.ts';
import { config, credentials, removeAwsFolder, useLocalAws, writeAwsFile } from './awsHome.ts';
import { variablesInNewTerminal, whoIsIn } from './programs.ts';

const assumed = 'arn:aws:sts::222222222222:assumed-role/Plain/editor-test';
const settings = vscode.workspace.getConfiguration('rolecall');

describe('terminals of their own', function () {
  this.timeout(120_000);
  const aws = useLocalAws();

  before(async () => {
    await vscode.extensions.getExtension('rolecall.rolecall')?.activate();
    writeAwsFile('config', config);
    writeAwsFile('credentials', credentials);
    await eventually(async () => {
      await use('alice');
      assert.ok((await variablesInNewTerminal())['AWS_ACCESS_KEY_ID']);
    }, 20_000);
  });

  after(async () => {
    await settings.update('terminals.mode', undefined, true);
    await vscode.commands.executeCommand(commandIds.stopUsing);
    removeAwsFolder();
  });

  for (const mode of ['environment', 'profile', 'live'] satisfies readonly Mode[]) {
    it(`stay with their profiles side by side in the mode “${mode}”, whatever the window uses`, async () => {
      await settings.update('terminals.mode', mode, true);
      await use('alice');
      const terminals = [await open('plain'), await open('alice')] as const;
      assert.deepEqual(await Promise.all(terminals.map(who)), [assumed, alice]);
      await use('plain');
      assert.deepEqual(await Promise.all(terminals.map(who)), [assumed, alice]);
      await vscode.commands.executeCommand(commandIds.stopUsing);
      assert.deepEqual(await Promise.all(terminals.map(who)), [assumed, alice]);
      for (const terminal of terminals) terminal.dispose();
    });
  }

  it('are red where they are production, and only there', async () => {
    await settings.update('production', ['^plain$', '('], true);
    const terminals = [await open('plain'), await open('alice')];
    await settings.update('production', undefined, true);
    const colors = terminals.map(
      ({ creationOptions }) => (creationOptions as vscode.TerminalOptions).color?.id,
    );
    for (const terminal of terminals) terminal.dispose();
    assert.deepEqual(colors, ['terminal.ansiRed', 'terminal.ansiCyan']);
  });

  const who = (terminal: vscode.Terminal): Promise<string> => whoIsIn(terminal, aws().url);
});

async function open(name: string): Promise<vscode.Terminal> {
  const before = new Set(vscode.window.terminals);
  await vscode.commands.executeCommand(commandIds.newTerminal, { kind: 'profile', name });
  return eventually(() => {
    const found = vscode.window.terminals.find((terminal) => !before.has(terminal));
    assert.equal(found?.name, name);
    return found;
  });
}

function use(name: string): Thenable<unknown> {
  return vscode.commands.executeCommand(commandIds.useProfile, { kind: 'profile', name });
}
