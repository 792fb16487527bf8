import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import { strayTitles } from '../../../src/config/strayTitles.ts';
import type { ConfigLine, Section } from '../../../src/config/syntax.ts';

/** Asserts everything that must hold for the document of any text. */
export function assertLossless(text: string): void {
  const document = parseConfig(text);
  const { lines, sections, brokenHeaders } = document;
  assert.equal(document.text, text);
  assert.equal(lines.map(({ start, end }) => text.slice(start, end)).join(''), text);
  let at = 0;
  for (const line of lines) {
    assert.equal(line.start, at);
    assert.ok(line.end > line.start, 'no line is empty');
    assert.ok(!/\n|\r(?!$)/u.test(text.slice(line.start, line.end - 1)), 'a line is one line');
    assertInside(text, line);
    at = line.end;
  }
  assert.equal(at, text.length);

  assert.deepEqual(
    sections.map(({ header }) => header),
    lines.filter(({ kind }) => kind === 'header'),
  );
  const strays = new Set(strayTitles(text.replaceAll(/\r(?!\n)/gu, '\n')));
  assert.deepEqual(
    brokenHeaders,
    lines
      .filter(
        ({ kind, start }) =>
          kind === 'unreadable' && (/^\uFEFF?\[/u.test(text.slice(start, start + 2)) || strays.has(start)),
      )
      .map(({ start, end }) => ({ start, end })),
  );
  const stops = [...sections, ...brokenHeaders].map(({ start }) => start).toSorted((a, b) => a - b);
  for (const section of sections) {
    assert.equal(section.end, stops.find((stop) => stop > section.start) ?? text.length);
    assertSame(
      section.lines,
      lines.filter(({ start }) => start >= section.start && start < section.end),
    );
    assertSection(section);
  }
  const isInSection = ({ start }: ConfigLine) =>
    sections.some((section) => section.start <= start && start < section.end);
  assert.ok(lines.every((line) => line.kind !== 'assignment' || isInSection(line)));
}

function isAssignment({ kind }: ConfigLine): boolean {
  return kind === 'assignment';
}

function assertSection(section: Section): void {
  const { header, title, start, end, lines, entries } = section;
  assert.equal(header, lines[0]);
  assert.deepEqual([title, start, end], [header.title, header.start, lines.at(-1)?.end]);
  const assignments = lines.filter(isAssignment);
  assertSame(
    entries.flatMap(({ line, nested, continuation }) => [
      line,
      ...nested,
      ...continuation.filter(isAssignment),
    ]),
    assignments,
  );
  assert.equal(section.entries, entries, 'entries are made once');
  assert.deepEqual([...section.readEntries()], entries);
}

/** Asserts that both lists contain identical objects. */
function assertSame(actual: readonly unknown[], expected: readonly unknown[]): void {
  assert.equal(actual.length, expected.length);
  for (const [i, each] of actual.entries()) assert.equal(each, expected[i]);
}

function assertInside(text: string, line: ConfigLine): void {
  if (line.kind === 'header') {
    assert.equal(text.slice(line.titleStart, line.titleEnd), line.title);
    assert.equal(line.title, line.title.trim());
    assert.ok(line.start < line.titleStart && line.titleEnd < line.end);
    assert.ok(line.titleStart <= line.titleEnd);
  }
  if (line.kind === 'assignment') {
    assert.equal(text.slice(line.keyStart, line.keyStart + line.key.length), line.key);
    assert.equal(text.slice(line.valueStart, line.valueEnd), line.value);
    assert.ok(line.key !== '' && line.key === line.key.trim() && line.value === line.value.trim());
    assert.ok(line.start <= line.keyStart && line.keyStart + line.key.length < line.valueStart);
    assert.ok(line.valueStart <= line.valueEnd && line.valueEnd <= line.end);
  }
}
