import { firstFrom } from '../../config/edit.ts';
import type { ConfigDocument, HeaderLine, Section, Span } from '../../config/syntax.ts';
import { keys, keysWhere } from '../../profiles/keys.ts';
import {
  type FileLocation,
  type FileRole,
  type Named,
  readTitle,
  sharedTitle,
} from '../../profiles/profiles.ts';
import type { AwsText } from '../awsText.ts';

/** What has a name that other sections refer to. */
export interface Subject {
  readonly kind: 'profile' | 'sso-session' | 'services';
  readonly name: string;
}

/** Where a name is written, without quotes. */
export interface NamePlace extends FileLocation {
  readonly role: 'definition' | 'reference';
}

/** The name at an offset of the text; undefined if there is none. An offset at either end of a name is on it. */
export function nameAt(
  text: AwsText,
  offset: number,
): { readonly subject: Subject; readonly place: NamePlace } | undefined {
  const { document, role: file } = text;
  const section = sectionAt(document, offset);
  if (!section) return undefined;
  const { header } = section;
  if (offset < header.end) {
    const titled = titledName(file, header);
    if (!titled || !contains(titled.span, offset)) return undefined;
    return { subject: titled.subject, place: { file, ...titled.span, role: 'definition' } };
  }
  const found = referencesIn(file, section).find(({ span }) => contains(span, offset));
  return found && { subject: found.subject, place: { file, ...found.span, role: 'reference' } };
}

/** The sections that define a subject, those of the config file first, with their names. */
export function definitionsOf(
  text: AwsText,
  subject: Subject,
): readonly { readonly name: NamePlace; readonly section: FileLocation }[] {
  const named = namedOf(text, subject);
  return (named?.locations ?? []).flatMap((location) => {
    const { file } = location;
    const section = sectionAt(documentOf(text, file), location.start);
    const titled = section && titledName(file, section.header);
    return titled ? [{ name: { file, ...titled.span, role: 'definition' }, section: location }] : [];
  });
}

/** All places in both files that a rename of the subject changes, those of the config file first. */
export function placesOf(text: AwsText, subject: Subject): readonly NamePlace[] {
  const definitions = definitionsOf(text, subject).map(({ name }) => name);
  return files.flatMap((file) => placesIn(text, subject, file, definitions));
}

/** The places in one file, first to last. */
export function placesIn(
  text: AwsText,
  subject: Subject,
  file: FileRole,
  definitions = definitionsOf(text, subject).map(({ name }) => name),
): readonly NamePlace[] {
  const references = mentions(documentOf(text, file), subject.name).flatMap((section) =>
    referencesIn(file, section)
      .filter((found) => found.subject.kind === subject.kind && found.subject.name === subject.name)
      .map(({ span }): NamePlace => ({ file, ...span, role: 'reference' })),
  );
  const own = definitions.filter((place) => place.file === file);
  return [...own, ...references].toSorted((a, b) => a.start - b.start);
}

/** The section that an offset is in; that of the last line at the end of the text. */
export function sectionAt({ sections }: ConfigDocument, offset: number): Section | undefined {
  const section = sections[firstFrom(sections, offset + 1) - 1];
  return section && offset <= section.end ? section : undefined;
}

/** The name in a header, and what it names. */
export function titledName(
  file: FileRole,
  { title, titleEnd }: Pick<HeaderLine, 'title' | 'titleEnd'>,
): { readonly subject: Subject; readonly span: Span } | undefined {
  const subject = subjectOf(file, title);
  if (!subject) return undefined;
  const end = titleEnd - (file === 'config' && isQuoted(title, subject.name) ? 1 : 0);
  return { subject, span: { start: end - subject.name.length, end } };
}

/** What a section with this title defines, without reading the section. */
export function subjectOf(file: FileRole, title: string): Subject | undefined {
  if (file === 'credentials')
    return title === '' || title === sharedTitle ? undefined : { kind: 'profile', name: title };
  const { kind, name } = readTitle(title);
  if (kind === 'other' || name === '') return undefined;
  return { kind: kind === 'default' ? 'profile' : kind, name };
}

export function documentOf({ role, document, other }: AwsText, file: FileRole): ConfigDocument {
  return file === role ? document : other;
}

export function contains({ start, end }: Span, offset: number): boolean {
  return start <= offset && offset <= end;
}

const files: readonly FileRole[] = ['config', 'credentials'];

/** The keys whose value is a name, with what it names. */
const namingKeys: ReadonlyMap<string, Subject['kind']> = new Map<string, Subject['kind']>([
  ...keysWhere(({ namesProfile }) => namesProfile).map((key) => [key, 'profile'] as const),
  [keys.ssoSession, 'sso-session'],
  [keys.services, 'services'],
]);

function namedOf({ profiles }: AwsText, { kind, name }: Subject): Named | undefined {
  if (kind === 'profile') return profiles.profiles.get(name);
  return kind === 'services' ? profiles.services.get(name) : profiles.ssoSessions.get(name);
}

/** The references in a section that define a profile, or in `[DEFAULT]`, whose keys all profiles have. */
function referencesIn(
  file: FileRole,
  { title, entries }: Section,
): readonly { readonly subject: Subject; readonly span: Span }[] {
  if (title !== sharedTitle && subjectOf(file, title)?.kind !== 'profile') return [];
  return entries.flatMap(({ line: { key, value, valueStart, valueEnd } }) => {
    const kind = namingKeys.get(key.toLowerCase());
    if (!kind || value === '') return [];
    return [{ subject: { kind, name: value }, span: { start: valueStart, end: valueEnd } }];
  });
}

/** The sections whose text contains the name. Only they are read: most files refer to a name in few places. */
function mentions(document: ConfigDocument, name: string): readonly Section[] {
  const found: Section[] = [];
  const { text } = document;
  for (let at = text.indexOf(name); at !== -1;) {
    const section = sectionAt(document, at);
    if (section && at < section.end) found.push(section);
    at = text.indexOf(name, Math.max(at + 1, section?.end ?? 0));
  }
  return found;
}

function isQuoted(title: string, name: string): boolean {
  return /["']$/u.test(title) && !title.endsWith(name);
}
