import type { Failure } from '../base/failure.ts';
import type { ConfigDocument } from '../config/syntax.ts';
import { brokenHeaders, missingPrefixes, needlessPrefixes } from './headerHints.ts';
import { buildProfiles, type FileRole, type ProfileSet } from './profiles.ts';

export interface StoreState {
  readonly profiles: ProfileSet;
  /**
   * Unreadable files, whose profiles come from the last successful read, and files with parts that are ignored.
   */
  readonly failures: readonly Failure[];
  /** Valid content that the user may have meant differently. */
  readonly hints: readonly Failure[];
}

/** Both files, as they could be read. */
export interface ReadFiles {
  readonly paths: Readonly<Record<FileRole, string>>;
  /** Those of the last successful read. */
  readonly documents: Readonly<Record<FileRole, ConfigDocument>>;
  readonly failures: Readonly<Partial<Record<FileRole, Failure | undefined>>>;
  readonly notUtf8: ReadonlySet<FileRole>;
}

const roles: readonly FileRole[] = ['config', 'credentials'];

export function buildState(files: ReadFiles): StoreState {
  const { paths, documents, failures } = files;
  const findHints = hintFinder(files);
  return {
    profiles: buildProfiles(documents.config, documents.credentials),
    failures: roles.flatMap((role) => failures[role] ?? brokenHeaders(paths[role], documents[role])),
    get hints() {
      return findHints();
    },
  };
}

/** Finds the hints when they are first shown. */
function hintFinder({ paths, documents, notUtf8 }: ReadFiles): () => readonly Failure[] {
  const encodings = [...notUtf8].map((role): Failure => ({ code: 'notUtf8', path: paths[role] }));
  let found: readonly Failure[] | undefined;
  return () =>
    (found ??= [
      ...encodings,
      // One file can serve as both; then its sections without a prefix are profiles of the credentials file.
      ...(paths.config === paths.credentials
        ? []
        : [
            ...missingPrefixes(paths.config, documents.config),
            ...needlessPrefixes(paths.credentials, documents.credentials),
          ]),
    ]);
}
