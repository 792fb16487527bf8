import { commandComment, isCommandKey } from './commandText.ts';
import type { AssignmentLine, ConfigLine, HeaderLine } from './syntax.ts';

/**
 * Reads the lines between two offsets, each at the start of a line or the end of the text.
 *
 * Where AWS's tools disagree, follows the majority. `#` or `;` starts a comment at the start of a line, after white
 * space (SDK for JavaScript, `parseIni.ts`), and directly after a header (SDKs for JavaScript and Rust). The first `=`
 * or `:` is the separator (botocore, `RawConfigParser`). Assignments before the first header are unreadable. Within a
 * section, only the first line can be a header: a later `[x]` continues a command.
 */
export function* readLines(text: string, from: number, to: number, inSection: boolean): Iterable<ConfigLine> {
  for (let start = from; start < to;) {
    const end = lineEnd(text, start);
    yield (
      (start === from && inSection ? readHeader(text, start, end) : undefined) ??
      readLine(text, start, end, inSection)
    );
    start = end;
  }
}

/** The end of the line that contains `start`, including its terminator. */
export function lineEnd(text: string, start: number): number {
  const newline = text.indexOf('\n', start);
  return newline === -1 ? text.length : newline + 1;
}

function readLine(text: string, start: number, end: number, inSection: boolean): ConfigLine {
  const contentStart = skipSpace(text, start, end);
  if (contentStart === end) return { kind: 'blank', start, end };
  const first = text.charCodeAt(contentStart);
  if (isCommentSign(first)) return { kind: 'comment', start, end };
  const line =
    inSection && first !== openBracket ? readAssignment(text, start, end, contentStart) : undefined;
  return line ?? { kind: 'unreadable', start, end };
}

/** Reads the line from `start` to `end` as a header; undefined if it is not one. */
export function readHeader(text: string, start: number, end: number): HeaderLine | undefined {
  const bracket = skipSpace(text, start, end);
  if (bracket === end || text.charCodeAt(bracket) !== openBracket) return undefined;
  const closing = closingBracket(text, bracket, end);
  if (closing === undefined) return undefined;
  const titleStart = skipSpace(text, bracket + 1, closing);
  const titleEnd = trimEnd(text, titleStart, closing);
  return { kind: 'header', start, end, title: text.slice(titleStart, titleEnd), titleStart, titleEnd };
}

/** Whether text follows the header at `start`, apart from a comment. */
export function hasTextAfterTitle(text: string, start: number): boolean {
  const end = lineEnd(text, start);
  const closing = closingBracket(text, skipSpace(text, start, end), end) ?? end;
  return !isCommentSign(text.charCodeAt(closing + 1)) && contentEnd(text, closing, end) > closing + 1;
}

/**
 * Whether the line at `start` begins with a bracket. An indented bracket may continue a value, so it does not count.
 */
export function beginsHeader(text: string, start: number): boolean {
  const first = text.charCodeAt(start);
  return (first === byteOrderMark ? text.charCodeAt(start + 1) : first) === openBracket;
}

/**
 * The last bracket before a comment, or the first bracket that a comment directly follows. Text may follow, which the
 * CLI ignores (Python's `RawConfigParser.SECTCRE`).
 */
function closingBracket(text: string, from: number, end: number): number | undefined {
  const last = contentEnd(text, from, end) - 1;
  if (text.charCodeAt(last) === closeBracket) return last;
  for (let i = from + 1; i < last; i++) {
    if (text.charCodeAt(i) === closeBracket && isCommentSign(text.charCodeAt(i + 1))) return i;
  }
  for (let i = last; i > from + 1; i--) if (text.charCodeAt(i) === closeBracket) return i;
  return undefined;
}

function readAssignment(
  text: string,
  start: number,
  end: number,
  keyStart: number,
): AssignmentLine | undefined {
  const uncommentedEnd = contentEnd(text, keyStart, end);
  const separator = separatorIn(text, keyStart, uncommentedEnd);
  if (separator <= keyStart) return undefined;
  const key = text.slice(keyStart, trimEnd(text, keyStart, separator));
  const valueEnd = isCommandKey(key) ? commandEnd(text, separator + 1, end) : uncommentedEnd;
  const valueStart = skipSpace(text, separator + 1, valueEnd);
  return {
    kind: 'assignment',
    start,
    end,
    key,
    keyStart,
    value: text.slice(valueStart, valueEnd),
    valueStart,
    valueEnd,
    indented: keyStart > start && text.charCodeAt(start) !== byteOrderMark,
  };
}

/** The end of a line's content, without trailing comment and white space. */
function contentEnd(text: string, from: number, end: number): number {
  return trimEnd(text, from, commentStart(text, from, end));
}

/** Like `contentEnd`, for the value of a command. */
function commandEnd(text: string, from: number, end: number): number {
  return trimEnd(text, from, commandComment(text, from, end));
}

/** The offset of the first `=` or `:`, or -1. */
function separatorIn(text: string, from: number, to: number): number {
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === equalsSign || code === colon) return i;
  }
  return -1;
}

/** The offset of a comment that follows white space, or `end`. */
function commentStart(text: string, from: number, end: number): number {
  for (let i = from + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if (isCommentSign(code) && isSpace(text.charCodeAt(i - 1))) return i;
  }
  return end;
}

function isCommentSign(code: number): boolean {
  return code === hash || code === semicolon;
}

function skipSpace(text: string, from: number, to: number): number {
  let i = from;
  while (i < to && isSpace(text.charCodeAt(i))) i++;
  return i;
}

function trimEnd(text: string, from: number, to: number): number {
  let i = to;
  while (i > from && isSpace(text.charCodeAt(i - 1))) i--;
  return i;
}

const hash = 0x23;
const semicolon = 0x3b;
const colon = 0x3a;
const equalsSign = 0x3d;
const openBracket = 0x5b;
const closeBracket = 0x5d;
const byteOrderMark = 0xfeff;

/** White space as `String.prototype.trim` defines it, which the SDK for JavaScript uses. */
function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0xa0) return false;
  return code === 0xa0 || code === byteOrderMark || (code >= 0x1680 && /\s/u.test(String.fromCharCode(code)));
}
