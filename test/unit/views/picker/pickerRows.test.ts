import assert from 'node:assert/strict';
import { parseConfig } from '../../../../src/config/parse.ts';
import type { ConsoleSignInState } from '../../../../src/credentials/login/consoleSignIns.ts';
import { signInsOf } from '../../../../src/plan/identityCenterSource.ts';
import { isPlan, type Plan, type Planned } from '../../../../src/plan/plan.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import { fullAccess } from '../../../../src/profiles/access/access.ts';
import { buildProfiles, type Target, targetKey } from '../../../../src/profiles/profiles.ts';
import type { ActiveState } from '../../../../src/session/activeState.ts';
import type { PickerPurpose } from '../../../../src/views/picker/pickerChoice.ts';
import type { RowButton } from '../../../../src/views/picker/targetRow.ts';
import type { ViewSources } from '../../../../src/views/viewSources.ts';
import type { AlibabaView } from '../../../../src/views/alibabaRows.ts';
import { alibabaWindow, dsw, readyWith } from '../alibaba/alibabaWindow.ts';
import { noAlibaba } from '../../../fakes/noAlibaba.ts';

await import('../../../fakes/useFakeVscode.ts');
const { displayLine } = await import('../../../../src/display/marks.ts');
const { NextSteps } = await import('../../../../src/views/nextStep.ts');
const { entryOf, targetsOf } = await import('../../../../src/views/picker/pickerEntries.ts');
const { browseRows, foundRows } = await import('../../../../src/views/picker/pickerRows.ts');
const { targetRow } = await import('../../../../src/views/picker/targetRow.ts');
const { wordsOf } = await import('../../../../src/views/picker/wordSearch.ts');
const { createAlibabaRows } = await import('../../../../src/views/alibaba/createAlibabaRows.ts');
const { isSame } = await import('../../../../src/views/picker/shownRows.ts');

const phone = 'mfa_serial = arn:aws:iam::111111111111:mfa/phone';
const roleIn = (name: string, account: string, source: string, more = ''): string =>
  `[profile ${name}]\nrole_arn = arn:aws:iam::${account}:role/Admin\nsource_profile = ${source}\n${more}\n`;

const config = [
  `[profile maya]\n${phone}\nregion = ap-northeast-1\n`,
  roleIn('dev', '222222222222', 'maya', `${phone}\nregion = eu-west-1`),
  roleIn('live', '333333333333', 'maya', phone),
  '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = us-east-1\n',
  '[profile sso-a]\nsso_session = corp\nsso_account_id = 444444444444\nsso_role_name = Reader\n',
  '[profile sso-b]\nsso_session = corp\nsso_account_id = 333333333333\nsso_role_name = Reader\n',
  roleIn('broken', '222222222222', 'nobody'),
  '[profile ci]\nregion = us-east-1\n',
].join('\n');
const keys = (name: string, id: string): string =>
  `[${name}]\naws_access_key_id = AKIA${id.padEnd(16, 'X')}\naws_secret_access_key = ${id}\n`;
const credentials = `${keys('maya', 'MAYA')}${keys('ci', 'CI')}`;

const profile = (name: string): Target => ({ kind: 'profile', name });

/** The plan with the access of the target, as far as rows show it. */
function limited(planned: Planned, target: Target): Planned {
  return isPlan(planned) && target.access ? { ...planned, target, access: target.access } : planned;
}

interface Given {
  readonly config?: string;
  readonly credentials?: string;
  readonly state?: ActiveState;
  readonly recent?: readonly Target[];
  readonly pinned?: readonly Target[];
  readonly groupBy?: 'source' | 'signIn' | 'account';
  readonly progress?: { readonly done: number; readonly expiration: number };
  readonly signIn?: object;
  readonly alibaba?: AlibabaView;
  /** The state of console sign-ins. */
  readonly console?: ConsoleSignInState;
}

const never = () => ({ dispose() {} });
const accountNames = new Map([['333333333333', 'Production (EU)']]);

function nameOf(id: string | undefined) {
  return { id, name: id === undefined ? undefined : accountNames.get(id), email: undefined };
}

/** The last account in the plan. */
function accountIn(planned: object): string | undefined {
  return /\d{12}/u.exec(JSON.stringify((planned as Plan).steps?.at(-1)))?.[0];
}

function sourcesOf(given: Given): ViewSources {
  const profiles = buildProfiles(
    parseConfig(given.config ?? config),
    parseConfig(given.credentials ?? credentials),
  );
  const plans = new Map<string, ReturnType<typeof planTarget>>();
  const planOf = (target: Target) => {
    const key = targetKey(target);
    const context = { environment: {}, sessionName: 'me', mfaSessionSeconds: 3600 };
    const planned = plans.get(key) ?? limited(planTarget(profiles, target, context), target);
    plans.set(key, planned);
    return planned;
  };
  const { recent = [], pinned = [], progress } = given;
  return {
    active: { state: given.state ?? { kind: 'none' }, onDidChange: never },
    bound: { target: undefined, folders: [], onDidChange: never },
    store: { state: { profiles, failures: [], hints: [] }, onDidChange: never, ready: assert.fail },
    planOf,
    alibaba: given.alibaba ?? noAlibaba,
    signIns: () => signInsOf(profiles, {}),
    portal: {
      get: async () => ({ refresh: async () => {}, signIns: { stateOf: () => given.signIn } }) as never,
    },
    consoleSignIns: {
      get: async () => ({ stateOf: async () => given.console ?? { kind: 'signedOut' }, onDidChange: never }),
    },
    production: {
      of: (planned: object) =>
        accountIn(planned) === '333333333333'
          ? { by: 'accountName', text: 'Production', pattern: 'p' }
          : undefined,
    } as never,
    accountNames: { of: (planned) => nameOf(accountIn(planned)), ofId: nameOf, onDidChange: never },
    chosen: {
      recent,
      pinned,
      isPinned: () => false,
      pin() {},
      note() {},
      forget() {},
      onDidChange: never,
    },
    progressOf: async () => progress && { done: progress.done, credentials: progress },
    groupBy: { value: given.groupBy ?? 'source' },
    describe: ({ code }) => code,
    describeReason: ({ code }) => code,
    now: () => 0,
  } as Partial<ViewSources> as ViewSources;
}

/** The rows as lines, with the headings of groups in brackets. */
async function rows(given: Given, typed = '', purpose: PickerPurpose = 'switch'): Promise<readonly string[]> {
  const sources = sourcesOf(given);
  const entries = targetsOf(sources).map((target) => entryOf(sources.planOf(target), sources));
  const nextSteps = new NextSteps(sources);
  await nextSteps.find(entries.flatMap(({ planned }) => (planned && 'steps' in planned ? [planned] : [])));
  const frame = { purpose, sources, nextSteps, words: wordsOf(typed) };
  const content = { entries, roles: [] };
  const shown = typed === '' ? browseRows(content, frame) : foundRows(content, typed, frame);
  return shown.map(({ kind, label, description = '', detail = '' }) =>
    kind === undefined
      ? [label, displayLine(description), displayLine(detail)].filter(Boolean).join(' | ')
      : `[${label}]`,
  );
}

async function names(purpose: PickerPurpose): Promise<readonly (string | undefined)[]> {
  const shown = await rows({}, '', purpose);
  return shown.filter((row) => !row.startsWith('[')).map((row) => row.split(' | ')[0]);
}

const others = [
  '[more]',
  'Assume role by ARN… | a role that is not in your AWS files',
  'Sign in with AWS console… | user name and password',
  'Sign in to IAM Identity Center…',
  'Add profile…',
  'From copied credentials…',
];

describe('the rows of the picker', () => {
  it('are grouped by source, with what will happen, and end with what needs attention', async () => {
    assert.deepEqual(await rows({ signIn: { kind: 'expired' } }), [
      '[maya]',
      'maya | 111111111111 · access keys · ap-northeast-1 · $(shield) asks for a code',
      'dev | 222222222222 · Admin · eu-west-1 · $(shield) asks for a code',
      'live | $(flame) production · Production (EU) · Admin · ap-northeast-1 · $(shield) asks for a code',
      '[corp]',
      'sso-a | 444444444444 · Reader · $(sign-in) opens the browser',
      'sso-b | $(flame) production · Production (EU) · Reader · $(sign-in) opens the browser',
      '[other sources]',
      'ci | access keys · us-east-1',
      '[needs attention]',
      'broken | missingSource',
      ...others,
    ]);
  });

  it('say when nothing is needed, and for how long', async () => {
    const progress = { done: 2, expiration: 11 * 3_600_000 };
    const shown = await rows({ progress, signIn: { kind: 'signedIn', until: 0, isRenewed: true } });
    assert.ok(shown.includes('dev | 222222222222 · Admin · eu-west-1 · $(check) no code needed, 11h left'));
    assert.ok(shown.includes('sso-a | 444444444444 · Reader · $(check) signed in'));
  });

  it('are grouped by account', async () => {
    const titles = (await rows({ groupBy: 'account' })).filter((row) => row.startsWith('['));
    assert.deepEqual(titles, [
      '[Production (EU) · 333333333333]',
      '[other accounts]',
      '[needs attention]',
      '[more]',
    ]);
  });

  it('are grouped by sign-in', async () => {
    const titles = (await rows({ groupBy: 'signIn' })).filter((row) => row.startsWith('['));
    assert.deepEqual(titles, ['[corp]', '[without a sign-in]', '[needs attention]', '[more]']);
  });

  it('show recent and pinned targets first, each once, as long as they exist', async () => {
    const shown = await rows({
      recent: ['live', 'gone', 'dev', 'broken'].map(profile),
      pinned: [profile('dev')],
    });
    const labels = shown.map((row) => row.split(' | ')[0]);
    assert.deepEqual(labels.slice(0, 5), ['[recent]', 'live', '[pinned]', 'dev', '[corp]']);
    assert.equal(labels.filter((label) => label === 'dev').length, 1);
  });

  const readOnly: Target = { ...profile('dev'), access: { managed: ['readOnly'] } };

  it('say what the profile in use needs in the words of the status bar', async () => {
    const failure = { code: 'loginNeeded', profile: 'dev', why: 'signedOut' } as const;
    const shown = await rows({ state: { kind: 'waiting', target: profile('dev'), failure } });
    assert.ok(
      shown.includes('dev | $(sign-in) sign in · 222222222222 · Admin · eu-west-1'),
      shown.join('\n'),
    );
  });

  it('have rows of their own for what was used with less access', async () => {
    const ready = {
      kind: 'waiting',
      target: readOnly,
      failure: { code: 'forgotten', profile: 'dev' },
    } as const;
    const shown = await rows({
      recent: [readOnly],
      pinned: [{ ...profile('live'), access: fullAccess }],
      state: ready,
    });
    assert.deepEqual(
      shown.filter((row) => /^(?:dev|live) /u.test(row)),
      [
        'dev | $(eye) read-only · $(warning) no session · 222222222222 · Admin · eu-west-1',
        'live | $(flame) production · $(unlock) full access · Production (EU) · Admin · ap-northeast-1 · $(shield) asks for a code',
        'dev | 222222222222 · Admin · eu-west-1 · $(shield) asks for a code',
        'live | $(flame) production · Production (EU) · Admin · ap-northeast-1 · $(shield) asks for a code',
      ],
    );
    const found = await rows({ recent: [readOnly] }, 'read-only');
    assert.match(found[0] ?? '', /^dev \| \$\(eye\) read-only · /u);
  });

  it('find a profile and the same with less access in the order in which they were used', async () => {
    const plain = profile('dev');
    const [less, whole] = [/^dev \| \$\(eye\) read-only/u, /^dev \| 222/u];
    for (const [recent, first, second] of [
      [[readOnly, plain], less, whole],
      [[plain, readOnly], whole, less],
    ] as const) {
      const found = await rows({ recent }, 'dev');
      assert.match(found[0] ?? '', first);
      assert.match(found[1] ?? '', second);
    }
  });

  it('have none of these for binding, for marking, and for choosing the access', async () => {
    for (const purpose of ['bind', 'lessAccess', 'notProduction'] as const) {
      const shown = await rows(
        { recent: [{ ...profile('live'), access: { managed: ['readOnly'] } }] },
        '',
        purpose,
      );
      assert.equal(shown.filter((row) => row.startsWith('live')).length, 1, purpose);
    }
  });

  it('have buttons for a terminal, the console, and less access where a profile is used', async () => {
    const sources = sourcesOf({});
    const entry = entryOf(sources.planOf(profile('dev')), sources);
    const actions = (purpose: PickerPurpose): readonly unknown[] => {
      const frame = { purpose, sources, nextSteps: new NextSteps(sources), words: [] };
      return (targetRow(entry, frame).buttons ?? []).map((button) => (button as RowButton).action);
    };
    assert.deepEqual(actions('switch'), ['terminal', 'console', 'lessAccess', 'pin', 'reveal']);
    assert.deepEqual(actions('identity'), ['pin', 'reveal']);
  });

  it('say whether a console sign-in is valid, also for the roles that begin with it', async () => {
    const session = 'login_session = arn:aws:iam::111111111111:user/maya';
    const role = 'role_arn = arn:aws:iam::222222222222:role/Admin\nsource_profile = maya';
    const files = { config: `[profile maya]\n${session}\n[profile dev]\n${role}\n`, credentials: '' };
    const shown = async (state: ConsoleSignInState) =>
      (await rows({ ...files, console: state })).filter((row) => /^(?:maya|dev) /u.test(row));
    assert.deepEqual(await shown({ kind: 'expired' }), [
      'maya | 111111111111 · console sign-in · $(sign-in) opens the browser',
      'dev | 222222222222 · Admin · $(sign-in) opens the browser',
    ]);
    assert.deepEqual(await shown({ kind: 'signedIn', until: 60_000, isRenewed: true }), [
      'maya | 111111111111 · console sign-in · $(check) signed in',
      'dev | 222222222222 · Admin · $(check) signed in',
    ]);
    assert.match(
      (await shown({ kind: 'signedIn', until: 60_000, isRenewed: false }))[0]!,
      /signed in, 1m left$/u,
    );
  });

  it('offer the ways to a first profile first, if there is none', async () => {
    assert.deepEqual(await rows({ config: '', credentials: '' }), [
      '[no AWS profiles yet]',
      'Sign in with AWS console… | user name and password',
      'Sign in to IAM Identity Center…',
      'Add profile…',
      'From copied credentials…',
      'Get started',
      'Open the config file',
      '[more]',
      'Assume role by ARN… | a role that is not in your AWS files',
    ]);
  });

  it('offer them for each use of a profile', async () => {
    for (const purpose of ['console', 'terminal', 'credentials', 'lessAccess'] as const) {
      const shown = await rows({ config: '', credentials: '' }, '', purpose);
      assert.equal(shown[1], 'Sign in with AWS console… | user name and password', purpose);
      assert.equal(shown.at(-1), 'Open the config file', purpose);
    }
  });

  it('cut a long name in the middle, and show it as a whole below', async () => {
    const long = `acme-${'platform-'.repeat(6)}admin`;
    const [, row] = await rows({ config: '', credentials: keys(long, 'LONG') });
    assert.match(row ?? '', /^acme-platform-plat.*….*platform-admin \| access keys \| acme-/u);
    assert.ok(row?.endsWith(long));
  });

  it('are only some of thousands, with the number of the others', async () => {
    const many = Array.from({ length: 1000 }, (_, i) => keys(`p${i}`, `K${i}`)).join('');
    const shown = await rows({ config: '', credentials: many });
    assert.ok(shown.includes('600 more. Keep typing to narrow the list.'));
    assert.ok(
      (await rows({ config: '', credentials: many }, 'p9')).includes(
        '11 more. Keep typing to narrow the list.',
      ),
    );
  });

  it('are only those of roles for assuming one, and only those of profiles for binding', async () => {
    assert.deepEqual(await names('assumeRole'), [
      'dev',
      'live',
      'sso-a',
      'sso-b',
      'broken',
      'Assume role by ARN…',
    ]);
    assert.deepEqual(await names('bind'), ['maya', 'dev', 'live', 'sso-a', 'sso-b', 'ci', 'broken']);
  });

  it('are only those that are not production for marking, and only those that are for the opposite', async () => {
    assert.deepEqual(await names('treatAsProduction'), ['maya', 'dev', 'sso-a', 'ci', 'broken']);
    assert.deepEqual(await names('notProduction'), ['live', 'sso-b']);
  });

  it('say at once what is in use, because the end of a row is cut off', async () => {
    const target = profile('live');
    const plan = { target } as never;
    const session = { plan, credentials: { expiration: 59 * 60_000 } } as never;
    const shown = await rows({ state: { kind: 'ready', target, session } });
    const row = shown.find((each) => each.startsWith('live'));
    assert.match(
      row ?? '',
      /^live \| \$\(flame\) production · \$\(check\) in use, 59m left · Production \(EU\)/u,
    );
  });

  describe('that are found', () => {
    it('show the facts by which they were found', async () => {
      assert.deepEqual(await rows({}, 'ireland maya'), [
        'dev | 222222222222 · Admin · eu-west-1 · Ireland · role via maya · $(shield) asks for a code',
        ...others,
      ]);
      const [first] = await rows({}, 'arn:aws prod');
      assert.match(first ?? '', /^live \| .* · arn:aws:iam::333333333333:role\/Admin · /u);
    });

    it('have a row for an ARN first', async () => {
      const arn = 'arn:aws:iam::222222222222:role/Admin';
      const [first, second] = await rows({}, ` ${arn} `);
      assert.equal(first, `Assume ${arn}`);
      assert.match(second ?? '', /^dev/u);
    });

    it('include what else the picker offers, so that Enter leads there', async () => {
      const [first, second] = await rows({}, 'add prof');
      assert.deepEqual([first, second], ['Add profile…', '[more]']);
      const byArn = (await rows({}, 'role by')).indexOf(
        'Assume role by ARN… | a role that is not in your AWS files',
      );
      assert.ok(byArn >= 0 && byArn < (await rows({}, 'role by')).indexOf('[more]'));
    });

    it('are none for what nothing contains, and Enter does nothing then', async () => {
      assert.deepEqual(await rows({}, 'zzz zzz'), ['No profile or role matches', ...others]);
    });

    it('include profiles that cannot be used, with the reason', async () => {
      assert.equal((await rows({}, 'brok'))[0], 'broken | missingSource');
    });
  });
});

describe('the picker with Alibaba Cloud', () => {
  const uri = { kind: 'credentialsUri' } as const;
  const viewOf = (state = readyWith(uri, dsw)): AlibabaView => ({
    rows: createAlibabaRows(alibabaWindow({ ...dsw, state })),
    onDidChange: never,
  });
  const alibaba = viewOf();
  const cloud = [
    '[Alibaba Cloud]',
    'Instance RAM role (credentials URI) | $(check) in use, 43m left',
    'Instance RAM role (file)',
    'old | Alibaba Cloud CLI · AccessKey pair · cn-hangzhou',
    'Assume RAM role… | a role that is not in your Alibaba Cloud files',
  ];

  it('has its rows after the groups of AWS, and stops what is in use', async () => {
    const shown = await rows({ alibaba });
    assert.equal(shown[0], 'Stop using Instance RAM role (credentials URI)');
    const at = shown.indexOf('[Alibaba Cloud]');
    assert.deepEqual(shown.slice(at, at + 6), [...cloud, '[needs attention]']);
  });

  it('begins with its rows in a window without AWS', async () => {
    const shown = await rows({ alibaba, config: '', credentials: '' });
    assert.deepEqual(shown.slice(1, 6), cloud);
    assert.ok(shown.includes('Add profile…'));
  });

  it('finds its rows among the others, the best first', async () => {
    const found = await rows({ alibaba }, 'old');
    assert.equal(found[0], 'old | Alibaba Cloud CLI · AccessKey pair · cn-hangzhou');
    const all = await rows({ alibaba }, 'alibaba cloud');
    assert.ok(all.includes('Instance RAM role (file) | Alibaba Cloud'), all.join('\n'));
  });

  it('offers a role whose ARN was typed', async () => {
    const arn = 'acs:ram::1234567890123456:role/Builder';
    assert.equal((await rows({ alibaba }, arn))[0], `Assume ${arn}`);
    assert.ok(!(await rows({}, arn)).some((row) => row.startsWith('Assume acs')));
  });

  it('has no such rows for what only AWS has', async () => {
    for (const purpose of ['assumeRole', 'terminal', 'bind', 'console'] as const) {
      const shown = [
        ...(await rows({ alibaba }, '', purpose)),
        ...(await rows({ alibaba }, 'ram role', purpose)),
      ];
      assert.ok(!shown.some((row) => /Alibaba|Instance RAM/u.test(row)), purpose);
    }
  });

  it('tells rows with the same name apart', () => {
    assert.equal(isSame({ label: 'old', key: 'a' }, { label: 'old', key: 'b' }), false);
    assert.equal(isSame({ label: 'old', key: 'a' }, { label: 'other', key: 'a' }), true);
    assert.equal(isSame({ label: 'old', key: 'a' }, { label: 'old' }), false);
  });
});
