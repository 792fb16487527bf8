import * as vscode from 'vscode';
import { isWithin } from '../../base/setBackClock.ts';
import type { Listing } from '../../identityCenter/accounts.ts';
import { sessionLabel, signInKey } from '../../plan/identityCenterSource.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import type { IdentityCenterContext } from '../context.ts';
import { withProgress } from '../progress.ts';
import { chooseSignIn, type SignIn } from './chooseSignIn.ts';

export async function listAccounts(context: IdentityCenterContext, node?: TreeNode): Promise<void> {
  const chosen = await chooseSignIn('list', node, context);
  if (chosen) await refreshAccounts(chosen, context);
}

/** A completed listing is used for this long without listing again. Milliseconds. */
const freshMs = 60 * 60_000;

export function isFresh(listing: Listing | undefined, now: number): listing is Listing {
  return listing?.completedAt !== undefined && isWithin(freshMs, listing.completedAt, now);
}

/** The accounts and roles of a recent listing that ended after `since` (ms since the epoch), or of a new one. */
export async function freshAccounts(
  chosen: SignIn,
  since: number,
  context: Pick<IdentityCenterContext, 'views'>,
): Promise<Listing> {
  const { accounts } = await context.views.portal.get();
  const known = await accounts.known(chosen.session);
  const isKnown = isFresh(known, context.views.now()) && (known.completedAt ?? 0) >= since;
  return isKnown ? known : refreshAccounts(chosen, context);
}

/** Lists all accounts and roles again, and shows the progress. */
export async function refreshAccounts(
  chosen: SignIn,
  { views }: Pick<IdentityCenterContext, 'views'>,
): Promise<Listing> {
  const t = vscode.l10n.t;
  const { accounts } = await views.portal.get();
  const title = t('Listing the accounts and roles of {0}', sessionLabel(chosen.session));
  return withProgress(title, async ({ signal, report }) => {
    const listening = accounts.onDidStep((step) => {
      if (signInKey(step.session) === chosen.key) report(t('{0} of {1}', step.withRoles, step.accounts));
    });
    return accounts.listAll(chosen.session, { mayAsk: true, signal }).finally(() => listening.dispose());
  });
}
