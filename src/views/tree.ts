import * as vscode from 'vscode';
import { viewIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { targetKey } from '../profiles/profiles.ts';
import { type ActiveState, settled } from '../session/activeState.ts';
import type { Forest } from './forest.ts';
import type { ViewSources } from './sources.ts';
import type * as treeItems from './treeItems.ts';

/** A section in the tree. Commands of its menu get it as their argument. */
export type TreeNode =
  | { readonly kind: 'profile'; readonly name: string }
  | { readonly kind: 'ssoSession'; readonly name: string };

/** The sections of both files; a role profile sits under its source, an Identity Center profile under its session. */
export function registerTree(sources: ViewSources): Disposable {
  const { active, store, describe } = sources;
  const changed = new vscode.EventEmitter<undefined>();
  let forest: Forest | undefined;
  /** There from when VS Code first asks what is in the tree. */
  let drawn: typeof treeItems | undefined;
  const provider: vscode.TreeDataProvider<TreeNode> = {
    onDidChangeTreeData: changed.event,
    async getChildren(node) {
      const [items, { profiles }] = await Promise.all([import('./treeItems.ts'), store.ready()]);
      drawn = items;
      forest ??= items.growForest(profiles);
      return node ? (forest.children.get(items.nodeKey(node)) ?? []) : forest.roots;
    },
    getTreeItem: (node) => drawn!.treeItem(node, forest, sources),
  };
  const view = vscode.window.createTreeView(viewIds.profiles, {
    treeDataProvider: provider,
    showCollapseAll: true,
  });
  const regrow = store.onDidChange(({ failures, hints }) => {
    forest = undefined;
    view.message = [...failures, ...hints].map(describe).join('\n');
    changed.fire(undefined);
  });
  let shown = activeKey(active.state);
  const redraw = active.onDidChange((state) => {
    if (activeKey(state) === shown) return;
    shown = activeKey(state);
    changed.fire(undefined);
  });
  return vscode.Disposable.from(view, changed, regrow, redraw);
}

/** Tells what is in force: which target, and whether it has a session. */
function activeKey(state: ActiveState): string {
  const now = settled(state);
  return now.kind === 'none' ? '' : `${now.kind} ${targetKey(now.target)}`;
}
