import assert from 'node:assert/strict';
import { plainText } from '../../../src/base/plainText.ts';

describe('text from outside for a terminal', () => {
  const cases: readonly (readonly [what: string, text: string, plain: string])[] = [
    ['stays as it is', 'Profil „maya“: 開発 🙂 – 100 %', 'Profil „maya“: 開発 🙂 – 100 %'],
    ['is one line', 'AWS says:\r\nno\tand\u2028no\v', 'AWS says: no and no'],
    [
      'begins no escape sequence',
      '\u001B]0;title\u0007\u001B[31mred\u009B2J\u009D8;;x\u009C',
      ']0;title[31mred2J8;;x',
    ],
    ['has no control characters', 'a\u0000b\bc\u007Fd', 'abcd'],
    ['keeps its order', 'a\u202Eb\u2066c\u2069\u200Fd\u061Ce', 'abcde'],
    ['has no invisible characters', 'a]\u200B(b\u2060\u00ADc\u{E0041}\uFE0F\u3164', 'a](bc'],
    ['has no halves of characters', 'a\uD800b\uDC00', 'ab'],
  ];
  for (const [what, text, plain] of cases) it(what, () => assert.equal(plainText(text), plain));
});
