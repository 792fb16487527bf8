import type { TextEdit } from './edit.ts';
import type { NewSection } from './editSections.ts';
import { oncePerKey } from './editValues.ts';
import { indentOf } from './indent.ts';
import { blockMark, endingAt, lineEndAt, separatorLike } from './layout.ts';
import type { ConfigDocument, ConfigLine, Span } from './syntax.ts';

/**
 * Appends sections to a block: two marker comments that enclose what a program added. A missing block is created at the
 * end of the file. The block's name must be a single word. Sections in a block have no other special meaning.
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
 * The lines between the marker comments of a block, or undefined if there is no block. An end marker counts only
 * where a section can end.
 */
export function blockOf({ text, lines }: ConfigDocument, name: string): Span | undefined {
  const isMark = (which: 'begin' | 'end', { kind, start, end }: ConfigLine): boolean =>
    kind === 'comment' && text.slice(start, end).trim() === blockMark(which, name);
  const begin = lines.findIndex((line) => isMark('begin', line));
  if (begin === -1) return undefined;
  let first: Span | undefined;
  // Whether no tool reads the lines below as part of the section above: a new section here would capture them.
  let endsSection = true;
  for (const line of lines.slice(begin + 1).toReversed()) {
    if (line.kind === 'header') endsSection = indentOf(text, line) === 0;
    else if (line.kind === 'assignment' || line.kind === 'unreadable') endsSection = false;
    else if (endsSection && isMark('end', line)) first = line;
  }
  return first && { start: lines[begin]!.end, end: first.start };
}

/** Whether the text before the offset is blank or ends with a blank line. */
function isBlankBefore(text: string, at: number): boolean {
  return /^\uFEFF?\s*$|\n[^\S\n]*\n$/u.test(text.slice(0, at));
}
