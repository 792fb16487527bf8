import { nameComplaint } from './profileNames.ts';

/** Credentials as people copy them from somewhere. Holds secrets: not to be logged or shown. */
export interface CopiedCredentials {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string | undefined;
  readonly region: string | undefined;
  /** The section that they were copied with, if a profile can have its name. */
  readonly profile: string | undefined;
}

/**
 * Recognises what the AWS access portal offers to copy, what the CLI prints (JSON, YAML, `aws configure
 * export-credentials`), the file of keys that IAM lets download, sections of the AWS files, `.env` files, and commands
 * that set variables in any shell. Of several credentials the first that are complete count, and nothing is taken from
 * the others. Undefined where there are none, or where the text is too long to be a copy of some.
 */
export function recognizeCredentials(text: string): CopiedCredentials | undefined {
  if (text.length > 64 * 1024) return undefined;
  for (const block of blocksOf(linesOf(text))) {
    const credentials = complete(block);
    if (credentials) return credentials;
  }
  return undefined;
}

/** One after the other, a name and its value a line where the form allows it, with straight quotes. */
function linesOf(text: string): readonly string[] {
  const plain = text
    .replace(/^\uFEFF/u, '')
    .replaceAll(/[“”„]/gu, '"')
    .replaceAll(/[‘’]/gu, "'");
  const lines = (withoutEscapes(plain) ?? plain).split(/\r\n|[\r\n]/u);
  return linesOfTable(lines) ?? withWholeTokens(lines);
}

/** Terminals and mail break a token where their line ends: what has nothing but its letters goes on with it. */
function withWholeTokens(lines: readonly string[]): readonly string[] {
  const whole: string[] = [];
  let isOpen = false;
  for (const line of lines.map((each) => each.trim())) {
    const goesOn: boolean = isOpen && tokenPart.test(line);
    whole.push(goesOn ? whole.pop() + line : line);
    isOpen = goesOn ? /[^="';,)]$/u.test(line) : openToken.test(line);
  }
  return whole;
}

/** A token up to the end of the line, without the `=` or the quote that may end it. */
const openToken = /(?:session_?token|security_token)["']?(?:\s*[=:]\s*|\s+)["']?[A-Za-z0-9+/]*$/iu;
const tokenPart = /^[A-Za-z0-9+/]+={0,2}["']?[;,)]?$/u;

/** JSON, laid out in lines and with as few escapes as can be. */
function withoutEscapes(text: string): string | undefined {
  try {
    return JSON.stringify(JSON.parse(text), undefined, 1);
  } catch {
    return undefined;
  }
}

/** `Access key ID,Secret access key` and rows of values below it, as in IAM's `accessKeys.csv`. */
function linesOfTable([head = '', ...rows]: readonly string[]): readonly string[] | undefined {
  const names = head.split(',').map((name) => name.replaceAll(/[\s"]/gu, ''));
  if (!names.some((name) => name.toLowerCase() === 'accesskeyid')) return undefined;
  return rows.flatMap((row) => ['}', ...row.split(',').map((value, i) => `${names[i] ?? ''} = ${value}`)]);
}

interface Block {
  readonly profile: string | undefined;
  /** By name as in `names`. */
  readonly values: Map<string, string>;
}

/** What belongs together: it ends where a name is given again, at a header, and at either brace of an object. */
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

/** The title of `[profile title] # comment`. */
function titleOf(line: string): string | undefined {
  const end = line.indexOf(']');
  if (!line.startsWith('[') || end === -1 || !/^(?:[#;]|$)/u.test(line.slice(end + 1).trim()))
    return undefined;
  return unquoted(
    line
      .slice(1, end)
      .trim()
      .replace(/^profile\s+/u, ''),
  );
}

function unquoted(text: string): string {
  const quote = text.at(0);
  const isQuoted = text.length > 1 && (quote === '"' || quote === "'") && text.endsWith(quote);
  return isQuoted ? text.slice(1, -1) : text;
}

/** What stands before a name is of no interest: `export`, `SET "`, `$Env:`, `-e`, a prompt, another pair. */
const pair =
  /(?<![\w-])(?:aws_)?(?<name>access_?key_?id|secret_?access_?key|session_?token|security_token|(?:default_)?region)(?:["']?\s*[=:]\s*|\s+)(?:"(?<inDouble>[^"]*)"|'(?<inSingle>[^']*)'|(?<bare>[^\s"',;&|)]+))/giu;

function pairsOf(line: string): readonly (readonly [name: string, value: string])[] {
  if (/^(?:[#;]|\/\/|::|rem\s)/iu.test(line)) return [];
  const comment = line.search(/\s#/u);
  const said = comment === -1 ? line : line.slice(0, comment);
  return [...said.matchAll(pair)].map(({ groups }) => [
    (groups?.['name'] ?? '').toLowerCase().replaceAll('_', ''),
    groups?.['inDouble'] ?? groups?.['inSingle'] ?? groups?.['bare'] ?? '',
  ]);
}

function complete({ profile, values }: Block): CopiedCredentials | undefined {
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

/** Not a variable, nor what is shown in place of a secret. */
function isSecret(text: string): boolean {
  return /^[^\s\p{Cc}$%<][^\s\p{Cc}]{15,}$/u.test(text) && !/\*\*|[•…]/u.test(text);
}
