import { stripVTControlCharacters } from 'node:util';
import { isOrdinaryWord } from './ordinaryWords.ts';

/**
 * Reduces a program's stderr, line by line, to what is safe to log. Programs print all sorts of things when they fail,
 * so only text that reads like a message is kept: ordinary words, names of files, hosts, profiles, and errors, small
 * numbers, ARNs. Other words may be passwords, and other numbers PINs or codes. Values with a secret's name, values
 * after `=`, `known` values, and anything that could be a key or a token are masked, too.
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

const secretName = String.raw`(?<!(?:error|exit|status)[ _-]?)[\w-]{0,40}(?:secret|token|passw|passphrase|pwd|credential|cookie|otp|key|pin|(?<!error|exit|status)code|seed|signature|kennwort|contraseña|senha)[\w-]{0,40}`;
/** `password: …`, `"SecretAccessKey": …`, `the code is …`: the rest of the line is the value. */
const label = new RegExp(
  String.raw`\b${secretName}["']?\s*(?:[=:：]|\b(?:is|was|ist|war|est|es|é)\b(?! (?:not|no|in|an?|the|too)\b))`,
  'iu',
);
/** The same in languages without spaces. */
const labelWithoutSpaces =
  /(?:パスワード|パスフレーズ|暗証番号|コード|トークン|密码|口令|密碼|비밀번호)\s*(?:[=:：はが是]|은|는)/u;
/** The value is on the next line. */
const labelAtEnd = new RegExp(String.raw`\b${secretName}["']?\s*[=:：]$|^${secretName}$`, 'iu');
/** `--password …` */
const flag = new RegExp(String.raw`(?<!\S)-{1,2}${secretName}(?=\s)`, 'iu');
/** A value under any name: a line of only `answer: tulip`, or `"answer": "tulip"`. */
const namedValue = /^[\w.-]+\s*:\s*\S+$|["']\s*:\s*["']/u;
const levels = /^(?:error|warning|warn|fatal|panic|info|debug|note|usage|hint)\s*:/iu;

function harmlessLine(line: string, known: readonly string[]): string {
  if (namedValue.test(line) && !levels.test(line))
    return `${harmlessWords(line.slice(0, line.indexOf(':')), known)}: ${mask}`;
  const ends = [label, labelWithoutSpaces, flag].map((pattern) => {
    const found = pattern.exec(line);
    return found ? found.index + found[0].length : line.length;
  });
  const end = Math.min(...ends);
  return harmlessWords(line.slice(0, end), known) + (end < line.length ? ` ${mask}` : '');
}

function harmlessWords(text: string, known: readonly string[]): string {
  let before = '';
  return known
    .filter((value) => value.length >= 8 || /\s/u.test(value))
    .reduce((masked, value) => masked.replaceAll(value, mask), text)
    .replaceAll(/=\s*(?:"[^"]*"|'[^']*'|\S+)/gu, `=${mask}`)
    .replaceAll(quotedWithoutSpaces, `$1${mask}$3`)
    .replaceAll(spelled, mask)
    .replaceAll(digitGroups, (digits) => (digits.replaceAll(/\D/gu, '').length > maxDigits ? mask : digits))
    .replaceAll(/\S+/gu, (word) => {
      const shown = harmlessWord(word, known, before);
      before = word;
      return shown;
    });
}

/** In languages without spaces, a value stands in quotation marks. */
const quotedWithoutSpaces = /([「『《])([^「『《」』》]*)([」』》])/gu;
/** `T U L I P` */
const spelled = /(?<!\S)\p{L}(?: \p{L}){2,}(?!\S)/gu;
/** `123 456`, `1 2 3 4`, `12-34` */
const digitGroups = /(?<![\w.:])\d{1,8}(?:[ -]\d{1,8})+(?![\w.:])/gu;
/** A PIN has at least four digits. */
const maxDigits = 3;
/** After these words, a number is no PIN. */
const beforeNumber = /^\W*(?:line|port|pid|process|status|errno|http)\W*$/iu;
/** After these words, there is a name. */
const beforeName =
  /^\W*(?:profile|user|username|account|role|host|hostname|server|region|domain|file|folder|directory|path|command|program|module|package|function|service|app|application|cluster|container|group|tenant|realm|profil|benutzer|datei|utilisateur|fichier|usuario|archivo|usuário|arquivo)\W*$/iu;
const address =
  /^[^\p{L}\p{N}]*(?:(?:[a-z\d][a-z\d-]{0,62}\.){1,8}(?:com|net|org|io|dev|cloud|local|internal|corp|gov|edu|aws|app|[a-z]{2})|localhost|\d{1,3}(?:\.\d{1,3}){3})(?::\d{2,5})?\W*$/iu;

function harmlessWord(word: string, known: readonly string[], before: string): string {
  const bare = word.replaceAll(/^[^\p{L}\p{N}]+|(?<=[\p{L}\p{N}])[^\p{L}\p{N}]+$/gu, '');
  if (known.includes(word)) return mask;
  if (bare !== '' && known.includes(bare)) return word.replace(bare, mask);
  if (/^arn:aws[\w-]*:[\w:/.@+,*-]*$/u.test(bare)) return word;
  const [, open = '', host, rest = ''] =
    /^(\W*https?:\/\/)(?:[^/@]*@)?([\w.-]+(?::\d+)?)(.*)$/u.exec(word) ?? [];
  if (host) return open + host + (/\w/u.test(rest) ? `/${mask}` : rest);
  if (address.test(word)) return word;
  return word.replaceAll(pieces, (piece) =>
    isHarmless(piece, before) && !known.includes(piece) ? piece : mask,
  );
}

/** Text between punctuation, as far as a secret or a file name can contain it. */
const pieces = /(?:[\p{L}\p{N}\p{M}_+/\\~.@%&*$^-]|(?<=\p{L})['’](?=\p{L}))+/gu;

function isHarmless(piece: string, before: string): boolean {
  if (/^\d{1,3}(?:\.\d{1,3}){3}$/u.test(piece)) return true;
  const digits = piece.replaceAll(/\D/gu, '').length;
  const isPath = /^(?:[A-Za-z]:|~|\.{1,2})?[/\\].*[/\\.]/u.test(piece);
  if (digits > (isPath || beforeNumber.test(before) ? 5 : maxDigits))
    return /^\d{1,6}(?:ms|[kmg]i?b)$/iu.test(piece);
  const parts = piece.split(isPath ? /[/\\._-]/u : /[._-]/u).filter((part) => !/^[~.@%&*$^]*$/u.test(part));
  if (parts.filter((part) => part.length === 1).length > 2) return false;
  if (isPath)
    return parts.every((part) => isName(part) || /^[a-z]{2,12}\d{1,2}$/u.test(part) || isWord(part));
  if (beforeName.test(before)) return parts.every((part) => isName(part) || isWord(part));
  // `tu_lip`
  const areShort =
    parts.length > 1 && parts.some((part) => /^\p{L}{2,3}$/u.test(part) && !isOrdinaryWord(part));
  return !areShort && parts.every(isWord);
}

/** A name that somebody chose, in a place where a program prints one: not random, but not an ordinary word either. */
function isName(part: string): boolean {
  return (
    /^\p{Lu}{1,15}s?$/u.test(part) ||
    /^[\p{Ll}\p{M}'’]{0,20}(?:\p{Lu}{1,4}[\p{Ll}\p{M}'’]{2,20}){0,6}(?:\p{Lu}{1,3}\p{Ll}?)?$/u.test(part)
  );
}

/** A small number, an error code of the system, or ordinary words, possibly joined as in `AccessDenied`. */
function isWord(part: string): boolean {
  if (/^\d+(?:ms|s|m|h|[kmg]i?b)?$/iu.test(part) || /^(?:E\p{Lu}{2,14}|\p{Script=Latin}{1,3})$/u.test(part))
    return true;
  if (scriptWithoutSpaces.test(part)) return true;
  if (part.length > 80) return false;
  if (isOrdinaryWord(part)) return true;
  return (part.match(/\p{Lu}?[\p{Ll}\p{M}'’]+|\p{Lu}+(?!\p{Ll})|./gu) ?? []).every(isOrdinaryWord);
}

/** Words cannot be told apart in these scripts. */
const scriptWithoutSpaces =
  /^[\p{Script_Extensions=Han}\p{Script_Extensions=Hiragana}\p{Script_Extensions=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]+$/u;
