import assert from 'node:assert/strict';
import { badHeader, badKey, badText, type KeyTexts } from '../../../src/profiles/keyForm.ts';

const id = 'AKIATESTALICE0000001';
const temporaryId = 'ASIATESTALICE0000001';
const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const token = 'IQoJb3JpZ2luX2VjEHAaCXVzLWVhc3QtMSJHMEUCIQ+/==';

function found(key: Partial<KeyTexts>): string {
  const bad = badKey({ accessKeyId: id, secretAccessKey: secret, sessionToken: undefined, ...key });
  return bad ? [bad.part, bad.trouble, bad.character].filter(Boolean).join(' ') : 'good';
}

describe('the form of an access key', () => {
  const cases: readonly (readonly [string, Partial<KeyTexts>, string])[] = [
    ['a long-term key', {}, 'good'],
    ['a temporary key', { accessKeyId: temporaryId, sessionToken: token }, 'good'],
    ['a temporary key without a token', { accessKeyId: temporaryId }, 'accessKeyId noToken'],
    ['a long-term key with a token', { sessionToken: token }, 'sessionToken staleToken'],
    ['an ID in quotes', { accessKeyId: `"${id}"` }, 'accessKeyId quotes U+0022'],
    ['an ID in single quotes', { accessKeyId: `'${id}'` }, 'accessKeyId quotes U+0027'],
    ['an ID in typographic quotes', { accessKeyId: `“${id}”` }, 'accessKeyId quotes U+201C'],
    ['an ID with one quote', { accessKeyId: `${id}"` }, 'accessKeyId quotes U+0022'],
    ['an ID with a byte order mark', { accessKeyId: `\uFEFF${id}` }, 'accessKeyId invisible U+FEFF'],
    ['an ID with a zero-width space', { accessKeyId: `${id}\u200B` }, 'accessKeyId invisible U+200B'],
    ['an ID with a non-breaking space', { accessKeyId: `${id}\u00A0` }, 'accessKeyId invisible U+00A0'],
    ['an ID with a space', { accessKeyId: `${id} ` }, 'accessKeyId space U+0020'],
    ['an ID with a carriage return', { accessKeyId: `${id}\r` }, 'accessKeyId lineBreak U+000D'],
    ['an ID in full-width letters', { accessKeyId: 'ＡKIATESTALICE000001' }, 'accessKeyId foreign U+FF21'],
    ['the ID of a role', { accessKeyId: 'AROATESTALICE00000001' }, 'accessKeyId notKeyId'],
    ['the ID of a user', { accessKeyId: 'AIDATESTALICE00000001' }, 'accessKeyId notKeyId'],
    ['exchanged values', { accessKeyId: secret, secretAccessKey: id }, 'accessKeyId swapped'],
    ['a variable', { accessKeyId: '${AWS_KEY}' }, 'accessKeyId placeholder'],
    [
      'a variable without braces',
      { secretAccessKey: '$AWS_SECRET_ACCESS_KEY' },
      'secretAccessKey placeholder',
    ],
    ['a variable of VS Code', { accessKeyId: '${env:AWS_KEY}' }, 'accessKeyId placeholder'],
    ['a template', { secretAccessKey: '{{ aws_secret }}' }, 'secretAccessKey placeholder'],
    ['MinIO with a password like a variable', { accessKeyId: 'admin', secretAccessKey: '$ecret1' }, 'good'],
    ['a blank to fill in', { secretAccessKey: '<your secret>' }, 'secretAccessKey placeholder'],
    ['a masked secret', { secretAccessKey: '****************EKEY' }, 'secretAccessKey placeholder'],
    ['a secret in quotes', { secretAccessKey: `"${secret}"` }, 'secretAccessKey quotes U+0022'],
    ['a secret with a typographic quote', { secretAccessKey: `${secret}’` }, 'secretAccessKey quotes U+2019'],
    [
      'a secret with a soft hyphen',
      { secretAccessKey: `wJal\u00AD${secret}` },
      'secretAccessKey invisible U+00AD',
    ],
    ['a secret with a space inside', { secretAccessKey: 'wJalrX UtnFEMI' }, 'secretAccessKey space U+0020'],
    ['a secret over two lines', { secretAccessKey: 'wJalrX\nUtnFEMI' }, 'secretAccessKey lineBreak U+000A'],
    ['a secret with a kanji', { secretAccessKey: `${secret}鍵` }, 'secretAccessKey foreign U+9375'],
    [
      'a token over two lines',
      { accessKeyId: temporaryId, sessionToken: `${token}\r\n${token}` },
      'sessionToken lineBreak U+000D',
    ],
    [
      'a token in typographic quotes',
      { accessKeyId: temporaryId, sessionToken: `”${token}”` },
      'sessionToken quotes U+201D',
    ],
    [
      'a token with a word joiner',
      { accessKeyId: temporaryId, sessionToken: `${token}\u2060` },
      'sessionToken invisible U+2060',
    ],
    ['an ID with a comma', { accessKeyId: `${id},` }, 'accessKeyId foreign U+002C'],
    ['an ID with its name', { accessKeyId: `AWS_ACCESS_KEY_ID=${id}` }, 'accessKeyId ownName'],
    [
      'a secret with the name of its key',
      { secretAccessKey: `aws_secret_access_key = ${secret}` },
      'secretAccessKey ownName',
    ],
    [
      'a token with its name',
      { accessKeyId: temporaryId, sessionToken: `aws_session_token=${token}` },
      'sessionToken ownName',
    ],
    [
      'a token exported with its name',
      { accessKeyId: temporaryId, sessionToken: `export AWS_SESSION_TOKEN=${token}` },
      'sessionToken ownName',
    ],
    ...['null', 'None', 'none', 'undefined', 'NULL', '-', 'xxx', 'abc...', '...'].map(
      (word): [string, Partial<KeyTexts>, string] => [
        `the token ${word}`,
        { accessKeyId: temporaryId, sessionToken: word },
        'sessionToken placeholder',
      ],
    ),
    ...['null', 'None', 'undefined', 'AKIA...', 'AKIAEX...MPLE'].map(
      (word): [string, Partial<KeyTexts>, string] => [
        `the ID ${word}`,
        { accessKeyId: word },
        'accessKeyId placeholder',
      ],
    ),
    ...['null', 'None', 'wJal...'].map((word): [string, Partial<KeyTexts>, string] => [
      `the secret ${word}`,
      { secretAccessKey: word },
      'secretAccessKey placeholder',
    ]),
    ['another server with words for keys', { accessKeyId: 'none', secretAccessKey: 'none' }, 'good'],
    [
      'another server with dots',
      { accessKeyId: 'a.b', secretAccessKey: 'x..y', sessionToken: 'a.b-c_d' },
      'good',
    ],
    ['a secret with a semicolon', { secretAccessKey: `${secret};` }, 'secretAccessKey foreign U+003B'],
    ['a secret with its name', { secretAccessKey: `SECRET=${secret}` }, 'secretAccessKey foreign U+003D'],
    [
      'a token with a backslash',
      { accessKeyId: temporaryId, sessionToken: `${token}\\` },
      'sessionToken foreign U+005C',
    ],
    ['LocalStack with an ID like those of AWS', { secretAccessKey: 'test;' }, 'good'],
    // Servers of the user's own accept any text.
    ['LocalStack', { accessKeyId: 'test', secretAccessKey: 'test' }, 'good'],
    [
      'LocalStack with a token',
      { accessKeyId: 'test', secretAccessKey: 'test', sessionToken: 'test' },
      'good',
    ],
    ['MinIO', { accessKeyId: 'minioadmin', secretAccessKey: 'minioadmin' }, 'good'],
    ['MinIO with a passphrase', { accessKeyId: 'admin', secretAccessKey: "it's a 秘密 phrase" }, 'good'],
    ['Ceph with a tenant', { accessKeyId: 'tenant$user', secretAccessKey: 'x'.repeat(40) }, 'good'],
    [
      'MinIO with a quoted secret',
      { accessKeyId: 'admin', secretAccessKey: '"admin"' },
      'secretAccessKey quotes U+0022',
    ],
    ['MinIO with a zero-width space', { accessKeyId: 'ad\u200Bmin' }, 'accessKeyId invisible U+200B'],
  ];
  for (const [what, key, expected] of cases) {
    it(`of ${what} is ${expected}`, () => assert.equal(found(key), expected));
  }
});

describe('the form of a token', () => {
  it('has visible ASCII characters only', () => {
    assert.equal(badText('eyJhbGciOi.eyJzdWIiOiJ4In0.c2ln-_'), undefined);
    assert.equal(badText('eyJhbGciOi. eyJ')?.trouble, 'space');
    assert.equal(badText('{"access_token":"x"}')?.trouble, 'quotes');
    assert.equal(badText('\uFEFFeyJ')?.trouble, 'invisible');
  });

  it('may have spaces in a header', () => {
    assert.equal(badHeader('Bearer eyJhbGciOi'), undefined);
    assert.equal(badHeader('Digest username="x", realm="y"'), undefined);
    for (const [text, trouble] of [
      ['one\ntwo', 'lineBreak'],
      ['token\r', 'lineBreak'],
      ['"token"', 'quotes'],
      ['‘token’', 'quotes'],
      ['to\u200Bken', 'invisible'],
      ['トークン', 'foreign'],
    ] as const)
      assert.equal(badHeader(text)?.trouble, trouble, text);
  });
});
