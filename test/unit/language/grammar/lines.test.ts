import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { IGrammar } from 'vscode-textmate';
import { isCommandKey } from '../../../../src/config/commandText.ts';
import { beginsHeader } from '../../../../src/config/lines.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import type { ConfigDocument, ConfigLine } from '../../../../src/config/syntax.ts';
import { type RawOption, readRawConfig } from '../../../../src/profiles/readers/rawConfigParser.ts';
import { anyFiles, oddFiles, wrappedFiles } from '../../config/configTexts.ts';
import { loadGrammar, type Token, tokenize } from './tokens.ts';

/** What a line is, and the title or the key. Lines that are nothing have an empty text. */
type Line = readonly [kind: 'comment' | 'header' | 'broken' | 'key' | 'continued' | '', text: string];

function parsedLines(document: ConfigDocument): readonly Line[] {
  const { text, lines, sections, brokenHeaders } = document;
  const continued = new Set(
    sections.flatMap(({ entries }) => entries.flatMap(({ continuation }) => continuation)),
  );
  const broken = new Set(brokenHeaders.map(({ start }) => start));
  const textOf = ({ start, end }: ConfigLine): string => text.slice(start, end).trim();
  return lines.map((line) => {
    if (line.kind === 'comment') return ['comment', textOf(line)];
    if (line.kind === 'header') return ['header', line.title];
    if (line.kind !== 'blank' && continued.has(line)) return ['continued', textOf(line)];
    if (line.kind === 'assignment') return ['key', line.key];
    return broken.has(line.start) ? ['broken', textOf(line)] : ['', ''];
  });
}

function coloredLine(tokens: readonly Token[]): Line {
  const at = (scope: string): number =>
    tokens.findIndex(({ scopes }) => scopes.some((all) => all.startsWith(scope)));
  const textOf = (from: number, to?: number): string =>
    tokens
      .slice(from, to)
      .map(({ text }) => text)
      .join('')
      .trim();
  const begins = (scope: string): boolean => at(scope) !== -1 && textOf(0, at(scope)) === '';
  if (begins('comment')) return ['comment', textOf(at('comment'))];
  if (begins('invalid')) return ['broken', textOf(at('invalid'))];
  if (begins('string')) return ['continued', textOf(at('string'))];
  if (begins('punctuation.definition.section')) {
    const brackets = tokens.flatMap(({ scopes }, i) =>
      scopes.includes('punctuation.definition.section') ? [i] : [],
    );
    return ['header', brackets.length > 1 ? textOf(brackets[0]! + 1, brackets[1]) : ''];
  }
  const operator = at('keyword.operator.assignment');
  return operator === -1 ? ['', ''] : ['key', textOf(0, operator)];
}

/**
 * Where the grammar and the parser do not differ. The grammar does not guess which lines are meant as headers, which is
 * for the diagnostics to say. It has no rule for a command within a block, of which the AWS CLI makes none. A rule that
 * ends by the indent can only compare texts, so tabs and spaces differ. And Oniguruma has other white space.
 */
function isAlike({ text, sections, brokenHeaders }: ConfigDocument): boolean {
  const nested = sections.flatMap(({ entries }) => entries.flatMap((entry) => entry.nested));
  if (nested.some(({ key }) => isCommandKey(key))) return false;
  const indents = new Set(text.match(/^[^\S\r\n]+/gmu)?.join(''));
  const hasStrayTitle = brokenHeaders.some(({ start }) => !beginsHeader(text, start));
  return !hasStrayTitle && indents.size < 2 && !/[\u0085\uFFFF]/u.test(text);
}

function alike(arbitrary: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return arbitrary.filter((text) => isAlike(parseConfig(text)));
}

function isComment({ scopes }: Token): boolean {
  return scopes.some((scope) => scope.startsWith('comment'));
}

/** The text with as little as possible in its comments. */
function withoutComments(lines: readonly (readonly Token[])[]): string {
  return lines.map((tokens) => tokens.map((each) => (isComment(each) ? '#' : each.text)).join('')).join('\n');
}

function valueOf({ lines }: RawOption): readonly string[] {
  return lines.map(({ text }) => text);
}

/** What the AWS CLI gets from a file. */
function readByCli(file: string): unknown {
  const read = readRawConfig(file);
  if (read.kind === 'fails') return 'fails';
  return [...read.sections, ['DEFAULT', { options: read.defaults }] as const].map(([title, { options }]) => [
    title,
    [...options].map(([key, option]) => [key, valueOf(option)]),
  ]);
}

/** Other seeds find more. */
const seed = Number(process.env['ROLECALL_SEED'] ?? 20_261_130);

describe('the lines of the grammar', function () {
  let grammar: IGrammar;
  before(async () => {
    grammar = await loadGrammar();
  });

  const files = {
    'ordinary and damaged files': anyFiles,
    'files that tools read differently': oddFiles,
    'files with values on several lines': wrappedFiles('profile '),
  };
  for (const [what, arbitrary] of Object.entries(files))
    it(`are those of the parser in ${what}`, () => {
      fc.assert(
        fc.property(alike(arbitrary), (text) => {
          const lines = parsedLines(parseConfig(text));
          const colored = tokenize(grammar, text).map(coloredLine);
          assert.deepEqual(colored.slice(0, lines.length), lines);
        }),
        { numRuns: 1000, seed },
      );
    });

  for (const [what, arbitrary] of Object.entries(files))
    it(`have nothing in comments that the AWS CLI reads in ${what}`, () => {
      fc.assert(
        fc.property(arbitrary, (text) => {
          const stripped = withoutComments(tokenize(grammar, text));
          assert.deepEqual(readByCli(stripped), readByCli(text));
        }),
        { numRuns: 1000, seed },
      );
    });
});
