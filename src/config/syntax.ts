/**
 * The lossless syntax of `~/.aws/config` and `~/.aws/credentials`.
 *
 * A document is a list of lines. Every character of the text belongs to exactly one line, so joining the slices of all
 * lines yields the text. All offsets are UTF-16 code units from the start of the text. `end` is exclusive; a line's
 * span includes its terminator.
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

/** `[title]`. The meaning of a title depends on the file; see `profiles/`. */
export interface HeaderLine extends Span {
  readonly kind: 'header';
  readonly title: string;
  readonly titleStart: number;
  readonly titleEnd: number;
}

/** `key = value`. Deeper lines after an empty value form the nested block of that key. */
export interface AssignmentLine extends Span {
  readonly kind: 'assignment';
  /** As written. AWS's tools compare keys case-insensitively. */
  readonly key: string;
  readonly keyStart: number;
  /** Trimmed, without a trailing comment. */
  readonly value: string;
  readonly valueStart: number;
  readonly valueEnd: number;
  readonly indented: boolean;
}

/** Any other line: text without a separator, an assignment outside a section, or a broken header. */
export interface UnreadableLine extends Span {
  readonly kind: 'unreadable';
}

export type ConfigLine = BlankLine | CommentLine | HeaderLine | AssignmentLine | UnreadableLine;

export interface Entry {
  readonly line: AssignmentLine;
  readonly nested: readonly AssignmentLine[];
  /** The lines below that continue the value, which is a command (`commandText.ts`). */
  readonly continuation: readonly ConfigLine[];
  /** The value of the line; for a command, all of its lines, trimmed and joined by line feeds. */
  readonly value: string;
}

/** A header and everything up to the next header, broken or not. Lines are read on first access. */
export interface Section extends Span {
  /** The header's title, available without reading the lines. */
  readonly title: string;
  readonly header: HeaderLine;
  /** All lines, header first; the same objects as in the document's `lines`. */
  readonly lines: readonly ConfigLine[];
  readonly entries: readonly Entry[];
  /** Reads the entries without caching them, for a single pass over all sections. */
  readEntries(): Iterable<Entry>;
}

export interface ConfigDocument {
  readonly text: string;
  readonly lines: readonly ConfigLine[];
  readonly sections: readonly Section[];
  /** Lines that begin with a bracket but are not headers. The lines below, up to the next header, are in no section. */
  readonly brokenHeaders: readonly Span[];
}
