/** Replaces each secret in the text with `mask(secret)`, so that the text can be shown. Line count stays the same. */
export function maskSecrets(text: string, mask: (secret: string) => string): string {
  let shown = '';
  let at = 0;
  for (const { start, end } of secretSpans(text)) {
    shown += text.slice(at, start) + mask(text.slice(start, end));
    at = end;
  }
  return shown + text.slice(at);
}

/** The secrets that `maskSecrets` hides, in the order of their appearance. */
export function secretsIn(text: string): ReadonlySet<string> {
  return new Set(secretSpans(text).map(({ start, end }) => text.slice(start, end)));
}

/** Numbers the distinct secrets of all texts from 1, so that equal secrets can be recognized without showing them. */
export function numberSecrets(texts: readonly string[]): ReadonlyMap<string, number> {
  const all = new Set(texts.flatMap((text) => [...secretsIn(text)]));
  return new Map([...all].map((secret, i) => [secret, i + 1]));
}

interface Span {
  readonly start: number;
  readonly end: number;
}

/**
 * Prefers false positives: masking too much is harmless, showing a secret is not. Scans comments and command lines too.
 * Lines deeper than a secret's key belong to its value, across comments (Python's `RawConfigParser`).
 */
function secretSpans(text: string): readonly Span[] {
  let offset = 0;
  let keyIndent = Infinity;
  return text.split(/\n|\r(?!\n)/u).flatMap((line) => {
    const start = offset;
    offset += line.length + 1;
    const indent = line.length - line.trimStart().length;
    const isBlank = line.trim() === '';
    const isContinuation = isBlank || indent > keyIndent;
    if (!isContinuation && isSecretName(line.slice(0, line.search(/[=:]|$/u)))) keyIndent = indent;
    else if (!isContinuation && !/^\s*[#;]/u.test(line)) keyIndent = Infinity;
    const spans = !isContinuation ? spansIn(line) : isBlank ? [] : [restOf(line, 0)];
    return spans.map((span) => ({ start: start + span.start, end: start + span.end }));
  });
}

/** Masks everything after the first secret's name, because a comment after a secret may contain another. */
function spansIn(line: string): readonly Span[] {
  if (line.length > maxScannedLength) return [restOf(line, 0)];
  const scanned = blank(line, /\barn:aws[\w-]*:[\w:/.@+=,*-]*|^\s*\[[^\]]*\]/gu);
  const named = Math.min(afterName(scanned), afterFlag(scanned));
  const rest = restOf(line, Math.min(named, line.length));
  const before = scanned.slice(0, rest.start);
  const words = spansOf(blank(before, /_file\s*[=:]\s*\S+|:\/\/(?:[^\s/]+@)?[^\s?#]*/gu), longWord);
  const lone = words.filter(({ start, end }) => mixes.every((mixed) => mixed.test(line.slice(start, end))));
  return [...lone, ...spansOf(before, urlPassword), ...(rest.start < rest.end ? [rest] : [])].toSorted(
    (a, b) => a.start - b.start,
  );
}

/** In characters. Session tokens have a few thousand; longer lines are masked without scanning. */
const maxScannedLength = 50_000;

/** A secret access key or token without a name in front of it. */
const longWord = /[A-Za-z0-9/+]{40,}={0,2}/gu;
const mixes = [/[A-Z]/u, /[a-z]/u, /\d/u];
const urlPassword = /(?<=:\/\/[^\s/@:]{0,256}:)[^\s/]+(?=@)/gu;

/** The offset of the value of a secret's name, as in `name = value` and `"name": "value"`; otherwise Infinity. */
function afterName(line: string): number {
  let at = 0;
  for (const piece of line.split(/[=:]/u)) {
    at += piece.length + 1;
    if (at <= line.length && isSecretName(piece.split(/[^\w.-]+/u).findLast(Boolean) ?? '')) return at;
  }
  return Infinity;
}

/** The offset of the value in `--secret value`; otherwise Infinity. */
function afterFlag(line: string): number {
  const flag = [...line.matchAll(/(?<!\S)-[\w-]+(?=\s)/gu)].find(([name]) => isSecretName(name));
  return flag ? flag.index + flag[0].length : Infinity;
}

/** Whether a key or option name suggests a secret. White space around it is ignored. */
function isSecretName(text: string): boolean {
  const name = text.trim().toLowerCase();
  return secretName.test(name) && !describesSecret.test(name);
}

const secretName =
  /secret|token(?!s)|^mfa_process$|passw|passphrase|(?:^|[_.-])(?:pass|pwd)$|(?:api|private|client)[_-]?key/u;
const describesSecret = /(?:file|url|arn)$|[_-](?:id|name|path|uri)$|expir/u;

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
