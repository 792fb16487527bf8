/**
 * Zero-based line and column of an offset, computed on demand so that parsing does not have to count. LF, CRLF and CR
 * end a line, as in VS Code.
 */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 0;
  let lineStart = 0;
  for (let i = 0; i < offset; i++) {
    if (text[i] !== '\n' && (text[i] !== '\r' || text[i + 1] === '\n')) continue;
    line++;
    lineStart = i + 1;
  }
  return { line, column: offset - lineStart };
}

/** Finds the lines of many offsets in a text; LF, CRLF and CR end a line. Reads the text on first use. */
export class LineIndex {
  readonly #text: string;
  #starts: readonly number[] | undefined;

  constructor(text: string) {
    this.#text = text;
  }

  /** The zero-based line of an offset. */
  lineAt(offset: number): number {
    const starts = (this.#starts ??= [0, ...[...this.#text.matchAll(/\r\n|[\r\n]/gu)].map(endOf)]);
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return low;
  }
}

function endOf({ 0: found, index }: RegExpExecArray): number {
  return index + found.length;
}
