import * as vscode from 'vscode';
import { Cancelled, FailureError } from '../../base/failure.ts';
import type { FileState } from '../../profiles/store.ts';
import type { EditableFiles, Landing, Rewrite, WritableFiles } from '../../profiles/writer.ts';
import type { Lock } from '../../session/fileLock.ts';
import { nodeFiles } from './awsFiles.ts';
import { type DiskOptions, stage } from './diskFiles.ts';
import { createFile } from './linkTargets.ts';
import { realPath } from './savedFiles.ts';

export interface EditOptions extends DiskOptions {
  /**
   * Runs an action while no other window changes the files: nothing else lies between comparing and renaming. Rejects with
   * `Cancelled` where the turn does not come.
   */
  alone<T>(action: () => Promise<T>): Promise<T>;
}

/** Longer than it takes until a window that was killed no longer blocks the others. */
const turnWithinMs = 10_000;

type WritingMode = Partial<Pick<EditOptions, 'keepBackup' | 'isPrivate'>>;

/** Writes the AWS files, and others in the same careful way. Windows take turns by a lock. */
export interface AwsFilesWriter {
  /** Through an editor, where one has unsaved changes. */
  readonly editable: WritableFiles;
  onDisk(mode?: WritingMode): EditableFiles;
}

export function createAwsFilesWriter(
  lock: Lock,
  keepBackup: { readonly value: boolean },
  now: () => number,
): AwsFilesWriter {
  const options = (mode?: WritingMode) => (): EditOptions => ({
    keepBackup: keepBackup.value,
    ...mode,
    now,
    alone: (action) => lock.hold('aws files', AbortSignal.timeout(turnWithinMs), action),
  });
  return { editable: editableFiles(options()), onDisk: (mode) => filesOnDisk(options(mode)) };
}

/**
 * Changes a file where it is the newest: in the editor that has unsaved changes of it, or else on the disk. An editor
 * without unsaved changes takes up what is on the disk by itself, and can undo it. To save through the editor would do
 * more than was asked: VS Code evens out line endings, and people have it trim lines and format as it saves.
 */
export function editableFiles(options: () => EditOptions): WritableFiles {
  return {
    async current(path): Promise<FileState> {
      const document = unsavedDocument(path);
      return document ? { kind: 'text', text: document.getText() } : nodeFiles.read(path);
    },
    create: createFile,
    async rewrite(rewrites) {
      const unsaved = rewrites.find(({ path }) => unsavedDocument(path));
      if (!unsaved) return inTurn(rewrites, options());
      if (rewrites.length === 1) return inEditor(unsaved);
      // One half would be on the disk, and the other would not be for as long as it is not saved.
      throw new FailureError({ code: 'fileUnwritable', path: unsaved.path, reason: 'unsaved' });
    },
  };
}

/** The same on the disk alone: where an editor has unsaved changes, nothing is done. */
function filesOnDisk(options: () => EditOptions): WritableFiles {
  return {
    current: (path) => nodeFiles.read(path),
    create: createFile,
    async rewrite(rewrites) {
      const unsaved = rewrites.find(({ path }) => unsavedDocument(path));
      if (!unsaved) return inTurn(rewrites, options());
      throw new FailureError({ code: 'fileUnwritable', path: unsaved.path, reason: 'unsaved' });
    },
  };
}

async function inTurn(rewrites: readonly Rewrite[], options: EditOptions): Promise<Landing> {
  try {
    return await options.alone(() => onDisk(rewrites, options));
  } catch (error) {
    // The turn did not come: whoever has it is about to change the files.
    if (error instanceof Cancelled) return 'overtaken';
    throw error;
  }
}

async function onDisk(rewrites: readonly Rewrite[], options: DiskOptions): Promise<Landing> {
  // Somebody may have begun to type while others had their turn.
  if (rewrites.some(({ path }) => unsavedDocument(path))) return 'overtaken';
  const staged = await stage(rewrites, options);
  try {
    return await staged.commit();
  } finally {
    await staged.discard();
  }
}

/** What was unsaved is the person's to save. */
async function inEditor({ path, before, edits }: Rewrite): Promise<Landing> {
  const document = unsavedDocument(path);
  if (!document || document.getText() !== before) return 'overtaken';
  const all = new vscode.WorkspaceEdit();
  for (const { start, end, text } of edits) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    all.replace(document.uri, range, text);
  }
  return (await vscode.workspace.applyEdit(all)) ? 'unsaved' : 'overtaken';
}

function unsavedDocument(path: string): vscode.TextDocument | undefined {
  const real = realPath(path);
  return vscode.workspace.textDocuments.find(
    ({ uri, isDirty }) => isDirty && uri.scheme === 'file' && realPath(uri.fsPath) === real,
  );
}
