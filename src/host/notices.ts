import * as vscode from 'vscode';
import { commandIds } from '../base/contributions.ts';

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
            'This machine’s clock is {0} min ahead of AWS. Rolecall compensates for this, but AWS might reject requests from other tools. Correct the clock.',
            minutes,
          )
        : t(
            'This machine’s clock is {0} min behind AWS. Rolecall compensates for this, but AWS might reject requests from other tools. Correct the clock.',
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
      'VS Code’s secret storage does not keep data on this machine, possibly because there is no keyring. Sessions are kept in memory only, so Rolecall asks for MFA codes again after you close VS Code.',
    );
    const chosen = await vscode.window.showInformationMessage(sentence, showLog);
    if (chosen) await vscode.commands.executeCommand(commandIds.showLog);
  };
}

/** What is said of the live mirror, each thing once in a window. */
export function mirrorNotices(): {
  readonly onOverwritten: () => void;
  readonly onFailure: (reason: string) => void;
} {
  return { onOverwritten: createMirrorNotice(), onFailure: createMirrorFailure() };
}

/** Says once in a window that somebody wrote where nothing stays. */
function createMirrorNotice(): () => void {
  let said = false;
  return () => {
    if (said) return;
    said = true;
    const t = vscode.l10n.t;
    const open = { title: t('Open Config File') };
    const sentence = t(
      'A program changed Rolecall’s copy of your AWS files, which terminals in this window use. The change was discarded. Make it in your own files instead.',
    );
    void vscode.window.showWarningMessage(sentence, open).then((chosen) => {
      if (chosen) void vscode.commands.executeCommand(commandIds.openConfigFile);
    });
  };
}

/** Says once in a window that its terminals have no credentials, and what to do. */
function createMirrorFailure(): (reason: string) => void {
  let said = false;
  return (reason) => {
    if (said) return;
    said = true;
    const t = vscode.l10n.t;
    const open = { title: t('Open Settings') };
    const sentence = t(
      'Terminals in this window cannot get live AWS credentials ({0}). Set “rolecall.terminals.mode” to “environment”, or make sure that Rolecall can write its copy of your AWS files and reload the window.',
      reason,
    );
    void vscode.window.showErrorMessage(sentence, open).then((chosen) => {
      const id = '@id:rolecall.terminals.mode';
      if (chosen) void vscode.commands.executeCommand('workbench.action.openSettings', id);
    });
  };
}
