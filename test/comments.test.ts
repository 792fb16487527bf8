import assert from 'node:assert/strict';
import { commentsOf, readSources } from './typescriptTokens.ts';

const maxColumns = 120;

/** The places of comment lines that are too long, and of doc comments that follow another one directly. */
function violations(path: string, source: string): string[] {
  const comments = commentsOf(source);
  const lines = source.split('\n');
  const lineOf = (offset: number): number => source.slice(0, offset).split('\n').length;
  const long = comments.flatMap(({ text, offset }) => {
    const first = lineOf(offset);
    return text.split('\n').flatMap((_, i) => {
      const { length } = lines[first - 1 + i] ?? '';
      return length > maxColumns ? [`${path}:${first + i} has a comment line of ${length} characters`] : [];
    });
  });
  const repeated = comments.flatMap(({ text, offset }, i) => {
    const before = comments[i - 1];
    if (!before || !isDoc(before.text) || !isDoc(text)) return [];
    const between = source.slice(before.offset + before.text.length, offset);
    return between.trim() === '' ? [`${path}:${lineOf(offset)} has a second doc comment`] : [];
  });
  return [...long, ...repeated];
}

function isDoc(comment: string): boolean {
  return comment.startsWith('/**');
}

describe('the comments', () => {
  for (const folder of ['src', 'test'])
    it(`in ${folder} follow the rules`, () => {
      const sources = readSources(folder);
      assert.ok(sources.size > 30);
      assert.deepEqual(
        [...sources].flatMap(([path, source]) => violations(path, source)),
        [],
      );
    });
});

describe('the check of comments', () => {
  const long = 'x'.repeat(maxColumns - 3);

  it('accepts one doc comment before each declaration', () => {
    assert.deepEqual(
      violations('a.ts', '/** One. */\nconst a = 1;\n/** Two. */\nconst b = "/** */ /** */";'),
      [],
    );
  });

  it('accepts lines up to the limit, and long lines without comments', () => {
    assert.deepEqual(violations('a.ts', `// ${long}\nconst a = '${long}'; ${long}`), []);
  });

  it('reports long lines of any comment', () => {
    const source = `// ${long}x\n/**\n * ${long}x\n */\nconst a = 1; // ${long}`;
    assert.deepEqual(violations('a.ts', source), [
      'a.ts:1 has a comment line of 121 characters',
      'a.ts:3 has a comment line of 121 characters',
      'a.ts:5 has a comment line of 133 characters',
    ]);
  });

  it('reports a second doc comment', () => {
    assert.deepEqual(violations('a.ts', '/** One. */\n\n/** Two. */\nconst a = 1;'), [
      'a.ts:3 has a second doc comment',
    ]);
  });
});
