import { lineEnd } from './lines.ts';

/**
 * The starts of lines that are meant as headers but do not begin with a bracket, first to last: `［prod］`, `prod]`,
 * `<prod>`, `"[prod]"`, `// [prod]`, `profile prod`. Indented lines may continue a value, so they do not count.
 *
 * The CLI cannot read a file with such a line (Python's `RawConfigParser`). The SDK for JavaScript ignores the line and
 * adds the keys below it to the section above.
 */
export function* strayTitles(text: string): Iterable<number> {
  for (const { index } of text.matchAll(candidate)) {
    const isLineStart = index === 0 || text.charAt(index - 1) === '\n';
    if (isLineStart && isMeantAsHeader(text.slice(index, lineEnd(text, index)))) yield index;
  }
}

/** A cheap test that the first characters of most lines fail. A byte order mark is white space here. */
const candidate = /^(?:[^\w\s#;[=:]|profile|sso|services|[\w.-]+[\])}>］】])/gimu;

function isMeantAsHeader(line: string): boolean {
  const content = line.replace(/\s[#;].*$/su, '').trim();
  if (content.length > maxLength || content.includes('=') || !/[\p{L}\p{N}]/u.test(content)) return false;
  return (isBracketed(content) && !hasInnerColon(content)) || withPrefix.test(content);
}

/** Longer lines are no titles, and may be secrets. */
const maxLength = 200;

/** A bracket of any kind before the first letter, or one at the end that was never opened. */
function isBracketed(content: string): boolean {
  if (/^[^\p{L}\p{N}_]*[[［【〔〖｛（〈《「『<＜{(]/u.test(content)) return true;
  return (
    !/[[［【〔〖｛（〈《「『<＜{(]/u.test(content) &&
    /[\]］】〕〗｝）〉》」』>＞})][^\p{L}\p{N}_]{0,20}$/u.test(content)
  );
}

/** `"AccessKeyId": "…"` of JSON, but not `[profile: x]` or `"[x]":`. */
function hasInnerColon(content: string): boolean {
  const withoutPrefix = content.replace(/(?:profile|sso-session|services)\s*:/iu, '');
  const colon = withoutPrefix.indexOf(':');
  return colon !== -1 && /[\p{L}\p{N}]/u.test(withoutPrefix.slice(colon));
}

/** `profile x`, also in quotes. More words are a sentence. */
const withPrefix =
  /^[^\p{L}\p{N}]*(?:profile|sso-session|services)\s+(?:"[^":]+"|'[^':]+'|[^\s:"']+)["'”’]?$/iu;
