import * as vscode from 'vscode';
import type { Settings } from '../base/contributions.ts';
import { FailureError } from '../base/failure.ts';

/** Writes a setting of the user; undefined removes it. Rejects with `FailureError`. */
export async function writeUserSetting(key: keyof Settings, value: unknown): Promise<void> {
  try {
    const { Global } = vscode.ConfigurationTarget;
    await vscode.workspace.getConfiguration('rolecall').update(key, value, Global);
  } catch (error) {
    // VS Code gives the reason, such as unsaved changes in the file, only as text.
    const place = vscode.l10n.t('your user settings');
    throw new FailureError({ code: 'settingsUnwritable', place, detail: (error as Error).message });
  }
}
