import assert from 'node:assert/strict';
import manifest from '../package.json' with { type: 'json' };
import { readSources, tokensOf } from './typescriptTokens.ts';

/** A text that makes an expression backtrack: it accepts the beginning and the repetitions, and rejects the end. */
interface Attack {
  readonly begin: string;
  readonly repeated: string;
  readonly end: string;
}

/** The expressions in src. Almost all of them meet text from files, URLs, servers, or programs. */
const inSource = [...readSources('src')].flatMap(([path, source]) =>
  tokensOf(source)
    .filter(({ kind }) => kind === 'regex')
    .map(({ text }): [string, RegExp] => [`${path}: ${text}`, readExpression(text)]),
);
/** The default of `rolecall.production`, which meets the names of profiles. */
const inSettings = manifest.contributes.configuration.properties['rolecall.production'].default.map(
  (pattern): [string, RegExp] => [`rolecall.production: ${pattern}`, new RegExp(pattern, 'i')],
);
const expressions = new Map([...inSource, ...inSettings]);

function readExpression(literal: string): RegExp {
  const end = literal.lastIndexOf('/');
  return new RegExp(literal.slice(1, end), literal.slice(end + 1));
}

function charactersOf(text: string): readonly string[] {
  return text.split('');
}

/** Attacks that use the characters and words of the expression. */
function* attacksOn({ source }: RegExp): Iterable<Attack> {
  const literal = source.replaceAll(/\\([^\w])/gu, '$1');
  // `https?://` reads as `https://`, `(?:a|b)` as `a` and `b`.
  const words = [literal, literal.replaceAll(/\(\?<?[:=!]|[?*+()^$]/gu, '')]
    .flatMap((text) => [...text.matchAll(/[\w:/# .@"-]{2,}/gu)])
    .map(([word]) => word);
  const characters = charactersOf('aA0 \t\n\r=:"\'\\/-._,;#{[(+@' + literal.replaceAll(/\w/gu, ''));
  const pairs = ['a ', ' a', 'a=', 'aA', 'a0', 'a.', 'a-', 'a/', '=a', '\n ', '\\"', 'a\n', '[a', 'Aa1'];
  for (const begin of new Set(['', ...charactersOf('a "\n[:=/'), ...words]))
    for (const repeated of new Set([...characters, ...pairs, ...words]))
      for (const end of ['', '\0', ' !', '\n\0', 'a']) yield { begin, repeated, end };
}

/** The shortest of a few runs, in milliseconds. */
function timeOf(expression: RegExp, { begin, repeated, end }: Attack, length: number): number {
  const text = begin + repeated.repeat(Math.ceil(length / repeated.length)) + end;
  let shortest = Infinity;
  for (let i = 0; i < 3 && (i === 0 || shortest > worthComparing); i++) {
    const started = performance.now();
    text.replace(expression, '');
    shortest = Math.min(shortest, performance.now() - started);
  }
  return shortest;
}

/** Shorter times are too inexact to be compared. */
const worthComparing = 0.3;
/** Four times the text takes four times as long. With quadratic backtracking, it would take sixteen times as long. */
const maxRatio = 8;

function isSlow(expression: RegExp, attack: Attack, length: number): boolean {
  const long = timeOf(expression, attack, length);
  return long > worthComparing && long / timeOf(expression, attack, length / 4) > maxRatio;
}

function slowAttackOn(expression: RegExp): Attack | undefined {
  for (const attack of attacksOn(expression))
    for (const length of [24, 1000, 16_000])
      // Other work on the machine can slow down one measurement, but not all of them.
      if (Array.from({ length: 8 }).every(() => isSlow(expression, attack, length))) return attack;
  return undefined;
}

describe('the regular expressions in src', function () {
  this.timeout(120_000);

  it('are found', () => assert.ok(expressions.size > 150, `${expressions.size}`));

  for (const [name, expression] of expressions)
    it(`take time in proportion to the text: ${name}`, () => {
      assert.equal(JSON.stringify(slowAttackOn(expression)), undefined);
    });

  it('are told from those that backtrack', () => {
    for (const slow of [/^https?:\/\/[^\s/]+\S*$/u, /^(a+)+$/u, /\s+$/u, /"[^=]*x$/u, /(.*)x/gu])
      assert.ok(slowAttackOn(slow), String(slow));
  });
});
