import { deletion, inOrder, type TextEdit } from './edit.ts';
import { endingAt, indentOf, lineAt, lineEndAt, linesUnder, separatorLike } from './layout.ts';
import type { AssignmentLine, ConfigDocument, ConfigLine, Entry, Section } from './syntax.ts';

/** Keys with their values. Of a key that is given twice the last value counts. */
export type Values = readonly (readonly [key: string, value: string])[];

/** The same, where undefined takes a key away. */
export type NewValues = readonly (readonly [key: string, value: string | undefined])[];

/**
 * Gives keys new values in sections of one document that count as one. Of several occurrences the last is changed, as
 * it is the one that counts; a new key goes below the last one. All occurrences of a key are taken away: an earlier
 * one would come back to life. What the CLI reads as more of a value goes with it. `writable.ts` must have no complaint
 * about keys and values.
 */
export function setValues(
  document: ConfigDocument,
  sections: readonly Section[],
  values: NewValues,
): readonly TextEdit[] {
  const { replaced, gone, added } = settle(document, sections, oncePerKey(values));
  return inOrder([
    ...replaced,
    ...[...gone].map(deletion),
    ...outOfBlocks(sections, gone),
    ...addEntries(document, sections, gone, added),
  ]);
}

/** Puts a value in the place of another; a comment behind it stays. */
export function replaceValue(text: string, line: AssignmentLine, value: string): readonly TextEdit[] {
  return value === line.value ? [] : [replaceText(text, line, value)];
}

/** Gives every occurrence of a key another name. */
export function renameKey(sections: readonly Section[], key: string, to: string): readonly TextEdit[] {
  return occurrences(sections, key)
    .filter(({ entry: { line } }) => line.key !== to)
    .map(({ entry: { line } }) => ({ start: line.keyStart, end: line.keyStart + line.key.length, text: to }));
}

/** The last value of each key, in the order in which the keys were given first. */
export function oncePerKey<T>(values: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  return [...new Map(values.map((pair) => [pair[0].toLowerCase(), pair])).values()];
}

interface Occurrence {
  readonly section: Section;
  readonly entry: Entry;
}

function occurrences(sections: readonly Section[], key: string): readonly Occurrence[] {
  const lowered = key.toLowerCase();
  return sections.flatMap((section) =>
    section.entries
      .filter(({ line }) => line.key.toLowerCase() === lowered)
      .map((entry) => ({ section, entry })),
  );
}

/** What becomes of each line and of each key. */
interface Settled {
  readonly replaced: readonly TextEdit[];
  readonly gone: ReadonlySet<ConfigLine>;
  readonly added: Values;
}

/** Begins again whenever a line goes that stood under another: it may have been an occurrence of a key, too. */
function settle(
  document: ConfigDocument,
  sections: readonly Section[],
  values: NewValues,
  before: ReadonlySet<ConfigLine> = new Set(),
): Settled {
  const gone = new Set(before);
  const replaced: TextEdit[] = [];
  const added: [string, string][] = [];
  const takeAway = (lines: readonly ConfigLine[]) => lines.forEach((line) => gone.add(line));
  for (const [key, value] of values) {
    const found = occurrences(sections, key);
    const left = found.filter(({ entry }) => !before.has(entry.line));
    if (value === undefined) for (const each of found) takeAway([each.entry.line, ...under(document, each)]);
    else if (left.length === 0) added.push([key, value]);
    else
      for (const each of thoseThatCount(document, sections, left)) {
        replaced.push(...replaceValue(document.text, each.entry.line, value));
        takeAway(under(document, each).filter(({ kind }) => kind !== 'comment'));
      }
  }
  return gone.size === before.size ? { replaced, gone, added } : settle(document, sections, values, gone);
}

/** The last, and, where that is more of another value to the CLI, the last that is a key to it, too. */
function thoseThatCount(
  document: ConfigDocument,
  sections: readonly Section[],
  found: readonly Occurrence[],
): readonly Occurrence[] {
  const keys = new Set(sections.flatMap((section) => keysOfCli(document, section)));
  const last = found.at(-1)!;
  const ofCli = found.findLast(({ entry }) => keys.has(entry)) ?? last;
  return ofCli === last ? [last] : [ofCli, last];
}

/** Those that are no deeper than the key before them. */
function keysOfCli({ text }: ConfigDocument, { entries }: Section): readonly Entry[] {
  let indent = Infinity;
  return entries.filter(({ line }) => {
    const isKey = indentOf(text, line) <= indent;
    if (isKey) indent = indentOf(text, line);
    return isKey;
  });
}

/** What belongs to a key: deeper lines, and its block. */
function under(
  document: ConfigDocument,
  { section, entry: { line, nested } }: Occurrence,
): readonly ConfigLine[] {
  return [...linesUnder(document, section, line), ...nested];
}

function replaceText(text: string, line: AssignmentLine, value: string): TextEdit {
  const { valueStart, valueEnd } = line;
  const keyEnd = line.keyStart + line.key.length;
  const between = text.slice(keyEnd, valueStart);
  if (line.value !== '') return { start: valueStart, end: valueEnd, text: value };
  const rest = text.slice(valueStart, line.end);
  const blank = rest.trim() === '' ? rest.replace(/\r?\n$|\r$/u, '').length : 0;
  const space = /^\s|:/u.test(between) ? ' ' : '';
  return { start: valueStart, end: valueStart + blank, text: space + value };
}

/** An indented key would become a part of the block above it, where what stood between them is gone. */
function outOfBlocks(sections: readonly Section[], gone: ReadonlySet<ConfigLine>): readonly TextEdit[] {
  return sections.flatMap(({ entries }) => {
    const kept = entries.filter(({ line }) => !gone.has(line));
    return kept
      .filter(({ line }, i) => line.indented && kept[i - 1]?.line.value === '')
      .map(({ line: { start, keyStart } }) => deletion({ start, end: keyStart }));
  });
}

function addEntries(
  document: ConfigDocument,
  sections: readonly Section[],
  gone: ReadonlySet<ConfigLine>,
  added: Values,
): readonly TextEdit[] {
  const section = sections.at(-1);
  if (!section || added.length === 0) return [];
  const { text } = document;
  const left = section.entries.filter(({ line }) => !gone.has(line)).map((entry) => ({ section, entry }));
  const last = left.length > 0 ? thoseThatCount(document, [section], left) : [];
  const at = endOf(document, section, last, gone);
  const lineEnd = lineEndAt(text, at);
  const margin = marginAt(document, section, last);
  const separator = separatorLike(text, [section, ...document.sections.toReversed()]);
  const lines = added.map(([key, value]) => margin + key + separator + value);
  const ending = endingAt(text, at);
  const isEnded = ending === '' || at < text.length;
  return [{ start: at, end: at, text: ending + lines.join(lineEnd) + (isEnded ? lineEnd : '') }];
}

/** Behind the last keys that stay and what belongs to them, and before the comments of the next section. */
function endOf(
  document: ConfigDocument,
  section: Section,
  last: readonly Occurrence[],
  gone: ReadonlySet<ConfigLine>,
): number {
  const own = last.flatMap((each) => [each.entry.line, ...under(document, each)]);
  const lines = last.length > 0 ? own : [section.header, ...linesUnder(document, section, section.header)];
  // An indented line would become more of the new value.
  const indented = section.lines.filter(
    (line) => line.kind === 'unreadable' && indentOf(document.text, line) > 0,
  );
  return [...lines, ...indented].reduce(
    (most, line) => (gone.has(line) ? most : Math.max(most, line.end)),
    0,
  );
}

/** An indented header below would become more of a new value, unless the new key is as deep as it. */
function marginAt({ text, lines }: ConfigDocument, section: Section, last: readonly Occurrence[]): string {
  const next = lines[lineAt(lines, section.end)];
  if (!next) return '';
  const indent = indentOf(text, next);
  const takesIt = last.some(({ entry: { line } }) => line.value === '' || indentOf(text, line) < indent);
  return takesIt ? '' : text.slice(next.start, next.start + indent);
}
