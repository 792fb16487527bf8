import * as vscode from 'vscode';
import { viewIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { OnDemand } from '../onDemand.ts';
import { type Target, targetKey } from '../profiles/profiles.ts';
import { type ActiveState, settled } from '../session/activeState.ts';
import type { ViewSources } from './sources.ts';
import type { TreeContents } from './treeContents.ts';

/** What is in the tree. Commands of its menus get it as their argument. `signIn` is as in a `Target`. */
export type TreeNode =
  | { readonly kind: 'profile'; readonly name: string }
  /** An `[sso-session]`, or a start URL of older profiles. */
  | { readonly kind: 'ssoSession'; readonly name: string }
  | { readonly kind: 'accounts'; readonly signIn: string }
  | { readonly kind: 'account'; readonly signIn: string; readonly accountId: string }
  | {
      readonly kind: 'assignment';
      readonly signIn: string;
      readonly accountId: string;
      readonly roleName: string;
    }
  /** Why there is nothing, with a way out. */
  | {
      readonly kind: 'hint';
      readonly signIn: string;
      /** Whether signing in helps. */
      readonly takesSignIn: boolean;
      readonly text: string;
    };

/** What a person uses who chooses this in the tree; undefined for what leads to others. */
export function targetOfNode(node: TreeNode | undefined): Target | undefined {
  return node?.kind === 'profile' || node?.kind === 'assignment' ? node : undefined;
}

/**
 * The sections of both files; a role profile sits under its source, an Identity Center profile under its session, and
 * beside that the accounts that the session leads to.
 */
export function registerTree(sources: ViewSources): Disposable {
  const { active, store, describe } = sources;
  const changed = new vscode.EventEmitter<TreeNode | undefined>();
  const contents = new OnDemand(async () => {
    const { TreeContents: Contents } = await import('./treeContents.ts');
    return (drawn = new Contents(sources, (node) => changed.fire(node)));
  });
  /** There from when VS Code first asks what is in the tree. */
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
