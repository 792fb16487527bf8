import { readLines } from '../config/lines.ts';
import type { ConfigDocument, ConfigLine, Span } from '../config/syntax.ts';
import { meantKey } from './meantKeys.ts';
import { meantTitle } from './meant/meantTitle.ts';
import { type FileRole, type ProfileSet, readTitle, sharedTitle } from './profiles.ts';

/** A section with credentials that is meant as another profile than its title says, if it says any. */
export interface MistitledSection extends Span {
  /** The title in brackets. */
  readonly written: string;
  /** The right title in brackets. */
  readonly meant: string;
}

/**
 * The sections of a file that are meant as the profile with this name, but have another title or a broken header:
 * `[profil x]`, `[profile-x]`, `["x"]`, `[x`.
 */
export function mistitledSections(
  profiles: ProfileSet,
  file: FileRole,
  document: ConfigDocument,
  name: string,
): readonly MistitledSection[] {
  const byName = mistitled.get(document) ?? findMistitled(file, document);
  mistitled.set(document, byName);
  const locations = profiles.profiles.get(name)?.locations ?? [];
  const own = new Set(locations.flatMap((each) => (each.file === file ? each.start : [])));
  return (byName.get(looseName(name)) ?? [])
    .filter(({ start, written }) => !own.has(start) && (written !== '[default]' || name === 'default'))
    .filter(({ profile }) => !isInConfig(profiles, profile))
    .map(({ start, end, written }) => ({ start, end, written, meant: rightTitle(file, name, written) }));
}

function rightTitle(file: FileRole, name: string, written: string): string {
  const short = `[${name}]`;
  // Beside `[profile default]`, the CLI does not always read `[default]`.
  const isShort = file === 'credentials' || (name === 'default' && written !== short);
  return isShort ? short : `[profile ${name}]`;
}

/** In the credentials file, `[Dev]` is not meant as `dev` if there is also a `[profile Dev]`. */
function isInConfig({ profiles }: ProfileSet, name: string | undefined): boolean {
  const locations = name === undefined ? undefined : profiles.get(name)?.locations;
  return locations?.some(({ file }) => file === 'config') ?? false;
}

interface Candidate extends Span {
  readonly written: string;
  /** The profile that the section defines, in the credentials file. */
  readonly profile: string | undefined;
}

/** By the loose name of the profile. All profiles of a document ask for them. */
const mistitled = new WeakMap<ConfigDocument, ReadonlyMap<string, readonly Candidate[]>>();

function findMistitled(
  file: FileRole,
  { text, sections, brokenHeaders }: ConfigDocument,
): ReadonlyMap<string, readonly Candidate[]> {
  const found = new Map<string, Candidate[]>();
  const add = (name: string | undefined, lines: Iterable<ConfigLine>, candidate: Candidate): void => {
    const loose = name === undefined ? '' : looseName(name);
    if (loose === '' || !speaks(lines)) return;
    const others = found.get(loose);
    if (others) others.push(candidate);
    else found.set(loose, [candidate]);
  };
  for (const { title, start, end } of sections) {
    const profile = file === 'credentials' ? title : undefined;
    add(nameOf(file, title), readLines(text, start, end, true), {
      start,
      end,
      profile,
      written: `[${title}]`,
    });
  }
  // Below a broken header, the lines up to the next header are in no section.
  const nexts = new Map<number, number>();
  let next = text.length;
  for (const { start } of [...sections, ...brokenHeaders].toSorted((a, b) => b.start - a.start)) {
    nexts.set(start, next);
    next = start;
  }
  for (const { start, end } of brokenHeaders) {
    const { title, written } = readBroken(text.slice(start, end));
    const lines = readLines(text, end, nexts.get(start) ?? text.length, true);
    add(nameOf('config', title) ?? readTitle(title).name, lines, { start, end, profile: undefined, written });
  }
  return found;
}

/** The title that a broken header must have, and what to show of the line. */
function readBroken(line: string): { readonly title: string; readonly written: string } {
  const [, inside] = /^\s*\[+([^\]#;]*)/u.exec(line) ?? [];
  if (inside !== undefined) return { title: inside.trim(), written: `[${inside.trim()}` };
  const written = line.replace(/\s[#;].*$/su, '').trim();
  return { title: written.replaceAll(/^[^\p{L}\p{N}_]+|(?<=[\p{L}\p{N}_])[^\p{L}\p{N}_]+$/gu, ''), written };
}

/** The name of the profile that a section with this title may be meant as, unless it is certainly another one. */
function nameOf(file: FileRole, title: string): string | undefined {
  const { kind, name } = readTitle(title);
  if (title === sharedTitle || kind === 'sso-session' || kind === 'services') return undefined;
  const other = kind === 'other' ? meantTitle(title) : undefined;
  if (other) return other.kind === 'profile' ? other.name : undefined;
  const isProfile = kind === 'profile' && file === 'config';
  return isProfile && !oddName.test(name) ? undefined : name;
}

/** Nobody means a name with brackets, quotes, or a second prefix. */
const oddName = /[[\]"'“”‘’]|^profile\s/iu;

/** What is the same in all titles that may be meant as one profile. */
function looseName(name: string): string {
  return name
    .toLowerCase()
    .replaceAll(/[[\]"'“”‘’\s]/gu, '')
    .replace(/^profiles?[-_.:=/]*(?=.)/u, '');
}

/** The first key about credentials above all sections of a file. */
export function sectionless(document: ConfigDocument): readonly (Span & { readonly key: string })[] {
  const known = firstKeys.get(document) ?? findSectionless(document);
  firstKeys.set(document, known);
  return known;
}

const firstKeys = new WeakMap<ConfigDocument, ReturnType<typeof sectionless>>();

function findSectionless({ text, sections, brokenHeaders }: ConfigDocument): ReturnType<typeof sectionless> {
  const to = Math.min(text.length, ...[sections[0], brokenHeaders[0]].flatMap((first) => first?.start ?? []));
  for (const line of readLines(text, 0, to, true)) {
    const key = line.kind === 'assignment' ? line.key.toLowerCase() : '';
    if (meantKey(key) !== undefined) return [{ key, start: line.start, end: line.end }];
  }
  return [];
}

function speaks(lines: Iterable<ConfigLine>): boolean {
  for (const line of lines) {
    if (line.kind === 'assignment' && meantKey(line.key.toLowerCase()) !== undefined) return true;
  }
  return false;
}
