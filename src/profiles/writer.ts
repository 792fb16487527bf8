import { FailureError } from '../base/failure.ts';
import { applyEdits, type TextEdit } from '../config/edit.ts';
import { parseConfig } from '../config/parse.ts';
import { planChange, type ProfileChange } from './changes.ts';
import type { FileRole } from './profiles.ts';
import type { FileState } from './store.ts';
import { undoneEdits } from './undoneEdits.ts';

/** The part of a change that affects one file. */
export interface Rewrite {
  readonly path: string;
  /** The text for which the edits were planned; undefined if there was no file. */
  readonly before: string | undefined;
  readonly edits: readonly TextEdit[];
  readonly after: string;
}

/**
 * - `written`: the files have changed;
 * - `unsaved`: the change was added to an editor that already had unsaved changes;
 * - `overtaken`: nothing was done, because a file changed after planning.
 */
export type RewriteOutcome = 'written' | 'unsaved' | 'overtaken';

/** Write access to the AWS files; implemented in `host/files/editableFiles.ts`. */
export interface EditableFiles {
  /** The text for which a change is planned: that of the open editor, or else of the file. */
  current(path: string): Promise<FileState>;
  /** Performs all rewrites or none. Rejects with `FailureError` if a file cannot be written. */
  rewrite(rewrites: readonly Rewrite[]): Promise<RewriteOutcome>;
}

export interface WritableFiles extends EditableFiles {
  /** Creates an empty file and its folder, readable only by the owner. Leaves an existing file unchanged. */
  create(path: string): Promise<void>;
}

export type Paths = Readonly<Record<FileRole, string>>;

export interface AppliedChange {
  readonly outcome: Exclude<RewriteOutcome, 'overtaken'>;
  readonly paths: readonly string[];
  /**
   * Plans how to undo the change in the current files. Resolves to undefined if they have changed in the same place.
   * Rejects with `FailureError` if one cannot be read.
   */
  planUndo(): Promise<readonly Rewrite[] | undefined>;
  /** Undoes the change. If the files have changed in the same place, does nothing and resolves to false. */
  undo(): Promise<boolean>;
}

const roles: readonly FileRole[] = ['config', 'credentials'];

/** Plans how a change rewrites the current files. Rejects with `FailureError` if it cannot be made. */
export async function planRewrites(
  files: EditableFiles,
  paths: Paths,
  change: ProfileChange,
): Promise<readonly Rewrite[]> {
  const states = await Promise.all(roles.map((role) => files.current(paths[role])));
  const texts = states.map((state) => (state.kind === 'text' ? state.text : undefined));
  const [config, credentials] = texts.map((text = '') => parseConfig(text));
  const planned = planChange({ config: config!, credentials: credentials! }, change);
  for (const [i, state] of states.entries())
    if (state.kind === 'failed' && needsUnreadable(roles[i]!, change, planned))
      throw new FailureError(state.failure);
  if ('failure' in planned) throw new FailureError(planned.failure);
  return roles.flatMap((role, i): Rewrite[] => {
    const [before, edits] = [texts[i], planned[role]];
    if (edits.length === 0) return [];
    return [{ path: paths[role], before, edits, after: applyEdits(before ?? '', edits) }];
  });
}

/** Adding and setting work without a file that they do not edit. All other changes need both files. */
function needsUnreadable(
  unreadable: FileRole,
  { kind }: ProfileChange,
  planned: ReturnType<typeof planChange>,
): boolean {
  if ('failure' in planned) return planned.failure.code === 'noSuchProfile';
  return planned[unreadable].length > 0 || (kind !== 'add' && kind !== 'set');
}

/** Enough for any other writer to finish. */
const attempts = 5;

/**
 * Makes a change. If a file changed in the meantime, rereads it and plans again; other changes are never overwritten.
 * Rejects with `FailureError`: `fileUnwritable` with reason `busy` after five attempts, or the failure of planning or
 * writing.
 */
export async function makeChange(
  files: EditableFiles,
  paths: Paths,
  change: ProfileChange,
): Promise<AppliedChange> {
  let rewrites: readonly Rewrite[] = [];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    rewrites = await planRewrites(files, paths, change);
    const outcome = rewrites.length === 0 ? 'written' : await files.rewrite(rewrites);
    if (outcome === 'overtaken') continue;
    const planUndo = () => undoneRewrites(files, rewrites);
    const undo = () => undoChange(files, planUndo);
    return { outcome, paths: rewrites.map(({ path }) => path), planUndo, undo };
  }
  throw new FailureError({ code: 'fileUnwritable', path: rewrites[0]!.path, reason: 'busy' });
}

async function undoneRewrites(
  files: EditableFiles,
  rewrites: readonly Rewrite[],
): Promise<readonly Rewrite[] | undefined> {
  const undone: Rewrite[] = [];
  for (const rewrite of rewrites) {
    const state = await files.current(rewrite.path);
    if (state.kind === 'failed') throw new FailureError(state.failure);
    const current = state.kind === 'text' ? state.text : '';
    const edits = undoneEdits(rewrite, current);
    if (!edits) return undefined;
    undone.push({ path: rewrite.path, before: current, edits, after: applyEdits(current, edits) });
  }
  return undone;
}

async function undoChange(
  files: EditableFiles,
  planUndo: () => Promise<readonly Rewrite[] | undefined>,
): Promise<boolean> {
  for (let attempt = 1; attempt <= attempts; attempt++) {
    const undone = await planUndo();
    if (!undone) return false;
    if ((await files.rewrite(undone)) !== 'overtaken') return true;
  }
  return false;
}
