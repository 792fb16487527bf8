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
