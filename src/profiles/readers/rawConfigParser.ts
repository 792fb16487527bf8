import type { Span } from '../../config/syntax.ts';
import type { Rejection } from './parsedFiles.ts';
import { type Line, linesOf, strip } from './rawLines.ts';

/** A key with the text after its separator and its continuation lines, all trimmed. */
export interface RawOption extends Span {
  readonly lines: readonly Line[];
  readonly header: Span;
}

export interface RawSection {
  readonly header: Span;
  readonly options: ReadonlyMap<string, RawOption>;
}

export type RawConfig =
  | {
      readonly kind: 'sections';
      readonly sections: ReadonlyMap<string, RawSection>;
      /** The keys of `[DEFAULT]`, which apply to every section that does not set them itself. */
      readonly defaults: ReadonlyMap<string, RawOption>;
    }
  | { readonly kind: 'fails'; readonly at: Span; readonly why: Rejection };

/**
 * Parses like Python's `configparser.RawConfigParser` in its default strict mode (`configparser.py`, `_read`). After
 * some errors Python reads to the end before it fails; this parser stops at the first error.
 */
export function readRawConfig(text: string): RawConfig {
  const state: State = {
    sections: new Map(),
    defaults: new Map(),
    section: undefined,
    option: undefined,
    indent: 0,
  };
  for (const line of linesOf(text, lineEnd)) {
    const why = readLine(state, line);
    if (why) return { kind: 'fails', at: line, why };
  }
  return { kind: 'sections', sections: state.sections, defaults: state.defaults };
}

/** `str.strip()`. Python does not treat the byte order mark as white space. */
export function stripPython(text: string): string {
  return strip(text, space);
}

interface State {
  readonly sections: Map<string, OpenSection>;
  readonly defaults: Map<string, RawOption>;
  section: OpenSection | undefined;
  /** The key that deeper lines continue. */
  option: OpenOption | undefined;
  indent: number;
}

interface OpenSection {
  readonly header: Span;
  readonly options: Map<string, RawOption>;
}

interface OpenOption extends RawOption {
  readonly lines: Line[];
  end: number;
}

function readLine(state: State, line: Line): Rejection | undefined {
  const content = stripPython(line.text);
  if (/^[#;]/u.test(content)) return undefined;
  const indent = line.text.indexOf(content);
  if (content === '' || (state.option && indent > state.indent)) {
    continueOption(state.option, line, content);
    return undefined;
  }
  state.indent = indent;
  const title = titleOf(content);
  if (title !== undefined) return readHeader(state, line, title);
  if (state.section) return readOption(state, state.section, line, content);
  return content.startsWith('\uFEFF') ? 'byteOrderMark' : 'beforeFirstSection';
}

function continueOption(option: OpenOption | undefined, line: Line, content: string): void {
  if (!option) return;
  option.lines.push({ ...line, text: content });
  if (content !== '') option.end = line.end;
}

/** The text between `[` and the last `]` of the line; the rest of the line is ignored. */
function titleOf(content: string): string | undefined {
  const end = content.lastIndexOf(']');
  return content.startsWith('[') && end > 1 ? content.slice(1, end) : undefined;
}

function readHeader(state: State, header: Line, title: string): Rejection | undefined {
  if (state.sections.has(title)) return 'sectionTwice';
  state.section = { header, options: title === 'DEFAULT' ? state.defaults : new Map() };
  if (title !== 'DEFAULT') state.sections.set(title, state.section);
  state.option = undefined;
  return undefined;
}

function readOption(
  state: State,
  { header, options }: OpenSection,
  line: Line,
  content: string,
): Rejection | undefined {
  const separator = content.search(/[=:]/u);
  if (separator < 1) return separator === 0 ? 'noKey' : 'noSeparator';
  const key = stripPython(content.slice(0, separator)).toLowerCase();
  if (options.has(key)) return 'keyTwice';
  const value = { ...line, text: stripPython(content.slice(separator + 1)) };
  state.option = { header, start: line.start, end: line.end, lines: [value] };
  options.set(key, state.option);
  return undefined;
}

/** Python recognizes all three line endings in text files (`open`, universal newlines). */
const lineEnd = /\r\n|\r|\n/gu;
const separators = '\x1C\x1D\x1E\x1F';
/** `str.isspace`: Unicode white space and four ASCII separators. */
const space = new RegExp(`[\\p{White_Space}${separators}]`, 'u');
