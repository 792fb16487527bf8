import assert from 'node:assert/strict';
import type { Failure } from '../../../src/base/failure.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { planChange, type ProfileChange, referencesTo } from '../../../src/profiles/changes.ts';
import { buildProfiles } from '../../../src/profiles/profiles.ts';
import { readBotocore } from '../../../src/profiles/readers/botocore.ts';
import { edited } from '../config/edited.ts';

interface Texts {
  readonly config?: string;
  readonly credentials?: string;
}

function plan({ config = '', credentials = '' }: Texts, change: ProfileChange) {
  return planChange({ config: parseConfig(config), credentials: parseConfig(credentials) }, change);
}

/** Expects these file contents after a change. Omitted files must stay unchanged. */
function changes(what: string, before: Texts, change: ProfileChange, after: Texts): void {
  it(what, () => {
    const planned = plan(before, change);
    assert.ok(!('failure' in planned), JSON.stringify(planned));
    for (const file of ['config', 'credentials'] as const) {
      const text = before[file] ?? '';
      assert.equal(edited(text, planned[file]), after[file] ?? text);
    }
  });
}

function fails(what: string, before: Texts, change: ProfileChange, failure: Failure): void {
  it(what, () => assert.deepEqual(plan(before, change), { failure }));
}

const renamed: ProfileChange = { kind: 'rename', name: 'a', to: 'b' };
const copied: ProfileChange = { kind: 'duplicate', name: 'a', to: 'b' };
const removed: ProfileChange = { kind: 'remove', name: 'a' };
const set = (...values: (readonly [string, string | undefined])[]): ProfileChange => ({
  kind: 'set',
  name: 'a',
  values,
});
const add = (more: Partial<ProfileChange & { kind: 'add' }>): ProfileChange => ({
  kind: 'add',
  name: 'a',
  config: [],
  credentials: [],
  ...more,
});

const both: Texts = {
  config: '# mine\n[profile a]\nregion = r\n\n[profile c]\nk = 1\n',
  credentials: '[a]\naws_access_key_id = A\n[c]\naws_access_key_id = C\n',
};

describe('adding a profile', () => {
  const region = ['region', 'r'] as const;
  const key = ['aws_access_key_id', 'A'] as const;
  changes('writes to the config file', {}, add({ config: [region] }), {
    config: '[profile a]\nregion = r\n',
  });
  changes('writes to the credentials file', {}, add({ credentials: [key] }), {
    credentials: '[a]\naws_access_key_id = A\n',
  });
  changes(
    'writes to both files',
    { config: '[default]\nk=1' },
    add({ config: [region], credentials: [key] }),
    {
      config: '[default]\nk=1\n\n[profile a]\nregion=r\n',
      credentials: '[a]\naws_access_key_id = A\n',
    },
  );
  changes('writes to the config file without keys', {}, add({}), { config: '[profile a]\n' });
  changes(
    'works for the default profile',
    {},
    add({ name: 'default', config: [region], credentials: [key] }),
    {
      config: '[default]\nregion = r\n',
      credentials: '[default]\naws_access_key_id = A\n',
    },
  );
  changes(
    'quotes a name with spaces in the config file',
    {},
    add({ name: 'my prof', config: [region], credentials: [key] }),
    {
      config: '[profile "my prof"]\nregion = r\n',
      credentials: '[my prof]\naws_access_key_id = A\n',
    },
  );
  changes('does not reuse a section without a prefix', { config: '[a]\nk=1\n' }, add({ config: [region] }), {
    config: '[a]\nk=1\n\n[profile a]\nregion=r\n',
  });

  const ssoSession = { name: 'corp', values: [['sso_region', 'r'] as const] };
  const signedIn = add({ config: [['sso_session', 'corp']], ssoSession });
  changes('adds an sso-session', {}, signedIn, {
    config: '[profile a]\nsso_session = corp\n\n[sso-session corp]\nsso_region = r\n',
  });
  changes(
    'changes a value of an existing sso-session',
    { config: '[sso-session "corp"]\nsso_region=x # c' },
    signedIn,
    {
      config: '[sso-session "corp"]\nsso_region=r # c\n\n[profile a]\nsso_session=corp\n',
    },
  );
  changes('adds a value to an existing sso-session', { config: '[sso-session corp]\nk=1' }, signedIn, {
    config: '[sso-session corp]\nk=1\nsso_region=r\n\n[profile a]\nsso_session=corp\n',
  });
  changes(
    'keeps an existing sso-session with the same values',
    { config: '[sso-session corp]\nsso_region = r\n' },
    signedIn,
    {
      config: '[sso-session corp]\nsso_region = r\n\n[profile a]\nsso_session = corp\n',
    },
  );

  const exists: Failure = { code: 'profileExists', profile: 'a' };
  fails('rejects a profile that exists in the config file', { config: '[profile "a"]' }, add({}), exists);
  fails('rejects a profile that exists in the credentials file', { credentials: '[a]' }, add({}), exists);
  fails('rejects an empty name', {}, add({ name: '' }), badName(''));
  fails('rejects an invalid name', {}, add({ name: 'a]' }), badName('a]'));
  fails('rejects a reserved name', {}, add({ name: 'DEFAULT' }), badName('DEFAULT'));
  fails('rejects invalid values', {}, add({ config: [['k', 'a #b']] }), invalid('a', 'k'));
  fails('rejects invalid keys', {}, add({ credentials: [['k l', 'a']] }), invalid('a', 'k l'));
  fails('rejects empty values', {}, add({ config: [['k', '']] }), invalid('a', 'k'));
  fails(
    'rejects an invalid sso-session name',
    {},
    add({ ssoSession: { name: '"', values: [] } }),
    invalid('a', 'sso-session'),
  );
  fails(
    'rejects invalid sso-session values',
    {},
    add({ ssoSession: { name: 'corp', values: [['k', ' ']] } }),
    invalid('a', 'k'),
  );
});

function badName(profile: string): Failure {
  return { code: 'badName', profile };
}

function invalid(profile: string, key: string): Failure {
  return { code: 'invalidValue', profile, key };
}

describe('renaming a profile', () => {
  changes('changes both files', both, renamed, {
    config: '# mine\n[profile b]\nregion = r\n\n[profile c]\nk = 1\n',
    credentials: '[b]\naws_access_key_id = A\n[c]\naws_access_key_id = C\n',
  });
  changes('changes one file', { credentials: '[profile a]\n[a]\n' }, renamed, {
    credentials: '[profile a]\n[b]\n',
  });
  changes(
    'changes all spellings of its name',
    { config: '[profile a]\n[profile  a]\n[profile \'a\'] # a\n[ profile "a" ]\n[a]\n[sso-session a]\n' },
    renamed,
    { config: '[profile b]\n[profile  b]\n[profile \'b\'] # a\n[ profile "b" ]\n[a]\n[sso-session a]\n' },
  );
  changes(
    'quotes the new name if necessary',
    { config: '[profile a]', credentials: '[a]' },
    { ...renamed, to: 'b c' },
    { config: '[profile "b c"]', credentials: '[b c]' },
  );
  changes(
    'updates references of other profiles',
    {
      config:
        '[profile x]\nsource_profile=a # a\nInclude_Profile : a\n[profile y]\nparent_profile=a\nregion=a\nsource_profile=aa\n[default]\nsource_profile=a\nsource_profile=c\n[profile a]',
      credentials: '[z]\nsource_profile=a\n',
    },
    renamed,
    {
      config:
        '[profile x]\nsource_profile=b # a\nInclude_Profile : b\n[profile y]\nparent_profile=b\nregion=a\nsource_profile=aa\n[default]\nsource_profile=b\nsource_profile=c\n[profile b]',
      credentials: '[z]\nsource_profile=b\n',
    },
  );
  changes('updates a reference to itself', { config: '[profile a]\nsource_profile = a\n' }, renamed, {
    config: '[profile b]\nsource_profile = b\n',
  });
  changes(
    'ignores sections that are not profiles',
    { config: '[plugins]\nsource_profile=a\n[profile a]' },
    renamed,
    {
      config: '[plugins]\nsource_profile=a\n[profile b]',
    },
  );
  changes(
    'can rename a profile to default',
    { config: '[profile "a"]\n[profile x]\nsource_profile = a', credentials: '[a]\n' },
    { ...renamed, to: 'default' },
    { config: '[default]\n[profile x]\nsource_profile = default', credentials: '[default]\n' },
  );
  changes(
    'can rename the default profile',
    { config: '[default]\n[profile x]\nsource_profile = default', credentials: '[default]\n' },
    { kind: 'rename', name: 'default', to: 'b' },
    { config: '[profile b]\n[profile x]\nsource_profile = b', credentials: '[b]\n' },
  );
  changes(
    'renames [profile default] and keeps the overridden [default]',
    { config: '[default]\nk=1\n[profile default]\nk=2' },
    { kind: 'rename', name: 'default', to: 'b' },
    { config: '[default]\nk=1\n[profile b]\nk=2' },
  );

  fails(
    'rejects an unknown profile',
    both,
    { ...renamed, name: 'x' },
    { code: 'noSuchProfile', profile: 'x' },
  );
  fails(
    'rejects the name of an existing profile',
    both,
    { ...renamed, to: 'c' },
    { code: 'profileExists', profile: 'c' },
  );
  fails('rejects an invalid new name', both, { ...renamed, to: ' b' }, badName(' b'));
});

describe('duplicating a profile', () => {
  changes('copies the sections in both files', both, copied, {
    config: '# mine\n[profile a]\nregion = r\n\n# mine\n[profile b]\nregion = r\n\n[profile c]\nk = 1\n',
    credentials: '[a]\naws_access_key_id = A\n\n[b]\naws_access_key_id = A\n[c]\naws_access_key_id = C\n',
  });
  changes('copies a section in one file', { credentials: '[a]' }, copied, { credentials: '[a]\n\n[b]' });
  changes('copies all its sections', { config: '[profile a]\nk=1\n[x]\n[profile "a"]\nk=2\n' }, copied, {
    config: '[profile a]\nk=1\n[x]\n[profile "a"]\nk=2\n\n[profile b]\nk=1\n\n[profile "b"]\nk=2\n',
  });
  changes(
    'updates a reference to itself in the copy',
    { config: '[profile a]\nsource_profile = a # a\n[profile x]\nsource_profile = a\n' },
    copied,
    {
      config:
        '[profile a]\nsource_profile = a # a\n\n[profile b]\nsource_profile = b # a\n[profile x]\nsource_profile = a\n',
    },
  );
  changes(
    'copies the effective default profile',
    { config: '[profile default]\nk=2\n[default]\nk=1\n', credentials: '[default]\n' },
    { kind: 'duplicate', name: 'default', to: 'b' },
    {
      config: '[profile default]\nk=2\n\n[profile b]\nk=2\n[default]\nk=1\n',
      credentials: '[default]\n\n[b]\n',
    },
  );
  changes(
    'copies to the default profile',
    { config: '[profile a]' },
    { ...copied, to: 'default' },
    {
      config: '[profile a]\n\n[default]',
    },
  );

  fails(
    'rejects an unknown profile to copy',
    both,
    { ...copied, name: 'x' },
    { code: 'noSuchProfile', profile: 'x' },
  );
  fails(
    'rejects the name of another profile',
    both,
    { ...copied, to: 'c' },
    { code: 'profileExists', profile: 'c' },
  );
  fails('rejects the same name', both, { ...copied, to: 'a' }, { code: 'profileExists', profile: 'a' });
  fails('rejects an invalid name', both, { ...copied, to: '' }, badName(''));
});

describe('removing a profile', () => {
  changes('removes it from both files', both, removed, {
    config: '[profile c]\nk = 1\n',
    credentials: '[c]\naws_access_key_id = C\n',
  });
  changes(
    'removes all spellings of its name',
    { config: '[profile a]\n\n[profile x]\nk=1\n\n[profile "a"]\n[a]\n' },
    removed,
    {
      config: '[profile x]\nk=1\n\n[a]\n',
    },
  );
  changes(
    'removes the default profile and the overridden [default]',
    { config: '[default]\nk=1\n\n[profile x]\n\n[profile default]\nk=2\n', credentials: '[default]' },
    { kind: 'remove', name: 'default' },
    { config: '[profile x]\n', credentials: '' },
  );
  changes(
    'keeps references of other profiles',
    { config: '[profile a]\n\n[profile x]\nsource_profile = a\n' },
    removed,
    {
      config: '[profile x]\nsource_profile = a\n',
    },
  );
  fails('rejects an unknown profile', { config: '[a]' }, removed, { code: 'noSuchProfile', profile: 'a' });
});

describe('setting values of a profile', () => {
  changes('changes them in their file', both, set(['region', 'x'], ['aws_access_key_id', 'B']), {
    config: '# mine\n[profile a]\nregion = x\n\n[profile c]\nk = 1\n',
    credentials: '[a]\naws_access_key_id = B\n[c]\naws_access_key_id = C\n',
  });
  changes(
    'changes the effective values',
    { config: '[profile a]\nk = 1\naws_access_key_id = A\n', credentials: '[a]\nK = 2\n' },
    set(['k', '3'], ['AWS_ACCESS_KEY_ID', 'B']),
    { config: '[profile a]\nk = 1\naws_access_key_id = B\n', credentials: '[a]\nK = 3\n' },
  );
  changes(
    'changes the effective values in any section',
    { config: '[profile a]\nk=1\n[profile x]\n[profile "a"]\nl=2\n' },
    set(['k', '3'], ['m', '4']),
    { config: '[profile a]\nk=3\n[profile x]\n[profile "a"]\nl=2\nm=4\n' },
  );
  changes('adds new keys to the config file', both, set(['k', '1']), {
    config: '# mine\n[profile a]\nregion = r\nk = 1\n\n[profile c]\nk = 1\n',
  });
  changes(
    'adds new access keys to the credentials file',
    { config: '[profile a]\n', credentials: '[a]\n' },
    set(
      ['aws_access_key_id', 'A'],
      ['aws_secret_access_key', 's'],
      ['AWS_Session_Token', 't'],
      ['aws_security_token', 'u'],
    ),
    {
      credentials:
        '[a]\naws_access_key_id = A\naws_secret_access_key = s\nAWS_Session_Token = t\naws_security_token = u\n',
    },
  );
  changes(
    'adds a section to the config file',
    { credentials: '[a b]\n' },
    { ...set(['k', '1']), name: 'a b' },
    {
      config: '[profile "a b"]\nk = 1\n',
    },
  );
  changes(
    'adds a section to the credentials file',
    { config: '[default]\n' },
    { kind: 'set', name: 'default', values: [['aws_access_key_id', 'A']] },
    {
      credentials: '[default]\naws_access_key_id = A\n',
    },
  );
  changes('adds no section without values', { credentials: '[a]\nk=1\n' }, set(['l', undefined]), {});
  changes(
    'removes keys from both files',
    { config: '[profile a]\nk=1\nl=1\n[profile "a"]\nK=2\n', credentials: '[a]\nk=3\n' },
    set(['k', undefined]),
    { config: '[profile a]\nl=1\n[profile "a"]\n', credentials: '[a]\n' },
  );
  changes(
    'removes, changes and adds keys at once',
    { config: '[profile a]\nk=1\nl=1' },
    set(['l', undefined], ['m', '2'], ['k', '3']),
    {
      config: '[profile a]\nk=3\nm=2\n',
    },
  );
  changes(
    'prefers [profile default]',
    { config: '[profile default]\nk=1\n[default]\nk=2\n' },
    { kind: 'set', name: 'default', values: [['k', '3']] },
    {
      config: '[profile default]\nk=3\n[default]\nk=2\n',
    },
  );
  changes(
    'changes nothing if the values are the same',
    both,
    set(['region', 'r'], ['aws_access_key_id', 'A'], ['x', undefined]),
    {},
  );

  changes(
    'writes access keys where the current ones take effect and removes all others',
    {
      config: '[profile a]\naws_secret_access_key = S\naws_session_token = T\nregion = r\n',
      credentials: '[a]\naws_access_key_id = A\n',
    },
    set(['aws_access_key_id', 'B'], ['AWS_SECRET_ACCESS_KEY', 's'], ['aws_session_token', 't']),
    {
      config: '[profile a]\nregion = r\n',
      credentials: '[a]\naws_access_key_id = B\nAWS_SECRET_ACCESS_KEY = s\naws_session_token = t\n',
    },
  );

  changes(
    'keeps the location of unchanged access keys',
    {
      config: '[profile a]\naws_access_key_id = O\naws_secret_access_key = S\n',
      credentials: '[a]\naws_access_key_id = A\n',
    },
    set(['aws_access_key_id', 'A'], ['aws_secret_access_key', 'S'], ['aws_session_token', undefined]),
    {},
  );
  changes(
    'writes a new token next to the effective access key ID',
    { config: '[profile a]\naws_session_token = T\n', credentials: '[a]\naws_access_key_id = A\n' },
    set(['aws_access_key_id', 'A'], ['aws_session_token', 't']),
    { config: '[profile a]\n', credentials: '[a]\naws_access_key_id = A\naws_session_token = t\n' },
  );

  fails('rejects an unknown profile', both, { ...set(), name: 'x' }, { code: 'noSuchProfile', profile: 'x' });
  fails('rejects values that cannot be written', both, set(['k', 'v'], ['l', 'a\nb']), invalid('a', 'l'));
  fails('rejects an empty value', both, set(['k', '']), invalid('a', 'k'));
  fails('rejects keys that cannot be written', both, set(['a=b', undefined]), invalid('a', 'a=b'));
  fails(
    'hides secrets in failures',
    both,
    set(['AWS_SECRET_ACCESS_KEY', 's\n']),
    invalid('a', 'AWS_SECRET_ACCESS_KEY'),
  );
  fails(
    'hides tokens in failures',
    both,
    set(['aws_session_token', ' s']),
    invalid('a', 'aws_session_token'),
  );
});

describe('referencesTo', () => {
  it('finds references in both files except to itself', () => {
    const profiles = buildProfiles(
      parseConfig(
        '[profile x]\nsource_profile=a\n[profile a]\nsource_profile=a\n[profile y]\ninclude_profile=a\nsource_profile=a\n[profile z]\nregion=a\n[profile w]\nsource_profile=a\nsource_profile=z',
      ),
      parseConfig('[v]\nparent_profile=a\n[y]\nsource_profile=b'),
    );
    assert.deepEqual(referencesTo(profiles, 'a'), ['x', 'y', 'v']);
    assert.deepEqual(referencesTo(profiles, 'x'), []);
  });
});

describe('setting access keys of a profile', () => {
  const groups = [[], ['id', 'secret'], ['id'], ['secret'], ['token'], ['id', 'secret', 'token']];
  const lines: Readonly<Record<string, string>> = {
    id: 'aws_access_key_id = OLD\n',
    secret: 'aws_secret_access_key = OLD\n',
    token: 'aws_security_token = OLD\n',
  };
  const write = (header: string, group: readonly string[]) =>
    [header, ...group.map((part) => lines[part])].join('');
  const change = set(
    ['aws_access_key_id', 'A'],
    ['aws_secret_access_key', 'S'],
    ['aws_session_token', 'T'],
    ['aws_security_token', undefined],
  );

  for (const [inConfig, inCredentials] of groups.flatMap((one) => groups.map((two) => [one, two] as const)))
    it(`makes the CLI read only the new ones, with [${inConfig.join()}] and [${inCredentials.join()}] before`, () => {
      const before = { config: write('[profile a]\n', inConfig), credentials: write('[a]\n', inCredentials) };
      const planned = plan(before, change);
      assert.ok(!('failure' in planned));
      assert.deepEqual(
        keysByBotocore({
          config: edited(before.config, planned.config),
          credentials: edited(before.credentials, planned.credentials),
        }),
        ['A', 'S', 'T'],
      );
    });
});

/** The access key and token of the first file that contains an access key ID, as in botocore's `credentials.py`. */
function keysByBotocore({ config, credentials }: Required<Texts>): readonly (string | undefined)[] {
  for (const texts of [
    { config: '', credentials },
    { config, credentials: '' },
  ]) {
    const reading = readBotocore(texts);
    assert.ok(reading.kind === 'profiles');
    const values = reading.profiles.get('a')?.values;
    const value = (key: string) => values?.get(key)?.text;
    if (value('aws_access_key_id') !== undefined)
      return [
        value('aws_access_key_id'),
        value('aws_secret_access_key'),
        value('aws_security_token') ?? value('aws_session_token'),
      ];
  }
  return [];
}

function corp(of: 'sso-session' | 'services', to: string): ProfileChange {
  return { kind: 'renameSection', of, name: 'corp', to };
}

describe('renaming another section', () => {
  const before: Texts = {
    config:
      '[DEFAULT]\nsso_session = corp\n[sso-session  "corp"]\nsso_region = r\n[services corp]\n[profile corp]\n' +
      'services = corp\nSSO_SESSION=corp # ours\nsource_profile = corp\n[other]\nsso_session = corp\n',
    credentials: '[a]\nsso_session = corp\n[sso-session corp]\n',
  };
  changes('renames a sign-in and the references to it', before, corp('sso-session', 'acme'), {
    config:
      '[DEFAULT]\nsso_session = acme\n[sso-session  "acme"]\nsso_region = r\n[services corp]\n[profile corp]\n' +
      'services = corp\nSSO_SESSION=acme # ours\nsource_profile = corp\n[other]\nsso_session = corp\n',
    credentials: '[a]\nsso_session = acme\n[sso-session corp]\n',
  });
  changes('renames endpoints and the references to them', before, corp('services', 'my local'), {
    config:
      '[DEFAULT]\nsso_session = corp\n[sso-session  "corp"]\nsso_region = r\n[services "my local"]\n[profile corp]\n' +
      'services = my local\nSSO_SESSION=corp # ours\nsource_profile = corp\n[other]\nsso_session = corp\n',
  });
  fails('rejects a name that exists', { config: '[services corp]\n[services b]\n' }, corp('services', 'b'), {
    code: 'sectionExists',
    title: 'services b',
  });
  fails('rejects a missing section', { config: '[services corp]\n' }, corp('sso-session', 'b'), {
    code: 'noSuchSection',
    title: 'sso-session corp',
  });
  fails('rejects an invalid name', { config: '[services corp]\n' }, corp('services', 'b]'), {
    code: 'badTitle',
    title: 'services b]',
  });
});
