import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { readBotocore } from '../../../../src/profiles/readers/botocore.ts';
import { anyText, brokenFiles, credentialsFiles, oddFiles } from '../../config/configTexts.ts';
import { asWritten, type Plain, plain, type PlainSections, print, type Texts } from './plainResults.ts';
import { awsConfigureGet, getByAwsCli, hasAwsCli, hasBotocore, readByBotocore } from './realBotocore.ts';
import { trickyTexts } from './trickyTexts.ts';

function reads(what: string, config: string, expected: string, credentials = ''): void {
  const texts = { config, credentials };
  it(what, () => assert.equal(print(readBotocore(texts), texts), expected));
}

describe('the AWS CLI', () => {
  reads('lowercases keys', '[profile a]\nRegion = r', 'a(region=r)');
  reads('includes a comment in the value', '[profile a]\nk = 1 # c', 'a(k=1 # c)');
  reads(
    'accepts : and =, whichever comes first',
    '[profile a]\nk: 1\nl = m: 2\nn: o = 3',
    'a(k=1, l=m: 2, n=o = 3)',
  );
  reads('stops at a repeated section', '[profile a]\n[profile a] # c', 'sectionTwice: [profile a] # c');
  reads('stops at a repeated key', '[profile a]\nk=1\nK=2', 'keyTwice: K=2');
  reads('stops at a line without a separator', '[profile a]\noops', 'noSeparator: oops');
  reads('stops at a line without a key', '[profile a]\n= 1', 'noKey: = 1');
  reads('stops at a value before any section', 'k = 1', 'beforeFirstSection: k = 1');
  reads('stops at a byte order mark', '\uFEFF[profile a]', 'byteOrderMark: \uFEFF[profile a]');
  reads('stops at a block line without =', '[profile a]\ns3 =\n  x: 1', 'noSeparator:   x: 1');
  reads('stops at an error in the credentials file', '', 'noSeparator: oops', '[a]\noops');
  reads(
    'applies the keys of [DEFAULT] to all sections',
    '[DEFAULT]\nk=0\nl=0\n[profile a]\nk=1',
    'a(k=1, l=0)',
  );
  reads(
    'replaces the earlier default profile as a whole',
    '[profile default]\nk=1\n[default]\nl=2',
    'default(l=2)',
  );
  reads('replaces an earlier spelling as a whole', '[profile "a"]\nk=1\n[profile a]\nl=2', 'a(l=2)');
  reads('splits titles like a shell', `[profile "a b"]\n[profile c'd'\\ e]\n[profile f g]`, 'a b() cd e()');
  reads('accepts words that begin with a prefix', '[profiles a]\n[services-x b]', 'a() services b()');
  reads('accepts no space before a prefix', '[ profile a ]', '');
  reads('ends a title at the last bracket', '[profile a] # [b]\n[profile c] d', 'c()');
  reads(
    'includes deeper lines in the value',
    '[profile a]\nk = 1\n  l = 2\n  [profile b]',
    'a(k=1\nl = 2\n[profile b])',
  );
  reads('flattens blocks', '[profile a]\ns3 =\n  X = 1 # c\n  y = 2', 'a(s3.X=1 # c, s3.y=2)');
  reads(
    'merges the credentials file key by key',
    '[profile a]\nk=1\ns3=\n x=1',
    'a(k=1, s3.y=2)',
    '[a]\ns3=\n y=2',
  );
  reads('ends a line at CR', '[profile a]\rk = 1\rl = 2', 'a(k=1, l=2)');
});

describe('readBotocore', function () {
  this.slow(5000);

  it('matches the CLI, if botocore is installed', function () {
    if (!hasBotocore()) this.skip();
    assertSame(trickyTexts);
  });

  it('matches the CLI for generated files, if botocore is installed', function () {
    if (!hasBotocore()) this.skip();
    const odd = fc.record({ config: oddFiles, credentials: fc.oneof(oddFiles, fc.constant('')) });
    const broken = fc.record({
      config: fc.oneof(
        brokenFiles,
        anyText.map((text) => `[profile a]\n${text}`),
      ),
      credentials: credentialsFiles.map(({ text }) => text),
    });
    assertSame(fc.sample(fc.oneof({ weight: 3, arbitrary: odd }, broken), 400).map(asWritten));
  });

  it('matches `aws configure list-profiles` and `get`, if the CLI’s Python package is installed', function () {
    if (!hasAwsCli()) this.skip();
    const odd = fc.record({ config: oddFiles, credentials: fc.oneof(oddFiles, fc.constant('')) });
    const all = [...trickyTexts, ...fc.sample(odd, 200).map(asWritten)].map(({ config, credentials }) => {
      const read = plain(readBotocore({ config, credentials }));
      return { texts: { config, credentials }, read, keys: read === 'fails' ? [] : plainKeys(read) };
    });
    const printed = getByAwsCli(all);
    for (const [i, { texts, read, keys }] of all.entries()) {
      const expected = read === 'fails' ? read : only(keys, read.profiles);
      assert.deepEqual({ texts, printed: printed[i] }, { texts, printed: expected });
    }
  });

  it('matches `aws configure get`, if the AWS CLI is installed', async function () {
    const config = '[DEFAULT]\nk = 1 # c\n[profile a]\nl = 2\n';
    const printed = await Promise.all(
      ['', '[a]\nl = 3\n[a]\nm = 4'].map((credentials) => awsConfigureGet({ config, credentials }, 'k')),
    );
    if (printed.includes(undefined)) this.skip();
    assert.deepEqual(printed, [{ value: '1 # c' }, 'fails']);
  });
});

/** The keys of all profiles, without keys in blocks, because the CLI first looks for a profile `a` in `a.b`. */
function plainKeys({ profiles }: Plain): readonly string[] {
  const keys = [...profiles.values()].flatMap((values) => [...values.keys()]);
  return [...new Set(keys)].filter((key) => !key.includes('.'));
}

function only(keys: readonly string[], sections: PlainSections): PlainSections {
  return new Map(
    [...sections].map(([name, values]) => [name, new Map([...values].filter(([key]) => keys.includes(key)))]),
  );
}

function assertSame(all: readonly Texts[]): void {
  const theirs = readByBotocore(all);
  for (const [i, texts] of all.entries())
    assert.deepEqual({ texts, read: plain(readBotocore(texts)) }, { texts, read: theirs[i] });
}
