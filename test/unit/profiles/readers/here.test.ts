import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { Place } from '../../../../src/profiles/profiles.ts';
import { readHere } from '../../../../src/profiles/readers/here.ts';
import { readSmithy } from '../../../../src/profiles/readers/smithy.ts';
import {
  brokenFiles,
  configFiles,
  credentialsFiles,
  type GeneratedConfig,
  oddFiles,
} from '../../config/configTexts.ts';
import { type Exception, exceptions, filesOf } from './exceptions.ts';
import { effective, type Plain, plain, type Texts } from './readings.ts';
import { useRealSmithy } from './realSmithy.ts';
import { trickyTexts } from './trickyTexts.ts';

function readHereOf(texts: Texts): Plain {
  const { config, credentials } = filesOf(texts);
  const read = plain(readHere(config, credentials));
  assert.ok(read !== 'fails');
  return effective(read);
}

/** The exceptions that speak of these files. */
function exceptionsIn(texts: Texts): readonly Exception[] {
  const files = filesOf(texts);
  return exceptions.filter(({ isIn }) => isIn(files));
}

/** The profiles in one line, in the order of the alphabet. */
function printProfiles({ profiles }: Plain): string {
  return sorted(profiles)
    .map(
      ([name, values]) =>
        `${name}(${sorted(values)
          .map((pair) => pair.join('='))
          .join(', ')})`,
    )
    .join(' ');
}

function sorted<T>(all: ReadonlyMap<string, T>): readonly (readonly [string, T])[] {
  return [...all].toSorted(([a], [b]) => (a < b ? -1 : 1));
}

describe('what is read here', () => {
  it('has the line of every value and of every header', () => {
    const texts = {
      config: '[profile a] # c\n  Region = r # c\ns3 =\n  x = 1\n  X = 2 # c\n[ profile a ]\nk =\n',
      credentials: '[a]\nl = 1',
    };
    const { config, credentials } = filesOf(texts);
    const a = readHere(config, credentials).profiles.get('a');
    assert.ok(a);
    const lineAt = ({ file, start, end }: Place): string => texts[file].slice(start, end);
    assert.deepEqual(a.headers.map(lineAt), ['[profile a]', '[ profile a ]', '[a]']);
    assert.deepEqual(
      [...a.values].map(([key, { place, header }]) => [key, lineAt(place), lineAt(header)]),
      [
        ['region', 'Region = r', '[profile a]'],
        ['s3.x', 'x = 1', '[profile a]'],
        ['s3.X', 'X = 2', '[profile a]'],
        ['k', 'k =', '[ profile a ]'],
        ['l', 'l = 1', '[a]'],
      ],
    );
  });
});

describe('what is read here, beside the SDK for JavaScript,', () => {
  const load = useRealSmithy();
  // The SDK writes into what it finds under the name of a profile.
  after(() => Reflect.deleteProperty(Object, 'spoilt'));

  for (const { what, example, there, here } of exceptions) {
    it(`differs: ${what}`, async () => {
      const texts = { config: '', credentials: '', ...example };
      assert.deepEqual(
        exceptionsIn(texts).map((exception) => exception.what),
        [what],
      );
      assert.equal(printProfiles(effective(await load(texts))), there);
      assert.equal(printProfiles(readHereOf(texts)), here);
    });
  }

  it('is the same unless there is such a difference', async () => {
    const plainTexts = trickyTexts.filter((texts) => exceptionsIn(texts).length === 0);
    assert.ok(plainTexts.length > 30, `${plainTexts.length} texts`);
    for (const texts of plainTexts) {
      const there = effective(await load(texts));
      assert.deepEqual({ texts, read: readHereOf(texts) }, { texts, read: there });
    }
  });

  /** Against `readSmithy`, which is held to the SDK itself. */
  it('is the same unless there is such a difference, of generated files', () => {
    const [none, odd] = [fc.constant(''), oddFiles];
    const wellFormed = { config: configFiles.map(textOf), credentials: credentialsFiles.map(textOf) };
    const texts = fc.oneof(
      fc.record(wellFormed),
      fc.record({ config: odd, credentials: none }),
      fc.record({ config: none, credentials: odd }),
      fc.record({ config: brokenFiles, credentials: odd }),
    );
    let compared = 0;
    const property = fc.property(texts, (files) => {
      if (exceptionsIn(files).length > 0) return;
      compared++;
      const there = plain(readSmithy(files));
      assert.ok(there !== 'fails');
      assert.deepEqual(readHereOf(files), effective(there));
    });
    fc.assert(property, { numRuns: 1000 });
    assert.ok(compared > 300, `${compared} files`);
  });
});

function textOf({ text }: GeneratedConfig): string {
  return text;
}
