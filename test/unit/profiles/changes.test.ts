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

/** What becomes of the files; a file that is not expected to change is left out. */
function makes(what: string, before: Texts, change: ProfileChange, after: Texts): void {
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

describe('a profile that is added', () => {
  const region = ['region', 'r'] as const;
  const key = ['aws_access_key_id', 'A'] as const;
  makes('stands in the config file', {}, add({ config: [region] }), { config: '[profile a]\nregion = r\n' });
  makes('stands in the credentials file', {}, add({ credentials: [key] }), {
    credentials: '[a]\naws_access_key_id = A\n',
  });
  makes('stands in both', { config: '[default]\nk=1' }, add({ config: [region], credentials: [key] }), {
    config: '[default]\nk=1\n\n[profile a]\nregion=r\n',
    credentials: '[a]\naws_access_key_id = A\n',
  });
  makes('stands in the config file where it has no keys', {}, add({}), { config: '[profile a]\n' });
  makes('may be the default', {}, add({ name: 'default', config: [region], credentials: [key] }), {
    config: '[default]\nregion = r\n',
    credentials: '[default]\naws_access_key_id = A\n',
  });
  makes('may have a name with spaces', {}, add({ name: 'my prof', config: [region], credentials: [key] }), {
    config: '[profile "my prof"]\nregion = r\n',
    credentials: '[my prof]\naws_access_key_id = A\n',
  });
  makes('is not one that has no prefix', { config: '[a]\nk=1\n' }, add({ config: [region] }), {
    config: '[a]\nk=1\n\n[profile a]\nregion=r\n',
  });

  const ssoSession = { name: 'corp', values: [['sso_region', 'r'] as const] };
  const signedIn = add({ config: [['sso_session', 'corp']], ssoSession });
  makes('may bring a session along', {}, signedIn, {
    config: '[profile a]\nsso_session = corp\n\n[sso-session corp]\nsso_region = r\n',
  });
  makes('may set a session that is there', { config: '[sso-session "corp"]\nsso_region=x # c' }, signedIn, {
    config: '[sso-session "corp"]\nsso_region=r # c\n\n[profile a]\nsso_session=corp\n',
  });
  makes('may add to a session that is there', { config: '[sso-session corp]\nk=1' }, signedIn, {
    config: '[sso-session corp]\nk=1\nsso_region=r\n\n[profile a]\nsso_session=corp\n',
  });
  makes('may find a session as it should be', { config: '[sso-session corp]\nsso_region = r\n' }, signedIn, {
    config: '[sso-session corp]\nsso_region = r\n\n[profile a]\nsso_session = corp\n',
  });

  const exists: Failure = { code: 'profileExists', profile: 'a' };
  fails('must not be in the config file', { config: '[profile "a"]' }, add({}), exists);
  fails('must not be in the credentials file', { credentials: '[a]' }, add({}), exists);
  fails('must have a name', {}, add({ name: '' }), badName(''));
  fails('must have a name that can be written', {}, add({ name: 'a]' }), badName('a]'));
  fails('must have a name that spoils nothing', {}, add({ name: 'DEFAULT' }), badName('DEFAULT'));
  fails(
    'must have values that can be written',
    {},
    add({ config: [['k', 'a #b']] }),
    invalid('a', 'k', 'a #b'),
  );
  fails(
    'must have keys that can be written',
    {},
    add({ credentials: [['k l', 'a']] }),
    invalid('a', 'k l', 'a'),
  );
  fails('must have values at all', {}, add({ config: [['k', '']] }), invalid('a', 'k', ''));
  fails(
    'must bring a session that can be written',
    {},
    add({ ssoSession: { name: '"', values: [] } }),
    invalid('a', 'sso-session', '"'),
  );
  fails(
    'must bring a session with values that can be written',
    {},
    add({ ssoSession: { name: 'corp', values: [['k', ' ']] } }),
    invalid('a', 'k', ' '),
  );
});

function badName(profile: string): Failure {
  return { code: 'badName', profile };
}

function invalid(profile: string, key: string, value: string): Failure {
  return { code: 'invalidValue', profile, key, value };
}

describe('a profile under another name', () => {
  makes('has it in both files', both, renamed, {
    config: '# mine\n[profile b]\nregion = r\n\n[profile c]\nk = 1\n',
    credentials: '[b]\naws_access_key_id = A\n[c]\naws_access_key_id = C\n',
  });
  makes('has it in one file', { credentials: '[profile a]\n[a]\n' }, renamed, {
    credentials: '[profile a]\n[b]\n',
  });
  makes(
    'has it however its name is spelled',
    { config: '[profile a]\n[profile  a]\n[profile \'a\'] # a\n[ profile "a" ]\n[a]\n[sso-session a]\n' },
    renamed,
    { config: '[profile b]\n[profile  b]\n[profile \'b\'] # a\n[ profile "b" ]\n[a]\n[sso-session a]\n' },
  );
  makes(
    'has it in quotes where it needs them',
    { config: '[profile a]', credentials: '[a]' },
    { ...renamed, to: 'b c' },
    { config: '[profile "b c"]', credentials: '[b c]' },
  );
  makes(
    'is followed by those who name it',
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
  makes('is followed by itself', { config: '[profile a]\nsource_profile = a\n' }, renamed, {
    config: '[profile b]\nsource_profile = b\n',
  });
  makes(
    'is not followed by what is no profile',
    { config: '[plugins]\nsource_profile=a\n[profile a]' },
    renamed,
    {
      config: '[plugins]\nsource_profile=a\n[profile b]',
    },
  );
  makes(
    'may become the default',
    { config: '[profile "a"]\n[profile x]\nsource_profile = a', credentials: '[a]\n' },
    { ...renamed, to: 'default' },
    { config: '[default]\n[profile x]\nsource_profile = default', credentials: '[default]\n' },
  );
  makes(
    'may have been the default',
    { config: '[default]\n[profile x]\nsource_profile = default', credentials: '[default]\n' },
    { kind: 'rename', name: 'default', to: 'b' },
    { config: '[profile b]\n[profile x]\nsource_profile = b', credentials: '[b]\n' },
  );
  makes(
    'may have been the default with a prefix, and leaves the one that did not count',
    { config: '[default]\nk=1\n[profile default]\nk=2' },
    { kind: 'rename', name: 'default', to: 'b' },
    { config: '[default]\nk=1\n[profile b]\nk=2' },
  );

  fails('must be there', both, { ...renamed, name: 'x' }, { code: 'noSuchProfile', profile: 'x' });
  fails('must not be there under it', both, { ...renamed, to: 'c' }, { code: 'profileExists', profile: 'c' });
  fails('must have one that can be written', both, { ...renamed, to: ' b' }, badName(' b'));
});

describe('a copy of a profile', () => {
  makes('stands in both files', both, copied, {
    config: '# mine\n[profile a]\nregion = r\n\n# mine\n[profile b]\nregion = r\n\n[profile c]\nk = 1\n',
    credentials: '[a]\naws_access_key_id = A\n\n[b]\naws_access_key_id = A\n[c]\naws_access_key_id = C\n',
  });
  makes('stands in one file', { credentials: '[a]' }, copied, { credentials: '[a]\n\n[b]' });
  makes('has all its sections', { config: '[profile a]\nk=1\n[x]\n[profile "a"]\nk=2\n' }, copied, {
    config: '[profile a]\nk=1\n[x]\n[profile "a"]\nk=2\n\n[profile b]\nk=1\n\n[profile "b"]\nk=2\n',
  });
  makes(
    'names itself where the profile names itself',
    { config: '[profile a]\nsource_profile = a # a\n[profile x]\nsource_profile = a\n' },
    copied,
    {
      config:
        '[profile a]\nsource_profile = a # a\n\n[profile b]\nsource_profile = b # a\n[profile x]\nsource_profile = a\n',
    },
  );
  makes(
    'may be of the default, as it counts',
    { config: '[profile default]\nk=2\n[default]\nk=1\n', credentials: '[default]\n' },
    { kind: 'duplicate', name: 'default', to: 'b' },
    {
      config: '[profile default]\nk=2\n\n[profile b]\nk=2\n[default]\nk=1\n',
      credentials: '[default]\n\n[b]\n',
    },
  );
  makes(
    'may be the default',
    { config: '[profile a]' },
    { ...copied, to: 'default' },
    {
      config: '[profile a]\n\n[default]',
    },
  );

  fails(
    'must be of one that is there',
    both,
    { ...copied, name: 'x' },
    { code: 'noSuchProfile', profile: 'x' },
  );
  fails('must not be there', both, { ...copied, to: 'c' }, { code: 'profileExists', profile: 'c' });
  fails('must not be the same', both, { ...copied, to: 'a' }, { code: 'profileExists', profile: 'a' });
  fails('must have a name that can be written', both, { ...copied, to: '' }, badName(''));
});

describe('a profile that goes', () => {
  makes('goes from both files', both, removed, {
    config: '[profile c]\nk = 1\n',
    credentials: '[c]\naws_access_key_id = C\n',
  });
  makes(
    'goes however it is spelled',
    { config: '[profile a]\n\n[profile x]\nk=1\n\n[profile "a"]\n[a]\n' },
    removed,
    {
      config: '[profile x]\nk=1\n\n[a]\n',
    },
  );
  makes(
    'may be the default, with the one that did not count',
    { config: '[default]\nk=1\n\n[profile x]\n\n[profile default]\nk=2\n', credentials: '[default]' },
    { kind: 'remove', name: 'default' },
    { config: '[profile x]\n', credentials: '' },
  );
  makes('leaves those who name it', { config: '[profile a]\n\n[profile x]\nsource_profile = a\n' }, removed, {
    config: '[profile x]\nsource_profile = a\n',
  });
  fails('must be there', { config: '[a]' }, removed, { code: 'noSuchProfile', profile: 'a' });
});

describe('the values of a profile', () => {
  makes('are set where they stand', both, set(['region', 'x'], ['aws_access_key_id', 'B']), {
    config: '# mine\n[profile a]\nregion = x\n\n[profile c]\nk = 1\n',
    credentials: '[a]\naws_access_key_id = B\n[c]\naws_access_key_id = C\n',
  });
  makes(
    'are set where they count',
    { config: '[profile a]\nk = 1\naws_access_key_id = A\n', credentials: '[a]\nK = 2\n' },
    set(['k', '3'], ['AWS_ACCESS_KEY_ID', 'B']),
    { config: '[profile a]\nk = 1\naws_access_key_id = B\n', credentials: '[a]\nK = 3\n' },
  );
  makes(
    'are set where they count, in whichever section that is',
    { config: '[profile a]\nk=1\n[profile x]\n[profile "a"]\nl=2\n' },
    set(['k', '3'], ['m', '4']),
    { config: '[profile a]\nk=3\n[profile x]\n[profile "a"]\nl=2\nm=4\n' },
  );
  makes('are new in the config file', both, set(['k', '1']), {
    config: '# mine\n[profile a]\nregion = r\nk = 1\n\n[profile c]\nk = 1\n',
  });
  makes(
    'are new in the credentials file where they are keys',
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
  makes(
    'bring a section for the config file',
    { credentials: '[a b]\n' },
    { ...set(['k', '1']), name: 'a b' },
    {
      config: '[profile "a b"]\nk = 1\n',
    },
  );
  makes(
    'bring a section for the credentials file',
    { config: '[default]\n' },
    { kind: 'set', name: 'default', values: [['aws_access_key_id', 'A']] },
    {
      credentials: '[default]\naws_access_key_id = A\n',
    },
  );
  makes(
    'bring no section where there is nothing for it',
    { credentials: '[a]\nk=1\n' },
    set(['l', undefined]),
    {},
  );
  makes(
    'go from both files',
    { config: '[profile a]\nk=1\nl=1\n[profile "a"]\nK=2\n', credentials: '[a]\nk=3\n' },
    set(['k', undefined]),
    { config: '[profile a]\nl=1\n[profile "a"]\n', credentials: '[a]\n' },
  );
  makes(
    'go while others come',
    { config: '[profile a]\nk=1\nl=1' },
    set(['l', undefined], ['m', '2'], ['k', '3']),
    {
      config: '[profile a]\nk=3\nm=2\n',
    },
  );
  makes(
    'are those of [profile default] where there is one',
    { config: '[profile default]\nk=1\n[default]\nk=2\n' },
    { kind: 'set', name: 'default', values: [['k', '3']] },
    {
      config: '[profile default]\nk=3\n[default]\nk=2\n',
    },
  );
  makes(
    'may be set to what they are',
    both,
    set(['region', 'r'], ['aws_access_key_id', 'A'], ['x', undefined]),
    {},
  );

  makes(
    'are keys where the present ones count, and in no other place',
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

  makes(
    'are keys that are left where they are while they stay the same',
    {
      config: '[profile a]\naws_access_key_id = O\naws_secret_access_key = S\n',
      credentials: '[a]\naws_access_key_id = A\n',
    },
    set(['aws_access_key_id', 'A'], ['aws_secret_access_key', 'S'], ['aws_session_token', undefined]),
    {},
  );
  makes(
    'are keys whose new token goes where the access key ID counts',
    { config: '[profile a]\naws_session_token = T\n', credentials: '[a]\naws_access_key_id = A\n' },
    set(['aws_access_key_id', 'A'], ['aws_session_token', 't']),
    { config: '[profile a]\n', credentials: '[a]\naws_access_key_id = A\naws_session_token = t\n' },
  );

  fails('must be of a profile', both, { ...set(), name: 'x' }, { code: 'noSuchProfile', profile: 'x' });
  fails('must be such as can be written', both, set(['k', 'v'], ['l', 'a\nb']), invalid('a', 'l', 'a\nb'));
  fails('must not be empty', both, set(['k', '']), invalid('a', 'k', ''));
  fails('must have such keys', both, set(['a=b', undefined]), invalid('a', 'a=b', ''));
  fails(
    'are not told where they are secret',
    both,
    set(['AWS_SECRET_ACCESS_KEY', 's\n']),
    invalid('a', 'AWS_SECRET_ACCESS_KEY', '…'),
  );
  fails(
    'are not told where they are tokens',
    both,
    set(['aws_session_token', ' s']),
    invalid('a', 'aws_session_token', '…'),
  );
});

describe('those who name a profile', () => {
  it('are found in both files, but for itself', () => {
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

describe('keys that are given to a profile', () => {
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
    it(`are all that the CLI reads, be there [${inConfig.join()}] and [${inCredentials.join()}]`, () => {
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

/** The keys and the token of the first file that has an access key ID, as botocore's `credentials.py` has it. */
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
