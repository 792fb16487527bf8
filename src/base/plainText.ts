// AWS files are untrusted input: their values are shown as plain text, even where VS Code would interpret them.
import { withoutSecrets } from './secretText.ts';

/**
 * A text as VS Code shows it: one line without icons and links, without secrets, and with every invisible character
 * escaped. Only `display/` and the exits for programs call this, once for each text.
 */
export function displayText(text: string): string {
  const visible = visibleText(withoutSecrets(text));
  // VS Code reads `$(check)` as an icon, and `[a](command:b)` as a link.
  const plain = visible.replaceAll('$(', '$\u200B(').replaceAll('](', ']\u200B(');
  // Sentences are joined by spaces, which Japanese does not have between them.
  return plain.replaceAll('。 ', '。');
}

/**
 * Shows line breaks and other control characters, characters that reorder text, and characters without a width as
 * `\u{202E}`, so that no text looks like another one or continues on a new line.
 */
export function visibleText(text: string): string {
  return text.replaceAll(invisible, (found) => `\\u{${found.codePointAt(0)!.toString(16).toUpperCase()}}`);
}

/** The same for the text of a file, whose tabs, line breaks, and byte order mark stay as they are. */
export function visibleLines(text: string): string {
  return text.replaceAll(/(?!^\uFEFF)[^\t\r\n]+/gu, visibleText);
}

/** A name as the user reads it: without invisible characters, and with ordinary letters instead of their variants. */
export function legibleText(text: string): string {
  return text.normalize('NFKC').replaceAll(invisible, '');
}

/** A name as a hasty user reads it: also without accents and other marks, and without unusual spaces. */
export function bareText(text: string): string {
  return legibleText(text.replaceAll(unusualSpace, '').normalize('NFKD').replaceAll(/\p{M}/gu, ''));
}

/** Some are as narrow as a line. The last two are not spaces in Unicode, but look like one. */
const unusualSpace = /(?! )\p{Zs}|[\u2800\u{1D159}]/gu;

const invisible = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu;

/**
 * Reduces text from outside to one line that a terminal only shows: without the control characters that begin an escape
 * sequence, and without characters that are invisible or reorder the text around them.
 */
export function plainText(text: string): string {
  return text.replaceAll(/\s+/gu, ' ').replaceAll(invisible, '').trim();
}

/** Truncates a value that is too long for a sentence. */
export function shorten(value: string): string {
  return value.length > 80 ? `${value.slice(0, 79)}…` : value;
}

/** How many columns a text takes: characters of Chinese, Japanese, and Korean take two. */
export function columnsOf(text: string): number {
  let sum = 0;
  for (const character of text) sum += columnsOfOne(character);
  return sum;
}

export function columnsOfOne(character: string): number {
  return /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFF00-\uFF60]/u.test(character) ? 2 : 1;
}

/**
 * The first sentences of a text, as far as they fit into a number of columns, and the others. A first sentence that is
 * too long is there as a whole.
 */
export function sentencesWithin(
  columns: number,
  text: string,
): { readonly first: string; readonly rest: readonly string[] } {
  if (columnsOf(text) <= columns) return { first: text, rest: [] };
  let [first = '', ...rest] = text.split(sentenceStart);
  while (rest.length > 0 && columnsOf(first + rest[0]) <= columns) {
    first += rest[0];
    rest = rest.slice(1);
  }
  return { first: first.trim(), rest: rest.map((sentence) => sentence.trim()) };
}

const sentenceStart = /(?<=[.!?] )(?=[\p{Lu}\p{Lo}“])|(?<=。)(?!$)/u;
