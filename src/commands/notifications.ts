import * as vscode from 'vscode';

/** A button of a notification. */
export interface Button {
  readonly title: string;
  readonly follow: () => unknown;
}

/** Why an undo did nothing. */
export function sayOvertaken(): void {
  void vscode.window.showWarningMessage(
    vscode.l10n.t('The change was not undone because the file has changed since then.'),
  );
}

/** A message with buttons; nobody waits for the answer. */
export function offer(message: string, buttons: readonly Button[]): void {
  void vscode.window.showInformationMessage(message, ...buttons).then((button) => button?.follow());
}
