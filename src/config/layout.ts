import type { AssignmentLine, ConfigDocument, ConfigLine, HeaderLine, Section, Span } from './syntax.ts';

/** Where what a person wrote begins: after the byte order mark, which is no part of the first line. */
export function textStart(text: string): number {
  return text.startsWith('\uFEFF') ? 1 : 0;
}

/** How a new line at this offset ends: like the line before it, or else the first of the text. */
export function lineEndAt(text: string, offset: number): string {
  const before = text.lastIndexOf('\n', offset - 1);
  const newline = before === -1 ? text.indexOf('\n') : before;
  return text[newline - 1] === '\r' ? '\r\n' : '\n';
}

/** What must be written at this offset before a new line can begin there. Not all tools know a CR alone as an end. */
export function endingAt(text: string, offset: number): string {
  if (offset === textStart(text) || text[offset - 1] === '\n') return '';
  return text[offset - 1] === '\r' ? '\n' : lineEndAt(text, offset);
}

/** What goes between a key and its value: `=` with the spaces that the first of these sections has that has any. */
export function separatorLike(text: string, sections: readonly Section[]): string {
  for (const { entries } of sections) {
    for (const { line } of entries.toReversed()) {
      const between = text.slice(line.keyStart + line.key.length, line.valueStart);
      // An empty value does not tell what follows the sign, and `:` is not read by all tools.
      if (line.value === '' || !between.includes('=')) continue;
      return `${between.startsWith('=') ? '' : ' '}=${between.endsWith('=') ? '' : ' '}`;
    }
  }
  return ' = ';
}

/** How far from the margin a line begins, in characters, as Python's `RawConfigParser` counts it. */
export function indentOf(text: string, { start, end }: Span): number {
  let at = start;
  while (at < end && /[^\S\uFEFF]/u.test(text.charAt(at))) at++;
  return at - start;
}

/**
 * The lines of a section below its header or a key of it that are deeper, up to the first that is not: more of the
 * key's value to the CLI (Python's `RawConfigParser`) and to the SDK for Rust, whatever blank lines and comments stand
 * between. Comments are among them where they are deeper, too.
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

/** The index behind the last line of a section that is not a comment of the next one. */
function bodyEnd(document: ConfigDocument, section: Section): number {
  const next = lineAt(document.lines, section.end);
  return next === document.lines.length ? next : beforeComments(document, next);
}

/** Lines from `from` up to `to`, which is not among them, as indexes into `document.lines`. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/**
 * The lines that go where a section goes: the comments directly above its header; its body, with the comments that are
 * deeper than the header, wherever they stand; and those that directly follow. Other blank lines separate, and a comment
 * among them belongs to nobody.
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

/** The index of the line that begins at an offset. */
export function lineAt(lines: readonly ConfigLine[], start: number): number {
  let [low, high] = [0, lines.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (lines[middle]!.start < start) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Back from a header over the comments directly above it. What is deeper belongs to what is above. */
export function beforeComments({ text, lines }: ConfigDocument, header: number): number {
  const indent = indentOf(text, lines[header]!);
  const isItsOwn = (line?: ConfigLine) =>
    line?.kind === 'comment' && indentOf(text, line) <= indent && !isBlockMark(text, line);
  let from = header;
  while (isItsOwn(lines[from - 1])) from--;
  return from;
}

/** What marks the beginning or the end of a block (`editBlocks.ts`), as comments that belong to no section. */
export function blockMark(which: 'begin' | 'end', name: string): string {
  return `# rolecall: ${which} ${name}`;
}

function isBlockMark(text: string, { start, end }: Span): boolean {
  return /^\s*# rolecall: (?:begin|end) /u.test(text.slice(start, end));
}
