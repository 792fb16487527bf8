import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import * as fc from 'fast-check';
import { readIniSections, strayIniLine } from '../../../../src/profiles/alibaba/iniSections.ts';

/** The library by which the SDK for Node.js reads its file (`util/utils.ts`, `loadIni`), in its own version. */
const ofSdk = createRequire(createRequire(import.meta.url).resolve('@alicloud/credentials'))('ini') as {
  parse(text: string): Record<string, unknown>;
};

/** What the SDK gets for a key of a section; undefined if that is no text. */
function asTheSdkReads(text: string, section: string): Map<string, string> {
  const found = ofSdk.parse(text)[section];
  const entries = typeof found === 'object' && found !== null ? Object.entries(found) : [];
  return new Map(
    entries.flatMap(([key, value]): [string, string][] => (typeof value === 'string' ? [[key, value]] : [])),
  );
}

function read(text: string, section = 'default'): Map<string, string> {
  return new Map(readIniSections(text)?.get(section));
}

const texts = {
  'plain values': '[default]\ntype = access_key\naccess_key_id = LTAI1\naccess_key_secret=s3cret',
  'no spaces': '[default]\ntype=access_key\naccess_key_id=a',
  'white space around everything': '[default]\n\t type  =\t access_key \n',
  'carriage returns': '[default]\r\ntype = access_key\r\n\r\naccess_key_id = a\r\n',
  'old Mac line ends': '[default]\rtype = a\raccess_key_id = b',
  'comment lines': '# one\n; two\n[default]\n  # three\ntype = a\n;access_key_id = b',
  'a comment behind a value': '[default]\ntype = access_key # the type\naccess_key_id = LTAI1 ; key',
  'a hash inside a value': '[default]\naccess_key_secret = abc#def',
  'an escaped hash': String.raw`[default]${'\n'}access_key_secret = abc\#def`,
  'an escaped semicolon': String.raw`[default]${'\n'}access_key_secret = abc\;def\\g`,
  'a backslash at the end': '[default]\noidc_token_file_path = C:\\',
  'a path of Windows': String.raw`[default]${'\n'}oidc_token_file_path = C:\Users\me\token`,
  'double quotes': '[default]\naccess_key_secret = "abc;def"',
  'single quotes': "[default]\naccess_key_secret = 'abc#def'",
  'a quote on one side': '[default]\naccess_key_secret = "abc',
  'a lone quote': '[default]\naccess_key_secret = "',
  'quotes inside': '[default]\naccess_key_secret = a"b"c',
  'an escape in quotes': String.raw`[default]${'\n'}role_session_name = "a\u0062c"`,
  'an equals sign in a value': '[default]\naccess_key_secret = abc==',
  'a key twice': '[default]\ntype = a\ntype = b',
  'a section twice': '[default]\ntype = a\n[other]\ntype = c\n[default]\naccess_key_id = b',
  'several sections': '[other]\ntype = x\n[default]\ntype = y\n[third]\ntype = z',
  'an empty value': '[default]\ntype =\naccess_key_id = a',
  'keys above the first section': 'type = above\n[default]\ntype = a',
  'a title in quotes': '["default"]\ntype = a',
  'spaces inside a title': '[ default ]\ntype = a',
  'a comment in a title': '[default;x]\ntype = a',
  'a bracket that is not closed': '[default]\ntype = a\n[other\naccess_key_id = b',
  'text behind a title': '[default]\ntype = a\n[other] x\naccess_key_id = b',
  'an indented title': '[default]\ntype = a\n  [other]\naccess_key_id = b',
  'an array': '[default]\ntype = a\nrole_arn[] = b\nrole_arn[] = c',
  'a word without a value': '[default]\ntype = a',
  'a policy': '[default]\npolicy = {"Version":"1","Statement":[]}',
  'a policy with comments in it': '[default]\npolicy = {"Version":"1","Statement":["#"]}',
  'keys in another case': '[default]\nType = a\nACCESS_KEY_ID = b',
  'another language': '[default]\nrole_session_name = 山田\ntype = é',
  'a tab in a value': '[default]\nrole_session_name = a\tb',
  'the names of prototypes as keys': '[default]\n__proto__ = x\ntype = a',
  'an empty title': '[]\ntype = x\n[default]\ntype = a',
};

describe('a section of an INI file', () => {
  for (const [what, text] of Object.entries(texts))
    it(`is read as by the SDK for Node.js with ${what}`, () => {
      assert.deepEqual(read(text), asTheSdkReads(text, 'default'));
    });

  it('is found in most of these texts, so that there is something to compare', () => {
    assert.ok(Object.values(texts).filter((text) => read(text).size > 0).length > 35);
  });

  it('is read as by the SDK for any values of lines', () => {
    const line = fc.tuple(
      fc.constantFrom('type', 'access_key_id', 'role_arn', 'a b'),
      fc.string({ unit: fc.constantFrom('a', '1', ' ', '"', "'", '\\', ';', '#', '=', '[', ']', '.', '\t') }),
    );
    fc.assert(
      fc.property(fc.array(line, { maxLength: 6 }), (lines) => {
        const text = ['[default]', ...lines.map(([key, value]) => `${key} = ${value}`)].join('\n');
        const ours = read(text);
        // The SDK has numbers, objects, and arrays where values in quotes are JSON; they are no texts for it.
        for (const [key, value] of asTheSdkReads(text, 'default')) assert.equal(ours.get(key), value);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('what the SDK for Node.js reads differently', () => {
  it('a section whose name has dots, which the others find', () => {
    const text = '[team.prod]\ntype = access_key\n[team]\ntype = x';
    assert.deepEqual([...(readIniSections(text)?.keys() ?? [])].toSorted(), ['team', 'team.prod']);
    assert.equal(read(text, 'team.prod').get('type'), 'access_key');
    assert.equal(ofSdk.parse(text)['team.prod'], undefined);
  });

  it('`true`, and JSON in single quotes, which are texts', () => {
    const text = `[default]\nenable = true\npolicy = '{"Version":"1"}'\naccess_key_id = '12'`;
    assert.deepEqual(
      [...read(text)],
      [
        ['enable', 'true'],
        ['policy', '{"Version":"1"}'],
        ['access_key_id', '12'],
      ],
    );
  });

  it('a title before white space', () => {
    assert.equal(read('[default] \ntype = a').get('type'), 'a');
  });

  it('a byte order mark', () => {
    assert.equal(read('\uFEFF[default]\ntype = a').get('type'), 'a');
  });

  it('the names of prototypes as titles', () => {
    const text =
      '[constructor]\ntype = a\n[toString]\ntype = b\n[hasOwnProperty]\ntype = c\n[__proto__]\ntype = d';
    assert.deepEqual(
      [...(readIniSections(text)?.keys() ?? [])],
      ['constructor', 'toString', 'hasOwnProperty'],
    );
    assert.equal(read(text, 'hasOwnProperty').get('type'), 'c');
    assert.equal(({} as Record<string, unknown>)['type'], undefined);
  });
});

describe('a text without sections', () => {
  it('has none if it is blank', () => {
    for (const text of ['', '\n\n', '# a\n; b\n', '\uFEFF', '\uFEFF# a'])
      assert.equal(readIniSections(text)?.size, 0, JSON.stringify(text));
  });

  it('is not valid otherwise, from its first line with content', () => {
    const text = '# comment\r\n\r\n{"AccessKeyId": "STS.x"}\r\n';
    assert.equal(readIniSections(text), undefined);
    assert.equal(strayIniLine(text), 3);
  });
});

describe('any text', () => {
  it('is read without an error', () => {
    const piece = fc.constantFrom(
      '[',
      ']',
      '=',
      '.',
      '\\',
      '"',
      "'",
      '\n',
      '\r',
      'true',
      '__proto__',
      'a',
      '[]',
      ';',
      ' ',
    );
    const anything = fc.oneof(
      fc.string(),
      fc.array(piece, { maxLength: 40 }).map((pieces) => pieces.join('')),
    );
    fc.assert(
      fc.property(anything, (text) => {
        for (const [name, section] of readIniSections(text) ?? []) {
          assert.notEqual(name, '');
          for (const value of section.values()) assert.equal(typeof value, 'string');
        }
      }),
      { numRuns: 3000 },
    );
    assert.deepEqual(Object.keys(Object.prototype), []);
  });
});
