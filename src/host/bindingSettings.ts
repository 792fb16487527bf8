import * as vscode from 'vscode';
import type { Disposable, Event } from '../base/event.ts';
import type { BindingSettings } from '../session/bindings.ts';

/**
 * The settings that bind the window and its folders to profiles, and an event that fires when they may have changed.
 */
export const bindingSettings: { readonly value: BindingSettings; readonly onChange: Event<unknown> } = {
  get value() {
    const { globalValue, workspaceValue } = inspect(undefined);
    const folders = vscode.workspace.workspaceFolders ?? [];
    return {
      user: named(globalValue),
      workspace: named(workspaceValue),
      folders: folders.map(({ uri, name }) => ({
        uri: uri.toString(),
        name,
        profile: named(inspect(uri).workspaceFolderValue),
      })),
      isTrusted: vscode.workspace.isTrusted,
    };
  },
  onChange: (listener): Disposable =>
    vscode.Disposable.from(
      vscode.workspace.onDidChangeConfiguration((change) => {
        if (change.affectsConfiguration('rolecall.profile')) listener(change);
      }),
      vscode.workspace.onDidChangeWorkspaceFolders(listener),
      vscode.workspace.onDidGrantWorkspaceTrust(listener),
    ),
};

function inspect(folder: vscode.Uri | undefined): Record<string, unknown> {
  const { ...found } = vscode.workspace.getConfiguration('rolecall', folder ?? null).inspect('profile');
  return found;
}

/** A settings file may contain any value. */
function named(value: unknown): string | undefined {
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
