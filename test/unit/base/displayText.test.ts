import assert from 'node:assert/strict';
import { displayText, legibleText, visibleLines, visibleText } from '../../../src/base/plainText.ts';

describe('text that VS Code shows', () => {
  const cases: readonly (readonly [text: string, shown: string])[] = [
    ['Profil „maya“: 開発 🙂 – 100 %', 'Profil „maya“: 開発 🙂 – 100 %'],
    ['[a](command:b) and $(check)', '[a]\u200B(command:b) and $\u200B(check)'],
    ['a\u202Eb\u2066c\u200Fd', String.raw`a\u{202E}b\u{2066}c\u{200F}d`],
    ['pr\u200Bod \u00AD\uFEFF\u3164\u{E0041}', String.raw`pr\u{200B}od \u{AD}\u{FEFF}\u{3164}\u{E0041}`],
    ['a\r\nb\tc\0\u001B[2K\u2028\u0085', String.raw`a\u{D}\u{A}b\u{9}c\u{0}\u{1B}[2K\u{2028}\u{85}`],
    ['half \uD800', String.raw`half \u{D800}`],
    ['$\u200B(check)', String.raw`$\u{200B}(check)`],
    ['wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '…'],
  ];
  for (const [text, shown] of cases) it(JSON.stringify(text), () => assert.equal(displayText(text), shown));

  it('is escaped once, however often that is done', () => {
    const shown = visibleText('a\u200B\nb');
    assert.equal(visibleText(shown), shown);
  });
});

describe('the text of a file that VS Code shows', () => {
  it('has visible characters, and its own line breaks', () => {
    const text = '\uFEFF[a\u202Eb]\r\n\tx = \uFEFF\u2028\rk\u200B\n';
    assert.equal(visibleLines(text), '\uFEFF[a\\u{202E}b]\r\n\tx = \\u{FEFF}\\u{2028}\rk\\u{200B}\n');
    assert.equal(visibleLines('\u200Bx'), '\\u{200B}x');
  });
});

describe('a name as the user reads it', () => {
  it('has no invisible characters and no variants of letters', () => {
    assert.equal(legibleText('p\u200Br\u2060o\u00ADd\u202E'), 'prod');
    assert.equal(legibleText('ｐｒｏｄ'), 'prod');
  });
});
