import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import { Cancelled } from '../failure.ts';
import { sessionLabel } from '../plan/identityCenter.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import { type AssignmentAction, pickAssignment } from '../views/assignmentPicker.ts';
import type { TreeNode } from '../views/tree.ts';
import type { IdentityCenterParts } from './identityCenter.ts';
import { withProgress } from './perform.ts';
import { chooseSignIn, type SignIn } from './chooseSignIn.ts';

/** So long after it was made a listing is shown without being made anew. Milliseconds. */
const freshMs = 60 * 60_000;

/** Lets a person search all that a sign-in leads to, and do something with what they find. */
export async function useAssignment(node: TreeNode | undefined, parts: IdentityCenterParts): Promise<void> {
  const chosen = await chooseSignIn('use', node, parts);
  if (!chosen) return;
  const found = await browse(chosen, node?.kind === 'account' ? node.accountId : '', parts);
  if (found) await act(found.action, found.target, parts);
}

/** What is known is there at once, and the rest as it comes; who leaves the picker ends the listing. */
async function browse({ key, session }: SignIn, search: string, { views, perform }: IdentityCenterParts) {
  const { accounts, signIns } = await views.reach.get();
  const known = await accounts.known(session);
  const isFresh = known?.completedAt !== undefined && views.now() - known.completedAt < freshMs;
  // The person signs in before there is a box to search in: there is one at a time.
  if (!isFresh)
    await withProgress(vscode.l10n.t('Listing the accounts of {0}', sessionLabel(session)), ({ signal }) =>
      signIns.ensure(session, signal),
    );
  const leaving = new AbortController();
  const listing = isFresh
    ? Promise.resolve()
    : perform(sessionLabel(session), () =>
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
  { active, perform }: IdentityCenterParts,
): Promise<void> {
  if (action === 'use') await perform(targetName(target), (anew) => active.use(target, anew));
  else await vscode.commands.executeCommand(commands[action], target);
}

/** Commands of the tree take a node, which an assignment is as it stands. */
const commands: Readonly<Record<Exclude<AssignmentAction, 'use'>, string>> = {
  terminal: commandIds.newTerminal,
  console: commandIds.openConsole,
  save: commandIds.saveAssignment,
};
