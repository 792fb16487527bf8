import * as vscode from 'vscode';
import { viewIds } from '../../base/contributions.ts';
import { type Disposable, Emitter, type Event } from '../../base/event.ts';
import { OnDemand } from '../../base/onDemand.ts';
import { setTreeBadge, setTreeMessage, setTreeTitle } from '../../display/treeItem.ts';
import { type Target, targetKey } from '../../profiles/profiles.ts';
import { type ActiveState, settled, targetOf } from '../../session/activeState.ts';
import type { ViewFacts } from '../viewSources.ts';
import { badgeOf } from './treeBadge.ts';
import type { TreeArrangement, TreeContents } from './treeContents.ts';
import type { TreeNode } from './treeNodes.ts';

/** Loads the contents of the tree. `redraw` redraws one row, or all of them. */
export type OpenTree = (
  sources: ViewFacts,
  redraw: (node: TreeNode | undefined) => void,
  arrangement: () => TreeArrangement,
) => Promise<TreeContents>;

/** Called when a row was dropped on another one, or on the empty space below all rows. */
export type OnDrop = (dragged: TreeNode, onto: TreeNode | undefined) => Promise<unknown>;

/** What the user looks for in the tree; empty if nothing. */
export interface TreeSearch {
  value: string;
  readonly onDidChange: Event<string>;
}

export interface Tree extends Disposable {
  /** Whether this is the object of a row, and not only equal to it. */
  readonly has: (value: unknown) => value is TreeNode;
  readonly search: TreeSearch;
}

/** VS Code's type for rows that are dragged within this tree. */
const rowType = `application/vnd.code.tree.${viewIds.profiles.toLowerCase()}`;

/**
 * Shows what is in use, and the sections of both files. A role profile is below its source profile, and an Identity
 * Center profile is below its sign-in, next to the accounts that the sign-in gives access to.
 */
export function registerTree(sources: ViewFacts, open: OpenTree, onDrop: OnDrop): Tree {
  const { store, bound, production, ambient, alibaba, treeGroupBy } = sources;
  const changed = new vscode.EventEmitter<TreeNode | undefined>();
  const search = new Search();
  const arrangement = () => ({ groupBy: treeGroupBy.value, filter: search.value.trim() });
  // Until VS Code requests the rows, there are none to draw again.
  const redraw = (node?: TreeNode): void => {
    if (contents.current) changed.fire(node);
  };
  const contents = new OnDemand(() => open(sources, redraw, arrangement));
  const view = createView(contents, changed.event, onDrop);
  // That of package.json, which VS Code has translated.
  const { title = '' } = view;
  const rearranging = [
    bound.onDidChange,
    production.onDidChange,
    ambient.onDidChange,
    treeGroupBy.onChange,
    search.onDidChange,
  ];
  const listening = [
    store.onDidChange(() => {
      contents.current?.updateSections();
      redraw();
    }),
    followUse(sources, view, (target, isNewState) => {
      if (target) contents.current?.rowsOf(target, isNewState).forEach((row) => redraw(row));
      else redraw();
    }),
    alibaba.onDidChange(() => {
      setTreeTitle(view, alibaba.rows ? vscode.l10n.t('AWS Profiles, Alibaba Cloud') : title);
      // The time left is there, too, and ten thousand other rows stay as they are.
      redraw(contents.current?.alibabaRow());
    }),
    ...rearranging.map((event) => event(() => redraw())),
  ];
  return {
    has: (value): value is TreeNode => contents.current?.has(value) ?? false,
    search,
    dispose: () => vscode.Disposable.from(view, changed, contents, search, ...listening).dispose(),
  };
}

function createView(
  contents: OnDemand<TreeContents>,
  onDidChangeTreeData: vscode.Event<TreeNode | undefined>,
  onDrop: OnDrop,
): vscode.TreeView<TreeNode> {
  const view = vscode.window.createTreeView<TreeNode>(viewIds.profiles, {
    treeDataProvider: {
      onDidChangeTreeData,
      getChildren: async (node) => {
        const drawn = await contents.get();
        const rows = await drawn.childrenOf(node);
        if (!node) setTreeMessage(view, drawn.remarks());
        return rows;
      },
      getTreeItem: (node) => contents.current!.itemOf(node),
      resolveTreeItem: (item, node) => contents.current!.resolve(item, node),
    },
    dragAndDropController: {
      dragMimeTypes: [],
      dropMimeTypes: [rowType],
      handleDrag: ([node], dragged) => dragged.set(rowType, new vscode.DataTransferItem(node)),
      handleDrop: async (onto, dragged) => {
        const node: unknown = dragged.get(rowType)?.value;
        if (contents.current?.has(node)) await onDrop(node, onto);
      },
    },
    showCollapseAll: true,
  });
  return view;
}

/**
 * Shows the badge. Calls back with what is in use if it is the same target: then ten thousand other rows are not drawn
 * again, and only the row with the time is unless its state is new.
 */
function followUse(
  sources: ViewFacts,
  view: vscode.TreeView<TreeNode>,
  onChange: (target: Target | undefined, isNewState: boolean) => void,
): Disposable {
  const { active, bound, identities } = sources;
  let { state } = active;
  const follow = (): void => {
    setTreeBadge(view, badgeOf(sources));
    const isSame = targetsOf(state) === targetsOf(active.state);
    const isNewState = state !== active.state;
    ({ state } = active);
    onChange(isSame ? targetOf(state) : undefined, isNewState);
  };
  return vscode.Disposable.from(
    active.onDidChange(follow),
    identities.onDidChange(follow),
    bound.onDidChange(follow),
  );
}

/** Changes with the target that is shown as in use, and with the one that still is while the window switches. */
function targetsOf(state: ActiveState): string {
  return [targetOf(state), targetOf(settled(state))].map((target) => target && targetKey(target)).join(' ');
}

class Search implements TreeSearch, Disposable {
  readonly #changed = new Emitter<string>();
  #value = '';
  readonly onDidChange = this.#changed.event;

  get value(): string {
    return this.#value;
  }

  set value(value: string) {
    if (value === this.#value) return;
    this.#value = value;
    this.#changed.fire(value);
  }

  dispose(): void {
    this.#changed.dispose();
  }
}
