import * as vscode from 'vscode';
import { commandIds } from '../../base/contributions.ts';
import { type Failure, type FailureCode, mayNeedNewCode } from '../../base/failure.ts';
import { openSettings } from '../../display/openSettings.ts';
import { showError, showWarning } from '../../display/toasts.ts';
import type { AnyTarget } from '../../plan/anyPlan.ts';
import { absolutePolicy, workspacePath } from '../files/policyPaths.ts';
import type { FailureButton } from './failureButton.ts';
import { failureButtons, retryable } from './failureButtons.ts';
import { describeFailure } from './messages.ts';

interface Button {
  readonly title: string;
  readonly follow: () => void;
}

interface Remedy extends Button {
  readonly isFor?: (failure: Failure) => boolean;
}

/**
 * Shows a failure of what was done with `target`, with buttons for the remedies. `given`, if it is for this failure,
 * takes the place of the config file, for what is not in it. Does not wait for the answer.
 */
export function showFailure(
  failure: Failure,
  retry: (renew: boolean) => void,
  given?: Remedy,
  target?: AnyTarget,
): void {
  const t = vscode.l10n.t;
  const remedy = given && (given.isFor?.(failure) ?? true) ? given : undefined;
  const usual = failureButtons(failure, target).filter((button) => !remedy || !opensConfigFile(button));
  const buttons: Button[] = usual.map((button) => ({
    title: button.title,
    follow: () => follow(button),
  }));
  if (remedy) buttons.unshift(remedy);
  if (mayNeedNewCode(failure)) buttons.unshift({ title: t('Enter New MFA Code'), follow: () => retry(true) });
  const again = signsIn.has(failure.code) ? t('Sign In') : t('Try Again');
  // AWS does not say whether the session was the reason, so another attempt is with a new one.
  const renew = failure.code === 'consoleRefused';
  if (retryable.has(failure.code)) buttons.push({ title: again, follow: () => retry(renew) });
  // An error stays until it is closed, which is too much for something that the user caused.
  const show = causedByUser.has(failure.code) ? showWarning : showError;
  void show(describeFailure(failure), ...buttons).then((button) => button?.follow());
}

function follow(button: FailureButton): void {
  if ('settings' in button) openSettings(...button.settings);
  else if ('policyFile' in button) void openPolicyFile(button.policyFile, button.line);
  else void vscode.commands.executeCommand(button.command, button.argument);
}

/** The file may be missing, which VS Code then says. */
async function openPolicyFile(path: string, line = 1): Promise<void> {
  const at = new vscode.Position(line - 1, 0);
  const uri = vscode.Uri.file(absolutePolicy(path, workspacePath()));
  await vscode.window.showTextDocument(uri, { selection: new vscode.Range(at, at) });
}

function opensConfigFile(button: FailureButton): boolean {
  return 'command' in button && button.command === commandIds.openConfigFile;
}

/** Another attempt opens the browser. */
const signsIn: ReadonlySet<FailureCode> = new Set(['signInNeeded', 'loginNeeded', 'loginOtherIdentity']);
const causedByUser: ReadonlySet<FailureCode> = new Set([
  'signInDenied',
  'signInTimedOut',
  'loginCodeExpired',
  'loginOtherIdentity',
]);
