import type { Span } from '../base/randomText.ts';
import { isSecretName, namedSecretSpans, publicKeyId, replaceSpans, secretMask } from '../base/secretText.ts';
import { isCommandKey } from './commandText.ts';
import { indentOf } from './indent.ts';

/** Replaces each secret in the text with `mask(secret)`, so that the text can be shown. Line count stays the same. */
export function maskSecrets(text: string, mask: (secret: string) => string): string {
  return replaceSpans(text, secretSpansIn(text), mask);
}

/** The secrets that `maskSecrets` hides, in the order of their appearance. */
export function secretsIn(text: string): ReadonlySet<string> {
  return new Set(secretSpansIn(text).map(({ start, end }) => text.slice(start, end)));
}

/** Numbers the distinct secrets of all texts from 1, so that equal secrets can be recognized without showing them. */
export function numberSecrets(texts: readonly string[]): ReadonlyMap<string, number> {
  const all = new Set(texts.flatMap((text) => [...secretsIn(text)]));
  return new Map([...all].map((secret, i) => [secret, i + 1]));
}

/**
 * Where the secrets are, first to last. Scans headers, comments, and command lines too. Lines deeper than the key of a
 * secret or of a command belong to its value, across comments (Python's `RawConfigParser`), and are hidden as a whole.
 */
export function secretSpansIn(text: string): readonly Span[] {
  let offset = 0;
  let keyIndent = Infinity;
  return text.split(/\n|\r(?!\n)/u).flatMap((line) => {
    const start = offset;
    offset += line.length + 1;
    const indent = indentOf(line, { start: 0, end: line.length });
    const isBlank = line.trim() === '';
    const isContinuation = isBlank || indent > keyIndent;
    const key = keyIn(line);
    if (!isContinuation && (namesSecret(key) || isCommandKey(key.trim()))) keyIndent = indent;
    else if (!isContinuation && !/^\s*[#;]/u.test(line)) keyIndent = Infinity;
    const spans = !isContinuation ? spansInLine(line) : isBlank ? [] : [restOf(line, 0)];
    return spans.map((span) => ({ start: start + span.start, end: start + span.end }));
  });
}

/** What is before the first separator behind a header. */
function keyIn(line: string): string {
  const rest = line.slice(headerOf(line).length);
  return rest.slice(0, rest.search(/[=:]|$/u));
}

/** Whether a key has the name of a secret, also with other words, as in `aws_secret_access_key (old)`. */
function namesSecret(key: string): boolean {
  return key.split(/[^\w.-]+/u).some(isSecretName);
}

function headerOf(line: string): string {
  return /^\s*\[[^\]]*\]/u.exec(line)?.[0] ?? '';
}

/** In characters. Session tokens have a few thousand; longer lines are masked without scanning. */
const maxScannedLength = 50_000;

function spansInLine(line: string): readonly Span[] {
  if (line.length > maxScannedLength) return [restOf(line, 0)];
  const id = /^\s*\w*access_?key_?id\s*[=:]\s*/iu.exec(line)?.[0];
  // With swapped lines, the value is the secret.
  const [value = ''] = id === undefined ? [] : line.slice(id.length).split(/\s/u, 1);
  if (id !== undefined && publicKeyId(value) === secretMask)
    return [...namedSecretSpans(id), restOf(line, id.length)];
  const key = /^\s*(?![\s[#;])[^=:]+[=:]/u.exec(line)?.[0];
  if (key !== undefined && namesSecret(key))
    return [...namedSecretSpans(key), restOf(line, key.length)].filter(({ start, end }) => start < end);
  const header = headerOf(line);
  const rest = namedSecretSpans(line.slice(header.length)).map(({ start, end }) => ({
    start: start + header.length,
    end: end + header.length,
  }));
  return [...namedSecretSpans(header, '='), ...rest];
}

function restOf(line: string, from: number): Span {
  const rest = line.slice(from);
  return { start: line.length - rest.trimStart().length, end: from + rest.trimEnd().length };
}
