import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { registerEditing } from './editing.ts';
import { registerExplain } from './explain.ts';
import { registerFileCommands } from './files.ts';
import { registerIdentityCommands } from './identity.ts';
import type { CommandParts } from './parts.ts';
import { registerProfileCommands } from './profiles.ts';
import { registerSessionCommands } from './sessions.ts';
import { registerTerminalCommands } from './terminals.ts';

export function registerCommands(parts: CommandParts): Disposable {
  return vscode.Disposable.from(
    registerProfileCommands(parts),
    registerSessionCommands(parts),
    registerIdentityCommands(parts),
    registerTerminalCommands(parts),
    registerFileCommands(parts),
    registerExplain(parts),
    registerEditing(parts),
    vscode.commands.registerCommand(commandIds.showLog, parts.showLog),
  );
}
