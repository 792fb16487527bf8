// Recognizes secrets by what they look like, for places where no key of a file tells what a text is. It prefers false
// positives: hiding a random name is harmless, showing a secret is not.

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** What stands in place of a secret. */
export const secretMask = '…';

/**
 * `text` without the parts that could be a secret, without what it assigns to the name of a secret, and without
 * passwords in URLs.
 */
export function withoutSecrets(text: string): string {
  const found = [...secretSpans(text), ...assignedSpans(text), ...urlPasswords(text)];
  const spans = found.toSorted((a, b) => a.start - b.start);
  return replaceSpans(text, merged(spans), () => secretMask);
}

/** The words after `name =` and `--name`, as in the name of a profile to which a line is joined. */
function assignedSpans(text: string): readonly Span[] {
  return [...secretNames(text, '='), ...afterFlags(text)].flatMap((at) => {
    const start = at + (/^\s{0,9}/u.exec(text.slice(at))?.[0].length ?? 0);
    const [word = ''] = text.slice(start, start + 4096).split(/\s/u, 1);
    return word === '' || word.startsWith(secretMask) ? [] : [{ start, end: start + word.length }];
  });
}

/**
 * Like `withoutSecrets`, for values of files and the environment: also hides what a name such as `token =` announces,
 * and passwords in URLs. A name of a profile may contain a colon: `separator` is `=` for those.
 */
export function withoutNamedSecrets(text: string, separator?: '='): string {
  return replaceSpans(text, namedSecretSpans(text, separator), () => secretMask);
}

/** Whether a text consists of words and short numbers. */
export function isLegible(text: string): boolean {
  return ![...text.matchAll(/[A-Za-z0-9]+/gu)].some(([part]) => isRandom(part));
}

/**
 * An access key ID, if it has the form of AWS's (IAM User Guide, "IAM identifiers"). Other servers accept any text, and
 * some of them the same text as the secret (`test`, `minioadmin`), so no other ID is ever shown.
 */
export function publicKeyId(id: string): string {
  return id === '' || isKeyId(id) ? id : secretMask;
}

function isKeyId(text: string): boolean {
  return /^(?:AKIA|ASIA)[A-Z0-9]{16}$/u.test(text);
}

export function replaceSpans(text: string, spans: readonly Span[], mask: (found: string) => string): string {
  let shown = '';
  let at = 0;
  for (const { start, end } of spans) {
    shown += text.slice(at, start) + mask(text.slice(start, end));
    at = end;
  }
  return shown + text.slice(at);
}

/**
 * The parts of a text that look random, as keys and tokens do. Access key IDs, ARNs, paths, and names consist of words
 * and short numbers.
 */
export function secretSpans(text: string): readonly Span[] {
  // Most texts are short, and lists have thousands of them.
  if (!mayHaveRun.test(text)) return [];
  return [...text.replaceAll(generated, (id) => '.'.repeat(id.length)).matchAll(run)].flatMap(
    ({ 0: found, index }) => {
      const span = secretIn(found);
      return span ? [{ start: index + span.start, end: index + span.end }] : [];
    },
  );
}

/**
 * IDs that are public: names of the CLI's cache files, task IDs in ARNs of ECS roles, and IDs of IAM (IAM User Guide,
 * "Unique identifiers").
 */
const generated =
  /(?<=[/\\])[\da-f]{40}(?=\.json\b)|(?<=:assumed-role\/[\w+=,.@-]{1,64}\/)[\da-f]{32}\b|\bA(?:GP|ID|IP|NP|NV|RO)A[A-Z0-9]{16,17}\b/gu;
/** All characters of keys and tokens in base64 and base64url, JWTs, and percent-encoded values. */
const run = /[A-Za-z0-9+/=_.~%-]{18,}/gu;
const mayHaveRun = /[A-Za-z0-9+/=_.~%-]{18}/u;

/** As many characters outside of words are no coincidence. */
const maxRandom = 17;
/** The alphabet of secret access keys, which have 40 characters. */
const keyRun = /[A-Za-z0-9+/]{32,}={0,2}/gu;
const maxRandomInKey = 12;

function secretIn(found: string): Span | undefined {
  const random = randomParts(found);
  const keys = [...found.matchAll(keyRun)].filter(([text]) => isKey(text));
  if (keys.length === 0 && weightOf(random) <= maxRandom) return undefined;
  const starts = [
    ...random.slice(0, 1).map((part) => part.index - shortBefore(found, part)),
    ...keys.map(startOf),
  ];
  const ends = [...random.slice(-1).map((part) => endOf(part) + shortAfter(found, part)), ...keys.map(endOf)];
  return { start: Math.min(...starts), end: Math.max(...ends) };
}

function startOf({ index }: RegExpExecArray): number {
  return index;
}

function endOf({ 0: part, index }: RegExpExecArray): number {
  return index + part.length;
}

/** How many characters before a random part belong to it in base64: its short beginnings. */
function shortBefore(found: string, { index }: RegExpExecArray): number {
  const text = found.slice(0, index);
  return /$(?<=((?:(?<![A-Za-z0-9])[A-Za-z0-9]{0,4}[+/])*))/u.exec(text)?.[1]?.length ?? 0;
}

function shortAfter(found: string, part: RegExpExecArray): number {
  const text = found.slice(endOf(part));
  return /^(?:[+/=][A-Za-z0-9]{0,4}(?![A-Za-z0-9]))*/u.exec(text)?.[0].length ?? 0;
}

/** Whether a text in the alphabet of secret access keys may contain one. */
function isKey(text: string): boolean {
  return /[A-Z]/u.test(text) && /[a-z]/u.test(text) && weightOf(randomParts(text)) > maxRandomInKey;
}

function randomParts(text: string): readonly RegExpExecArray[] {
  return [...text.matchAll(/[A-Za-z0-9]+/gu)].filter(([part]) => isRandom(part));
}

/** How many characters of random parts are outside of words, and of what CloudFormation and others add to names. */
function weightOf(parts: readonly RegExpExecArray[]): number {
  return parts.reduce(
    (sum, [part]) => sum + (suffix.test(part) ? 0 : part.replaceAll(wordOrHash, '').length),
    0,
  );
}

const suffix = /^(?:[A-Z0-9]{1,17}|[a-z0-9]{1,17}|\d+)$/u;
const wordOrHash = /(?:[A-Z][a-z]|[a-z]{2})[a-z]{2,20}|(?<=[a-z])[\dA-F]{8}$/gu;

const shortWord = /^(?:[A-Z]?[a-z]*\d*|[A-Z]+\d*|\d+[a-z]*|[a-z]\d[a-z])$/u;
const capitals = /^[A-Z]{1,15}\d{0,4}$/u;
/** `administrator`, `AWSAdministratorAccess2`, `AmazonS3FullAccess` */
const joinedWords =
  /^(?:[a-z]{2,24})?(?:[A-Z][a-z]{2,20}|(?:S3|EC2|Ec2|K8s|V\d)(?=[A-Z]|$)|[A-Z]{2,5}(?=[A-Z][a-z]|\d|$))*\d{0,4}$/u;
const unpronounceable = /[^aeiouy]{5}/iu;

/** Whether letters and digits are neither a word, nor joined words, nor a number. */
function isRandom(part: string): boolean {
  if (isKeyId(part)) return false;
  if (part.length <= 4) return !shortWord.test(part);
  if (new Set(part).size <= Math.min(4, part.length / 4)) return false;
  if (/^\d+$/u.test(part)) return part.length > 12;
  if (capitals.test(part)) return unpronounceable.test(part.replaceAll(/\d/gu, ''));
  if (part.length > 80 || !joinedWords.test(part)) return true;
  const words = part.match(/[A-Z]?[a-z]+|[A-Z]+(?![a-z])/gu) ?? [];
  const areShort = words.length * 3.5 > part.length + 1.5;
  return areShort || words.some((word) => unpronounceable.test(word) || !/[aeiouy]|^.{1,3}$/iu.test(word));
}

/**
 * Everything after the first secret's name, because what follows a secret may be another one; passwords in URLs; and
 * what looks random before that. The parts of an ARN are no names of secrets, unless the next line is joined to it.
 */
export function namedSecretSpans(line: string, separator?: '='): readonly Span[] {
  const scanned = line.replaceAll(arn, (found) =>
    found.replace(beforeJoinedName, (text) => ' '.repeat(text.length)),
  );
  const named = Math.min(...secretNames(scanned, separator), ...afterFlags(scanned), line.length);
  const rest = { start: line.length - line.slice(named).trimStart().length, end: line.trimEnd().length };
  const before = line.slice(0, rest.start);
  const found = [...secretSpans(before), ...urlPasswords(before)].toSorted((a, b) => a.start - b.start);
  return merged([...found, ...(rest.start < rest.end ? [rest] : [])]);
}

const arn = /\b(?=(arn:aws[\w-]*:[\w:/.@+=,*-]*))\1(?!\s*[=:])/gu;
/** A whole ARN, or what is before `aws_secret_access_key=`. */
const beforeJoinedName = /^(?:(?!aws_se[a-z_]{3,20}\s*[=:]).)*/iu;

function urlPasswords(line: string): readonly Span[] {
  return [...line.matchAll(/(?<=:\/\/[^\s/@:]{0,256}:)[^\s/]+(?=@)/gu)].map(({ 0: found, index }) => ({
    start: index,
    end: index + found.length,
  }));
}

function merged(spans: readonly Span[]): readonly Span[] {
  const all: Span[] = [];
  for (const span of spans) {
    const last = all.at(-1);
    if (last && span.start <= last.end) all[all.length - 1] = { ...last, end: Math.max(last.end, span.end) };
    else all.push(span);
  }
  return all;
}

/**
 * The offsets after the names of secrets, as in `name = value` and `"name": "value"`. With the separator `=`, a colon
 * counts only after the names that AWS's files have.
 */
function secretNames(line: string, separator?: '='): readonly number[] {
  let at = 0;
  return line.split(/(?<=[=:])/u).flatMap((piece) => {
    at += piece.length;
    const name =
      piece
        .slice(0, -1)
        .split(/[^\w.-]+/u)
        .findLast(Boolean) ?? '';
    const counts = piece.endsWith('=') || (piece.endsWith(':') && (!separator || keyOfFiles.test(name)));
    return counts && isSecretName(name) ? [at] : [];
  });
}

const keyOfFiles = /aws_(?:secret_access_key|session_token|security_token)$/iu;

/** The offsets of the values in `--secret value`. */
function afterFlags(line: string): readonly number[] {
  return [...line.matchAll(/(?<![\w.-])-[\w-]+(?=\s)/gu)]
    .filter(([name]) => isSecretName(name))
    .map(({ 0: name, index }) => index + name.length);
}

/** Whether a key or option name suggests a secret. White space around it is ignored. */
export function isSecretName(text: string): boolean {
  const name = text.trim().toLowerCase();
  return secretName.test(name) && !describesSecret.test(name);
}

const secretName =
  /secret|token(?!s)|^mfa_process$|passw|passphrase|(?:^|[_.-])(?:pass|pwd)$|(?:api|private|client)[_-]?key/u;
const describesSecret = /(?:file|url|arn)$|[_-](?:id|name|path|uri)$|expir/u;
