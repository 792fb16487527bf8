import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';

export const projectRoot: string = join(import.meta.dirname, '..');

/** The source of every TypeScript file under `folder`, by its path relative to the project. */
export function readSources(folder: string): ReadonlyMap<string, string> {
  const found = readdirSync(join(projectRoot, folder), { recursive: true, withFileTypes: true });
  return new Map(
    found
      .filter((entry) => entry.isFile() && entry.name.endsWith('.ts'))
      .map((entry) => join(entry.parentPath, entry.name))
      .toSorted()
      .map((path) => [relative(projectRoot, path).replaceAll('\\', '/'), readFileSync(path, 'utf8')]),
  );
}

export interface Token {
  /** A template consists of the pieces `…${`, `}…${`, and `}…` with the tokens of the expressions between them. */
  readonly kind: 'word' | 'number' | 'string' | 'template' | 'regex' | 'mark';
  readonly text: string;
}

const patterns: readonly (readonly [Token['kind'] | 'skip', RegExp])[] = [
  ['skip', /\s+|\/\/[^\n]*|\/\*[^]*?\*\//uy],
  ['word', /[\p{L}_$#][\p{L}\p{N}_$]*/uy],
  ['number', /\d[\w.]*/uy],
  ['string', /'(?:[^'\\\n]|\\[^])*'|"(?:[^"\\\n]|\\[^])*"/uy],
  ['mark', /=>|\?\.(?!\d)|[^]/uy],
];
const regex = /\/(?:[^/\\[\n]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/[a-z]*/uy;
const templatePiece = /(?:[^`\\$]|\\[^]|\$(?!\{))*(?:`|\$\{|$)/uy;
const wordsBeforeRegex = new Set(['return', 'case', 'typeof', 'in', 'of', 'void', 'await', 'yield', 'else']);

/**
 * The tokens of TypeScript source without comments. This is enough to find imports and calls and to ignore comments,
 * strings, templates, and regular expressions. (TypeScript 7 has no parser API.)
 */
export function tokensOf(source: string): readonly Token[] {
  return scan(source).tokens;
}

export interface Comment {
  /** With its delimiters. */
  readonly text: string;
  readonly offset: number;
}

/** The comments in TypeScript source. Consecutive `//` lines are separate comments. */
export function commentsOf(source: string): readonly Comment[] {
  return scan(source).comments;
}

function scan(source: string): { readonly tokens: readonly Token[]; readonly comments: readonly Comment[] } {
  const tokens: Token[] = [];
  const comments: Comment[] = [];
  const braces: ('block' | 'template')[] = [];
  let at = 0;
  const take = (pattern: RegExp): string => {
    pattern.lastIndex = at;
    const text = pattern.exec(source)?.[0] ?? '';
    at += text.length;
    return text;
  };
  const takeTemplate = (opening: string): void => {
    const text = opening + take(templatePiece);
    tokens.push({ kind: 'template', text });
    if (text.endsWith('${')) braces.push('template');
  };
  while (at < source.length) {
    const before = tokens.at(-1);
    const mayBeRegex = !before || isBeforeRegex(before);
    const text = mayBeRegex && !/^\/[/*]/u.test(source.slice(at, at + 2)) ? take(regex) : '';
    if (text) {
      tokens.push({ kind: 'regex', text });
      continue;
    }
    for (const [kind, pattern] of patterns) {
      const found = take(pattern);
      if (!found) continue;
      if (found === '`') takeTemplate(found);
      else if (found === '}' && braces.pop() === 'template') takeTemplate(found);
      else if (kind !== 'skip') tokens.push({ kind, text: found });
      else if (found.startsWith('/')) comments.push({ text: found, offset: at - found.length });
      if (found === '{') braces.push('block');
      break;
    }
  }
  return { tokens, comments };
}

function isBeforeRegex({ kind, text }: Token): boolean {
  if (kind === 'word') return wordsBeforeRegex.has(text);
  return kind === 'template' ? text.endsWith('${') : kind === 'mark' && !')]}'.includes(text);
}

const escapes: Readonly<Record<string, string>> = { n: '\n', t: '\t', r: '\r', 0: '\0', '\n': '' };

/** The value of a string token. */
export function stringValue({ text }: Token): string {
  return text
    .slice(1, -1)
    .replaceAll(/\\(?:u\{([\da-f]+)\}|u([\da-f]{4})|x([\da-f]{2})|([^]))/giu, (_, ...found: string[]) => {
      const code = found[0] ?? found[1] ?? found[2];
      if (code !== undefined) return String.fromCodePoint(Number.parseInt(code, 16));
      return escapes[found[3] ?? ''] ?? found[3] ?? '';
    });
}
