import * as vscode from 'vscode';
import { showInformation } from '../../display/toasts.ts';
import type { LoginStep } from '../../plan/plan.ts';
import { keys } from '../../profiles/keys.ts';
import { valueOf } from '../../profiles/profiles.ts';
import { targetOf } from '../../session/activeState.ts';
import { targetOfNode, type TreeNode } from '../../views/tree/treeNodes.ts';
import type { ConsoleContext } from '../context.ts';
import type { Button } from '../notifications.ts';
import { withProgress } from '../progress.ts';
import { chooseSignedIn } from './chooseConsoleProfile.ts';
import { consoleStepOf, isUsed } from './consoleProfile.ts';

/** Ends a console sign-in on this machine: that of the row, of the profile in use, or one that the user chooses. */
export async function signOutOfConsole(context: ConsoleContext, node?: TreeNode): Promise<void> {
  await context.store.ready();
  const step = await signedIn(context, node);
  if (step) await endConsoleSignIn(step.profile, step.session, context);
  else void showInformation(vscode.l10n.t('No profile is signed in with the AWS console.'));
}

/** Ends the sign-in of a profile, which may not exist any more, and tells the user. Rejects with `FailureError`. */
export async function endConsoleSignIn(
  profile: string,
  session: string,
  { active, consoleSignIns }: Pick<ConsoleContext, 'active' | 'consoleSignIns'>,
): Promise<void> {
  const t = vscode.l10n.t;
  const signIns = await consoleSignIns.get();
  await withProgress(t('Signing out of the AWS console'), () => signIns.signOut(session));
  void active.refresh();
  void showInformation(
    t(
      'Profile “{0}” is signed out. Keys that programs have already stay valid for up to 15 minutes. Your browser may still be signed in to the console.',
      profile,
    ),
  );
}

/**
 * The buttons once a profile is deleted: no command finds its sign-in then, unless another profile has it, too. Must be
 * called before.
 */
export async function buttonsAfterDeletion(
  name: string,
  context: Pick<ConsoleContext, 'active' | 'attempt' | 'consoleSignIns' | 'store'>,
): Promise<() => readonly Button[]> {
  const { attempt, consoleSignIns, store } = context;
  const session = valueOf(store.state.profiles.profiles.get(name), keys.loginSession);
  if (session === undefined) return () => [];
  const signIns = await consoleSignIns.get();
  const state = await signIns.stateOf(session).catch(() => undefined);
  if (state?.kind === 'signedOut') return () => [];
  const follow = (): unknown => attempt(name, () => endConsoleSignIn(name, session, context));
  const button = { title: vscode.l10n.t('Sign Out'), follow };
  return () => (isUsed(store.state.profiles, session) ? [] : [button]);
}

async function signedIn(context: ConsoleContext, node: TreeNode | undefined): Promise<LoginStep | undefined> {
  const target = targetOfNode(node);
  if (target) return consoleStepOf(context.views.planOf(target));
  const inUse = targetOf(context.active.state);
  const step = inUse && consoleStepOf(context.views.planOf(inUse));
  const signIns = await context.consoleSignIns.get();
  const state = step && (await signIns.stateOf(step.session).catch(() => undefined));
  return state?.kind === 'signedIn' ? step : chooseSignedIn(context);
}
