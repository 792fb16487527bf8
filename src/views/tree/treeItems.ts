import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { publicFacts } from '../../base/publicFacts.ts';
import { createTreeItem, type TreeRow } from '../../display/treeItem.ts';
import type { AccessPortal } from '../../identityCenter/accessPortal.ts';
import type { SignInState } from '../../identityCenter/signIns.ts';
import { brokenSignInLabel, sessionLabel } from '../../plan/identityCenterSource.ts';
import { isPlan } from '../../plan/plan.ts';
import { targetKey } from '../../profiles/profiles.ts';
import { settled } from '../../session/activeState.ts';
import { iconOf, planMarkdown, summarize, whereabouts } from '../planWords.ts';
import type { ViewSources } from '../viewSources.ts';
import type { Below } from './sectionTree.ts';
import { nodeKey, targetOfNode, type TreeNode } from './treeNodes.ts';

/** Creates the tree item of a node. `sections` tells whether it has sections of the files below it. */
export function treeItem(
  node: TreeNode,
  sections: Below,
  sources: ViewSources,
  portal: AccessPortal | undefined,
): vscode.TreeItem {
  const item: Draft = {
    label: labelOf(node),
    // VS Code keeps a row collapsed that had no children before, unless its ID changes.
    id: `${nodeKey(node)}${sections === 'none' ? '' : ' +'}`,
    collapsibleState: collapsible(node, sections),
  };
  switch (node.kind) {
    case 'profile':
      revealing(item, node);
      describeTarget(item, node, sources);
      break;
    case 'ssoSession':
      revealing(item, node);
      describeSignIn(item, node.name, sources, portal);
      break;
    case 'accounts':
      item.iconPath = new vscode.ThemeIcon('organization');
      item.contextValue = 'accounts';
      break;
    case 'account':
      describeAccount(item, node, sources, portal);
      break;
    case 'assignment':
      describeTarget(item, node, sources);
      item.contextValue = 'assignment';
      break;
    case 'hint':
      item.iconPath = new vscode.ThemeIcon(node.takesSignIn ? 'sign-in' : 'warning');
      item.tooltip = [node.text];
      item.command = { title: vscode.l10n.t('Sign In'), command: commandIds.signIn, arguments: [node] };
  }
  return createTreeItem(item);
}

type Draft = { -readonly [Part in keyof TreeRow]: TreeRow[Part] };

function labelOf(node: TreeNode): string {
  switch (node.kind) {
    case 'profile':
      return node.name;
    case 'ssoSession':
      return sessionLabel({ name: undefined, startUrl: node.name });
    case 'accounts':
      return vscode.l10n.t('Accounts');
    case 'account':
      return node.accountId;
    case 'assignment':
      return node.roleName;
    case 'hint':
      return node.takesSignIn ? vscode.l10n.t('Sign in to see the accounts') : node.text;
  }
}

function collapsible(node: TreeNode, sections: Below): vscode.TreeItemCollapsibleState {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  if (node.kind === 'accounts' || node.kind === 'account') return Collapsed;
  if (sections === 'none') return node.kind === 'ssoSession' ? Expanded : None;
  return sections === 'open' ? Expanded : Collapsed;
}

function revealing(item: Draft, node: TreeNode): void {
  item.command = {
    title: vscode.l10n.t('Reveal in File'),
    command: commandIds.revealInFile,
    arguments: [node],
  };
}

function describeSignIn(
  item: Draft,
  name: string,
  sources: ViewSources,
  portal: AccessPortal | undefined,
): void {
  const session = sources.signIns().get(name);
  item.iconPath = new vscode.ThemeIcon('cloud');
  item.contextValue = 'ssoSession';
  if (!session) return;
  if ('code' in session) {
    item.iconPath = new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
    item.label = brokenSignInLabel(name, session);
    item.description = [sources.describeReason(session)];
    item.tooltip = [sources.describe(session)];
    return;
  }
  const state = portal?.signIns.stateOf(session);
  if (state?.kind === 'signedIn') item.contextValue = 'signedIn';
  else if (state) item.contextValue = 'signedOut';
  const { startUrl, region } = publicFacts(session);
  item.description = [state && stateWords(state), session.name === undefined ? undefined : startUrl, region];
  item.tooltip = [startUrl, region, state && stateSentence(state)];
}

/**
 * `signed in`, with the end time if there is one. The time is absolute, because the row is not redrawn as time passes.
 */
function stateWords(state: SignInState): string {
  const t = vscode.l10n.t;
  switch (state.kind) {
    case 'signedOut':
      return t('signed out');
    case 'expired':
      return t('sign-in expired');
    case 'signedIn':
      return state.isRenewed ? t('signed in') : t('signed in until {0}', timeOf(state.until));
  }
}

function stateSentence(state: SignInState): string | undefined {
  const t = vscode.l10n.t;
  if (state.kind !== 'signedIn') return undefined;
  const time = timeOf(state.until);
  return state.isRenewed
    ? t(
        'Signed in. The token is valid until {0}. Rolecall renews it automatically for as long as your administrator allows.',
        time,
      )
    : t('Signed in until {0}.', time);
}

function timeOf(ms: number): string {
  return new Date(ms).toLocaleTimeString(vscode.env.language, { timeStyle: 'short' });
}

function describeAccount(
  item: Draft,
  { signIn, accountId }: Extract<TreeNode, { kind: 'account' }>,
  sources: ViewSources,
  portal: AccessPortal | undefined,
): void {
  const session = sources.signIns().get(signIn);
  const account =
    session && !('code' in session) ? portal?.accounts.accountOf(session, accountId) : undefined;
  item.label = account?.name ?? accountId;
  item.description = [accountId, account?.email];
  item.tooltip = [account?.name, accountId, account?.email];
  item.iconPath = new vscode.ThemeIcon('briefcase');
  item.contextValue = 'account';
}

function describeTarget(
  item: Draft,
  node: Extract<TreeNode, { kind: 'profile' | 'assignment' }>,
  sources: ViewSources,
): void {
  const t = vscode.l10n.t;
  const target = targetOfNode(node)!;
  const planned = sources.planOf(target);
  const now = settled(sources.active.state);
  const isChosen = now.kind !== 'none' && targetKey(now.target) === targetKey(target);
  item.iconPath = isChosen ? chosenIcon(now.kind === 'ready') : iconOf(planned);
  const marks = isChosen ? [now.kind === 'ready' ? t('active') : t('no session')] : [];
  if (!isPlan(planned)) {
    item.description = [...marks, sources.describeReason(planned.failure)];
    item.tooltip = [sources.describe(planned.failure)];
    item.contextValue = 'unusableProfile';
  } else if (node.kind === 'assignment') {
    item.description = marks;
    item.tooltip = planMarkdown(planned);
  } else {
    item.description = [...marks, summarize(planned), whereabouts(planned)];
    item.tooltip = planMarkdown(planned);
    item.contextValue = 'profile';
  }
}

function chosenIcon(hasSession: boolean): vscode.ThemeIcon {
  return hasSession
    ? new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('charts.green'))
    : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
}
