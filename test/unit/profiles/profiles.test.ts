import { loadSharedConfigFiles, parseKnownFiles } from '@smithy/shared-ini-file-loader';
import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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
import { configFiles, credentialsFiles } from '../config/configTexts.ts';

function build(inConfig: string, inCredentials = ''): ProfileSet {
  return buildProfiles(parseConfig(inConfig), parseConfig(inCredentials));
}

/** `name(key=value, key{nested=value})`, in the order of the set. */
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
  config('sections without a prefix, which are no profiles', '[dev]\nk=1\n[preview]\nk=1', '');
  config('other kinds of section', '[plugins]\n[toolkit x]\n[profiles y]\n[profile]\n[Profile z]', '');
  config('a name in double quotes', '[profile "my prof"]\nk=1', 'my prof(k=1)');
  config('a name in single quotes', "[profile 'dev']\nk=1", 'dev(k=1)');
  config('a quote that is not closed', '[profile "dev]', '"dev()');
  config('quotes of two kinds', `[profile "dev']`, `"dev'()`);
  config('quotes around nothing', '[profile ""]', '""()');
  config('several spaces and tabs', '[ profile \t dev ]', 'dev()');
  config('a name with white space', '[profile a b]', 'a b()');
  config('a name with the marks of ARNs and mails', '[profile a.b@c:d/e+f%g]', 'a.b@c:d/e+f%g()');
  config('a name in Japanese', '[profile 開発]', '開発()');
  config(
    'names that JavaScript knows',
    '[profile __proto__]\nk=1\n[profile constructor]',
    '__proto__(k=1) constructor()',
  );
  config('names that differ in case', '[profile dev]\nk=1\n[profile DEV]\nk=2', 'dev(k=1) DEV(k=2)');
  config('a section given twice', '[profile a]\nk=1\nl=1\n[profile a]\nk=2\nm=2', 'a(k=2, l=1, m=2)');
  config('a section given twice, once in quotes', '[profile a]\nk=1\n[profile "a"]\nl=2', 'a(k=1, l=2)');
  config('a key given twice', '[profile a]\nk=1\nk=2', 'a(k=2)');
  config(
    'keys of any case',
    '[profile a]\nRegion=1\nREGION=2\nAWS_Access_Key_Id=A',
    'a(region=2, aws_access_key_id=A)',
  );
  config(
    'keys that JavaScript knows',
    '[profile a]\n__proto__=1\nconstructor=2',
    'a(__proto__=1, constructor=2)',
  );
  config('empty values', '[profile a]\nk=\nl = # none', 'a(k=, l=)');
  config(
    'a nested block, its keys in any case',
    '[profile a]\nS3 =\n  Max_Queue = 1\n  x=2',
    'a(s3{max_queue=1, x=2})',
  );
  config(
    'a nested block given twice, of which the last counts',
    '[profile a]\ns=\n x=1\ns=\n y=2',
    'a(s{y=2})',
  );
  config('keys before any section', 'k=1\n[profile a]\nl=2', 'a(l=2)');
  config(
    'the order of the file',
    '[profile z]\n[default]\n[profile a]\n[profile z]\n[profile m]',
    'z() default() a() m()',
  );
  config(
    'the order of the file, with [profile default]',
    '[profile z]\n[profile default]\n[profile a]',
    'z() default() a()',
  );
});

describe('profiles of the credentials file', () => {
  credentials('a profile', '[dev]\nk=1', 'dev(k=1)');
  credentials('the default profile', '[default]\nk=1', 'default(k=1)');
  credentials('a prefix as part of the name', '[profile dev]\nk=1', 'profile dev(k=1)');
  credentials('a name with white space', '[my prof]', 'my prof()');
  credentials('sections of other kinds, which are names here', '[sso-session x]', 'sso-session x()');
});

describe('profiles of both files', () => {
  both('apart', '[profile a]\nk=1', '[b]\nk=2', 'a(k=1) b(k=2)');
  both('as one, key by key', '[profile a]\nregion=r\nk=1', '[a]\nk=2\nl=2', 'a(region=r, k=2, l=2)');
  both('as one, without regard to the case of keys', '[profile a]\nregion=1', '[a]\nREGION=2', 'a(region=2)');
  both('as one, where the config file has none of it', '[a]\nk=1', '[a]\nl=2', 'a(l=2)');
  both('as one, by names in quotes', '[profile "a"]\nk=1', '[a]\nl=2', 'a(k=1, l=2)');
  both('default', '[default]\nregion=r', '[default]\nk=1', 'default(region=r, k=1)');
  both('an empty value over another', '[profile a]\nk=1', '[a]\nk=', 'a(k=)');
  both('a block over a value', '[profile a]\ns3=1', '[a]\ns3=\n x=2', 'a(s3{x=2})');
  both('the config file first', '[profile z]', '[a]\n[z]\n[default]', 'z() a() default()');

  it('leave sso-session and services to the config file', () => {
    const { ssoSessions, services, profiles } = build(
      '[sso-session corp]\nSSO_Region=r\n[services local]\nsts =\n  endpoint_url = http://l\n[profile corp]\nk=1',
      '[services local]\nk=1',
    );
    assert.equal(print(ssoSessions), 'corp(sso_region=r)');
    assert.equal(print(services), 'local(sts{endpoint_url=http://l})');
    assert.equal(print(profiles), 'corp(k=1) services local(k=1)');
  });
});

describe('where things stand', () => {
  const inConfig = '# c\n[profile a]\nregion = us-east-1\nk = 1\n\n[profile b]\n[profile a]\nl = 2\n';
  const inCredentials = '[a]\nk = 22 # c\n';
  const a = build(inConfig, inCredentials).profiles.get('a');
  const written = { config: inConfig, credentials: inCredentials };

  it('names every header of a profile, the config file’s first', () => {
    const sections = a?.places.map(({ file, start, end }) => [file, written[file].slice(start, end)]);
    assert.deepEqual(sections, [
      ['config', '[profile a]\nregion = us-east-1\nk = 1\n\n'],
      ['config', '[profile a]\nl = 2\n'],
      ['credentials', '[a]\nk = 22 # c\n'],
    ]);
  });

  it('points at each value in the file that counts', () => {
    const places = [...(a?.values ?? [])].map(([key, { file, start, end }]) => [
      key,
      file,
      written[file].slice(start, end),
    ]);
    assert.deepEqual(places, [
      ['region', 'config', 'us-east-1'],
      ['k', 'credentials', '22'],
      ['l', 'config', '2'],
    ]);
  });

  it('leaves out the [default] that [profile default] replaces', () => {
    const places = build('[default]\nk=1\n[profile default]\nk=2').profiles.get('default')?.places;
    assert.deepEqual(places, [{ file: 'config', start: 14, end: 35 }]);
  });
});

describe('valueOf', () => {
  const profile = build('[profile a]\nk = 1\nempty =\ns3 =\n  x = 1').profiles.get('a');

  it('gives the text', () => assert.equal(valueOf(profile, 'k'), '1'));
  it('takes empty and nested values as absent', () => {
    for (const key of ['empty', 's3', 'other']) assert.equal(valueOf(profile, key), undefined);
  });
  it('finds nothing in no profile', () => assert.equal(valueOf(undefined, 'k'), undefined));
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
    it(`takes [${title}] as ${kind} ${name}`, () => assert.deepEqual(readTitle(title), { kind, name }));
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

  it('are found in no empty set', () => {
    assert.deepEqual(
      [noProfiles.profiles.size, noProfiles.ssoSessions.size, noProfiles.services.size],
      [0, 0, 0],
    );
  });
});

type Sections = Record<string, Record<string, string>>;

function flatten(prefix: string, all: ReadonlyMap<string, Named>): [string, Record<string, string>][] {
  return [...all.values()].map(({ name, values }) => {
    const flat = [...values].flatMap(([key, { text, nested }]): [string, string][] =>
      nested.size ? [...nested].map(([inner, value]) => [`${key}.${inner}`, value]) : [[key, text]],
    );
    return [prefix + name, Object.fromEntries(flat.filter(([, text]) => text !== ''))];
  });
}

/** A set in the form of AWS's own loader: empty values and empty sections left out, `s3.x` for nested keys. */
function asLoaded({ profiles, ssoSessions, services }: ProfileSet): Sections {
  const all = [
    ...flatten('', profiles),
    ...flatten('sso-session.', ssoSessions),
    ...flatten('services.', services),
  ];
  return Object.fromEntries(all.filter(([, values]) => Object.keys(values).length > 0));
}

function loadedHere(inConfig: string, inCredentials: string) {
  return {
    configFile: asLoaded(build(inConfig)),
    credentialsFile: asLoaded(build('', inCredentials)),
    merged: asLoaded(build(inConfig, inCredentials)),
  };
}

describe('beside AWS’s SDK for JavaScript', () => {
  let folder: string;
  before(async () => void (folder = await mkdtemp(join(tmpdir(), 'profiles-'))));
  after(() => rm(folder, { recursive: true }));

  async function loadedByAws(inConfig: string, inCredentials: string) {
    const configFilepath = join(folder, 'config');
    const filepath = join(folder, 'credentials');
    await Promise.all([writeFile(configFilepath, inConfig), writeFile(filepath, inCredentials)]);
    const init = { configFilepath, filepath, ignoreCache: true };
    const { configFile, credentialsFile } = await loadSharedConfigFiles(init);
    return { configFile, credentialsFile, merged: await parseKnownFiles(init) };
  }

  function same(what: string, inConfig: string, inCredentials = ''): void {
    it(`reads the same: ${what}`, async () => {
      assert.deepEqual(loadedHere(inConfig, inCredentials), await loadedByAws(inConfig, inCredentials));
    });
  }

  /** A difference that is meant: what is read there, and what is read here. */
  function differs(
    what: string,
    text: { config?: string; credentials?: string },
    there: Sections,
    here: Sections,
  ) {
    it(`differs: ${what}`, async () => {
      const [inConfig, inCredentials] = [text.config ?? '', text.credentials ?? ''];
      assert.deepEqual((await loadedByAws(inConfig, inCredentials)).merged, there);
      assert.deepEqual(loadedHere(inConfig, inCredentials).merged, here);
    });
  }

  same('nothing', '', '');
  same(
    'keys in the credentials file',
    '[profile a]\nregion = r',
    '[a]\naws_access_key_id = A\naws_secret_access_key = s',
  );
  same('a role', '[profile a]\nrole_arn = arn:aws:iam::123456789012:role/A\nsource_profile = base\n');
  same('the credentials file winning', '[profile a]\nk = 1\nl = 1', '[a]\nk = 2');
  same('[default] and [profile default]', '[default]\nk=1\nl=1\n[profile default]\nk=2', '[default]\nm=1');
  same('[profile default] and [default]', '[profile default]\nk=2\n[default]\nk=1\nl=1');
  same('sections given twice', '[profile a]\nk=1\nl=1\n[profile a]\nk=2', '[b]\nk=1\n[b]\nl=2');
  same('quotes around names', `[profile "a"]\nk=1\n[profile 'b']\nk=1\n[sso-session "c"]\nk=1`);
  same('marks in names', '[profile a.b@c:d/e+f%g-h_i]\nk=1', '[a.b@c:d/e]\nk=1');
  same('sso-session and services', '[sso-session s]\nsso_region=r\n[services v]\ns3 =\n  endpoint_url=u');
  same('sections of no kind', '[plugins]\nk=1\n[toolkit x]\nk=1\n[a]\nk=1');
  same('nested blocks', '[profile a]\ns3 =\n  x = 1\n\n  # c\n  y = 2\nregion = r\n  z = 3');
  same('an empty value that no block follows', '[profile a]\nk =\nl = 1\n  m = 2');
  same('comments', '# c\n[profile a] # c\nk = v # c\nl = v#c ; d\n  ; c\n#m = 1\nn = "a # b"');
  same('a comment that touches a header', '[profile a]\nk=1\n[profile b]# c\nl=2');
  same('lines of no kind', 'k=1\n[profile a]\nk\n= v\nl=1\n[profile b\nm=2');
  same('several = in a value', '[profile a]\ncredential_process = tool --a=b "c d" = e');
  same('CRLF', '[profile a]\r\nk = v\r\n\r\ns3 =\r\n  x = 1\r\n', '[a]\r\nl = w\r\n');
  same('a lone CR', '[profile a]\nk = v\rl = w\n');
  same('a byte order mark', '\uFEFF[profile a]\nk = v', '\uFEFF[a]\nl = w');
  same('spaces that are not ASCII', '[profile\u00A0a]\nk\u3000=\u2003v\u00A0#c\n\u00A0l = w');
  same('values in Japanese', '[profile a]\nk = 東京', '[開発]\nk = 大阪');

  it('reads the same names and values of generated files', async () => {
    const property = fc.asyncProperty(configFiles, credentialsFiles, async (inConfig, inCredentials) => {
      const texts = [inConfig.text, inCredentials.text] as const;
      assert.deepEqual(loadedHere(...texts), await loadedByAws(...texts));
    });
    await fc.assert(property, { numRuns: 150 });
  });

  differs(
    'keys of any case are lower-cased, as the CLI has it',
    { config: '[profile a]\nRegion = r' },
    { a: { Region: 'r' } },
    { a: { region: 'r' } },
  );
  differs(
    ': separates where there is no =, as the CLI has it',
    { config: '[profile a]\nregion: r\nk = 1' },
    { a: { k: '1' } },
    { a: { region: 'r', k: '1' } },
  );
  differs(
    'names in quotes may have spaces, as the CLI has it',
    { config: '[profile "my prof"]\nk = 1' },
    {},
    { 'my prof': { k: '1' } },
  );
  differs(
    'names may have any character, so that they can be seen and mended',
    { config: '[profile 開発]\nk = 1\n[profile a b]\nk = 2' },
    {},
    { 開発: { k: '1' }, 'a b': { k: '2' } },
  );
  differs(
    'any white space may follow `profile`, as the CLI has it',
    { config: '[profile  a]\nk = 1' },
    {},
    { a: { k: '1' } },
  );
  differs(
    'white space may stand inside the brackets, as the SDK for Rust has it',
    { config: '[ profile a ]\nk = 1' },
    {},
    { a: { k: '1' } },
  );
  differs(
    'two words are a name in the credentials file, as the CLI has it',
    { credentials: '[my prof]\nk = 1' },
    {},
    { 'my prof': { k: '1' } },
  );
  differs(
    'a prefix is part of the name in the credentials file, as the CLI has it',
    { credentials: '[profile a]\nk = 1' },
    { 'profile.a': { k: '1' } },
    { 'profile a': { k: '1' } },
  );
  differs('a title with a dot is not a prefix', { config: '[profile.a]\nk = 1' }, { a: { k: '1' } }, {});
  differs(
    'white space in the brackets of the credentials file is no part of a name',
    { credentials: '[ a ]\nk = 1' },
    { ' a ': { k: '1' } },
    { a: { k: '1' } },
  );
  differs(
    'names that JavaScript knows do not spoil the file',
    { config: '[profile __proto__]\nk = 1\n[profile a]\nk = 2' },
    {},
    Object.fromEntries([
      ['__proto__', { k: '1' }],
      ['a', { k: '2' }],
    ]) as Sections,
  );
  differs(
    'a line that begins like a header is no assignment',
    { config: '[profile a]\nk = 1\n[b = 2' },
    { a: { k: '1', '[b': '2' } },
    { a: { k: '1' } },
  );
  differs(
    'a later empty value takes an earlier one away, as the CLI has it between the files',
    { config: '[profile a]\nk = 1\nl = 1', credentials: '[a]\nk =' },
    { a: { k: '1', l: '1' } },
    { a: { l: '1' } },
  );
  differs(
    'a later block replaces an earlier one whole, as the CLI has it between the files',
    { config: '[profile a]\ns3 =\n  x = 1', credentials: '[a]\ns3 =\n  y = 2' },
    { a: { 's3.x': '1', 's3.y': '2' } },
    { a: { 's3.y': '2' } },
  );
  differs(
    'an empty value in a block begins no block of its own, as the CLI has it',
    { config: '[profile a]\ns3 =\n  x =\n  y = 2' },
    { a: { 'x.y': '2' } },
    { a: { 's3.y': '2' } },
  );
  differs(
    '[profile default] without keys beats [default] before it, as the CLI has it',
    { config: '[default]\nk = 1\n[profile default]\n' },
    { default: { k: '1' } },
    {},
  );

  it('differs: a profile without keys is a profile', async () => {
    assert.deepEqual((await loadedByAws('[profile a]\n', '')).merged, {});
    assert.equal(print(build('[profile a]\n').profiles), 'a()');
  });
});
