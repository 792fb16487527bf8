import * as vscode from 'vscode';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { targetOfNode, type TreeNode } from '../../views/tree/treeNodes.ts';
import { chooseTarget } from '../chooseTarget.ts';
import type { CommandContext } from '../context.ts';
import { openTerminalFor } from './newTerminal.ts';
import { useTarget } from './useTarget.ts';
import { askAccess } from '../access/accessQuestions.ts';

/** Uses a target with the access that the user chooses, in this window or in a terminal of its own. */
export async function useWithLessAccess(context: CommandContext, node?: TreeNode): Promise<void> {
  const target = targetOfNode(node) ?? (await chooseTarget('lessAccess', context));
  if (target) await limitTarget(target, context);
}

export async function limitTarget(target: Target, context: CommandContext): Promise<void> {
  const title = vscode.l10n.t('Use {0} with Less Access', targetName(target));
  const chosen = await askAccess(target, { title, mayOpenTerminal: true }, context);
  if (!chosen) return;
  await (chosen.isInTerminal ? openTerminalFor : useTarget)(chosen.target, context);
}
