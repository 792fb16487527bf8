import type * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import { Cancelled, type Failure, failureOf } from '../../base/failure.ts';
import type { AccessPortal } from '../../identityCenter/accessPortal.ts';
import type { Listing } from '../../identityCenter/accounts.ts';
import { signInKey } from '../../plan/identityCenterSource.ts';
import type { SsoSession } from '../../plan/plan.ts';
import type { ViewSources } from '../viewSources.ts';
import { type SectionTree, buildSectionTree } from './sectionTree.ts';
import { treeItem } from './treeItems.ts';
import { nodeKey, type TreeNode } from './treeNodes.ts';

/** What is known of by listing it. */
type PortalNode = Extract<TreeNode, { kind: 'accounts' | 'account' }>;

const silent = { mayAsk: false, signal: new AbortController().signal };

/** What is in the tree: a bundle of its own, read when the tree is first seen. */
export class TreeContents implements Disposable {
  readonly #sources: ViewSources;
  readonly #redraw: (node: TreeNode | undefined) => void;
  /** VS Code knows a node again by its identity. */
  readonly #nodes = new Map<string, TreeNode>();
  /** The sign-ins whose accounts this window has asked for. */
  readonly #asked = new Set<string>();
  /** What VS Code has been given below a node that it has asked for. */
  readonly #drawn = new Map<PortalNode, string>();
  readonly #listening: Disposable[] = [];
  #forest: SectionTree | undefined;
  #reach: AccessPortal | undefined;
  #opening: Promise<AccessPortal> | undefined;

  constructor(sources: ViewSources, redraw: (node: TreeNode | undefined) => void) {
    this.#sources = sources;
    this.#redraw = redraw;
  }

  /** The files have changed. */
  regrow(): void {
    this.#forest = undefined;
    void this.#reach?.look();
  }

  async childrenOf(node: TreeNode | undefined): Promise<TreeNode[]> {
    const { profiles } = await this.#sources.store.ready();
    this.#forest ??= buildSectionTree(profiles);
    if (!node) {
      // Nobody waits for it: the state of the sign-ins is drawn when it is known.
      if (this.#sources.signIns().size > 0) void this.#open();
      return this.#forest.roots.map((root) => this.#known(root));
    }
    switch (node.kind) {
      case 'profile':
        return this.#sections(node);
      case 'ssoSession':
        return [...this.#sections(node), this.#known({ kind: 'accounts', signIn: node.name })];
      case 'accounts':
      case 'account':
        return this.#reached(node);
      default:
        return [];
    }
  }

  itemOf(node: TreeNode): vscode.TreeItem {
    return treeItem(node, this.#forest?.below(node) ?? 'none', this.#sources, this.#reach);
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
  }

  #sections(node: TreeNode): TreeNode[] {
    return (this.#forest?.children.get(nodeKey(node)) ?? []).map((child) => this.#known(child));
  }

  #known(node: TreeNode): TreeNode {
    const key = nodeKey(node);
    const known = this.#nodes.get(key);
    if (known && (node.kind !== 'hint' || JSON.stringify(known) === JSON.stringify(node))) return known;
    this.#nodes.set(key, node);
    return node;
  }

  #open(): Promise<AccessPortal> {
    return (this.#opening ??= this.#sources.portal.get().then(async (portal) => {
      this.#reach = portal;
      await portal.look();
      this.#redraw(undefined);
      this.#listening.push(
        portal.signIns.onDidChange(() => {
          // Who is signed in now, or still, may reach other accounts.
          this.#asked.clear();
          this.#redraw(undefined);
        }),
        portal.accounts.onDidChange((session) => void this.#redrawWhatIsOther(session, portal)),
      );
      return portal;
    }));
  }

  /** A list of thousands of accounts changes many times a second, and takes VS Code as long to draw. */
  async #redrawWhatIsOther(session: SsoSession, { accounts }: AccessPortal): Promise<void> {
    const listing = await accounts.known(session);
    for (const [node, drawn] of this.#drawn) {
      if (node.signIn !== signInKey(session) || printed(node, listing) === drawn) continue;
      this.#drawn.delete(node);
      this.#redraw(node);
    }
  }

  /** The accounts of a sign-in, or the roles in one, as far as they are known; or why they are not. */
  async #reached(node: PortalNode): Promise<TreeNode[]> {
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
    if (!this.#asked.has(signIn)) {
      this.#asked.add(signIn);
      const listing = accounts.listAccounts(session, silent).catch((error: unknown) => {
        this.#asked.delete(signIn);
        throw error;
      });
      // What is known from before is shown meanwhile.
      if (await accounts.known(session)) listing.catch(() => undefined);
      else await listing;
    }
    const known = await accounts.known(session);
    this.#drawn.set(node, printed(node, known));
    return [...(known?.accounts.keys() ?? [])].map((accountId) =>
      this.#known({ kind: 'account', signIn, accountId }),
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
      : await accounts.listRoles(session, accountId, silent);
    this.#drawn.set(node, printed(node, listing));
    const roles = listing.accounts.get(accountId)?.roles ?? [];
    return roles.map((roleName) => this.#known({ kind: 'assignment', signIn, accountId, roleName }));
  }

  #hint(signIn: string, failure: Failure): TreeNode {
    const takesSignIn = failure.code === 'signInNeeded';
    return this.#known({ kind: 'hint', signIn, takesSignIn, text: this.#sources.describe(failure) });
  }
}

/** What of a listing is below a node. */
function printed(node: PortalNode, listing: Listing | undefined): string {
  const accounts = listing?.accounts;
  if (node.kind === 'account') return accounts?.get(node.accountId)?.roles?.join('\n') ?? '';
  return [...(accounts?.values() ?? [])].map(({ id, name, email }) => `${id} ${name} ${email}`).join('\n');
}
