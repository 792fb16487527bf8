import type { Span } from './syntax.ts';

/** The indent of a line in characters, as Python's `RawConfigParser` counts it. */
export function indentOf(text: string, { start, end }: Span): number {
  let at = start;
  while (at < end && /[^\S\uFEFF]/u.test(text.charAt(at))) at++;
  return at - start;
}
