import assert from 'node:assert/strict';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { aliceKey } from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { useAws } from '../useAws.ts';

export const awsLanguage = 'aws-config';
export const secret = aliceKey.secretAccessKey;
export const keyLines = `aws_access_key_id = ${aliceKey.accessKeyId}\naws_secret_access_key = ${secret}\n`;

/** Sets up the tests of the enclosing `describe`: the AWS files on the disk, and no editors between the tests. */
export function useAwsEditors(): void {
  useAws();
  afterEach(closeEditors);
}

export function uriOf(file: 'config' | 'credentials'): vscode.Uri {
  return vscode.Uri.file(join(homedir(), '.aws', file));
}

export interface Written {
  readonly document: vscode.TextDocument;
  /** Where the text has its mark `|`; the start unless it has one. */
  readonly position: vscode.Position;
}

/** Opens an AWS file only as long as its editor: VS Code keeps documents that an extension opens. */
export async function open(file: 'config' | 'credentials'): Promise<vscode.TextDocument> {
  await vscode.commands.executeCommand('vscode.open', uriOf(file), { preview: false });
  return eventually(() => {
    const { document } = vscode.window.activeTextEditor ?? {};
    assert.equal(document?.uri.path, uriOf(file).path);
    return document;
  });
}

/** Replaces the text of an AWS file in its editor, as typing does. Nothing is saved. */
export async function write(file: 'config' | 'credentials', marked: string): Promise<Written> {
  return writeIn(await open(file), marked);
}

export async function writeIn(document: vscode.TextDocument, marked: string): Promise<Written> {
  const editor = await vscode.window.showTextDocument(document, { preview: false });
  await eventually(async () => {
    const end = document.lineAt(document.lineCount - 1).range.end;
    const whole = new vscode.Range(new vscode.Position(0, 0), end);
    // VS Code may be reading the file at this moment.
    assert.ok(await editor.edit((edit) => edit.replace(whole, marked.replace('|', ''))));
  });
  const position = document.positionAt(Math.max(0, marked.indexOf('|')));
  editor.selection = new vscode.Selection(position, position);
  return { document, position };
}

/** Asks the provider of this kind about a document. */
export function ask<T>(kind: string, { uri }: vscode.TextDocument, ...more: readonly unknown[]): Thenable<T> {
  return vscode.commands.executeCommand<T>(`vscode.execute${kind}Provider`, uri, ...more);
}

/** Changes a setting of the user until `check` succeeds, and takes the change back. */
export async function withSetting(
  name: string,
  value: unknown,
  check: () => Promise<void> | void,
): Promise<void> {
  const change = (to: unknown): Thenable<void> =>
    vscode.workspace.getConfiguration('rolecall').update(name, to, vscode.ConfigurationTarget.Global);
  await change(value);
  try {
    await eventually(check);
  } finally {
    await change(undefined);
  }
}

/** Closes all editors without saving. */
async function closeEditors(): Promise<void> {
  for (const document of vscode.workspace.textDocuments.filter(({ isDirty }) => isDirty)) {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  }
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}
