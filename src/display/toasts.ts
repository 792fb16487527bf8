import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';
import { displayLines } from './marks.ts';

/** Shows a notification. Resolves to the button that the user chooses, if any. */
export function showInformation<T extends vscode.MessageItem>(
  message: string,
  ...buttons: readonly T[]
): Promise<T | undefined> {
  return show(buttons, (shown) => vscode.window.showInformationMessage(displayText(message), ...shown));
}

export function showWarning<T extends vscode.MessageItem>(
  message: string,
  ...buttons: readonly T[]
): Promise<T | undefined> {
  return show(buttons, (shown) => vscode.window.showWarningMessage(displayText(message), ...shown));
}

export function showError<T extends vscode.MessageItem>(
  message: string,
  ...buttons: readonly T[]
): Promise<T | undefined> {
  return show(buttons, (shown) => vscode.window.showErrorMessage(displayText(message), ...shown));
}

/** Asks in a modal dialog. `detail` is shown below the question, line by line. */
export function askModally<T extends vscode.MessageItem>(
  question: string,
  detail: readonly string[],
  ...buttons: readonly T[]
): Promise<T | undefined> {
  const options = { modal: true, detail: displayLines(detail) };
  return show(buttons, (shown) => vscode.window.showWarningMessage(displayText(question), options, ...shown));
}

async function show<T extends vscode.MessageItem>(
  buttons: readonly T[],
  open: (shown: readonly vscode.MessageItem[]) => Thenable<vscode.MessageItem | undefined>,
): Promise<T | undefined> {
  const shown = buttons.map((button) => ({ ...button, title: displayText(button.title) }));
  const chosen = await open(shown);
  return buttons[shown.findIndex((button) => button === chosen)];
}

/** Shows a message in the status bar for `ms` milliseconds. */
export function showInStatusBar(icon: string, message: string, ms: number): void {
  vscode.window.setStatusBarMessage(`$(${icon}) ${displayText(message)}`, ms);
}

/** Shows in the status bar what is in progress. */
export function showWhile(work: Promise<unknown>, message: string): void {
  vscode.window.setStatusBarMessage(`$(sync~spin) ${displayText(message)}`, work);
}
