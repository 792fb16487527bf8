import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { readRust } from '../../../../src/profiles/readers/rust.ts';
import { anyText, oddFiles } from '../../config/configTexts.ts';
import { print } from './plainResults.ts';

function reads(what: string, config: string, expected: string, credentials = ''): void {
  const texts = { config, credentials };
  it(what, () => assert.equal(print(readRust(texts), texts), expected));
}

/** The cases of AWS's own list (smithy-rs `profile-parser-tests.json`), with flattened blocks. */
describe('the SDK for Rust, in AWS’s own test cases,', () => {
  reads('reads empty files', '', '');
  reads('reads a profile without keys', '[profile a]', 'a()');
  reads(
    'allows some special characters in names',
    '[profile a-b:c/d_e%f.g@h+]\n[profile a!b]',
    'a-b:c/d_e%f.g@h+()',
  );
  reads('stops at a header without a closing bracket', '[profile a', 'headerWithoutEnd: [profile a');
  reads('trims names', '[profile \ta \t]\n[   profile b    ]', 'a() b()');
  reads('accepts a tab after a prefix', '[profile\ta]', 'a()');
  reads('stops at a value before any profile', 'k = v', 'beforeFirstSection: k = v');
  reads('reads values', '[profile a]\r\nk = v\r\nl \t=  \tv=w \t', 'a(k=v, l=v=w)');
  reads('reads values in any script', '[profile a]\nk = 😂', 'a(k=😂)');
  reads('reads empty values', '[profile a]\nk =', 'a(k=)');
  reads('stops at a line without a key', '[profile a]\n= v', 'noKey: = v');
  reads('stops at a line without =', '[profile a]\nk : v', 'noSeparator: k : v');
  reads('ignores blank lines', '\t \n[profile a]\n\t\n \nk = v\n\t \n[profile b]\n \t', 'a(k=v) b()');
  reads('ignores comments', '# c\n; d\n[profile a] # c\nk = v ; d # e\n;\nl = w ;', 'a(k=v, l=w)');
  reads('ends a header at any # or ;', '[profile a]; c\n[profile b]# c', 'a() b()');
  reads('keeps # and ; without a space before them', '[profile a]\nk = v; c\nl = w# c', 'a(k=v; c, l=w# c)');
  reads('continues a value', '[profile a]\nk = v\n -b\n \t -c # d', 'a(k=v\n-b\n-c # d)');
  reads('stops at a continuation before any section', ' -b', 'beforeFirstSection:  -b');
  reads(
    'stops at a continuation of a header',
    '[profile a]\nk = v\n[profile a]\n -b',
    'indentedWithoutKey:  -b',
  );
  reads(
    'merges profiles; the last value wins',
    '[profile a]\nK=1\nl=1\n[profile a]\nk=2\nk=3',
    'a(k=3, l=1)',
  );
  reads('prefers [profile default]', '[profile default]\nk=1\n[default]\nl=2', 'default(k=1)');
  reads(
    'prefers [profile default] regardless of order',
    '[default]\nl=2\n[profile default]\nk=1',
    'default(k=1)',
  );
  reads('ignores invalid names', '[profile a b]\nk = v\n[profile c]\nk = v', 'c(k=v)', '[d e]\nk = v');
  reads('ignores invalid keys', '[profile a]\nin valid = v', 'a()');
  reads(
    'reads blocks',
    '[profile a]\ns3 =\n k = v\n\t \n l =\n in valid = w',
    'a(s3.k=v, s3.l=, s3.in valid=w)',
  );
  reads('stops at a block line without =', '[profile a]\ns3 =\n invalid', 'noSeparator:  invalid');
  reads('stops at a block line without a key', '[profile a]\ns3 =\n = v', 'noKey:  = v');
  reads('merges files', '[profile a]\nk=1\nl=1', 'a(k=2, l=1, m=2)', '[a]\nk=2\nm=2');
  reads('requires a prefix in the config file', '[a]\nk = v\n[profileb]\nk = v\n[sso-session]', '');
  reads(
    'requires no prefix in the credentials file',
    '',
    'a(k=v)',
    '[   a    ]\nk = v\n[profile b]\n[sso-session c]',
  );
  reads('reads sso-sessions', '[sso-session a]\nk = v\n[profile b]', 'b() sso-session a(k=v)');
});

describe('the SDK for Rust', () => {
  reads('accepts no quotes', '[profile "a"]\nk = v', '');
  reads('stops at a byte order mark', '\uFEFF[profile a]', 'byteOrderMark: \uFEFF[profile a]');
  reads(
    'stops at an indented comment under a header',
    '[profile a]\n  # c\nk = v',
    'indentedWithoutKey:   # c',
  );
  reads('includes an indented comment in the value', '[profile a]\nk = v\n  # c', 'a(k=v\n# c)');
  reads('includes a comment in a block value', '[profile a]\ns3 =\n  k = v # c', 'a(s3.k=v # c)');
  reads('ends a header at a comment', '[profile a#b]', 'headerWithoutEnd: [profile a#b]');
  reads('ignores [DEFAULT]', '[DEFAULT]\nk = v\n[profile a]', 'a()');
  reads(
    'reads only blocks of services',
    '[services a]\nk = v\nsts =\n  endpoint_url = u',
    'services a(sts.endpoint_url=u)',
  );
  reads('stops at an error in the credentials file', '[profile a]', 'noSeparator: oops', '[a]\noops');

  it('can be emulated for any files without an exception', () => {
    const texts = fc.record({ config: fc.oneof(oddFiles, anyText), credentials: oddFiles });
    fc.assert(
      fc.property(texts, (files) => void readRust(files)),
      { numRuns: 300 },
    );
  });
});
