import * as vscode from 'vscode';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import type { Session } from '../../session/sessions.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import { chooseTarget, targetOfRow } from '../chooseTarget.ts';
import type { CommandContext } from '../context.ts';
import { interactiveRequest, withProgress } from '../progress.ts';

/**
 * The target whose credentials are handed out: the row of the tree, the profile in use, or a profile that the user
 * chooses.
 */
export async function targetFor(
  node: TreeNode | undefined,
  context: Pick<CommandContext, 'store' | 'views' | 'attempt' | 'active'>,
): Promise<Target | undefined> {
  return (
    targetOfRow(node, context) ??
    targetOf(settled(context.active.state)) ??
    chooseTarget('credentials', context)
  );
}

/** Gets a session to hand out, which may prompt the user for an MFA code. `renew` requests a new session. */
export async function sessionFor(
  target: Target,
  renew: boolean,
  { sessions, active }: Pick<CommandContext, 'sessions' | 'active'>,
): Promise<Session> {
  const title = vscode.l10n.t('Getting credentials for {0}…', targetName(target));
  const session = await withProgress(title, (progress) =>
    sessions.get(target, interactiveRequest(progress, renew)),
  );
  active.adopt(session);
  return session;
}
