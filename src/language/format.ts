import { mergeEdits, type TextEdit } from '../config/edit.ts';
import { indentOf } from '../config/indent.ts';
import { lineEndAt } from '../config/layout.ts';
import type { AssignmentLine, ConfigDocument, ConfigLine, Section, Span } from '../config/syntax.ts';
import { commentsAbove } from './navigation/sectionExtent.ts';

/**
 * The edits that put one space on both sides of each `=` and one blank line between sections. Comments, order, values,
 * indents, and line endings stay, and every tool reads the same as before: what some tool would read differently, such
 * as a line that continues a value, stays as it is.
 */
export function formatEdits(document: ConfigDocument, within?: Span): readonly TextEdit[] {
  const { text, sections } = document;
  // A line feed next to a lone CR would become part of a line ending.
  if (/\r(?!\n)/u.test(text)) return [];
  const continuing = continuingLines(document);
  const edits = sections.flatMap((section, i) => {
    const next = sections[i + 1];
    const gap = next?.start === section.end && indentOf(text, next) === 0 ? gapEdits(text, section) : [];
    return [...spacingEdits(text, section, continuing), ...gap];
  });
  const inside = ({ start, end }: Span) => !within || (start >= within.start && end <= within.end);
  return mergeEdits(edits.filter(inside));
}

function spacingEdits(
  text: string,
  { entries }: Section,
  continuing: ReadonlySet<ConfigLine>,
): readonly TextEdit[] {
  return entries.flatMap(({ line, nested }) => {
    if (continuing.has(line)) return [];
    const isBlock = text.slice(line.valueStart, line.end).trim() === '';
    return [line, ...(isBlock ? nested : [])].flatMap((each) => spaced(text, each));
  });
}

/**
 * The lines that continue the value of a key above for the CLI or the SDK for Rust: they are indented deeper. For the
 * CLI, a header can be one of them. Nested keys are, too.
 */
function continuingLines({ text, sections }: ConfigDocument): ReadonlySet<ConfigLine> {
  const continuing = new Set<ConfigLine>();
  /** The indent of the key above, or Infinity if there is none. */
  let least = Infinity;
  let end = sections[0]?.start;
  for (const section of sections) {
    // Between sections is what Rolecall does not read. The CLI may find a key there.
    if (section.start !== end) least = 0;
    ({ end } = section);
    for (const line of section.lines) {
      if (line.kind === 'blank' || line.kind === 'comment') continue;
      const indent = indentOf(text, line);
      if (indent > least) continuing.add(line);
      else least = line.kind === 'header' ? Infinity : indent;
    }
  }
  return continuing;
}

function spaced(text: string, line: AssignmentLine): readonly TextEdit[] {
  const start = line.keyStart + line.key.length;
  const { value, valueStart: end } = line;
  // The CLI alone also reads `:`. A sign of a comment after a space begins one.
  if (!/^[ \t]*=[ \t]*$/u.test(text.slice(start, end)) || /^[#;]/u.test(value)) return [];
  const put = value === '' ? ' =' : ' = ';
  return text.slice(start, end) === put ? [] : [{ start, end, text: put }];
}

/** One blank line between a section and the comments above the next header, and none more between other comments. */
function gapEdits(text: string, { lines, end }: Section): readonly TextEdit[] {
  const next = lines.length - commentsAbove(text, lines);
  const edits: TextEdit[] = [];
  if (lines[next - 1]!.kind !== 'blank') {
    const at = lines[next]?.start ?? end;
    edits.push({ start: at, end: at, text: lineEndAt(text, at) });
  }
  for (let to = next; to > 1;) {
    const from = firstBlank(lines, to);
    if (from < to) edits.push(...oneBlank(text, { start: lines[from]!.start, end: lines[to - 1]!.end }));
    if (lines[from - 1]!.kind !== 'comment') break;
    to = from === to ? to - 1 : from;
  }
  return edits;
}

/** The index of the first of the blank lines that end before `to`. */
function firstBlank(lines: readonly ConfigLine[], to: number): number {
  let from = to;
  while (lines[from - 1]?.kind === 'blank') from--;
  return from;
}

function oneBlank(text: string, { start, end }: Span): readonly TextEdit[] {
  // Some tools do not treat other characters, such as a form feed, as white space.
  if (/[^ \t\r\n]/u.test(text.slice(start, end))) return [];
  const put = lineEndAt(text, start);
  return text.slice(start, end) === put ? [] : [{ start, end, text: put }];
}
