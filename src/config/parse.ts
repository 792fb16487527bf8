import { readEntries } from './entries.ts';
import { beginsHeader, lineEnd, readHeader, readLines } from './lines.ts';
import type { ConfigDocument, ConfigLine, Entry, HeaderLine, Section, Span } from './syntax.ts';

/**
 * Parses the text of a config or credentials file. Never throws and loses no character.
 *
 * Only headers are located up front. Lines are read on first access and cached, so that ten thousand sections need
 * little more memory than their text until they are accessed.
 */
export function parseConfig(text: string): ConfigDocument {
  const readable = text.replaceAll(loneCarriageReturn, '\n');
  const { sections, brokenHeaders } = findSections(readable);
  let lines: readonly ConfigLine[] | undefined;
  return {
    text,
    get lines() {
      return (lines ??= [...allLines(readable, sections)]);
    },
    sections,
    brokenHeaders,
  };
}

/** A lone CR ends a line for the CLI (Python's universal newlines) and VS Code. The replacement keeps all offsets. */
const loneCarriageReturn = /\r(?!\n)/gu;

/** The lines of all sections, and the lines before and between sections. */
function* allLines(text: string, sections: readonly Section[]): Iterable<ConfigLine> {
  let at = 0;
  for (const { start, end, lines } of sections) {
    yield* readLines(text, at, start, false);
    yield* lines;
    at = end;
  }
  yield* readLines(text, at, text.length, false);
}

/**
 * Scans only lines that contain a bracket. A broken header such as `[profile x` ends a section too: the keys below it
 * are meant for another section and must not change the one above, to which the SDK for JavaScript adds them.
 */
function findSections(text: string): Pick<ConfigDocument, 'sections' | 'brokenHeaders'> {
  const sections: TextSection[] = [];
  const brokenHeaders: Span[] = [];
  let open: HeaderLine | undefined;
  for (let bracket = text.indexOf('['); bracket !== -1;) {
    const start = text.lastIndexOf('\n', bracket) + 1;
    const end = lineEnd(text, bracket);
    const header = readHeader(text, start, end);
    const isBroken = !header && beginsHeader(text, start);
    if (isBroken) brokenHeaders.push({ start, end });
    if (header || isBroken) {
      if (open) sections.push(new TextSection(text, open, start));
      open = header;
    }
    bracket = text.indexOf('[', end);
  }
  if (open) sections.push(new TextSection(text, open, text.length));
  return { sections, brokenHeaders };
}

/** A class saves memory with thousands of sections: instances share their getters and store only offsets. */
class TextSection implements Section {
  readonly #text: string;
  readonly #titleStart: number;
  readonly #titleEnd: number;
  #lines: readonly [HeaderLine, ...ConfigLine[]] | undefined;
  #entries: readonly Entry[] | undefined;
  readonly start: number;
  readonly end: number;

  constructor(text: string, { start, titleStart, titleEnd }: HeaderLine, end: number) {
    this.#text = text;
    this.#titleStart = titleStart;
    this.#titleEnd = titleEnd;
    this.start = start;
    this.end = end;
  }

  get title(): string {
    return this.#text.slice(this.#titleStart, this.#titleEnd);
  }

  get header(): HeaderLine {
    return this.lines[0];
  }

  get lines(): readonly [HeaderLine, ...ConfigLine[]] {
    return (this.#lines ??= this.#readLines());
  }

  get entries(): readonly Entry[] {
    return (this.#entries ??= [...readEntries(this.#text, this.lines)]);
  }

  readEntries(): Iterable<Entry> {
    return readEntries(this.#text, readLines(this.#text, this.start, this.end, true));
  }

  #readLines(): readonly [HeaderLine, ...ConfigLine[]] {
    const end = lineEnd(this.#text, this.start);
    const header: HeaderLine = {
      kind: 'header',
      start: this.start,
      end,
      title: this.title,
      titleStart: this.#titleStart,
      titleEnd: this.#titleEnd,
    };
    return [header, ...readLines(this.#text, end, this.end, true)];
  }
}
