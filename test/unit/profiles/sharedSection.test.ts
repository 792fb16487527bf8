import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import { mirrorBody, mirrorHead } from '../../../src/delivery/handover/mirrorText.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { planChange } from '../../../src/profiles/changes.ts';
import { buildProfiles } from '../../../src/profiles/profiles.ts';
import { edited } from '../config/edited.ts';
import { filesOf } from './readers/exception.ts';
import type { Texts } from './readers/plainResults.ts';
import { hasBotocore, readByBotocore } from './readers/realBotocore.ts';

const noFile = parseConfig('');

/** The values of all sections of one kind, `name.key=value`, without empty ones. */
function valuesIn(texts: Texts): Readonly<Record<string, readonly string[]>> {
  const { config, credentials } = filesOf(texts);
  const { profiles, ssoSessions, services } = buildProfiles(config, credentials);
  const print = (all: typeof profiles): string[] =>
    [...all.values()].flatMap(({ name, values }) =>
      [...values].flatMap(([key, { text, nested }]) =>
        nested.size > 0
          ? [...nested].map(([inner, value]) => `${name}.${key}.${inner}=${value}`)
          : text === ''
            ? []
            : `${name}.${key}=${text}`,
      ),
    );
  return { profiles: print(profiles).toSorted(), ssoSessions: print(ssoSessions), services: print(services) };
}

interface Case {
  readonly what: string;
  readonly config?: string;
  readonly credentials?: string;
  readonly expected: string;
}

const cases: readonly Case[] = [
  {
    what: 'gives each profile its keys',
    config: '[DEFAULT]\nregion = r\n[profile a]\nk = 1\n[default]\n',
    expected: 'a.k=1 a.region=r default.region=r',
  },
  {
    what: 'counts at the end of the file, and twice',
    config: '[profile a]\nk = 1\n[DEFAULT]\nregion = r\n[DEFAULT]\nl = 2',
    expected: 'a.k=1 a.l=2 a.region=r',
  },
  {
    what: 'yields to an own value, also an empty one',
    config: '[DEFAULT]\nregion = r\noutput = json\n[profile a]\nRegion = s\noutput =',
    expected: 'a.region=s',
  },
  {
    what: 'gives blocks as a whole',
    config: '[DEFAULT]\ns3 =\n  x = 1\n  y = 2\n[profile a]\n[profile b]\ns3 =\n  y = 3',
    expected: 'a.s3.x=1 a.s3.y=2 b.s3.y=3',
  },
  {
    what: 'gives commands with all of their lines',
    config: '[DEFAULT]\ncredential_process = tool\n  --a\n[profile a]\n',
    expected: 'a.credential_process=tool\n--a',
  },
  {
    what: 'of the config file is not for profiles of the credentials file alone',
    config: '[DEFAULT]\nregion = r\n',
    credentials: '[a]\nk = 1',
    expected: 'a.k=1',
  },
  {
    what: 'of the credentials file wins over the config file',
    config: '[profile a]\nregion = r\n',
    credentials: '[DEFAULT]\nregion = s\nl = 2\n[a]\nk = 1',
    expected: 'a.k=1 a.l=2 a.region=s',
  },
  {
    what: 'of the credentials file is not for profiles of the config file alone',
    config: '[profile a]\nregion = r\n',
    credentials: '[DEFAULT]\nregion = s\n',
    expected: 'a.region=r',
  },
  { what: 'is no profile', credentials: '[DEFAULT]\nk = 1\n', expected: '' },
  { what: 'has capitals', config: '[Default]\nk = 1\n[profile a]\nl = 1', expected: 'a.l=1' },
];

const textsOf = ({ config = '', credentials = '' }: Case): Texts => ({ config, credentials });

describe('[DEFAULT]', () => {
  for (const each of cases)
    it(each.what, () => assert.equal(valuesIn(textsOf(each))['profiles']?.join(' '), each.expected));

  it('is that of the CLI', function () {
    if (!hasBotocore()) this.skip();
    const real = readByBotocore(cases.map(textsOf));
    for (const [i, { what, expected }] of cases.entries()) {
      const read = real[i];
      assert.ok(read && read !== 'fails', what);
      const values = [...read.profiles].flatMap(([name, all]) =>
        [...all].flatMap(([key, text]) => (text === '' ? [] : `${name}.${key}=${text}`)),
      );
      assert.equal(values.toSorted().join(' '), expected, what);
    }
  });

  it('gives sso-sessions and services its keys', () => {
    const config = '[DEFAULT]\nsso_region = r\n[sso-session s]\nsso_start_url = u\n[services v]\n';
    const { ssoSessions, services } = valuesIn({ config, credentials: '' });
    assert.deepEqual(ssoSessions, ['s.sso_region=r', 's.sso_start_url=u']);
    assert.deepEqual(services, ['v.sso_region=r']);
  });

  it('with spaces in its brackets gives nothing', () => {
    const config = '[ DEFAULT ]\nregion = r\n[profile a]\nk = 1';
    assert.deepEqual(valuesIn({ config, credentials: '' })['profiles'], ['a.k=1']);
  });

  it('follows a renamed profile', () => {
    for (const file of ['config', 'credentials'] as const) {
      const text = `[DEFAULT]\nsource_profile = a\n[${file === 'config' ? 'profile ' : ''}a]\nk = 1\n`;
      const parsed = parseConfig(text);
      const documents = { config: noFile, credentials: noFile, [file]: parsed };
      const planned = planChange(documents, { kind: 'rename', name: 'a', to: 'b' });
      assert.ok(!('failure' in planned));
      assert.equal(edited(text, planned[file]), text.replace('= a', '= b').replace('a]', 'b]'));
    }
  });

  it('of the credentials file stays when a profile with its name is changed', () => {
    const [config, credentials] = ['[profile DEFAULT]\nregion = r\n', '[DEFAULT]\nl = 1\n[b]\n'];
    const documents = { config: parseConfig(config), credentials: parseConfig(credentials) };
    for (const change of [
      { kind: 'rename', to: 'a' },
      { kind: 'duplicate', to: 'a' },
      { kind: 'remove' },
    ] as const) {
      const planned = planChange(documents, { ...change, name: 'DEFAULT' });
      assert.ok(!('failure' in planned));
      assert.equal(edited(credentials, planned.credentials), credentials, change.kind);
      assert.notEqual(edited(config, planned.config), config);
    }
  });

  it('changes in no way when a profile that it gives values to is changed', () => {
    const text = '[DEFAULT]\nregion = r\n[profile a]\nk = 1\n';
    const documents = { config: parseConfig(text), credentials: parseConfig('') };
    const set = planChange(documents, { kind: 'set', name: 'a', values: [['region', 's']] });
    const removed = planChange(documents, { kind: 'remove', name: 'a' });
    assert.ok(!('failure' in set) && !('failure' in removed));
    assert.equal(edited(text, set.config), `${text}region = s\n`);
    assert.equal(edited(text, removed.config), '[DEFAULT]\nregion = r\n');
  });
});

describe('the live mirror of files with [DEFAULT]', () => {
  const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
  const shared = `aws_access_key_id = AKIAIOSFODNN7EXAMPLE\naws_secret_access_key = ${secret}\nregion = eu-west-1\nsso_region = eu-central-1\nhome_grown_process = tool\n  --${secret}`;
  const config = `[DEFAULT]\n${shared}\n[profile a]\noutput = json\n[sso-session s]\nsso_start_url = https://x/start\n[services v]\ns3 =\n  endpoint_url = http://localhost\n[plugins]\nk = 1\n`;
  const profiles = buildProfiles(parseConfig(config), parseConfig(`[DEFAULT]\n${shared}\n[b]\nk = 1\n`));
  const context = { environment: {}, sessionName: 'me', mfaSessionSeconds: 3600 };
  const sources = {
    profiles,
    configText: config,
    planOf: (target: Parameters<typeof planTarget>[1]) => planTarget(profiles, target, context),
    command: '/helper',
  };
  const mirror = mirrorHead({ kind: 'profile', name: 'a' }, [], sources) + mirrorBody(sources);

  it('gives each profile one source, and the settings of [DEFAULT]', () => {
    for (const name of ['default', 'profile a', 'profile b'])
      assert.match(mirror, new RegExp(String.raw`^\[${name}\]\n(?:.+\n)*region = eu-west-1\n`, 'mu'));
    assert.equal(mirror.match(/^credential_process = \/helper /gmu)?.length, 3);
    assert.match(
      mirror,
      /^\[sso-session s\]\nsso_region = eu-central-1\nsso_start_url = https:\/\/x\/start\n$/mu,
    );
  });

  it('has no section of this name, and no key that leads to credentials', () => {
    assert.doesNotMatch(mirror, /\[DEFAULT\]|AKIA|aws_secret_access_key/u);
    for (const name of ['sso-session s', 'services v', 'plugins']) {
      const [section = ''] = mirror.split(`[${name}]\n`)[1]?.split('\n\n') ?? [];
      assert.ok(section !== '' && !section.includes(secret), section);
    }
  });

  it('can be read by the CLI', function () {
    if (!hasBotocore()) this.skip();
    const [read] = readByBotocore([{ config: mirror, credentials: '' }]);
    assert.ok(read && read !== 'fails');
    assert.deepEqual([...read.profiles.keys()].toSorted(), ['a', 'b', 'default']);
  });
});
