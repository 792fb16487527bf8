import type { TextEdit } from '../../../config/edit.ts';
import { endingAt, lineEndAt } from '../../../config/layout.ts';
import type { ConfigDocument } from '../../../config/syntax.ts';

/** Adds the text of a section at the end of a file, after a blank line. */
export function appended({ text, lines }: ConfigDocument, section: string): readonly TextEdit[] {
  const at = text.length;
  const lineEnd = lineEndAt(text, at);
  const isSeparated = (lines.at(-1)?.kind ?? 'blank') === 'blank';
  const gap = endingAt(text, at) + (isSeparated ? '' : lineEnd);
  return [{ start: at, end: at, text: gap + section.trimEnd().replaceAll(/\r?\n|\r/gu, lineEnd) + lineEnd }];
}
