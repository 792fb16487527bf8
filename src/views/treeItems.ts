import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import { isPlan } from '../plan/plan.ts';
import { type Named, type Target, targetKey, valueOf } from '../profiles/profiles.ts';
import { settled } from '../session/activeState.ts';
import { type Forest, nodeKey } from './forest.ts';
import type { ViewSources } from './sources.ts';
import type { TreeNode } from './tree.ts';
import { iconOf, planMarkdown, summarize, whereabouts } from './words.ts';

export { growForest, nodeKey } from './forest.ts';

/** What is in the tree: a bundle of its own, read when the tree is first seen. */
export function treeItem(node: TreeNode, forest: Forest | undefined, sources: ViewSources): vscode.TreeItem {
  const { Collapsed, Expanded, None } = vscode.TreeItemCollapsibleState;
  const count = forest?.children.get(nodeKey(node))?.length ?? 0;
  const item = new vscode.TreeItem(node.name, count === 0 ? None : count > 50 ? Collapsed : Expanded);
  // VS Code keeps a row closed that had nothing in it before, unless it is another row.
  item.id = `${nodeKey(node)}${count === 0 ? '' : ' +'}`;
  item.command = {
    title: vscode.l10n.t('Reveal in File'),
    command: commandIds.revealInFile,
    arguments: [node],
  };
  if (node.kind === 'ssoSession')
    describeSsoSession(item, sources.store.state.profiles.ssoSessions.get(node.name));
  else describeProfile(item, node.name, sources);
  return item;
}

function describeSsoSession(item: vscode.TreeItem, session: Named | undefined): void {
  item.iconPath = new vscode.ThemeIcon('cloud');
  item.contextValue = 'ssoSession';
  item.description = [valueOf(session, 'sso_start_url'), valueOf(session, 'sso_region')]
    .filter(Boolean)
    .join(' · ');
  item.tooltip = item.description;
}

function describeProfile(item: vscode.TreeItem, name: string, sources: ViewSources): void {
  const t = vscode.l10n.t;
  const target: Target = { kind: 'profile', name };
  const planned = sources.planOf(target);
  const now = settled(sources.active.state);
  const isChosen = now.kind !== 'none' && targetKey(now.target) === targetKey(target);
  item.iconPath = isChosen ? chosenIcon(now.kind === 'ready') : iconOf(planned);
  const marks = isChosen ? [now.kind === 'ready' ? t('active') : t('no session')] : [];
  if (isPlan(planned)) {
    item.description = [...marks, summarize(planned), whereabouts(planned)].filter(Boolean).join(' · ');
    item.tooltip = planMarkdown(planned);
    item.contextValue = 'profile';
  } else {
    item.description = [...marks, sources.describeReason(planned.failure)].join(' · ');
    item.tooltip = sources.describe(planned.failure);
    item.contextValue = 'unusableProfile';
  }
  item.accessibilityInformation = { label: `${name} ${item.description}` };
}

function chosenIcon(hasSession: boolean): vscode.ThemeIcon {
  return hasSession
    ? new vscode.ThemeIcon('pass-filled', new vscode.ThemeColor('charts.green'))
    : new vscode.ThemeIcon('warning', new vscode.ThemeColor('list.warningForeground'));
}
