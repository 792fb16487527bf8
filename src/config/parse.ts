import type { AssignmentLine, ConfigDocument, ConfigLine, Entry, HeaderLine, Section } from './syntax.ts';

/**
 * Reads the text of a config or credentials file. Total: never throws, and no character is lost.
 *
 * Where AWS's tools disagree it reads what most of them read: a comment starts at `#` or `;` at the start of a line
 * or after white space (SDK for JavaScript, `parseIni.ts`); `:` separates where there is no `=` (botocore, `RawConfigParser`).
 */
export function parseConfig(text: string): ConfigDocument {
  const lines: ConfigLine[] = [];
  const sections: Section[] = [];
  let open: OpenSection | undefined;
  for (let start = 0; start < text.length;) {
    const newline = text.indexOf('\n', start);
    const end = newline === -1 ? text.length : newline + 1;
    const line = readLine(text, start, end, open !== undefined);
    lines.push(line);
    if (line.kind === 'header') {
      if (open) sections.push(closeSection(open, start));
      open = { header: line, entries: [], block: undefined };
    } else if (line.kind === 'assignment' && open) {
      addAssignment(open, line);
    }
    start = end;
  }
  if (open) sections.push(closeSection(open, text.length));
  return { text, lines, sections };
}

interface OpenSection {
  readonly header: HeaderLine;
  readonly entries: { line: AssignmentLine; nested: AssignmentLine[] }[];
  /** The nested lines of the last key without a value, while indented lines still belong to it. */
  block: AssignmentLine[] | undefined;
}

const noNested: AssignmentLine[] = [];

function addAssignment(section: OpenSection, line: AssignmentLine): void {
  if (line.indented && section.block) {
    section.block.push(line);
    return;
  }
  section.block = line.value === '' ? [] : undefined;
  section.entries.push({ line, nested: section.block ?? noNested });
}

function closeSection({ header, entries }: OpenSection, end: number): Section {
  return { header, entries: entries satisfies readonly Entry[], start: header.start, end };
}

function readLine(text: string, start: number, end: number, inSection: boolean): ConfigLine {
  const contentStart = skipSpace(text, start, end);
  if (contentStart === end) return { kind: 'blank', start, end };
  const first = text.charCodeAt(contentStart);
  if (first === hash || first === semicolon) return { kind: 'comment', start, end };
  const contentEnd = trimEnd(text, contentStart, commentStart(text, contentStart, end));
  if (first === openBracket) return readHeader(text, start, end, contentStart, contentEnd);
  if (!inSection) return { kind: 'unreadable', start, end };
  return readAssignment(text, start, end, contentStart, contentEnd);
}

function readHeader(text: string, start: number, end: number, from: number, to: number): ConfigLine {
  if (text.charCodeAt(to - 1) !== closeBracket) return { kind: 'unreadable', start, end };
  const titleStart = skipSpace(text, from + 1, to - 1);
  const titleEnd = trimEnd(text, titleStart, to - 1);
  return { kind: 'header', start, end, title: text.slice(titleStart, titleEnd), titleStart, titleEnd };
}

function readAssignment(text: string, start: number, end: number, from: number, to: number): ConfigLine {
  const separator = separatorIn(text, from, to);
  if (separator <= from) return { kind: 'unreadable', start, end };
  const keyEnd = trimEnd(text, from, separator);
  const valueStart = skipSpace(text, separator + 1, to);
  return {
    kind: 'assignment',
    start,
    end,
    key: text.slice(from, keyEnd),
    keyStart: from,
    value: text.slice(valueStart, to),
    valueStart,
    valueEnd: Math.max(valueStart, to),
    indented: from > start && text.charCodeAt(start) !== byteOrderMark,
  };
}

/** The first `=`, or else the first `:`, or else -1. */
function separatorIn(text: string, from: number, to: number): number {
  let firstColon = -1;
  for (let i = from; i < to; i++) {
    const code = text.charCodeAt(i);
    if (code === equalsSign) return i;
    if (code === colon && firstColon === -1) firstColon = i;
  }
  return firstColon;
}

/** Where a comment after white space begins, or `end`. */
function commentStart(text: string, from: number, end: number): number {
  for (let i = from + 1; i < end; i++) {
    const code = text.charCodeAt(i);
    if ((code === hash || code === semicolon) && isSpace(text.charCodeAt(i - 1))) return i;
  }
  return end;
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

/** White space as `String.prototype.trim` has it: what the SDKs for JavaScript trim. */
function isSpace(code: number): boolean {
  if (code <= 0x20) return code === 0x20 || (code >= 0x09 && code <= 0x0d);
  if (code < 0xa0) return false;
  return code === 0xa0 || code === byteOrderMark || (code >= 0x1680 && /\s/u.test(String.fromCharCode(code)));
}
