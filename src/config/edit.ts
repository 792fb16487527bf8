import type { Span } from './syntax.ts';

/** Replaces a span with `text`. Offsets refer to the document before any edit. */
export interface TextEdit extends Span {
  readonly text: string;
}

export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  return excerpt(text, { start: 0, end: text.length }, edits);
}

/** A part of the text with the edits inside that part applied. The edits must be sorted (`mergeEdits`). */
export function excerpt(text: string, { start, end }: Span, edits: readonly TextEdit[]): string {
  const parts: string[] = [];
  let at = start;
  for (let i = firstFrom(edits, start); i < edits.length && edits[i]!.start <= end; i++) {
    const edit = edits[i]!;
    if (edit.end > end) continue;
    parts.push(text.slice(at, edit.start), edit.text);
    at = edit.end;
  }
  return parts.join('') + text.slice(at, end);
}

/** The index of the first of the sorted spans that starts at the offset or after it. */
export function firstFrom(spans: readonly Span[], offset: number): number {
  let [low, high] = [0, spans.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (spans[middle]!.start < offset) low = middle + 1;
    else high = middle;
  }
  return low;
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
