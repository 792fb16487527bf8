import { isCommandKey } from './commandText.ts';
import { readEntries } from './entries.ts';
import { indentOf } from './indent.ts';
import { beginsHeader, lineEnd, readHeader, readLines } from './lines.ts';
import { strayTitles } from './strayTitles.ts';
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
 * Scans only lines that may be headers. A broken header such as `[profile x` ends a section too: the keys below it are
 * meant for another section and must not change the one above, to which the SDK for JavaScript adds them.
 */
function findSections(text: string): Pick<ConfigDocument, 'sections' | 'brokenHeaders'> {
  const sections: TextSection[] = [];
  const brokenHeaders: Span[] = [];
  const commands = new CommandLines(text);
  let open: HeaderLine | undefined;
  for (const { start, isStray } of titleLines(text)) {
    const end = lineEnd(text, start);
    const header = isStray ? undefined : readHeader(text, start, end);
    const isBroken = isStray || (!header && beginsHeader(text, start));
    if (!isBroken && (!header || commands.includes(start))) continue;
    if (isBroken) brokenHeaders.push({ start, end });
    if (open) sections.push(new TextSection(text, open, start));
    open = header;
    commands.restart(end);
  }
  if (open) sections.push(new TextSection(text, open, text.length));
  return { sections, brokenHeaders };
}

/** The lines that contain a bracket, and those that are meant as headers without one at their start. */
function* titleLines(text: string): Iterable<{ readonly start: number; readonly isStray: boolean }> {
  const strays = strayTitles(text)[Symbol.iterator]();
  let stray = strays.next();
  for (let bracket = text.indexOf('['); bracket !== -1;) {
    const start = text.lastIndexOf('\n', bracket) + 1;
    for (; !stray.done && stray.value < start; stray = strays.next())
      yield { start: stray.value, isStray: true };
    const isStray = stray.value === start;
    if (isStray) stray = strays.next();
    yield { start, isStray };
    bracket = text.indexOf('[', lineEnd(text, bracket));
  }
  for (; !stray.done; stray = strays.next()) yield { start: stray.value, isStray: true };
}

/**
 * Finds the lines that continue a command, as in `entries.ts`. Reads lines only before an indented header, and none
 * twice.
 */
class CommandLines {
  readonly #text: string;
  #at = 0;
  #open: number | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** Begins with the line at `start`, which is below a header. */
  restart(start: number): void {
    this.#at = start;
    this.#open = undefined;
  }

  /** Whether the line at `start` continues a command. Lines must be asked for in their order. */
  includes(start: number): boolean {
    const line = { start, end: lineEnd(this.#text, start) };
    if (indentOf(this.#text, line) === 0) return false;
    for (const above of readLines(this.#text, this.#at, start, true)) this.#read(above);
    this.#at = start;
    return this.#open !== undefined && indentOf(this.#text, line) > this.#open;
  }

  #read(line: ConfigLine): void {
    if (line.kind === 'comment' || line.kind === 'blank') return;
    const indent = indentOf(this.#text, line);
    if (this.#open !== undefined && indent > this.#open) return;
    const isCommand = line.kind === 'assignment' && line.value !== '' && isCommandKey(line.key);
    this.#open = isCommand ? indent : undefined;
  }
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
