import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { linesUnder } from '../../../src/config/layout.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import type { ConfigDocument } from '../../../src/config/syntax.ts';
import { keyComplaint } from '../../../src/config/writable.ts';
import { planChange, type ProfileChange } from '../../../src/profiles/changes.ts';
import { sharedTitle } from '../../../src/profiles/profiles.ts';
import { readBotocore } from '../../../src/profiles/readers/botocore.ts';
import { configFiles, credentialsFiles, oddFiles, wrappedFiles } from '../config/configTexts.ts';
import { edited } from '../config/edited.ts';
import { botocoreExceptions, isContinued } from './readers/botocoreExceptions.ts';
import { anyAssignment, anyHeader, exceptionsIn, filesOf } from './readers/exception.ts';
import { effective, plain, type Texts } from './readers/plainResults.ts';

type Values = Record<string, string>;
type Profiles = Record<string, Values>;

/**
 * The profiles that the CLI reads; undefined if it cannot read the files. Other tests compare this with the real CLI.
 */
function readByCli(texts: Texts): Profiles | undefined {
  const read = plain(readBotocore(texts));
  if (read === 'fails') return undefined;
  const { profiles } = effective(read);
  return Object.fromEntries([...profiles].map(([name, values]) => [name, Object.fromEntries(values)]));
}

/** Excluded: files whose content the CLI reads differently, since changes are based on Rolecall's own result. */
const others = botocoreExceptions.filter(({ isIn }) => isIn !== isContinued);

/** Whether a key occurs in lines that the CLI reads as the value of another key. */
function isInside(files: Texts, key: string): boolean {
  return Object.values(filesOf(files)).some((document: ConfigDocument) =>
    document.sections.some((section) =>
      section.entries.some(
        ({ line }) =>
          line.key.toLowerCase() !== key &&
          linesUnder(document, section, line).some(
            (under) => under.kind === 'assignment' && under.key.toLowerCase() === key,
          ),
      ),
    ),
  );
}

/** A key with a dot cannot be distinguished from a key in a block. */
function hasDots(files: Texts): boolean {
  return anyAssignment(filesOf(files), ({ key }) => key.includes('.'));
}

/** A profile cannot be rid of a key of `[DEFAULT]`. */
function hasShared(files: Texts): boolean {
  return anyHeader(filesOf(files), ({ title }) => title === sharedTitle);
}

interface Case {
  readonly texts: Texts;
  readonly before: Profiles;
  readonly name: string;
  /** A key of the profile, or a new one. */
  readonly key: string;
}

const texts: fc.Arbitrary<Texts> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ config: wrappedFiles('profile '), credentials: wrappedFiles('') }) },
  fc.record({ config: oddFiles, credentials: fc.oneof(wrappedFiles(''), fc.constant('')) }),
  fc.record({
    config: configFiles.map(({ text }) => text),
    credentials: credentialsFiles.map(({ text }) => text),
  }),
);

const cases: fc.Arbitrary<Case> = fc
  .tuple(texts, fc.nat(), fc.nat())
  .filter(([files]) => exceptionsIn(files, others).length === 0 && !hasDots(files) && !hasShared(files))
  .map(([files, someName, someKey]) => {
    const before = readByCli(files) ?? {};
    const names = Object.keys(before);
    const name = names[someName % names.length] ?? '';
    const written = Object.keys(before[name] ?? {}).map((key) => key.replace(/\..*$/su, ''));
    const keys = [...new Set(written)].filter((key) => keyComplaint(key) === undefined);
    return { texts: files, before, name, key: keys[someKey % (keys.length + 1)] ?? 'fresh_key' };
  })
  .filter(({ texts: files, name, key }) => name !== '' && !isInside(files, key));

function make({ texts: files }: Case, change: ProfileChange): Profiles | undefined {
  const documents = { config: parseConfig(files.config), credentials: parseConfig(files.credentials) };
  const planned = planChange(documents, change);
  assert.ok(!('failure' in planned), JSON.stringify(planned));
  return readByCli({
    config: edited(files.config, planned.config),
    credentials: edited(files.credentials, planned.credentials),
  });
}

function always(what: string, check: (given: Case) => void): void {
  it(what, () => fc.assert(fc.property(cases, check), { numRuns: 200 }));
}

/** The values without a key and its block. */
function without(values: Values, key: string): Values {
  return Object.fromEntries(
    Object.entries(values).filter(([other]) => other !== key && !other.startsWith(`${key}.`)),
  );
}

function filled(profiles: Profiles): Profiles {
  return Object.fromEntries(Object.entries(profiles).filter(([, values]) => Object.keys(values).length > 0));
}

function renamed(values: Values, name: string, to: string): Values {
  const { source_profile: source } = values;
  return source === name ? { ...values, source_profile: to } : values;
}

describe('for the AWS CLI, a change', () => {
  always('of a value changes only this value', (given) => {
    const { before, name, key } = given;
    const after = make(given, { kind: 'set', name, values: [[key, 'new value']] });
    const values = { ...without(before[name]!, key), [key]: 'new value' };
    assert.deepEqual(after, { ...before, [name]: values });
  });

  always('that removes a key removes only this key', (given) => {
    const { before, name, key } = given;
    const after = make(given, { kind: 'set', name, values: [[key, undefined]] });
    assert.deepEqual(after, filled({ ...before, [name]: without(before[name]!, key) }));
  });

  always('of the name changes only the name', (given) => {
    const { before, name } = given;
    const { [name]: values, ...left } = before;
    const after = make(given, { kind: 'rename', name, to: 'fresh' });
    const all = Object.entries({ ...left, fresh: values! });
    assert.deepEqual(
      after,
      Object.fromEntries(all.map(([other, its]) => [other, renamed(its, name, 'fresh')])),
    );
  });

  always('that duplicates a profile adds an equal one', (given) => {
    const { before, name } = given;
    const after = make(given, { kind: 'duplicate', name, to: 'fresh' });
    assert.deepEqual(after, { ...before, fresh: renamed(before[name]!, name, 'fresh') });
  });

  always('that removes a profile removes nothing else', (given) => {
    const { [given.name]: _, ...left } = given.before;
    assert.deepEqual(make(given, { kind: 'remove', name: given.name }), left);
  });

  always('that adds a profile adds nothing else', (given) => {
    const [config, credentials] = [[['region', 'r']] as const, [['k', 'v']] as const];
    const after = make(given, { kind: 'add', name: 'fresh', config, credentials });
    assert.deepEqual(after, { ...given.before, fresh: { region: 'r', k: 'v' } });
  });
});
