import assert from 'node:assert/strict';
import { applyEdits, excerpt, mergeEdits, type TextEdit } from '../../../src/config/edit.ts';
import {
  addSections,
  copySections,
  removeSections,
  renameSections,
  sectionsTitled,
} from '../../../src/config/editSections.ts';
import { type NewValues, renameKey, setValues, type Values } from '../../../src/config/editValues.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import type { ConfigDocument } from '../../../src/config/syntax.ts';
import { edited } from './edited.ts';

type Change = (document: ConfigDocument) => readonly TextEdit[];

const set =
  (title: string, ...values: NewValues): Change =>
  (document) =>
    setValues(document, sectionsTitled(document, title), values);

const remove = (title: string, key: string): Change => set(title, [key, undefined]);

const add =
  (title: string, ...values: Values): Change =>
  (document) =>
    addSections(document, [{ title, values }]);

const removeAll =
  (...titles: string[]): Change =>
  (document) =>
    removeSections(
      document,
      document.sections.filter(({ header }) => titles.includes(header.title)),
    );

/** Copies a section and renames the copy. */
const copy =
  (title: string, to: string): Change =>
  (document) => {
    const sections = sectionsTitled(document, title);
    return copySections(
      document,
      sections,
      renameSections(sections, () => to),
    );
  };

const renameKeyK: Change = (document) => renameKey(sectionsTitled(document, 'a'), 'k', 'kk');

const uppercaseTitle: Change = (document) =>
  renameSections(sectionsTitled(document, 'a b'), (title) => title.toUpperCase());

function changes(what: string, text: string, change: Change, expected: string): void {
  it(what, () => assert.equal(edited(text, change(parseConfig(text))), expected));
}

function unchanged(what: string, text: string, change: Change): void {
  it(what, () => assert.deepEqual(change(parseConfig(text)), []));
}

describe('text edits', () => {
  const edits = [
    { start: 1, end: 2, text: 'B' },
    { start: 3, end: 3, text: '!' },
    { start: 4, end: 6, text: '' },
  ];

  it('are applied at their offsets', () => assert.equal(applyEdits('abcdefg', edits), 'aBc!dg'));
  it('are applied within a part of the text', () => {
    assert.equal(excerpt('abcdefg', { start: 1, end: 4 }, edits), 'Bc!d');
    assert.equal(excerpt('abcdefg', { start: 2, end: 5 }, edits), 'c!de');
  });
  it('are sorted, and joined if adjacent', () => {
    const [first, second, third] = edits as [TextEdit, TextEdit, TextEdit];
    assert.deepEqual(mergeEdits([third, first, second]), edits);
    assert.deepEqual(mergeEdits([{ start: 2, end: 4, text: 'x' }, first]), [
      { start: 1, end: 4, text: 'Bx' },
    ]);
    assert.deepEqual(
      mergeEdits([
        { start: 4, end: 6, text: '' },
        { start: 4, end: 4, text: 'y' },
      ]),
      [{ start: 4, end: 6, text: 'y' }],
    );
  });
});

describe('setting an existing value', () => {
  const v = set('a', ['k', 'v']);
  changes('replaces it', '[a]\nk = old\nl = 1\n', v, '[a]\nk = v\nl = 1\n');
  changes(
    'keeps the white space and comments around it',
    '[a]\n  k\t=  old \t# note\r\n',
    v,
    '[a]\n  k\t=  v \t# note\r\n',
  );
  changes('works at the end of the file', '[a]\nk=old', v, '[a]\nk=v');
  changes('finds the key case-insensitively', '[a]\nK = old\n', v, '[a]\nK = v\n');
  changes('changes the last occurrence', '[a]\nk = 1\nK = 2\nl = 3\n', v, '[a]\nk = 1\nK = v\nl = 3\n');
  changes(
    'changes the last section that has the key',
    '[a]\nk=1\n[a]\nk=2\n[a]\nl=3',
    v,
    '[a]\nk=1\n[a]\nk=v\n[a]\nl=3',
  );
  changes(
    'ignores other sections',
    '[b]\nk=1\n[a]\nk=2\n[a ]\n[c]\nk=3',
    v,
    '[b]\nk=1\n[a]\nk=v\n[a ]\n[c]\nk=3',
  );
  changes('removes its nested block', '[a]\nk =\n  x = 1\n  y = 2\nl = 3\n', v, '[a]\nk = v\nl = 3\n');
  changes(
    'keeps comments in its nested block',
    '[a]\nk =\n  x = 1\n  # c\n  y = 2',
    v,
    '[a]\nk = v\n  # c\n',
  );
  changes('fills an empty value', '[a]\nk =\nl=1', v, '[a]\nk = v\nl=1');
  changes('fills an empty value without spaces', '[a]\nk=\r\nl=1', v, '[a]\nk=v\r\nl=1');
  changes('fills an empty value with trailing white space', '[a]\nk =  \t\nl=1', v, '[a]\nk = v\nl=1');
  changes(
    'fills an empty value with a trailing comment',
    '[a]\nk = # c\nl=\t; d',
    set('a', ['k', 'v'], ['l', 'w']),
    '[a]\nk = v # c\nl=w\t; d',
  );
  changes('fills an empty value at the end of the file', '[a]\nk =', v, '[a]\nk = v');
  changes('keeps a colon', '[a]\nk: old\nl:', set('a', ['k', 'v'], ['l', 'w']), '[a]\nk: v\nl: w');
  changes(
    'keeps a colon if the value contains =',
    '[a]\nk: old # c\nl:\n',
    set('a', ['k', 'x=y'], ['l', 'a=b']),
    '[a]\nk: x=y # c\nl: a=b\n',
  );
  changes(
    'keeps a = if the value contains a colon',
    '[a]\nk = a:b\n',
    set('a', ['k', 'x=y:z']),
    '[a]\nk = x=y:z\n',
  );
  changes(
    'removes lines that the CLI reads as its continuation',
    '[a]\nk = AAA\n  BBB\n\n# c\n\tCCC==\nl = 3\n  more\n',
    v,
    '[a]\nk = v\n\n# c\nl = 3\n  more\n',
  );
  changes(
    'removes only deeper lines',
    '[a]\n  k = 1\n    more\n  l = 2\n m = 3\n',
    v,
    '[a]\n  k = v\n  l = 2\n m = 3\n',
  );
  changes(
    'removes continuation lines even if the value stays the same',
    '[a]\nk = v\n  more\nl = 1',
    v,
    '[a]\nk = v\nl = 1',
  );
  changes(
    'adds a key again that was a removed continuation line',
    '[a]\nk = 1\n  l = 2\nm = 3\n',
    set('a', ['l', '4'], ['k', 'v']),
    '[a]\nk = v\nm = 3\nl = 4\n',
  );
  changes(
    'ignores occurrences in removed continuation lines',
    '[a]\nl = 1\nk = 2\n  l = 3\n    k = 4\n',
    set('a', ['l', '5'], ['k', 'v']),
    '[a]\nl = 5\nk = v\n',
  );
  changes(
    'keeps the comments of an indented header',
    '[a]\nk = 1\n  # b\n  [b]\n',
    v,
    '[a]\nk = v\n  # b\n  [b]\n',
  );
  changes('ends the line at CR', '[a]\rk = 1\rl = 2\r', v, '[a]\rk = v\rl = 2\r');
  changes('ends the line of an empty value at CR', '[a]\nk =\rl = 2\n', v, '[a]\nk = v\rl = 2\n');
  changes('ignores unreadable lines', '[a]\nk\nk = 1', v, '[a]\nk\nk = v');
  unchanged('changes nothing if the value is the same', '[a]\nk = 1\nk = v # c\n', v);
  unchanged('changes nothing without a section', '[b]\nk = 1', v);
});

describe('a new key', () => {
  const n = set('a', ['n', 'v']);
  changes('goes above a broken header', '[a]\nk = 1\n[b\nl = 2\n', n, '[a]\nk = 1\nn = v\n[b\nl = 2\n');
  changes('goes below the last key', '[a]\nk = 1\n\n[b]\n', n, '[a]\nk = 1\nn = v\n\n[b]\n');
  changes('goes below a header without keys', '[a]\n[b]\n', n, '[a]\nn = v\n[b]\n');
  changes('goes below a header at the end of the file', '[a]', n, '[a]\nn = v');
  changes('goes below a header with comments', '[a] # c\n# d\n\n[b]\n', n, '[a] # c\nn = v\n# d\n\n[b]\n');
  changes(
    'goes below a block',
    '[a]\ns3 =\n  x = 1\n\n  y = 2\n\n',
    n,
    '[a]\ns3 =\n  x = 1\n\n  y = 2\nn = v\n\n',
  );
  changes(
    'goes below the indented comments of a block',
    '[a]\ns3 =\n  x = 1\n  # y = 2\n# c\n',
    n,
    '[a]\ns3 =\n  x = 1\n  # y = 2\nn = v\n# c\n',
  );
  changes(
    'goes below lines that the CLI reads as a continuation',
    '[a]\nk = 1\n  more\n',
    n,
    '[a]\nk = 1\n  more\nn = v\n',
  );
  changes(
    'goes below them, across blank lines and comments',
    '[a]\nk = 1\n\n# c\n  more\n\n# d\n[b]\n',
    n,
    '[a]\nk = 1\n\n# c\n  more\nn = v\n\n# d\n[b]\n',
  );
  changes(
    'goes below an indented comment under a header',
    '[a]\n  # c\n\n[b]',
    n,
    '[a]\n  # c\nn = v\n\n[b]',
  );
  changes(
    'ends with LF in a file with lone CRs, which most tools do not support',
    '[a]\rk = 1\r[b]\r',
    n,
    '[a]\rk = 1\r\nn = v\n[b]\r',
  );
  changes(
    'goes below an indented unreadable line',
    '[a]\n k = 1\n oops\n\n[profile b\n',
    n,
    '[a]\n k = 1\n oops\nn = v\n\n[profile b\n',
  );
  changes(
    'goes above the comments of the next section',
    '[a]\nk = 1\n# b\n[b]\n',
    n,
    '[a]\nk = 1\nn = v\n# b\n[b]\n',
  );
  changes(
    'goes above them if they are indented',
    ' [a]\n k = 1\n # b\n [b]\n',
    n,
    ' [a]\n k = 1\n n = v\n # b\n [b]\n',
  );
  changes(
    'goes above comments at the end of the file',
    '[a]\nk = 1\n\n# vim: ft=ini\n',
    n,
    '[a]\nk = 1\nn = v\n\n# vim: ft=ini\n',
  );
  changes('is not indented', '[a]\n  k = 1\n', n, '[a]\n  k = 1\nn = v\n');
  changes(
    'is as deep as the header below, which the CLI would otherwise read as its continuation',
    '[a]\n\t[b]\n\tk = 1\n\n\t[a]\n[c]',
    set('b', ['n', 'v'], ['m', 'w']),
    '[a]\n\t[b]\n\tk = 1\n\tn = v\n\tm = w\n\n\t[a]\n[c]',
  );
  changes(
    'is not indented below a block',
    ' [a]\n s3 =\n  x = 1\n [b]',
    n,
    ' [a]\n s3 =\n  x = 1\nn = v\n [b]',
  );
  changes(
    'goes to the last section with the title',
    '[a]\nk=1\n[b]\n[a]\n[c]',
    n,
    '[a]\nk=1\n[b]\n[a]\nn=v\n[c]',
  );
  changes('adds a missing line ending above', '[a]\nk = 1', n, '[a]\nk = 1\nn = v');
  changes(
    'uses the line ending of its neighbors',
    '[a]\r\nk = 1\r\n[b]\n',
    n,
    '[a]\r\nk = 1\r\nn = v\r\n[b]\n',
  );
  changes(
    'prefers the line ending of its neighbors to that of the file',
    '[x]\r\n[a]\nk = 1\n[b]\r\n',
    n,
    '[x]\r\n[a]\nk = 1\nn = v\n[b]\r\n',
  );
  changes('adds a missing line ending like the one above', '[a]\r\nk = 1', n, '[a]\r\nk = 1\r\nn = v');
  changes('goes below a header with a byte order mark', '\uFEFF[a]', n, '\uFEFF[a]\nn = v');
  changes('uses the spacing of its section', '[a]\nk=1\n[b]\nl = 1', n, '[a]\nk=1\nn=v\n[b]\nl = 1');
  changes(
    'uses the spacing of the file in an empty section',
    '[b]\nl= 1\n[a]\n',
    n,
    '[b]\nl= 1\n[a]\nn= v\n',
  );
  changes(
    'is not aligned with other keys',
    '[a]\nkey_of_mine   =    1\n',
    n,
    '[a]\nkey_of_mine   =    1\nn = v\n',
  );
  changes(
    'ignores the spacing of a key without a value',
    '[a]\nk =1\ns3=\n  x=1',
    n,
    '[a]\nk =1\ns3=\n  x=1\nn =v',
  );
  changes('ignores the spacing of a colon', '[b]\nl=1\n[a]\nk: 1\n', n, '[b]\nl=1\n[a]\nk: 1\nn=v\n');
  changes(
    'is added together with changes of other keys',
    '[a]\nk=1',
    set('a', ['n', '1'], ['k', '2'], ['m', '3']),
    '[a]\nk=2\nn=1\nm=3',
  );
  changes(
    'is written once if it is given twice',
    '[a]\n',
    set('a', ['n', '1'], ['m', '2'], ['N', '3']),
    '[a]\nN = 3\nm = 2\n',
  );
});

describe('removing a key', () => {
  const k = remove('a', 'k');
  changes('removes its line', '[a]\nj = 1\nk = 2 # c\nl = 3\n', k, '[a]\nj = 1\nl = 3\n');
  changes(
    'removes its nested block but no comment',
    '[a]\nk =\n  x = 1\n# c\n\n  y = 2\nl = 3',
    k,
    '[a]\n# c\n\nl = 3',
  );
  changes('removes all occurrences', '[a]\nk=1\nK=2\n[b]\nk=3\n[a]\nk=4\nl=5', k, '[a]\n[b]\nk=3\n[a]\nl=5');
  changes('works at the end of the file', '[a]\nj=1\nk=2', k, '[a]\nj=1\n');
  changes(
    'removes lines that the CLI reads as its continuation',
    '[a]\naws_session_token = A\n  B\n\n\tC==\nj = 1\n',
    remove('a', 'aws_session_token'),
    '[a]\n\nj = 1\n',
  );
  changes(
    'removes deeper keys and comments',
    '[a]\ns3 =\n  x = 1\nk = 2\n  m = 3\n  # n\n\n  # o\n# p\nl = 4\n',
    k,
    '[a]\ns3 =\n  x = 1\n\n# p\nl = 4\n',
  );
  changes(
    'keeps lines that are as deep as the key',
    '[a]\n  k = 2\n  # c\n  m = 3\n',
    k,
    '[a]\n  # c\n  m = 3\n',
  );
  changes(
    'keeps indented keys below it, and moves them to no other block',
    '[a]\ns3 =\n  x = 1\nk = 2\noops\n  m = 3\n  n = 4\n',
    k,
    '[a]\ns3 =\n  x = 1\noops\nm = 3\n  n = 4\n',
  );
  changes(
    'removes a continuation line of another key',
    '[a]\nj = 1\n  k = 2\n    more\n  other\n',
    k,
    '[a]\nj = 1\n  other\n',
  );
  changes(
    'works together with adding a key',
    '[a]\nj=1\nk=2',
    set('a', ['k', undefined], ['n', '3']),
    '[a]\nj=1\nn=3\n',
  );
  unchanged('changes nothing if there is none', '[a]\nj=1\n[b]\nk=1', k);
});

describe('renaming a key', () => {
  changes(
    'renames all occurrences',
    '[a]\n  k : v # k\nK=2\n[b]\nk=3\n[a]\nk=\n  k=1',
    renameKeyK,
    '[a]\n  kk : v # k\nkk=2\n[b]\nk=3\n[a]\nkk=\n  k=1',
  );
  unchanged('changes nothing if there is none', '[a]\nkk=1', renameKeyK);
  unchanged('changes nothing if the name is the same', '[a]\nk=1', (document) =>
    renameKey(document.sections, 'K', 'k'),
  );
});

describe('a new section', () => {
  const n = add('n', ['k', 'v'], ['l', 'w']);
  changes('starts an empty file', '', n, '[n]\nk = v\nl = w\n');
  changes('starts a file that contains only a byte order mark', '\uFEFF', n, '\uFEFF[n]\nk = v\nl = w\n');
  changes(
    'follows the blank lines of a file without sections',
    '\uFEFF\r\n \r\n',
    n,
    '\uFEFF\r\n \r\n[n]\r\nk = v\r\nl = w\r\n',
  );
  changes('is separated by a blank line', '[a]\nk=1\n', n, '[a]\nk=1\n\n[n]\nk=v\nl=w\n');
  changes('reuses an existing blank line', '[a]\nk=1\n \n', n, '[a]\nk=1\n \n[n]\nk=v\nl=w\n');
  changes(
    'reuses all existing blank lines',
    '[a]\r\nk=1\r\n\n \r\n',
    n,
    '[a]\r\nk=1\r\n\n \r\n[n]\r\nk=v\r\nl=w\r\n',
  );
  changes('follows a line without a line ending', '[a]\r\nk=1', n, '[a]\r\nk=1\r\n\r\n[n]\r\nk=v\r\nl=w\r\n');
  changes('follows a blank line without a line ending', '[a]\nk=1\n  ', n, '[a]\nk=1\n  \n[n]\nk=v\nl=w\n');
  changes('follows a comment', '# c\n', n, '# c\n\n[n]\nk = v\nl = w\n');
  changes('ends with LF in a file with lone CRs', '[a]\rk=1\r', n, '[a]\rk=1\r\n\n[n]\nk=v\nl=w\n');
  changes('may have no keys', '[a]\n', add('n'), '[a]\n\n[n]\n');
  changes('writes each key once', '', add('n', ['k', '1'], ['K', '2']), '[n]\nK = 2\n');
  changes('updates an existing section instead', '[n]\nl=1\n\n[a]\nk=1', n, '[n]\nl=w\nk=v\n\n[a]\nk=1');
  unchanged('changes nothing if it exists with the same values', '[n]\nl=w\nK=v\n', n);
  changes(
    'is added together with updates of existing sections',
    '[a]\nk=1\n[b]\nl=2',
    (document) =>
      addSections(document, [
        { title: 'm', values: [['x', '1']] },
        { title: 'b', values: [['k', '3']] },
        { title: 'n', values: [] },
      ]),
    '[a]\nk=1\n[b]\nl=2\nk=3\n\n[m]\nx=1\n\n[n]\n',
  );
});

describe('renaming a section', () => {
  changes(
    'changes only the title',
    '# a b\n[a b]\nk=a b\n  [ a b\t] ; a b\r\n[a  b]',
    uppercaseTitle,
    '# a b\n[A B]\nk=a b\n  [ A B\t] ; a b\r\n[a  b]',
  );
  unchanged('changes nothing if the title is the same', '[A B]\n', (document) =>
    renameSections(document.sections, (title) => title),
  );
});

describe('a copy of a section', () => {
  const c = copy('a', 'c');
  changes('goes below it', '[a]\nk = 1\n\n[b]\n', c, '[a]\nk = 1\n\n[c]\nk = 1\n\n[b]\n');
  changes('goes below it without a blank line before the next section', '[a]\n[b]\n', c, '[a]\n\n[c]\n[b]\n');
  changes(
    'contains everything in it',
    '# 1\n; 2\n [a] # a\noops\n\nk : 1\n # 3\ns3=\n  x = a\n# 4\n\n# 5\n',
    c,
    '# 1\n; 2\n [a] # a\noops\n\nk : 1\n # 3\ns3=\n  x = a\n# 4\n\n# 1\n; 2\n [c] # a\noops\n\nk : 1\n # 3\ns3=\n  x = a\n# 4\n\n# 5\n',
  );
  changes(
    'omits comments of the file and of other sections',
    '# file\n\n# a\n[a]\nk=1\n# b\n[b]\n',
    c,
    '# file\n\n# a\n[a]\nk=1\n\n# a\n[c]\nk=1\n# b\n[b]\n',
  );
  changes(
    'contains its indented comments',
    '[a]\nk=1\n  # 1\n\n  # 2\n# b\n[b]\n',
    c,
    '[a]\nk=1\n  # 1\n\n  # 2\n\n[c]\nk=1\n  # 1\n\n  # 2\n# b\n[b]\n',
  );
  changes('omits the byte order mark', '\uFEFF# a\n[a]\n', c, '\uFEFF# a\n[a]\n\n# a\n[c]\n');
  for (const stray of ['\u3000', '\u2028', '\u00A0'])
    changes(
      'omits white space that only the first title may follow',
      `${stray}[a]\n`,
      c,
      `${stray}[a]\n\n[c]\n`,
    );
  changes(
    'has no final line ending if the section has none',
    '[b]\r\n[a]\r\nk=1',
    c,
    '[b]\r\n[a]\r\nk=1\r\n\r\n[c]\r\nk=1',
  );
  changes(
    'goes below the last section and contains all of them',
    '[a]\nk=1\n\n[b]\n# 2\n[a]\nk=2',
    c,
    '[a]\nk=1\n\n[b]\n# 2\n[a]\nk=2\n\n[c]\nk=1\n\n# 2\n[c]\nk=2',
  );
  unchanged('is empty if there is no such section', '[b]\n', c);
});

describe('removing a section', () => {
  const a = removeAll('a');
  changes('keeps one blank line', '[x]\n\n[a]\nk=1\n\n[b]\n', a, '[x]\n\n[b]\n');
  changes(
    'removes its comments and no others',
    '# file\n\n# a\n[a]\nk=1\n# k=2\n\n# b\n[b]\n',
    a,
    '# file\n\n# b\n[b]\n',
  );
  changes('keeps comments directly above the next section', '[a]\nk=1\n# b\n[b]\n', a, '# b\n[b]\n');
  changes(
    'removes its indented comments',
    '[profile a]\nregion = x\n  # aws_secret_access_key = OLD\n[profile b]\nregion = y\n',
    removeAll('profile a'),
    '[profile b]\nregion = y\n',
  );
  changes(
    'removes indented comments across blank lines',
    '[x]\n\n[a]\n# c\n\n\t# OLD\n\n# b\n[b]\n',
    a,
    '[x]\n\n# b\n[b]\n',
  );
  changes(
    'keeps comments that are as deep as the next header',
    '  [a]\n  k=1\n    # OLD\n  # b\n  [b]\n',
    a,
    '  # b\n  [b]\n',
  );
  changes(
    'keeps comments that belong to no section',
    '[a]\nk=1\n\n# Production\n\n# b\n[b]\n',
    a,
    '# Production\n\n# b\n[b]\n',
  );
  changes(
    'keeps comments that belong to no section at the end of the file',
    '[x]\n\n[a]\nk=1\n\n# vim: ft=ini\n',
    a,
    '[x]\n\n# vim: ft=ini\n',
  );
  changes('removes everything between its keys', '[a]\nk=1\n\n# c\n\noops\ns3=\n  x=1\n[b]\n', a, '[b]\n');
  changes('removes unreadable lines', '[a]\nk=1\n\noops\n\n[b]\n', a, '[b]\n');
  changes('works for the first section', '\n[a]\nk=1\n\n\n[b]\n', a, '\n[b]\n');
  changes('works for the first section after a byte order mark', '\uFEFF[a]\nk=1\n\n[b]\n', a, '\uFEFF[b]\n');
  changes(
    'works for the first section after a byte order mark and comments',
    '\uFEFF# a\n[a]\n[b]\n',
    a,
    '\uFEFF[b]\n',
  );
  changes('works for the last section', '[x]\nk=1\n\n[a]\nk=2\n', a, '[x]\nk=1\n');
  changes(
    'works for the last section with blank lines after it',
    '[x]\r\n\r\n\r\n[a]\r\n \r\n',
    a,
    '[x]\r\n',
  );
  changes('works for the last section without a line ending', '[x]\n[a]\nk=1', a, '[x]\n');
  changes('works for the only section', '\uFEFF\n[a]\nk=1', a, '\uFEFF');
  changes('keeps the blank line that separates its neighbors', '[x]\n[a]\nk=1\n\n[b]\n', a, '[x]\n\n[b]\n');
  changes('adds no blank line between its neighbors', '[x]\n[a]\nk=1\n[b]\n', a, '[x]\n[b]\n');
  changes('removes all occurrences', '[a]\n\n[b]\n\n[a]\n\n[c]\n\n[a]\n', a, '[b]\n\n[c]\n');
  changes('keeps the lines after a broken header', '[a]\nk=1\n[b\nl=2\n[c]\n', a, '[b\nl=2\n[c]\n');
  changes(
    'works together with the next section',
    '[x]\n\n[a]\nk=1\n\n# b\n[b]\n\n',
    removeAll('a', 'b'),
    '[x]\n',
  );
  changes(
    'works together with the next section between others',
    '[x]\n\n[a]\n[b]\n\n[a]\n\n[c]',
    removeAll('a', 'b'),
    '[x]\n\n[c]',
  );
  unchanged('changes nothing if there is none', '[b]\n', a);
  changes(
    'does not turn a later U+FEFF into a byte order mark',
    '[a]\nk=1\n\uFEFF[b]\nl=2\n',
    removeAll('a'),
    '\n\uFEFF[b]\nl=2\n',
  );
});
