import * as vscode from 'vscode';
import type { Button } from '../notifications.ts';

/** Clears the clipboard if it still contains the credentials. */
export function clearClipboard(text: string): Button {
  return {
    title: vscode.l10n.t('Clear Clipboard'),
    async follow() {
      if ((await vscode.env.clipboard.readText()) === text) await vscode.env.clipboard.writeText('');
    },
  };
}
