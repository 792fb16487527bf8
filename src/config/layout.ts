import type { ConfigDocument, ConfigLine, Section } from './syntax.ts';

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

/** Whether a new line can begin here, without ending another first. */
export function beginsLine(text: string, offset: number): boolean {
  return offset === textStart(text) || text[offset - 1] === '\n';
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

/** Lines from `from` up to `to`, which is not among them, as indexes into `document.lines`. */
export interface Lines {
  readonly from: number;
  readonly to: number;
}

/**
 * The lines that go where a section goes: the comments directly above its header, and its body with the comments that
 * directly follow it. Blank lines separate, and a comment among them belongs to nobody.
 */
export function linesOf({ lines }: ConfigDocument, section: Section): Lines {
  const at = lineAt(lines, section.start);
  const next = lineAt(lines, section.end);
  const end = next === -1 ? lines.length : beforeComments(lines, next);
  const last = lines.findLastIndex((line, i) => i < end && (i === at || isBody(line)));
  let to = last + 1;
  while (to < end && lines[to]?.kind === 'comment') to++;
  return { from: beforeComments(lines, at), to };
}

/** The index of the line that begins at an offset. */
export function lineAt(lines: readonly ConfigLine[], start: number): number {
  return lines.findIndex((line) => line.start === start);
}

/** Back from a header over the comments directly above it. */
export function beforeComments(lines: readonly ConfigLine[], header: number): number {
  let from = header;
  while (lines[from - 1]?.kind === 'comment') from--;
  return from;
}

function isBody({ kind }: ConfigLine): boolean {
  return kind === 'assignment' || kind === 'unreadable';
}
