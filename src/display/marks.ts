import { displayText } from '../base/plainText.ts';

/** A text with a codicon in front of it. */
export interface Mark {
  /** The ID of the codicon, such as `check` or `sync~spin`. */
  readonly icon: string;
  readonly text: string;
}

/** One line of text. Parts are shown with a dot between them; empty parts are left out. */
export type Line = string | Mark | readonly (string | Mark)[];

/** The line as VS Code gets it: only the icons of marks become icons. */
export function displayLine(line: Line): string {
  if (typeof line === 'string') return displayText(line);
  if (!isMark(line)) return line.map(displayLine).filter(Boolean).join(' · ');
  const text = displayText(line.text);
  return line.icon === '' ? text : `$(${line.icon}) ${text}`.trimEnd();
}

/** The line without its icons. */
export function wordsOf(line: Line): string {
  return marksOf(line)
    .map(({ text }) => displayText(text))
    .filter(Boolean)
    .join(' · ');
}

/** The first icon of the line; undefined if it has none. */
export function firstIcon(line: Line): string | undefined {
  return marksOf(line).find(({ icon }) => icon !== '')?.icon;
}

function marksOf(line: Line): readonly Mark[] {
  const parts = typeof line === 'string' || isMark(line) ? [line] : line;
  return parts.map((part) => (typeof part === 'string' ? { icon: '', text: part } : part));
}

function isMark(line: Exclude<Line, string>): line is Mark {
  return 'icon' in line;
}

/** Several lines, such as those of a tooltip. */
export function displayLines(lines: readonly string[]): string {
  return lines.map(displayText).join('\n');
}
