import * as vscode from 'vscode';
import { type CommandId, commandIds } from '../../base/contributions.ts';
import { Cancelled, FailureError } from '../../base/failure.ts';
import { showInformation, showWarning } from '../../display/toasts.ts';
import { sessionLabel } from '../../plan/identityCenterSource.ts';
import type { TreeNode } from '../../views/tree/treeNodes.ts';
import type { IdentityCenterContext } from '../context.ts';
import { withProgress } from '../progress.ts';
import { chooseSignIn, type SignIn } from './chooseSignIn.ts';
import { refreshAccounts } from './refreshAccounts.ts';

export async function signIn(context: IdentityCenterContext, node?: TreeNode): Promise<void> {
  const t = vscode.l10n.t;
  const chosen = await chooseSignIn('signIn', node, context);
  if (!chosen) return;
  const portal = await context.views.portal.get();
  await portal.refresh();
  const { signIns } = portal;
  const label = sessionLabel(chosen.session);
  const browse = { title: t('Browse Accounts'), command: commandIds.useAssignment };
  const restart = { title: t('Restart Session'), command: commandIds.restartSignIn };
  const wasSignedIn = signIns.stateOf(chosen.session)?.kind === 'signedIn';
  // A sign-in that Rolecall renews automatically may still have ended. Listing the accounts detects that, and signs in
  // again.
  if (wasSignedIn) await refreshAccounts(chosen, context);
  else await signIns.signIn(chosen.session, new AbortController().signal);
  void context.active.refresh();
  showMessage(
    t('You are signed in to {0}.', label),
    wasSignedIn ? [browse, restart] : [browse],
    chosen,
    context,
  );
}

export async function signOut(context: IdentityCenterContext, node?: TreeNode): Promise<void> {
  const t = vscode.l10n.t;
  const chosen = await chooseSignIn('signOut', node, context);
  if (!chosen) return;
  const portal = await context.views.portal.get();
  const label = sessionLabel(chosen.session);
  try {
    await withProgress(t('Signing out of {0}', label), ({ signal }) =>
      portal.signOut(chosen.session, signal),
    );
    showMessage(t('You are signed out of {0}.', label), [], chosen, context);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    // Trying again cannot help: the token that identifies the user to Identity Center is gone.
    const reason = context.views.describeReason(error.failure);
    void showWarning(
      t(
        'You are signed out of {0} on this machine, but signing out at IAM Identity Center failed, so the sign-in there stays valid until it expires: {1}',
        label,
        reason,
      ),
    );
  }
}

/** New permission sets become visible only with a new sign-in. */
export async function restartSignIn(context: IdentityCenterContext, node?: TreeNode): Promise<void> {
  const chosen = await chooseSignIn('restart', node, context);
  if (!chosen) return;
  const { session } = chosen;
  const portal = await context.views.portal.get();
  const { signal } = new AbortController();
  await portal.signOut(session, signal);
  try {
    await portal.signIns.signIn(session, signal);
  } catch (error) {
    if (error instanceof Cancelled)
      showMessage(vscode.l10n.t('You are signed out of {0}.', sessionLabel(session)), [], chosen, context);
    throw error;
  }
  void context.active.refresh();
  await refreshAccounts(chosen, context);
}

interface NextStep {
  readonly title: string;
  readonly command: CommandId;
}

/** Shows a message without waiting for the answer. */
function showMessage(
  message: string,
  nextSteps: readonly NextStep[],
  { key }: SignIn,
  { run }: Pick<IdentityCenterContext, 'run'>,
): void {
  const node: TreeNode = { kind: 'ssoSession', name: key };
  void showInformation(message, ...nextSteps).then((step) => step && run(step.command, node));
}
