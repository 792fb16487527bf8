import assert from 'node:assert/strict';
import { readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { Cancelled } from '../../src/base/failure.ts';
import type { TextEdit } from '../../src/config/edit.ts';
import { type EditOptions, editableFiles } from '../../src/host/files/editableFiles.ts';
import type { FileState } from '../../src/profiles/store.ts';
import type { Landing } from '../../src/profiles/writer.ts';
import { eventually } from '../eventually.ts';
import { removeAwsFolder, writeAwsFile } from './awsHome.ts';

const path = join(homedir(), '.aws', 'config');
const options: EditOptions = { keepBackup: false, now: Date.now, alone: (action) => action() };
const files = editableFiles(() => options);

/** As if it had been written long ago. */
function write(text: string): void {
  writeAwsFile('config', text);
  const longAgo = new Date(Date.now() - 60_000);
  utimesSync(path, longAgo, longAgo);
}

function onDisk(): string {
  return readFileSync(path, 'utf8');
}

/** Without what an editor evens out or hides. */
function flat(text: string): string {
  return text.replaceAll(/[\r\uFEFF]/gu, '');
}

async function open(): Promise<vscode.TextDocument> {
  const document = await vscode.workspace.openTextDocument(vscode.Uri.file(path));
  await vscode.window.showTextDocument(document, { preview: false });
  // VS Code may still have what an earlier editor showed.
  await eventually(() => assert.equal(flat(document.getText()), flat(onDisk())), 10_000);
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

/** Puts `text` in the place of the first `found`, planned on what there is now. */
async function replace(found: string, text: string, before?: FileState): Promise<Landing> {
  const state = before ?? (await files.current(path));
  assert.ok(state.kind === 'text', state.kind);
  const start = state.text.indexOf(found);
  const edits: TextEdit[] = [{ start, end: start + found.length, text }];
  const after = state.text.slice(0, start) + text + state.text.slice(start + found.length);
  return files.rewrite([{ path, before: state.text, edits, after }]);
}

function neverMyTurn(): Promise<never> {
  return Promise.reject(new Cancelled());
}

describe('a file that is changed', function () {
  this.timeout(30_000);
  beforeEach(() => write('[profile a]\r\nregion = x\r\n'));
  afterEach(closeAll);
  after(removeAwsFolder);

  it('is written on the disk when it is not open', async () => {
    assert.equal(await replace('x', 'y'), 'written');
    assert.equal(onDisk(), '[profile a]\r\nregion = y\r\n');
  });

  it('is changed in its editor and saved, and Undo brings back what was there', async () => {
    const document = await open();
    assert.equal(await replace('x', 'y'), 'written');
    assert.equal(onDisk(), '[profile a]\r\nregion = y\r\n');
    assert.equal(document.isDirty, false);
    await undone(document, '[profile a]\r\nregion = x\r\n');
  });

  it('keeps what is unsaved, and leaves saving to the person', async () => {
    const document = await open();
    await type(document, '# mine\r\n');
    assert.equal(await replace('x', 'y'), 'unsaved');
    assert.equal(document.getText(), '# mine\r\n[profile a]\r\nregion = y\r\n');
    assert.equal(onDisk(), '[profile a]\r\nregion = x\r\n');
    assert.ok(document.isDirty);
  });

  it('is not touched when its editor has moved on', async () => {
    const document = await open();
    const planned = await files.current(path);
    await type(document, '# mine\r\n');
    assert.equal(await replace('x', 'y', planned), 'overtaken');
    assert.equal(document.getText(), '# mine\r\n[profile a]\r\nregion = x\r\n');
  });

  it('is not touched when the disk has moved on', async () => {
    const planned = await files.current(path);
    writeAwsFile('config', '[profile b]\nregion = x\n');
    assert.equal(await replace('x', 'y', planned), 'overtaken');
    assert.equal(onDisk(), '[profile b]\nregion = x\n');
  });

  it('is not touched while another window has its turn', async () => {
    const rewrite = { path, before: onDisk(), edits: [], after: '' };
    assert.equal(
      await editableFiles(() => ({ ...options, alone: neverMyTurn })).rewrite([rewrite]),
      'overtaken',
    );
    assert.equal(onDisk(), '[profile a]\r\nregion = x\r\n');
  });

  it('is taken as it is on the disk when another program has just written it', async () => {
    const document = await open();
    writeFileSync(path, '[profile c]\nregion = x\n');
    assert.equal(await replace('x', 'y'), 'written');
    assert.equal(onDisk(), '[profile c]\nregion = y\n');
    await eventually(() => assert.equal(document.getText(), '[profile c]\nregion = y\n'), 10_000);
  });

  it('is changed on the disk where VS Code may not have seen the last change, and Undo works all the same', async () => {
    writeFileSync(path, '[profile a]\nregion = x\n');
    const document = await open();
    assert.equal(await replace('x', 'y'), 'written');
    await eventually(() => assert.equal(document.getText(), '[profile a]\nregion = y\n'), 10_000);
    await undone(document, '[profile a]\nregion = x\n');
  });

  it('keeps its mixed line endings and its byte order mark, also when it is open', async () => {
    write('\uFEFF[profile a]\r\nregion = x\n# end');
    const document = await open();
    assert.equal(await replace('x', 'y'), 'written');
    assert.equal(onDisk(), '\uFEFF[profile a]\r\nregion = y\n# end');
    await eventually(() => assert.match(document.getText(), /region = y/u), 10_000);
  });

  it('keeps its byte order mark when it is saved by the editor', async () => {
    write('\uFEFF[profile a]\nregion = x\n');
    await open();
    assert.equal(await replace('x', 'y'), 'written');
    assert.equal(onDisk(), '\uFEFF[profile a]\nregion = y\n');
  });
});

/** Undo goes to what has the focus, which the editor may not have yet. */
async function undone(document: vscode.TextDocument, expected: string): Promise<void> {
  await eventually(async () => {
    await vscode.window.showTextDocument(document);
    await vscode.commands.executeCommand('undo');
    assert.equal(document.getText(), expected);
  });
}
