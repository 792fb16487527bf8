import * as vscode from 'vscode';
import type { Disposable } from '../event.ts';
import { registerCredentialsCommands } from './credentials.ts';
import { registerEditing } from './editing.ts';
import { registerFileCommands } from './files.ts';
import { registerIdentityCommands } from './identity.ts';
import { registerProfileCommands } from './profiles.ts';
import { registerSessionCommands } from './sessions.ts';
import { registerTerminalCommands } from './terminals.ts';
import type { CommandParts, StartParts } from './parts.ts';
import { createPerform } from './perform.ts';

export { chooseExplained } from './chooseTarget.ts';

/** Registers what commands do, and the picker with it: a bundle of its own, read when one of them is first run. */
export function registerActions(start: StartParts): Disposable {
  const parts: CommandParts = { ...start, perform: createPerform(start.showFailure, start.log) };
  return vscode.Disposable.from(
    registerProfileCommands(parts),
    registerSessionCommands(parts),
    registerIdentityCommands(parts),
    registerTerminalCommands(parts),
    registerCredentialsCommands(parts),
    registerFileCommands(parts),
    registerEditing(parts),
  );
}
