import { stripVTControlCharacters } from 'node:util';

/**
 * Reduces a program's stderr, line by line, to what is safe to log. Programs print all sorts of things when they fail,
 * so only text that reads like a message is kept: words, names of files, hosts and errors, small numbers, ARNs. Values
 * with a secret's name, values after `=`, `known` values, and anything that could be a key, a token or a code are
 * masked.
 */
export function harmlessLines(text: string, known: Iterable<string>): readonly string[] {
  const values = [...new Set(known)].filter(Boolean).toSorted((a, b) => b.length - a.length);
  let isValue = false;
  const plain = stripVTControlCharacters(text);
  return plain.split(/\r\n|\n|\r/u).flatMap((written) => {
    const line = written.replaceAll(/\p{Cc}+/gu, ' ').trim();
    if (line === '') return [];
    const shown = isValue ? mask : harmlessLine(line, values);
    isValue = labelAtEnd.test(line);
    return [shown];
  });
}

const mask = '***';

const secretName = String.raw`(?<!(?:error|exit|status)[ _-]?)[\w-]{0,40}(?:secret|token|passw|passphrase|pwd|credential|cookie|otp|key|pin|(?<!error|exit|status)code|seed|signature)[\w-]{0,40}`;
/** `password: …`, `"SecretAccessKey": …`, `the code is …`: the rest of the line is the value. */
const label = new RegExp(String.raw`\b${secretName}["']?\s*(?:[=:]|\bis\b)`, 'iu');
/** The value is on the next line. */
const labelAtEnd = new RegExp(String.raw`\b${secretName}["']?\s*[=:]$|^${secretName}$`, 'iu');
/** `--password …` */
const flag = new RegExp(String.raw`(?<!\S)-{1,2}${secretName}(?=\s)`, 'iu');
/** A value under any name: a line of only `answer: tulip`, or `"answer": "tulip"`. */
const namedValue = /^[\w.-]+\s*:\s*\S+$|["']\s*:\s*["']/u;
const levels = /^(?:error|warning|warn|fatal|panic|info|debug|note|usage|hint)\s*:/iu;

function harmlessLine(line: string, known: readonly string[]): string {
  if (namedValue.test(line) && !levels.test(line))
    return `${harmlessWords(line.slice(0, line.indexOf(':')), known)}: ${mask}`;
  const ends = [label, flag].map((pattern) => {
    const found = pattern.exec(line);
    return found ? found.index + found[0].length : line.length;
  });
  const end = Math.min(...ends);
  return harmlessWords(line.slice(0, end), known) + (end < line.length ? ` ${mask}` : '');
}

function harmlessWords(text: string, known: readonly string[]): string {
  return known
    .filter((value) => value.length >= 8 || /\s/u.test(value))
    .reduce((masked, value) => masked.replaceAll(value, mask), text)
    .replaceAll(/=\s*(?:"[^"]*"|'[^']*'|\S+)/gu, `=${mask}`)
    .replaceAll(/\b\d{3}[ -]\d{3}\b/gu, mask)
    .replaceAll(/\S+/gu, (word) => harmlessWord(word, known));
}

function harmlessWord(word: string, known: readonly string[]): string {
  const bare = word.replaceAll(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, '');
  if (known.includes(word)) return mask;
  if (bare !== '' && known.includes(bare)) return word.replace(bare, mask);
  if (/^arn:aws[\w-]*:[\w:/.@+,*-]*$/u.test(bare)) return word;
  const [, open = '', host, rest = ''] =
    /^(\W*https?:\/\/)(?:[^/@]*@)?([\w.-]+(?::\d+)?)(.*)$/u.exec(word) ?? [];
  if (host) return open + host + (/\w/u.test(rest) ? `/${mask}` : rest);
  return word.replaceAll(pieces, (piece) => (isHarmless(piece) && !known.includes(piece) ? piece : mask));
}

/** Text between punctuation, as far as a secret or a file name can contain it. */
const pieces = /(?:[\p{L}\p{N}\p{M}_+/\\~.@%&*$^-]|(?<=\p{L})['’](?=\p{L}))+/gu;

function isHarmless(piece: string): boolean {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/u.test(piece)) return true;
  if (piece.replaceAll(/\D/gu, '').length > 5) return false;
  const isPath = /^(?:[A-Za-z]:|~|\.{1,2})?[/\\]/u.test(piece);
  const parts = piece.split(isPath ? /[/\\._-]/u : /[._-]/u).filter((part) => !/^[~.@%&*$^]*$/u.test(part));
  return parts.every((part) => isPlain(part) || (isPath && /^[a-z]{2,12}\d{1,2}$/u.test(part)));
}

/** A small number, a word in capitals (a base32 seed is longer), or one or more words joined, as in `AccessDenied`. */
function isPlain(part: string): boolean {
  return (
    /^\d+(?:ms|s|m|h|[kmg]i?b)?$/iu.test(part) ||
    /^\p{Lu}{1,15}s?$/u.test(part) ||
    /^[\p{Ll}\p{M}'’]{0,20}(?:\p{Lu}{1,4}[\p{Ll}\p{M}'’]{2,20}){0,6}(?:\p{Lu}{1,3}\p{Ll}?)?$/u.test(part) ||
    /^[\p{Lo}\p{Lm}\p{M}]+$/u.test(part)
  );
}
