import { linesOfCopy } from './copiedForms.ts';
import { badKey } from '../keyForm.ts';
import { nameComplaint } from '../profileNames.ts';

/** Credentials that the user copied. Contains secrets: never log or show them. */
export interface CopiedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly region: string | undefined;
  /** When they expire, as written with them. */
  readonly expires?: string;
  /** The name of the section that they were copied with, if it is a valid profile name. */
  readonly profile: string | undefined;
}

/**
 * Recognizes the formats of the AWS access portal, CLI output in every format (`aws configure export-credentials` too),
 * answers of metadata services and of STS, IAM's key file, Vault, Terraform, sections of the AWS files, `.env` files,
 * and commands that set variables in any shell. Returns the first complete credentials and ignores all others.
 * Undefined if there are none, or if the text exceeds 65,536 characters.
 */
export function recognizeCredentials(text: string): CopiedCredentials | undefined {
  for (const candidate of candidatesIn(text)) if (!badKey(candidate)) return candidate;
  return undefined;
}

/** Whether the text has temporary access keys, but not their session token, without which they do not work. */
export function lacksSessionToken(text: string): boolean {
  return [...candidatesIn(text)].some((candidate) => badKey(candidate)?.trouble === 'noToken');
}

function* candidatesIn(text: string): Iterable<CopiedCredentials> {
  if (text.length > 64 * 1024) return;
  const lines = linesOfCopy(text);
  const blocks = blocksOf(lines);
  const found = [
    ...blocks.map(toCredentials),
    ...lines.map((line) => toCredentials({ profile: undefined, values: valuesByForm(line) })),
    ...blocks.map(toCredentialsByForm),
  ];
  for (const credentials of found) if (credentials) yield credentials;
}

interface Block {
  readonly profile: string | undefined;
  /** By lowercase name without `aws_` and underscores, such as `accesskeyid`. */
  readonly values: Map<string, string>;
}

interface BlockOfLines extends Block {
  /** Without comments. */
  readonly lines: string[];
}

/** Groups lines into blocks. A repeated name, a header, and either brace of an object start a new block. */
function blocksOf(lines: readonly string[]): readonly BlockOfLines[] {
  let block: BlockOfLines = { profile: undefined, values: new Map(), lines: [] };
  const blocks = [block];
  const begin = (profile: string | undefined) => {
    block = { profile, values: new Map(), lines: [] };
    blocks.push(block);
  };
  for (const line of lines.map((each) => each.trim())) {
    const title = titleOf(line);
    if (title !== undefined) begin(title);
    else if (/^\}|\{$/u.test(line)) begin(undefined);
    else {
      for (const [name, value] of pairsOf(line)) {
        if (name === 'expires' && block.values.has(name)) continue;
        if (block.values.has(name)) begin(block.profile);
        block.values.set(name, value);
      }
      block.lines.push(uncommented(line));
    }
  }
  return blocks;
}

/** `title` in `[profile title] # comment`. */
function titleOf(line: string): string | undefined {
  const end = line.indexOf(']');
  if (!line.startsWith('[') || end === -1 || !/^(?:[#;]|$)/u.test(line.slice(end + 1).trim()))
    return undefined;
  return unquote(
    line
      .slice(1, end)
      .trim()
      .replace(/^profile\s+/u, ''),
  );
}

function unquote(text: string): string {
  const quote = text.at(0);
  const isQuoted = text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote);
  return isQuoted ? text.slice(1, -1) : text;
}

/**
 * Ignores any text before a name: `export`, `SET "`, `$Env:`, `-e`, a prompt, another pair. Words that are also
 * ordinary ones, such as `token`, need a separator.
 */
const pair =
  /(?<![\w-])(?:aws_|x-amz-)?(?:(?<name>access_?key(?:_?id)?|secret_?(?:access_?)?key|session_?token|security[_-]token|(?:default_)?region)(?:["']?\s*[=:]\s*|\s+)|(?<ordinary>token|id|secret|(?:x_security_token_|session_token_|session_|credentials?_|token_)?expir(?:es|y|ation)(?:_?(?:at|on|time))?|valid_?until)["']?\s*[=:]\s*)(?:"(?<inDouble>[^"]*)"|'(?<inSingle>[^']*)'|(?<time>\d{4}-\d\d-\d\d[T ]\d\d:[\d:.]{2,15}(?: ?(?:Z|UTC|[+-]\d\d:?\d\d)\b)?|[A-Z][a-z]{2}, \d\d? [A-Z][a-z]{2} \d{4} \d\d:\d\d:\d\d (?:GMT|UTC|[+-]\d{4})|datetime\.datetime\([^()]*(?:\(\))?[^()]*\))|(?<bare>[^\s"',;&|)]+))/giu;

function pairsOf(line: string): readonly (readonly [name: string, value: string])[] {
  return [...uncommented(line).matchAll(pair)].flatMap(({ groups = {} }) => {
    const { name, ordinary = '', inDouble, inSingle, time, bare = '' } = groups;
    const value = inDouble ?? inSingle ?? time ?? bare;
    const shortName = shortNameOf(name ?? ordinary);
    const isMeant = name !== undefined || isTypical(shortName, value);
    return isMeant && !nothing.test(value) ? [[shortName, value] as const] : [];
  });
}

function uncommented(line: string): string {
  if (/^(?:[#;]|\/\/|::|rem\s)/iu.test(line)) return '';
  const comment = line.search(/\s#/u);
  return comment === -1 ? line : line.slice(0, comment);
}

/** What programs print instead of a token that does not exist. */
const nothing = /^(?:<nil>|null|none|n\/a)$/iu;

/** One name for the different names of a value. */
function shortNameOf(name: string): string {
  const short = name.toLowerCase().replaceAll(/[_-]/gu, '');
  if (short.includes('expir') || short === 'validuntil') return 'expires';
  if (short === 'accesskey' || short === 'id') return 'accesskeyid';
  return short === 'secretkey' || short === 'secret' ? 'secretaccesskey' : short;
}

/** Whether the value of an ordinary word has the form of what is sought. */
function isTypical(shortName: string, value: string): boolean {
  switch (shortName) {
    case 'accesskeyid':
      return keyId.test(value);
    case 'secretaccesskey':
      return secretKey.test(value);
    case 'token':
      return longToken.test(value);
    default:
      return true;
  }
}

const keyId = /^A[KS]IA[A-Z0-9]{16}$/u;
const secretKey = /^(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])[A-Za-z0-9+/]{40}$/u;
const longToken = /^(?=[^a-z]*[a-z])(?=[^A-Z]*[A-Z])[A-Za-z0-9+/]{41,}={0,2}$/u;

/** In ISO 8601, or in seconds or milliseconds since the epoch. */
const writtenTime = /^(?:\d{4}-\d\d-\d\dT[\d:.]{5,15}(?:Z|[+-]\d\d:?\d\d)|1\d{9}(?:\d{3})?)$/u;

/** The values of a line without names, as `--output text` has them. */
function valuesByForm(line: string): Map<string, string> {
  const values = new Map<string, string>();
  for (const word of line.split(/[\s|,;]+/u)) {
    const name = nameByForm(word);
    if (name !== undefined && !values.has(name)) values.set(name, word);
  }
  return values;
}

function nameByForm(word: string): string | undefined {
  if (keyId.test(word)) return 'accesskeyid';
  if (secretKey.test(word)) return 'secretaccesskey';
  if (longToken.test(word)) return 'sessiontoken';
  return writtenTime.test(word) ? 'expires' : undefined;
}

/**
 * The credentials of a block that has no other words of their form. Their names may be in another line or language, or
 * have spaces.
 */
function toCredentialsByForm({ profile, values, lines }: BlockOfLines): CopiedCredentials | undefined {
  if (values.has('accesskeyid') && values.has('secretaccesskey')) return undefined;
  const found = new Map<string, string>();
  for (const word of lines.flatMap(wordsOf)) {
    const name = nameByForm(word);
    if (name === undefined) continue;
    if ((found.get(name) ?? word) !== word) return undefined;
    found.set(name, word);
  }
  return toCredentials({ profile, values: new Map([...values, ...found]) });
}

/** The words that can be a key or a token. What is shortened cannot be. */
function wordsOf(line: string): readonly string[] {
  return line
    .split(/\s+/u)
    .filter((text) => !/\.{3}|…|\*{3}/u.test(text))
    .flatMap((text) => text.split(/[^A-Za-z0-9+/=]+|=(?=[A-Za-z0-9+/])/u));
}

function toCredentials({ profile, values }: Block): CopiedCredentials | undefined {
  const accessKeyId = values.get('accesskeyid') ?? '';
  const secretAccessKey = values.get('secretaccesskey') ?? '';
  const given = ['sessiontoken', 'securitytoken', 'token'].map((name) => values.get(name));
  const sessionToken = given.find((each) => each !== undefined) || undefined;
  const expires = values.get('expires');
  if (!/^[A-Z0-9]{16,128}$/u.test(accessKeyId) || !isSecret(secretAccessKey)) return undefined;
  if (keyId.test(accessKeyId) && !/^[A-Za-z0-9+/]{40}$/u.test(secretAccessKey)) return undefined;
  if (sessionToken !== undefined && !isSecret(sessionToken)) return undefined;
  const region = values.get('region') ?? values.get('defaultregion') ?? '';
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    region: /^[a-z\d-]{1,63}$/iu.test(region) ? region : undefined,
    ...(expires && sessionToken ? { expires } : {}),
    profile: profile !== undefined && nameComplaint(profile) === undefined ? profile : undefined,
  };
}

/** Rejects variable references, and secrets that are masked or shortened. */
function isSecret(text: string): boolean {
  return /^[^\s\p{Cc}$%<][^\s\p{Cc}]{15,}$/u.test(text) && !/\*\*|\.{3}|[•…]/u.test(text);
}
