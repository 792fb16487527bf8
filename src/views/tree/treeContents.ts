import type * as vscode from 'vscode';
import { addTooltip } from '../../display/treeItem.ts';
import type { Disposable } from '../../base/event.ts';
import type { Target } from '../../profiles/profiles.ts';
import { targetOf } from '../../session/activeState.ts';
import type { ViewSources } from '../viewSources.ts';
import { ConsoleStates } from './consoleStates.ts';
import { PortalRows } from './portalRows.ts';
import { buildSectionTree, type SectionTree, type TreeGrouping } from './sectionTree.ts';
import { findTargets, type FoundTargets, foundWords } from './treeFilter.ts';
import { type RowFrame, treeItem, treeTooltip } from './treeItems.ts';
import { nodeKey, type TreeNode, waysIn } from './treeNodes.ts';

/** How the user arranges the tree. */
export interface TreeArrangement {
  readonly groupBy: TreeGrouping;
  /** Empty if nothing is filtered. */
  readonly filter: string;
}

/** The contents of the tree. Loaded when the tree is first shown. */
export class TreeContents implements Disposable {
  readonly #sources: ViewSources;
  readonly #arrangement: () => TreeArrangement;
  readonly #portal: PortalRows;
  readonly #console: ConsoleStates;
  /** VS Code identifies a node by its object identity. */
  readonly #nodes = new Map<string, TreeNode>();
  readonly #own = new WeakSet<TreeNode>();
  #sectionTree: SectionTree | undefined;
  #groupedBy: TreeGrouping | undefined;
  #searching = new AbortController();
  #found: FoundTargets | undefined;
  /** Whether the root of Alibaba Cloud was among the rows that VS Code got last. */
  #isAlibabaShown = false;

  constructor(
    sources: ViewSources,
    redraw: (node: TreeNode | undefined) => void,
    arrangement: () => TreeArrangement,
  ) {
    this.#sources = { ...sources, signIns: oncePerRun(sources.signIns) };
    this.#arrangement = arrangement;
    const redrawNode = (node: TreeNode | undefined): void => redraw(node && this.#nodeOf(node));
    // What is searched may be among the roles that were listed now.
    this.#console = new ConsoleStates(sources, () => redraw(undefined));
    this.#portal = new PortalRows(this.#sources, redrawNode, () => {
      if (this.#found) redraw(undefined);
    });
  }

  /** Call this when the files have changed. */
  updateSections(): void {
    this.#sectionTree = undefined;
    void this.#portal.portal?.refresh();
  }

  async childrenOf(node: TreeNode | undefined): Promise<TreeNode[]> {
    const { profiles } = await this.#sources.store.ready();
    const { groupBy, filter } = this.#arrangement();
    if (this.#groupedBy !== groupBy) this.#sectionTree = undefined;
    this.#groupedBy = groupBy;
    this.#sectionTree ??= buildSectionTree(profiles, groupBy);
    return (await this.#below(node, this.#sectionTree, filter)).map((each) => this.#nodeOf(each));
  }

  itemOf(node: TreeNode): vscode.TreeItem {
    const below = (this.#found ? undefined : this.#sectionTree?.below(node)) ?? 'none';
    return treeItem(node, below, this.#frame);
  }

  /** Adds what is shown while the mouse is over the row. */
  resolve(item: vscode.TreeItem, node: TreeNode): vscode.TreeItem {
    return addTooltip(item, treeTooltip(node, this.#frame));
  }

  /** What to say about the files and the filter. */
  remarks(): readonly string[] {
    const { store, describe } = this.#sources;
    const found = this.#found ? foundWords(this.#arrangement().filter, this.#found) : [];
    return [...[...store.state.failures, ...store.state.hints].map(describe), ...found];
  }

  /** The row that shows what is in use, and with `all` the one of the target itself, as far as they exist. */
  rowsOf(target: Target, all: boolean): readonly TreeNode[] {
    const own: readonly TreeNode[] =
      all && (target.kind === 'profile' || target.kind === 'assignment') ? [target] : [];
    const rows: readonly TreeNode[] = [{ kind: 'inUse', target }, ...own];
    return rows.flatMap((row) => this.#nodes.get(nodeKey(row)) ?? []);
  }

  /** The row to draw again when something of Alibaba Cloud has changed; undefined if all of them are. */
  alibabaRow(): TreeNode | undefined {
    const [root] = this.#sources.alibaba.rows?.below(undefined) ?? [];
    return root && this.#isAlibabaShown ? this.#nodes.get(nodeKey(root)) : undefined;
  }

  has(value: unknown): value is TreeNode {
    return this.#own.has(value as TreeNode);
  }

  dispose(): void {
    this.#searching.abort();
    this.#portal.dispose();
    this.#console.dispose();
  }

  get #frame(): RowFrame {
    const { portal } = this.#portal;
    const layout = this.#found ? 'found' : this.#arrangement().groupBy;
    return { sources: this.#sources, portal, console: this.#console, layout };
  }

  async #below(
    node: TreeNode | undefined,
    sections: SectionTree,
    filter: string,
  ): Promise<readonly TreeNode[]> {
    if (!node) return filter === '' ? this.#roots(sections) : this.#search(filter);
    const own = sections.children.get(nodeKey(node)) ?? [];
    switch (node.kind) {
      case 'profile':
        return this.#found ? [] : own;
      case 'group':
        return own;
      case 'ssoSession':
        return [...own, { kind: 'accounts', signIn: node.name }];
      case 'accounts':
      case 'account':
        return this.#portal.below(node);
      case 'alibabaCloud':
      case 'alibabaGroup':
        return this.#sources.alibaba.rows?.below(node) ?? [];
      default:
        return [];
    }
  }

  #roots({ roots }: SectionTree): readonly TreeNode[] {
    this.#searching.abort();
    this.#found = undefined;
    this.#openPortal();
    const { active, ambient, alibaba } = this.#sources;
    const target = targetOf(active.state);
    const top: TreeNode | undefined = target
      ? { kind: 'inUse', target }
      : ambient.value && { kind: 'ambient' };
    const others = alibaba.rows?.below(undefined) ?? [];
    this.#isAlibabaShown = others.length > 0;
    if (!top && others.length === 0) return roots;
    // Without any row, VS Code shows the welcome view, which has the same ways.
    const ways = roots.length > 0 ? [] : waysIn.map((command): TreeNode => ({ kind: 'wayIn', command }));
    return [...(top ? [top] : []), ...roots, ...others, ...ways];
  }

  /** The rows do not wait for this: the state of the sign-ins is drawn when it is known. */
  #openPortal(): void {
    if (this.#sources.signIns().size > 0) void this.#portal.open();
  }

  async #search(filter: string): Promise<readonly TreeNode[]> {
    this.#searching.abort();
    this.#openPortal();
    const { signal } = (this.#searching = new AbortController());
    const found = await findTargets(filter, this.#sources, signal);
    // VS Code ignores the rows of an earlier request.
    if (!signal.aborted) {
      this.#found = found;
      this.#isAlibabaShown = false;
    }
    return found.rows;
  }

  #nodeOf(node: TreeNode): TreeNode {
    const key = nodeKey(node);
    const known = this.#nodes.get(key);
    if (known) return known;
    this.#nodes.set(key, node);
    this.#own.add(node);
    return node;
  }
}

/** Calls a function once within a synchronous run: thousands of rows look for their sign-in among all profiles. */
function oncePerRun<T>(read: () => T): () => T {
  let known: { readonly value: T } | undefined;
  return () => {
    if (known) return known.value;
    queueMicrotask(() => (known = undefined));
    known = { value: read() };
    return known.value;
  };
}
