import type * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import { Cancelled, type Failure, failureOf } from '../../base/failure.ts';
import type { AccessPortal } from '../../identityCenter/accessPortal.ts';
import type { Listing } from '../../identityCenter/accounts.ts';
import { signInKey } from '../../plan/identityCenterSource.ts';
import type { SsoSession } from '../../plan/plan.ts';
import type { ViewSources } from '../viewSources.ts';
import { buildSectionTree, type SectionTree } from './sectionTree.ts';
import { treeItem } from './treeItems.ts';
import { nodeKey, type TreeNode } from './treeNodes.ts';

/** A node whose children AWS lists. */
type PortalNode = Extract<TreeNode, { kind: 'accounts' | 'account' }>;

const silentRequest = { mayAsk: false, signal: new AbortController().signal };

/** The contents of the tree. Loaded when the tree is first shown. */
export class TreeContents implements Disposable {
  readonly #sources: ViewSources;
  readonly #redraw: (node: TreeNode | undefined) => void;
  /** VS Code identifies a node by its object identity. */
  readonly #nodes = new Map<string, TreeNode>();
  readonly #own = new WeakSet<TreeNode>();
  /** The sign-ins whose accounts this window has requested. */
  readonly #requested = new Set<string>();
  /** The children that VS Code last got for each node that it has requested. */
  readonly #drawn = new Map<PortalNode, string>();
  readonly #listening: Disposable[] = [];
  #sectionTree: SectionTree | undefined;
  #portal: AccessPortal | undefined;
  #opening: Promise<AccessPortal> | undefined;

  constructor(sources: ViewSources, redraw: (node: TreeNode | undefined) => void) {
    this.#sources = sources;
    this.#redraw = redraw;
  }

  /** Call this when the files have changed. */
  updateSections(): void {
    this.#sectionTree = undefined;
    void this.#portal?.refresh();
  }

  async childrenOf(node: TreeNode | undefined): Promise<TreeNode[]> {
    const { profiles } = await this.#sources.store.ready();
    this.#sectionTree ??= buildSectionTree(profiles);
    if (!node) {
      // The rows do not wait for this: the state of the sign-ins is drawn when it is known.
      if (this.#sources.signIns().size > 0) void this.#open();
      return this.#sectionTree.roots.map((root) => this.#nodeOf(root));
    }
    switch (node.kind) {
      case 'profile':
        return this.#sections(node);
      case 'ssoSession':
        return [...this.#sections(node), this.#nodeOf({ kind: 'accounts', signIn: node.name })];
      case 'accounts':
      case 'account':
        return this.#listed(node);
      default:
        return [];
    }
  }

  itemOf(node: TreeNode): vscode.TreeItem {
    return treeItem(node, this.#sectionTree?.below(node) ?? 'none', this.#sources, this.#portal);
  }

  /** What to say about the files. */
  remarks(): readonly string[] {
    const { store, describe } = this.#sources;
    return [...store.state.failures, ...store.state.hints].map(describe);
  }

  has(value: unknown): value is TreeNode {
    return this.#own.has(value as TreeNode);
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
  }

  #sections(node: TreeNode): TreeNode[] {
    return (this.#sectionTree?.children.get(nodeKey(node)) ?? []).map((child) => this.#nodeOf(child));
  }

  #nodeOf(node: TreeNode): TreeNode {
    const key = nodeKey(node);
    const known = this.#nodes.get(key);
    if (known && (node.kind !== 'hint' || JSON.stringify(known) === JSON.stringify(node))) return known;
    this.#nodes.set(key, node);
    this.#own.add(node);
    return node;
  }

  #open(): Promise<AccessPortal> {
    return (this.#opening ??= this.#sources.portal.get().then(async (portal) => {
      this.#portal = portal;
      await portal.refresh();
      this.#redraw(undefined);
      this.#listening.push(
        portal.signIns.onDidChange(() => {
          // Another user, or the same one after a new sign-in, may have access to other accounts.
          this.#requested.clear();
          this.#redraw(undefined);
        }),
        portal.accounts.onDidChange((session) => void this.#redrawChanged(session, portal)),
      );
      return portal;
    }));
  }

  /**
   * Redraws only what differs: while thousands of accounts are listed, the list changes faster than VS Code can draw
   * it.
   */
  async #redrawChanged(session: SsoSession, { accounts }: AccessPortal): Promise<void> {
    const listing = await accounts.known(session);
    for (const [node, drawn] of this.#drawn) {
      if (node.signIn !== signInKey(session) || printChildren(node, listing) === drawn) continue;
      this.#drawn.delete(node);
      this.#redraw(node);
    }
  }

  /**
   * The accounts of a sign-in, or the roles in an account, as far as they are known; or the reason why they are not.
   */
  async #listed(node: PortalNode): Promise<TreeNode[]> {
    const { signIn } = node;
    this.#drawn.set(node, '');
    const session = this.#sources.signIns().get(signIn);
    if (!session) return [];
    try {
      if ('code' in session) return [this.#hint(signIn, session)];
      const portal = await this.#open();
      return node.kind === 'accounts'
        ? await this.#accounts(node, session, portal)
        : await this.#roles(node, session, portal);
    } catch (error) {
      if (error instanceof Cancelled) return [];
      return [this.#hint(signIn, failureOf(error, ''))];
    }
  }

  async #accounts(
    node: Extract<PortalNode, { kind: 'accounts' }>,
    session: SsoSession,
    { accounts }: AccessPortal,
  ): Promise<TreeNode[]> {
    const { signIn } = node;
    if (!this.#requested.has(signIn)) {
      this.#requested.add(signIn);
      const listing = accounts.listAccounts(session, silentRequest).catch((error: unknown) => {
        this.#requested.delete(signIn);
        throw error;
      });
      // Accounts that are already known are shown in the meantime.
      if (await accounts.known(session)) listing.catch(() => undefined);
      else await listing;
    }
    const known = await accounts.known(session);
    this.#drawn.set(node, printChildren(node, known));
    return [...(known?.accounts.keys() ?? [])].map((accountId) =>
      this.#nodeOf({ kind: 'account', signIn, accountId }),
    );
  }

  async #roles(
    node: Extract<PortalNode, { kind: 'account' }>,
    session: SsoSession,
    { accounts }: AccessPortal,
  ): Promise<TreeNode[]> {
    const { signIn, accountId } = node;
    const known = await accounts.known(session);
    const listing = known?.accounts.get(accountId)?.roles
      ? known
      : await accounts.listRoles(session, accountId, silentRequest);
    this.#drawn.set(node, printChildren(node, listing));
    const roles = listing.accounts.get(accountId)?.roles ?? [];
    return roles.map((roleName) => this.#nodeOf({ kind: 'assignment', signIn, accountId, roleName }));
  }

  #hint(signIn: string, failure: Failure): TreeNode {
    const takesSignIn = failure.code === 'signInNeeded';
    return this.#nodeOf({ kind: 'hint', signIn, takesSignIn, text: this.#sources.describe(failure) });
  }
}

/** The part of a listing that is shown below a node. */
function printChildren(node: PortalNode, listing: Listing | undefined): string {
  const accounts = listing?.accounts;
  if (node.kind === 'account') return accounts?.get(node.accountId)?.roles?.join('\n') ?? '';
  return [...(accounts?.values() ?? [])].map(({ id, name, email }) => `${id} ${name} ${email}`).join('\n');
}
