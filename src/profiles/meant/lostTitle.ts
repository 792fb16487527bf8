import { readLines } from '../../config/lines.ts';
import type { ConfigDocument, ConfigLine, Section, Span } from '../../config/syntax.ts';
import { configKey } from '../keys.ts';
import { isAboutCredentials, meantKey } from '../meantKeys.ts';

/**
 * A line of a section that must be meant as a title, because keys about credentials follow that belong to somebody
 * else: a line without a separator, which makes the CLI reject the file, or `x:` if keys follow for the second time,
 * which it rejects, too. The SDK for JavaScript adds the keys to the section above.
 */
export function lostTitle(document: ConfigDocument, sectionStart: number): Span | undefined {
  const known = found.get(document) ?? findAll(document);
  found.set(document, known);
  return known.get(sectionStart);
}

const found = new WeakMap<ConfigDocument, ReadonlyMap<number, Span>>();

/** Files seldom have such a line, so most sections need not be read. */
function findAll({ text, sections }: ConfigDocument): ReadonlyMap<number, Span> {
  const lost = new Map<number, Span>();
  const candidates = [...text.matchAll(candidate)].map(({ index }) => index);
  if (candidates.length === 0) return lost;
  let next = 0;
  for (const section of sections) {
    while ((candidates[next] ?? Infinity) < section.start) next++;
    if ((candidates[next] ?? Infinity) >= section.end) continue;
    const span = findIn(text, section);
    if (span) lost.set(section.start, span);
  }
  return lost;
}

/** An unindented line without a separator, without a value, or with the word `profile` in place of a key. */
const candidate =
  /^(?:[^\s#;[=:][^=:\r\n]*(?:[=:][ \t]*)?|(?:profile|sso-session|services)[ \t]*[=:].*)$/gimu;

function findIn(text: string, section: Section): Span | undefined {
  const seen = new Set<string>();
  let title: { readonly span: Span; readonly isKey: boolean } | undefined;
  for (const line of readLines(text, section.start, section.end, true)) {
    if (line.kind === 'unreadable' && isTitle(text, line)) title = { span: line, isKey: false };
    if (line.kind !== 'assignment' || line.indented) continue;
    const key = line.key.toLowerCase();
    if (isUnknownKey(key, line.value)) title = { span: line, isKey: true };
    else if (title && isAboutCredentials(key) && (!title.isKey || seen.has(key))) return title.span;
    seen.add(key);
  }
  return undefined;
}

function isUnknownKey(key: string, value: string): boolean {
  if (/^(?:profile|sso-session|services)$/u.test(key)) return key !== 'services';
  return value === '' && configKey(key) === undefined && meantKey(key) === undefined;
}

/** One or two words that are neither a key without its separator nor the rest of a token. */
function isTitle(text: string, { start, end }: ConfigLine): boolean {
  const words = text.slice(start, end).trimEnd().split(/\s+/u);
  const [first = '', second = ''] = words.map((word) => word.toLowerCase());
  if (first === '' || words.length > 3 || !/[\p{L}\p{N}]/u.test(first)) return false;
  return meantKey(first) === undefined && meantKey(`${first} ${second}`) === undefined;
}
