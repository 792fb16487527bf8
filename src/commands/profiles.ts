import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { isPlan } from '../plan/plan.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import { pickProfile } from '../views/picker.ts';
import type { PickerChoice, PickerPurpose } from '../views/pickerRows.ts';
import { targetOfNode, type TreeNode } from '../views/tree.ts';
import type { CommandParts } from './parts.ts';
import { revealLine, revealSection } from './files.ts';

type ProfileCommandParts = Pick<
  CommandParts,
  'store' | 'active' | 'views' | 'perform' | 'defaultSessionName'
>;

/** Choosing what this window uses. */
export function registerProfileCommands(parts: ProfileCommandParts): Disposable {
  const { active, perform } = parts;
  const use = (target: Target) => perform(targetName(target), (anew) => active.use(target, anew));
  const choose = async (purpose: PickerPurpose): Promise<void> => {
    const choice = await pickProfile(purpose, parts.views);
    if (choice) await follow(choice, parts, use);
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commandIds.switchProfile, () => choose('switch')),
    vscode.commands.registerCommand(commandIds.assumeRole, () => choose('assumeRole')),
    vscode.commands.registerCommand(commandIds.useProfile, (node?: TreeNode) => {
      const target = targetOfNode(node);
      return target ? use(target) : choose('switch');
    }),
    vscode.commands.registerCommand(commandIds.stopUsing, () => active.stop()),
    vscode.commands.registerCommand(commandIds.bindProfile, (node?: TreeNode) =>
      perform(vscode.l10n.t('Bind Profile to This Folder'), async () =>
        (await import('./dialogs.ts')).dialogs.bindProfile(node, parts),
      ),
    ),
  );
}

async function follow(
  choice: PickerChoice,
  parts: ProfileCommandParts,
  use: (target: Target) => Promise<unknown>,
): Promise<void> {
  const { store, active, perform } = parts;
  const reveal = (name: string) => perform(name, () => revealSection(store, { kind: 'profile', name }));
  if (choice.kind === 'reveal') return reveal(choice.name);
  if (choice.kind === 'signIn') {
    const node: TreeNode = { kind: 'ssoSession', name: choice.name };
    return void vscode.commands.executeCommand(commandIds.useAssignment, node);
  }
  if (choice.kind === 'line') return perform(choice.path, () => revealLine(store, choice.path, choice.line));
  if (choice.kind === 'target') {
    const { target } = choice.planned;
    // A profile that cannot work leads to the line that says why.
    if (isPlan(choice.planned) || target.kind !== 'profile') await use(target);
    else await reveal(target.name);
    return;
  }
  if (choice.id === 'stop') return active.stop();
  if (choice.id === 'cancelSwitch') return active.cancelSwitch();
  if (choice.id === 'openConfigFile') return void vscode.commands.executeCommand(commandIds.openConfigFile);
  const target = await perform(vscode.l10n.t('Enter a role ARN…'), async () =>
    (await import('./dialogs.ts')).dialogs.enterRoleArn(parts),
  );
  if (target) await use(target);
}
