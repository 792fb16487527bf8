import type { Span } from '../../config/syntax.ts';

/** A line without its end. */
export interface Line extends Span {
  readonly text: string;
}

/** The lines of a text; what ends a line is the tool's own rule. `terminator` is global. */
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

/** Cuts white space off both ends; what is white space is the tool's own rule. */
export function strip(text: string, space: RegExp): string {
  let start = 0;
  let end = text.length;
  while (start < end && space.test(text.charAt(start))) start++;
  while (end > start && space.test(text.charAt(end - 1))) end--;
  return text.slice(start, end);
}
