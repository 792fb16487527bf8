import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { Cancelled } from '../../base/failure.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import { type Target, targetName } from '../../profiles/profiles.ts';
import { type AssignmentAction, pickAssignment } from '../../views/picker/rolePicker.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import type { IdentityCenterContext } from '../context.ts';
import { withProgress } from '../progress.ts';
import { chooseSignIn, type SignIn } from './chooseSignIn.ts';

/** So long after it was made a listing is shown without being made anew. Milliseconds. */
const freshMs = 60 * 60_000;

/** Lets a person search all that a sign-in leads to, and do something with what they find. */
export async function useAssignment(context: IdentityCenterContext, node?: TreeNode): Promise<void> {
  const chosen = await chooseSignIn('use', node, context);
  if (!chosen) return;
  const found = await browse(chosen, node?.kind === 'account' ? node.accountId : '', context);
  if (found) await act(found.action, found.target, context);
}

/** What is known is there at once, and the rest as it comes; who leaves the picker ends the listing. */
async function browse({ key, session }: SignIn, search: string, { views, attempt }: IdentityCenterContext) {
  const { accounts, signIns } = await views.portal.get();
  const known = await accounts.known(session);
  const isFresh = known?.completedAt !== undefined && views.now() - known.completedAt < freshMs;
  // The person signs in before there is a box to search in: there is one at a time.
  if (!isFresh)
    await withProgress(
      vscode.l10n.t('Listing the accounts and roles of {0}', sessionLabel(session)),
      ({ signal }) => signIns.ensure(session, signal),
    );
  const leaving = new AbortController();
  const listing = isFresh
    ? Promise.resolve()
    : attempt(sessionLabel(session), () =>
        accounts.listAll(session, { mayAsk: false, signal: leaving.signal }),
      );
  try {
    return await pickAssignment({ key, session, search, listing, accounts }, views);
  } finally {
    leaving.abort(new Cancelled());
  }
}

async function act(
  action: AssignmentAction,
  target: Target,
  { active, attempt }: IdentityCenterContext,
): Promise<void> {
  if (action === 'use') await attempt(targetName(target), (renew) => active.use(target, renew));
  else await vscode.commands.executeCommand(commands[action], target);
}

/** Commands of the tree take a node, which an assignment is as it stands. */
const commands: Readonly<Record<Exclude<AssignmentAction, 'use'>, string>> = {
  terminal: commandIds.newTerminal,
  console: commandIds.openConsole,
  save: commandIds.saveAssignment,
};
