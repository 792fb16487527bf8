import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { type Failure, FailureError } from '../../base/failure.ts';
import { showWarning } from '../../display/toasts.ts';
import type { ProfileChange } from '../../profiles/changes.ts';
import { keys } from '../../profiles/keys.ts';
import { makeChange } from '../../profiles/writer.ts';
import { type ChangeOutcome, reportChange } from '../change/confirmChange.ts';
import type { ConsoleContext } from '../context.ts';
import { showInfo } from '../notifications.ts';
import { consoleChange, isUsed } from './consoleProfile.ts';
import { endConsoleSignIn } from './signOutOfConsole.ts';

/**
 * Makes the profile use the sign-in, and tells the user. There is no preview: they have just confirmed the sign-in in
 * their browser, and can undo the change. A window without a profile uses it at once, and has none again once the
 * change is undone. A sign-in that no profile uses then ends: no command would find it.
 */
export async function keepConsoleSignIn(
  name: string,
  session: string,
  region: string | undefined,
  context: ConsoleContext,
): Promise<void> {
  const t = vscode.l10n.t;
  const { store, active, run, attempt } = context;
  const target = { kind: 'profile', name } as const;
  const isFirst = active.state.kind === 'none';
  const use = { title: t('Use in This Window'), follow: () => run(commandIds.useProfile, target) };
  const open = { title: t('New Terminal'), follow: () => run(commandIds.newTerminal, target) };
  const buttons = isFirst || active.isUsing(target) ? [open] : [use, open];
  const onDone = (): void => void (isFirst ? use.follow() : active.refresh());
  const onUndone = async (): Promise<void> => {
    if (isFirst && active.isUsing(target)) active.stop();
    if (isUsed(store.state.profiles, session)) return;
    await attempt(name, () => endConsoleSignIn(name, session, context));
  };
  const change = consoleChange(store.state.profiles, name, session, region);
  if (change) {
    const message = messageOf(change, session);
    return write(change, session, { message, buttons: () => buttons, onDone, onUndone }, context);
  }
  onDone();
  showInfo(t('You are signed in as {0}.', session), buttons);
}

function messageOf({ kind, name }: ProfileChange, session: string): string {
  const t = vscode.l10n.t;
  return kind === 'add'
    ? t('You are signed in as {0}. Profile “{1}” was added.', session, name)
    : t('You are signed in as {0}. Profile “{1}” uses the sign-in now.', session, name);
}

async function write(
  change: ProfileChange,
  session: string,
  outcome: ChangeOutcome,
  context: ConsoleContext,
): Promise<void> {
  const { store, editableFiles } = context;
  try {
    const made = await makeChange(await editableFiles(), store.paths, change);
    await reportChange(context, change, made, outcome);
  } catch (error) {
    if (!(error instanceof FailureError)) throw error;
    tellNotWritten(error.failure, change, session, () => write(change, session, outcome, context), context);
  }
}

/** The sign-in is stored, and needs only the line in the file to be used. */
function tellNotWritten(
  failure: Failure,
  { name }: ProfileChange,
  session: string,
  retry: () => Promise<void>,
  { views, attempt }: ConsoleContext,
): void {
  const t = vscode.l10n.t;
  const again = { title: t('Try Again') };
  const sentence = t(
    'You are signed in, but profile “{0}” could not be written: {1} To use the sign-in, add “{2}” to the profile.',
    name,
    views.describeReason(failure),
    `${keys.loginSession} = ${session}`,
  );
  void showWarning(sentence, again).then((chosen) => chosen && attempt(name, retry));
}
