import * as vscode from 'vscode';
import { showInformation, showWarning } from '../display/toasts.ts';

/** A button of a notification. */
export interface Button {
  readonly title: string;
  readonly follow: () => unknown;
}

/** Explains why an undo did nothing. */
export function showNotUndone(): void {
  void showWarning(vscode.l10n.t('The change was not undone because the file has changed since then.'));
}

/** Shows a message with buttons. Does not wait for the answer. */
export function showInfo(message: string, buttons: readonly Button[]): void {
  void showInformation(message, ...buttons).then((button) => button?.follow());
}
