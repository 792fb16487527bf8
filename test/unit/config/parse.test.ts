import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import type { ConfigDocument, ConfigLine } from '../../../src/config/syntax.ts';
import { anyText, brokenFiles, configFiles } from './configTexts.ts';
import { assertLossless } from './lossless.ts';

/** Every line on its own: `[title]`, `key=value`, `>key=value` where indented, `#`, `-` for blank, `?` for unreadable. */
function kindsOf(text: string): string {
  return parseConfig(text).lines.map(sketch).join(' ');
}

function sketch(line: ConfigLine): string {
  if (line.kind === 'header') return `[${line.title}]`;
  if (line.kind === 'assignment') return `${line.indented ? '>' : ''}${line.key}=${line.value}`;
  return { comment: '#', blank: '-', unreadable: '?' }[line.kind];
}

/** What belongs together: `title(key=value, key{nested=value})`. */
function shapeOf(document: ConfigDocument): string {
  return document.sections
    .map(({ header, entries }) => {
      const inside = entries.map(({ line, nested }) =>
        nested.length
          ? `${line.key}{${nested.map((inner) => `${inner.key}=${inner.value}`).join(', ')}}`
          : `${line.key}=${line.value}`,
      );
      return `${header.title}(${inside.join(', ')})`;
    })
    .join(' ');
}

function reads(what: string, text: string, lines: string): void {
  it(what, () => assert.equal(kindsOf(text), lines));
}

function groups(what: string, text: string, shape: string): void {
  it(what, () => assert.equal(shapeOf(parseConfig(text)), shape));
}

describe('parseConfig, of any text', () => {
  const whatever = { numRuns: 300 };

  it('loses no character of a well-formed file', () => {
    fc.assert(
      fc.property(configFiles, ({ text }) => assertLossless(text)),
      whatever,
    );
  });

  it('loses no character of a damaged file', () => {
    fc.assert(fc.property(brokenFiles, assertLossless), whatever);
  });

  it('loses no character of nonsense', () => {
    fc.assert(fc.property(anyText, assertLossless), { numRuns: 1000 });
  });

  it('finds exactly the sections, keys, values and blocks that were written', () => {
    fc.assert(
      fc.property(configFiles, ({ text, sections }) => {
        const found = parseConfig(text).sections.map(({ header, entries }) => ({
          title: header.title,
          entries: entries.map(({ line, nested }) => ({
            key: line.key,
            value: line.value,
            nested: nested.map((inner) => ({ key: inner.key, value: inner.value, nested: [] })),
          })),
        }));
        assert.deepEqual(found, sections);
      }),
      whatever,
    );
  });

  it('says the same of a file with LF and with CRLF', () => {
    fc.assert(
      fc.property(configFiles, ({ text }) => {
        const lf = text.replaceAll('\r\n', '\n');
        assert.equal(kindsOf(lf.replaceAll('\n', '\r\n')), kindsOf(lf));
      }),
      whatever,
    );
  });
});

describe('parseConfig, line by line', () => {
  reads('nothing', '', '');
  reads('one line without an end', '[a]', '[a]');
  reads('blank lines', '\n \t\n\r\n', '- - -');

  reads('a header', '[profile dev]\n', '[profile dev]');
  reads('a header with space inside its brackets', '[ profile dev ]', '[profile dev]');
  reads('a header that is indented', '  [a]\nk=v', '[a] k=v');
  reads('a header and a comment', '[a] # note', '[a]');
  reads('a header and a comment that touches it', '[a]# note', '[a]');
  reads('a header without an end', '[profile dev', '?');
  reads('a header cut short by a comment', '[a #b]', '?');
  reads('an empty header', '[]', '[]');
  reads('a bracket alone', '[', '?');
  reads('a header with brackets in it', '[a]b]', '[a]b]');

  reads('white space around a key and its value', '[a]\nregion \t=\t us-east-1 \t', '[a] region=us-east-1');
  reads('no white space around a value', '[a]\nregion=us-east-1', '[a] region=us-east-1');
  reads('the case of a key as written', '[a]\nRegion=x', '[a] Region=x');
  reads('the first = as the separator', '[a]\nk = a = b', '[a] k=a = b');
  reads('the first : as the separator', '[a]\nk: l = v', '[a] k=l = v');
  reads(': as well as =', '[a]\nregion: eu-west-1', '[a] region=eu-west-1');
  reads(': where = is in the comment only', '[a]\nregion: x # a=b', '[a] region=x');
  reads('an empty value', '[a]\nk =\nl=1', '[a] k= l=1');
  reads('an empty value and a comment', '[a]\nk = # c', '[a] k=');
  reads('no key', '[a]\n= v\n: v', '[a] ? ?');
  reads('no separator', '[a]\nregion', '[a] ?');
  reads('a separator in the next line only', '[a]\nregion\nk=v', '[a] ? k=v');
  reads('quotes as part of a value', '[a]\nk = "v"', '[a] k="v"');
  reads('an assignment before any header', 'k = v\n[a]', '? [a]');

  reads('an indented key', '[a]\ns3 =\n  k = v\n\tl = w', '[a] s3= >k=v >l=w');

  reads('comments of both kinds', '# a\n; b\n', '# #');
  reads('a comment that looks like more', '#[a]\n;k=v', '# #');
  reads('a comment that is indented', '[a]\n  # b\n\t; c', '[a] # #');
  reads('a comment after white space', '[a]\nk = v # c\nl = v\t; c', '[a] k=v l=v');
  reads('a # that follows no white space', '[a]\nk = v#c\nl = a;b', '[a] k=v#c l=a;b');
  reads('a # that is the whole value', '[a]\nk =#c', '[a] k=#c');
  reads('a # inside quotes, a comment all the same', '[a]\nk = "a # b"', '[a] k="a');
  reads('a key behind a comment', '[a]\nk # = v', '[a] ?');

  reads('CRLF', '[a]\r\nk = v\r\n', '[a] k=v');
  reads('a lone CR, which ends a line', '[a]\rk = v\r\rl = w\n[b]\rm = x', '[a] k=v - l=w [b] m=x');
  reads('a byte order mark', '\uFEFF[a]\nk=v', '[a] k=v');
  reads('a byte order mark before a comment', '\uFEFF# c\n[a]', '# [a]');
  reads('a byte order mark before a key, which indents nothing', '[a]\n\uFEFFk=v', '[a] k=v');
  reads('NUL', '[a]\nk = \0', '[a] k=\0');
  reads('half a character', '[\uD800]\nk = \uDC00', '[\uD800] k=\uDC00');
  reads('spaces that are not ASCII', '[a]\nk\u00A0=\u3000v\u2003', '[a] k=v');
  reads('a line separator of Unicode, which ends no line', '[a]\nk = v\u2028w', '[a] k=v\u2028w');
});

describe('parseConfig, what belongs together', () => {
  groups('nothing', '# only a comment\n', '');
  groups('sections', '[a]\nk=1\n[b]\n[c]\nl=2', 'a(k=1) b() c(l=2)');
  groups('sections of one title apart', '[a]\nk=1\n[a]\nk=2', 'a(k=1) a(k=2)');
  groups('keys given twice', '[a]\nk=1\nk=2', 'a(k=1, k=2)');
  groups('a nested block', '[a]\ns3 =\n  x = 1\n  y = 2\nk=3', 'a(s3{x=1, y=2}, k=3)');
  groups('a block over blank lines and comments', '[a]\ns3 =\n\n  x = 1\n# c\n  y = 2', 'a(s3{x=1, y=2})');
  groups('a block with an empty value in it', '[a]\ns3 =\n  x =\n  y = 2', 'a(s3{x=, y=2})');
  groups('an empty value that no block follows', '[a]\nk =\nl = 1\n  m = 2', 'a(k=, l=1, m=2)');
  groups('an indented line under a value', '[a]\nk = 1\n  l = 2', 'a(k=1, l=2)');
  groups('an indented line under a header', '[a]\n  k = 1\n  l = 2', 'a(k=1, l=2)');
  groups('a block that ends with its section', '[a]\ns3 =\n[b]\n  x = 1', 'a(s3=) b(x=1)');
  groups('a block that an unreadable line does not end', '[a]\ns3 =\noops\n  x = 1', 'a(s3{x=1})');
  groups(
    'the lines after a broken header, which are in no section',
    '[a]\nk=1\n[b\nl=2\n[c]\nm=3',
    'a(k=1) c(m=3)',
  );
  groups('the lines after a header that goes on', '[a]\nk=1\n[b] c\nl=2', 'a(k=1)');
  groups('a block that ends with a broken header', '[a]\ns3 =\n[b\n  x = 1', 'a(s3=)');
  groups('a bracket in a value that goes on', '[a]\nk =\n  [1,\n  2=3', 'a(k{2=3})');
});

function breaks(what: string, text: string, ...broken: string[]): void {
  it(what, () =>
    assert.deepEqual(
      parseConfig(text).brokenHeaders.map(({ start, end }) => text.slice(start, end)),
      broken,
    ),
  );
}

describe('parseConfig, of broken headers', () => {
  breaks('finds none in a good file', '[a]\nk = [1\n # [b\n[c] # [d');
  breaks(
    'finds one without an end, first, in the middle and last',
    '[a\n[b]\n[c\r\n[d',
    '[a\n',
    '[c\r\n',
    '[d',
  );
  breaks(
    'finds one that is cut short by a comment, and one that goes on',
    '[a #b]\n[c] d',
    '[a #b]\n',
    '[c] d',
  );
  breaks('finds one behind a byte order mark', '\uFEFF[a\nk = 1', '\uFEFF[a\n');
  breaks('takes no indented line for one, which may be a value that goes on', '[a]\nk =\n  [1,\n\t[2');
});
