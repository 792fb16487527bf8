import * as vscode from 'vscode';
import { commandIds, terminalProfileId } from '../base/contributions.ts';
import type { Disposable } from '../base/event.ts';
import type { OnDemand } from '../base/onDemand.ts';
import type { Commands } from './commands.ts';

/** Registers all commands. Their handlers are in `commands.ts`, which is loaded when the first one runs. */
export function registerCommands(commands: OnDemand<Commands>): Disposable {
  return vscode.Disposable.from(
    ...Object.values(commandIds).map((id) =>
      vscode.commands.registerCommand(id, async (argument: unknown) =>
        (await commands.get()).run(id, argument),
      ),
    ),
    vscode.window.registerTerminalProfileProvider(terminalProfileId, {
      provideTerminalProfile: async () => (await commands.get()).provideTerminal(),
    }),
  );
}
