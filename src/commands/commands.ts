import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Identity } from '../credentials/sts.ts';
import type { Terminals } from '../delivery/terminals.ts';
import type { Disposable } from '../event.ts';
import type { ProfileStore } from '../profiles/store.ts';
import type { Active } from '../session/active.ts';
import type { Session, Sessions } from '../session/sessions.ts';
import type { PickerSources } from '../views/picker.ts';
import { registerFileCommands } from './files.ts';
import { registerIdentityCommands } from './identity.ts';
import type { Perform } from './perform.ts';
import { registerProfileCommands } from './profiles.ts';
import { registerTerminalCommands } from './terminals.ts';

/** What commands work with. Each file takes of it what it needs. */
export interface CommandParts {
  readonly store: ProfileStore;
  readonly sessions: Sessions;
  readonly active: Active;
  readonly terminals: Terminals;
  readonly picker: PickerSources;
  readonly perform: Perform;
  readonly identify: (session: Session, signal: AbortSignal) => Promise<Identity>;
  /** For a role that is entered by hand. */
  readonly defaultSessionName: string;
  readonly showLog: () => void;
}

export function registerCommands(parts: CommandParts): Disposable {
  return vscode.Disposable.from(
    registerProfileCommands(parts),
    registerIdentityCommands(parts),
    registerTerminalCommands(parts),
    registerFileCommands(parts),
    vscode.commands.registerCommand(commandIds.showLog, parts.showLog),
  );
}
