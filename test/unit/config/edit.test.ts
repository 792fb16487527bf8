import assert from 'node:assert/strict';
import { applyEdits, excerpt, inOrder, type TextEdit } from '../../../src/config/edit.ts';
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

const drop =
  (...titles: string[]): Change =>
  (document) =>
    removeSections(
      document,
      document.sections.filter(({ header }) => titles.includes(header.title)),
    );

/** A copy of a section under another title. */
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

const renamed: Change = (document) => renameKey(sectionsTitled(document, 'a'), 'k', 'kk');

const titled: Change = (document) =>
  renameSections(sectionsTitled(document, 'a b'), (title) => title.toUpperCase());

function makes(what: string, text: string, change: Change, expected: string): void {
  it(what, () => assert.equal(edited(text, change(parseConfig(text))), expected));
}

function leaves(what: string, text: string, change: Change): void {
  it(what, () => assert.deepEqual(change(parseConfig(text)), []));
}

describe('edits of a text', () => {
  const edits = [
    { start: 1, end: 2, text: 'B' },
    { start: 3, end: 3, text: '!' },
    { start: 4, end: 6, text: '' },
  ];

  it('are made where they stand', () => assert.equal(applyEdits('abcdefg', edits), 'aBc!dg'));
  it('are made in a part alone', () => {
    assert.equal(excerpt('abcdefg', { start: 1, end: 4 }, edits), 'Bc!d');
    assert.equal(excerpt('abcdefg', { start: 2, end: 5 }, edits), 'c!de');
  });
  it('are put in order, and joined where they touch', () => {
    const [first, second, third] = edits as [TextEdit, TextEdit, TextEdit];
    assert.deepEqual(inOrder([third, first, second]), edits);
    assert.deepEqual(inOrder([{ start: 2, end: 4, text: 'x' }, first]), [{ start: 1, end: 4, text: 'Bx' }]);
    assert.deepEqual(
      inOrder([
        { start: 4, end: 6, text: '' },
        { start: 4, end: 4, text: 'y' },
      ]),
      [{ start: 4, end: 6, text: 'y' }],
    );
  });
});

describe('a value that is there', () => {
  const v = set('a', ['k', 'v']);
  makes('is replaced', '[a]\nk = old\nl = 1\n', v, '[a]\nk = v\nl = 1\n');
  makes('is replaced alone', '[a]\n  k\t=  old \t# note\r\n', v, '[a]\n  k\t=  v \t# note\r\n');
  makes('is replaced at the end of the file', '[a]\nk=old', v, '[a]\nk=v');
  makes('is found in any case', '[a]\nK = old\n', v, '[a]\nK = v\n');
  makes('is replaced where it counts', '[a]\nk = 1\nK = 2\nl = 3\n', v, '[a]\nk = 1\nK = v\nl = 3\n');
  makes(
    'is replaced in the last section that has it',
    '[a]\nk=1\n[a]\nk=2\n[a]\nl=3',
    v,
    '[a]\nk=1\n[a]\nk=v\n[a]\nl=3',
  );
  makes(
    'is left alone in other sections',
    '[b]\nk=1\n[a]\nk=2\n[a ]\n[c]\nk=3',
    v,
    '[b]\nk=1\n[a]\nk=v\n[a ]\n[c]\nk=3',
  );
  makes('takes its block with it', '[a]\nk =\n  x = 1\n  y = 2\nl = 3\n', v, '[a]\nk = v\nl = 3\n');
  makes('takes no comment with it', '[a]\nk =\n  x = 1\n  # c\n  y = 2', v, '[a]\nk = v\n  # c\n');
  makes('may be empty', '[a]\nk =\nl=1', v, '[a]\nk = v\nl=1');
  makes('may be empty and tight', '[a]\nk=\r\nl=1', v, '[a]\nk=v\r\nl=1');
  makes('may be empty, with white space behind it', '[a]\nk =  \t\nl=1', v, '[a]\nk = v\nl=1');
  makes(
    'may be empty, with a comment behind it',
    '[a]\nk = # c\nl=\t; d',
    set('a', ['k', 'v'], ['l', 'w']),
    '[a]\nk = v # c\nl=w\t; d',
  );
  makes('may be empty at the end of the file', '[a]\nk =', v, '[a]\nk = v');
  makes('may stand behind a colon', '[a]\nk: old\nl:', set('a', ['k', 'v'], ['l', 'w']), '[a]\nk: v\nl: w');
  makes(
    'keeps its colon, also with a = in it',
    '[a]\nk: old # c\nl:\n',
    set('a', ['k', 'x=y'], ['l', 'a=b']),
    '[a]\nk: x=y # c\nl: a=b\n',
  );
  makes(
    'keeps a = that has a colon behind it',
    '[a]\nk = a:b\n',
    set('a', ['k', 'x=y:z']),
    '[a]\nk = x=y:z\n',
  );
  makes(
    'takes what the CLI reads as more of it with it',
    '[a]\nk = AAA\n  BBB\n\n# c\n\tCCC==\nl = 3\n  more\n',
    v,
    '[a]\nk = v\n\n# c\nl = 3\n  more\n',
  );
  makes(
    'takes only what is deeper than it with it',
    '[a]\n  k = 1\n    more\n  l = 2\n m = 3\n',
    v,
    '[a]\n  k = v\n  l = 2\n m = 3\n',
  );
  makes('takes that with it where it is the same, too', '[a]\nk = v\n  more\nl = 1', v, '[a]\nk = v\nl = 1');
  makes(
    'takes a key with it that is more of it, and that is new then',
    '[a]\nk = 1\n  l = 2\nm = 3\n',
    set('a', ['l', '4'], ['k', 'v']),
    '[a]\nk = v\nm = 3\nl = 4\n',
  );
  makes(
    'is not what goes with another',
    '[a]\nl = 1\nk = 2\n  l = 3\n    k = 4\n',
    set('a', ['l', '5'], ['k', 'v']),
    '[a]\nl = 5\nk = v\n',
  );
  makes(
    'leaves the comments of an indented header',
    '[a]\nk = 1\n  # b\n  [b]\n',
    v,
    '[a]\nk = v\n  # b\n  [b]\n',
  );
  makes('ends at CR', '[a]\rk = 1\rl = 2\r', v, '[a]\rk = v\rl = 2\r');
  makes('ends at CR, empty or not', '[a]\nk =\rl = 2\n', v, '[a]\nk = v\rl = 2\n');
  makes('is not searched for in a broken line', '[a]\nk\nk = 1', v, '[a]\nk\nk = v');
  leaves('is the same already', '[a]\nk = 1\nk = v # c\n', v);
  leaves('belongs to no section', '[b]\nk = 1', v);
});

describe('a key that is new', () => {
  const n = set('a', ['n', 'v']);
  makes('goes before a broken header', '[a]\nk = 1\n[b\nl = 2\n', n, '[a]\nk = 1\nn = v\n[b\nl = 2\n');
  makes('goes below the last one', '[a]\nk = 1\n\n[b]\n', n, '[a]\nk = 1\nn = v\n\n[b]\n');
  makes('goes below a header alone', '[a]\n[b]\n', n, '[a]\nn = v\n[b]\n');
  makes('goes below a header at the end of the file', '[a]', n, '[a]\nn = v');
  makes('goes below a header with comments', '[a] # c\n# d\n\n[b]\n', n, '[a] # c\nn = v\n# d\n\n[b]\n');
  makes(
    'goes below a block',
    '[a]\ns3 =\n  x = 1\n\n  y = 2\n\n',
    n,
    '[a]\ns3 =\n  x = 1\n\n  y = 2\nn = v\n\n',
  );
  makes(
    'goes below the comments of a block',
    '[a]\ns3 =\n  x = 1\n  # y = 2\n# c\n',
    n,
    '[a]\ns3 =\n  x = 1\n  # y = 2\nn = v\n# c\n',
  );
  makes(
    'goes below what the CLI reads as more of a value',
    '[a]\nk = 1\n  more\n',
    n,
    '[a]\nk = 1\n  more\nn = v\n',
  );
  makes(
    'goes below it, whatever stands between',
    '[a]\nk = 1\n\n# c\n  more\n\n# d\n[b]\n',
    n,
    '[a]\nk = 1\n\n# c\n  more\nn = v\n\n# d\n[b]\n',
  );
  makes('goes below what is indented under a header', '[a]\n  # c\n\n[b]', n, '[a]\n  # c\nn = v\n\n[b]');
  makes(
    'is read by all tools where lines end at CR, which most do not know',
    '[a]\rk = 1\r[b]\r',
    n,
    '[a]\rk = 1\r\nn = v\n[b]\r',
  );
  makes(
    'goes below what is indented and cannot be read',
    '[a]\n k = 1\n oops\n\n[profile b\n',
    n,
    '[a]\n k = 1\n oops\nn = v\n\n[profile b\n',
  );
  makes(
    'goes above the comments of the next section',
    '[a]\nk = 1\n# b\n[b]\n',
    n,
    '[a]\nk = 1\nn = v\n# b\n[b]\n',
  );
  makes(
    'goes above them where they are indented',
    ' [a]\n k = 1\n # b\n [b]\n',
    n,
    ' [a]\n k = 1\n n = v\n # b\n [b]\n',
  );
  makes(
    'goes above comments at the end',
    '[a]\nk = 1\n\n# vim: ft=ini\n',
    n,
    '[a]\nk = 1\nn = v\n\n# vim: ft=ini\n',
  );
  makes('is not indented', '[a]\n  k = 1\n', n, '[a]\n  k = 1\nn = v\n');
  makes(
    'is as deep as the header below it, which the CLI would take for more of it',
    '[a]\n\t[b]\n\tk = 1\n\n\t[a]\n[c]',
    set('b', ['n', 'v'], ['m', 'w']),
    '[a]\n\t[b]\n\tk = 1\n\tn = v\n\tm = w\n\n\t[a]\n[c]',
  );
  makes(
    'is not indented below a block',
    ' [a]\n s3 =\n  x = 1\n [b]',
    n,
    ' [a]\n s3 =\n  x = 1\nn = v\n [b]',
  );
  makes('goes to the last of the sections', '[a]\nk=1\n[b]\n[a]\n[c]', n, '[a]\nk=1\n[b]\n[a]\nn=v\n[c]');
  makes('ends the line before it', '[a]\nk = 1', n, '[a]\nk = 1\nn = v');
  makes('ends its line as its neighbours do', '[a]\r\nk = 1\r\n[b]\n', n, '[a]\r\nk = 1\r\nn = v\r\n[b]\n');
  makes(
    'ends its line as they do, not as the file',
    '[x]\r\n[a]\nk = 1\n[b]\r\n',
    n,
    '[x]\r\n[a]\nk = 1\nn = v\n[b]\r\n',
  );
  makes('ends the line before it as the lines before that', '[a]\r\nk = 1', n, '[a]\r\nk = 1\r\nn = v');
  makes('goes below a header with a byte order mark', '\uFEFF[a]', n, '\uFEFF[a]\nn = v');
  makes('has spaces like the section', '[a]\nk=1\n[b]\nl = 1', n, '[a]\nk=1\nn=v\n[b]\nl = 1');
  makes('has spaces like the file', '[b]\nl= 1\n[a]\n', n, '[b]\nl= 1\n[a]\nn= v\n');
  makes('has no spaces to align it', '[a]\nkey_of_mine   =    1\n', n, '[a]\nkey_of_mine   =    1\nn = v\n');
  makes(
    'learns nothing from a key without a value',
    '[a]\nk =1\ns3=\n  x=1',
    n,
    '[a]\nk =1\ns3=\n  x=1\nn =v',
  );
  makes('learns nothing from a colon', '[b]\nl=1\n[a]\nk: 1\n', n, '[b]\nl=1\n[a]\nk: 1\nn=v\n');
  makes(
    'goes in with others',
    '[a]\nk=1',
    set('a', ['n', '1'], ['k', '2'], ['m', '3']),
    '[a]\nk=2\nn=1\nm=3',
  );
  makes('is given once', '[a]\n', set('a', ['n', '1'], ['m', '2'], ['N', '3']), '[a]\nN = 3\nm = 2\n');
});

describe('a key that goes', () => {
  const k = remove('a', 'k');
  makes('takes its line with it', '[a]\nj = 1\nk = 2 # c\nl = 3\n', k, '[a]\nj = 1\nl = 3\n');
  makes(
    'takes its block with it, but no comment',
    '[a]\nk =\n  x = 1\n# c\n\n  y = 2\nl = 3',
    k,
    '[a]\n# c\n\nl = 3',
  );
  makes('goes from wherever it is', '[a]\nk=1\nK=2\n[b]\nk=3\n[a]\nk=4\nl=5', k, '[a]\n[b]\nk=3\n[a]\nl=5');
  makes('may be the last of the file', '[a]\nj=1\nk=2', k, '[a]\nj=1\n');
  makes(
    'takes what the CLI reads as more of it with it',
    '[a]\naws_session_token = A\n  B\n\n\tC==\nj = 1\n',
    remove('a', 'aws_session_token'),
    '[a]\n\nj = 1\n',
  );
  makes(
    'takes deeper keys with it, and comments',
    '[a]\ns3 =\n  x = 1\nk = 2\n  m = 3\n  # n\n\n  # o\n# p\nl = 4\n',
    k,
    '[a]\ns3 =\n  x = 1\n\n# p\nl = 4\n',
  );
  makes('leaves what is as deep as it is', '[a]\n  k = 2\n  # c\n  m = 3\n', k, '[a]\n  # c\n  m = 3\n');
  makes(
    'leaves what is indented below it, in no other block',
    '[a]\ns3 =\n  x = 1\nk = 2\noops\n  m = 3\n  n = 4\n',
    k,
    '[a]\ns3 =\n  x = 1\noops\nm = 3\n  n = 4\n',
  );
  makes(
    'goes from under another, which stays',
    '[a]\nj = 1\n  k = 2\n    more\n  other\n',
    k,
    '[a]\nj = 1\n  other\n',
  );
  makes('makes room for another', '[a]\nj=1\nk=2', set('a', ['k', undefined], ['n', '3']), '[a]\nj=1\nn=3\n');
  leaves('is not there', '[a]\nj=1\n[b]\nk=1', k);
});

describe('a key under another name', () => {
  makes(
    'is renamed wherever it is',
    '[a]\n  k : v # k\nK=2\n[b]\nk=3\n[a]\nk=\n  k=1',
    renamed,
    '[a]\n  kk : v # k\nkk=2\n[b]\nk=3\n[a]\nkk=\n  k=1',
  );
  leaves('is not there', '[a]\nkk=1', renamed);
  leaves('is named so already', '[a]\nk=1', (document) => renameKey(document.sections, 'K', 'k'));
});

describe('a new section', () => {
  const n = add('n', ['k', 'v'], ['l', 'w']);
  makes('begins a file', '', n, '[n]\nk = v\nl = w\n');
  makes('begins a file that has nothing but a byte order mark', '\uFEFF', n, '\uFEFF[n]\nk = v\nl = w\n');
  makes('begins a file of blank lines', '\uFEFF\r\n \r\n', n, '\uFEFF\r\n \r\n[n]\r\nk = v\r\nl = w\r\n');
  makes('follows a blank line', '[a]\nk=1\n', n, '[a]\nk=1\n\n[n]\nk=v\nl=w\n');
  makes('follows the blank line that is there', '[a]\nk=1\n \n', n, '[a]\nk=1\n \n[n]\nk=v\nl=w\n');
  makes(
    'follows all the blank lines that are there',
    '[a]\r\nk=1\r\n\n \r\n',
    n,
    '[a]\r\nk=1\r\n\n \r\n[n]\r\nk=v\r\nl=w\r\n',
  );
  makes('follows a line without an end', '[a]\r\nk=1', n, '[a]\r\nk=1\r\n\r\n[n]\r\nk=v\r\nl=w\r\n');
  makes('follows a blank line without an end', '[a]\nk=1\n  ', n, '[a]\nk=1\n  \n[n]\nk=v\nl=w\n');
  makes('follows a comment', '# c\n', n, '# c\n\n[n]\nk = v\nl = w\n');
  makes('is read by all tools where lines end at CR', '[a]\rk=1\r', n, '[a]\rk=1\r\n\n[n]\nk=v\nl=w\n');
  makes('may have no keys', '[a]\n', add('n'), '[a]\n\n[n]\n');
  makes('gives each key once', '', add('n', ['k', '1'], ['K', '2']), '[n]\nK = 2\n');
  makes('is not added to one that is there', '[n]\nl=1\n\n[a]\nk=1', n, '[n]\nl=w\nk=v\n\n[a]\nk=1');
  leaves('is there with its keys', '[n]\nl=w\nK=v\n', n);
  makes(
    'comes with others, some of them there',
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

describe('a section under another title', () => {
  makes(
    'keeps all but the title',
    '# a b\n[a b]\nk=a b\n  [ a b\t] ; a b\r\n[a  b]',
    titled,
    '# a b\n[A B]\nk=a b\n  [ A B\t] ; a b\r\n[a  b]',
  );
  leaves('has it already', '[A B]\n', (document) => renameSections(document.sections, (title) => title));
});

describe('a copy of a section', () => {
  const c = copy('a', 'c');
  makes('stands below it', '[a]\nk = 1\n\n[b]\n', c, '[a]\nk = 1\n\n[c]\nk = 1\n\n[b]\n');
  makes('stands below it where the next follows at once', '[a]\n[b]\n', c, '[a]\n\n[c]\n[b]\n');
  makes(
    'has all that is in it',
    '# 1\n; 2\n [a] # a\noops\n\nk : 1\n # 3\ns3=\n  x = a\n# 4\n\n# 5\n',
    c,
    '# 1\n; 2\n [a] # a\noops\n\nk : 1\n # 3\ns3=\n  x = a\n# 4\n\n# 1\n; 2\n [c] # a\noops\n\nk : 1\n # 3\ns3=\n  x = a\n# 4\n\n# 5\n',
  );
  makes(
    'has no comments of the file or of others',
    '# file\n\n# a\n[a]\nk=1\n# b\n[b]\n',
    c,
    '# file\n\n# a\n[a]\nk=1\n\n# a\n[c]\nk=1\n# b\n[b]\n',
  );
  makes(
    'has its indented comments',
    '[a]\nk=1\n  # 1\n\n  # 2\n# b\n[b]\n',
    c,
    '[a]\nk=1\n  # 1\n\n  # 2\n\n[c]\nk=1\n  # 1\n\n  # 2\n# b\n[b]\n',
  );
  makes('has no byte order mark', '\uFEFF# a\n[a]\n', c, '\uFEFF# a\n[a]\n\n# a\n[c]\n');
  makes(
    'has no final line end where the section has none',
    '[b]\r\n[a]\r\nk=1',
    c,
    '[b]\r\n[a]\r\nk=1\r\n\r\n[c]\r\nk=1',
  );
  makes(
    'stands below the last, with all of them',
    '[a]\nk=1\n\n[b]\n# 2\n[a]\nk=2',
    c,
    '[a]\nk=1\n\n[b]\n# 2\n[a]\nk=2\n\n[c]\nk=1\n\n# 2\n[c]\nk=2',
  );
  leaves('is of nothing', '[b]\n', c);
});

describe('a section that goes', () => {
  const a = drop('a');
  makes('leaves one blank line behind', '[x]\n\n[a]\nk=1\n\n[b]\n', a, '[x]\n\n[b]\n');
  makes(
    'takes its comments with it, and no others',
    '# file\n\n# a\n[a]\nk=1\n# k=2\n\n# b\n[b]\n',
    a,
    '# file\n\n# b\n[b]\n',
  );
  makes('leaves comments that directly precede the next', '[a]\nk=1\n# b\n[b]\n', a, '# b\n[b]\n');
  makes(
    'takes indented comments with it, wherever they stand',
    '[profile a]\nregion = x\n  # aws_secret_access_key = OLD\n[profile b]\nregion = y\n',
    drop('profile a'),
    '[profile b]\nregion = y\n',
  );
  makes(
    'takes them with it over blank lines, and what stands between',
    '[x]\n\n[a]\n# c\n\n\t# OLD\n\n# b\n[b]\n',
    a,
    '[x]\n\n# b\n[b]\n',
  );
  makes(
    'leaves comments that are as deep as the next header',
    '  [a]\n  k=1\n    # OLD\n  # b\n  [b]\n',
    a,
    '  # b\n  [b]\n',
  );
  makes(
    'leaves comments that belong to nobody',
    '[a]\nk=1\n\n# Production\n\n# b\n[b]\n',
    a,
    '# Production\n\n# b\n[b]\n',
  );
  makes(
    'leaves comments that belong to nobody, at the end',
    '[x]\n\n[a]\nk=1\n\n# vim: ft=ini\n',
    a,
    '[x]\n\n# vim: ft=ini\n',
  );
  makes('takes all between its keys with it', '[a]\nk=1\n\n# c\n\noops\ns3=\n  x=1\n[b]\n', a, '[b]\n');
  makes('takes what cannot be read with it', '[a]\nk=1\n\noops\n\n[b]\n', a, '[b]\n');
  makes('may be the first', '\n[a]\nk=1\n\n\n[b]\n', a, '\n[b]\n');
  makes('may be the first, behind a byte order mark', '\uFEFF[a]\nk=1\n\n[b]\n', a, '\uFEFF[b]\n');
  makes(
    'may be the first, behind a byte order mark and its comments',
    '\uFEFF# a\n[a]\n[b]\n',
    a,
    '\uFEFF[b]\n',
  );
  makes('may be the last', '[x]\nk=1\n\n[a]\nk=2\n', a, '[x]\nk=1\n');
  makes('may be the last, with blank lines behind it', '[x]\r\n\r\n\r\n[a]\r\n \r\n', a, '[x]\r\n');
  makes('may be the last, without an end', '[x]\n[a]\nk=1', a, '[x]\n');
  makes('may be all there is', '\uFEFF\n[a]\nk=1', a, '\uFEFF');
  makes('leaves the blank line that separates its neighbours', '[x]\n[a]\nk=1\n\n[b]\n', a, '[x]\n\n[b]\n');
  makes('may stand close to both neighbours', '[x]\n[a]\nk=1\n[b]\n', a, '[x]\n[b]\n');
  makes('goes from wherever it is', '[a]\n\n[b]\n\n[a]\n\n[c]\n\n[a]\n', a, '[b]\n\n[c]\n');
  makes('leaves what is behind a broken header', '[a]\nk=1\n[b\nl=2\n[c]\n', a, '[b\nl=2\n[c]\n');
  makes('goes with its neighbour', '[x]\n\n[a]\nk=1\n\n# b\n[b]\n\n', drop('a', 'b'), '[x]\n');
  makes(
    'goes with its neighbour, from between others',
    '[x]\n\n[a]\n[b]\n\n[a]\n\n[c]',
    drop('a', 'b'),
    '[x]\n\n[c]',
  );
  leaves('is not there', '[b]\n', a);
});
