import assert from 'node:assert/strict';
import {
  nameComplaint,
  type NameComplaint,
  profileTitle,
  renamedTitle,
  ssoSessionTitle,
} from '../../../src/profiles/profileNames.ts';
import { readTitle } from '../../../src/profiles/profiles.ts';

function complains(complaint: NameComplaint | undefined, ...names: string[]): void {
  for (const name of names) {
    const what = complaint
      ? `rejects ${JSON.stringify(name)} as ${complaint}`
      : `accepts ${JSON.stringify(name)}`;
    it(what, () => assert.equal(nameComplaint(name), complaint));
  }
}

describe('nameComplaint', () => {
  complains(undefined, 'default', 'dev', 'Dev_1', 'a.b-c', 'a@b.example', 'team/dev', 'a:b%c+d', '1');
  complains('notEverywhere', 'my prof', '開発', 'a=b', 'a#b', 'a,b', 'a(b)', 'a*');
  complains('option', '-x', '--', '-');
  complains('empty', '');
  complains('space', ' a', 'a ');
  complains('control', 'a\tb', 'a\nb', '\uD800');
  complains('comment', '#a', 'a ;b');
  complains('character', 'a]', '[a', '"a"', "bob's", 'a\\b');
  complains('reserved', 'DEFAULT', '__proto__', 'profile __proto__', 'constructor', 'toString');
});

describe('the title of a profile', () => {
  it('depends on the file', () => {
    assert.equal(profileTitle('config', 'dev'), 'profile dev');
    assert.equal(profileTitle('config', 'my prof'), 'profile "my prof"');
    assert.equal(profileTitle('config', 'default'), 'default');
    assert.equal(profileTitle('credentials', 'dev'), 'dev');
    assert.equal(profileTitle('credentials', 'my prof'), 'my prof');
    assert.equal(ssoSessionTitle('corp'), 'sso-session corp');
    assert.equal(ssoSessionTitle('my corp'), 'sso-session "my corp"');
  });

  const renamings = {
    'profile a': ['profile b', 'profile "b c"'],
    'profile \t a': ['profile \t b', 'profile \t "b c"'],
    'profile "a"': ['profile "b"', 'profile "b c"'],
    "profile 'a x'": ["profile 'b'", "profile 'b c'"],
    'profile a x': ['profile b', 'profile "b c"'],
    'profile "a': ['profile b', 'profile "b c"'],
    'profile "a"x': ['profile b', 'profile "b c"'],
    'profile "default"': ['profile "b"', 'profile "b c"'],
    default: ['profile b', 'profile "b c"'],
  };
  for (const [title, expected] of Object.entries(renamings)) {
    it(`keeps the spelling of [${title}]`, () => {
      assert.deepEqual(
        ['b', 'b c'].map((name) => renamedTitle('config', title, name)),
        expected,
      );
      assert.equal(renamedTitle('config', title, 'default'), 'default');
      for (const name of ['b', 'b c']) {
        assert.deepEqual(readTitle(renamedTitle('config', title, name)), { kind: 'profile', name });
      }
    });
  }

  it('is only the name in the credentials file', () => {
    for (const title of ['a', 'default', 'profile "a"']) {
      assert.equal(renamedTitle('credentials', title, 'b c'), 'b c');
    }
  });
});
