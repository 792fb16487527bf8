import * as vscode from 'vscode';
import { TimedOut, withDeadline } from '../../base/deadline.ts';
import { deadlines } from '../../base/deadlines.ts';
import { Cancelled, FailureError, type WriteTrouble } from '../../base/failure.ts';
import type { FileState } from '../../profiles/store.ts';
import type { EditableFiles, Rewrite, RewriteOutcome, WritableFiles } from '../../profiles/writer.ts';
import type { Lock } from '../../session/fileLock.ts';
import { backupPath } from './awsFiles.ts';
import { removeSessionsFromBackup } from './backup.ts';
import { type DiskOptions, stage } from './diskFiles.ts';
import { createFile } from './resolveLinks.ts';
import { realPath } from './savedFiles.ts';
import type { SteadyFiles } from './steadyFiles.ts';
import { sweep } from './temporaryFiles.ts';

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
  /**
   * Removes copies of sessions that are next to the files: in their backups, and in the temporary files of killed
   * windows. Rejects with `FailureError` if a backup cannot be changed.
   */
  forgetSessions(paths: readonly string[]): Promise<void>;
}

export interface AwsFilesWriterDependencies {
  readonly lock: Lock;
  readonly files: SteadyFiles;
  readonly keepBackup: { readonly value: boolean };
  readonly withoutSessions: (text: string) => string;
  readonly now: () => number;
}

export function createAwsFilesWriter(dependencies: AwsFilesWriterDependencies): AwsFilesWriter {
  const { lock, files, keepBackup, withoutSessions, now } = dependencies;
  const withLock: EditOptions['withLock'] = (action) =>
    lock.hold('aws files', AbortSignal.timeout(lockTimeoutMs), action);
  const options = (mode?: WritingMode) => (): EditOptions => ({
    keepBackup: keepBackup.value,
    ...mode,
    withoutSessions,
    now,
    withLock,
  });
  return {
    editable: editableFiles(options(), files),
    onDisk: (mode) => filesOnDisk(options(mode), files),
    forgetSessions: async (paths) => {
      for (const path of paths)
        await withLock(() =>
          inTime(async () => {
            // While this window has the lock, no other window needs its temporary files.
            for (const place of new Set([path, await realPath(path)])) await sweep(place, 0);
            await removeSessionsFromBackup(path, withoutSessions);
          }),
        ).catch((error: unknown) => rethrow(error, backupPath(path), 'busy'));
    },
  };
}

/**
 * Changes a file where its latest version is: in the editor that has unsaved changes, or else on disk. An editor
 * without unsaved changes picks up the change from disk, and can undo it. Saving through the editor would do more than
 * requested: VS Code normalizes line endings, and may trim lines and format the file when it saves.
 */
export function editableFiles(options: () => EditOptions, files: SteadyFiles): WritableFiles {
  return {
    async current(path): Promise<FileState> {
      const document = await unsavedDocument(path);
      return document ? { kind: 'text', text: document.getText() } : files.steady(path);
    },
    create: createFile,
    async rewrite(rewrites) {
      const unsaved = await firstUnsaved(rewrites);
      if (!unsaved) return writeWithLock(rewrites, options(), files);
      if (rewrites.length === 1) return applyInEditor(unsaved);
      // One change would be on disk, and the other only in an editor until it is saved.
      throw new FailureError({ code: 'fileUnwritable', path: unsaved.path, reason: 'unsaved' });
    },
  };
}

/** Like `editableFiles`, but on disk only. Rejects if an editor has unsaved changes. */
function filesOnDisk(options: () => EditOptions, files: SteadyFiles): WritableFiles {
  return {
    current: (path) => files.steady(path),
    create: createFile,
    async rewrite(rewrites) {
      const unsaved = await firstUnsaved(rewrites);
      if (!unsaved) return writeWithLock(rewrites, options(), files);
      throw new FailureError({ code: 'fileUnwritable', path: unsaved.path, reason: 'unsaved' });
    },
  };
}

async function writeWithLock(
  rewrites: readonly Rewrite[],
  options: EditOptions,
  files: SteadyFiles,
): Promise<RewriteOutcome> {
  try {
    const outcome = await options.withLock(() => inTime((signal) => onDisk(rewrites, options, signal)));
    if (outcome === 'written') for (const { path, after } of rewrites) await files.noteWritten(path, after);
    return outcome;
  } catch (error) {
    // Another window holds the lock, so it is about to change the files.
    if (error instanceof Cancelled) return 'overtaken';
    return rethrow(error, rewrites[0]!.path);
  }
}

/** A network drive may not respond. */
function inTime<T>(action: (signal: AbortSignal) => Promise<T>): Promise<T> {
  return withDeadline(deadlines.changeMs, neverAborted, action);
}

const neverAborted = new AbortController().signal;

/** `busy`: the reason if the lock was not available in time. */
function rethrow(error: unknown, path: string, busy?: WriteTrouble): never {
  const reason = error instanceof TimedOut ? 'timedOut' : error instanceof Cancelled ? busy : undefined;
  throw reason ? new FailureError({ code: 'fileUnwritable', path, reason }, { cause: error }) : error;
}

async function onDisk(
  rewrites: readonly Rewrite[],
  options: DiskOptions,
  signal: AbortSignal,
): Promise<RewriteOutcome> {
  // The user may have started to type while other windows held the lock.
  if (await firstUnsaved(rewrites)) return 'overtaken';
  const staged = await stage(rewrites, options);
  try {
    // The user was told that the files could not be written.
    signal.throwIfAborted();
    return await staged.commit();
  } finally {
    await staged.discard();
  }
}

/** Changes the text in the editor. Saving it is up to the user, who had unsaved changes there. */
async function applyInEditor({ path, before, edits }: Rewrite): Promise<RewriteOutcome> {
  const document = await unsavedDocument(path);
  if (!document?.isDirty || document.getText() !== before) return 'overtaken';
  const all = new vscode.WorkspaceEdit();
  for (const { start, end, text } of edits) {
    const range = new vscode.Range(document.positionAt(start), document.positionAt(end));
    all.replace(document.uri, range, text);
  }
  return (await vscode.workspace.applyEdit(all)) ? 'unsaved' : 'overtaken';
}

async function firstUnsaved(rewrites: readonly Rewrite[]): Promise<Rewrite | undefined> {
  for (const rewrite of rewrites) if (await unsavedDocument(rewrite.path)) return rewrite;
  return undefined;
}

async function unsavedDocument(path: string): Promise<vscode.TextDocument | undefined> {
  const real = await realPath(path);
  for (const document of vscode.workspace.textDocuments) {
    const { uri, isDirty } = document;
    if (isDirty && uri.scheme === 'file' && (await realPath(uri.fsPath)) === real) return document;
  }
  return undefined;
}
