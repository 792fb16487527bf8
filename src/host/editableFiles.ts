import { stat } from 'node:fs/promises';
import * as vscode from 'vscode';
import type { FileState } from '../profiles/store.ts';
import type { EditableFiles, Landing, Rewrite } from '../profiles/writer.ts';
import { type DiskOptions, stage } from './diskFiles.ts';
import { nodeFiles } from './files.ts';
import { realPath } from './savedFiles.ts';

/**
 * Changes a file where the person has it: in the open editor, so that unsaved changes are respected and Undo works, or
 * else on the disk.
 */
export function editableFiles(options: () => DiskOptions): EditableFiles {
  return {
    async current(path): Promise<FileState> {
      const document = await documentFor(path);
      return document ? { kind: 'text', text: document.getText() } : nodeFiles.read(path);
    },
    rewrite: (rewrites) => rewriteAll(rewrites, options()),
  };
}

interface OpenRewrite {
  readonly document: vscode.TextDocument;
  readonly rewrite: Rewrite;
}

async function rewriteAll(rewrites: readonly Rewrite[], options: DiskOptions): Promise<Landing> {
  const inEditors: OpenRewrite[] = [];
  const onDisk: Rewrite[] = [];
  for (const rewrite of rewrites) {
    const document = await documentFor(rewrite.path);
    if (document) inEditors.push({ document, rewrite });
    else onDisk.push(rewrite);
  }
  const staged = await stage(onDisk, options);
  try {
    const isCurrent = inEditors.every(({ document, rewrite }) => document.getText() === rewrite.before);
    if (!isCurrent || !(await staged.isCurrent())) return 'overtaken';
    const dirty = inEditors.filter(({ document }) => document.isDirty);
    if (inEditors.length > 0 && !(await vscode.workspace.applyEdit(workspaceEdit(inEditors))))
      return 'overtaken';
    await staged.commit();
    // What was unsaved is the person's to save.
    const saved = await Promise.all(
      inEditors.filter((each) => !dirty.includes(each)).map(({ document }) => document.save()),
    );
    return dirty.length === 0 && saved.every(Boolean) ? 'written' : 'unsaved';
  } finally {
    await staged.discard();
  }
}

function workspaceEdit(rewrites: readonly OpenRewrite[]): vscode.WorkspaceEdit {
  const all = new vscode.WorkspaceEdit();
  for (const { document, rewrite } of rewrites) {
    for (const { start, end, text } of rewrite.edits) {
      const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
      all.replace(document.uri, range, text);
    }
  }
  return all;
}

/** VS Code has noticed by then that a file changed; before, it refuses to save over it. */
const settledAfterMs = 1000;

/**
 * The open document, if it may be edited in place of the file: it has unsaved changes, or it is what the file has been for
 * a while. VS Code evens out mixed line endings as it opens a file; such a file is changed on the disk, since saving
 * would change them all.
 */
async function documentFor(path: string): Promise<vscode.TextDocument | undefined> {
  const document = openDocument(path);
  if (!document || document.isDirty) return document;
  const onDisk = await nodeFiles.read(path);
  if (onDisk.kind !== 'text' || withoutMark(onDisk.text) !== document.getText()) return undefined;
  return (await ageMs(path)) > settledAfterMs ? document : undefined;
}

async function ageMs(path: string): Promise<number> {
  return stat(path).then(
    ({ mtimeMs }) => Date.now() - mtimeMs,
    () => 0,
  );
}

/** VS Code keeps documents for a while after their editors were closed: such a one is of no interest to anybody. */
function openDocument(path: string): vscode.TextDocument | undefined {
  const real = realPath(path);
  const isIt = (uri: vscode.Uri): boolean => uri.scheme === 'file' && realPath(uri.fsPath) === real;
  const document = vscode.workspace.textDocuments.find(({ uri, isClosed }) => !isClosed && isIt(uri));
  if (!document || document.isDirty) return document;
  const tabs = vscode.window.tabGroups.all.flatMap((group) => group.tabs);
  return tabs.some(({ input }) => input instanceof vscode.TabInputText && isIt(input.uri))
    ? document
    : undefined;
}

/** An editor's text is without the byte order mark, and gets it back when it is saved. */
function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}
