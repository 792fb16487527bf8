import * as vscode from 'vscode';
import type { Disposable } from '../event.ts';
import { registerCredentialsCommands } from './credentials.ts';
import { registerEditing } from './editing.ts';
import { registerFileCommands } from './files.ts';
import { registerIdentityCenterCommands } from './identityCenter.ts';
import { registerIdentityCommands } from './identity.ts';
import { registerInUse } from './inUse.ts';
import { registerProfileCommands } from './profiles.ts';
import { registerSessionCommands } from './sessions.ts';
import { provideTerminal, registerTerminalCommands } from './terminals.ts';
import type { CommandParts, StartParts } from './parts.ts';
import { createPerform } from './perform.ts';

export { chooseExplained } from './chooseTarget.ts';
export { createPerform } from './perform.ts';

/** What commands do, and what else a person is asked for that the picker leads to. */
export interface Actions extends Disposable {
  /** A terminal of its own for VS Code to open. */
  provideTerminal(): Promise<vscode.TerminalProfile>;
}

/** Registers what commands do, and the picker with it: a bundle of its own, read when one of them is first run. */
export function registerActions(start: StartParts): Actions {
  const parts: CommandParts = { ...start, perform: createPerform(start.showFailure, start.log) };
  const registered = vscode.Disposable.from(
    registerProfileCommands(parts),
    registerSessionCommands(parts),
    registerIdentityCommands(parts),
    registerIdentityCenterCommands(parts),
    registerTerminalCommands(parts),
    registerCredentialsCommands(parts),
    registerFileCommands(parts),
    registerInUse(parts),
    registerEditing(parts),
  );
  return { provideTerminal: () => provideTerminal(parts), dispose: () => registered.dispose() };
}
