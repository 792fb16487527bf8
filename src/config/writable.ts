/**
 * What can be written so that every tool reads it back as it was: this parser, the SDKs and the CLI. The rules are the
 * strictest of theirs (`parseIni.ts` of the SDK for JavaScript; Python's `RawConfigParser`, which strips white space
 * and ends lines at CR).
 */

/**
 * - `empty`: reads as absent;
 * - `space`: white space at either end, which is stripped;
 * - `control`: a line break, NUL or another control character, or half a character;
 * - `comment`: `#` or `;` at the start or after white space, which begins a comment;
 * - `character`: a character that means something else here.
 */
export type Complaint = 'empty' | 'space' | 'control' | 'comment' | 'character';

/** Why a value cannot be written, or undefined. */
export function valueComplaint(value: string): Complaint | undefined {
  // A tab inside a value is white space to all of them, and kept.
  return textComplaint(value, value.replaceAll('\t', ' '));
}

/** Why a key cannot be written. `__proto__` is lost in the SDK for JavaScript. */
export function keyComplaint(key: string): Complaint | undefined {
  return textComplaint(key) ?? (/^[\w.-]+$/u.test(key) && key !== '__proto__' ? undefined : 'character');
}

/** Why a header cannot have this title. The CLI's writer ends it at the first `]`. */
export function titleComplaint(title: string): Complaint | undefined {
  return textComplaint(title) ?? (/[[\]]/u.test(title) ? 'character' : undefined);
}

function textComplaint(text: string, printed = text): Complaint | undefined {
  if (text === '') return 'empty';
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(printed)) return 'control';
  if (text !== text.trim()) return 'space';
  return /(^|\s)[#;]/u.test(text) ? 'comment' : undefined;
}
