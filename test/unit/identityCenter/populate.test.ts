import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import { type Listing, listingOf } from '../../../src/identityCenter/accounts.ts';
import {
  assignmentsOf,
  clashes,
  defaultTemplate,
  newNames,
  populationOf,
  type PopulationOptions,
  profileName,
  profilesOn,
  unknownPlaceholder,
  vanished,
} from '../../../src/identityCenter/populate.ts';
import { planChange } from '../../../src/profiles/changes.ts';
import type { Population } from '../../../src/profiles/population.ts';
import { nameComplaint } from '../../../src/profiles/profileNames.ts';
import { buildProfiles, type ProfileSet, valueOf } from '../../../src/profiles/profiles.ts';
import { readBotocore } from '../../../src/profiles/readers/botocore.ts';
import { corpSignIn } from '../../fakes/corpSignIn.ts';
import { anyFiles, configFiles } from '../config/configTexts.ts';
import { edited } from '../config/edited.ts';
import { effective, plain } from '../profiles/readers/plainResults.ts';

const corp = corpSignIn();

const listing = (accounts: Readonly<Record<string, readonly string[]>>): Listing =>
  listingOf(
    {
      accounts: Object.keys(accounts).map((name, i) => ({
        id: `${111111111111 + i}`,
        name,
        email: `${name}@x`,
      })),
      roles: new Map(Object.values(accounts).map((roles, i) => [`${111111111111 + i}`, roles])),
    },
    1,
  );

const profilesIn = (config: string): ProfileSet => buildProfiles(parseConfig(config), parseConfig(''));

const options = (listed: Listing, changes: Partial<PopulationOptions> = {}): PopulationOptions => ({
  session: corp,
  assignments: assignmentsOf(listed),
  template: defaultTemplate,
  region: undefined,
  inBlock: true,
  removed: [],
  ...changes,
});

/** The configuration as the CLI reads it; undefined if the CLI cannot read the file. */
function readByCli(config: string): Record<string, unknown> | undefined {
  const read = plain(readBotocore({ config, credentials: '' }));
  if (read === 'fails') return undefined;
  return Object.fromEntries([...effective(read).profiles].map(([name, values]) => [name, [...values]]));
}

/** Why a change to an empty file is refused. */
function refusal(changes: Partial<Population>): string | undefined {
  const change = { ...populationOf(profilesIn(''), options(two)), ...changes };
  const planned = planChange({ config: parseConfig(''), credentials: parseConfig('') }, change);
  return 'failure' in planned ? planned.failure.code : undefined;
}

/** The config file after the population. */
function populated(config: string, wanted: PopulationOptions): string {
  const change = populationOf(profilesIn(config), wanted);
  const planned = planChange({ config: parseConfig(config), credentials: parseConfig('') }, change);
  assert.ok(!('failure' in planned), JSON.stringify(planned));
  return edited(config, planned.config);
}

const two = listing({ dev: ['Admin'], prod: ['ReadOnly'] });

type Named = ReturnType<typeof newNames>[number];

function byAccount(a: Named, b: Named): number {
  return Number(a.assignment.account.id) - Number(b.assignment.account.id);
}

/** Names of accounts, and how profiles in them are named. The first account has the ID 111111111111. */
const accountNames: readonly (readonly [accounts: readonly string[], names: readonly string[]])[] = [
  [
    ['prod', '開発環境', '🚀', 'Ünïcode'],
    ['prod', '111111111112', '111111111113', 'Unicode'],
  ],
  [
    ['Ünïcode', 'Unicode', 'Unícode'],
    ['Unicode-111111111111', 'Unicode', 'Unicode-111111111113'],
  ],
  [
    ['開発 dev', '検証 dev', 'dev'],
    ['dev-111111111111', 'dev-111111111112', 'dev'],
  ],
  [
    ['ｄｅｖ', 'a b', 'a-b', 'ßtraße'],
    ['dev', 'a-b-111111111112', 'a-b', 'tra-e-111111111114'],
  ],
  [
    ['-dash', '--', '（株）本番', '本番'],
    ['dash', '111111111112', 'prod-111111111113', 'prod'],
  ],
  [
    ['非本番', '準本番', 'プレ本番', '本番前検証', '本番以外', '本番データ基盤'],
    ['111111111111', '111111111112', '111111111113', '111111111114', '111111111115', 'prod-111111111116'],
  ],
  [
    ['É', '日', '---日', '...'],
    ['E', '111111111112', '111111111113', '111111111114'],
  ],
  [
    ['prod ', 'prod', '\u3000prod'],
    ['prod-111111111111', 'prod', 'prod-111111111113'],
  ],
];

describe("profiles for a sign-in's assignments", () => {
  it('are written to a marked block, separate from other profiles', () => {
    assert.equal(
      populated('[default]\nregion=r', options(two, { region: 'eu-west-1' })),
      `[default]
region=r

# rolecall: begin corp

[profile dev.Admin]
sso_session=corp
sso_account_id=111111111111
sso_role_name=Admin
region=eu-west-1

[profile prod.ReadOnly]
sso_session=corp
sso_account_id=111111111112
sso_role_name=ReadOnly
region=eu-west-1

# rolecall: end corp
`,
    );
  });

  it('are added to the block on the next run, and edited ones stay unchanged', () => {
    const first = populated('', options(listing({ dev: ['Admin'] })));
    const changed = `${first.replace('[profile dev.Admin]', '# mine\n[profile work]\noutput = json')}\n[profile after]\n`;
    const again = populated(changed, options(two));
    assert.equal(
      again,
      changed.replace(
        '# rolecall: end corp',
        `[profile prod.ReadOnly]
sso_session = corp
sso_account_id = 111111111112
sso_role_name = ReadOnly

# rolecall: end corp`,
      ),
    );
    assert.equal(populated(again, options(two)), again, 'nothing is left to do');
  });

  it('are appended to the file if the user chooses that', () => {
    const text = populated('[default]\n', options(listing({ dev: ['Admin'] }), { inBlock: false }));
    assert.match(text, /^\[default\]\n\n\[profile dev\.Admin\]\nsso_session = corp\n/u);
    assert.doesNotMatch(text, /rolecall/u);
  });

  it('are removed when their assignments are gone, and nothing else is', () => {
    const before = populated('[profile own]\nregion = r\n', options(two));
    const left = listing({ dev: ['Admin'], prod: [] });
    const profiles = profilesIn(before);
    assert.deepEqual(vanished(profiles, corp, left), ['prod.ReadOnly']);
    assert.equal(
      populated(before, options(left, { removed: vanished(profiles, corp, left) })),
      populated('[profile own]\nregion = r\n', options(left)),
    );
  });

  it('are all removed if several use the same removed assignment', () => {
    const again =
      '[profile again]\nsso_session = corp\nsso_account_id = 111111111112\nsso_role_name = ReadOnly\n';
    const twice = again + again.replace('again', 'too');
    assert.deepEqual(vanished(profilesIn(twice), corp, listing({ dev: ['Admin'] })), ['again', 'too']);
  });

  it('are removed and the markers stay, even if the user deleted blank lines', () => {
    const tight = populated('', options(two)).replaceAll('\n\n', '\n');
    const left = populated(tight, options(two, { assignments: [], removed: ['dev.Admin', 'prod.ReadOnly'] }));
    assert.equal(left, '# rolecall: begin corp\n# rolecall: end corp\n');
    assert.deepEqual(
      [...profilesIn(populated(left, options(two))).profiles.keys()],
      ['dev.Admin', 'prod.ReadOnly'],
    );
  });

  it('split no section, wherever the user moved the markers', () => {
    const [begin, end] = ['# rolecall: begin corp', '# rolecall: end corp'];
    for (const marks of [
      [begin, end],
      [end, begin],
      [begin],
      [end],
      [begin, begin, end, end],
      [`  ${begin}`, `\t${end}`],
    ])
      for (const lineEnd of ['\n', '\r\n']) {
        const before =
          `\uFEFF[profile own]\nregion = r\n${marks.join('\n')}\noutput = json\n\n[profile last]\nregion = r\n`.replaceAll(
            '\n',
            lineEnd,
          );
        const after = populated(before, options(two));
        const { profiles } = profilesIn(after);
        assert.deepEqual([...profiles.keys()], ['own', 'last', 'dev.Admin', 'prod.ReadOnly']);
        assert.equal(valueOf(profiles.get('own'), 'output'), 'json', JSON.stringify(after));
        assert.ok(after.startsWith(before));
        assert.equal(populated(after, options(two)), after);
        const more = populated(after, options(listing({ dev: ['Admin'], prod: ['ReadOnly', 'Billing'] })));
        assert.equal(valueOf(profilesIn(more).profiles.get('own'), 'output'), 'json');
        assert.equal(more.split('rolecall: end corp').length, after.split('rolecall: end corp').length);
        assert.ok(lineEnd === '\n' || !/[^\r]\n/u.test(more));
      }
  });

  it('get a new block if the CLI would otherwise read the text below as part of them', () => {
    const before = `${populated('', options(listing({ dev: ['Admin'] })))}  [profile deep]\n  region = r\n`;
    assert.ok(populated(before, options(two)).startsWith(before));
  });

  it('can replace each other under the same name', () => {
    const before = populated('', options(listing({ dev: ['Admin'] })));
    const moved = listing({ gone: [], dev: ['Admin'] });
    const removed = vanished(profilesIn(before), corp, moved);
    assert.deepEqual(removed, ['dev.Admin']);
    const after = populated(before, options(moved, { removed }));
    assert.equal(after, before.replace('111111111111', '111111111112'));
  });

  it('can replace each other under the same name outside of a block', () => {
    const before = `[profile own]\nregion = r\n\n${populated('', options(listing({ dev: ['Admin'] }), { inBlock: false }))}`;
    const moved = listing({ gone: [], dev: ['Admin'] });
    const after = populated(before, options(moved, { removed: ['dev.Admin'], inBlock: false }));
    assert.equal(after, before.replace('111111111111', '111111111112'));
  });

  it('of another sign-in, or with another role on top, are left alone', () => {
    const others = `[profile a]
sso_session = other
sso_account_id = 1
sso_role_name = R
[profile b]
sso_session = corp
sso_account_id = 999999999999
sso_role_name = R
role_arn = arn:aws:iam::1:role/R
source_profile = a
`;
    assert.equal(profilesOn(profilesIn(others), corp).size, 0);
    assert.deepEqual(vanished(profilesIn(others), corp, two), []);
  });

  it('use the legacy format for a start URL without a session', () => {
    const older = { ...corp, name: undefined };
    const text = populated('', options(listing({ dev: ['Admin'] }), { session: older }));
    assert.match(text, /sso_start_url = https:\/\/example\.awsapps\.com\/start\nsso_region = us-east-1\n/u);
    assert.equal(profilesOn(profilesIn(text), older).size, 1);
  });

  it('are named by the template', () => {
    const [assignment] = assignmentsOf(listing({ 'Dev Team (EU)': ['Admin'] }));
    const named = (template: string) => profileName(template, assignment!, corp);
    assert.equal(named('{account}.{role}'), 'Dev-Team-EU-.Admin');
    assert.equal(named('{session}/{accountId}/{role}'), 'corp/111111111111/Admin');
    assert.equal(named('x-{email}'), 'x-Dev-Team-EU-@x');
    assert.equal(unknownPlaceholder('{account}-{rolle}'), '{rolle}');
    assert.equal(unknownPlaceholder('{account}-{role}-{}'), '{}');
    assert.equal(unknownPlaceholder('{account-{role}'), '{');
    assert.equal(unknownPlaceholder('{account}}'), '}');
    assert.equal(unknownPlaceholder('{account}-{role}'), undefined);
    assert.equal(unknownPlaceholder('{constructor}'), '{constructor}');
  });

  for (const [accounts, expected] of accountNames)
    it(`have usable names in the accounts ${accounts.join(', ')}`, () => {
      const wanted = listing(Object.fromEntries(accounts.map((account) => [account, ['Admin']])));
      const added = newNames(profilesIn(''), options(wanted)).toSorted(byAccount);
      assert.deepEqual(
        added.map(({ name }) => name.replace(/\.Admin$/u, '')),
        expected,
      );
      for (const { name } of added) assert.equal(nameComplaint(name), undefined);
      assert.deepEqual(clashes(profilesIn(''), options(wanted)), []);
      assert.equal(profilesIn(populated('', options(wanted))).profiles.size, accounts.length);
    });

  it('do not take the name of another profile only because of letters that are lost', () => {
    const change = populationOf(
      profilesIn('[profile Unicode.Admin]\n'),
      options(listing({ Ünïcode: ['Admin'] })),
    );
    assert.deepEqual(
      change.added.map(({ name }) => name),
      ['Unicode-111111111111.Admin'],
    );
  });

  it('keep their place when the profiles of the same names are removed', () => {
    const files = profilesIn('[profile Unicode.Admin]\n');
    const wanted = options(listing({ Ünïcode: ['Admin'] }), { removed: ['Unicode.Admin'] });
    assert.deepEqual(
      populationOf(files, wanted).added.map(({ name }) => name),
      ['Unicode.Admin'],
    );
  });

  it('are never the default profile', () => {
    const wanted = listing({ default: ['Admin'], DEFAULT: ['Admin'], default2: ['Admin'] });
    const added = newNames(profilesIn(''), options(wanted, { template: '{account}' })).toSorted(byAccount);
    assert.deepEqual(
      added.map(({ name }) => name),
      ['default-111111111111', 'DEFAULT-111111111112', 'default2'],
    );
  });

  it('name each account whose profile would have an invalid name', () => {
    const wanted = options(listing({ dev: ['Admin'], constructor: ['Admin'] }), { template: '{account}' });
    const bad = newNames(profilesIn(''), wanted).filter(({ name }) => nameComplaint(name) !== undefined);
    assert.deepEqual(
      bad.map(({ name, assignment }) => [name, assignment.account.id]),
      [['constructor', '111111111112']],
    );
  });

  it('count as production where the account does by its name', () => {
    const [first] = populationOf(profilesIn(''), options(listing({ 本番環境: ['Admin'] }))).added;
    assert.match(first!.name, /^prod-/u);
  });

  it('are not written under a duplicate or existing name', () => {
    assert.deepEqual(clashes(profilesIn(''), options(two, { template: 'x' })), ['x']);
    assert.deepEqual(clashes(profilesIn('[profile dev.Admin]\n'), options(two)), ['dev.Admin']);
    const change = populationOf(profilesIn('[profile dev.Admin]\n'), options(two));
    const documents = { config: parseConfig('[profile dev.Admin]\n'), credentials: parseConfig('') };
    assert.deepEqual(planChange(documents, change), {
      failure: { code: 'profileExists', profile: 'dev.Admin' },
    });
  });

  it('are not written with an invalid name or value, nor removed if they do not exist', () => {
    assert.equal(refusal({}), undefined);
    assert.equal(refusal({ removed: ['nobody'] }), 'noSuchProfile');
    assert.equal(refusal({ added: [{ name: 'a]b', values: [] }] }), 'badName');
    assert.equal(refusal({ added: [{ name: 'a', values: [['region', 'r\nx = y']] }] }), 'invalidValue');
  });

  it('leave all other text unchanged, and the CLI reads them', () => {
    fc.assert(
      fc.property(anyFiles, fc.boolean(), (text, inBlock) => {
        const profiles = profilesIn(text);
        const wanted = options(two, { inBlock, template: 'rolecall-{account}' });
        if (clashes(profiles, wanted).length > 0) return;
        const after = populated(text, wanted);
        assert.ok(after.startsWith(text), 'the existing text is unchanged');
        const names = ['rolecall-dev', 'rolecall-prod'];
        for (const name of names) assert.ok(profilesIn(after).profiles.has(name), name);
        const removed = populated(after, options(listing({ dev: [], prod: [] }), { removed: names }));
        for (const name of names) assert.ok(!profilesIn(removed).profiles.has(name), name);
        assert.ok(removed.startsWith(text.trimEnd()));
      }),
    );
  });

  it('change no other profile for the CLI, wherever the markers are', () => {
    const marks = fc.array(
      fc.tuple(
        fc.constantFrom('# rolecall: begin corp', ' # rolecall: end corp', '# rolecall: end corp'),
        fc.nat(),
      ),
      { maxLength: 4 },
    );
    fc.assert(
      fc.property(configFiles, marks, ({ text }, placed) => {
        const lines = text.split(/(?<=\n)/u);
        for (const [mark, at] of placed) lines.splice(at % (lines.length + 1), 0, `${mark}\n`);
        const marked = lines.join('');
        const before = readByCli(marked);
        if (!before || clashes(profilesIn(marked), options(two)).length > 0) return;
        const after = populated(marked, options(two));
        const { 'dev.Admin': dev, 'prod.ReadOnly': prod, ...others } = readByCli(after) ?? {};
        assert.ok(dev && prod, after);
        assert.deepEqual(others, before, after);
        const removed = populated(
          after,
          options(two, { assignments: [], removed: ['dev.Admin', 'prod.ReadOnly'] }),
        );
        assert.deepEqual(readByCli(removed), before, removed);
      }),
      { numRuns: 400 },
    );
  });

  it('are read by the CLI', () => {
    const text = populated('[default]\nregion = r\n', options(two));
    const read = readBotocore({ config: text, credentials: '' });
    assert.ok(read.kind === 'profiles');
    assert.deepEqual([...read.profiles.keys()], ['default', 'dev.Admin', 'prod.ReadOnly']);
  });
});
