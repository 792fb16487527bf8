import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { type Failure, type FailureCode, mayNeedNewCode } from '../../base/failure.ts';
import { openSettings } from '../../display/openSettings.ts';
import { showError, showWarning } from '../../display/toasts.ts';
import { type FailureButton, failureButtons, retryable } from './failureButtons.ts';
import { describeFailure } from './messages.ts';

interface Button {
  readonly title: string;
  readonly follow: () => void;
}

/**
 * Shows a failure, with buttons for the remedies. `remedy` takes the place of the config file, for what is not in it.
 * Does not wait for the answer.
 */
export function showFailure(failure: Failure, retry: (renew: boolean) => void, remedy?: Button): void {
  const t = vscode.l10n.t;
  const usual = failureButtons(failure).filter((button) => !remedy || !opensConfigFile(button));
  const buttons: Button[] = usual.map((button) => ({
    title: button.title,
    follow: () =>
      'settings' in button
        ? openSettings(...button.settings)
        : void vscode.commands.executeCommand(button.command),
  }));
  if (remedy) buttons.unshift(remedy);
  if (mayNeedNewCode(failure)) buttons.unshift({ title: t('Enter New MFA Code'), follow: () => retry(true) });
  const again = failure.code === 'signInNeeded' ? t('Sign In') : t('Try Again');
  if (retryable.has(failure.code)) buttons.push({ title: again, follow: () => retry(false) });
  // An error stays until it is closed, which is too much for something that the user caused.
  const show = causedByUser.has(failure.code) ? showWarning : showError;
  void show(describeFailure(failure), ...buttons).then((button) => button?.follow());
}

function opensConfigFile(button: FailureButton): boolean {
  return 'command' in button && button.command === commandIds.openConfigFile;
}

const causedByUser: ReadonlySet<FailureCode> = new Set(['signInDenied', 'signInTimedOut']);
