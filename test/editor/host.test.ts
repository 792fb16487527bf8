import { equal, ok } from 'node:assert/strict';
import * as vscode from 'vscode';

describe('the editor', () => {
  it('is the requested version', () => {
    ok(vscode.version.startsWith(process.env['ROLECALL_VSCODE_VERSION'] ?? '1.'), vscode.version);
  });

  it('has a folder open', () => {
    equal(vscode.workspace.workspaceFolders?.length, 1);
  });
});
