import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';

/** Says once in a window that the clock is wrong: Rolecall copes, but other programs may not. */
export function createSkewWarning(): (minutes: number) => void {
  let said = false;
  return (minutes) => {
    if (said) return;
    said = true;
    const t = vscode.l10n.t;
    void vscode.window.showWarningMessage(
      minutes > 0
        ? t(
            'This machine’s clock is {0} min ahead of AWS’s. Rolecall allows for it, but other AWS tools may be refused. Set the clock.',
            minutes,
          )
        : t(
            'This machine’s clock is {0} min behind AWS’s. Rolecall allows for it, but other AWS tools may be refused. Set the clock.',
            -minutes,
          ),
    );
  };
}

/** Says that nothing outlives the window, if that is to be said: a person would wonder why they are asked again. */
export function createStorageNotice(mustSay: () => Promise<boolean>): () => Promise<void> {
  return async () => {
    if (!(await mustSay())) return;
    const t = vscode.l10n.t;
    const showLog = { title: t('Show Log') };
    const sentence = t(
      'VS Code’s secret storage keeps nothing here (there may be no keyring), so sessions are in memory only: after VS Code is closed, you are asked for MFA codes again.',
    );
    const chosen = await vscode.window.showInformationMessage(sentence, showLog);
    if (chosen) await vscode.commands.executeCommand(commandIds.showLog);
  };
}
