import * as vscode from 'vscode';
import { columnsOf, displayText, sentencesWithin } from '../base/plainText.ts';
import { displayLines } from './marks.ts';

/**
 * Shows a notification of at most three lines. The rest of a longer message is in a dialog, which one more button
 * opens. Resolves to the button that the user chooses, if any.
 */
export function showInformation<T extends vscode.MessageItem>(
  message: string,
  ...buttons: readonly T[]
): Promise<T | undefined> {
  return notify(message, buttons, (text, ...shown) => vscode.window.showInformationMessage(text, ...shown));
}

export function showWarning<T extends vscode.MessageItem>(
  message: string,
  ...buttons: readonly T[]
): Promise<T | undefined> {
  return notify(message, buttons, (text, ...shown) => vscode.window.showWarningMessage(text, ...shown));
}

/** Shows an error as a whole: it says what happened and what helps. */
export function showError<T extends vscode.MessageItem>(
  message: string,
  ...buttons: readonly T[]
): Promise<T | undefined> {
  return show(buttons, (shown) =>
    vscode.window.showErrorMessage(displayText(message), ...shown, ...closing(message, shown)),
  );
}

type Open = (
  text: string,
  ...shown: readonly vscode.MessageItem[]
) => Thenable<vscode.MessageItem | undefined>;

async function notify<T extends vscode.MessageItem>(
  message: string,
  buttons: readonly T[],
  open: Open,
): Promise<T | undefined> {
  const { first, rest } = sentencesWithin(maxColumns, message);
  const all: vscode.MessageItem = { title: vscode.l10n.t('Show All') };
  const more = rest.length === 0 ? [] : [all];
  const chosen = await show<vscode.MessageItem>([...buttons, ...more], (shown) =>
    open(displayText(first), ...shown, ...closing(first, shown)),
  );
  if (chosen === all) return askModally(first, rest, ...buttons);
  return buttons.find((button) => button === chosen);
}

/** What fits into a line of a notification, which is 450 pixels wide, in the font of most systems. */
const lineColumns = 57;
const maxColumns = 3 * lineColumns;

/** A button for a long message that has none: VS Code shows only the first line of a notification without buttons. */
function closing(text: string, buttons: readonly vscode.MessageItem[]): readonly vscode.MessageItem[] {
  return buttons.length === 0 && columnsOf(text) > lineColumns ? [{ title: vscode.l10n.t('OK') }] : [];
}

/** Whether a notification shows the message as a whole. */
export function fitsIntoToast(message: string): boolean {
  return columnsOf(message) <= maxColumns;
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
