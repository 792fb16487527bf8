import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import {
  buildProfiles,
  type Named,
  noProfiles,
  type ProfileSet,
  readTitle,
  type Target,
  targetKey,
  targetName,
  valueOf,
} from '../../../src/profiles/profiles.ts';

function build(inConfig: string, inCredentials = ''): ProfileSet {
  return buildProfiles(parseConfig(inConfig), parseConfig(inCredentials));
}

/** Prints `name(key=value, key{nested=value})` in the order of the set. */
function print(all: ReadonlyMap<string, Named>): string {
  return [...all.values()]
    .map(({ name, values }) => {
      const inside = [...values].map(([key, { text, nested }]) =>
        nested.size ? `${key}{${[...nested].map((pair) => pair.join('=')).join(', ')}}` : `${key}=${text}`,
      );
      return `${name}(${inside.join(', ')})`;
    })
    .join(' ');
}

function config(what: string, text: string, profiles: string): void {
  both(what, text, '', profiles);
}

function credentials(what: string, text: string, profiles: string): void {
  both(what, '', text, profiles);
}

function both(what: string, inConfig: string, inCredentials: string, profiles: string): void {
  it(what, () => assert.equal(print(build(inConfig, inCredentials).profiles), profiles));
}

describe('profiles of the config file', () => {
  config('none', '', '');
  config('a profile', '[profile dev]\nregion = us-east-1', 'dev(region=us-east-1)');
  config('a profile without keys', '[profile dev]', 'dev()');
  config('the default profile', '[default]\nk=1', 'default(k=1)');
  config('the default profile with a prefix', '[profile default]\nk=1', 'default(k=1)');
  config('[profile default] before [default]', '[profile default]\nk=1\n[default]\nk=2\nl=2', 'default(k=1)');
  config('[profile default] after [default]', '[default]\nk=2\nl=2\n[profile default]\nk=1', 'default(k=1)');
  config('sections without a prefix, which are not profiles', '[dev]\nk=1\n[preview]\nk=1', '');
  config('other kinds of section', '[plugins]\n[toolkit x]\n[profile]\n[Profile z]\n[my profile y]', '');
  config(
    'other letters after the prefix, as in the CLI',
    '[profiles y]\n[profile: z]\n[profile-x "a b"]',
    'y() z() a b()',
  );
  config('text after a header, as in the CLI', '[profile y] z\nk=1\n[profile a] b ] c', 'y(k=1) a] b()');
  config('a name in double quotes', '[profile "my prof"]\nk=1', 'my prof(k=1)');
  config('a name in single quotes', "[profile 'dev']\nk=1", 'dev(k=1)');
  config('an unclosed quote', '[profile "dev]', '"dev()');
  config('mismatched quotes', `[profile "dev']`, `"dev'()`);
  config('quotes around nothing', '[profile ""]', '""()');
  config('several spaces and tabs', '[ profile \t dev ]', 'dev()');
  config('a name with white space', '[profile a b]', 'a b()');
  config(
    'a name with the special characters of ARNs and email addresses',
    '[profile a.b@c:d/e+f%g]',
    'a.b@c:d/e+f%g()',
  );
  config('a name in Japanese', '[profile 開発]', '開発()');
  config(
    'names of JavaScript properties',
    '[profile __proto__]\nk=1\n[profile constructor]',
    '__proto__(k=1) constructor()',
  );
  config('names that differ in case', '[profile dev]\nk=1\n[profile DEV]\nk=2', 'dev(k=1) DEV(k=2)');
  config('a repeated section', '[profile a]\nk=1\nl=1\n[profile a]\nk=2\nm=2', 'a(k=2, l=1, m=2)');
  config('a repeated section, once in quotes', '[profile a]\nk=1\n[profile "a"]\nl=2', 'a(k=1, l=2)');
  config('a repeated key', '[profile a]\nk=1\nk=2', 'a(k=2)');
  config(
    'keys in any case',
    '[profile a]\nRegion=1\nREGION=2\nAWS_Access_Key_Id=A',
    'a(region=2, aws_access_key_id=A)',
  );
  config(
    'keys with names of JavaScript properties',
    '[profile a]\n__proto__=1\nconstructor=2',
    'a(__proto__=1, constructor=2)',
  );
  config('empty values', '[profile a]\nk=\nl = # none', 'a(k=, l=)');
  config(
    'a nested block with its keys as written',
    '[profile a]\nS3 =\n  Max_Queue = 1\n  x=2',
    'a(s3{Max_Queue=1, x=2})',
  );
  config('a repeated nested block, of which the last wins', '[profile a]\ns=\n x=1\ns=\n y=2', 'a(s{y=2})');
  config('keys before any section', 'k=1\n[profile a]\nl=2', 'a(l=2)');
  config(
    'the order of the sections',
    '[profile z]\n[default]\n[profile a]\n[profile z]\n[profile m]',
    'z() default() a() m()',
  );
  config(
    'the order of the sections, with [profile default]',
    '[profile z]\n[profile default]\n[profile a]',
    'z() default() a()',
  );
});

describe('profiles of the credentials file', () => {
  credentials('a profile', '[dev]\nk=1', 'dev(k=1)');
  credentials('the default profile', '[default]\nk=1', 'default(k=1)');
  credentials('a prefix as part of the name', '[profile dev]\nk=1', 'profile dev(k=1)');
  credentials('a name with white space', '[my prof]', 'my prof()');
  credentials(
    'sections of other kinds, which are profiles in this file',
    '[sso-session x]',
    'sso-session x()',
  );
});

describe('profiles of both files', () => {
  both('separately', '[profile a]\nk=1', '[b]\nk=2', 'a(k=1) b(k=2)');
  both('merged key by key', '[profile a]\nregion=r\nk=1', '[a]\nk=2\nl=2', 'a(region=r, k=2, l=2)');
  both('merged with case-insensitive keys', '[profile a]\nregion=1', '[a]\nREGION=2', 'a(region=2)');
  both('merged except for a config section without a prefix', '[a]\nk=1', '[a]\nl=2', 'a(l=2)');
  both('merged with quoted names', '[profile "a"]\nk=1', '[a]\nl=2', 'a(k=1, l=2)');
  both('merged default profiles', '[default]\nregion=r', '[default]\nk=1', 'default(region=r, k=1)');
  both('an empty value that overrides another', '[profile a]\nk=1', '[a]\nk=', 'a(k=)');
  both('a block that overrides a value', '[profile a]\ns3=1', '[a]\ns3=\n x=2', 'a(s3{x=2})');
  both('in order, config file first', '[profile z]', '[a]\n[z]\n[default]', 'z() a() default()');

  it('read sso-session and services only from the config file', () => {
    const { ssoSessions, services, profiles } = build(
      '[sso-session corp]\nSSO_Region=r\n[services local]\nsts =\n  endpoint_url = http://l\n[profile corp]\nk=1',
      '[services local]\nk=1',
    );
    assert.equal(print(ssoSessions), 'corp(sso_region=r)');
    assert.equal(print(services), 'local(sts{endpoint_url=http://l})');
    assert.equal(print(profiles), 'corp(k=1) services local(k=1)');
  });
});

describe('locations', () => {
  const inConfig = '# c\n[profile a]\nregion = us-east-1\nk = 1\n\n[profile b]\n[profile a]\nl = 2\n';
  const inCredentials = '[a]\nk = 22 # c\n';
  const a = build(inConfig, inCredentials).profiles.get('a');
  const written = { config: inConfig, credentials: inCredentials };

  it('include all sections of a profile, config file first', () => {
    const sections = a?.locations.map(({ file, start, end }) => [file, written[file].slice(start, end)]);
    assert.deepEqual(sections, [
      ['config', '[profile a]\nregion = us-east-1\nk = 1\n\n'],
      ['config', '[profile a]\nl = 2\n'],
      ['credentials', '[a]\nk = 22 # c\n'],
    ]);
  });

  it('point to the effective value of each key', () => {
    const locations = [...(a?.values ?? [])].map(([key, { file, start, end }]) => [
      key,
      file,
      written[file].slice(start, end),
    ]);
    assert.deepEqual(locations, [
      ['region', 'config', 'us-east-1'],
      ['k', 'credentials', '22'],
      ['l', 'config', '2'],
    ]);
  });

  it('omit a [default] that [profile default] overrides', () => {
    const locations = build('[default]\nk=1\n[profile default]\nk=2').profiles.get('default')?.locations;
    assert.deepEqual(locations, [{ file: 'config', start: 14, end: 35 }]);
  });
});

describe('valueOf', () => {
  const profile = build('[profile a]\nk = 1\nempty =\ns3 =\n  x = 1').profiles.get('a');

  it('returns the text', () => assert.equal(valueOf(profile, 'k'), '1'));
  it('treats empty and nested values as absent', () => {
    for (const key of ['empty', 's3', 'other']) assert.equal(valueOf(profile, key), undefined);
  });
  it('returns undefined without a profile', () => assert.equal(valueOf(undefined, 'k'), undefined));
});

describe('readTitle', () => {
  const titles: Record<string, [string, string]> = {
    default: ['default', 'default'],
    Default: ['other', 'Default'],
    'profile a': ['profile', 'a'],
    'profile default': ['profile', 'default'],
    'profile "a b"': ['profile', 'a b'],
    'sso-session \t x': ['sso-session', 'x'],
    "services 'x'": ['services', 'x'],
    profile: ['other', 'profile'],
    profilea: ['other', 'profilea'],
    '': ['other', ''],
  };
  for (const [title, [kind, name]] of Object.entries(titles)) {
    it(`parses [${title}] as ${kind} ${name}`, () => assert.deepEqual(readTitle(title), { kind, name }));
  }
});

describe('targets', () => {
  const role: Target = {
    kind: 'role',
    roleArn: 'arn:aws:iam::123456789012:role/team/Dev',
    sourceProfile: 'base',
    sessionName: 'me',
  };

  it('have short names', () => {
    assert.equal(targetName({ kind: 'profile', name: 'dev' }), 'dev');
    assert.equal(targetName({ kind: 'environment' }), 'environment');
    assert.equal(targetName(role), 'Dev@123456789012');
  });

  it('have keys that are equal only for equal targets', () => {
    const targets: Target[] = [
      { kind: 'environment' },
      { kind: 'profile', name: 'environment' },
      { kind: 'profile', name: 'Dev@123456789012' },
      role,
      { ...role, sessionName: 'you' },
      { ...role, sourceProfile: 'other' },
      { ...role, roleArn: 'arn:aws:iam::123456789012:role/Dev' },
    ];
    assert.equal(new Set(targets.map(targetKey)).size, targets.length);
    for (const target of targets) assert.equal(targetKey({ ...target }), targetKey(target));
  });

  it('are not found in an empty set', () => {
    assert.deepEqual(
      [noProfiles.profiles.size, noProfiles.ssoSessions.size, noProfiles.services.size],
      [0, 0, 0],
    );
  });
});
