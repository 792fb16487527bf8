import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { isPlan } from '../plan/plan.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import type { Active } from '../session/active.ts';
import { type PickerChoice, type PickerPurpose, type PickerSources, pickProfile } from '../views/picker.ts';
import type { TreeNode } from '../views/tree.ts';
import type { Perform } from './perform.ts';

export interface ProfileCommandParts {
  readonly active: Active;
  readonly picker: PickerSources;
  readonly perform: Perform;
  /** Asks for a role that is in no file. Undefined when the person leaves. */
  readonly enterRole: () => Promise<Target | undefined>;
  readonly reveal: (node: TreeNode) => Promise<void>;
}

/** Choosing what this window uses. */
export function registerProfileCommands(parts: ProfileCommandParts): Disposable {
  const { active, perform } = parts;
  const use = (target: Target) => perform(targetName(target), () => active.use(target));
  const choose = async (purpose: PickerPurpose): Promise<void> => {
    const choice = await pickProfile(purpose, parts.picker);
    if (choice) await follow(choice, parts, use);
  };
  return vscode.Disposable.from(
    vscode.commands.registerCommand(commandIds.switchProfile, () => choose('switch')),
    vscode.commands.registerCommand(commandIds.assumeRole, () => choose('assumeRole')),
    vscode.commands.registerCommand(commandIds.useProfile, (node?: TreeNode) =>
      node?.kind === 'profile' ? use({ kind: 'profile', name: node.name }) : choose('switch'),
    ),
    vscode.commands.registerCommand(commandIds.stopUsing, () => active.stop()),
  );
}

async function follow(
  choice: PickerChoice,
  { active, perform, enterRole, reveal }: ProfileCommandParts,
  use: (target: Target) => Promise<unknown>,
): Promise<void> {
  if (choice.kind === 'reveal') return reveal({ kind: 'profile', name: choice.name });
  if (choice.kind === 'target') {
    const { target } = choice.planned;
    // A profile that cannot work leads to the line that says why.
    if (isPlan(choice.planned) || target.kind !== 'profile') await use(target);
    else await reveal({ kind: 'profile', name: target.name });
    return;
  }
  if (choice.id === 'stop') return active.stop();
  if (choice.id === 'cancelSwitch') return active.cancelSwitch();
  const target = await perform(vscode.l10n.t('Enter a role ARN…'), enterRole);
  if (target) await use(target);
}
