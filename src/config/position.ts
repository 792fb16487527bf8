/**
 * Line and column, both from zero, of an offset: derived when asked for, so that parsing need not count. Lines end where
 * they end in an editor.
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
