import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import { isPlan } from '../plan/plan.ts';
import { mostHops } from '../plan/sources.ts';
import { type Named, type ProfileSet, type Target, targetKey, valueOf } from '../profiles/profiles.ts';
import { settled } from '../session/activeState.ts';
import type { ViewSources } from './sources.ts';
import type { TreeNode } from './tree.ts';
import { iconOf, planMarkdown, summarize, whereabouts } from './words.ts';

/** What is in the tree: a bundle of its own, read when the tree is first seen. */
export interface Forest {
  readonly roots: TreeNode[];
  readonly children: ReadonlyMap<string, TreeNode[]>;
}

/** Arranges the sections from their text alone, so that ten thousand of them cost no planning until they are seen. */
export function growForest({ profiles, ssoSessions }: ProfileSet): Forest {
  const roots: TreeNode[] = [...ssoSessions.keys()].map((name) => ({ kind: 'ssoSession', name }));
  const children = new Map<string, TreeNode[]>();
  for (const profile of profiles.values()) {
    const node: TreeNode = { kind: 'profile', name: profile.name };
    const parent = parentKey(profile, profiles, ssoSessions);
    if (parent === undefined) roots.push(node);
    else if (children.has(parent)) children.get(parent)?.push(node);
    else children.set(parent, [node]);
  }
  return { roots, children };
}

function parentKey(
  profile: Named,
  profiles: ReadonlyMap<string, Named>,
  ssoSessions: ReadonlyMap<string, Named>,
): string | undefined {
  const source = valueOf(profile, 'source_profile');
  if (source && valueOf(profile, 'role_arn')) {
    return profiles.has(source) && !isInLoop(profile, profiles)
      ? nodeKey({ kind: 'profile', name: source })
      : undefined;
  }
  const session = valueOf(profile, 'sso_session');
  return session && ssoSessions.has(session) ? nodeKey({ kind: 'ssoSession', name: session }) : undefined;
}

/** Whether following `source_profile` leads back to the profile: then nothing may hide it under itself. */
function isInLoop(profile: Named, profiles: ReadonlyMap<string, Named>): boolean {
  const seen = new Set<string>();
  for (let at: Named | undefined = profile; at && !seen.has(at.name) && seen.size <= mostHops;) {
    seen.add(at.name);
    const source: string | undefined = valueOf(at, 'source_profile');
    if (source === profile.name) return true;
    at = source === undefined ? undefined : profiles.get(source);
  }
  return false;
}

export function nodeKey(node: TreeNode): string {
  return `${node.kind} ${node.name}`;
}

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
