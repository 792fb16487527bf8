import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import type { TreeNode } from '../views/tree.ts';
import type { Dialogs } from './dialogs.ts';
import type { CommandParts } from './parts.ts';

/** Credentials for where no terminal of ours is: the clipboard, a file, a shell that runs already. */
export function registerCredentialsCommands(parts: CommandParts): Disposable {
  const { registerCommand } = vscode.commands;
  const run = (title: string, action: (dialogs: Dialogs) => Promise<void>) =>
    parts.perform(title, async () => action((await import('./dialogs.ts')).dialogs));
  const t = vscode.l10n.t;
  return vscode.Disposable.from(
    registerCommand(commandIds.copyCredentials, (node?: TreeNode) =>
      run(t('Copy Credentials'), (dialogs) => dialogs.copyCredentials(parts, node)),
    ),
    registerCommand(commandIds.exportCredentials, (node?: TreeNode) =>
      run(t('Export to File'), (dialogs) => dialogs.exportCredentials(parts, node)),
    ),
    registerCommand(commandIds.writeToCredentialsFile, (node?: TreeNode) =>
      run(t('Write to Credentials File'), (dialogs) => dialogs.writeToCredentialsFile(parts, node)),
    ),
    registerCommand(commandIds.copyEndpoint, (node?: TreeNode) =>
      run(t('Copy Credential Endpoint'), (dialogs) => dialogs.copyEndpoint(parts, node)),
    ),
    registerCommand(commandIds.applyToTerminal, () =>
      run(t('Apply to This Terminal'), (dialogs) => dialogs.applyToTerminal(parts)),
    ),
  );
}
