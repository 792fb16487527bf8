import { FailureError } from '../base/failure.ts';
import { applyEdits, type TextEdit } from '../config/edit.ts';
import { parseConfig } from '../config/parse.ts';
import { planChange, type ProfileChange } from './changes.ts';
import type { FileRole } from './profiles.ts';
import type { FileState } from './store.ts';

/** One file's part of a change. */
export interface Rewrite {
  readonly path: string;
  /** The text that the edits were planned on; undefined where there was no file. */
  readonly before: string | undefined;
  readonly edits: readonly TextEdit[];
  readonly after: string;
}

/**
 * What became of a change: in the files; in an editor that had unsaved changes already, and now has one more; or
 * nothing, because a file is no longer what the change was planned on.
 */
export type Landing = 'written' | 'unsaved' | 'overtaken';

/** The files as they can be changed; served by `host/editableFiles.ts`. */
export interface EditableFiles {
  /** What a change is planned on: the text of the open editor, or else of the file. */
  current(path: string): Promise<FileState>;
  /** Carries out all rewrites or none. Rejects with `FailureError` where a file cannot be written. */
  rewrite(rewrites: readonly Rewrite[]): Promise<Landing>;
}

export interface WritableFiles extends EditableFiles {
  /** Makes an empty file, with its folder, that only its owner may read; leaves one that is there as it is. */
  create(path: string): Promise<void>;
}

export type Paths = Readonly<Record<FileRole, string>>;

/** A change that was made. */
export interface MadeChange {
  readonly landing: Exclude<Landing, 'overtaken'>;
  readonly paths: readonly string[];
  /** Brings the files back to what they were, unless they changed again: then nothing is done, and false returned. */
  undo(): Promise<boolean>;
}

const roles: readonly FileRole[] = ['config', 'credentials'];

/** How a change would rewrite the files as they are now. Rejects with `FailureError` where it cannot be. */
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
    if (state.kind === 'failed' && isHinderedBy(roles[i]!, change, planned))
      throw new FailureError(state.failure);
  if ('failure' in planned) throw new FailureError(planned.failure);
  return roles.flatMap((role, i): Rewrite[] => {
    const [before, edits] = [texts[i], planned[role]];
    if (edits.length === 0) return [];
    return [{ path: paths[role], before, edits, after: applyEdits(before ?? '', edits) }];
  });
}

/** What is added or set in one file alone can do without the other. All else is to be done in both. */
function isHinderedBy(
  unreadable: FileRole,
  { kind }: ProfileChange,
  planned: ReturnType<typeof planChange>,
): boolean {
  if ('failure' in planned) return planned.failure.code === 'noSuchProfile';
  return planned[unreadable].length > 0 || (kind !== 'add' && kind !== 'set');
}

/** Enough for any other writer to be done. */
const attempts = 5;

/** Makes a change. A file that changed underneath is read again and the change planned anew: never overwritten. */
export async function makeChange(
  files: EditableFiles,
  paths: Paths,
  change: ProfileChange,
): Promise<MadeChange> {
  let rewrites: readonly Rewrite[] = [];
  for (let attempt = 1; attempt <= attempts; attempt++) {
    rewrites = await planRewrites(files, paths, change);
    const landing = rewrites.length === 0 ? 'written' : await files.rewrite(rewrites);
    if (landing === 'overtaken') continue;
    const reversed = rewrites.map(reverse);
    return {
      landing,
      paths: rewrites.map(({ path }) => path),
      undo: async () => (await files.rewrite(reversed)) !== 'overtaken',
    };
  }
  throw new FailureError({ code: 'fileUnwritable', path: rewrites[0]!.path, reason: 'busy' });
}

/** The way back, as one edit of what differs. A file that was made stays, empty. */
function reverse({ path, before = '', after }: Rewrite): Rewrite {
  const shorter = Math.min(before.length, after.length);
  let start = 0;
  while (start < shorter && before[start] === after[start]) start++;
  let same = 0;
  while (same < shorter - start && before.at(-1 - same) === after.at(-1 - same)) same++;
  const edit = { start, end: after.length - same, text: before.slice(start, before.length - same) };
  return { path, before: after, edits: [edit], after: before };
}
