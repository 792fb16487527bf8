import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import type { ConfigDocument, ConfigLine } from '../../../src/config/syntax.ts';
import { anyText, brokenFiles, configFiles } from './configTexts.ts';
import { assertLossless } from './lossless.ts';

/** Each line: `[title]`, `key=value`, `>key=value` if indented, `#`, `-` for blank, `?` for unreadable. */
function kindsOf(text: string): string {
  return parseConfig(text).lines.map(sketch).join(' ');
}

function sketch(line: ConfigLine): string {
  if (line.kind === 'header') return `[${line.title}]`;
  if (line.kind === 'assignment') return `${line.indented ? '>' : ''}${line.key}=${line.value}`;
  return { comment: '#', blank: '-', unreadable: '?' }[line.kind];
}

/** Sections and blocks: `title(key=value, key{nested=value})`. */
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

describe('parseConfig for any text', () => {
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

  it('loses no character of arbitrary text', () => {
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

  it('reads a file with LF and with CRLF alike', () => {
    fc.assert(
      fc.property(configFiles, ({ text }) => {
        const lf = text.replaceAll('\r\n', '\n');
        assert.equal(kindsOf(lf.replaceAll('\n', '\r\n')), kindsOf(lf));
      }),
      whatever,
    );
  });
});

describe('parseConfig reads line by line', () => {
  reads('nothing', '', '');
  reads('one line without a line ending', '[a]', '[a]');
  reads('blank lines', '\n \t\n\r\n', '- - -');

  reads('a header', '[profile dev]\n', '[profile dev]');
  reads('a header with white space inside the brackets', '[ profile dev ]', '[profile dev]');
  reads('an indented header', '  [a]\nk=v', '[a] k=v');
  reads('a header and a comment', '[a] # note', '[a]');
  reads('a header directly followed by a comment', '[a]# note', '[a]');
  reads('a header without a closing bracket', '[profile dev', '?');
  reads('a header cut short by a comment', '[a #b]', '?');
  reads('an empty header', '[]', '[]');
  reads('a lone bracket', '[', '?');
  reads('a header that contains brackets', '[a]b]', '[a]b]');

  reads('white space around a key and its value', '[a]\nregion \t=\t us-east-1 \t', '[a] region=us-east-1');
  reads('no white space around a value', '[a]\nregion=us-east-1', '[a] region=us-east-1');
  reads('the case of a key as written', '[a]\nRegion=x', '[a] Region=x');
  reads('the first = as the separator', '[a]\nk = a = b', '[a] k=a = b');
  reads('the first : as the separator', '[a]\nk: l = v', '[a] k=l = v');
  reads(': as well as =', '[a]\nregion: eu-west-1', '[a] region=eu-west-1');
  reads(': if = occurs only in the comment', '[a]\nregion: x # a=b', '[a] region=x');
  reads('an empty value', '[a]\nk =\nl=1', '[a] k= l=1');
  reads('an empty value and a comment', '[a]\nk = # c', '[a] k=');
  reads('no key', '[a]\n= v\n: v', '[a] ? ?');
  reads('no separator', '[a]\nregion', '[a] ?');
  reads('a missing separator before a line with one', '[a]\nregion\nk=v', '[a] ? k=v');
  reads('quotes as part of a value', '[a]\nk = "v"', '[a] k="v"');
  reads('an assignment before any header', 'k = v\n[a]', '? [a]');

  reads('an indented key', '[a]\ns3 =\n  k = v\n\tl = w', '[a] s3= >k=v >l=w');

  reads('comments of both kinds', '# a\n; b\n', '# #');
  reads('a comment that looks like a header or key', '#[a]\n;k=v', '# #');
  reads('an indented comment', '[a]\n  # b\n\t; c', '[a] # #');
  reads('a comment after white space', '[a]\nk = v # c\nl = v\t; c', '[a] k=v l=v');
  reads('a # without white space before it', '[a]\nk = v#c\nl = a;b', '[a] k=v#c l=a;b');
  reads('a # that is the whole value', '[a]\nk =#c', '[a] k=#c');
  reads('a # inside quotes as a comment', '[a]\nk = "a # b"', '[a] k="a');
  reads('a key with a comment before the separator', '[a]\nk # = v', '[a] ?');

  reads('CRLF', '[a]\r\nk = v\r\n', '[a] k=v');
  reads('a lone CR, which ends a line', '[a]\rk = v\r\rl = w\n[b]\rm = x', '[a] k=v - l=w [b] m=x');
  reads('a byte order mark', '\uFEFF[a]\nk=v', '[a] k=v');
  reads('a byte order mark before a comment', '\uFEFF# c\n[a]', '# [a]');
  reads('a byte order mark before a key, which is not an indent', '[a]\n\uFEFFk=v', '[a] k=v');
  reads('NUL', '[a]\nk = \0', '[a] k=\0');
  reads('a lone surrogate', '[\uD800]\nk = \uDC00', '[\uD800] k=\uDC00');
  reads('spaces that are not ASCII', '[a]\nk\u00A0=\u3000v\u2003', '[a] k=v');
  reads('a Unicode line separator, which ends no line', '[a]\nk = v\u2028w', '[a] k=v\u2028w');
});

describe('parseConfig groups', () => {
  groups('nothing', '# only a comment\n', '');
  groups('sections', '[a]\nk=1\n[b]\n[c]\nl=2', 'a(k=1) b() c(l=2)');
  groups('sections with the same title separately', '[a]\nk=1\n[a]\nk=2', 'a(k=1) a(k=2)');
  groups('repeated keys', '[a]\nk=1\nk=2', 'a(k=1, k=2)');
  groups('a nested block', '[a]\ns3 =\n  x = 1\n  y = 2\nk=3', 'a(s3{x=1, y=2}, k=3)');
  groups('a block across blank lines and comments', '[a]\ns3 =\n\n  x = 1\n# c\n  y = 2', 'a(s3{x=1, y=2})');
  groups('a block with an empty value in it', '[a]\ns3 =\n  x =\n  y = 2', 'a(s3{x=, y=2})');
  groups('an empty value without a block', '[a]\nk =\nl = 1\n  m = 2', 'a(k=, l=1, m=2)');
  groups('an indented line under a value', '[a]\nk = 1\n  l = 2', 'a(k=1, l=2)');
  groups('an indented line under a header', '[a]\n  k = 1\n  l = 2', 'a(k=1, l=2)');
  groups('a block that ends with its section', '[a]\ns3 =\n[b]\n  x = 1', 'a(s3=) b(x=1)');
  groups('a block across an unreadable line', '[a]\ns3 =\noops\n  x = 1', 'a(s3{x=1})');
  groups('the lines after a broken header into no section', '[a]\nk=1\n[b\nl=2\n[c]\nm=3', 'a(k=1) c(m=3)');
  groups(
    'the lines after a header with text behind it into its section',
    '[a]\nk=1\n[b] c\nl=2',
    'a(k=1) b(l=2)',
  );
  groups(
    'a command across lines in brackets that are deeper',
    '[a]\n  x_process = sh -c\n   [ -f y ]\n   [b]\n    [ c\n  k = 1',
    'a(x_process=sh -c, k=1)',
  );
  groups(
    'lines in brackets that are not deeper than a command',
    '[a]\n  x_process = y\n  [b]\nk=1',
    'a(x_process=y) b(k=1)',
  );
  groups('lines in brackets below a value that is no command', '[a]\nk = y\n  [b]\nl=1', 'a(k=y) b(l=1)');
  groups('a block that ends with a broken header', '[a]\ns3 =\n[b\n  x = 1', 'a(s3=)');
  groups('an indented bracket into a block', '[a]\nk =\n  [1,\n  2=3', 'a(k{2=3})');
});

function breaks(what: string, text: string, ...broken: string[]): void {
  it(what, () =>
    assert.deepEqual(
      parseConfig(text).brokenHeaders.map(({ start, end }) => text.slice(start, end)),
      broken,
    ),
  );
}

describe('parseConfig for broken headers', () => {
  breaks('finds none in a valid file', '[a]\nk = [1\n # [b\n[c] # [d');
  breaks(
    'finds headers without a closing bracket anywhere in the file',
    '[a\n[b]\n[c\r\n[d',
    '[a\n',
    '[c\r\n',
    '[d',
  );
  breaks('finds a header with a comment inside', '[a #b]\n[c] d', '[a #b]\n');
  breaks('finds one after a byte order mark', '\uFEFF[a\nk = 1', '\uFEFF[a\n');
  breaks('ignores indented brackets, which may continue a value', '[a]\nk =\n  [1,\n\t[2');

  const titles = [
    '［profile b］',
    'b]',
    'profile b]',
    '<b>',
    '{b}',
    '(b)',
    '【b】',
    '「b」',
    '"[b]"',
    '- [b]',
    '* [b]',
    '> [b]',
    '// [b]',
    '​[b]',
    '⁠[profile b]',
    "'[b]':",
    '[[b',
    '（b）',
    '<profile: b>',
    '［b］ # c',
    '-- [b] --',
    'profile b',
    'Profile b',
    'profile "my b"',
    '"profile b"',
    '// profile b',
    'sso-session b',
    'services b',
  ];
  for (const title of titles)
    it(`finds ${title}, which is meant as one`, () => {
      const { sections, brokenHeaders } = parseConfig(`[a]\nk = 1\n\n${title}\nl = 2\n[c]\nm = 3\n`);
      assert.equal(brokenHeaders.length, 1);
      assert.deepEqual(
        sections.map(({ title: each, entries }) => [each, entries.map(({ line }) => line.key)]),
        [
          ['a', ['k']],
          ['c', ['m']],
        ],
      );
    });

  const others = [
    '# [b]',
    '; [b]',
    '#[profile b]',
    'k = [b]',
    'k: <b>',
    '  (b)',
    '  profile b',
    '	［b］',
    'b',
    'b c',
    '---',
    '{',
    '}',
    '"AccessKeyId": "[b]"',
    '{"Version": 1}',
    'profile = b',
    'profile: b',
    'services = b',
    'profile of the team',
    '=======',
    'Zm9v+/YmFy==',
    'profiles',
    '　[b] = 1',
    'source_profile b',
    '[1]='.slice(3),
    '...',
    '（）',
  ];
  for (const line of others) breaks(`does not take ${line} for one`, `[a]\nk = 1\n${line}\nl = 2\n`);
});
