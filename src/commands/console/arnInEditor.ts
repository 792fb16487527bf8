import * as vscode from 'vscode';
import { type Arn, arnsIn } from '../../plan/console/arn.ts';

/** Longer lines and selections are not read. UTF-16 code units. */
const maxLength = 100_000;

/** The ARN at the cursor of the active editor, or the first one in the selection there. */
export function arnInEditor(): Arn | undefined {
  const editor = vscode.window.activeTextEditor;
  if (!editor) return undefined;
  const { document, selection } = editor;
  if (!selection.isEmpty) {
    const selected = document.getText(selection);
    return selected.length > maxLength ? undefined : arnsIn(selected)[0]?.arn;
  }
  const { text } = document.lineAt(selection.active.line);
  const at = selection.active.character;
  if (text.length > maxLength) return undefined;
  return arnsIn(text).find(({ start, end }) => start <= at && at <= end)?.arn;
}
