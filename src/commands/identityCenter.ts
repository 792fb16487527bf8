import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';
import type { Disposable } from '../event.ts';
import { Cancelled, FailureError } from '../failure.ts';
import type { Listing } from '../identityCenter/accounts.ts';
import { sessionLabel, signInKey } from '../plan/identityCenter.ts';
import { type Target, targetName } from '../profiles/profiles.ts';
import { targetOfNode, type TreeNode } from '../views/tree.ts';
import { chooseSignIn, type SignIn } from './chooseSignIn.ts';
import { consoleUrl } from './consoleUrl.ts';
import type { IdentityCenterDialogs } from './identityCenterDialogs.ts';
import type { ChangeParts } from './makeChange.ts';
import type { CommandParts } from './parts.ts';
import { withProgress } from './perform.ts';

export type IdentityCenterParts = ChangeParts & Pick<CommandParts, 'active' | 'terminals'>;

/** Signing in to IAM Identity Center, and what that leads to. */
export function registerIdentityCenterCommands(parts: IdentityCenterParts): Disposable {
  const t = vscode.l10n.t;
  const { registerCommand } = vscode.commands;
  const dialog = (title: string, action: (dialogs: IdentityCenterDialogs) => Promise<unknown>) =>
    parts.perform(title, async () =>
      action((await import('./identityCenterDialogs.ts')).identityCenterDialogs),
    );
  const doing = (title: string, action: (node?: TreeNode) => Promise<unknown>) => (node?: TreeNode) =>
    parts.perform(title, () => action(node));
  return vscode.Disposable.from(
    registerCommand(
      commandIds.signIn,
      doing(t('Sign In to IAM Identity Center'), (node) => signIn(node, parts)),
    ),
    registerCommand(
      commandIds.signOut,
      doing(t('Sign Out of IAM Identity Center'), (node) => signOut(node, parts)),
    ),
    registerCommand(
      commandIds.restartSignIn,
      doing(t('Restart IAM Identity Center Session'), (node) => restart(node, parts)),
    ),
    registerCommand(
      commandIds.listAccounts,
      doing(t('Refresh Accounts'), (node) => listAccounts(node, parts)),
    ),
    registerCommand(
      commandIds.openConsole,
      doing(t('Open AWS Console'), (node) => openConsole(node, parts)),
    ),
    registerCommand(commandIds.useAssignment, (node?: TreeNode) =>
      dialog(t('Use Role of IAM Identity Center'), (dialogs) => dialogs.useAssignment(node, parts)),
    ),
    registerCommand(commandIds.saveAssignment, (node?: TreeNode) =>
      dialog(t('Save as Profile'), (dialogs) => dialogs.saveAssignment(node, parts)),
    ),
    registerCommand(commandIds.populateProfiles, (node?: TreeNode) =>
      dialog(t('Add Profiles from IAM Identity Center'), (dialogs) => dialogs.populateProfiles(node, parts)),
    ),
  );
}

async function signIn(node: TreeNode | undefined, parts: IdentityCenterParts): Promise<void> {
  const t = vscode.l10n.t;
  const chosen = await chooseSignIn('signIn', node, parts);
  if (!chosen) return;
  const reach = await parts.views.reach.get();
  await reach.look();
  const { signIns } = reach;
  const label = sessionLabel(chosen.session);
  const browse = { title: t('Browse Accounts'), command: commandIds.useAssignment };
  const restarting = { title: t('Restart Session'), command: commandIds.restartSignIn };
  const wasSignedIn = signIns.stateOf(chosen.session)?.kind === 'signedIn';
  // What is renewed without a person may have ended all the same: a call finds out, and has them sign in then.
  if (wasSignedIn) await refreshAccounts(chosen, parts);
  else await signIns.signIn(chosen.session, new AbortController().signal);
  void parts.active.refresh();
  say(t('You are signed in to {0}.', label), wasSignedIn ? [browse, restarting] : [browse], chosen);
}

async function signOut(node: TreeNode | undefined, parts: IdentityCenterParts): Promise<void> {
  const t = vscode.l10n.t;
  const chosen = await chooseSignIn('signOut', node, parts);
  if (!chosen) return;
  const reach = await parts.views.reach.get();
  const label = sessionLabel(chosen.session);
  try {
    await withProgress(t('Signing out of {0}', label), ({ signal }) => reach.signOut(chosen.session, signal));
    say(t('You are signed out of {0}.', label), [], chosen);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    // To try again would be in vain: what tells Identity Center who signs out is gone.
    const reason = parts.views.describeReason(error.failure);
    void vscode.window.showWarningMessage(
      t('You are signed out of {0} here. Over there the sign-in lives on until it ends: {1}', label, reason),
    );
  }
}

/** A new permission set is seen by a new sign-in alone. */
async function restart(node: TreeNode | undefined, parts: IdentityCenterParts): Promise<void> {
  const chosen = await chooseSignIn('restart', node, parts);
  if (!chosen) return;
  const { session } = chosen;
  const reach = await parts.views.reach.get();
  const { signal } = new AbortController();
  await reach.signOut(session, signal);
  try {
    await reach.signIns.signIn(session, signal);
  } catch (error) {
    if (error instanceof Cancelled)
      say(vscode.l10n.t('You are signed out of {0}.', sessionLabel(session)), [], chosen);
    throw error;
  }
  void parts.active.refresh();
  await refreshAccounts(chosen, parts);
}

async function listAccounts(node: TreeNode | undefined, parts: IdentityCenterParts): Promise<void> {
  const chosen = await chooseSignIn('list', node, parts);
  if (chosen) await refreshAccounts(chosen, parts);
}

/** Lists everything anew, and says how much there is so far. */
export async function refreshAccounts(
  chosen: SignIn,
  { views }: Pick<IdentityCenterParts, 'views'>,
): Promise<Listing> {
  const t = vscode.l10n.t;
  const { accounts } = await views.reach.get();
  const title = t('Listing the accounts of {0}', sessionLabel(chosen.session));
  return withProgress(title, async ({ signal, say: tell }) => {
    const hearing = accounts.onDidStep((step) => {
      if (signInKey(step.session) === chosen.key) tell(t('{0} of {1}', step.withRoles, step.accounts));
    });
    return accounts.listAll(chosen.session, { mayAsk: true, signal }).finally(() => hearing.dispose());
  });
}

/** In the browser, by way of the access portal: no credentials are in the address. */
async function openConsole(node: TreeNode | undefined, parts: IdentityCenterParts): Promise<void> {
  const { state } = parts.active;
  const target: Target | undefined = targetOfNode(node) ?? (state.kind === 'none' ? undefined : state.target);
  const url = target && consoleUrl(parts.views.planOf(target));
  if (url) await vscode.env.openExternal(vscode.Uri.parse(url, true));
  else if (target)
    void vscode.window.showInformationMessage(
      vscode.l10n.t(
        '{0} is not from IAM Identity Center, whose access portal opens the console.',
        targetName(target),
      ),
    );
  else await vscode.commands.executeCommand(commandIds.useAssignment);
}

interface WayOn {
  readonly title: string;
  readonly command: string;
}

/** Nobody waits for the answer. */
function say(message: string, waysOn: readonly WayOn[], { key }: SignIn): void {
  const node: TreeNode = { kind: 'ssoSession', name: key };
  void vscode.window
    .showInformationMessage(message, ...waysOn)
    .then((way) => way && vscode.commands.executeCommand(way.command, node));
}
