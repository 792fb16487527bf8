import { deletion, mergeEdits, type TextEdit } from './edit.ts';
import { indentOf } from './indent.ts';
import { endingAt, lineAt, lineEndAt, linesUnder, separatorLike } from './layout.ts';
import type { AssignmentLine, ConfigDocument, ConfigLine, Entry, Section } from './syntax.ts';

/** Keys with their values. If a key occurs twice, the last value wins. */
export type Values = readonly (readonly [key: string, value: string])[];

/** Like `Values`; undefined removes the key. */
export type NewValues = readonly (readonly [key: string, value: string | undefined])[];

/**
 * Sets keys in sections of one document that tools merge into one. If a key occurs several times, the last occurrence
 * is changed because it is the effective one. A new key goes below the last one. Removing a key removes all of its
 * occurrences; otherwise an earlier one would take effect. Lines that the CLI reads as a continuation of a value are
 * removed with it: the rest of a wrapped token would spoil the next value. Keys and values must be valid according to
 * `writable.ts`.
 */
export function setValues(
  document: ConfigDocument,
  sections: readonly Section[],
  values: NewValues,
): readonly TextEdit[] {
  const { replaced, removed, added } = planValueEdits(document, sections, oncePerKey(values));
  return mergeEdits([
    ...replaced,
    ...[...removed].map(deletion),
    ...unindentFromBlocks(document, sections, removed),
    ...addEntries(document, sections, removed, added),
  ]);
}

/** Replaces a value and keeps a comment after it. */
export function replaceValue(text: string, line: AssignmentLine, value: string): readonly TextEdit[] {
  return value === line.value ? [] : [replaceText(text, line, value)];
}

/** Renames every occurrence of a key. */
export function renameKey(sections: readonly Section[], key: string, to: string): readonly TextEdit[] {
  return occurrences(sections, key)
    .filter(({ entry: { line } }) => line.key !== to)
    .map(({ entry: { line } }) => ({ start: line.keyStart, end: line.keyStart + line.key.length, text: to }));
}

/** The last value of each key, in the order in which the keys first occur. Keys are case-insensitive. */
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

interface ValueEdits {
  readonly replaced: readonly TextEdit[];
  readonly removed: ReadonlySet<ConfigLine>;
  readonly added: Values;
}

/** Repeats until no more lines are removed: a removed continuation line can itself be an occurrence of a key. */
function planValueEdits(
  document: ConfigDocument,
  sections: readonly Section[],
  values: NewValues,
  before: ReadonlySet<ConfigLine> = new Set(),
): ValueEdits {
  const removed = new Set(before);
  const replaced: TextEdit[] = [];
  const added: [string, string][] = [];
  const remove = (lines: readonly ConfigLine[]) => lines.forEach((line) => removed.add(line));
  for (const [key, value] of values) {
    const found = occurrences(sections, key);
    const remaining = found.filter(({ entry }) => !before.has(entry.line));
    if (value === undefined)
      for (const each of found) remove([each.entry.line, ...ownedLines(document, each)]);
    else if (remaining.length === 0) added.push([key, value]);
    else
      for (const each of effectiveOccurrences(document, sections, remaining)) {
        replaced.push(...replaceValue(document.text, each.entry.line, value));
        remove(ownedLines(document, each).filter(({ kind }) => kind !== 'comment'));
      }
  }
  return removed.size === before.size
    ? { replaced, removed, added }
    : planValueEdits(document, sections, values, removed);
}

/** The last occurrence. If the CLI reads it as a continuation of another value, also the last that the CLI reads. */
function effectiveOccurrences(
  document: ConfigDocument,
  sections: readonly Section[],
  found: readonly Occurrence[],
): readonly Occurrence[] {
  const keys = new Set(sections.flatMap((section) => cliKeysOf(document, section)));
  const last = found.at(-1)!;
  const cliLast = found.findLast(({ entry }) => keys.has(entry)) ?? last;
  return cliLast === last ? [last] : [cliLast, last];
}

/** The entries that the CLI reads as keys: those that are not indented deeper than the key before them. */
function cliKeysOf({ text }: ConfigDocument, { entries }: Section): readonly Entry[] {
  let indent = Infinity;
  return entries.filter(({ line }) => {
    const isKey = indentOf(text, line) <= indent;
    if (isKey) indent = indentOf(text, line);
    return isKey;
  });
}

/** The lines that belong to a key: deeper lines and its nested block. */
function ownedLines(
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

/** Unindents a key that would otherwise join the block above once the lines between them are removed. */
function unindentFromBlocks(
  { text }: ConfigDocument,
  sections: readonly Section[],
  removed: ReadonlySet<ConfigLine>,
): readonly TextEdit[] {
  return sections.flatMap(({ entries }) => {
    const kept = entries.filter(({ line }) => !removed.has(line));
    return kept
      .filter(({ line }, i) => {
        const above = kept[i - 1]?.line;
        return above?.value === '' && indentOf(text, line) > indentOf(text, above);
      })
      .map(({ line: { start, keyStart } }) => deletion({ start, end: keyStart }));
  });
}

function addEntries(
  document: ConfigDocument,
  sections: readonly Section[],
  removed: ReadonlySet<ConfigLine>,
  added: Values,
): readonly TextEdit[] {
  const section = sections.at(-1);
  if (!section || added.length === 0) return [];
  const { text } = document;
  const remaining = section.entries
    .filter(({ line }) => !removed.has(line))
    .map((entry) => ({ section, entry }));
  const last = remaining.length > 0 ? effectiveOccurrences(document, [section], remaining) : [];
  const at = endOf(document, section, last, removed);
  const lineEnd = lineEndAt(text, at);
  const margin = marginAt(document, section, last);
  const separator = separatorLike(text, [section, ...document.sections.toReversed()]);
  const lines = added.map(([key, value]) => margin + key + separator + value);
  const ending = endingAt(text, at);
  const isEnded = ending === '' || at < text.length;
  return [{ start: at, end: at, text: ending + lines.join(lineEnd) + (isEnded ? lineEnd : '') }];
}

/** The offset after the last remaining keys with their lines, and before the comments of the next section. */
function endOf(
  document: ConfigDocument,
  section: Section,
  last: readonly Occurrence[],
  removed: ReadonlySet<ConfigLine>,
): number {
  const own = last.flatMap((each) => [each.entry.line, ...ownedLines(document, each)]);
  const lines = last.length > 0 ? own : [section.header, ...linesUnder(document, section, section.header)];
  // Below a new key, an indented line would continue the new value.
  const indented = section.lines.filter(
    (line) => line.kind === 'unreadable' && indentOf(document.text, line) > 0,
  );
  return [...lines, ...indented].reduce(
    (most, line) => (removed.has(line) ? most : Math.max(most, line.end)),
    0,
  );
}

/**
 * The indent of a new key. An indented header below would continue its value unless the key is as deep as the header.
 */
function marginAt({ text, lines }: ConfigDocument, section: Section, last: readonly Occurrence[]): string {
  const next = lines[lineAt(lines, section.end)];
  if (!next) return '';
  const indent = indentOf(text, next);
  const canContinue = last.some(({ entry: { line } }) => line.value === '' || indentOf(text, line) < indent);
  return canContinue ? '' : text.slice(next.start, next.start + indent);
}
