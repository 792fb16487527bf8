import * as vscode from 'vscode';
import type { Span } from '../config/syntax.ts';

/** Converts offsets of a text to VS Code's positions. Reads the text on first use; offsets in order are cheapest. */
export class TextPlaces {
  readonly #text: string;
  #starts: readonly number[] | undefined;
  #line = 0;

  constructor(text: string) {
    this.#text = text;
  }

  positionAt(offset: number): vscode.Position {
    const line = this.lineAt(offset);
    return new vscode.Position(line, offset - this.#starts![line]!);
  }

  rangeOf({ start, end }: Span): vscode.Range {
    return new vscode.Range(this.positionAt(start), this.positionAt(end));
  }

  /** The zero-based line of an offset. */
  lineAt(offset: number): number {
    const starts = (this.#starts ??= lineStarts(this.#text));
    for (let line = this.#line; line < this.#line + nearLines && line < starts.length; line++)
      if (starts[line]! <= offset && offset < (starts[line + 1] ?? Infinity)) return (this.#line = line);
    let [low, high] = [0, starts.length];
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (starts[middle]! <= offset) low = middle;
      else high = middle;
    }
    return (this.#line = low);
  }
}

/** How far to look before searching. */
const nearLines = 4;

/** LF, CRLF, and CR end a line, as in VS Code. */
function lineStarts(text: string): readonly number[] {
  const starts = [0];
  const readable = text.includes('\r') ? text.replaceAll(/\r(?!\n)/gu, '\n') : text;
  for (let at = readable.indexOf('\n'); at !== -1; at = readable.indexOf('\n', at + 1)) starts.push(at + 1);
  return starts;
}
