import * as vscode from 'vscode';
import { Cancelled, FailureError } from '../../base/failure.ts';
import type { FileState } from '../../profiles/store.ts';
import type { EditableFiles, Rewrite, RewriteOutcome, WritableFiles } from '../../profiles/writer.ts';
import type { Lock } from '../../session/fileLock.ts';
import { nodeFiles } from './awsFiles.ts';
import { type DiskOptions, stage } from './diskFiles.ts';
import { createFile } from './resolveLinks.ts';
import { realPath } from './savedFiles.ts';

export interface EditOptions extends DiskOptions {
  /**
   * Runs an action while no other window changes the files, so that nothing happens between the comparison and the
   * rename. Rejects with `Cancelled` if the lock is not available in time.
   */
  withLock<T>(action: () => Promise<T>): Promise<T>;
}

/** Longer than the lock of a killed window blocks the others. Milliseconds. */
const lockTimeoutMs = 10_000;

type WritingMode = Partial<Pick<EditOptions, 'keepBackup' | 'isPrivate'>>;

/** Writes the AWS files, and other files with the same care. A lock prevents windows from writing at the same time. */
export interface AwsFilesWriter {
  /** Writes through an editor if one has unsaved changes. */
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
    withLock: (action) => lock.hold('aws files', AbortSignal.timeout(lockTimeoutMs), action),
  });
  return { editable: editableFiles(options()), onDisk: (mode) => filesOnDisk(options(mode)) };
}

/**
 * Changes a file where its latest version is: in the editor that has unsaved changes, or else on disk. An editor
 * without unsaved changes picks up the change from disk, and can undo it. Saving through the editor would do more than
 * requested: VS Code normalizes line endings, and may trim lines and format the file when it saves.
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
      if (!unsaved) return writeWithLock(rewrites, options());
      if (rewrites.length === 1) return applyInEditor(unsaved);
      // One change would be on disk, and the other only in an editor until it is saved.
      throw new FailureError({ code: 'fileUnwritable', path: unsaved.path, reason: 'unsaved' });
    },
  };
}

/** Like `editableFiles`, but on disk only. Rejects if an editor has unsaved changes. */
function filesOnDisk(options: () => EditOptions): WritableFiles {
  return {
    current: (path) => nodeFiles.read(path),
    create: createFile,
    async rewrite(rewrites) {
      const unsaved = rewrites.find(({ path }) => unsavedDocument(path));
      if (!unsaved) return writeWithLock(rewrites, options());
      throw new FailureError({ code: 'fileUnwritable', path: unsaved.path, reason: 'unsaved' });
    },
  };
}

async function writeWithLock(rewrites: readonly Rewrite[], options: EditOptions): Promise<RewriteOutcome> {
  try {
    return await options.withLock(() => onDisk(rewrites, options));
  } catch (error) {
    // Another window holds the lock, so it is about to change the files.
    if (error instanceof Cancelled) return 'overtaken';
    throw error;
  }
}

async function onDisk(rewrites: readonly Rewrite[], options: DiskOptions): Promise<RewriteOutcome> {
  // The user may have started to type while other windows held the lock.
  if (rewrites.some(({ path }) => unsavedDocument(path))) return 'overtaken';
  const staged = await stage(rewrites, options);
  try {
    return await staged.commit();
  } finally {
    await staged.discard();
  }
}

/** Changes the text in the editor. Saving it is up to the user, who had unsaved changes there. */
async function applyInEditor({ path, before, edits }: Rewrite): Promise<RewriteOutcome> {
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
