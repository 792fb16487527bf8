import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { showInformation } from '../../display/toasts.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { targetOfNode, type TreeNode } from '../../views/tree/treeNodes.ts';
import type { IdentityCenterContext } from '../context.ts';
import { consoleUrl } from './consoleUrl.ts';

/** Opens the AWS console in the browser through the access portal. The URL contains no credentials. */
export async function openConsole(context: IdentityCenterContext, node?: TreeNode): Promise<void> {
  const { state } = context.active;
  const target: Target | undefined = targetOfNode(node) ?? (state.kind === 'none' ? undefined : state.target);
  const url = target && consoleUrl(context.views.planOf(target));
  if (url) await vscode.env.openExternal(vscode.Uri.parse(url, true));
  else if (target)
    void showInformation(
      vscode.l10n.t(
        'The AWS console cannot be opened for {0} because it is not a role from IAM Identity Center.',
        targetName(target),
      ),
    );
  else await vscode.commands.executeCommand(commandIds.useAssignment);
}
