import type { Section } from '../config/syntax.ts';

/** One of the two AWS files. */
export type FileRole = 'config' | 'credentials';

/** A span in one of the files; offsets as in `config/syntax.ts`. */
export interface FileLocation {
  readonly file: FileRole;
  readonly start: number;
  readonly end: number;
}

export interface Value extends FileLocation {
  readonly text: string;
  /** The `key = value` lines of a nested block such as `s3 =`, by key as written: no tool lowercases these keys. */
  readonly nested: ReadonlyMap<string, string>;
  /** Comes from `[DEFAULT]`, which only the CLI and other tools in Python read. */
  readonly isShared?: true;
}

/** A `[profile x]`, `[sso-session x]` or `[services x]`, with its values by lowercase key. */
export interface Named {
  readonly name: string;
  readonly values: ReadonlyMap<string, Value>;
  /** The sections that this merges, those of the config file first. */
  readonly locations: readonly FileLocation[];
}

interface SectionReaders {
  readonly readValues: ReadValues;
  /** The sections whose values all sections of a file have. */
  readonly shared: Readonly<Record<FileRole, readonly Section[]>>;
}

/** Reads the values of a section into `values`. */
type ReadValues = (file: FileRole, section: Section, values: Map<string, Value>) => void;

export function valueReader(): ReadValues {
  // Profiles share few distinct keys, so all of them use the same string objects.
  const keys = new Map<string, string>();
  const keyOf = (written: string): string => {
    const known = keys.get(written);
    if (known !== undefined) return known;
    const key = written.toLowerCase();
    keys.set(written, key);
    return key;
  };
  return (file, section, values) => {
    for (const { line, nested, continuation, value } of section.readEntries()) {
      values.set(keyOf(line.key), {
        text: value,
        file,
        start: line.valueStart,
        end: continuation.at(-1)?.end ?? line.valueEnd,
        nested: nested.length ? new Map(nested.map((n) => [n.key, n.value])) : nothingNested,
      });
    }
  };
}

const nothingNested: ReadonlyMap<string, string> = new Map();

/** Sections of one kind, merged by name. */
export class NamedSections {
  readonly byName = new Map<string, MergedSections>();
  readonly #readers: SectionReaders;

  constructor(readers: SectionReaders) {
    this.#readers = readers;
  }

  add(file: FileRole, name: string, section: Section): void {
    if (name === '') return;
    const merged = this.byName.get(name);
    if (merged) merged.add(file, section);
    else this.byName.set(name, new MergedSections(name, this.#readers, file, section));
  }
}

/** The merged sections with one name, read on first access. */
class MergedSections implements Named {
  readonly name: string;
  readonly #readers: SectionReaders;
  /** Those of the config file first. */
  readonly #sections: Section[];
  #inConfig: number;
  #values: ReadonlyMap<string, Value> | undefined;

  constructor(name: string, readers: SectionReaders, file: FileRole, section: Section) {
    this.name = name;
    this.#readers = readers;
    this.#sections = [section];
    this.#inConfig = file === 'config' ? 1 : 0;
  }

  add(file: FileRole, section: Section): void {
    this.#sections.push(section);
    if (file === 'config') this.#inConfig += 1;
  }

  get values(): ReadonlyMap<string, Value> {
    return (this.#values ??= this.#merge());
  }

  get locations(): readonly FileLocation[] {
    return this.#sections.map(({ start, end }, i) => ({ file: this.#fileOf(i), start, end }));
  }

  #merge(): ReadonlyMap<string, Value> {
    const values = new Map<string, Value>();
    this.#read('config', this.#sections.slice(0, this.#inConfig), values);
    this.#read('credentials', this.#sections.slice(this.#inConfig), values);
    return values;
  }

  /** Adds the values of the sections in one file, over those that all sections of the file have. */
  #read(file: FileRole, sections: readonly Section[], values: Map<string, Value>): void {
    const { readValues, shared } = this.#readers;
    if (sections.length > 0 && shared[file].length > 0) {
      const inherited = new Map<string, Value>();
      for (const section of shared[file]) readValues(file, section, inherited);
      for (const [key, value] of inherited) values.set(key, { ...value, isShared: true });
    }
    for (const section of sections) readValues(file, section, values);
  }

  #fileOf(i: number): FileRole {
    return i < this.#inConfig ? 'config' : 'credentials';
  }
}
