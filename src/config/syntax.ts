/**
 * The lossless syntax of `~/.aws/config` and `~/.aws/credentials`.
 *
 * A document is a list of lines; every character of the text belongs to exactly one line, so the slices of all
 * lines, joined, are the text again. All offsets are UTF-16 code units from the start of the text; `end` is
 * exclusive and, for a line, includes its terminator.
 */

export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface BlankLine extends Span {
  readonly kind: 'blank';
}

export interface CommentLine extends Span {
  readonly kind: 'comment';
}

/** `[title]`; what a title means depends on the file and is decided by `profiles/`. */
export interface HeaderLine extends Span {
  readonly kind: 'header';
  readonly title: string;
  readonly titleStart: number;
  readonly titleEnd: number;
}

/** `key = value`. `indented` lines after an empty value are the nested block of that key. */
export interface AssignmentLine extends Span {
  readonly kind: 'assignment';
  /** As written; AWS's own tools compare keys without regard to case. */
  readonly key: string;
  readonly keyStart: number;
  /** Trimmed, without a comment that follows white space. */
  readonly value: string;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly indented: boolean;
}

/** A line that is neither of the above: text without `=`, an assignment in no section, or a broken header. */
export interface UnreadableLine extends Span {
  readonly kind: 'unreadable';
}

export type ConfigLine = BlankLine | CommentLine | HeaderLine | AssignmentLine | UnreadableLine;

export interface Entry {
  readonly line: AssignmentLine;
  readonly nested: readonly AssignmentLine[];
}

/** A header and all that stands before the next one, broken or not. Its lines are made when they are first asked for. */
export interface Section extends Span {
  /** The header's, at hand without making the lines. */
  readonly title: string;
  readonly header: HeaderLine;
  /** All of its lines, the header first; the same objects as the document's. */
  readonly lines: readonly ConfigLine[];
  readonly entries: readonly Entry[];
  /** The entries for whoever looks at all sections once: nothing of them is kept. */
  readEntries(): Iterable<Entry>;
}

export interface ConfigDocument {
  readonly text: string;
  readonly lines: readonly ConfigLine[];
  readonly sections: readonly Section[];
  /** The lines that begin like a header and are none. What follows them, up to the next header, is in no section. */
  readonly brokenHeaders: readonly Span[];
}
