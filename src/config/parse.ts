import { beginsHeader, lineEnd, readHeader, readLines } from './lines.ts';
import type {
  AssignmentLine,
  ConfigDocument,
  ConfigLine,
  Entry,
  HeaderLine,
  Section,
  Span,
} from './syntax.ts';

/**
 * Reads the text of a config or credentials file. Total: never throws, and no character is lost.
 *
 * Only the headers are looked for at once. The lines are read off the text when somebody asks for them, and kept from
 * then on, so that ten thousand sections cost little more than their text until they are looked into.
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

/** Ends a line, too, as it does for the CLI (Python's universal newlines) and for VS Code. Offsets stay what they are. */
const loneCarriageReturn = /\r(?!\n)/gu;

/** The lines of the sections, and those before and between them that are in none. */
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
 * Looks only at lines that have a bracket. A broken header ends a section too: the keys under it are meant for another
 * one, and would change what the section before it is.
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

/** A class for the sake of memory: what there are thousands of shares its getters and holds offsets alone. */
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
    return (this.#entries ??= [...entriesAmong(this.lines)]);
  }

  readEntries(): Iterable<Entry> {
    return entriesAmong(readLines(this.#text, this.start, this.end, true));
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

const noNested: AssignmentLine[] = [];

/** Indented lines belong to the last key that has no value, until a line that is not indented. */
function* entriesAmong(lines: Iterable<ConfigLine>): Iterable<Entry> {
  let open: { readonly line: AssignmentLine; readonly nested: AssignmentLine[] } | undefined;
  for (const line of lines) {
    if (line.kind !== 'assignment') continue;
    if (line.indented && open?.line.value === '') {
      open.nested.push(line);
    } else {
      if (open) yield open;
      open = { line, nested: line.value === '' ? [] : noNested };
    }
  }
  if (open) yield open;
}
