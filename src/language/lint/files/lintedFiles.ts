import { indentOf } from '../../../config/indent.ts';
import { parseConfig } from '../../../config/parse.ts';
import type { Entry, Section, Span } from '../../../config/syntax.ts';
import { type FileLocation, type FileRole, readTitle, sharedTitle } from '../../../profiles/profiles.ts';
import type { Difference } from '../../../profiles/readers/differences.ts';
import type { Documents } from '../../../profiles/sections.ts';
import type { AwsText } from '../../awsText.ts';

/** A key of a section; offsets are relative to the section. */
interface KeyFact {
  /** In lower case. */
  readonly key: string;
  readonly value: string;
  readonly keySpan: Span;
  readonly valueSpan: Span;
}

/** What a section says, by its text alone. */
interface SectionText {
  /** As in the config file. */
  readonly title: ReturnType<typeof readTitle>;
  /** One that all tools read alike, if a section of this kind may stand in the file. */
  readonly hasPlainTitle: boolean;
  readonly keys: ReadonlyMap<string, KeyFact>;
  /** Those that the CLI reads as the same key again, which it rejects: all but the last of each. */
  readonly repeated: readonly KeyFact[];
  /** What tools read differently, once `readerFindings.ts` has compared them. Offsets are relative to the section. */
  differences: Readonly<Partial<Record<FileRole, readonly Difference[]>>>;
}

/** A key where it stands. */
export interface PlacedKey {
  readonly key: string;
  readonly value: string;
  readonly file: FileRole;
  readonly keySpan: Span;
  readonly valueSpan: Span;
  /** Comes from `[DEFAULT]`. */
  readonly isShared: boolean;
}

export interface LintedSection {
  readonly file: FileRole;
  readonly section: Section;
  readonly kind: ReturnType<typeof readTitle>['kind'];
  readonly name: string;
  readonly isLoose: boolean;
  readonly text: SectionText;
}

/** A profile, sign-in, or `[services]` section, merged from its sections. */
export class LintedNamed {
  readonly name: string;
  /** Those of the config file first. */
  readonly sections: LintedSection[] = [];
  readonly #shared: readonly LintedSection[];

  constructor(name: string, shared: readonly LintedSection[]) {
    this.name = name;
    this.#shared = shared;
  }

  /** Whether a section has the key, also without a value. */
  has(key: string): boolean {
    return this.#holder(key) !== undefined;
  }

  /** The effective occurrence of a key, also without a value. */
  find(key: string): PlacedKey | undefined {
    const section = this.#holder(key);
    return section && placed(section, section.text.keys.get(key)!);
  }

  /** The value of a key; undefined if it is absent or empty. */
  value(key: string): string | undefined {
    return this.#holder(key)?.text.keys.get(key)?.value || undefined;
  }

  #holder(key: string): LintedSection | undefined {
    if (this.sections.length === 1 && this.#shared.length === 0) {
      const only = this.sections[0]!;
      return only.text.keys.has(key) ? only : undefined;
    }
    for (const file of roles) {
      const own = lastWith(this.sections, file, key);
      if (own) return own;
      if (this.#shared.length === 0 || !this.sections.some((each) => each.file === file)) continue;
      const shared = lastWith(this.#shared, file, key);
      if (shared) return shared;
    }
    return undefined;
  }

  sectionsIn(file: FileRole): readonly Section[] {
    return this.sections.filter((each) => each.file === file).map(({ section }) => section);
  }
}

/** The credentials file wins. */
const roles = ['credentials', 'config'] as const;

/** A plain loop, because it runs for many keys of thousands of profiles at each keystroke. */
function lastWith(
  sections: readonly LintedSection[],
  file: FileRole,
  key: string,
): LintedSection | undefined {
  for (let i = sections.length - 1; i >= 0; i--) {
    const section = sections[i]!;
    if (section.file === file && section.text.keys.has(key)) return section;
  }
  return undefined;
}

/** Both files, section by section. */
export class LintedFiles {
  readonly role: FileRole;
  readonly documents: Documents;
  readonly sections: Readonly<Record<FileRole, readonly LintedSection[]>>;
  readonly profiles = new Map<string, LintedNamed>();
  readonly ssoSessions = new Map<string, LintedNamed>();
  readonly services = new Map<string, LintedNamed>();
  /** The files with a `[DEFAULT]`, whose keys count in all profiles there. */
  readonly shared: ReadonlySet<FileRole>;

  constructor({ role, document, other }: AwsText, memory: SectionMemory) {
    this.role = role;
    this.documents =
      role === 'config' ? { config: document, credentials: other } : { config: other, credentials: document };
    this.sections = { config: this.#read('config', memory), credentials: this.#read('credentials', memory) };
    const all = [...this.sections.config, ...this.sections.credentials];
    const shared = all.filter(({ section }) => section.title === sharedTitle);
    this.shared = new Set(shared.map(({ file }) => file));
    const add = (to: Map<string, LintedNamed>, each: LintedSection): void => {
      const named = to.get(each.name) ?? new LintedNamed(each.name, shared);
      to.set(each.name, named);
      named.sections.push(each);
    };
    const overridden = this.sections.config.some(
      ({ kind, name }) => kind === 'profile' && name === 'default',
    );
    for (const each of all) {
      if (each.section.title === sharedTitle || each.name === '') continue;
      if (each.file === 'credentials' || each.kind === 'profile') add(this.profiles, each);
      else if (each.kind === 'default' && !overridden) add(this.profiles, each);
      else if (each.kind === 'sso-session') add(this.ssoSessions, each);
      else if (each.kind === 'services') add(this.services, each);
    }
  }

  get own(): readonly LintedSection[] {
    return this.sections[this.role];
  }

  #read(file: FileRole, memory: SectionMemory): readonly LintedSection[] {
    const document = this.documents[file];
    return document.sections.map((section) => {
      const text = memory.read(document.text.slice(section.start, section.end));
      const { kind, name, isLoose = false } = text.title;
      return { file, section, kind, name: file === 'credentials' ? section.title : name, isLoose, text };
    });
  }
}

/** Remembers what each section says: a keystroke changes one of thousands. */
export class SectionMemory {
  #known = new Map<string, SectionText>();
  #before = new Map<string, SectionText>();

  read(text: string): SectionText {
    const known = this.#known.get(text) ?? this.#before.get(text) ?? readSection(text);
    this.#known.set(text, known);
    return known;
  }

  /** Forgets the sections that were not read since the last call. */
  forget(): void {
    this.#before = this.#known;
    this.#known = new Map();
  }
}

function readSection(text: string): SectionText {
  const [section] = parseConfig(text).sections;
  const keys = new Map<string, KeyFact>();
  const repeated: KeyFact[] = [];
  const seen = new Map<string, KeyFact>();
  let indent = Infinity;
  for (const entry of section?.readEntries() ?? []) {
    const fact = keyFact(entry);
    keys.set(fact.key, fact);
    const own = indentOf(text, entry.line);
    // The CLI reads deeper lines as a continuation of the value above.
    if (own > indent) continue;
    indent = own;
    const earlier = seen.get(fact.key);
    if (earlier) repeated.push(earlier);
    seen.set(fact.key, fact);
  }
  const title = section?.title ?? '';
  const hasPlainTitle = plainHeader.test(text) && !(title.replace(/^profile /u, '') in {});
  return { title: readTitle(title), hasPlainTitle, keys, repeated, differences: {} };
}

const plainHeader =
  /^\[(?:(?:profile|sso-session|services) )?(?!DEFAULT\])[\w.@+%:/][\w.@+%:/-]*\][^\S\r\n]*(?:[\r\n]|$)/u;

function keyFact({ line, value }: Entry): KeyFact {
  const { key, keyStart, valueStart, valueEnd } = line;
  return {
    key: key.toLowerCase(),
    value,
    keySpan: { start: keyStart, end: keyStart + key.length },
    valueSpan: { start: valueStart, end: valueEnd },
  };
}

export function placed({ file, section }: LintedSection, fact: KeyFact): PlacedKey {
  const { key, value, keySpan, valueSpan } = fact;
  const { start } = section;
  return {
    key,
    value,
    file,
    keySpan: { start: start + keySpan.start, end: start + keySpan.end },
    valueSpan: { start: start + valueSpan.start, end: start + valueSpan.end },
    isShared: section.title === sharedTitle,
  };
}

/** The brackets of a header and what is between them. */
export function headerSpan(document: { readonly text: string }, { start }: Section): Span {
  const [line = ''] = /[^\n]*/u.exec(document.text.slice(start, start + 2000)) ?? [];
  const from = line.indexOf('[');
  return { start: start + Math.max(from, 0), end: start + line.trimEnd().length };
}

export function locationOf({ file, section }: LintedSection): FileLocation {
  return { file, start: section.start, end: section.end };
}
