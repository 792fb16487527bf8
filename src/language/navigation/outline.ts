import { isSecretName } from '../../base/secretText.ts';
import type { ConfigDocument, Entry, Section, Span } from '../../config/syntax.ts';
import type { FileRole } from '../../profiles/profiles.ts';
import { ownSpan, withoutEnding } from './sectionExtent.ts';
import { type Subject, subjectOf } from './namedPlaces.ts';

/** A section, a key, or a key in a nested block. It has names only: a value may be a secret. */
export interface OutlineSymbol {
  readonly kind: Subject['kind'] | 'section' | 'key' | 'block';
  readonly name: string;
  readonly span: Span;
  /** The header line, or the key. */
  readonly nameSpan: Span;
  readonly children: readonly OutlineSymbol[];
}

/** From how many sections on their keys are left out: VS Code asks again after each change. */
const manySections = 2000;

/** The sections of a file with their keys. */
export function outlineOf(file: FileRole, { text, sections }: ConfigDocument): readonly OutlineSymbol[] {
  const hasKeys = sections.length <= manySections;
  return sections.map((section) => sectionSymbol(file, text, section, hasKeys));
}

function sectionSymbol(file: FileRole, text: string, section: Section, hasKeys: boolean): OutlineSymbol {
  const { kind, name } = subjectOf(file, section.title) ?? { kind: 'section', name: section.title };
  const { titleStart, titleEnd } = section.header;
  return {
    kind,
    // VS Code shows no symbols without a name.
    name: name === '' ? '[]' : name,
    span: ownSpan(text, section),
    nameSpan: { start: titleStart, end: titleEnd },
    children: hasKeys ? section.entries.map((entry) => entrySymbol(text, entry)) : none,
  };
}

function entrySymbol(text: string, { line, nested: below, continuation }: Entry): OutlineSymbol {
  // A secret on several lines can have a part with `=`.
  const nested = isSecretName(line.key) ? none : below;
  const last = below.at(-1) ?? continuation.at(-1) ?? line;
  return {
    kind: nested.length > 0 ? 'block' : 'key',
    name: line.key,
    span: { start: line.keyStart, end: withoutEnding(text, last) },
    nameSpan: { start: line.keyStart, end: line.keyStart + line.key.length },
    children: nested.map((each) => ({
      kind: 'key',
      name: each.key,
      span: { start: each.keyStart, end: withoutEnding(text, each) },
      nameSpan: { start: each.keyStart, end: each.keyStart + each.key.length },
      children: none,
    })),
  };
}

const none: readonly never[] = [];
