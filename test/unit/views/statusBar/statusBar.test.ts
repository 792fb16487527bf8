import assert from 'node:assert/strict';
import type { Failure } from '../../../../src/base/failure.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import type { Ambient } from '../../../../src/session/inUse/ambient.ts';
import { isPlan, type Plan, type Planned } from '../../../../src/plan/plan.ts';
import { planTarget } from '../../../../src/plan/planner.ts';
import type { Access } from '../../../../src/profiles/access/access.ts';
import { buildProfiles, type Target } from '../../../../src/profiles/profiles.ts';
import type { ActiveState, Ready } from '../../../../src/session/activeState.ts';
import type { Verdict } from '../../../../src/session/inUse/identities.ts';
import type { ViewSources } from '../../../../src/views/viewSources.ts';
import { fakeVscode } from '../../../fakes/useFakeVscode.ts';

const { displayLine } = await import('../../../../src/display/marks.ts');
const { describeFailure, describeReason } = await import('../../../../src/host/messages/messages.ts');
const { lookOf } = await import('../../../../src/views/statusBar/statusLook.ts');
const { statusDetails } = await import('../../../../src/views/statusBar/statusDetails.ts');

const keyLines = 'aws_access_key_id = AKIATESTALICE0000001\naws_secret_access_key = x\n';
const longName = 'a-very-long-profile-name-of-the-platform-team-for-administrators';
const profiles = buildProfiles(
  parseConfig(
    `[profile maya]\nregion = eu-west-1\n${keyLines}` +
      `[profile dev]\nrole_arn = arn:aws:iam::444455556666:role/Developer\nsource_profile = maya\nregion = eu-west-1\n` +
      `[profile ${longName}]\nrole_arn = arn:aws:iam::444455556666:role/Developer\nsource_profile = maya\n` +
      '[profile console]\nlogin_session = arn:aws:iam::444455556666:user/maya\nregion = eu-west-1\n',
  ),
  parseConfig(''),
);
const never = () => ({ dispose() {} });

function profile(name: string): Target {
  return { kind: 'profile', name };
}

function planOf(target: Target): Planned {
  return planTarget(profiles, target, { environment: {}, sessionName: 'me', mfaSessionSeconds: 3600 });
}

/** `minutes`: until the session expires; none for keys that do not expire. */
function ready(name: string, more: Partial<Ready> = {}, minutes: number | 'none' = 59): Ready {
  const expiration = minutes === 'none' ? undefined : minutes * 60_000;
  const plan = planOf(profile(name)) as Plan;
  assert.ok(isPlan(plan));
  const credentials = { expiration, accessKeyId: 'x', isTemporary: expiration !== undefined };
  const session = { plan, credentials } as unknown as Ready['session'];
  return { kind: 'ready', target: plan.target, session, ...more };
}

/** A session in use with an access that the user chose. */
function limited(name: string, access: Access): Ready {
  const { session, ...state } = ready(name);
  const target = { ...profile(name), access };
  const limit = access.managed.length > 0 || access.document ? { access } : {};
  return { ...state, target, session: { ...session, plan: { ...session.plan, target, ...limit } } };
}

interface World {
  readonly state: ActiveState;
  readonly isProduction?: boolean;
  readonly bound?: Target;
  readonly ambient?: Ambient;
  readonly verdict?: Verdict;
  readonly account?: string;
  readonly isRegionShown?: boolean;
  readonly shells?: ViewSources['shells']['value'];
}

function sourcesOf(world: World): ViewSources {
  const { state, isProduction = false, bound, ambient, verdict, account, isRegionShown = false } = world;
  const match = { by: 'name', text: 'x', pattern: 'x' } as const;
  const facts = (id: string) => ({ id, name: account, email: undefined });
  const sources: Partial<ViewSources> = {
    active: { state, onDidChange: never },
    bound: { target: bound, folders: [], onDidChange: never },
    store: {
      state: { profiles, failures: [], hints: [] },
      onDidChange: never,
      ready: never as never,
    },
    planOf,
    previous: { target: undefined },
    production: { of: () => (isProduction ? match : undefined), onDidChange: never } as never,
    guard: { isOn: false, of: () => ({ ownTerminals: false }) } as never,
    accountNames: { of: () => facts('444455556666'), ofId: facts, onDidChange: never },
    identities: { of: () => verdict, ofKey: () => undefined, onDidChange: never },
    ambient: { value: ambient, onDidChange: never },
    windowRegion: { value: undefined, recent: [], choose() {} },
    regionItem: { isShown: isRegionShown, onDidChange: never },
    shells: { value: world.shells ?? [], onDidChange: never },
    agents: { settings: {}, grants: [], plannedFor: (target: Target) => target, onDidChange: never } as never,
    describe: describeFailure,
    describeReason,
    now: () => 0,
  };
  return sources as ViewSources;
}

function waiting(failure: Failure): ActiveState {
  return { kind: 'waiting', target: profile('dev'), failure };
}

const needsCode = waiting({ code: 'needsPerson', profile: 'dev' });
const ambientMaya: Ambient = { planned: planOf(profile('maya')), from: 'environment' };
const refused: Failure = {
  code: 'wrongSecret',
  profile: 'maya',
  accessKeyId: 'AKIATESTALICE0000001',
  caller: { kind: 'keys', profile: 'maya', place: { kind: 'environment' } },
} as never;

function shows(title: string, world: World, text: string, background?: 'warning' | 'production') {
  it(title, () => {
    const look = lookOf(sourcesOf(world));
    assert.deepEqual([displayLine(look.text), look.background], [text, background]);
  });
}

describe('the status bar item', () => {
  shows('shows that there is no profile', { state: { kind: 'none' } }, '$(key) No AWS profile');
  shows(
    'shows the name, the account, the region, and the time',
    { state: ready('dev'), account: 'Sandbox' },
    '$(key) dev · Sandbox · eu-west-1 · 59m',
  );
  shows(
    'leaves the region to the item beside it',
    { state: ready('dev'), isRegionShown: true },
    '$(key) dev · 59m',
  );
  shows(
    'cuts a long name in the middle, and never the time',
    { state: ready(longName), account: 'A very long name of an account of the platform team' },
    '$(key) a-very-long-pr…dministrators · eu-west-1 · 59m',
  );
  shows(
    'marks production by icon and word',
    { state: ready('dev'), isProduction: true },
    '$(flame) dev · production · eu-west-1 · 59m',
    'production',
  );
  shows(
    'names an account that is called production only once',
    { state: ready('dev'), isProduction: true, account: 'Production' },
    '$(flame) dev · production · eu-west-1 · 59m',
    'production',
  );
  shows(
    'marks production while the window switches to it',
    { state: { kind: 'switching', target: profile('dev') } as never, isProduction: true },
    '$(sync~spin) dev · production',
    'production',
  );
  shows(
    'stays red while a production session is ending, with the warning as text',
    { state: ready('dev', { mustAsk: 'code' }, 4), isProduction: true },
    '$(warning) dev · production · eu-west-1 · expires in 4m',
    'production',
  );
  shows(
    'warns when a session is ending',
    { state: ready('dev', { mustAsk: 'code' }, 4) },
    '$(warning) dev · eu-west-1 · expires in 4m',
    'warning',
  );
  shows(
    'has a pin if the settings bind the window',
    { state: ready('dev'), bound: profile('dev') },
    '$(pinned) dev · eu-west-1 · 59m',
  );
  shows(
    'says that the session is limited, by icon and word',
    { state: limited('dev', { managed: ['readOnly'] }), account: 'Sandbox' },
    '$(eye) dev · read-only · Sandbox · eu-west-1 · 59m',
  );
  shows(
    'never cuts off the access, but the rest',
    { state: limited(longName, { managed: ['viewOnly'] }), account: 'Sandbox' },
    '$(eye) a-very-long-pr…dministrators · view only · 59m',
  );
  shows(
    'says that a production session is limited, too',
    { state: limited('dev', { managed: ['readOnly'] }), isProduction: true },
    '$(flame) dev · production · read-only · eu-west-1 · 59m',
    'production',
  );
  shows(
    'says that the user asked for everything',
    { state: limited('dev', { managed: [] }) },
    '$(unlock) dev · full access · eu-west-1 · 59m',
  );
  shows(
    'names the file of an own policy, and counts several policies',
    { state: limited('dev', { managed: [], document: { file: '~/a/deploy.json', text: '{}' } }) },
    '$(eye) dev · deploy.json · eu-west-1 · 59m',
  );
  shows(
    'says with which access the window switches',
    {
      state: {
        kind: 'switching',
        target: { ...profile('dev'), access: { managed: ['securityAudit'] } },
      } as never,
    },
    '$(sync~spin) dev · security audit',
  );
  shows(
    'says that a code is needed',
    { state: needsCode },
    '$(shield) dev · eu-west-1 · needs a code',
    'warning',
  );
  shows(
    'does not warn if the binding is followed when a program asks',
    { state: needsCode, bound: profile('dev') },
    '$(shield) dev · eu-west-1 · needs a code',
  );
  shows(
    'says that the user has to sign in',
    { state: waiting({ code: 'signInNeeded', profile: 'dev', session: 'corp', why: 'expired' }) },
    '$(sign-in) dev · eu-west-1 · sign in',
    'warning',
  );
  shows(
    'says that keys have expired',
    { state: waiting({ code: 'environmentExpired', profile: 'dev' }) },
    '$(history) dev · eu-west-1 · expired',
    'warning',
  );
  shows(
    'warns of access keys that AWS rejects',
    { state: ready('maya', {}, 'none'), verdict: { kind: 'refused', failure: refused } },
    '$(warning) maya · eu-west-1 · keys rejected',
    'warning',
  );
  shows(
    'shows what rules terminals without a choice',
    { state: { kind: 'none' }, ambient: ambientMaya },
    '$(terminal) maya (environment) · eu-west-1',
  );
  shows(
    'shows production that rules terminals without a choice',
    { state: { kind: 'none' }, ambient: ambientMaya, isProduction: true },
    '$(flame) maya (environment) · production · eu-west-1',
    'production',
  );
});

function tooltipOf(world: World): string {
  const { tooltip } = statusDetails(sourcesOf(world))();
  assert.ok('value' in tooltip);
  return tooltip.value.value.replaceAll(/\u200B/gu, '');
}

function linksIn(markdown: string): string[] {
  return [...markdown.matchAll(/\]\(command:rolecall\.(\w+)\)/gu)].map(([, id = '']) => id);
}

describe('the tooltip of the status bar item', () => {
  afterEach(() => void fakeVscode.takeShownTexts());

  it('has the same head without a session', () => {
    const withSession = tooltipOf({ state: ready('dev'), account: 'Sandbox' });
    const without = tooltipOf({ state: needsCode, account: 'Sandbox' });
    for (const part of [
      'dev',
      'Sandbox (444455556666)',
      'arn:aws:iam::444455556666:role/Developer',
      'Ireland',
      'role via maya',
    ])
      for (const tooltip of [withSession, without]) assert.ok(tooltip.includes(part), `${part}: ${tooltip}`);
    assert.match(withSession, /until .+ \(59m\)/u);
  });

  it('says for how long a console sign-in is renewed, unless AWS no longer renews it', () => {
    const renewed = /until .+ \(14m\), renewed without a question for up to 12 hours after the sign-in/u;
    assert.match(tooltipOf({ state: ready('console', {}, 14) }), renewed);
    assert.doesNotMatch(tooltipOf({ state: ready('console', { mustAsk: 'signIn' }, 4) }), /renewed/u);
    assert.doesNotMatch(tooltipOf({ state: ready('dev', {}, 14) }), /renewed/u);
  });

  it('has the commands that make sense as links', () => {
    assert.deepEqual(linksIn(tooltipOf({ state: ready('dev') })), [
      'switchProfile',
      'renewSession',
      'chooseRegion',
      'openConsole',
      'copyCredentials',
      'explainProfile',
      'stopUsing',
    ]);
    assert.ok(!linksIn(tooltipOf({ state: ready('maya', {}, 'none') })).includes('renewSession'));
    assert.ok(linksIn(tooltipOf({ state: ready('dev'), isProduction: true })).includes('guardProduction'));
  });

  it('leads back to the profile of the settings', () => {
    const links = linksIn(tooltipOf({ state: ready('maya'), bound: profile('dev') }));
    assert.ok(links.includes('backToBound'));
    assert.ok(!linksIn(tooltipOf({ state: ready('dev'), bound: profile('dev') })).includes('backToBound'));
  });

  it('offers to use what rules terminals', () => {
    const tooltip = tooltipOf({ state: { kind: 'none' }, ambient: ambientMaya });
    assert.deepEqual(linksIn(tooltip), ['switchProfile', 'useAmbient']);
    assert.match(tooltip, /Rolecall has chosen no profile/u);
  });

  it('says why AWS rejects the keys', () => {
    const verdict = { kind: 'refused', failure: refused } as const;
    const tooltip = tooltipOf({ state: ready('maya', {}, 'none'), verdict });
    assert.ok(tooltip.includes(describeFailure(refused)), tooltip);
    assert.ok(linksIn(tooltip).includes('verifyIdentity'));
  });

  it('lists terminals with another profile, and offers to change them', () => {
    const shells = [
      { name: 'bash', folder: undefined, profile: 'prod' },
      { name: 'zsh', folder: undefined, profile: 'dev' },
    ];
    const tooltip = tooltipOf({ state: ready('dev'), shells });
    assert.match(tooltip, /prod in open terminals: bash/u);
    assert.doesNotMatch(tooltip, /zsh/u);
    assert.ok(linksIn(tooltip).includes('applyToOpenTerminals'));
  });

  it('is read with stops and words', () => {
    const { ariaLabel } = statusDetails(
      sourcesOf({ state: ready('dev'), isProduction: true, account: 'Sandbox' }),
    )();
    assert.equal(
      ariaLabel,
      'AWS profile dev, Account Sandbox, Region eu-west-1 (Ireland), expires in 59 minutes. ' +
        'This is a production profile.',
    );
  });
});
