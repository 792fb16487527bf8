// Validates text that this parser, the SDKs and the CLI must all read back unchanged. Applies the strictest rules of
// all of them (`parseIni.ts` of the SDK for JavaScript; Python's `RawConfigParser`, which strips white space and ends
// lines at CR).

/**
 * - `empty`: tools treat an empty value as absent;
 * - `space`: leading or trailing white space, which tools strip;
 * - `control`: a line break, NUL or another control character, or a lone surrogate;
 * - `comment`: `#` or `;` at the start or after white space, which starts a comment;
 * - `character`: a character with a special meaning here.
 */
export type Complaint = 'empty' | 'space' | 'control' | 'comment' | 'character';

/** Why a value cannot be written; undefined if it can. */
export function valueComplaint(value: string): Complaint | undefined {
  // All tools keep a tab inside a value.
  return textComplaint(value, value.replaceAll('\t', ' '));
}

/** Why a key cannot be written; undefined if it can. The SDK for JavaScript loses `__proto__`. */
export function keyComplaint(key: string): Complaint | undefined {
  return textComplaint(key) ?? (/^[\w.-]+$/u.test(key) && key !== '__proto__' ? undefined : 'character');
}

/** Why a title cannot be written; undefined if it can. The CLI's writer ends a title at the first `]`. */
export function titleComplaint(title: string): Complaint | undefined {
  return textComplaint(title) ?? (/[[\]]/u.test(title) ? 'character' : undefined);
}

function textComplaint(text: string, printed = text): Complaint | undefined {
  if (text === '') return 'empty';
  if (/[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u.test(printed)) return 'control';
  if (text !== text.trim()) return 'space';
  return /(^|\s)[#;]/u.test(text) ? 'comment' : undefined;
}
