import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { readSmithy } from '../../../../src/profiles/readers/smithy.ts';
import { brokenFiles, oddFiles } from '../../config/configTexts.ts';
import { asWritten, plain, print, type Texts } from './plainResults.ts';
import { useRealSmithy } from './realSmithy.ts';
import { trickyTexts } from './trickyTexts.ts';

function reads(what: string, config: string, expected: string, credentials = ''): void {
  const texts = { config, credentials };
  it(what, () => assert.equal(print(readSmithy(texts), texts), expected));
}

describe('the SDK for JavaScript', () => {
  reads('keeps the case of keys', '[profile a]\nRegion = r', 'a(Region=r)');
  reads('removes the comment after a value', '[profile a]\nk = 1 # c', 'a(k=1)');
  reads('does not support :', '[profile a]\nk: 1\nl = 2', 'a(l=2)');
  reads('drops empty values and empty sections', '[profile a]\nk =\nl = 1\n[profile b]', 'a(l=1)');
  reads('merges sections with the same name', '[profile a]\nk=1\nl=1\n[profile "a"]\nk=2', 'a(k=2, l=1)');
  reads('prefers [profile default]', '[profile default]\nk=1\n[default]\nk=2', 'default(k=1)');
  reads('flattens blocks', '[profile a]\ns3 =\n  x = 1\n  Y = 2', 'a(s3.x=1, s3.Y=2)');
  reads(
    'drops names that it does not allow',
    '[profile "a b"]\nk=1\n[profile  c]\nk=1\n[ profile d]\nk=1',
    '',
  );
  reads('ignores [DEFAULT]', '[DEFAULT]\nk=1\n[profile a]\nl=1', 'a(l=1)');
  reads('ignores unreadable lines', 'k = 1\n[profile a]\noops\n= v\nl = 1', 'a(l=1)');
  reads(
    'treats a file with __proto__ as empty',
    '[profile __proto__]\n[profile a]\nk=1',
    'b(k=2)',
    '[b]\nk=2',
  );
  reads(
    'reads sso-sessions and services',
    '[sso-session s]\nk=1\n[services v]\nl=2',
    'sso-session s(k=1) services v(l=2)',
  );
});

describe('readSmithy', () => {
  const load = useRealSmithy();

  async function assertSame(texts: Texts): Promise<void> {
    const theirs = await load(texts);
    assert.deepEqual({ texts, read: plain(readSmithy(texts)) }, { texts, read: theirs });
  }

  it('matches the SDK', async () => {
    for (const texts of trickyTexts) await assertSame(texts);
  });

  it('matches the SDK for generated files', async () => {
    const texts = fc.record({
      config: fc.oneof(oddFiles, brokenFiles),
      credentials: fc.oneof(oddFiles, fc.constant('')),
    });
    await fc.assert(fc.asyncProperty(texts.map(asWritten), assertSame), { numRuns: 300 });
  });

  it('matches the SDK for the name of an object property', async () => {
    try {
      await assertSame({ config: '[profile constructor]\nspoilt = 1\n[profile a]\nk = 1', credentials: '' });
      await assertSame({ config: '', credentials: '[constructor]\nspoilt = 1\n[a]\nk = 1' });
    } finally {
      // The SDK modifies an existing property with this name.
      Reflect.deleteProperty(Object, 'spoilt');
    }
  });
});
