// Recognizes by their form what AWS would reject with a misleading reason, or what cannot be sent at all.
import type { BadForm } from '../base/failures/sourceFailure.ts';

/** An access key in plain text. */
export interface KeyTexts {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
}

export interface BadKey extends BadForm {
  readonly part: keyof KeyTexts;
}

/**
 * What is wrong with an access key, if its form tells. Servers other than AWS accept any text as ID and secret
 * (`test`, `minioadmin`), so only what no server can have issued is wrong in those.
 */
export function badKey({ accessKeyId, secretAccessKey, sessionToken }: KeyTexts): BadKey | undefined {
  const id = badText(accessKeyId);
  if (id) return { part: 'accessKeyId', ...id };
  const part = secretKeyForm.test(accessKeyId) && keyIdForm.test(secretAccessKey) ? 'swapped' : undefined;
  if (part) return { part: 'accessKeyId', trouble: 'swapped', character: '' };
  if (otherIdForm.test(accessKeyId)) return { part: 'accessKeyId', trouble: 'notKeyId', character: '' };
  const secret = keyIdForm.test(accessKeyId) ? badText(secretAccessKey) : unlikelyText(secretAccessKey);
  if (secret) return { part: 'secretAccessKey', ...secret };
  const left = leftover(accessKeyId, secretAccessKey, sessionToken);
  if (left) return left;
  const token = sessionToken === undefined ? undefined : (badText(sessionToken) ?? noToken(sessionToken));
  if (token) return { part: 'sessionToken', ...token };
  if (temporaryIdForm.test(accessKeyId) && sessionToken === undefined)
    return { part: 'accessKeyId', trouble: 'noToken', character: '' };
  if (longTermIdForm.test(accessKeyId) && sessionToken !== undefined)
    return { part: 'sessionToken', trouble: 'staleToken', character: '' };
  return undefined;
}

/** What was copied along with a key of AWS: the comma or semicolon after it, or the name before it. */
function leftover(accessKeyId: string, secretAccessKey: string, token = ''): BadKey | undefined {
  const id = idWithMore.exec(accessKeyId);
  if (!id) return undefined;
  const secret = /^(?:\w{1,64}([=:]))?[A-Za-z0-9+/]{40}([^A-Za-z0-9+/])?$/u.exec(secretAccessKey);
  const found = [
    ['accessKeyId', id[1] ?? id[2]],
    ['secretAccessKey', secret?.[1] ?? secret?.[2]],
    ['sessionToken', /[,;\\]$/u.exec(token)?.[0]],
  ] as const;
  for (const [part, character] of found)
    if (character) return { part, trouble: 'foreign', character: codePointOf(character) };
  return undefined;
}

/** A word in place of a token. Some servers' own tokens may be short. */
function noToken(text: string): BadForm | undefined {
  const isWord = /^(?:none|null|nil|undefined|n\/a|-+|x{3,}|\.+)$/iu.test(text);
  return isWord ? { trouble: 'placeholder', character: '' } : undefined;
}

/** What is wrong with a text that must consist of visible ASCII characters: an access key ID or a token. */
export function badText(text: string): BadForm | undefined {
  const unlikely = unlikelyText(text);
  if (unlikely) return unlikely;
  const quote = /["'`]/u.exec(text);
  if (quote) return { trouble: 'quotes', character: codePointOf(quote[0]) };
  const space = /\s/u.exec(text);
  if (space) return { trouble: 'space', character: codePointOf(space[0]) };
  const foreign = /[^\x21-\x7E]/u.exec(text);
  return foreign ? { trouble: 'foreign', character: codePointOf(foreign[0]) } : undefined;
}

/** What is wrong with the value of an HTTP header: it may contain spaces, as in `Bearer abc`. */
export function badHeader(text: string): BadForm | undefined {
  const unlikely = unlikelyText(text);
  if (unlikely) return unlikely;
  const foreign = /[^\x20-\x7E]/u.exec(text);
  return foreign ? { trouble: 'foreign', character: codePointOf(foreign[0]) } : undefined;
}

/** What no key or token of any server contains, although most of it can be sent. */
function unlikelyText(text: string): BadForm | undefined {
  const lineBreak = /[\r\n\u2028\u2029]/u.exec(text);
  if (lineBreak) return { trouble: 'lineBreak', character: codePointOf(lineBreak[0]) };
  const invisible = invisibleCharacter.exec(text);
  if (invisible) return { trouble: 'invisible', character: codePointOf(invisible[0]) };
  const quote = typographicQuote.exec(text);
  if (quote || /^(["'`]).*\1$/u.test(text))
    return { trouble: 'quotes', character: codePointOf(quote?.[0] ?? text[0]!) };
  if (ownName.test(text)) return { trouble: 'ownName', character: '' };
  return placeholder.test(text) ? { trouble: 'placeholder', character: '' } : undefined;
}

/** The value with the name of a key or a variable before it. */
const ownName =
  /^(?:(?:export|set)\s+|\$env:)?(?:aws_?)?(?:session_?token|security_?token|secret_?access_?key|access_?key_?id)\s*[=:]\s*\S/iu;

/** Control characters, and characters without a width: zero-width spaces, byte order marks, non-breaking spaces. */
const invisibleCharacter = /[\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u00A0\u202F\u2007]/u;
const typographicQuote = /[“”„‟‘’‚‛«»‹›＂＇]/u;
/**
 * `<your key>`, `${KEY}`, `$KEY`, `%KEY%`, `{{ key }}`, a masked or shortened key, and what programs print for none;
 * not `$ecret` or `none`, which may be a password.
 */
const placeholder =
  /^<.*>$|^(?:null|None|undefined|NULL)$|\.{3}$|^A[KS]IA.*\.{3}|^\$[A-Z_][A-Z0-9_]*$|^\$\{.*\}$|^\{\{.*\}\}$|^%\w+%$|\*{4}|[•…]/u;

/** IAM User Guide, "Unique identifiers": the prefixes of access keys, and of everything else. */
const keyIdForm = /^A[KS]IA[A-Z0-9]{16}$/u;
const idWithMore = /(?:^|([^A-Za-z0-9]))A[KS]IA[A-Z0-9]{16}(?:([^A-Za-z0-9])|$)/u;
const temporaryIdForm = /^ASIA[A-Z0-9]{12,}$/u;
const longTermIdForm = /^AKIA[A-Z0-9]{12,}$/u;
const otherIdForm = /^A(?:BI|CC|GP|ID|IP|NP|NV|PK|RO|SC)A[A-Z0-9]{16,17}$/u;
const secretKeyForm = /^[A-Za-z0-9+/]{40}$/u;

/** Whether a text has the form of a secret access key of AWS, and not that of a name or a number in base 16. */
export function looksLikeSecretKey(text: string): boolean {
  return secretKeyForm.test(text) && [/[a-z]/u, /[A-Z]/u, /\d/u].every((form) => form.test(text));
}

/** Whether AWS could have issued this long-term access key ID. */
export function isLongTermKeyId(text: string): boolean {
  return /^AKIA[A-Z0-9]{16}$/u.test(text);
}

function codePointOf(character: string): string {
  return `U+${character.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0')}`;
}
