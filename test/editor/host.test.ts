import { deepEqual, equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the editor', () => {
  it('is the requested version', () => {
    ok(vscode.version.startsWith(process.env['ROLECALL_VSCODE_VERSION'] ?? '1.'), vscode.version);
  });

  it('has a folder open', () => {
    equal(vscode.workspace.workspaceFolders?.length, 1);
  });

  it('has no other command on the keys of Rolecall', async () => {
    const uri = vscode.Uri.parse('vscode://defaultsettings/keybindings.json');
    const text = (await vscode.workspace.openTextDocument(uri)).getText();
    const bindings: readonly Keybinding[] = JSON.parse(text.replaceAll(/^\s*\/\/.*$/gm, ''));
    ok(bindings.length > 500, String(bindings.length));
    const { keybindings } = vscode.extensions.getExtension('rolecall.rolecall')!.packageJSON.contributes;
    for (const { key, mac } of keybindings as readonly { readonly key: string; readonly mac: string }[]) {
      const wanted = process.platform === 'darwin' ? mac : key;
      const others = bindings.filter((each) => each.key === wanted && !each.command.startsWith('rolecall.'));
      deepEqual(others, []);
    }
  });
});

interface Keybinding {
  readonly key: string;
  readonly command: string;
}
