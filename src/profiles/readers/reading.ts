import type { Span } from '../../config/syntax.ts';
import type { FileRole, Place } from '../profiles.ts';

/** AWS's readers of the two files: the CLI and Python's SDK; the SDK for JavaScript; the SDK for Rust. */
export type Tool = 'botocore' | 'smithy' | 'rust';

/** The files as they are. One that is not there has no text. */
export type Texts = Readonly<Record<FileRole, string>>;

/** What one tool makes of both files together. */
export type Reading = ReadFiles | Rejected;

export interface ReadFiles {
  readonly kind: 'profiles';
  readonly profiles: ReadSections;
  readonly ssoSessions: ReadSections;
  readonly services: ReadSections;
}

/** The tool stops at a line, and nothing of either file is read. */
export interface Rejected {
  readonly kind: 'fails';
  readonly at: Place;
  readonly why: Rejection;
}

export type Rejection =
  | 'byteOrderMark'
  | 'beforeFirstSection'
  | 'headerWithoutEnd'
  | 'sectionTwice'
  | 'keyTwice'
  | 'noSeparator'
  | 'noKey'
  | 'indentedWithoutKey';

export type ReadSections = ReadonlyMap<string, ReadSection>;

export interface ReadSection {
  /** The lines of the headers that it is made of. */
  readonly headers: readonly Place[];
  /** By the name that the tool finds it under; `s3.x` for the key `x` in the block `s3`. */
  readonly values: ReadonlyMap<string, ReadValue>;
}

export interface ReadValue {
  readonly text: string;
  /** All lines that the tool takes into the value, without their last end. */
  readonly place: Place;
  /** The header that it stands under. */
  readonly header: Place;
}

/** A value as a file has it: a text, or a block of them. */
export interface Entry extends ReadValue {
  readonly block: ReadonlyMap<string, ReadValue> | undefined;
}

/** A section while it is being put together. */
export interface OpenSection<T extends ReadValue = Entry> {
  readonly headers: Place[];
  readonly values: Map<string, T>;
}

export function openSection<T extends ReadValue>(
  sections: Map<string, OpenSection<T>>,
  name: string,
): OpenSection<T> {
  let section = sections.get(name);
  if (!section) sections.set(name, (section = { headers: [], values: new Map() }));
  return section;
}

/** Lays the sections of the second file over those of the first, key by key. */
export function mergeSections<T extends ReadValue>(
  sections: ReadonlyMap<string, OpenSection<T>>,
  over: ReadonlyMap<string, OpenSection<T>>,
): Map<string, OpenSection<T>> {
  const merged = new Map(sections);
  for (const [name, { headers, values }] of over) {
    const under = sections.get(name);
    merged.set(name, {
      headers: [...(under?.headers ?? []), ...headers],
      values: new Map([...(under?.values ?? []), ...values]),
    });
  }
  return merged;
}

/** Takes blocks apart into `s3.x`. It comes last, because one block replaces another whole. */
export function flattened(sections: ReadonlyMap<string, OpenSection>): ReadSections {
  return new Map([...sections].map(([name, section]) => [name, flattenedSection(section)]));
}

function flattenedSection({ headers, values }: OpenSection): ReadSection {
  const flat = [...values].flatMap(([key, entry]): [string, ReadValue][] =>
    entry.block ? [...entry.block].map(([inner, value]) => [`${key}.${inner}`, value]) : [[key, entry]],
  );
  return { headers, values: new Map(flat) };
}

export function placeIn(file: FileRole, { start, end }: Span): Place {
  return { file, start, end };
}

/** Tells places of one reading apart. */
export function idOf({ file, start }: Pick<Place, 'file' | 'start'>): string {
  return `${file}:${start}`;
}
