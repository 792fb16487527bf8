import type { Span } from './syntax.ts';

/** Puts `text` in the place of a span; offsets count in the document as it was before any edit. */
export interface TextEdit extends Span {
  readonly text: string;
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return excerpt(text, { start: 0, end: text.length }, edits);
}

/** A part of the text, with those of the edits made that lie within it. */
export function excerpt(text: string, { start, end }: Span, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = start;
  for (const edit of edits) {
    if (edit.start < start || edit.end > end) continue;
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join('') + text.slice(at, end);
}

/** Edits of one document as one list: in order, and those that touch joined into one. They must not overlap. */
export function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  const joined: TextEdit[] = [];
  for (const edit of edits.toSorted((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    if (last?.end !== edit.start) joined.push(edit);
    else joined[joined.length - 1] = { start: last.start, end: edit.end, text: last.text + edit.text };
  }
  return joined;
}

export function deletion({ start, end }: Span): TextEdit {
  return { start, end, text: '' };
}
