import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { type Failure, mayNeedNewCode } from '../../base/failure.ts';
import { showInformation, showWarning } from '../../display/toasts.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { Session } from '../../session/sessions.ts';
import { consoleStepsIn } from '../consoleSignIn/consoleProfile.ts';
import type { CommandContext } from '../context.ts';

/** Renews the session in use. */
export async function renewSession({
  active,
  attempt,
}: Pick<CommandContext, 'active' | 'attempt'>): Promise<void> {
  const { state } = active;
  if (state.kind === 'none') return void vscode.commands.executeCommand(commandIds.switchProfile);
  if (state.kind === 'switching') return;
  if (state.kind === 'ready' && isKeys(state.session)) return tellOfKeys(state.session);
  const mustBeNew = state.kind === 'ready' || mayNeedNewCode(state.failure);
  await attempt(targetName(state.target), (renew) => active.use(state.target, renew || mustBeNew));
}

/** Whether the session consists of access keys as they are written, which only another tool can renew. */
function isKeys({ plan: { steps } }: Session): boolean {
  return ['keys', 'environment'].includes(steps.at(-1)!.kind);
}

function tellOfKeys({ plan, credentials }: Session): void {
  const t = vscode.l10n.t;
  const name = targetName(plan.target);
  void showInformation(
    credentials.isTemporary
      ? t(
          '“{0}” has temporary keys that another tool provides. Renew them there: Rolecall uses new ones at once.',
          name,
        )
      : t('“{0}” has long-term access keys, which do not expire: there is nothing to renew.', name),
  );
}

type ForgetContext = Pick<
  CommandContext,
  'attempt' | 'forgetAllSessions' | 'views' | 'store' | 'consoleSignIns'
>;

/**
 * Forgets all sessions, and says what it does not reach: what open terminals have, files that cannot be changed now,
 * and sign-ins, which give new sessions without a question.
 */
export async function forgetAllSessions(context: ForgetContext): Promise<void> {
  const t = vscode.l10n.t;
  await context.attempt(t('Forget All Sessions'), async () => {
    const { count, remaining } = await context.forgetAllSessions();
    if (remaining.length > 0) showRemaining(remaining, context);
    const signIns = await validSignIns(context);
    const only = signIns.length === 1 ? t('Sign Out…') : undefined;
    const buttons = signIns.map(({ title, command }) => ({ title: only ?? title, command }));
    const sentences = [forgottenMessage(count), ...signIns.map(({ sentence }) => sentence)];
    void showInformation(sentences.join(' '), ...buttons).then(
      (button) => button && vscode.commands.executeCommand(button.command),
    );
  });
}

/** The kinds of sign-ins that are still valid, and what ends them. Does not reject. */
async function validSignIns(context: ForgetContext) {
  const t = vscode.l10n.t;
  const kinds = [
    {
      isValid: () => isSignedInAnywhere(context),
      sentence: t('You are still signed in to IAM Identity Center.'),
      title: t('Sign Out of IAM Identity Center'),
      command: commandIds.signOut,
    },
    {
      isValid: () => isSignedInWithConsole(context),
      sentence: t('You are still signed in with the AWS console.'),
      title: t('Sign Out of AWS Console'),
      command: commandIds.signOutOfConsole,
    },
  ] as const;
  const areValid = await Promise.all(kinds.map(({ isValid }) => isValid().catch(() => false)));
  return kinds.filter((_, i) => areValid[i]);
}

async function isSignedInWithConsole({ store, views, consoleSignIns }: ForgetContext): Promise<boolean> {
  const steps = consoleStepsIn(store.state.profiles, views.planOf);
  if (steps.length === 0) return false;
  const signIns = await consoleSignIns.get();
  const states = await Promise.all(steps.map(({ session }) => signIns.stateOf(session)));
  return states.some(({ kind }) => kind === 'signedIn');
}

function showRemaining(remaining: readonly Failure[], { views }: ForgetContext): void {
  const reasons = new Set(remaining.map((failure) => views.describeReason(failure)));
  const isInFiles = remaining.some(({ code }) => code !== 'secretStorageFailed');
  const inFiles = vscode.l10n.t('Sessions remain in files, and Rolecall will try again to remove them.');
  void showWarning([...(isInFiles ? [inFiles] : []), ...reasons].join(' '));
}

async function isSignedInAnywhere({ views }: ForgetContext): Promise<boolean> {
  const sessions = [...views.signIns().values()];
  if (sessions.length === 0) return false;
  const portal = await views.portal.get();
  await portal.refresh();
  return sessions.some(
    (session) => !('code' in session) && portal.signIns.stateOf(session)?.kind === 'signedIn',
  );
}

function forgottenMessage(count: number): string {
  const t = vscode.l10n.t;
  if (count === 0) return t('There were no sessions to forget.');
  const openTerminals = t('Terminals that are already open keep their credentials until you close them.');
  const what = count === 1 ? t('1 session was forgotten.') : t('{0} sessions were forgotten.', count);
  return `${what} ${openTerminals}`;
}
