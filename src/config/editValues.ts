import { deletion, inOrder, type TextEdit } from './edit.ts';
import { beforeComments, beginsLine, lineAt, lineEndAt, separatorLike } from './layout.ts';
import type { AssignmentLine, ConfigDocument, ConfigLine, Entry, Section } from './syntax.ts';

/** Keys with their values. Of a key that is given twice the last value counts. */
export type Values = readonly (readonly [key: string, value: string])[];

/** The same, where undefined takes a key away. */
export type NewValues = readonly (readonly [key: string, value: string | undefined])[];

/**
 * Gives keys new values in sections of one document that count as one. Of several occurrences the last is changed, as
 * it is the one that counts; a new key goes below the last one. All occurrences of a key are taken away: an earlier
 * one would come back to life. `writable.ts` must have no complaint about keys and values.
 */
export function setValues(
  document: ConfigDocument,
  sections: readonly Section[],
  values: NewValues,
): readonly TextEdit[] {
  const replaced: TextEdit[] = [];
  const gone = new Set<Entry>();
  const added: [string, string][] = [];
  for (const [key, value] of oncePerKey(values)) {
    const found = occurrences(sections, key);
    const last = found.at(-1);
    if (value === undefined) for (const entry of found) gone.add(entry);
    else if (last) replaced.push(...replaceValue(document.text, last, value));
    else added.push([key, value]);
  }
  return inOrder([
    ...replaced,
    ...removeEntries(sections, gone),
    ...addEntries(document, sections, gone, added),
  ]);
}

/** Puts a value in the place of another; the block that was nested under it goes, a comment behind it stays. */
export function replaceValue(text: string, { line, nested }: Entry, value: string): readonly TextEdit[] {
  return value === line.value ? [] : [replaceText(text, line, value), ...nested.map(deletion)];
}

/** Gives every occurrence of a key another name. */
export function renameKey(sections: readonly Section[], key: string, to: string): readonly TextEdit[] {
  return occurrences(sections, key)
    .filter(({ line }) => line.key !== to)
    .map(({ line: { keyStart, key: old } }) => ({ start: keyStart, end: keyStart + old.length, text: to }));
}

/** The last value of each key, in the order in which the keys were given first. */
export function oncePerKey<T>(values: readonly (readonly [string, T])[]): readonly (readonly [string, T])[] {
  return [...new Map(values.map((pair) => [pair[0].toLowerCase(), pair])).values()];
}

function occurrences(sections: readonly Section[], key: string): readonly Entry[] {
  const lowered = key.toLowerCase();
  return sections.flatMap(({ entries }) => entries.filter(({ line }) => line.key.toLowerCase() === lowered));
}

function replaceText(text: string, line: AssignmentLine, value: string): TextEdit {
  const { valueStart, valueEnd } = line;
  const keyEnd = line.keyStart + line.key.length;
  const between = text.slice(keyEnd, valueStart);
  if (line.value !== '') return { start: valueStart, end: valueEnd, text: value };
  const rest = text.slice(valueStart, line.end);
  const blank = rest.trim() === '' ? rest.replace(/\r?\n$/u, '').length : 0;
  const space = /^\s|:/u.test(between) ? ' ' : '';
  return { start: valueStart, end: valueStart + blank, text: space + value };
}

function removeEntries(sections: readonly Section[], gone: ReadonlySet<Entry>): readonly TextEdit[] {
  return sections.flatMap(({ entries }) =>
    entries.flatMap((entry, i) => {
      if (gone.has(entry)) return [entry.line, ...entry.nested].map(deletion);
      const { start, keyStart, indented } = entry.line;
      if (!indented) return [];
      const above = entries.findLast((kept, j) => j < i && !gone.has(kept));
      // What stood between them is gone, and it would become a part of that key's block.
      return above?.line.value === '' ? [deletion({ start, end: keyStart })] : [];
    }),
  );
}

function addEntries(
  document: ConfigDocument,
  sections: readonly Section[],
  gone: ReadonlySet<Entry>,
  added: Values,
): readonly TextEdit[] {
  const section = sections.at(-1);
  if (!section || added.length === 0) return [];
  const { text } = document;
  const at = endOfEntries(document, section, gone);
  const lineEnd = lineEndAt(text, at);
  const separator = separatorLike(text, [section, ...document.sections.toReversed()]);
  const lines = added.map(([key, value]) => key + separator + value);
  const isReady = beginsLine(text, at);
  return [
    { start: at, end: at, text: lines.map((line) => (isReady ? line + lineEnd : lineEnd + line)).join('') },
  ];
}

/** Behind the last key that stays and the indented lines under it, and before the comments of the next section. */
function endOfEntries({ text, lines }: ConfigDocument, section: Section, gone: ReadonlySet<Entry>): number {
  const last = section.entries.findLast((entry) => !gone.has(entry));
  const { start } = last?.nested.at(-1) ?? last?.line ?? section.header;
  const at = lineAt(lines, start) + 1;
  const isUnder = ({ kind, start: from }: ConfigLine) =>
    (kind === 'comment' || kind === 'unreadable') && /\s/u.test(text.charAt(from));
  const next = lines.findIndex((line, i) => i >= at && !isUnder(line));
  const end = next === -1 ? lines.length : next;
  const to = lines[end]?.kind === 'header' ? beforeComments(lines, end) : end;
  return lines[to - 1]?.end ?? text.length;
}
