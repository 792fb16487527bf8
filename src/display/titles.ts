import * as vscode from 'vscode';
import { displayText } from '../base/plainText.ts';

/** What a diff compares. */
export interface Diff {
  readonly resource: vscode.Uri;
  readonly left: vscode.Uri;
  readonly right: vscode.Uri;
}

/** Opens one diff, or several in one editor. */
export async function openDiffs(title: string, diffs: readonly Diff[]): Promise<void> {
  const [only, ...others] = diffs;
  const options: vscode.TextDocumentShowOptions = { preview: false, preserveFocus: true };
  const shown = displayText(title);
  if (only && others.length === 0)
    await vscode.commands.executeCommand('vscode.diff', only.left, only.right, shown, options);
  else if (only)
    await vscode.commands.executeCommand(
      'vscode.changes',
      shown,
      diffs.map(({ resource, left, right }) => [resource, left, right]),
    );
}

/** Asks for a file to save to. */
export function askWhereToSave({
  title = '',
  ...options
}: vscode.SaveDialogOptions): Thenable<vscode.Uri | undefined> {
  return vscode.window.showSaveDialog({ ...options, title: displayText(title) });
}

/** Asks for a file of this machine to open. Resolves to its path. */
export async function askForFile({
  title = '',
  ...options
}: vscode.OpenDialogOptions): Promise<string | undefined> {
  const chosen = await vscode.window.showOpenDialog({ ...options, title: displayText(title) });
  return chosen?.[0]?.fsPath;
}

/** A document that a content provider provides under the path `title`. */
export function titledUri(scheme: string, title: string, query: string): vscode.Uri {
  return vscode.Uri.from({ scheme, path: `/${displayText(title).replaceAll('/', '∕')}`, query });
}
