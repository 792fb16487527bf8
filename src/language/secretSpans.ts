import { secretSpansIn } from '../config/mask.ts';
import type { ConfigDocument, Span } from '../config/syntax.ts';

/**
 * The secrets in a document, or in the sections that touch `within`, first to last. Scans section by section: no value
 * continues below a header that is not indented.
 */
export function secretSpans(
  { text, sections, brokenHeaders }: ConfigDocument,
  within: Span = { start: 0, end: text.length },
): readonly Span[] {
  const headers = [...sections, ...brokenHeaders].filter(({ start }) => !/\s/u.test(text.charAt(start)));
  const starts = [0, ...headers.map(({ start }) => start)].toSorted((a, b) => a - b);
  return starts.flatMap((start, i) => {
    const end = starts[i + 1] ?? text.length;
    if (start === end || end <= within.start || start > within.end) return [];
    return secretSpansIn(text.slice(start, end)).map((span) => ({
      start: start + span.start,
      end: start + span.end,
    }));
  });
}
