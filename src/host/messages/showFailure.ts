import * as vscode from 'vscode';
import { type Failure, type FailureCode, mayNeedNewCode } from '../../base/failure.ts';
import { openSettings } from '../../display/openSettings.ts';
import { showError, showWarning } from '../../display/toasts.ts';
import { failureButtons, retryable } from './failureButtons.ts';
import { describeFailure } from './messages.ts';

/** Shows a failure, with buttons for the remedies. Does not wait for the answer. */
export function showFailure(failure: Failure, retry: (renew: boolean) => void): void {
  const t = vscode.l10n.t;
  const buttons: { readonly title: string; readonly follow: () => void }[] = failureButtons(failure).map(
    (button) => ({
      title: button.title,
      follow: () =>
        'settings' in button
          ? openSettings(...button.settings)
          : void vscode.commands.executeCommand(button.command),
    }),
  );
  if (mayNeedNewCode(failure)) buttons.unshift({ title: t('Enter New MFA Code'), follow: () => retry(true) });
  const again = failure.code === 'signInNeeded' ? t('Sign In') : t('Try Again');
  if (retryable.has(failure.code)) buttons.push({ title: again, follow: () => retry(false) });
  // An error stays until it is closed, which is too much for something that the user caused.
  const show = causedByUser.has(failure.code) ? showWarning : showError;
  void show(describeFailure(failure), ...buttons).then((button) => button?.follow());
}

const causedByUser: ReadonlySet<FailureCode> = new Set(['signInDenied', 'signInTimedOut']);
