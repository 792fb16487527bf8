import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import { planChange, type ProfileChange } from '../../../src/profiles/changes.ts';
import { buildProfiles, type Named } from '../../../src/profiles/profiles.ts';
import { configFiles, credentialsFiles, values } from '../config/configTexts.ts';
import { edited } from '../config/edited.ts';

interface Texts {
  readonly config: string;
  readonly credentials: string;
}

/** A value, or the values of a nested block. */
type ValueMeaning = string | Record<string, string>;
type Meaning = Record<string, Record<string, ValueMeaning>>;

function meaningOf(all: ReadonlyMap<string, Named>): Meaning {
  return Object.fromEntries(
    [...all.values()].map(({ name, values: own }) => [
      name,
      Object.fromEntries(
        [...own].map(([key, { text, nested }]) => [key, nested.size ? Object.fromEntries(nested) : text]),
      ),
    ]),
  );
}

function read({ config, credentials }: Texts) {
  const { profiles, ssoSessions, services } = buildProfiles(parseConfig(config), parseConfig(credentials));
  return {
    profiles: meaningOf(profiles),
    ssoSessions: meaningOf(ssoSessions),
    services: meaningOf(services),
  };
}

function make(texts: Texts, change: ProfileChange): Texts {
  const documents = { config: parseConfig(texts.config), credentials: parseConfig(texts.credentials) };
  const planned = planChange(documents, change);
  assert.ok(!('failure' in planned), JSON.stringify(planned));
  return {
    config: edited(texts.config, planned.config),
    credentials: edited(texts.credentials, planned.credentials),
  };
}

interface Case {
  readonly texts: Texts;
  /** The name of a profile that usually exists in the files. */
  readonly name: string;
  readonly value: string;
}

/** Files whose profiles reference each other. */
const cases: fc.Arbitrary<Case> = fc
  .tuple(configFiles, credentialsFiles, fc.infiniteStream(fc.nat(20)), fc.nat(), values)
  .map(([inConfig, inCredentials, choices, some, value]) => {
    const names = Object.keys(read({ config: inConfig.text, credentials: inCredentials.text }).profiles);
    const nameAt = (choice: number) => names[choice % names.length] ?? 'lone';
    const linked = (text: string) =>
      text.replace(
        /^(source_profile[ \t]*=).*?(\r?)$/gmu,
        (_, key: string, cr: string) => `${key} ${nameAt(choices.next().value)}${cr}`,
      );
    const texts = { config: linked(inConfig.text), credentials: linked(inCredentials.text) };
    return { texts, name: nameAt(some), value };
  });

function always(what: string, check: (given: Case) => void): void {
  it(what, () => fc.assert(fc.property(cases, check), { numRuns: 200 }));
}

const exists = ({ texts, name }: Case) => name in read(texts).profiles;
const hasSection = ({ config }: Texts, title: string) =>
  parseConfig(config).sections.some(({ header }) => header.title === title);

/** The profile with its reference to `name` changed to `to`. */
function withReference(
  profile: Record<string, ValueMeaning>,
  name: string,
  to: string,
): Record<string, ValueMeaning> {
  return profile['source_profile'] === name ? { ...profile, source_profile: to } : profile;
}

describe('changes to profiles', () => {
  always('rename: keeps everything else and updates references', (given) => {
    const { texts, name } = given;
    fc.pre(exists(given));
    // If both exist, renaming [profile default] makes the overridden [default] effective.
    fc.pre(name !== 'default' || !hasSection(texts, 'default') || !hasSection(texts, 'profile default'));
    const before = read(texts);
    const profiles = Object.entries(before.profiles).map(([other, profile]) => [
      other === name ? 'fresh' : other,
      withReference(profile, name, 'fresh'),
    ]);
    const after = make(texts, { kind: 'rename', name, to: 'fresh' });
    assert.deepEqual(read(after), { ...before, profiles: Object.fromEntries(profiles) });
    fc.pre(name !== 'default' || !hasSection(texts, 'profile default'));
    assert.deepEqual(make(after, { kind: 'rename', name: 'fresh', to: name }), texts);
  });

  always('duplicate: keeps everything and adds the copy', (given) => {
    fc.pre(exists(given));
    const { texts, name } = given;
    const before = read(texts);
    const copy = withReference(before.profiles[name] ?? {}, name, 'fresh');
    const after = make(texts, { kind: 'duplicate', name, to: 'fresh' });
    assert.deepEqual(read(after), { ...before, profiles: { ...before.profiles, fresh: copy } });
    assert.deepEqual(read(make(after, { kind: 'remove', name: 'fresh' })), before);
  });

  always('remove: keeps everything else', (given) => {
    fc.pre(exists(given));
    const { texts, name } = given;
    const { profiles, ...others } = read(texts);
    const { [name]: _, ...left } = profiles;
    assert.deepEqual(read(make(texts, { kind: 'remove', name })), { ...others, profiles: left });
  });

  always('set: keeps everything else and is idempotent', (given) => {
    fc.pre(exists(given));
    const { texts, name, value } = given;
    const before = read(texts);
    const change: ProfileChange = {
      kind: 'set',
      name,
      values: [
        ['region', value],
        ['AWS_Access_Key_Id', 'AKIA'],
        ['output', undefined],
        ['fresh_key', value],
      ],
    };
    const profile = { ...before.profiles[name], region: value, aws_access_key_id: 'AKIA', fresh_key: value };
    delete (profile as Record<string, ValueMeaning>)['output'];
    const after = make(texts, change);
    assert.deepEqual(read(after), { ...before, profiles: { ...before.profiles, [name]: profile } });
    assert.deepEqual(make(after, change), after);
  });

  always('set: changes nothing if all values are the same', (given) => {
    fc.pre(exists(given));
    const { texts, name } = given;
    const own = Object.entries(read(texts).profiles[name] ?? {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    );
    assert.deepEqual(make(texts, { kind: 'set', name, values: own }), texts);
  });

  always('add: keeps everything else and can be reverted by removing', ({ texts, value }) => {
    const before = read(texts);
    const after = make(texts, {
      kind: 'add',
      name: 'fresh',
      config: [
        ['region', value],
        ['k', value],
      ],
      credentials: [['k', 'v']],
      ssoSession: { name: 'dev', values: [['sso_region', value]] },
    });
    const session = { ...before.ssoSessions['dev'], sso_region: value };
    assert.deepEqual(read(after), {
      ...before,
      profiles: { ...before.profiles, fresh: { region: value, k: 'v' } },
      ssoSessions: { ...before.ssoSessions, dev: session },
    });
    const { profiles } = read(make(after, { kind: 'remove', name: 'fresh' }));
    assert.deepEqual(profiles, before.profiles);
  });
});
