import type { FileRole, FileLocation } from '../profiles.ts';
import {
  type Entry,
  flattenBlocks,
  type OpenSection,
  openSection,
  locationIn,
  type ParseResult,
  type ParsedValue,
  type RejectedFiles,
  type Rejection,
  type Texts,
} from './parsedFiles.ts';
import { type Line, linesOf, strip } from './rawLines.ts';

/**
 * Reads the files like the SDK for Rust (aws-runtime `env_config/parse.rs`, `normalize.rs`), config file first. Follows
 * the SDK's source; no test runs that SDK. The SDK returns a nested block of a profile as text; this function splits it
 * like the SDK splits blocks under `[services x]`. If several titles name one profile, the SDK's order is random; this
 * function uses file order.
 */
export function readRust(texts: Texts): ParseResult {
  const config = parseFile('config', texts.config);
  if ('why' in config) return config;
  const credentials = parseFile('credentials', texts.credentials);
  if ('why' in credentials) return credentials;
  const base: Base = { profiles: new Map(), ssoSessions: new Map(), services: new Map() };
  mergeIn(base, 'config', config);
  mergeIn(base, 'credentials', credentials);
  return {
    kind: 'profiles',
    profiles: flattenBlocks(base.profiles),
    ssoSessions: flattenBlocks(base.ssoSessions),
    services: flattenBlocks(base.services),
  };
}

/** A key's value and its continuation lines, trimmed. */
interface Property {
  readonly lines: Line[];
  readonly header: FileLocation;
}

type RawSections = ReadonlyMap<string, RawSection>;

interface RawSection {
  readonly headers: FileLocation[];
  readonly properties: Map<string, Property>;
}

interface State {
  readonly file: FileRole;
  readonly sections: Map<string, RawSection>;
  section: RawSection | undefined;
  property: Property | undefined;
}

function parseFile(file: FileRole, text: string): RawSections | RejectedFiles {
  const state: State = { file, sections: new Map(), section: undefined, property: undefined };
  for (const line of linesOf(text, /\r?\n/gu)) {
    const why = readLine(state, line);
    if (why) return { kind: 'fails', at: locationIn(file, line), why };
  }
  return state.sections;
}

function readLine(state: State, line: Line): Rejection | undefined {
  const content = strip(line.text, blank);
  if (content === '' || /^[#;]/u.test(line.text)) return undefined;
  if (line.text.startsWith('[')) return readHeader(state, line, content);
  if (!state.section) return content.startsWith('\uFEFF') ? 'byteOrderMark' : 'beforeFirstSection';
  if (/^[ \t]/u.test(line.text)) return readContinuation(state.property, line, content);
  return readProperty(state, state.section, line, content);
}

function readHeader(state: State, line: Line, content: string): Rejection | undefined {
  const title = beforeMatch(content, /[#;]/u);
  if (title.length < 2 || !title.endsWith(']')) return 'headerWithoutEnd';
  const name = title.slice(1, -1);
  state.section = state.sections.get(name) ?? { headers: [], properties: new Map() };
  state.section.headers.push(locationIn(state.file, line));
  state.sections.set(name, state.section);
  state.property = undefined;
  return undefined;
}

/** Appends the whole line, including a comment. In a block it must be `key = value`, even if it is dropped later. */
function readContinuation(
  property: Property | undefined,
  line: Line,
  content: string,
): Rejection | undefined {
  if (!property) return 'indentedWithoutKey';
  const pair = isBlock(property) ? splitPair(content) : undefined;
  if (typeof pair === 'string') return pair;
  property.lines.push({ ...line, text: content });
  return undefined;
}

function readProperty(
  state: State,
  { headers, properties }: RawSection,
  line: Line,
  content: string,
): Rejection | undefined {
  const pair = splitPair(content);
  if (typeof pair === 'string') return pair;
  const [key, value] = pair;
  state.property = {
    lines: [{ ...line, text: value }],
    header: headers.at(-1) ?? locationIn(state.file, line),
  };
  properties.set(
    key.replace(/[A-Z]/gu, (letter) => letter.toLowerCase()),
    state.property,
  );
  return undefined;
}

function splitPair(content: string): readonly [key: string, value: string] | Rejection {
  const pair = beforeMatch(content, /(?<=\p{White_Space})[#;]/u);
  const separator = pair.indexOf('=');
  if (separator === -1) return 'noSeparator';
  const key = strip(pair.slice(0, separator), blank);
  return key === '' ? 'noKey' : [key, strip(pair.slice(separator + 1), blank)];
}

function isBlock({ lines }: Property): boolean {
  return lines[0]?.text === '';
}

function beforeMatch(content: string, comment: RegExp): string {
  const start = content.search(comment);
  return start === -1 ? content : strip(content.slice(0, start), blank);
}

type Base = Record<'profiles' | 'ssoSessions' | 'services', Map<string, OpenSection>>;

function mergeIn(base: Base, file: FileRole, raw: RawSections): void {
  const sections = [...raw].map(([title, section]) => ({ ...section, ...readTitle(file, title) }));
  const hasProfileDefault = sections.some(({ kind, name }) => kind === 'profiles' && name === 'default');
  for (const { kind, name, headers, properties } of sections) {
    if (kind === 'none' || (kind === 'default' && hasProfileDefault)) continue;
    const target = openSection(base[kind === 'default' ? 'profiles' : kind], name);
    target.headers.push(...headers);
    for (const [key, property] of properties) {
      if (!identifier.test(key)) continue;
      const entry = readEntry(file, property);
      const known = target.values.get(key)?.block ?? [];
      target.values.set(
        key,
        kind === 'services' ? { ...entry, block: new Map([...known, ...pairsOf(file, property)]) } : entry,
      );
    }
  }
}

type TitleKind = keyof Base | 'default' | 'none';

/** `SectionPair`: a prefix and a name in the config file, only a name in the credentials file. */
function readTitle(file: FileRole, title: string): { readonly kind: TitleKind; readonly name: string } {
  const text = strip(title, blank);
  const gap = text.search(blank);
  const name = strip(text.slice(gap + 1), space);
  if (!identifier.test(name)) return { kind: 'none', name };
  if (file === 'credentials') return { kind: gap === -1 ? 'profiles' : 'none', name };
  if (gap === -1) return { kind: name === 'default' ? 'default' : 'none', name };
  return { kind: kinds.get(strip(text.slice(0, gap), space)) ?? 'none', name };
}

const kinds: ReadonlyMap<string, keyof Base> = new Map([
  ['profile', 'profiles'],
  ['sso-session', 'ssoSessions'],
  ['services', 'services'],
]);

function readEntry(file: FileRole, property: Property): Entry {
  const { lines, header } = property;
  return {
    text: lines.map(({ text }) => text).join('\n'),
    location: { file, start: lines[0]?.start ?? 0, end: lines.at(-1)?.end ?? 0 },
    header,
    block: isBlock(property) && lines.length > 1 ? pairsOf(file, property) : undefined,
  };
}

/** `parse_sub_properties`: reads every line that contains `=`. */
function pairsOf(file: FileRole, { lines, header }: Property): ReadonlyMap<string, ParsedValue> {
  return new Map(
    lines.flatMap((line): [string, ParsedValue][] => {
      const [, key, text] = /^([^=]*)=(.*)$/su.exec(line.text) ?? [];
      if (key === undefined || text === undefined) return [];
      return [[strip(key, blank), { text: strip(text, blank), location: locationIn(file, line), header }]];
    }),
  );
}

/** A valid name or key. The SDK skips others with a warning. */
const identifier = /^[A-Za-z0-9_\-/.%@:+]*$/u;
const blank = /[ \t]/u;
const space = /\p{White_Space}/u;
