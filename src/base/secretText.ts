import { isKeyId, randomSpans, type Span } from './randomText.ts';

/** What stands in place of a secret. */
export const secretMask = '…';

/**
 * `text` without the parts that could be a secret, without what it assigns to the name of a secret, and without
 * passwords in URLs.
 */
export function withoutSecrets(text: string): string {
  const found = [...randomSpans(text), ...assignedSpans(text), ...urlPasswords(text)];
  const spans = found.toSorted((a, b) => a.start - b.start);
  return replaceSpans(text, merged(spans), () => secretMask);
}

/** The words after `name =` and `--name`, as in the name of a profile to which a line is joined. */
function assignedSpans(text: string): readonly Span[] {
  if (!mayHaveName.test(text)) return [];
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

/**
 * An access key ID, if it has the form of AWS's (IAM User Guide, "IAM identifiers") or of Alibaba Cloud's. Other
 * servers accept any text, and some of them the same text as the secret (`test`, `minioadmin`), so no other ID is ever
 * shown.
 */
export function publicKeyId(id: string): string {
  return id === '' || isKeyId(id) || alibabaKeyId.test(id) ? id : secretMask;
}

/** IDs of long-term and of temporary access keys of Alibaba Cloud. */
const alibabaKeyId = /^(?:LTAI[A-Za-z0-9]{12,20}|STS\.[A-Za-z0-9]{20,32})$/u;

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
  const found = [...randomSpans(before), ...urlPasswords(before)].toSorted((a, b) => a.start - b.start);
  return merged([...found, ...(rest.start < rest.end ? [rest] : [])]);
}

const arn = /\b(?=(arn:aws[\w-]*:[\w:/.@+=,*-]*))\1(?!\s*[=:])/gu;
/** A whole ARN, or what is before `aws_secret_access_key=`. */
const beforeJoinedName = /^(?:(?!aws_se[a-z_]{3,20}\s*[=:]).)*/iu;

function urlPasswords(line: string): readonly Span[] {
  if (!line.includes('://')) return [];
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
    const isHost = piece.startsWith('//') && /^\d{1,5}(?!\w)/u.test(line.slice(at, at + 6));
    return counts && !isHost && isSecretName(name) ? [at] : [];
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

/** Part of each name that `secretName` matches: most texts have none. */
const mayHaveName = /secret|token|mfa_process|pass|pwd|key/iu;
const secretName =
  /secret|token(?!s)|^mfa_process$|passw|passphrase|(?:^|[_.-])(?:pass|pwd)$|(?:api|private|client)[_-]?key/u;
const describesSecret = /(?:file|url|arn)$|[_-](?:id|name|path|uri)$|expir/u;
