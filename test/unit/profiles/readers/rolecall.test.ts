import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { Place } from '../../../../src/profiles/profiles.ts';
import { readBotocore } from '../../../../src/profiles/readers/botocore.ts';
import { readHere } from '../../../../src/profiles/readers/rolecall.ts';
import { readSmithy } from '../../../../src/profiles/readers/smithy.ts';
import {
  brokenFiles,
  configFiles,
  credentialsFiles,
  type GeneratedConfig,
  oddFiles,
} from '../../config/configTexts.ts';
import { botocoreExceptions } from './botocoreExceptions.ts';
import { type Exception, exceptionsIn, filesOf, printProfiles } from './exception.ts';
import { effective, type Plain, plain, type Texts } from './readings.ts';
import { hasBotocore, readByBotocore } from './realBotocore.ts';
import { useRealSmithy } from './realSmithy.ts';
import { smithyExceptions } from './smithyExceptions.ts';
import { trickyTexts } from './trickyTexts.ts';

function readHereOf(texts: Texts): Plain {
  const { config, credentials } = filesOf(texts);
  const read = plain(readHere(config, credentials));
  assert.ok(read !== 'fails');
  return effective(read);
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

/** One of AWS's tools, and the ways in which it reads otherwise. */
interface Peer {
  readonly exceptions: readonly Exception[];
  /** What the tool itself makes of the files; undefined where it is not installed. */
  readonly load: (all: readonly Texts[]) => Promise<readonly (Plain | 'fails')[] | undefined>;
  /** Our copy of its reading, which is held to the tool itself. */
  readonly read: (texts: Texts) => Plain | 'fails';
}

function print(reading: Plain | 'fails'): string {
  return reading === 'fails' ? reading : printProfiles(effective(reading));
}

function isHeldTo({ exceptions, load, read }: Peer): void {
  const isPlain = (texts: Texts): boolean => exceptionsIn(texts, exceptions).length === 0;
  const examples = exceptions.map(({ example }) => ({ config: '', credentials: '', ...example }));
  let loaded: readonly (Plain | 'fails')[];
  before(async () => void (loaded = (await load(examples)) ?? examples.map(read)));

  for (const [i, { what, there, here }] of exceptions.entries()) {
    it(`differs: ${what}`, () => {
      const texts = examples[i]!;
      const found = exceptionsIn(texts, exceptions);
      assert.deepEqual(
        found.map((exception) => exception.what),
        [what],
      );
      assert.equal(print(read(texts)), there);
      assert.equal(print(loaded[i]!), there);
      assert.equal(print(readHereOf(texts)), here);
    });
  }

  it('is the same unless there is such a difference', async () => {
    const plainTexts = trickyTexts.filter(isPlain);
    assert.ok(plainTexts.length > 25, `${plainTexts.length} texts`);
    const all = (await load(plainTexts)) ?? plainTexts.map(read);
    for (const [i, texts] of plainTexts.entries()) assertSame(texts, all[i]!);
  });

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
      if (!isPlain(files)) return;
      compared++;
      assertSame(files, read(files));
    });
    fc.assert(property, { numRuns: 1000 });
    assert.ok(compared > 150, `${compared} files`);
  });
}

function assertSame(texts: Texts, there: Plain | 'fails'): void {
  assert.ok(there !== 'fails', JSON.stringify(texts));
  assert.deepEqual({ texts, read: readHereOf(texts) }, { texts, read: effective(there) });
}

function textOf({ text }: GeneratedConfig): string {
  return text;
}

describe('what is read here, beside the SDK for JavaScript,', () => {
  // The SDK writes into what it finds under the name of a profile.
  after(() => Reflect.deleteProperty(Object, 'spoilt'));
  const loadOne = useRealSmithy();
  isHeldTo({
    exceptions: smithyExceptions,
    async load(all) {
      const readings: Plain[] = [];
      for (const texts of all) readings.push(await loadOne(texts));
      return readings;
    },
    read: (texts) => plain(readSmithy(texts)),
  });
});

describe('what is read here, beside the AWS CLI,', function () {
  this.slow(5000);
  isHeldTo({
    exceptions: botocoreExceptions,
    load: async (all) => (hasBotocore() ? readByBotocore(all) : undefined),
    read: (texts) => plain(readBotocore(texts)),
  });
});
