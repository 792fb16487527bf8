import type { TextEdit } from './edit.ts';
import type { NewSection } from './editSections.ts';
import { oncePerKey } from './editValues.ts';
import { blockMark, endingAt, indentOf, lineEndAt, separatorLike } from './layout.ts';
import type { ConfigDocument, Span } from './syntax.ts';

/**
 * New sections between two comments that mark what a program has added, at the end of what is there already; the
 * comments come with the first of them, at the end of the file. A name must be a word of one line.
 */
export function addToBlock(document: ConfigDocument, name: string, added: readonly NewSection[]): TextEdit[] {
  const { text } = document;
  if (added.length === 0) return [];
  const block = blockOf(document, name);
  const at = block?.end ?? text.length;
  const lineEnd = lineEndAt(text, at);
  const separator = separatorLike(text, document.sections.toReversed());
  const sections = added.map(({ title, values }) =>
    [`[${title}]`, ...oncePerKey(values).map(([key, value]) => key + separator + value), ''].join(lineEnd),
  );
  const gap = isBlankBefore(text, at) ? '' : lineEnd;
  const body = sections.map((section) => section + lineEnd).join('');
  const marked = block
    ? body
    : [blockMark('begin', name), '', body + blockMark('end', name), ''].join(lineEnd);
  return [{ start: at, end: at, text: endingAt(text, at) + gap + marked }];
}

/**
 * The lines between the comments of a block: the first below which another can end, and where a section may end, too.
 * Undefined where there is none.
 */
export function blockOf(document: ConfigDocument, name: string): Span | undefined {
  const { text, lines } = document;
  const isMark = (which: 'begin' | 'end') => (line: Span) =>
    text.slice(line.start, line.end).trim() === blockMark(which, name);
  const comments = lines.filter(({ kind }) => kind === 'comment');
  const begin = comments.find(isMark('begin'));
  const end =
    begin &&
    comments.find((line) => line.start > begin.start && isMark('end')(line) && endsSection(document, line));
  return begin && end && { start: begin.end, end: end.start };
}

/** Whether no more of a section stands below a line, in any tool's eyes: a new section above would take that. */
function endsSection({ text, lines }: ConfigDocument, { start }: Span): boolean {
  const below = lines.find((line) => line.start > start && line.kind !== 'comment' && line.kind !== 'blank');
  return below === undefined || (below.kind === 'header' && indentOf(text, below) === 0);
}

/** Whether nothing, or an empty line, stands before. */
function isBlankBefore(text: string, at: number): boolean {
  return /^\uFEFF?\s*$|\n[^\S\n]*\n$/u.test(text.slice(0, at));
}
