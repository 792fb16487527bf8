import assert from 'node:assert/strict';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Cancelled } from '../../src/base/failure.ts';
import type { TextEdit } from '../../src/config/edit.ts';
import { type EditOptions, editableFiles } from '../../src/host/files/editableFiles.ts';
import { nodeFiles } from '../../src/host/files/nodeFiles.ts';
import { SteadyFiles } from '../../src/host/files/steadyFiles.ts';
import type { FileState } from '../../src/profiles/store.ts';
import type { RewriteOutcome } from '../../src/profiles/writer.ts';
import { eventually } from '../eventually.ts';
import { removeAwsFolder, writeAwsFile } from './awsHome.ts';
import { open as openInEditor } from './language/awsEditor.ts';

const path = join(homedir(), '.aws', 'config');
const options: EditOptions = { keepBackup: false, now: Date.now, withLock: (action) => action() };
// No other program writes the file here.
const quick = new SteadyFiles(nodeFiles, {
  calmMs: 100,
  emptiedMs: 100,
  stableMs: 100,
  busyMs: 2000,
  pollMs: 20,
});
const files = editableFiles(() => options, quick);

/** Writes the config file with an old modification time. */
function write(text: string): void {
  writeAwsFile('config', text);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(path, longAgo, longAgo);
}

function onDisk(): string {
  return readFileSync(path, 'utf8');
}

/** Removes what an editor normalizes or hides: carriage returns and the byte order mark. */
function normalized(text: string): string {
  return text.replaceAll(/[\r\uFEFF]/gu, '');
}

async function open(): Promise<vscode.TextDocument> {
  const document = await openInEditor('config');
  // VS Code may still have the content of an earlier editor.
  await eventually(() => assert.equal(normalized(document.getText()), normalized(onDisk())), 10_000);
  return document;
}

async function type(document: vscode.TextDocument, text: string): Promise<void> {
  const edit = new vscode.WorkspaceEdit();
  edit.insert(document.uri, new vscode.Position(0, 0), text);
  assert.ok(await vscode.workspace.applyEdit(edit));
}

async function closeAll(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.revertAndCloseActiveEditor');
  await vscode.commands.executeCommand('workbench.action.closeAllEditors');
}

/** Replaces the first `old` with `text`; the edit is based on `before`, or on the current state unless it is set. */
async function replace(old: string, text: string, before?: FileState): Promise<RewriteOutcome> {
  const state = before ?? (await files.current(path));
  assert.ok(state.kind === 'text', state.kind);
  const start = state.text.indexOf(old);
  const edits: TextEdit[] = [{ start, end: start + old.length, text }];
  const after = state.text.slice(0, start) + text + state.text.slice(start + old.length);
  return files.rewrite([{ path, before: state.text, edits, after }]);
}

function lockFailure(): Promise<never> {
  return Promise.reject(new Cancelled());
}

describe('changing a file', function () {
  this.timeout(30_000);
  beforeEach(() => write('[profile a]\r\nregion = x\r\n'));
  afterEach(closeAll);
  after(removeAwsFolder);

  it('writes to the disk if the file is not open', async () => {
    assert.equal(await replace('x', 'y'), 'written');
    assert.equal(onDisk(), '[profile a]\r\nregion = y\r\n');
  });

  it('changes an open file, whose editor follows, and Undo there restores the old text', async () => {
    const document = await open();
    assert.equal(await replace('x', 'y'), 'written');
    assert.equal(onDisk(), '[profile a]\r\nregion = y\r\n');
    assert.equal(document.isDirty, false);
    await eventually(() => assert.equal(document.getText(), '[profile a]\r\nregion = y\r\n'), 10_000);
    await assertUndo(document, '[profile a]\r\nregion = x\r\n');
  });

  it('keeps unsaved changes and does not save them', async () => {
    const document = await open();
    await type(document, '# mine\r\n');
    assert.equal(await replace('x', 'y'), 'unsaved');
    assert.equal(document.getText(), '# mine\r\n[profile a]\r\nregion = y\r\n');
    assert.equal(onDisk(), '[profile a]\r\nregion = x\r\n');
    assert.ok(document.isDirty);
  });

  it('does nothing if the editor’s text has changed since', async () => {
    const document = await open();
    const planned = await files.current(path);
    await type(document, '# mine\r\n');
    assert.equal(await replace('x', 'y', planned), 'overtaken');
    assert.equal(document.getText(), '# mine\r\n[profile a]\r\nregion = x\r\n');
  });

  it('does nothing if the file on the disk has changed since', async () => {
    const planned = await files.current(path);
    writeAwsFile('config', '[profile b]\nregion = x\n');
    assert.equal(await replace('x', 'y', planned), 'overtaken');
    assert.equal(onDisk(), '[profile b]\nregion = x\n');
  });

  it('does nothing if another window holds the lock', async () => {
    const rewrite = { path, before: onDisk(), edits: [], after: '' };
    assert.equal(
      await editableFiles(() => ({ ...options, withLock: lockFailure }), quick).rewrite([rewrite]),
      'overtaken',
    );
    assert.equal(onDisk(), '[profile a]\r\nregion = x\r\n');
  });

  it('starts from the disk if another program has just written the file', async () => {
    const document = await open();
    writeFileSync(path, '[profile c]\nregion = x\n');
    assert.equal(await replace('x', 'y'), 'written');
    assert.equal(onDisk(), '[profile c]\nregion = y\n');
    await eventually(() => assert.equal(document.getText(), '[profile c]\nregion = y\n'), 10_000);
  });

  it('writes to the disk if VS Code may not have noticed the last change, and Undo still works', async () => {
    writeFileSync(path, '[profile a]\nregion = x\n');
    const document = await open();
    assert.equal(await replace('x', 'y'), 'written');
    await eventually(() => assert.equal(document.getText(), '[profile a]\nregion = y\n'), 10_000);
    await assertUndo(document, '[profile a]\nregion = x\n');
  });

  it('keeps mixed line endings and the byte order mark of an open file', async () => {
    write('\uFEFF[profile a]\r\nregion = x\n# end');
    const document = await open();
    assert.equal(await replace('x', 'y'), 'written');
    assert.equal(onDisk(), '\uFEFF[profile a]\r\nregion = y\n# end');
    await eventually(() => assert.match(document.getText(), /region = y/u), 10_000);
  });

  it('keeps the byte order mark when the editor saves the file', async () => {
    write('\uFEFF[profile a]\nregion = x\n');
    await open();
    assert.equal(await replace('x', 'y'), 'written');
    assert.equal(onDisk(), '\uFEFF[profile a]\nregion = y\n');
  });
});

/**
 * Waits until Undo changes the text, which it should restore. Undo applies to the focused editor, which may not have
 * the focus yet, and a second Undo could go back to what the file had in an earlier test.
 */
async function assertUndo(document: vscode.TextDocument, expected: string): Promise<void> {
  const before = document.getText();
  await eventually(async () => {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    await eventually(() => assert.notEqual(document.getText(), before), 1000);
  });
  assert.equal(document.getText(), expected);
}
