import { isCommandKey } from '../../config/commandText.ts';
import { indentOf } from '../../config/indent.ts';
import { textStart } from '../../config/layout.ts';
import { readLines } from '../../config/lines.ts';
import type { AssignmentLine, Entry, Span } from '../../config/syntax.ts';
import type { AwsText } from '../awsText.ts';
import { sectionAt } from '../navigation/namedPlaces.ts';
import { type Block, blockAt } from './blockAt.ts';

/** What is being written at the cursor. `span` is what a completion replaces; it is within one line. */
export type CursorPlace = TitlePlace | KeyPlace | ValuePlace;

export interface TitlePlace {
  readonly kind: 'title';
  readonly span: Span;
  /** From the bracket to the cursor. */
  readonly typed: string;
  readonly isClosed: boolean;
}

export interface KeyPlace {
  readonly kind: 'key';
  readonly span: Span;
  /** Undefined before the first header. */
  readonly block: Block | undefined;
  /** The key whose block the line is in, such as `s3`. */
  readonly parent: string | undefined;
  readonly hasSeparator: boolean;
  /** Whether a header could stand here, too: nothing but this word is on the line. */
  readonly mayBeHeader: boolean;
}

export interface ValuePlace {
  readonly kind: 'value';
  readonly span: Span;
  readonly block: Block;
  readonly parent: string | undefined;
  /** In lower case. */
  readonly key: string;
  /** The start of the line, whose value does not count as one that is known. */
  readonly lineStart: number;
  /** Whether the spacing of the line asks for a space before the value. */
  readonly needsSpace: boolean;
  /** Whether a comment follows that would become part of a value without a space before it. */
  readonly needsSpaceAfter: boolean;
}

/** A value as it is inserted. */
export function spaced(
  { needsSpace, needsSpaceAfter }: Pick<ValuePlace, 'needsSpace' | 'needsSpaceAfter'>,
  value: string,
): string {
  return (needsSpace ? ' ' : '') + value + (needsSpaceAfter ? ' ' : '');
}

/** Undefined in comments, in commands that continue, and where nothing can be completed. */
export function cursorPlace(text: AwsText, offset: number): CursorPlace | undefined {
  const line = lineAround(text.document.text, offset);
  const typed = text.document.text.slice(line.start, offset);
  const content = typed.trimStart();
  if (/^[#;]/u.test(content)) return undefined;
  if (content.startsWith('[')) return titlePlace(text, offset, line);
  const block = blockAt(text, offset);
  const indent = typed.length - content.length;
  const parent = parentOf(text, block, line.start, indent);
  if (parent === 'none') return undefined;
  const [read] = readLines(text.document.text, line.start, line.end, true);
  if (read?.kind === 'assignment' && offset > read.keyStart + read.key.length)
    return block && valuePlace(text.document.text, offset, read, block, parent);
  if (!/^[\w.@-]*$/u.test(content)) return undefined;
  const rest = /^[\w.@-]*/u.exec(text.document.text.slice(offset, line.end))![0];
  const after = text.document.text.slice(offset + rest.length, line.end).trim();
  const hasSeparator = read?.kind === 'assignment';
  if (!hasSeparator && after !== '' && !/^[#;]/u.test(after)) return undefined;
  return {
    kind: 'key',
    span: { start: offset - content.length, end: offset + rest.length },
    block,
    parent,
    hasSeparator,
    mayBeHeader: indent === 0 && after === '' && !hasSeparator,
  };
}

/** The line around an offset, without its terminator and without a byte order mark. */
export function lineAround(text: string, offset: number): Span {
  let start = offset;
  while (start > textStart(text) && !isLineEnd(text[start - 1]!)) start--;
  let end = offset;
  while (end < text.length && !isLineEnd(text[end]!)) end++;
  return { start, end };
}

function isLineEnd(char: string): boolean {
  return char === '\n' || char === '\r';
}

function titlePlace({ document }: AwsText, offset: number, line: Span): TitlePlace | undefined {
  const { text } = document;
  const bracket = text.indexOf('[', line.start);
  const typed = text.slice(bracket + 1, offset);
  // An indented bracket may continue a value.
  if (typed.includes(']')) return undefined;
  if (bracket > line.start && sectionAt(document, offset)?.start !== line.start) return undefined;
  const closing = text.slice(offset, line.end).indexOf(']');
  const isClosed = closing !== -1;
  const end = isClosed ? offset + closing : line.end;
  const lead = typed.length - typed.trimStart().length;
  const start = Math.min(bracket + 1 + lead, offset);
  const [name = ''] = text.slice(offset, end).split(/\s[#;]/u, 1);
  const written = name.trimEnd();
  return { kind: 'title', span: { start, end: offset + written.length }, typed: typed.trimStart(), isClosed };
}

/**
 * The key that a line with this indent is below; undefined for a line of the section itself, and `none` if the line
 * continues a value, where nothing can be written.
 */
function parentOf(
  { document: { text } }: AwsText,
  block: Block | undefined,
  start: number,
  indent: number,
): string | undefined {
  const above: Entry | undefined = block?.entries.findLast(({ line }) => line.start < start);
  if (!above || indent <= indentOf(text, above.line)) return undefined;
  return above.line.value === '' && !isCommandKey(above.line.key) ? above.line.key.toLowerCase() : 'none';
}

function valuePlace(
  text: string,
  offset: number,
  { keyStart, key, value, valueStart, valueEnd, start: lineStart }: AssignmentLine,
  block: Block,
  parent: string | undefined,
): ValuePlace | undefined {
  const between = text.slice(keyStart + key.length, offset);
  const separator = between.search(/[=:]/u);
  if (separator === -1) return undefined;
  const isBefore = between.slice(separator + 1).trim() === '';
  if (!isBefore && offset > valueEnd) return undefined;
  const isEmpty = value === '';
  const start = isBefore ? offset : valueStart;
  return {
    kind: 'value',
    span: { start, end: isEmpty ? offset : valueEnd },
    block,
    parent,
    key: key.toLowerCase(),
    lineStart,
    needsSpace: between.endsWith(between[separator]!) && between.length === separator + 1 && separator > 0,
    needsSpaceAfter: isEmpty && /[#;]/u.test(text.charAt(offset)),
  };
}
