import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { commandIds } from '../../src/base/contributions.ts';
import type { Mode } from '../../src/delivery/handover/terminalModes.ts';
import { alice } from '../aws/testWorld.ts';
import { eventually } from '../eventually.ts';
import { callerIn } from './programs.ts';
import { plainSession, use, useAws } from './useAws.ts';

const settings = vscode.workspace.getConfiguration('rolecall');

describe('dedicated terminals', function () {
  this.timeout(120_000);
  const aws = useAws('alice');

  after(async () => {
    await settings.update('terminals.mode', undefined, true);
  });

  for (const mode of ['environment', 'profile', 'live'] satisfies readonly Mode[]) {
    it(`keep their own profiles in the mode “${mode}”, whatever the window uses`, async () => {
      await settings.update('terminals.mode', mode, true);
      await use('alice');
      const terminals = [await open('plain'), await open('alice')] as const;
      assert.deepEqual(await Promise.all(terminals.map(caller)), [plainSession, alice]);
      await use('plain');
      assert.deepEqual(await Promise.all(terminals.map(caller)), [plainSession, alice]);
      await vscode.commands.executeCommand(commandIds.stopUsing);
      assert.deepEqual(await Promise.all(terminals.map(caller)), [plainSession, alice]);
      for (const terminal of terminals) terminal.dispose();
    });
  }

  it('have the color of their account, even if a pattern for production profiles is invalid', async () => {
    await settings.update('production', ['^plain$', '('], true);
    const terminal = await open('alice');
    await settings.update('production', undefined, true);
    const { color } = terminal.creationOptions as vscode.TerminalOptions;
    terminal.dispose();
    assert.equal(color?.id, 'terminal.ansiCyan');
  });

  const caller = (terminal: vscode.Terminal): Promise<string> => callerIn(terminal, aws().url);
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
