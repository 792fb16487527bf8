import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { positionAt } from '../../../src/config/position.ts';

function isAt(text: string, offset: number, line: number, column: number): void {
  it(`maps offset ${offset} of ${JSON.stringify(text)} to ${line}:${column}`, () => {
    assert.deepEqual(positionAt(text, offset), { line, column });
  });
}

describe('positionAt', () => {
  isAt('', 0, 0, 0);
  isAt('abc', 0, 0, 0);
  isAt('abc', 3, 0, 3);
  isAt('a\nb', 1, 0, 1);
  isAt('a\nb', 2, 1, 0);
  isAt('a\nb', 3, 1, 1);
  isAt('a\n', 2, 1, 0);
  isAt('\n\n\n', 2, 2, 0);
  isAt('a\r\nb', 2, 0, 2);
  isAt('a\r\nb', 3, 1, 0);
  isAt('a\rb', 2, 1, 0);
  isAt('a\r\rb', 3, 2, 0);
  isAt('日本\n語', 4, 1, 1);

  it('matches counting the lines before the offset', () => {
    const anyOffset = fc
      .string({ unit: fc.constantFrom('a', '\n', '\r', '😀') })
      .chain((text) => fc.tuple(fc.constant(text), fc.nat(text.length)));
    fc.assert(
      fc.property(anyOffset, ([text, offset]) => {
        const isInsideLineEnd = text.slice(offset - 1, offset + 1) === '\r\n';
        const before = text.slice(0, offset).split(isInsideLineEnd ? /\r\n|\r(?!$)|\n/u : /\r\n|\r|\n/u);
        assert.deepEqual(positionAt(text, offset), {
          line: before.length - 1,
          column: before.at(-1)?.length,
        });
      }),
    );
  });
});
