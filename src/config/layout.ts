import { firstFrom } from './edit.ts';
import { indentOf } from './indent.ts';
import type { AssignmentLine, ConfigDocument, ConfigLine, HeaderLine, Section, Span } from './syntax.ts';

/** The offset after a byte order mark, which is not part of the first line. */
export function textStart(text: string): number {
  return text.startsWith('\uFEFF') ? 1 : 0;
}

/** The line ending for a new line at this offset: that of the line before it, or else of the first line. */
export function lineEndAt(text: string, offset: number): string {
  const before = text.lastIndexOf('\n', offset - 1);
  const newline = before === -1 ? text.indexOf('\n') : before;
  return text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** The line ending that is missing before this offset. Not all tools accept a lone CR as a line ending. */
export function endingAt(text: string, offset: number): string {
  if (offset === textStart(text) || text[offset - 1] === '\n') return '';
  return text[offset - 1] === '\r' ? '\n' : lineEndAt(text, offset);
}

/** `=` with the spacing of the first of these sections that has a usable entry, or else ` = `. */
export function separatorLike(text: string, sections: readonly Section[]): string {
  for (const { entries } of sections) {
    for (const { line } of entries.toReversed()) {
      const between = text.slice(line.keyStart + line.key.length, line.valueStart);
      // An empty value does not show the space after `=`, and not all tools read `:`.
      if (line.value === '' || !between.includes('=')) continue;
      return `${between.startsWith('=') ? '' : ' '}=${between.endsWith('=') ? '' : ' '}`;
    }
  }
  return ' = ';
}

/**
 * The lines below a header or key that are indented deeper, up to the first line that is not. The CLI (Python's
 * `RawConfigParser`) and the SDK for Rust read them as a continuation of the key's value, across blank lines and
 * comments. For the SDK for JavaScript, and for Rolecall except below a command, they are keys or unreadable. Includes
 * comments only if they are deeper too.
 */
export function linesUnder(
  document: ConfigDocument,
  section: Section,
  line: HeaderLine | AssignmentLine,
): readonly ConfigLine[] {
  const { text, lines } = document;
  const indent = indentOf(text, line);
  const end = bodyEnd(document, section);
  const under: ConfigLine[] = [];
  for (let i = lineAt(lines, line.start) + 1; i < end; i++) {
    const below = lines[i]!;
    if (below.kind === 'blank') continue;
    if (indentOf(text, below) > indent) under.push(below);
    else if (below.kind !== 'comment') break;
  }
  return under;
}

/** The index after the last line of a section, without the comments that belong to the next section. */
function bodyEnd(document: ConfigDocument, section: Section): number {
  const next = lineAt(document.lines, section.end);
  return next === document.lines.length ? next : beforeComments(document, next);
}

/** Indexes into `document.lines`; `to` is exclusive. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/**
 * The lines that move with a section: the comments directly above its header, its body with all comments that are
 * deeper than the header, and the comments that directly follow. A comment between blank lines belongs to no section.
 */
export function linesOf(document: ConfigDocument, section: Section): Lines {
  const { text, lines } = document;
  const at = lineAt(lines, section.start);
  const end = bodyEnd(document, section);
  const indent = indentOf(text, section.header);
  const isOwn = (line: ConfigLine) =>
    line.kind === 'comment' ? indentOf(text, line) > indent : line.kind !== 'blank';
  let to = end;
  while (to > at + 1 && !isOwn(lines[to - 1]!)) to--;
  while (to < end && lines[to]?.kind === 'comment' && !isBlockMark(text, lines[to]!)) to++;
  return { from: beforeComments(document, at), to };
}

/** The index of the line that starts at an offset. */
export function lineAt(lines: readonly ConfigLine[], start: number): number {
  return firstFrom(lines, start);
}

/**
 * The index of the first comment directly above a header. Comments deeper than the header belong to the section above.
 */
export function beforeComments({ text, lines }: ConfigDocument, header: number): number {
  const indent = indentOf(text, lines[header]!);
  const isItsOwn = (line?: ConfigLine) =>
    line?.kind === 'comment' && indentOf(text, line) <= indent && !isBlockMark(text, line);
  let from = header;
  while (isItsOwn(lines[from - 1])) from--;
  return from;
}

/** The comment that begins or ends a block (`editBlocks.ts`). It belongs to no section. */
export function blockMark(which: 'begin' | 'end', name: string): string {
  return `# rolecall: ${which} ${name}`;
}

export function isBlockMark(text: string, { start, end }: Span): boolean {
  return /^\s*# rolecall: (?:begin|end) /u.test(text.slice(start, end));
}
