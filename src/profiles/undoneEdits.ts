import type { TextEdit } from '../config/edit.ts';
import type { Span } from '../config/syntax.ts';

/** How the text of a file was changed; `before` is undefined if there was no file. */
interface MadeChange {
  readonly before: string | undefined;
  readonly edits: readonly TextEdit[];
  readonly after: string;
}

/**
 * The edits with which a change is undone in the current text of the file, which may have changed since then. Undefined
 * if the text has changed in the same lines. A created file stays as an empty file.
 */
export function undoneEdits(
  { before = '', edits, after }: MadeChange,
  current: string,
): readonly TextEdit[] | undefined {
  const changed = changedSpan(after, current);
  const moved = current.length - after.length;
  const undoing: TextEdit[] = [];
  for (const edit of inverseOf(edits, before)) {
    const place = linesAt(edit, after);
    if (changed && changed.start < place.end && changed.end > place.start) return undefined;
    const by = changed && changed.end <= place.start ? moved : 0;
    undoing.push({ start: edit.start + by, end: edit.end + by, text: edit.text });
  }
  return undoing;
}

/** The edits of the new text that lead back to the old one. */
function inverseOf(edits: readonly TextEdit[], before: string): readonly TextEdit[] {
  let moved = 0;
  return edits.map(({ start, end, text }) => {
    const inverse = {
      start: start + moved,
      end: start + moved + text.length,
      text: before.slice(start, end),
    };
    moved += text.length - (end - start);
    return inverse;
  });
}

/** The part of `from` that differs in `to`, from the start of a line; undefined if the texts are equal. */
function changedSpan(from: string, to: string): Span | undefined {
  if (from === to) return undefined;
  const shorter = Math.min(from.length, to.length);
  let start = 0;
  while (start < shorter && from[start] === to[start]) start++;
  // A new line may begin like the line after it.
  start = from.lastIndexOf('\n', start - 1) + 1;
  let same = 0;
  while (same < shorter - start && from.at(-1 - same) === to.at(-1 - same)) same++;
  return { start, end: from.length - same };
}

/** The lines that a span touches, with their ends. */
function linesAt({ start, end }: Span, text: string): Span {
  const last = text.indexOf('\n', Math.max(start, end - 1));
  return { start: text.lastIndexOf('\n', start - 1) + 1, end: last === -1 ? text.length : last + 1 };
}
