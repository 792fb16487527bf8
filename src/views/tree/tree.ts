import * as vscode from 'vscode';
import { viewIds } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import { OnDemand } from '../../base/onDemand.ts';
import { targetKey } from '../../profiles/profiles.ts';
import { type ActiveState, settled } from '../../session/activeState.ts';
import type { ViewSources } from '../viewSources.ts';
import type { TreeContents } from './treeContents.ts';
import type { TreeNode } from './treeNodes.ts';

/** Loads the rows of the tree; `redraw` is for a row that has changed, or for all. */
export type OpenTree = (
  sources: ViewSources,
  redraw: (node: TreeNode | undefined) => void,
) => Promise<TreeContents>;

/**
 * The sections of both files; a role profile sits under its source, an Identity Center profile under its session, and
 * beside that the accounts that the session leads to.
 */
export function registerTree(sources: ViewSources, open: OpenTree): Disposable {
  const { active, store, describe } = sources;
  const changed = new vscode.EventEmitter<TreeNode | undefined>();
  const contents = new OnDemand(async () => (drawn = await open(sources, (node) => changed.fire(node))));
  /** Set when VS Code first asks for the rows. */
  let drawn: TreeContents | undefined;
  const view = vscode.window.createTreeView<TreeNode>(viewIds.profiles, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => (await contents.get()).childrenOf(node),
      getTreeItem: (node) => drawn!.itemOf(node),
    },
    showCollapseAll: true,
  });
  const regrow = store.onDidChange(({ failures, hints }) => {
    drawn?.regrow();
    view.message = [...failures, ...hints].map(describe).join('\n');
    changed.fire(undefined);
  });
  let shown = activeKey(active.state);
  const redraw = active.onDidChange((state) => {
    if (activeKey(state) === shown) return;
    shown = activeKey(state);
    changed.fire(undefined);
  });
  return vscode.Disposable.from(view, changed, contents, regrow, redraw);
}

/** Tells what is in force: which target, and whether it has a session. */
function activeKey(state: ActiveState): string {
  const now = settled(state);
  return now.kind === 'none' ? '' : `${now.kind} ${targetKey(now.target)}`;
}
