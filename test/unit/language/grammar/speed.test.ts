import assert from 'node:assert/strict';
import type { IGrammar } from 'vscode-textmate';
import { assertProportional } from '../../../scaling.ts';
import { loadGrammar, tokenize } from './tokens.ts';

/** A line that makes an expression backtrack: it accepts the beginning and the repetitions, and rejects the end. */
interface Attack {
  readonly above: string;
  readonly begin: string;
  readonly repeated: string;
  readonly end: string;
}

/** Lines that lead to each of the places that have rules of their own. */
const places = ['', '[a]\n', '[a]\ncredential_process = x\n', '[a]\ns3 =\n', '[a\nx_process = x\n'];
const begins = [
  '',
  ' ',
  '[',
  '[a] ',
  "[profile '",
  'a',
  'a = ',
  'region = ',
  'x_process = ',
  'x = arn:aws:iam:',
];
const repetitions = [
  'a',
  ' ',
  '=',
  ':',
  '#',
  '[',
  ']',
  ' a',
  '-a',
  ' #',
  '] ',
  ']#',
  "' ",
  '_process ',
  'a/',
  '1',
];
const ends = ['', ' !', '] x'];

function* attacks(): Iterable<Attack> {
  for (const above of places)
    for (const begin of begins)
      for (const repeated of repetitions) for (const end of ends) yield { above, begin, repeated, end };
}

function textOf({ above, begin, repeated, end }: Attack, length: number): string {
  return above + begin + repeated.repeat(Math.ceil(length / repeated.length)) + end;
}

/** Exponential backtracking shows in the short line. In the long one, Oniguruma gives up after ten million steps. */
const lineLengths = [24, 4000];
/** In milliseconds; usually, a line takes a tenth of it. */
const worthComparing = 15;

function slowAttackOn(grammar: IGrammar): Attack | undefined {
  for (const attack of attacks())
    for (const length of lineLengths) if (isSlow(grammar, attack, length)) return attack;
  return undefined;
}

function isSlow(grammar: IGrammar, attack: Attack, lineLength: number): boolean {
  const text = textOf(attack, lineLength);
  const started = performance.now();
  tokenize(grammar, text);
  if (performance.now() - started < worthComparing) return false;
  try {
    assertProportional(lineLength / 4, (length) => {
      const shorter = textOf(attack, length);
      return () => tokenize(grammar, shorter);
    });
    return false;
  } catch {
    return true;
  }
}

describe('the speed of the grammar', function () {
  this.timeout(120_000);

  it('is in proportion to the length of a line', async () => {
    assert.equal(slowAttackOn(await loadGrammar()), undefined);
  });

  it('is in proportion to the number of lines', async () => {
    const grammar = await loadGrammar();
    assertProportional(500, (profiles) => {
      const text = Array.from({ length: profiles }, (_, i) => profile(i)).join('\n');
      return () => tokenize(grammar, text);
    });
  });

  for (const slow of [String.raw`^(.*?)\\s*=\\s*x`, String.raw`^(\\w+\\s?)*$`, String.raw`^\\s*(a+)+x`])
    it(`is told from that of a grammar that backtracks: ${slow}`, async () => {
      const rule = `{ "match": "${slow}", "name": "slow" }`;
      assert.ok(slowAttackOn(await loadGrammar(`{ "scopeName": "source.slow", "patterns": [${rule}] }`)));
    });
});

function profile(index: number): string {
  return [
    `[profile team-${index}]`,
    'role_arn = arn:aws:iam::123456789012:role/Dev',
    'source_profile = base',
    'region = eu-west-1 # note',
    's3 =',
    '    addressing_style = path',
    '# note',
    'credential_process = /bin/tool',
    '    --account 123456789012',
  ].join('\n');
}
