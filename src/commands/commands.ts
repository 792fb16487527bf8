import * as vscode from 'vscode';
import { commandIds, terminalProfileId } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { OnDemand } from '../onDemand.ts';
import { registerExplain } from './explain.ts';
import type { StartParts } from './parts.ts';

/** Those that are more than an action. */
const registeredHere: readonly string[] = [commandIds.explainProfile, commandIds.showLog];

/** Registers every command. What most of them do is read when one of them is first run, and takes their place. */
export function registerCommands(parts: StartParts): Disposable {
  const { registerCommand, executeCommand } = vscode.commands;
  const actions = new OnDemand(async () => {
    const { registerActions } = await import('./actions.ts');
    standIns.dispose();
    return registerActions(parts);
  });
  const standIn = (id: string): Disposable =>
    registerCommand(id, async (...args: unknown[]) => {
      await actions.get();
      return executeCommand(id, ...args);
    });
  const ids = Object.values(commandIds).filter((id) => !registeredHere.includes(id));
  const standIns = vscode.Disposable.from(...ids.map(standIn));
  return vscode.Disposable.from(
    standIns,
    actions,
    vscode.window.registerTerminalProfileProvider(terminalProfileId, {
      provideTerminalProfile: async () => (await actions.get()).provideTerminal(),
    }),
    registerExplain(parts),
    registerCommand(commandIds.showLog, parts.showLog),
  );
}
