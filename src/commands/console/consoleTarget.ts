import * as vscode from 'vscode';
import { pickOne } from '../../display/quickPick.ts';
import { showInformation } from '../../display/toasts.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { Target } from '../../profiles/profiles.ts';
import { settled, targetOf } from '../../session/activeState.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import { chooseTarget, targetOfRow } from '../chooseTarget.ts';
import type { CommandContext } from '../context.ts';
import { chosenSignIn } from '../identityCenter/chooseSignIn.ts';
import { withProgress } from '../progress.ts';

type TargetContext = Pick<CommandContext, 'store' | 'views' | 'attempt' | 'active' | 'terminalTargets'>;

/**
 * The target for which the console is opened: that of the row; a role in the account of the row; that of the active
 * terminal if it has one of its own; what the window uses; or what the user chooses.
 */
export async function consoleTarget(
  context: TargetContext,
  node: TreeNode | undefined,
): Promise<Target | undefined> {
  await context.store.ready();
  if (node?.kind === 'account') return roleIn(node, context);
  const terminal = vscode.window.activeTerminal;
  // The target of a terminal, or of a row in a picker, has the access that it shows, and not that of the window.
  const named = node?.kind === 'inUse' ? node.target : targetOfRow(node, context);
  return (
    named ??
    (terminal && context.terminalTargets.targetOf(terminal)) ??
    targetOf(settled(context.active.state)) ??
    chooseTarget('console', context)
  );
}

type AccountNode = Extract<TreeNode, { kind: 'account' }>;

/** The only role that the user has in an account, or the one that they choose. */
async function roleIn(node: AccountNode, context: TargetContext): Promise<Target | undefined> {
  const t = vscode.l10n.t;
  const { signIn, accountId } = node;
  const { views } = context;
  const account = await accountOf(node, context);
  const name = account?.name ?? accountId;
  const targets = (account?.roles ?? []).map(
    (roleName) => ({ kind: 'assignment', signIn, accountId, roleName }) as const,
  );
  if (targets.length === 0) return void showInformation(t('You have no role in {0}.', name));
  if (targets.length === 1) return targets[0];
  const isProduction = views.production.ofAccount(accountId) !== undefined;
  const rows = targets.map((target) => ({
    icon: isProduction ? 'flame' : 'cloud',
    label: target.roleName,
    ...(isProduction && { description: t('production') }),
    target,
  }));
  const title = t('Open AWS Console for {0}', name);
  return (await pickOne(rows, { title, placeholder: t('Choose a role') }))?.target;
}

/** The account with its roles, which are listed unless they are known. */
async function accountOf({ signIn, accountId }: AccountNode, { views }: TargetContext) {
  const { session } = chosenSignIn(signIn, { views });
  const { accounts } = await views.portal.get();
  const known = (await accounts.known(session))?.accounts.get(accountId);
  if (known?.roles) return known;
  const title = vscode.l10n.t('Listing the accounts and roles of {0}', sessionLabel(session));
  const listing = await withProgress(title, ({ signal }) =>
    accounts.listRoles(session, accountId, { mayAsk: true, signal }),
  );
  return listing.accounts.get(accountId);
}
