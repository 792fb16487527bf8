import type { Span } from '../../config/syntax.ts';
import type { FileRole, FileLocation } from '../profiles.ts';

/**
 * AWS's parsers for the two files: the CLI and the SDK for Python; the SDK for JavaScript; the SDK for Rust. Tests
 * compare the readers for the first two with the real parsers on generated files.
 */
export type Tool = 'botocore' | 'smithy' | 'rust';

/** The content of both files; empty if a file is missing. */
export type Texts = Readonly<Record<FileRole, string>>;

/** The result of parsing both files with one tool. */
export type ParseResult = ParsedFiles | RejectedFiles;

export interface ParsedFiles {
  readonly kind: 'profiles';
  readonly profiles: ParsedSections;
  readonly ssoSessions: ParsedSections;
  readonly services: ParsedSections;
}

/** The tool fails at a line and reads neither file. */
export interface RejectedFiles {
  readonly kind: 'fails';
  readonly at: FileLocation;
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

export type ParsedSections = ReadonlyMap<string, ParsedSection>;

export interface ParsedSection {
  /** The header lines of the sections that it merges. */
  readonly headers: readonly FileLocation[];
  /** By the key that the tool uses; `s3.x` for the key `x` in the block `s3`. */
  readonly values: ReadonlyMap<string, ParsedValue>;
}

export interface ParsedValue {
  readonly text: string;
  /** All lines that the tool includes in the value, without the last terminator. */
  readonly location: FileLocation;
  /** The header of the value's section. */
  readonly header: FileLocation;
}

/** A value before blocks are flattened: a text or a nested block. */
export interface Entry extends ParsedValue {
  readonly block: ReadonlyMap<string, ParsedValue> | undefined;
}

/** A mutable section during parsing. */
export interface OpenSection<T extends ParsedValue = Entry> {
  readonly headers: FileLocation[];
  readonly values: Map<string, T>;
}

export function openSection<T extends ParsedValue>(
  sections: Map<string, OpenSection<T>>,
  name: string,
): OpenSection<T> {
  let section = sections.get(name);
  if (!section) sections.set(name, (section = { headers: [], values: new Map() }));
  return section;
}

/** Merges the sections of the second file over those of the first, key by key. */
export function mergeSections<T extends ParsedValue>(
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

/** Flattens blocks to keys such as `s3.x`. Must run after merging, because a block replaces another as a whole. */
export function flattenBlocks(sections: ReadonlyMap<string, OpenSection>): ParsedSections {
  return new Map([...sections].map(([name, section]) => [name, flattenSection(section)]));
}

function flattenSection({ headers, values }: OpenSection): ParsedSection {
  const flat = [...values].flatMap(([key, entry]): [string, ParsedValue][] =>
    entry.block ? [...entry.block].map(([inner, value]) => [`${key}.${inner}`, value]) : [[key, entry]],
  );
  return { headers, values: new Map(flat) };
}

export function locationIn(file: FileRole, { start, end }: Span): FileLocation {
  return { file, start, end };
}

/** A key that identifies a location within one parse result. */
export function locationKey({ file, start }: Pick<FileLocation, 'file' | 'start'>): string {
  return `${file}:${start}`;
}
