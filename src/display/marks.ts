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

/** The texts of the line without icons, and its first icon. */
export function splitLine(line: Line): { readonly words: string; readonly icon: string | undefined } {
  const marks = marksOf(line);
  const texts = marks.map(({ text }) => displayText(text));
  return { words: texts.filter(Boolean).join(' · '), icon: marks.find(({ icon }) => icon !== '')?.icon };
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
