import { createScanner, type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { Span } from '../../config/syntax.ts';
import { type PolicyProblem, policyProblem, type PolicyProblemCode } from './policyProblem.ts';

/** A policy document as JSON. */
export interface PolicyJson {
  /** Undefined if the text is no JSON. */
  readonly root: Node | undefined;
  /**
   * The text without white space and comments. Names and values are as written: an escape such as `\u65e5` can stand
   * for a character that AWS does not accept.
   */
  readonly minified: string;
  readonly problems: readonly PolicyProblem[];
}

/** Reads a text as JSON. Comments and trailing commas are problems, and the rest is read all the same. */
export function readPolicyJson(text: string): PolicyJson {
  const { minified, depth, problems } = readTokens(text);
  if (depth.most > maxDepth)
    return { root: undefined, minified, problems: [policyProblem('tooDeep', depth, String(maxDepth))] };
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  // What follows the first error is only its consequence.
  const [error] = errors;
  if (error) {
    const problem = syntaxProblem(text, error);
    const others = problems.filter(({ start }) => start !== problem.start);
    return { root: undefined, minified, problems: [problem, ...others] };
  }
  return { root, minified, problems: [...problems, ...(root ? duplicatesIn(root) : [])] };
}

export function spanOf({ offset, length }: Node): Span {
  return { start: offset, end: offset + length };
}

/** Policies have 6 levels. The parser calls itself for each level. */
const maxDepth = 50;

interface Tokens extends Pick<PolicyJson, 'minified' | 'problems'> {
  /** The most levels, and the place of the bracket that begins the last one. */
  readonly depth: Span & { readonly most: number };
}

function readTokens(text: string): Tokens {
  const scanner = createScanner(text);
  const problems: PolicyProblem[] = [];
  let minified = '';
  let comma: Span | undefined;
  let level = 0;
  let depth = { start: 0, end: 0, most: 0 };
  for (scanner.scan(); scanner.getTokenOffset() < text.length; scanner.scan()) {
    const start = scanner.getTokenOffset();
    // The scanner counts one character too many for a comment without an end.
    const span = { start, end: Math.min(start + scanner.getTokenLength(), text.length) };
    const token = text.slice(span.start, span.end);
    if (token.trim() === '') continue;
    if (/^\/[/*]/u.test(token)) {
      problems.push(policyProblem('comment', span));
      continue;
    }
    level += levelChange(token);
    if (level > depth.most) depth = { ...span, most: level };
    if (comma && levelChange(token) < 0) problems.push(policyProblem('trailingComma', comma));
    comma = token === ',' ? span : undefined;
    minified += token;
    if (token.startsWith('"')) problems.push(...otherCharacters(token, start));
  }
  return { minified, depth, problems };
}

function levelChange(token: string): number {
  return token === '{' || token === '[' ? 1 : token === '}' || token === ']' ? -1 : 0;
}

/** AWS accepts tab, LF, CR, and U+0020 to U+00FF (API Reference of AWS STS, `AssumeRole`, `Policy`). */
function otherCharacters(token: string, start: number): readonly PolicyProblem[] {
  return [...token.matchAll(/[^\t\n\r\u0020-\u00FF]+/gu)].map(({ 0: found, index }) => {
    const code = found.codePointAt(0)!.toString(16).toUpperCase().padStart(4, '0');
    return policyProblem('otherCharacter', { start: start + index, end: start + index + found.length }, code);
  });
}

/** The names of the parser's errors. */
const syntaxCodes: Readonly<Record<string, PolicyProblemCode>> = {
  InvalidNumberFormat: 'badNumber',
  PropertyNameExpected: 'nameExpected',
  ValueExpected: 'valueExpected',
  ColonExpected: 'colonExpected',
  CommaExpected: 'commaExpected',
  CloseBraceExpected: 'braceExpected',
  CloseBracketExpected: 'bracketExpected',
  EndOfFileExpected: 'textAfterEnd',
  UnexpectedEndOfComment: 'openComment',
  UnexpectedEndOfString: 'openText',
  UnexpectedEndOfNumber: 'badNumber',
  InvalidUnicode: 'badEscape',
  InvalidEscapeCharacter: 'badEscape',
  InvalidCharacter: 'controlCharacter',
};

function syntaxProblem(text: string, { error, offset, length }: ParseError): PolicyProblem {
  // At the end of the text, the parser reports no character. A mark needs one.
  const start = length === 0 ? Math.max(0, text.trimEnd().length - 1) : offset;
  const end = length === 0 ? text.trimEnd().length : Math.min(offset + length, text.length);
  return policyProblem(
    syntaxCodes[printParseErrorCode(error)] ?? 'unexpectedText',
    { start, end },
    text.slice(start, end),
  );
}

function duplicatesIn(node: Node): readonly PolicyProblem[] {
  const inside = (node.children ?? []).flatMap(duplicatesIn);
  if (node.type !== 'object') return inside;
  const seen = new Set<unknown>();
  const own = (node.children ?? []).flatMap(({ children: [name] = [] }) => {
    if (!name || !seen.has(name.value)) return seen.add(name?.value) && [];
    return [policyProblem('duplicateName', spanOf(name), String(name.value))];
  });
  return [...own, ...inside];
}
