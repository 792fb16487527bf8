import * as vscode from 'vscode';
import { type CommandId, commandIds } from '../../base/contributions.ts';
import { Cancelled } from '../../base/failure.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { Target } from '../../profiles/profiles.ts';
import { type RoleAction, pickRole } from '../../views/picker/rolePicker.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import type { IdentityCenterContext } from '../context.ts';
import { withProgress } from '../progress.ts';
import { useTarget } from '../use/useTarget.ts';
import { chooseSignIn, type SignIn } from './chooseSignIn.ts';
import { isFresh } from './refreshAccounts.ts';

/** Lets the user search all roles of a sign-in, and do something with the one that they choose. */
export async function useAssignment(context: IdentityCenterContext, node?: TreeNode): Promise<void> {
  const chosen = await chooseSignIn('use', node, context);
  if (!chosen) return;
  const found = await browse(chosen, node?.kind === 'account' ? node.accountId : '', context);
  if (found) await act(found.action, found.target, context);
}

/** Shows the known roles immediately, and others as they are listed. Closing the picker ends the listing. */
async function browse({ key, session }: SignIn, search: string, { views, attempt }: IdentityCenterContext) {
  const { accounts, signIns } = await views.portal.get();
  const known = await accounts.known(session);
  const isKnown = isFresh(known, views.now());
  // The user signs in before the picker opens, because VS Code shows only one of them at a time.
  if (!isKnown)
    await withProgress(
      vscode.l10n.t('Listing the accounts and roles of {0}', sessionLabel(session)),
      ({ signal }) => signIns.ensure(session, signal),
    );
  const leaving = new AbortController();
  const listing = isKnown
    ? Promise.resolve()
    : attempt(sessionLabel(session), () =>
        accounts.listAll(session, { mayAsk: false, signal: leaving.signal }),
      );
  try {
    return await pickRole({ key, session, search, listing, accounts }, views);
  } finally {
    leaving.abort(new Cancelled());
  }
}

async function act(
  action: RoleAction,
  target: Extract<Target, { kind: 'assignment' }>,
  context: IdentityCenterContext,
): Promise<void> {
  if (action === 'use') await useTarget(target, context);
  else await context.run(commands[action], target);
}

/** Commands of the tree take a node, and the target of an assignment is one. */
const commands: Readonly<Record<Exclude<RoleAction, 'use'>, CommandId>> = {
  terminal: commandIds.newTerminal,
  console: commandIds.openConsole,
  save: commandIds.saveAssignment,
};
