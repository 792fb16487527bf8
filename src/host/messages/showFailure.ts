import * as vscode from 'vscode';
import { type Failure, type FailureCode, takesNewCode } from '../../base/failure.ts';
import { failureButtons, worthRetrying } from './failureButtons.ts';

/** Tells of a failure, with buttons for the ways out. Nobody waits for the answer. */
export function showFailure(failure: Failure, sentence: string, retry: (renew: boolean) => void): void {
  const t = vscode.l10n.t;
  const ways: { readonly title: string; readonly follow: () => void }[] = failureButtons(failure).map(
    ({ title, command, argument }) => ({
      title,
      follow: () => void vscode.commands.executeCommand(command, argument),
    }),
  );
  if (takesNewCode(failure)) ways.unshift({ title: t('Enter New MFA Code'), follow: () => retry(true) });
  const again = failure.code === 'signInNeeded' ? t('Sign In') : t('Try Again');
  if (worthRetrying.has(failure.code)) ways.push({ title: again, follow: () => retry(false) });
  // An error stays until it is closed, which what a person did themselves need not.
  const show = isOwnDoing.has(failure.code)
    ? vscode.window.showWarningMessage
    : vscode.window.showErrorMessage;
  void show(sentence, ...ways).then((way) => way?.follow());
}

const isOwnDoing: ReadonlySet<FailureCode> = new Set(['signInDenied', 'signInTimedOut']);
