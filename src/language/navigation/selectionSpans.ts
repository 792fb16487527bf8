import type { ConfigDocument, Entry, HeaderLine, Section, Span } from '../../config/syntax.ts';
import type { FileRole } from '../../profiles/profiles.ts';
import { contains, sectionAt, titledName } from './namedPlaces.ts';
import { ownSpan, startWithComments, withoutEnding } from './sectionExtent.ts';

/**
 * What is selected at an offset step by step, the smallest first: the name or value, the line, the key with its block,
 * the section, the section with the comments above it, and the file.
 */
export function selectionSpans(file: FileRole, document: ConfigDocument, offset: number): readonly Span[] {
  const { text, sections } = document;
  const whole = { start: 0, end: text.length };
  const section = sectionAt(document, offset);
  if (!section) return [whole];
  const own = ownSpan(text, section);
  const index = sections.indexOf(section);
  const withComments = { start: startWithComments(document, index), end: own.end };
  const inner =
    offset < section.header.end ? headerSpans(file, text, section.header) : entrySpans(text, section, offset);
  return growing([...inner, own, withComments, { start: section.start, end: section.end }, whole], offset);
}

function headerSpans(file: FileRole, text: string, header: HeaderLine): readonly Span[] {
  const titled = titledName(file, header);
  return [
    ...(titled ? [titled.span] : []),
    { start: header.titleStart, end: header.titleEnd },
    { start: header.start, end: withoutEnding(text, header) },
  ];
}

function entrySpans(text: string, { lines, entries }: Section, offset: number): readonly Span[] {
  const line = lines.findLast(({ start }) => start <= offset)!;
  const all = { start: line.start, end: withoutEnding(text, line) };
  const spans: Span[] = [];
  if (line.kind === 'assignment') {
    const { keyStart, key, valueStart, valueEnd } = line;
    spans.push({ start: valueStart, end: valueEnd }, { start: keyStart, end: keyStart + key.length });
    spans.push({ start: keyStart, end: valueEnd });
  }
  const entry = entries.findLast((each) => each.line.start <= offset);
  return [...spans, all, ...(entry ? [wholeEntry(text, entry)] : [])];
}

function wholeEntry(text: string, { line, nested, continuation }: Entry): Span {
  const last = nested.at(-1) ?? continuation.at(-1) ?? line;
  return { start: line.start, end: withoutEnding(text, last) };
}

/** The spans that contain the offset, each larger than the one before. */
function growing(spans: readonly Span[], offset: number): readonly Span[] {
  const kept: Span[] = [];
  for (const span of spans) {
    const last = kept.at(-1);
    const isLarger = !last || span.end - span.start > last.end - last.start;
    const isAround = !last || (span.start <= last.start && last.end <= span.end);
    if (contains(span, offset) && isLarger && isAround && span.end > span.start) kept.push(span);
  }
  return kept;
}
