import * as vscode from 'vscode';
import type { Disposable } from '../../base/event.ts';
import { FailureError } from '../../base/failure.ts';

const key = 'editor.references';

/** Whether the user wants help with profile names in this file. A folder can turn it off for its files. */
export function hasReferences(file: vscode.Uri): boolean {
  return vscode.workspace.getConfiguration('rolecall', file).get<unknown>(key) !== false;
}

export function onDidChangeReferences(listener: () => void): Disposable {
  return vscode.workspace.onDidChangeConfiguration((change) => {
    if (change.affectsConfiguration(`rolecall.${key}`)) listener();
  });
}

/** Whether there is a workspace that has settings of its own. */
export function isWorkspaceOpen(): boolean {
  return (vscode.workspace.workspaceFolders ?? []).length > 0;
}

/** Turns it off for the workspace, or everywhere if none is open. Rejects with a `FailureError`. */
export async function turnReferencesOff(): Promise<void> {
  const { Global, Workspace } = vscode.ConfigurationTarget;
  const [level, place] = isWorkspaceOpen()
    ? [Workspace, vscode.workspace.name ?? '']
    : [Global, vscode.l10n.t('the user')];
  try {
    await vscode.workspace.getConfiguration('rolecall').update(key, false, level);
  } catch (error) {
    throw new FailureError(
      { code: 'settingsUnwritable', place, detail: (error as Error).message },
      { cause: error },
    );
  }
}
