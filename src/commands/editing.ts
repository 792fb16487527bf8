import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import type { TreeNode } from '../views/tree.ts';
import type { ProfileEdit } from './editProfile.ts';
import type { ChangeParts } from './makeChange.ts';
import type { CommandParts } from './parts.ts';

type EditingParts = ChangeParts & Pick<CommandParts, 'views' | 'active'>;

/** Adding profiles, and changing those that are there. */
export function registerEditing(parts: EditingParts): Disposable {
  const t = vscode.l10n.t;
  const { registerCommand } = vscode.commands;
  const editing = (edit: ProfileEdit) => (node?: TreeNode) =>
    parts.perform(node?.kind === 'profile' ? node.name : '', async () => {
      const { dialogs } = await import('./dialogs.ts');
      await dialogs.editProfile(edit, parts, node);
    });
  return vscode.Disposable.from(
    registerCommand(commandIds.addProfile, () =>
      parts.perform(t('Add AWS Profile'), async () =>
        (await import('./dialogs.ts')).dialogs.addProfile(parts),
      ),
    ),
    registerCommand(commandIds.addCopiedCredentials, () =>
      parts.perform(t('Add Profile from Copied Credentials'), async () =>
        (await import('./dialogs.ts')).dialogs.addCopiedCredentials(parts),
      ),
    ),
    registerCommand(commandIds.duplicateProfile, editing('duplicate')),
    registerCommand(commandIds.renameProfile, editing('rename')),
    registerCommand(commandIds.deleteProfile, editing('delete')),
    registerCommand(commandIds.setRegion, editing('setRegion')),
  );
}
