import { deletion, excerpt, mergeEdits, type TextEdit } from './edit.ts';
import { oncePerKey, setValues, type Values } from './editValues.ts';
import { endingAt, lineEndAt, type Lines, linesOf, separatorLike, textStart } from './layout.ts';
import type { ConfigDocument, HeaderLine, Section, Span } from './syntax.ts';

export interface NewSection {
  readonly title: string;
  readonly values: Values;
}

/** All sections with this title. Tools merge them into one. */
export function sectionsTitled(document: ConfigDocument, title: string): readonly Section[] {
  return document.sections.filter(({ header }) => header.title === title);
}

/** Adds sections at the end, each after one blank line. If a section with the title exists, sets its keys instead. */
export function addSections(document: ConfigDocument, added: readonly NewSection[]): readonly TextEdit[] {
  const titles = new Set(document.sections.map(({ title }) => title));
  const set = added
    .filter(({ title }) => titles.has(title))
    .flatMap(({ title, values }) => setValues(document, sectionsTitled(document, title), values));
  const newSections = added.filter(({ title }) => !titles.has(title));
  return mergeEdits([...set, ...appendSections(document, newSections)]);
}

export function renameSections(
  sections: readonly Section[],
  to: (title: string) => string,
): readonly TextEdit[] {
  return sections.flatMap(({ header: { title, titleStart, titleEnd } }) =>
    to(title) === title ? [] : [{ start: titleStart, end: titleEnd, text: to(title) }],
  );
}

/** Copies sections, with their comments, below the last of them. The edits apply to the copies only. */
export function copySections(
  document: ConfigDocument,
  sections: readonly Section[],
  edits: readonly TextEdit[],
): readonly TextEdit[] {
  const { text } = document;
  const spans = sections.map((section) => spanOf(document, linesOf(document, section)));
  const at = spans.at(-1)?.end;
  if (at === undefined) return [];
  const lineEnd = lineEndAt(text, at);
  const strays = sections.flatMap(({ header }) => strayIndent(text, header));
  const all = [...strays, ...edits].toSorted((one, other) => one.start - other.start);
  const copies = spans.map((span) => lineEnd + excerpt(text, span, all));
  return [{ start: at, end: at, text: endingAt(text, at) + copies.join('') }];
}

/** Only in the first line of a file may a title follow white space other than spaces and tabs. */
function strayIndent(text: string, { start }: HeaderLine): readonly TextEdit[] {
  const [from, to] = [Math.max(start, textStart(text)), text.indexOf('[', start)];
  return /[^ \t]/u.test(text.slice(from, to)) ? [deletion({ start: from, end: to })] : [];
}

/** Removes sections with their comments, and the surrounding blank lines that no longer separate anything. */
export function removeSections(document: ConfigDocument, sections: readonly Section[]): readonly TextEdit[] {
  const removed: Lines[] = [];
  for (const section of sections) {
    const lines = linesOf(document, section);
    const last = removed.at(-1);
    if (last && afterBlanks(document, last.to) === lines.from)
      removed.splice(-1, 1, { ...last, to: lines.to });
    else removed.push(lines);
  }
  return removed.map((lines) => lineDeletion(document, spanOf(document, withBlanks(document, lines))));
}

/** A line that starts with U+FEFF must not become the first one, where tools would read that as a byte order mark. */
function lineDeletion({ text }: ConfigDocument, span: Span): TextEdit {
  const becomesMark = span.start === 0 && text.charAt(span.end) === '\uFEFF';
  return becomesMark ? { ...span, text: lineEndAt(text, span.end) } : deletion(span);
}

/**
 * Includes the blank lines after the section, unless only they separate its neighbors. At the end of the file, includes
 * the blank lines before it too.
 */
function withBlanks(document: ConfigDocument, { from, to }: Lines): Lines {
  const before = beforeBlanks(document, from);
  const after = afterBlanks(document, to);
  if (after === document.lines.length) return { from: before, to: after };
  const separates = before === from && from > 0;
  return { from, to: separates ? to : after };
}

/** Appends sections after a blank line; an existing blank line at the end is reused. */
export function appendSections(
  { text, lines, sections }: ConfigDocument,
  added: readonly NewSection[],
): readonly TextEdit[] {
  if (added.length === 0) return [];
  const at = text.length;
  const lineEnd = lineEndAt(text, at);
  const separator = separatorLike(text, sections.toReversed());
  const written = added.map(({ title, values }) =>
    [`[${title}]`, ...oncePerKey(values).map(([key, value]) => key + separator + value), ''].join(lineEnd),
  );
  const isSeparated = (lines.at(-1)?.kind ?? 'blank') === 'blank';
  const gap = endingAt(text, at) + (isSeparated ? '' : lineEnd);
  return [{ start: at, end: at, text: gap + written.join(lineEnd) }];
}

function spanOf({ text, lines }: ConfigDocument, { from, to }: Lines): Span {
  const start = Math.max(lines[from]?.start ?? 0, textStart(text));
  return { start, end: lines[to - 1]?.end ?? start };
}

function beforeBlanks({ lines }: ConfigDocument, index: number): number {
  let from = index;
  while (lines[from - 1]?.kind === 'blank') from--;
  return from;
}

function afterBlanks({ lines }: ConfigDocument, index: number): number {
  let to = index;
  while (lines[to]?.kind === 'blank') to++;
  return to;
}
