import * as vscode from 'vscode';
import { viewIds } from '../../base/contributions.ts';
import type { Disposable } from '../../base/event.ts';
import { OnDemand } from '../../base/onDemand.ts';
import { setTreeMessage } from '../../display/treeItem.ts';
import { targetKey } from '../../profiles/profiles.ts';
import { type ActiveState, settled } from '../../session/activeState.ts';
import type { ViewFacts } from '../viewSources.ts';
import type { TreeContents } from './treeContents.ts';
import type { TreeNode } from './treeNodes.ts';

/** Loads the contents of the tree. `redraw` redraws one row, or all of them. */
export type OpenTree = (
  sources: ViewFacts,
  redraw: (node: TreeNode | undefined) => void,
) => Promise<TreeContents>;

export interface Tree extends Disposable {
  /** Whether this is the object of a row, and not only equal to it. */
  readonly has: (value: unknown) => value is TreeNode;
}

/**
 * Shows the sections of both files. A role profile is below its source profile, and an Identity Center profile is below
 * its sign-in, next to the accounts that the sign-in gives access to.
 */
export function registerTree(sources: ViewFacts, open: OpenTree): Tree {
  const { active, store } = sources;
  const changed = new vscode.EventEmitter<TreeNode | undefined>();
  const contents = new OnDemand(async () => (drawn = await open(sources, (node) => changed.fire(node))));
  /** Set when VS Code first requests the rows. */
  let drawn: TreeContents | undefined;
  const view = vscode.window.createTreeView<TreeNode>(viewIds.profiles, {
    treeDataProvider: {
      onDidChangeTreeData: changed.event,
      getChildren: async (node) => (await contents.get()).childrenOf(node),
      getTreeItem: (node) => drawn!.itemOf(node),
    },
    showCollapseAll: true,
  });
  const showRemarks = async (): Promise<void> => {
    const { failures, hints } = store.state;
    setTreeMessage(view, failures.length + hints.length === 0 ? [] : (await contents.get()).remarks());
  };
  const updateSections = store.onDidChange(() => {
    drawn?.updateSections();
    void showRemarks();
    changed.fire(undefined);
  });
  let shown = activeKey(active.state);
  const redraw = active.onDidChange((state) => {
    if (activeKey(state) === shown) return;
    shown = activeKey(state);
    changed.fire(undefined);
  });
  return {
    has: (value): value is TreeNode => drawn?.has(value) ?? false,
    dispose: () => vscode.Disposable.from(view, changed, contents, updateSections, redraw).dispose(),
  };
}

/** Changes with the target in use, and with whether it has a session. */
function activeKey(state: ActiveState): string {
  const now = settled(state);
  return now.kind === 'none' ? '' : `${now.kind} ${targetKey(now.target)}`;
}
