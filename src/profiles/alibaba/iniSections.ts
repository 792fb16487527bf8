import { parse } from 'ini';

/** The sections of an INI file by name, with their values by key. May contain secrets. */
export type IniSections = ReadonlyMap<string, ReadonlyMap<string, string>>;

/**
 * Reads an INI file as the SDK for Node.js does, with the same library. The SDKs for Python, Go, and Java agree with it
 * about everything that such files usually contain. Undefined if there is text, but no section.
 */
export function readIniSections(text: string): IniSections | undefined {
  const lines = text.replace(/^\uFEFF/u, '').split(/[\r\n]+/u);
  const first = lines.findIndex(isTitle);
  if (first === -1) return lines.every(isBlank) ? new Map() : undefined;
  // No reader uses what precedes the first section, nor a word without a value. The library lets them hide a section.
  const meant = lines.slice(first).filter((line) => isTitle(line) || line.includes('='));
  const parsed = parse(meant.map(withoutNesting).join('\n'));
  const sections = Object.entries(parsed).flatMap(([name, values]) =>
    name !== '' && isRecord(values) ? [[name, textsOf(values)] as const] : [],
  );
  return new Map(sections);
}

/** The first line, counted from 1, that is neither blank nor a comment. For a text that has one, and no section. */
export function strayIniLine(text: string): number {
  return text.split(/\r\n|\r|\n/u).findIndex((line) => !isBlank(line)) + 1;
}

function isTitle(line: string): boolean {
  return /^\[[^\]]*\]\s*$/u.test(line);
}

function isBlank(line: string): boolean {
  return /^\uFEFF?\s*(?:[;#]|$)/u.test(line);
}

/** The library makes `[a.b]` a part of `[a]`. For the other readers, it is a section of its own. */
function withoutNesting(line: string): string {
  return isTitle(line) ? line.replaceAll(/(?<!\\)\./gu, '\\.') : line;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The library decodes `true` and, in single quotes, JSON, which a policy may be. */
function textsOf(values: Readonly<Record<string, unknown>>): ReadonlyMap<string, string> {
  const texts = Object.entries(values).flatMap(([key, value]) => {
    if (typeof value === 'string') return [[key, value] as const];
    return Array.isArray(value) ? [] : [[key, JSON.stringify(value)] as const];
  });
  return new Map(texts);
}
