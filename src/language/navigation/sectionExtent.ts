import { indentOf } from '../../config/indent.ts';
import { isBlockMark } from '../../config/layout.ts';
import type { ConfigDocument, ConfigLine, Section, Span } from '../../config/syntax.ts';

/** How many lines of a section are its own: those after it are blank, or comments about what follows. */
export function ownLineCount(text: string, { lines, header }: Section): number {
  const indent = indentOf(text, header);
  const isOwn = (line: ConfigLine) =>
    line.kind === 'comment' ? indentOf(text, line) > indent : line.kind !== 'blank';
  return Math.max(1, lines.findLastIndex(isOwn) + 1);
}

/** The span of the own lines, without the last line ending. */
export function ownSpan(text: string, section: Section): Span {
  const last = section.lines[ownLineCount(text, section) - 1]!;
  return { start: section.start, end: withoutEnding(text, last) };
}

/** How many of the last lines are the comments directly above a header that is not indented. */
export function commentsAbove(text: string, lines: readonly ConfigLine[]): number {
  const isOther = (line: ConfigLine) =>
    line.kind !== 'comment' || indentOf(text, line) > 0 || isBlockMark(text, line);
  return lines.length - 1 - lines.findLastIndex(isOther);
}

/** The end of a line, without its terminator. */
export function withoutEnding(text: string, { start, end }: Span): number {
  let at = end;
  while (at > start && (text[at - 1] === '\n' || text[at - 1] === '\r')) at--;
  return at;
}

/** The start of the comments directly above a section, or of the section itself. */
export function startWithComments({ text, sections }: ConfigDocument, index: number): number {
  const section = sections[index]!;
  const above = sections[index - 1];
  if (above?.end !== section.start) return section.start;
  const count = commentsAbove(text, above.lines);
  return count === 0 ? section.start : above.lines[above.lines.length - count]!.start;
}
