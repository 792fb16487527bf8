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

/** Why a change of the AWS files cannot be undone. */
export function undoConflict(): string {
  return vscode.l10n.t(
    'The change cannot be undone because the file has changed in the same place since then.',
  );
}

export function showUndoConflict(): void {
  void showWarning(undoConflict());
}

/** Shows a message with buttons. Does not wait for the answer. */
export function showInfo(message: string, buttons: readonly Button[]): void {
  void showInformation(message, ...buttons).then((button) => button?.follow());
}
