import type { Span } from '../../config/syntax.ts';

/** A line without its terminator. */
export interface Line extends Span {
  readonly text: string;
}

/** Splits a text at the tool's own line terminators. `terminator` must be a global expression. */
export function linesOf(text: string, terminator: RegExp): readonly Line[] {
  const lines: Line[] = [];
  let start = 0;
  for (const match of text.matchAll(terminator)) {
    lines.push({ text: text.slice(start, match.index), start, end: match.index });
    start = match.index + match[0].length;
  }
  if (start < text.length) lines.push({ text: text.slice(start), start, end: text.length });
  return lines;
}

/** Trims the tool's own white space from both ends. */
export function strip(text: string, space: RegExp): string {
  let start = 0;
  let end = text.length;
  while (start < end && space.test(text.charAt(start))) start++;
  while (end > start && space.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
