/** Line and column, both from zero, of an offset: derived when asked for, so that parsing need not count. */
export function positionAt(text: string, offset: number): { readonly line: number; readonly column: number } {
  let line = 0;
  let lineStart = 0;
  for (let i = text.indexOf('\n'); i !== -1 && i < offset; i = text.indexOf('\n', i + 1)) {
    line++;
    lineStart = i + 1;
  }
  return { line, column: offset - lineStart };
}
