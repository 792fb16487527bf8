import type { Span } from './syntax.ts';

/** Replaces a span with `text`. Offsets refer to the document before any edit. */
export interface TextEdit extends Span {
  readonly text: string;
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return excerpt(text, { start: 0, end: text.length }, edits);
}

/** A part of the text with the edits inside that part applied. */
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

/** Sorts the edits of one document and joins adjacent ones. They must not overlap. */
export function mergeEdits(edits: readonly TextEdit[]): readonly TextEdit[] {
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
