import * as vscode from 'vscode';
import { showInformation } from '../../display/toasts.ts';
import type { LoginStep } from '../../plan/plan.ts';
import { targetOf } from '../../session/activeState.ts';
import { targetOfNode, type TreeNode } from '../../views/tree/treeNodes.ts';
import type { ConsoleContext } from '../context.ts';
import { withProgress } from '../progress.ts';
import { chooseSignedIn } from './chooseConsoleProfile.ts';
import { consoleStepOf } from './consoleProfile.ts';

/** Ends a console sign-in on this machine: that of the row, of the profile in use, or one that the user chooses. */
export async function signOutOfConsole(context: ConsoleContext, node?: TreeNode): Promise<void> {
  const t = vscode.l10n.t;
  await context.store.ready();
  const signIns = await context.consoleSignIns.get();
  const step = await signedIn(context, node);
  if (!step) return void showInformation(t('No profile is signed in with the AWS console.'));
  await withProgress(t('Signing out of the AWS console'), () => signIns.signOut(step.session));
  void context.active.refresh();
  void showInformation(
    t(
      'Profile “{0}” is signed out. Keys that programs have already stay valid for up to 15 minutes. Your browser may still be signed in to the console.',
      step.profile,
    ),
  );
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
