import { lineEnd, readLines } from '../../config/lines.ts';
import type { AssignmentLine, ConfigDocument } from '../../config/syntax.ts';

/**
 * The lines of a file that set one of the keys, which are in lower case, first to last. Reads only the lines that
 * contain one: ten thousand sections take a few milliseconds.
 */
export function* linesWith(document: ConfigDocument, keys: readonly string[]): Iterable<AssignmentLine> {
  const text = document.text.includes('\r') ? document.text.replaceAll(/\r(?!\n)/gu, '\n') : document.text;
  const wanted = new Set(keys);
  const form = new RegExp(keys.map((key) => key.replaceAll(/\W/gu, String.raw`\$&`)).join('|'), 'giu');
  for (let found = form.exec(text); found; found = form.exec(text)) {
    const start = text.lastIndexOf('\n', found.index) + 1;
    const end = lineEnd(text, found.index);
    form.lastIndex = end;
    const [line] = readLines(text, start, end, true);
    if (line?.kind === 'assignment' && wanted.has(line.key.toLowerCase())) yield line;
  }
}

/**
 * The values that the keys have in the files, the most frequent first. The line at `except` in the first file does not
 * count. Stops after `maxLines` lines of each file, for a guess.
 */
export function writtenValues(
  documents: readonly ConfigDocument[],
  keys: readonly string[],
  { except, maxLines = Infinity }: { readonly except?: number; readonly maxLines?: number } = {},
): readonly string[] {
  const counts = new Map<string, number>();
  for (const [i, document] of documents.entries()) {
    let count = 0;
    for (const { start, value } of linesWith(document, keys)) {
      if (value !== '' && (i > 0 || start !== except)) counts.set(value, (counts.get(value) ?? 0) + 1);
      if (++count === maxLines) break;
    }
  }
  return [...counts].toSorted(([, one], [, other]) => other - one).map(([value]) => value);
}
