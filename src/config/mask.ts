/** The text with what stands instead of each secret: fit to be shown, line for line. */
export function maskSecrets(text: string, mask: (secret: string) => string): string {
  let shown = '';
  let at = 0;
  for (const { start, end } of secretSpans(text)) {
    shown += text.slice(at, start) + mask(text.slice(start, end));
    at = end;
  }
  return shown + text.slice(at);
}

/** The secrets that `maskSecrets` hides, in the order in which they appear. */
export function secretsIn(text: string): ReadonlySet<string> {
  return new Set(secretSpans(text).map(({ start, end }) => text.slice(start, end)));
}

/** The secrets of all the texts with their numbers, from 1: fit to tell equal ones from others. */
export function numberSecrets(texts: readonly string[]): ReadonlyMap<string, number> {
  const all = new Set(texts.flatMap((text) => [...secretsIn(text)]));
  return new Map([...all].map((secret, i) => [secret, i + 1]));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * What is masked without need does no harm, what is shown does: so this looks wherever a secret may stand, comments
 * and command lines included. Lines deeper than a secret's key belong to its value, whatever comments stand between (Python's
 * `RawConfigParser`).
 */
function secretSpans(text: string): readonly Span[] {
  let offset = 0;
  let keyIndent = Infinity;
  return text.split(/\n|\r(?!\n)/u).flatMap((line) => {
    const start = offset;
    offset += line.length + 1;
    const indent = line.length - line.trimStart().length;
    const isBlank = line.trim() === '';
    const goesOn = isBlank || indent > keyIndent;
    if (!goesOn && isSecretName(line.slice(0, line.search(/[=:]|$/u)))) keyIndent = indent;
    else if (!goesOn && !/^\s*[#;]/u.test(line)) keyIndent = Infinity;
    const spans = !goesOn ? spansIn(line) : isBlank ? [] : [restOf(line, 0)];
    return spans.map((span) => ({ start: start + span.start, end: start + span.end }));
  });
}

/** From the first name of a secret on, all that follows counts: a comment after a secret may hold another. */
function spansIn(line: string): readonly Span[] {
  if (line.length > mostLookedAt) return [restOf(line, 0)];
  const looked = blank(line, /\barn:aws[\w-]*:[\w:/.@+=,*-]*|^\s*\[[^\]]*\]/gu);
  const named = Math.min(afterName(looked), afterFlag(looked));
  const rest = restOf(line, Math.min(named, line.length));
  const before = looked.slice(0, rest.start);
  const words = spansOf(blank(before, /_file\s*[=:]\s*\S+|:\/\/(?:[^\s/]+@)?[^\s?#]*/gu), longWord);
  const lone = words.filter(({ start, end }) => mixes.every((mixed) => mixed.test(line.slice(start, end))));
  return [...lone, ...spansOf(before, urlPassword), ...(rest.start < rest.end ? [rest] : [])].toSorted(
    (a, b) => a.start - b.start,
  );
}

/** Nothing that is longer is a line of such a file; a token has a few thousand characters. */
const mostLookedAt = 50_000;

/** A secret access key or a token that stands alone. */
const longWord = /[A-Za-z0-9/+]{40,}={0,2}/gu;
const mixes = [/[A-Z]/u, /[a-z]/u, /\d/u];
const urlPassword = /(?<=:\/\/[^\s/@:]{0,256}:)[^\s/]+(?=@)/gu;

/** Where what is named like a secret has its value, as in `name = value` and `"name": "value"`. */
function afterName(line: string): number {
  let at = 0;
  for (const piece of line.split(/[=:]/u)) {
    at += piece.length + 1;
    if (at <= line.length && isSecretName(piece.split(/[^\w.-]+/u).findLast(Boolean) ?? '')) return at;
  }
  return Infinity;
}

/** Where the value of `--secret value` begins. */
function afterFlag(line: string): number {
  const flag = [...line.matchAll(/(?<!\S)-[\w-]+(?=\s)/gu)].find(([name]) => isSecretName(name));
  return flag ? flag.index + flag[0].length : Infinity;
}

/** Of a name or of a key as it stands in its line, with white space around it. */
function isSecretName(text: string): boolean {
  const name = text.trim().toLowerCase();
  return secretName.test(name) && !tellsAboutSecret.test(name);
}

const secretName =
  /secret|token(?!s)|^mfa_process$|passw|passphrase|(?:^|[_.-])(?:pass|pwd)$|(?:api|private|client)[_-]?key/u;
const tellsAboutSecret = /(?:file|url|arn)$|[_-](?:id|name|path|uri)$|expir/u;

function restOf(line: string, from: number): Span {
  const rest = line.slice(from);
  return { start: line.length - rest.trimStart().length, end: from + rest.trimEnd().length };
}

function blank(line: string, harmless: RegExp): string {
  return line.replaceAll(harmless, (found) => ' '.repeat(found.length));
}

function spansOf(line: string, pattern: RegExp): readonly Span[] {
  return [...line.matchAll(pattern)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}
