import * as vscode from 'vscode';
import { commandIds } from '../contributions.ts';

/** What is said of the mirror, each thing once in a window: a bundle of its own, read with the mirror. */
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
      'A program changed the copy of your AWS files that terminals of this window read. The change is lost: make it in your own file.',
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
      'Terminals of this window cannot get live AWS credentials ({0}). Set “rolecall.terminals.mode” to “environment”, or make room for the copy of your AWS files and load the window anew.',
      reason,
    );
    void vscode.window.showErrorMessage(sentence, open).then((chosen) => {
      const id = '@id:rolecall.terminals.mode';
      if (chosen) void vscode.commands.executeCommand('workbench.action.openSettings', id);
    });
  };
}
