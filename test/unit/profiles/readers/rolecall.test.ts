import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import type { FileLocation } from '../../../../src/profiles/profiles.ts';
import { readBotocore } from '../../../../src/profiles/readers/botocore.ts';
import { readRolecall } from '../../../../src/profiles/readers/rolecall.ts';
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
import { effective, type Plain, plain, type Texts } from './plainResults.ts';
import { hasBotocore, readByBotocore } from './realBotocore.ts';
import { useRealSmithy } from './realSmithy.ts';
import { smithyExceptions } from './smithyExceptions.ts';
import { trickyTexts } from './trickyTexts.ts';

function readEffective(texts: Texts): Plain {
  const { config, credentials } = filesOf(texts);
  const read = plain(readRolecall(config, credentials));
  assert.ok(read !== 'fails');
  return effective(read);
}

describe('readRolecall', () => {
  it('returns the line of every value and header', () => {
    const texts = {
      config: '[profile a] # c\n  Region = r # c\ns3 =\n  x = 1\n  X = 2 # c\n[ profile a ]\nk =\n',
      credentials: '[a]\nl = 1',
    };
    const { config, credentials } = filesOf(texts);
    const a = readRolecall(config, credentials).profiles.get('a');
    assert.ok(a);
    const lineAt = ({ file, start, end }: FileLocation): string => texts[file].slice(start, end);
    assert.deepEqual(a.headers.map(lineAt), ['[profile a]', '[ profile a ]', '[a]']);
    assert.deepEqual(
      [...a.values].map(([key, { location, header }]) => [key, lineAt(location), lineAt(header)]),
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

/** One of AWS's tools with the intended differences between it and Rolecall. */
interface Peer {
  readonly exceptions: readonly Exception[];
  /** The results of the real tool; undefined if it is not installed. */
  readonly load: (all: readonly Texts[]) => Promise<readonly (Plain | 'fails')[] | undefined>;
  /** Rolecall's emulation of the tool, which other tests compare with the real one. */
  readonly read: (texts: Texts) => Plain | 'fails';
}

function print(reading: Plain | 'fails'): string {
  return reading === 'fails' ? reading : printProfiles(effective(reading));
}

function compareWith({ exceptions, load, read }: Peer): void {
  const isPlain = (texts: Texts): boolean => exceptionsIn(texts, exceptions).length === 0;
  const examples = exceptions.map(({ example }) => ({ config: '', credentials: '', ...example }));
  let loaded: readonly (Plain | 'fails')[];
  before(async () => void (loaded = (await load(examples)) ?? examples.map(read)));

  for (const [i, { what, theirs, ours }] of exceptions.entries()) {
    it(`differs: ${what}`, () => {
      const texts = examples[i]!;
      const found = exceptionsIn(texts, exceptions);
      assert.deepEqual(
        found.map((exception) => exception.what),
        [what],
      );
      assert.equal(print(read(texts)), theirs);
      assert.equal(print(loaded[i]!), theirs);
      assert.equal(print(readEffective(texts)), ours);
    });
  }

  it('is otherwise the same', async () => {
    const plainTexts = trickyTexts.filter(isPlain);
    assert.ok(plainTexts.length > 25, `${plainTexts.length} texts`);
    const all = (await load(plainTexts)) ?? plainTexts.map(read);
    for (const [i, texts] of plainTexts.entries()) assertSame(texts, all[i]!);
  });

  it('is otherwise the same for generated files', () => {
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

function assertSame(texts: Texts, theirs: Plain | 'fails'): void {
  assert.ok(theirs !== 'fails', JSON.stringify(texts));
  assert.deepEqual({ texts, read: readEffective(texts) }, { texts, read: effective(theirs) });
}

function textOf({ text }: GeneratedConfig): string {
  return text;
}

describe('Rolecall’s result, compared to the SDK for JavaScript,', () => {
  // The SDK modifies an existing property that has the name of a profile.
  after(() => Reflect.deleteProperty(Object, 'spoilt'));
  const loadOne = useRealSmithy();
  compareWith({
    exceptions: smithyExceptions,
    async load(all) {
      const readings: Plain[] = [];
      for (const texts of all) readings.push(await loadOne(texts));
      return readings;
    },
    read: (texts) => plain(readSmithy(texts)),
  });
});

describe('Rolecall’s result, compared to the AWS CLI,', function () {
  this.slow(5000);
  compareWith({
    exceptions: botocoreExceptions,
    load: async (all) => (hasBotocore() ? readByBotocore(all) : undefined),
    read: (texts) => plain(readBotocore(texts)),
  });
});
