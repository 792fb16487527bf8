import * as vscode from 'vscode';
import { type Target, targetName } from '../profiles/profiles.ts';
import { settled, targetOf } from '../session/activeState.ts';
import type { Session } from '../session/sessions.ts';
import { targetOfNode, type TreeNode } from '../views/tree.ts';
import { chooseTarget } from './chooseTarget.ts';
import type { CommandParts } from './parts.ts';
import { whileWatched, withProgress } from './perform.ts';

/** Whose credentials go somewhere: those of the row in the tree, of the profile in use, or of one that is chosen. */
export async function targetFor(
  node: TreeNode | undefined,
  parts: Pick<CommandParts, 'store' | 'views' | 'perform' | 'active'>,
): Promise<Target | undefined> {
  const named = targetOfNode(node);
  if (named) return named;
  return targetOf(settled(parts.active.state)) ?? chooseTarget('credentials', parts);
}

/** A session to be handed on. The person may be asked for a code; `anew` for another one. */
export async function sessionFor(
  target: Target,
  anew: boolean,
  { sessions, active }: Pick<CommandParts, 'sessions' | 'active'>,
): Promise<Session> {
  const title = vscode.l10n.t('Getting credentials for {0}…', targetName(target));
  const session = await withProgress(title, (progress) => sessions.get(target, whileWatched(progress, anew)));
  active.adopt(session);
  return session;
}
