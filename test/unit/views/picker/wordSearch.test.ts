import assert from 'node:assert/strict';
import { normalized, searchWords } from '../../../../src/views/picker/wordSearch.ts';

const rows = [
  'maya | access keys us-east-1 US East (N. Virginia)',
  'dev | Developer 444455556666 eu-central-1 Europe (Frankfurt) role via maya',
  'dev-readonly | ReadOnly 444455556666 ap-northeast-1 Asia Pacific (Tokyo) role via maya',
  'prod-admin | Admin 777788889999 Production (EU) eu-west-1 arn:aws:iam::777788889999:role/MfaAdmin',
  'admin-prod | Admin 222233334444 us-east-1 corp',
  '本番 | Admin 123456789012',
].map((row) => {
  const [label = '', facts = ''] = row.split(' | ');
  return { label, name: normalized(label), text: normalized(`${label}\n${facts}`) };
});

function finds(query: string, ...expected: readonly string[]): void {
  it(`finds ${expected.join(', ') || 'nothing'} for “${query}”`, () => {
    assert.deepEqual(
      searchWords(rows, query, 10, () => false).first.map(({ label }) => label),
      expected,
    );
  });
}

describe('the search for words', () => {
  finds('prod adm', 'prod-admin', 'admin-prod');
  finds('2222 us-east', 'admin-prod');
  finds('tokyo read', 'dev-readonly');
  finds('MfaAdmin', 'prod-admin');
  finds('production eu', 'prod-admin');
  finds('corp', 'admin-prod');
  finds('  DEV  ', 'dev', 'dev-readonly');
  finds('ｐｒｏｄ　ａｄｍ', 'prod-admin', 'admin-prod');
  finds('本番', '本番');
  finds('developer tokyo');
  finds('', 'maya', 'dev', 'dev-readonly', 'prod-admin', 'admin-prod', '本番');

  describe('puts first', () => {
    it('the name that is equal, and then names that begin with the word', () => {
      const [first] = searchWords(rows, 'dev', 1, ({ label }) => label === 'dev-readonly').first;
      assert.equal(first?.label, 'dev');
    });

    it('what is preferred, among equal matches', () => {
      const found = searchWords(rows, '4444 maya', 10, ({ label }) => label === 'dev-readonly').first;
      assert.deepEqual(
        found.map(({ label }) => label),
        ['dev-readonly', 'dev'],
      );
    });
  });

  describe('finds last, by letters in their order,', () => {
    finds('pdadm', 'prod-admin');
    finds('dro', 'dev-readonly');
    finds('zzz');
    finds('a', 'admin-prod', 'prod-admin', 'maya', 'dev-readonly', 'dev', '本番');

    it('nothing if enough contain the words', () => {
      assert.deepEqual(
        searchWords(rows, 'admin', 1, () => false),
        { first: [rows[4]], more: 2 },
      );
    });

    it('in other facts than the name if nothing else is found, with few letters missing', () => {
      const role = { name: 'staging', text: 'staging\n111122223333\ndeveloper' };
      const other = { name: 'ci', text: 'ci\n444455556666\ndeploys every lazy poor robot' };
      const found = (query: string) => searchWords([role, other], query, 10, () => false);
      assert.deepEqual(found('devlopr'), { first: [role], more: 0 });
      assert.deepEqual(found('stgng devlopr'), { first: [role], more: 0 });
      assert.deepEqual(found('zzz'), { first: [], more: 0 });
    });

    it('only while fewer than 20 contain the words', () => {
      const fuzzy = { name: 'pro-d', text: 'pro-d' };
      const names = Array.from({ length: 20 }, (_, i) => ({ name: `prod-${i}`, text: `prod-${i}` }));
      const few = names.slice(1);
      const foundAmong = (named: typeof names) =>
        searchWords([fuzzy, ...named], 'prod', 100, () => false).first;
      assert.deepEqual(foundAmong(few), [...few, fuzzy]);
      assert.deepEqual(foundAmong(names), names);
    });
  });
});
