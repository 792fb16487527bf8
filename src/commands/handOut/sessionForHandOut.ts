import * as vscode from 'vscode';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import type { Session } from '../../session/sessions.ts';
import { targetOfNode, type TreeNode } from '../../views/tree/treeNodes.ts';
import { chooseTarget } from '../chooseTarget.ts';
import type { CommandContext } from '../context.ts';
import { whileWatched, withProgress } from '../progress.ts';

/** Whose credentials go somewhere: those of the row in the tree, of the profile in use, or of one that is chosen. */
export async function targetFor(
  node: TreeNode | undefined,
  context: Pick<CommandContext, 'store' | 'views' | 'attempt' | 'active'>,
): Promise<Target | undefined> {
  const named = targetOfNode(node);
  if (named) return named;
  return targetOf(settled(context.active.state)) ?? chooseTarget('credentials', context);
}

/** A session to be handed on. The person may be asked for a code; `anew` for another one. */
export async function sessionFor(
  target: Target,
  renew: boolean,
  { sessions, active }: Pick<CommandContext, 'sessions' | 'active'>,
): Promise<Session> {
  const title = vscode.l10n.t('Getting credentials for {0}…', targetName(target));
  const session = await withProgress(title, (progress) =>
    sessions.get(target, whileWatched(progress, renew)),
  );
  active.adopt(session);
  return session;
}
