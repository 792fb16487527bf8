import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { TextEdit } from '../../../src/config/edit.ts';
import {
  addSections,
  copySections,
  removeSections,
  renameSections,
  sectionsTitled,
} from '../../../src/config/editSections.ts';
import { renameKey, setValues } from '../../../src/config/editValues.ts';
import { linesUnder } from '../../../src/config/layout.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import type { ConfigDocument, ConfigLine, Entry, Section } from '../../../src/config/syntax.ts';
import { anyFiles, values } from './configTexts.ts';
import { edited } from './edited.ts';

/** The content of a file without its formatting. */
type Meaning = readonly SectionMeaning[];
interface SectionMeaning {
  readonly title: string;
  readonly entries: readonly EntryMeaning[];
}
interface EntryMeaning {
  readonly key: string;
  readonly value: string;
  readonly nested: readonly string[];
}

function meaningOf(text: string): Meaning {
  return parseConfig(text).sections.map(({ header, entries }) => ({
    title: header.title,
    entries: entries.map(({ line, nested }) => ({
      key: line.key,
      value: line.value,
      nested: nested.map((inner) => `${inner.key}=${inner.value}`),
    })),
  }));
}

const isOf = (key: string) => (meant: { readonly key: string }) =>
  meant.key.toLowerCase() === key.toLowerCase();

function meaningSet(meaning: Meaning, title: string, key: string, value: string): Meaning {
  const has = meaning.findLastIndex((section) => section.title === title && section.entries.some(isOf(key)));
  const at = has === -1 ? meaning.findLastIndex((section) => section.title === title) : has;
  return meaning.map((section, i) => {
    if (i !== at) return section;
    const which = section.entries.findLastIndex(isOf(key));
    const entry = { key: section.entries[which]?.key ?? key, value, nested: [] };
    const entries = which === -1 ? [...section.entries, entry] : section.entries.toSpliced(which, 1, entry);
    return { title, entries };
  });
}

interface Case {
  readonly document: ConfigDocument;
  readonly title: string;
  /** The sections with the title. */
  readonly sections: readonly Section[];
  readonly key: string;
  readonly value: string;
  readonly meaning: Meaning;
}

/** A file with a title, key and value for the edit. Title and key usually exist in the file. */
const cases: fc.Arbitrary<Case> = fc
  .tuple(anyFiles.map(parseConfig), fc.nat(), fc.nat(), values)
  .map(([document, someTitle, someKey, value]) => {
    const { header } = document.sections[someTitle % (document.sections.length + 1)] ?? {};
    const title = header?.title ?? 'profile fresh';
    const sections = sectionsTitled(document, title);
    const entries = sections.flatMap((section) => section.entries);
    const key = entries[someKey % (entries.length + 1)]?.line.key ?? 'fresh_key';
    return { document, title, sections, key, value, meaning: meaningOf(document.text) };
  });

function always(what: string, check: (given: Case) => void): void {
  it(what, () => fc.assert(fc.property(cases, check), { numRuns: 500 }));
}

function edit({ text }: ConfigDocument, edits: readonly TextEdit[]): string {
  return edited(text, edits);
}

/** Asserts that all lines except `touched` are kept in order, and that exactly `newLines` lines are new. */
function assertKept(
  document: ConfigDocument,
  text: string,
  touched: readonly ConfigLine[],
  newLines: number,
): void {
  const kept = document.lines
    .filter(({ start }) => !touched.some((line) => line.start === start))
    .map(({ start, end }) => document.text.slice(start, end));
  const left = parseConfig(text).lines.map(({ start, end }) => text.slice(start, end));
  assert.equal(left.length, kept.length + newLines);
  let at = 0;
  for (const line of kept) {
    const found = left.findIndex((other, i) => i >= at && isSameLine(line, other));
    assert.notEqual(found, -1, `${JSON.stringify(line)} is kept`);
    at = found + 1;
  }
}

/** Whether two lines are equal, apart from a line ending that was missing at the end of the file or was a lone CR. */
function isSameLine(line: string, other: string): boolean {
  return (
    other === line ||
    (!line.endsWith('\n') && /^\r?\n?$/u.test(other.slice(line.length)) && other.startsWith(line))
  );
}

/** The text without trailing blank lines and the last line ending. */
function trimmedEnd(text: string): string {
  const { lines } = parseConfig(text);
  const end = lines.findLast(({ kind }) => kind !== 'blank')?.end ?? (text.startsWith('\uFEFF') ? 1 : 0);
  return text.slice(0, end).replace(/[\r\n]+$/u, '');
}

const occurrences = (given: Case) =>
  given.sections.flatMap(({ entries }) => entries.filter(({ line }) => isOf(given.key)(line)));

/** The line of a key and all lines that are removed with it. */
function linesOf({ document, sections }: Case, entry: Entry): readonly ConfigLine[] {
  const section = sections.find(({ entries }) => entries.includes(entry))!;
  return [entry.line, ...entry.nested, ...linesUnder(document, section, entry.line)];
}

function isOneLine(given: Case, entry: Entry): boolean {
  return linesOf(given, entry).every((line) => line === entry.line || line.kind === 'comment');
}

/** Whether removing the key removes no other key. */
function isAlone(given: Case): boolean {
  return occurrences(given).every((entry) =>
    linesOf(given, entry).every(
      (line) => line === entry.line || line.kind !== 'assignment' || entry.nested.includes(line),
    ),
  );
}

function set({ document, sections, key }: Case, value: string): string {
  return edit(document, setValues(document, sections, [[key, value]]));
}

describe('setting a value', () => {
  always('changes only that value', (given) => {
    fc.pre(isAlone(given));
    const { meaning, title, key, value } = given;
    assert.deepEqual(meaningOf(set(given, value)), meaningSet(meaning, title, key, value));
  });

  always('changes only one line and its block', (given) => {
    const { document, sections, value } = given;
    const last = occurrences(given).at(-1);
    const newLines = last || sections.length > 0 ? 1 : 0;
    const touched = last ? linesOf(given, last).filter(({ kind }) => kind !== 'comment') : [];
    assertKept(document, set(given, value), touched, newLines);
  });

  always('changes nothing if the value is the same', (given) => {
    const { document, sections, key } = given;
    const last = occurrences(given).at(-1);
    fc.pre(last !== undefined && isOneLine(given, last));
    assert.deepEqual(setValues(document, sections, [[key, last.line.value]]), []);
  });

  always('can be reverted by setting the old value', (given) => {
    const { document, title, key, value } = given;
    const last = occurrences(given).at(-1);
    fc.pre(last !== undefined && last.line.value !== '' && isOneLine(given, last));
    // Setting a value can replace a colon with `=`.
    fc.pre(document.text.slice(last.line.keyStart, last.line.valueStart).includes('='));
    const changed = parseConfig(set(given, value));
    const back = setValues(changed, sectionsTitled(changed, title), [[key, last.line.value]]);
    assert.equal(edit(changed, back), document.text);
  });

  always('can be reverted by removing a new key', (given) => {
    const { document, title, value } = given;
    const newLines = { ...given, key: 'fresh_key' };
    const changed = parseConfig(set(newLines, value));
    const back = setValues(changed, sectionsTitled(changed, title), [['fresh_key', undefined]]);
    const text = edit(changed, back);
    const [before, after] = [document.text, text].map((each) => each.replaceAll(/\r\n?/gu, '\n'));
    assert.ok(isSameLine(before!, after!), 'but for a missing line end');
  });

  always('has the same result for several keys at once and one by one', (given) => {
    fc.pre(isAlone(given) && isAlone({ ...given, key: 'region' }));
    const { document, title, sections, key, value } = given;
    const pairs = [
      ['first_key', '1'],
      [key, value],
      ['other_key', '2'],
      ['region', undefined],
    ] as const;
    const together = edit(document, setValues(document, sections, pairs));
    const alone = pairs.reduce((text, pair) => {
      const between = parseConfig(text);
      return edit(between, setValues(between, sectionsTitled(between, title), [pair]));
    }, document.text);
    assert.deepEqual(meaningOf(together), meaningOf(alone));
  });
});

function remove({ document, sections, key }: Case): string {
  return edit(document, setValues(document, sections, [[key, undefined]]));
}

describe('removing a key', () => {
  always('keeps everything else', (given) => {
    fc.pre(isAlone(given));
    const { meaning, title, key } = given;
    const expected = meaning.map((section) =>
      section.title === title
        ? { title, entries: section.entries.filter((entry) => !isOf(key)(entry)) }
        : section,
    );
    assert.deepEqual(meaningOf(remove(given)), expected);
  });

  always('changes only its lines and their blocks', (given) => {
    const { document, sections } = given;
    const gone = occurrences(given);
    const removed = gone.flatMap((entry) => linesOf(given, entry));
    const text = remove(given);
    // A line that is unindented, so that it does not join a block, counts as touched and as new.
    const margins = sections.flatMap(({ entries }) =>
      entries.filter(({ line }, i) => line.indented && gone.includes(entries[i - 1] as Entry)),
    );
    const moved = margins.filter(({ line }) => {
      const whole = document.text.slice(line.start, line.end);
      return !text.includes(whole) && !removed.includes(line);
    });
    assertKept(document, text, [...removed, ...moved.map(({ line }) => line)], moved.length);
  });
});

describe('renaming a key', () => {
  always('renames only this key', ({ document, title, sections, key, meaning }) => {
    const text = edit(document, renameKey(sections, key, 'fresh_key'));
    const expected = meaning.map((section) =>
      section.title === title
        ? {
            title,
            entries: section.entries.map((entry) =>
              isOf(key)(entry) ? { ...entry, key: 'fresh_key' } : entry,
            ),
          }
        : section,
    );
    assert.deepEqual(meaningOf(text), expected);
    const renamed = parseConfig(text);
    const keys = sections.flatMap(({ entries }) => entries).filter(({ line }) => isOf(key)(line));
    fc.pre(keys.every(({ line }) => line.key === key));
    assert.equal(edit(renamed, renameKey(sectionsTitled(renamed, title), 'fresh_key', key)), document.text);
  });
});

describe('adding a section', () => {
  const added = { title: 'profile fresh', values: [['k', 'v'] as const, ['l', 'a = b'] as const] };
  const meant = {
    title: 'profile fresh',
    entries: added.values.map(([key, value]) => ({ key, value, nested: [] })),
  };

  always('adds only this section and can be reverted', ({ document, meaning }) => {
    const text = edit(document, addSections(document, [added]));
    assert.deepEqual(meaningOf(text), [...meaning, meant]);
    const changed = parseConfig(text);
    const back = edit(changed, removeSections(changed, sectionsTitled(changed, 'profile fresh')));
    assert.equal(trimmedEnd(back), trimmedEnd(document.text));
  });

  always('adds a blank line before it and a line ending after it', ({ document }) => {
    const text = edit(document, addSections(document, [added, { title: 'm', values: [] }]));
    const kinds = parseConfig(text).lines.map(({ kind }) => kind);
    const own = ['header', 'assignment', 'assignment', 'blank', 'header'];
    const isFirst = document.text.replace('\uFEFF', '') === '';
    assert.deepEqual(kinds.slice(-own.length - (isFirst ? 0 : 1)), isFirst ? own : ['blank', ...own]);
    assert.match(text, /[\r\n]$/u);
  });

  always('changes no existing line', ({ document }) => {
    assert.ok(edit(document, addSections(document, [added])).startsWith(document.text));
  });
});

describe('renaming a section', () => {
  always('renames only this section and can be reverted', ({ document, title, sections, meaning }) => {
    fc.pre(meaning.every((section) => section.title !== 'profile new'));
    const text = edit(
      document,
      renameSections(sections, () => 'profile new'),
    );
    const expected = meaning.map((section) =>
      section.title === title ? { ...section, title: 'profile new' } : section,
    );
    assert.deepEqual(meaningOf(text), expected);
    const renamed = sectionsTitled(parseConfig(text), 'profile new');
    assert.equal(
      edit(
        parseConfig(text),
        renameSections(renamed, () => title),
      ),
      document.text,
    );
  });
});

function copy({ document, sections }: Case): string {
  const inCopies = renameSections(sections, () => 'profile new');
  return edit(document, copySections(document, sections, inCopies));
}

describe('copying a section', () => {
  always('adds the same content under the new title', (given) => {
    const { meaning, title } = given;
    const at = meaning.findLastIndex((section) => section.title === title);
    const copies = meaning.filter((section) => section.title === title);
    const renamed = copies.map((section) => ({ ...section, title: 'profile new' }));
    assert.deepEqual(meaningOf(copy(given)), meaning.toSpliced(at + 1, 0, ...renamed));
  });

  always('changes no existing line', (given) => {
    const text = copy(given);
    const before = parseConfig(text).lines.length - given.document.lines.length;
    assertKept(given.document, text, [], before);
  });
});

/** The number of blank lines that follow another blank line. */
function doubles(text: string): number {
  const kinds = parseConfig(text).lines.map(({ kind }) => kind);
  return kinds.filter((kind, i) => kind === 'blank' && kinds[i - 1] === 'blank').length;
}

describe('removing a section', () => {
  always('keeps everything else', ({ document, title, sections, meaning }) => {
    const text = edit(document, removeSections(document, sections));
    assert.deepEqual(
      meaningOf(text),
      meaning.filter((section) => section.title !== title),
    );
  });

  always('keeps the lines of other sections', ({ document, sections }) => {
    const text = edit(document, removeSections(document, sections));
    const others = document.lines.filter(
      ({ kind, start, end }) =>
        kind !== 'blank' &&
        kind !== 'comment' &&
        !sections.some((section) => start >= section.start && end <= section.end),
    );
    const marked = text.startsWith('\uFEFF') ? '\uFEFF' : '';
    assert.equal(marked !== '', document.text.startsWith('\uFEFF'));
    let at = 0;
    for (const { start, end } of others) {
      const line = document.text.slice(start, end);
      const found = text.indexOf(line, at);
      assert.notEqual(found, -1);
      at = found + line.length;
    }
  });

  always('creates no consecutive blank lines', ({ document, sections }) => {
    const text = edit(document, removeSections(document, sections));
    assert.ok(doubles(text) <= doubles(document.text));
  });
});
