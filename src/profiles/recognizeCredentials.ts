import { nameComplaint } from './profileNames.ts';

/** Credentials that the user copied. Contains secrets: never log or show them. */
export interface CopiedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly region: string | undefined;
  /** The name of the section that they were copied with, if it is a valid profile name. */
  readonly profile: string | undefined;
}

/**
 * Recognizes the formats of the AWS access portal, CLI output (JSON, YAML, `aws configure export-credentials`), IAM's
 * key file, sections of the AWS files, `.env` files, and commands that set variables in any shell. Returns the first
 * complete credentials and ignores all others. Undefined if there are none or if the text exceeds 65,536 characters.
 */
export function recognizeCredentials(text: string): CopiedCredentials | undefined {
  if (text.length > 64 * 1024) return undefined;
  for (const block of blocksOf(linesOf(text))) {
    const credentials = toCredentials(block);
    if (credentials) return credentials;
  }
  return undefined;
}

/** Normalizes the text to lines with straight quotes, if possible one name and value per line. */
function linesOf(text: string): readonly string[] {
  const plain = text
    .replace(/^\uFEFF/u, '')
    .replaceAll(/[“”„]/gu, '"')
    .replaceAll(/[‘’]/gu, "'");
  const lines = (expandJson(plain) ?? plain).split(/\r\n|[\r\n]/u);
  return linesOfTable(lines) ?? joinBrokenTokens(lines);
}

/** Joins tokens that a terminal or mail wrapped: a line of nothing but token characters continues the token. */
function joinBrokenTokens(lines: readonly string[]): readonly string[] {
  const whole: string[] = [];
  let isOpen = false;
  for (const line of lines.map((each) => each.trim())) {
    const isContinuation: boolean = isOpen && tokenPart.test(line);
    whole.push(isContinuation ? whole.pop() + line : line);
    isOpen = isContinuation ? /[^="';,)]$/u.test(line) : openToken.test(line);
  }
  return whole;
}

/** A token that reaches the end of the line without a closing `=` or quote. */
const openToken = /(?:session_?token|security_token)["']?(?:\s*[=:]\s*|\s+)["']?[A-Za-z0-9+/]*$/iu;
const tokenPart = /^[A-Za-z0-9+/]+={0,2}["']?[;,)]?$/u;

/** Reformats JSON to several lines with minimal escapes; undefined if the text is not JSON. */
function expandJson(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 1);
  } catch {
    return undefined;
  }
}

/** Converts a CSV table with the columns `Access key ID,Secret access key`, such as IAM's `accessKeys.csv`. */
function linesOfTable([head = '', ...rows]: readonly string[]): readonly string[] | undefined {
  const names = head.split(',').map((name) => name.replaceAll(/[\s"]/gu, ''));
  if (!names.some((name) => name.toLowerCase() === 'accesskeyid')) return undefined;
  return rows.flatMap((row) => ['}', ...row.split(',').map((value, i) => `${names[i] ?? ''} = ${value}`)]);
}

interface Block {
  readonly profile: string | undefined;
  /** By lowercase name without `aws_` and underscores, such as `accesskeyid`. */
  readonly values: Map<string, string>;
}

/** Groups lines into blocks. A repeated name, a header, and either brace of an object start a new block. */
function blocksOf(lines: readonly string[]): readonly Block[] {
  let block: Block = { profile: undefined, values: new Map() };
  const blocks = [block];
  const begin = (profile: string | undefined) => {
    block = { profile, values: new Map() };
    blocks.push(block);
  };
  for (const line of lines.map((each) => each.trim())) {
    const title = titleOf(line);
    if (title !== undefined) begin(title);
    else if (/^\}|\{$/u.test(line)) begin(undefined);
    else
      for (const [name, value] of pairsOf(line)) {
        if (block.values.has(name)) begin(block.profile);
        block.values.set(name, value);
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

/** Ignores any text before a name: `export`, `SET "`, `$Env:`, `-e`, a prompt, another pair. */
const pair =
  /(?<![\w-])(?:aws_)?(?<name>access_?key_?id|secret_?access_?key|session_?token|security_token|(?:default_)?region)(?:["']?\s*[=:]\s*|\s+)(?:"(?<inDouble>[^"]*)"|'(?<inSingle>[^']*)'|(?<bare>[^\s"',;&|)]+))/giu;

function pairsOf(line: string): readonly (readonly [name: string, value: string])[] {
  if (/^(?:[#;]|\/\/|::|rem\s)/iu.test(line)) return [];
  const comment = line.search(/\s#/u);
  const uncommented = comment === -1 ? line : line.slice(0, comment);
  return [...uncommented.matchAll(pair)].map(({ groups }) => [
    (groups?.['name'] ?? '').toLowerCase().replaceAll('_', ''),
    groups?.['inDouble'] ?? groups?.['inSingle'] ?? groups?.['bare'] ?? '',
  ]);
}

function toCredentials({ profile, values }: Block): CopiedCredentials | undefined {
  const accessKeyId = values.get('accesskeyid') ?? '';
  const secretAccessKey = values.get('secretaccesskey') ?? '';
  const sessionToken = (values.get('sessiontoken') ?? values.get('securitytoken')) || undefined;
  if (!/^[A-Z0-9]{16,128}$/u.test(accessKeyId) || !isSecret(secretAccessKey)) return undefined;
  if (sessionToken !== undefined && !isSecret(sessionToken)) return undefined;
  const region = values.get('region') ?? values.get('defaultregion') ?? '';
  return {
    accessKeyId,
    secretAccessKey,
    sessionToken,
    region: /^[a-z\d-]{1,63}$/iu.test(region) ? region : undefined,
    profile: profile !== undefined && nameComplaint(profile) === undefined ? profile : undefined,
  };
}

/** Rejects variable references and masked secrets. */
function isSecret(text: string): boolean {
  return /^[^\s\p{Cc}$%<][^\s\p{Cc}]{15,}$/u.test(text) && !/\*\*|[•…]/u.test(text);
}
