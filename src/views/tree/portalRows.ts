import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import { Cancelled, type Failure, failureOf } from '../../base/failure.ts';
import type { AccessPortal } from '../../identityCenter/accessPortal.ts';
import type { Listing } from '../../identityCenter/accounts.ts';
import { signInKey } from '../../plan/identityCenterSource.ts';
import type { SsoSession } from '../../plan/plan.ts';
import type { ViewSources } from '../viewSources.ts';
import type { TreeNode } from './treeNodes.ts';

/** A node whose children AWS lists. */
type PortalNode = Extract<TreeNode, { kind: 'accounts' | 'account' }>;

const silentRequest = { mayAsk: false, signal: new AbortController().signal };

/** How often the row of the accounts says how far a listing is. Milliseconds. */
const showStepEveryMs = 500;

/** The accounts of sign-ins and the roles in them, as far as they are known; or the reasons why they are not. */
export class PortalRows implements Disposable {
  readonly #sources: ViewSources;
  readonly #redraw: (node: TreeNode | undefined) => void;
  readonly #onListed: () => void;
  /** The listings that this window has requested, by sign-in. */
  readonly #requested = new Map<string, Promise<unknown>>();
  /** The children that VS Code last got for each node that it has requested. */
  readonly #drawn = new Map<PortalNode, string>();
  /** The rows that say how far a listing is. */
  readonly #stepping = new Set<PortalNode>();
  readonly #listening: Disposable[] = [];
  #opening: Promise<AccessPortal> | undefined;
  #steppedAt = 0;
  /** Undefined until it is open. */
  portal: AccessPortal | undefined;

  /** `onListed` is called when a sign-in has other accounts or roles. */
  constructor(sources: ViewSources, redraw: (node: TreeNode | undefined) => void, onListed: () => void) {
    this.#sources = sources;
    this.#redraw = redraw;
    this.#onListed = onListed;
  }

  open(): Promise<AccessPortal> {
    return (this.#opening ??= this.#sources.portal.get().then(async (portal) => {
      this.portal = portal;
      await portal.refresh();
      // The rows of the accounts say how many there are.
      await Promise.all(this.#sessions().map((session) => portal.accounts.known(session)));
      this.#redraw(undefined);
      this.#listening.push(
        portal.signIns.onDidChange(() => {
          // Another user, or the same one after a new sign-in, may have access to other accounts.
          this.#requested.clear();
          this.#redraw(undefined);
        }),
        portal.accounts.onDidChange((session) => {
          this.#onListed();
          void this.#redrawChanged(session, portal);
        }),
        portal.accounts.onDidStep(({ session }) => this.#showStep(session)),
      );
      return portal;
    }));
  }

  async below(node: PortalNode): Promise<TreeNode[]> {
    const { signIn } = node;
    this.#drawn.set(node, '');
    const session = this.#sources.signIns().get(signIn);
    if (!session) return [];
    try {
      if ('code' in session) return [this.#failed(signIn, session)];
      const portal = await this.open();
      return node.kind === 'accounts'
        ? await this.#accounts(node, session, portal)
        : await this.#roles(node, session, portal);
    } catch (error) {
      if (error instanceof Cancelled) return [];
      return [this.#failed(signIn, failureOf(error, ''))];
    }
  }

  /**
   * Redraws only what differs: while thousands of accounts are listed, the list changes faster than VS Code can draw
   * it.
   */
  async #redrawChanged(session: SsoSession, { accounts }: AccessPortal): Promise<void> {
    const listing = await accounts.known(session);
    for (const [node, drawn] of this.#drawn) {
      if (node.signIn !== signInKey(session)) continue;
      const isSame = printChildren(node, listing) === drawn;
      const hasEnded = accounts.stepOf(session) === undefined && this.#stepping.delete(node);
      if (isSame && !hasEnded) continue;
      if (!isSame) this.#drawn.delete(node);
      this.#redraw(node);
    }
  }

  #showStep(session: SsoSession): void {
    const now = performance.now();
    if (now - this.#steppedAt < showStepEveryMs) return;
    this.#steppedAt = now;
    for (const node of this.#drawn.keys()) {
      if (node.kind !== 'accounts' || node.signIn !== signInKey(session)) continue;
      this.#stepping.add(node);
      this.#redraw(node);
    }
  }

  #sessions(): readonly SsoSession[] {
    return [...this.#sources.signIns().values()].flatMap((session) => ('code' in session ? [] : session));
  }

  async #accounts(
    node: Extract<PortalNode, { kind: 'accounts' }>,
    session: SsoSession,
    { accounts }: AccessPortal,
  ): Promise<TreeNode[]> {
    const { signIn } = node;
    const listing = this.#requested.get(signIn) ?? accounts.listAccounts(session, silentRequest);
    this.#requested.set(signIn, listing);
    const forgetFailure = (): unknown =>
      this.#requested.get(signIn) === listing && this.#requested.delete(signIn);
    listing.catch(forgetFailure);
    // Accounts that are already known are shown in the meantime.
    if (!(await accounts.known(session))) await listing;
    const known = await accounts.known(session);
    this.#drawn.set(node, printChildren(node, known));
    const ids = [...(known?.accounts.keys() ?? [])];
    if (ids.length === 0) return [this.#empty(signIn, vscode.l10n.t('No account is assigned to you'))];
    return ids.map((accountId) => ({ kind: 'account', signIn, accountId }));
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
    if (roles.length === 0)
      return [
        this.#empty(`${signIn} ${accountId}`, vscode.l10n.t('No role in this account is assigned to you')),
      ];
    return roles.map((roleName) => ({ kind: 'assignment', signIn, accountId, roleName }));
  }

  #failed(signIn: string, failure: Failure): TreeNode {
    const reason = this.#sources.describe(failure);
    return failure.code === 'signInNeeded'
      ? { kind: 'hint', signIn, remedy: 'signIn', text: vscode.l10n.t('Sign in to see the accounts'), reason }
      : { kind: 'hint', signIn, remedy: 'list', text: reason };
  }

  #empty(signIn: string, text: string): TreeNode {
    return { kind: 'hint', signIn, remedy: undefined, text };
  }

  dispose(): void {
    for (const each of this.#listening) each.dispose();
  }
}

/** The part of a listing that is shown below a node. */
function printChildren(node: PortalNode, listing: Listing | undefined): string {
  const accounts = listing?.accounts;
  if (node.kind === 'account') return accounts?.get(node.accountId)?.roles?.join('\n') ?? '';
  return [...(accounts?.values() ?? [])].map(({ id, name, email }) => `${id} ${name} ${email}`).join('\n');
}
