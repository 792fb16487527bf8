import * as vscode from 'vscode';
import { commandIds, terminalProfileId } from '../base/contributions.ts';
import type { Disposable } from '../base/event.ts';
import type { OnDemand } from '../base/onDemand.ts';
import type { Commands } from './commands.ts';

/**
 * Registers all commands. Their handlers are in `commands.ts`, which is loaded when the first one runs. `resolve` finds
 * the row that an argument stands for.
 */
export function registerCommands(
  commands: OnDemand<Commands>,
  resolve: (argument: unknown) => unknown,
): Disposable {
  return vscode.Disposable.from(
    ...Object.values(commandIds).map((id) =>
      vscode.commands.registerCommand(id, async (argument: unknown) =>
        (await commands.get()).run(id, resolve(argument)),
      ),
    ),
    // On remote hosts, the “+” menu may lack this profile if VS Code builds it before the extensions are known (seen in
    // 1.139).
    vscode.window.registerTerminalProfileProvider(terminalProfileId, {
      provideTerminalProfile: async () => (await commands.get()).provideTerminal(),
    }),
  );
}
