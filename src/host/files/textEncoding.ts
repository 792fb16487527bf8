import { readBytes } from '../../base/boundedFile.ts';
import { maxSizes } from '../../base/deadlines.ts';
import { WriteError } from './writeErrors.ts';

/**
 * How the text of a file is stored. AWS's tools write UTF-8. Editors on Windows also write the encoding of the system's
 * language, and PowerShell's `>` writes UTF-16. Every text can be encoded to the bytes that it was decoded from.
 */
export type TextEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | ByteEncoding;

/**
 * Encodings in which ASCII characters have one byte, and others up to three. Windows has two places for some kanji in
 * Shift_JIS, such as `髙`: its own programs write the later one, and Python (`cp932`) the earlier one, which NEC chose.
 */
type ByteEncoding = JapaneseEncoding | 'windows-1252';
type JapaneseEncoding = 'shift_jis' | 'shift_jis (NEC)' | 'euc-jp';

export interface DecodedText {
  readonly text: string;
  readonly encoding: TextEncoding;
}

/** Decodes the bytes of a text file; undefined if they are not a text. */
export function decodeText(bytes: Uint8Array): DecodedText | undefined {
  const utf16 = utf16Of(bytes);
  if (utf16) return decodeUtf16(bytes, utf16);
  if (bytes.includes(0)) return decodeUnmarkedUtf16(bytes);
  const text = strictly('utf-8', bytes) ?? mostlyUtf8(bytes);
  if (text !== undefined) return { text, encoding: 'utf-8' };
  return decodeJapanese(bytes) ?? decodeWestern(bytes);
}

/** The same for an AWS file: `isUtf8` tells whether all bytes were UTF-8, as AWS's tools expect. */
export function decodeAwsFile(
  bytes: Uint8Array,
): { readonly text: string; readonly isUtf8: boolean } | undefined {
  const decoded = decodeText(bytes);
  if (!decoded) return undefined;
  const { text, encoding } = decoded;
  return { text, isUtf8: encoding === 'utf-8' && text.isWellFormed() };
}

/**
 * Encodes a text like an existing file, or as UTF-8. Rejects with the `WriteError` `encoding` if that encoding does not
 * have all characters of the text.
 */
export async function encodeLike(path: string, text: string): Promise<Buffer> {
  const bytes = await readBytes(path, { bytes: maxSizes.largeFileBytes }).catch(() => new Uint8Array());
  const encoded = encodeText(text, decodeText(bytes)?.encoding ?? 'utf-8');
  if (!encoded) throw new WriteError('encoding');
  return encoded;
}

/** Encodes a text for a file; undefined if the encoding does not have all its characters. */
export function encodeText(text: string, encoding: TextEncoding): Buffer | undefined {
  switch (encoding) {
    case 'utf-8':
      return encodeUtf8(text);
    case 'utf-16le':
      return Buffer.from(text, 'utf16le');
    case 'utf-16be':
      return Buffer.from(text, 'utf16le').swap16();
    case 'shift_jis':
    case 'shift_jis (NEC)':
    case 'euc-jp':
    case 'windows-1252':
      return encodeBytes(text, encoding);
  }
}

function utf16Of([first, second]: Uint8Array): 'utf-16le' | 'utf-16be' | undefined {
  if (first === 0xff && second === 0xfe) return 'utf-16le';
  return first === 0xfe && second === 0xff ? 'utf-16be' : undefined;
}

/** UTF-16 without a byte order mark, if that makes it a file with sections. Other files with zeros are not texts. */
function decodeUnmarkedUtf16(bytes: Uint8Array): DecodedText | undefined {
  const decoded = decodeUtf16(bytes, bytes[0] === 0 ? 'utf-16be' : 'utf-16le');
  return decoded && /^[ \t]*\[[^\n]*\]/mu.test(decoded.text) ? decoded : undefined;
}

/** The byte order mark is part of the text, as in UTF-8. */
function decodeUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): DecodedText | undefined {
  if (bytes.length % 2 === 1) return undefined;
  const buffer = Buffer.from(bytes);
  const text = (encoding === 'utf-16be' ? buffer.swap16() : buffer).toString('utf16le');
  return text.includes('\0') ? undefined : { text, encoding };
}

function strictly(encoding: 'utf-8' | ByteEncoding, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(labelOf(encoding), { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function labelOf(encoding: 'utf-8' | ByteEncoding): string {
  return encoding === 'shift_jis (NEC)' ? 'shift_jis' : encoding;
}

/** A file that is cut within a character, or into which another program has written some bytes of its own. */
function mostlyUtf8(bytes: Uint8Array): string | undefined {
  const text = decodeUtf8(bytes);
  const characters = text.match(/[^\0-\u{7F}\u{DC80}-\u{DCFF}]/gu)?.length ?? 0;
  const others = text.match(/[\u{DC80}-\u{DCFF}]/gu)?.length ?? 0;
  return characters >= others ? text : undefined;
}

/** Each byte is a character. */
function decodeWestern(bytes: Uint8Array): DecodedText {
  return { text: new TextDecoder('windows-1252').decode(bytes), encoding: 'windows-1252' };
}

/** Japanese text, as most of its words tell. */
function decodeJapanese(bytes: Uint8Array): DecodedText | undefined {
  for (const encoding of ['euc-jp', 'shift_jis', 'shift_jis (NEC)'] as const) {
    const text = strictly(encoding, bytes);
    if (text === undefined || !isJapanese(text, encoding)) continue;
    if (encodeBytes(text, encoding)?.equals(bytes)) return { text, encoding };
  }
  return undefined;
}

function isJapanese(text: string, encoding: JapaneseEncoding): boolean {
  const bytesOf = bytesByCharacter(encoding);
  const isCommon = (character: string): boolean => {
    const [first = 0, second] = bytesOf.get(character) ?? [];
    return second !== undefined && first < rareFrom[encoding] && japanese.test(character);
  };
  const isHalf = (character: string): boolean => encoding !== 'euc-jp' && halfWidth.test(character);
  let balance = 0;
  for (const word of text.match(/[^\0-\u{7F}]+/gu) ?? []) {
    const characters = Array.from(word);
    const common = characters.filter(isCommon).length;
    const others = characters.filter((each) => !isCommon(each) && !isHalf(each)).length;
    if (common >= others && common + others >= 2) balance++;
    else if (/^\u{3000}+$/u.test(word)) continue;
    else if (common === 0 || others > 0) balance--;
  }
  return balance > 0 || (balance === 0 && wideSpaces[encoding].test(text));
}

/**
 * Spaces that an input method typed. In Shift_JIS, their first byte is no character of windows-1252. In EUC-JP, they
 * could be `¡¡`, but not around a key or a title.
 */
const wideSpaces: Readonly<Record<JapaneseEncoding, { readonly test: (text: string) => boolean }>> = {
  shift_jis: /\u{3000}/u,
  'shift_jis (NEC)': /\u{3000}/u,
  'euc-jp': { test: (text) => structuralSpaces.some((form) => form.test(text)) },
};
const structuralSpaces: readonly RegExp[] = [
  // Before a key or a title, or in a line of its own.
  /^[ \t]{0,99}\u{3000}[ \t\u{3000}]{0,99}(?:[\w.-]{1,64}[ \t\u{3000}]{0,9}[=:]|\[|\r?$)/mu,
  // Behind a key, or before a region.
  /^[ \t]{0,99}[\w.-]{1,64}[ \t]{0,9}(?:\u{3000}[ \t\u{3000}]{0,9}[=:]|=[ \t]{0,9}\u{3000}[ \t\u{3000}]{0,9}[a-z]{2}-[a-z])/mu,
  // In a title or behind it.
  /^[ \t]{0,99}\[[^\]\n]{0,99}\]?[ \t]{0,9}\u{3000}/mu,
  // At the end of a value.
  /^[ \t]{0,99}[\w.-]{1,64}[ \t]{0,9}=[^#;\n]{0,999}\u{3000}\r?$/mu,
];

const japanese = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{P}\p{S}\p{N}\u{3000}\u{FF01}-\u{FF5E}]/u;
const halfWidth = /[\u{FF61}-\u{FF9F}]/u;
/**
 * The first byte of the first kanji that is not in everyday use (JIS X 0208, row 48). Two letters of another language
 * are such a kanji, except for a few that rarely follow each other.
 */
const rareFrom: Readonly<Record<JapaneseEncoding, number>> = {
  shift_jis: 0x99,
  'shift_jis (NEC)': 0x99,
  'euc-jp': 0xd0,
};

/**
 * Each byte that is not part of a character becomes half of a surrogate pair, U+DC80 to U+DCFF, as in Python's
 * `surrogateescape` (PEP 383). No valid text contains such a half.
 */
function decodeUtf8(bytes: Uint8Array): string {
  return Buffer.from(bytes)
    .toString('latin1')
    .replaceAll(characterOrOther, (found, character?: string) =>
      character === undefined
        ? String.fromCharCode(0xdc00 + found.charCodeAt(0))
        : Buffer.from(character, 'latin1').toString('utf8'),
    );
}

/** A character of more than one byte (Unicode Standard, table 3-7), or a byte that is not part of one. */
const characterOrOther =
  /([\u{C2}-\u{DF}][\u{80}-\u{BF}]|\u{E0}[\u{A0}-\u{BF}][\u{80}-\u{BF}]|[\u{E1}-\u{EC}\u{EE}\u{EF}][\u{80}-\u{BF}]{2}|\u{ED}[\u{80}-\u{9F}][\u{80}-\u{BF}]|\u{F0}[\u{90}-\u{BF}][\u{80}-\u{BF}]{2}|[\u{F1}-\u{F3}][\u{80}-\u{BF}]{3}|\u{F4}[\u{80}-\u{8F}][\u{80}-\u{BF}]{2})|[\u{80}-\u{FF}]/gu;

function encodeUtf8(text: string): Buffer {
  const parts = text.split(/([\u{DC80}-\u{DCFF}]+)/u);
  return Buffer.concat(
    parts.map((part, i) =>
      i % 2 === 0 ? Buffer.from(part) : Buffer.from(Array.from(part, (half) => half.charCodeAt(0) - 0xdc00)),
    ),
  );
}

function encodeBytes(text: string, encoding: ByteEncoding): Buffer | undefined {
  const bytesOf = bytesByCharacter(encoding);
  const found = Array.from(text, (character) => bytesOf.get(character));
  return found.includes(undefined) ? undefined : Buffer.from(found.flat() as number[]);
}

const known = new Map<ByteEncoding, ReadonlyMap<string, readonly number[]>>();

/** Node can only decode these encodings, so what it decodes is turned around. */
function bytesByCharacter(encoding: ByteEncoding): ReadonlyMap<string, readonly number[]> {
  const made = known.get(encoding);
  if (made) return made;
  const bytesOf = new Map<string, readonly number[]>();
  const decoder = new TextDecoder(labelOf(encoding), { ignoreBOM: true });
  const add = (...bytes: readonly number[]): boolean => {
    const [character = '', ...rest] = decoder.decode(Uint8Array.from(bytes));
    if (character === '\u{FFFD}' || rest.length > 0) return false;
    if (!bytesOf.has(character)) bytesOf.set(character, bytes);
    return true;
  };
  for (const first of firstBytes(encoding))
    if (!add(first))
      for (let second = 0x40; second < 256; second++)
        if (!add(first, second) && first === longFirst)
          for (let third = 0xa1; third < 0xff; third++) add(first, second, third);
  known.set(encoding, bytesOf);
  return bytesOf;
}

/** All bytes. Of several ways to write a character, the first is the usual one. */
function firstBytes(encoding: ByteEncoding): readonly number[] {
  const last: readonly number[] =
    encoding === 'shift_jis' ? necFirsts : encoding === 'euc-jp' ? [longFirst] : [];
  const others = Array.from({ length: 256 }, (_, first) => first).filter((first) => !last.includes(first));
  return [...others, ...last];
}

/** The first byte of characters with three bytes in EUC-JP. */
const longFirst = 0x8f;
const necFirsts: readonly number[] = [0xed, 0xee];
