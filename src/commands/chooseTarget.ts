import * as vscode from 'vscode';
import { isAboutAccess } from '../base/failures/accessFailure.ts';
import { isPlan, type Planned } from '../plan/plan.ts';
import { isSameTarget, type Target } from '../profiles/profiles.ts';
import { settled, targetOf } from '../session/activeState.ts';
import { pickProfile } from '../views/picker/picker.ts';
import type { PickerChoice, PickerPurpose } from '../views/picker/pickerChoice.ts';
import { targetOfNode, type TreeNode } from '../views/tree/treeNodes.ts';
import type { CommandContext } from './context.ts';
import { revealLine, revealSection } from './openFiles.ts';

/**
 * Lets the user choose a profile that works. Choosing another one opens the line with the problem. Where no profile
 * exists, they choose a way to the first one instead.
 */
export async function chooseTarget(
  purpose: PickerPurpose,
  context: Pick<CommandContext, 'store' | 'views' | 'attempt'>,
): Promise<Target | undefined> {
  return chosenTarget(await pickProfile(purpose, context.views), context);
}

/** The target of a row. That of the profile in use has the access of the window, which the row shows. */
export function targetOfRow(
  node: TreeNode | undefined,
  { active }: Pick<CommandContext, 'active'>,
): Target | undefined {
  const [named, inUse] = [targetOfNode(node), targetOf(settled(active.state))];
  return named && !named.access && inUse && isSameTarget(named, inUse) ? inUse : named;
}

/** Like `chooseTarget`, for a choice that was already made. */
export async function chosenTarget(
  choice: PickerChoice | undefined,
  { store, attempt, views }: Pick<CommandContext, 'store' | 'attempt' | 'views'>,
): Promise<Target | undefined> {
  if (choice?.kind === 'target' && canTry(views.planOf(choice.target))) return choice.target;
  if (choice?.kind === 'line') {
    await attempt(choice.path, () => revealLine(store, choice.path, choice.line));
    return undefined;
  }
  if (await ranCommand(choice)) return undefined;
  const target = choice?.kind === 'target' ? choice.target : undefined;
  const name = target?.kind === 'profile' ? target.name : choice?.kind === 'reveal' ? choice.name : undefined;
  if (name !== undefined) await attempt(name, () => revealSection(store, { kind: 'profile', name }));
  return undefined;
}

/** Whether the target works, or would with more access: then no line of the files has the problem. */
export function canTry(planned: Planned): boolean {
  return isPlan(planned) || isAboutAccess(planned.failure);
}

async function ranCommand(choice: PickerChoice | undefined): Promise<boolean> {
  if (choice?.kind !== 'command') return false;
  await vscode.commands.executeCommand(choice.id);
  return true;
}

/** Lets the user choose a profile, whether it works or not. */
export async function chooseAny(
  purpose: PickerPurpose,
  views: CommandContext['views'],
): Promise<Target | undefined> {
  const choice = await pickProfile(purpose, views);
  if (await ranCommand(choice)) return undefined;
  if (choice?.kind === 'reveal') return { kind: 'profile', name: choice.name };
  return choice?.kind === 'target' ? choice.target : undefined;
}
