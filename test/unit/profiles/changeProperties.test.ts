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

/** A value, or the pairs of a nested block. */
type Said = string | Record<string, string>;
type Meaning = Record<string, Record<string, Said>>;

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
  /** A profile of theirs, or one that is not. */
  readonly name: string;
  readonly value: string;
}

/** Files whose profiles are built on each other. */
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

const isThere = ({ texts, name }: Case) => name in read(texts).profiles;
const spells = ({ config }: Texts, title: string) =>
  parseConfig(config).sections.some(({ header }) => header.title === title);

/** The same profile with its references to one name changed to another. */
function pointed(profile: Record<string, Said>, name: string, to: string): Record<string, Said> {
  return profile['source_profile'] === name ? { ...profile, source_profile: to } : profile;
}

describe('changes of profiles', () => {
  always('rename: all else stays, and follows', (given) => {
    const { texts, name } = given;
    fc.pre(isThere(given));
    // Where both are there, the [default] that did not count comes to light.
    fc.pre(name !== 'default' || !spells(texts, 'default') || !spells(texts, 'profile default'));
    const before = read(texts);
    const profiles = Object.entries(before.profiles).map(([other, profile]) => [
      other === name ? 'fresh' : other,
      pointed(profile, name, 'fresh'),
    ]);
    const after = make(texts, { kind: 'rename', name, to: 'fresh' });
    assert.deepEqual(read(after), { ...before, profiles: Object.fromEntries(profiles) });
    fc.pre(name !== 'default' || !spells(texts, 'profile default'));
    assert.deepEqual(make(after, { kind: 'rename', name: 'fresh', to: name }), texts);
  });

  always('duplicate: all stays, and there is another', (given) => {
    fc.pre(isThere(given));
    const { texts, name } = given;
    const before = read(texts);
    const copy = pointed(before.profiles[name] ?? {}, name, 'fresh');
    const after = make(texts, { kind: 'duplicate', name, to: 'fresh' });
    assert.deepEqual(read(after), { ...before, profiles: { ...before.profiles, fresh: copy } });
    assert.deepEqual(read(make(after, { kind: 'remove', name: 'fresh' })), before);
  });

  always('remove: all else stays', (given) => {
    fc.pre(isThere(given));
    const { texts, name } = given;
    const { profiles, ...others } = read(texts);
    const { [name]: _, ...left } = profiles;
    assert.deepEqual(read(make(texts, { kind: 'remove', name })), { ...others, profiles: left });
  });

  always('set: all else stays, and nothing is written twice', (given) => {
    fc.pre(isThere(given));
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
    delete (profile as Record<string, Said>)['output'];
    const after = make(texts, change);
    assert.deepEqual(read(after), { ...before, profiles: { ...before.profiles, [name]: profile } });
    assert.deepEqual(make(after, change), after);
  });

  always('set: what each key has already changes nothing', (given) => {
    fc.pre(isThere(given));
    const { texts, name } = given;
    const own = Object.entries(read(texts).profiles[name] ?? {}).filter(
      (pair): pair is [string, string] => typeof pair[1] === 'string',
    );
    assert.deepEqual(make(texts, { kind: 'set', name, values: own }), texts);
  });

  always('add: all else stays, and it can be removed', ({ texts, value }) => {
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
