import type { Span } from '../../config/syntax.ts';
import type { FileLocation } from '../../profiles/profiles.ts';
import type { FileEdits } from '../../profiles/sections.ts';
import type { LintCode } from './codes.ts';

/** Something wrong in one of the AWS files. Offsets are those of the file that was checked. */
export interface Finding {
  readonly code: LintCode;
  readonly span: Span;
  /** What the sentence names; never a secret value. */
  readonly args: readonly string[];
  readonly related?: readonly FileLocation[];
  /** The first is the preferred one, unless it is an offer; empty if there is no right answer. */
  readonly fixes: readonly Fix[];
}

export interface Fix {
  readonly code: FixCode;
  readonly args: readonly string[];
  readonly edits: FileEdits;
  /** One of several right answers, so it is neither preferred nor part of what fixes all problems. */
  readonly isOffer?: true;
  /** Also takes the file's permissions for others away. */
  readonly makePrivate?: true;
}

export type FixCode = FileFixCode | ValueFixCode;

/** Fixes of titles, references, and whole files. */
export type FileFixCode =
  | 'retitle'
  | 'commentOut'
  | 'closeHeader'
  | 'moveSection'
  | 'mergeSections'
  | 'removeEarlierKey'
  | 'changeReference'
  | 'useItself'
  | 'removeInline'
  | 'convertSignIn'
  | 'copyRegion'
  | 'moveKeysAside'
  | 'moveKeysToCredentials'
  | 'makePrivate'
  | 'addSection'
  | 'removeMark';

/** Fixes of keys and values. */
export type ValueFixCode =
  | 'replaceValue'
  | 'removeQuotes'
  | 'moveComment'
  | 'renameKey'
  | 'removeKey'
  | 'swapValues'
  | 'indentLines'
  | 'moveToBlock'
  | 'moveToServices'
  | 'unindent'
  | 'useEquals'
  | 'straightenQuotes'
  | 'replaceEverywhere'
  | 'moveToConfig';

export interface LintFacts {
  /** In ms since the epoch. */
  readonly now: number;
  /** Whether users other than the owner may read the credentials file; undefined if that is unknown. */
  readonly othersMayRead?: boolean;
  /** Whether the file that is checked begins with a byte order mark, which its text need not show. */
  readonly hasByteOrderMark?: boolean;
  /** The codes that the settings turn off. */
  readonly disabled: ReadonlySet<string>;
}

/** Makes the edits of a fix when they are needed: few fixes of thousands are ever applied. */
export function lazyFix(
  code: FixCode,
  args: readonly string[],
  edits: () => FileEdits,
  more: Pick<Fix, 'isOffer'> = {},
): Fix {
  let made: FileEdits | undefined;
  return {
    ...more,
    code,
    args,
    get edits() {
      return (made ??= edits());
    },
  };
}
