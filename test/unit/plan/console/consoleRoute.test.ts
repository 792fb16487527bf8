import assert from 'node:assert/strict';
import type { Failure } from '../../../../src/base/failure.ts';
import {
  type ConsoleRoute,
  consoleRoute,
  type ConsoleWish,
  type KeysFound,
  routeOfKeys,
} from '../../../../src/plan/console/consoleRoute.ts';
import type { Plan } from '../../../../src/plan/plan.ts';
import { readOnly, scoped } from '../access/scopedPlans.ts';
import { keys, phone, type PlanInput, printPlan, role, workingPlan } from '../planText.ts';

const hour = 3600;
const wish: ConsoleWish = { sessionSeconds: 8 * hour, as: 'user', sessionName: 'maya' };

const ssoProfile = `sso_session = corp\nsso_account_id = 111111111111\nsso_role_name = Dev\n`;
const corp = `[sso-session corp]\nsso_start_url = https://x.awsapps.com/start\nsso_region = us-east-1\n`;
const arn = 'arn:aws:iam::111111111111:user/maya';
const environmentKeys = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'secret-of-AKIAENV' };
const web = `web_identity_token_file = /token\n${role('Web')}`;

/** A profile `dev` with these lines, and others that it may name. */
function plan(lines: string, others = '', more: PlanInput = {}): Plan {
  return workingPlan({ config: `[profile dev]\n${lines}\n${others}${corp}`, ...more });
}

/** `portal`, `ask`, the code of a failure, or the plan with the duration of the console session. */
function printed(route: ConsoleRoute | Failure): string {
  if ('code' in route) return `✗ ${route.code}${'why' in route ? ` ${route.why}` : ''}`;
  if (route.kind === 'portal') return `portal ${route.step.roleName}@${route.step.accountId}`;
  const steps = printPlan({ ...route.plan, notes: [] });
  if (route.kind === 'askIdentity') return `ask ${steps}`;
  const { sessionSeconds: seconds } = route;
  return `${steps}${seconds === undefined ? '' : ` for ${seconds / hour} h`}`;
}

const maya = `[profile maya]\n${keys('AKIA1')}\n`;
const withCode = `[profile maya]\n${keys('AKIA1')}\nmfa_serial = ${phone}\n`;
const source = 'source_profile = maya';

function readOnlyPlan(whole: Plan): Plan {
  return scoped(whole, readOnly) as Plan;
}

/** How long the console session of a profile lasts, in seconds. */
function secondsFor(lines: string, others: string, more: Partial<ConsoleWish>): number | undefined {
  const route = consoleRoute(plan(lines, others), { ...wish, ...more });
  assert.ok(!('code' in route) && route.kind === 'federation');
  const last = route.plan.steps.at(-1);
  return last?.kind === 'federationToken' ? last.durationSeconds : route.sessionSeconds;
}

/** The way to the console with a program that printed these credentials. */
function decided(found: KeysFound): string {
  return printed(routeOfKeys(plan('credential_process = tool'), found, wish));
}

/** Each kind of profile, and the link that opens the console for it. */
const kinds: readonly (readonly [kind: string, plan: () => Plan, link: string])[] = [
  ['a role of Identity Center', () => plan(ssoProfile), 'portal Dev@111111111111'],
  [
    'a role assumed with one of Identity Center',
    () => plan(`${role('Next')}\n${source}`, `[profile maya]\n${ssoProfile}`),
    'identityCenter(corp, 111111111111, Dev) → assumeRole(Next)',
  ],
  [
    'a role assumed with access keys',
    () => plan(`${role('Dev')}\n${source}`, maya),
    'keys(AKIA1) → assumeRole(Dev) for 8 h',
  ],
  [
    'a role assumed with keys of the environment',
    () => plan(`${role('Dev')}\ncredential_source = Environment`, '', { environment: environmentKeys }),
    'environment(AKIAENV) → assumeRole(Dev) for 8 h',
  ],
  [
    'a role assumed with a code',
    () => plan(`${role('Dev')}\n${source}\nduration_seconds = 7200`, withCode),
    'keys(AKIA1) → assumeRole(Dev, 2h, code of phone) for 8 h',
  ],
  [
    'a role assumed with an MFA session',
    () => plan(`${role('Dev')}\n${source}`, withCode),
    'keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(Dev)',
  ],
  [
    'a role assumed with another role',
    () => plan(`${role('Next')}\nsource_profile = one`, `[profile one]\n${role('Dev')}\n${source}\n${maya}`),
    'keys(AKIA1) → assumeRole(Dev) → assumeRole(Next)',
  ],
  [
    'a role assumed with temporary keys',
    () => plan(`${role('Dev')}\n${source}`, `[profile maya]\n${keys('ASIA1')}\naws_session_token = t\n`),
    'keys(ASIA1, temporary) → assumeRole(Dev)',
  ],
  [
    'a role assumed with a program',
    () => plan(`${role('Dev')}\n${source}`, '[profile maya]\ncredential_process = tool\n'),
    'process(tool) → assumeRole(Dev)',
  ],
  ['a role for a web identity', () => plan(web), 'webIdentity(Web, /token) for 8 h'],
  [
    'a role assumed with that one',
    () => plan(`${role('Next')}\n${source}`, `[profile maya]\n${web}\n`),
    'webIdentity(Web, /token) → assumeRole(Next)',
  ],
  [
    'access keys of a user',
    () => plan(keys('AKIA1')),
    'keys(AKIA1) → federationToken(maya, 8h, only aws:policy/AdministratorAccess)',
  ],
  [
    'keys of the environment',
    () => workingPlan({ target: { kind: 'environment' }, environment: environmentKeys }),
    'environment(AKIAENV) → federationToken(maya, 8h, only aws:policy/AdministratorAccess)',
  ],
  [
    'access keys of a user with MFA',
    () => plan(`${keys('AKIA1')}\nmfa_serial = ${phone}`),
    '✗ consoleImpossible mfaSession',
  ],
  ['temporary keys', () => plan(`${keys('ASIA1')}\naws_session_token = t`), 'ask keys(ASIA1, temporary)'],
  ['a program', () => plan('credential_process = tool'), 'ask process(tool)'],
  ['a sign-in with the console', () => plan(`login_session = ${arn}`), 'login(maya)'],
  [
    'the role of the machine',
    () => workingPlan({ target: { kind: 'environment' }, isOnInstance: true }),
    'instance(169.254.169.254)',
  ],
  [
    'the role of a container',
    () =>
      workingPlan({
        target: { kind: 'environment' },
        environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:8080/v1' },
      }),
    'container(127.0.0.1:8080)',
  ],
];

describe('the way to the console', () => {
  for (const [kind, planOf, link] of kinds)
    it(`for ${kind} is: ${link}`, () => assert.equal(printed(consoleRoute(planOf(), wish)), link));

  it('for a user with MFA leads there without MFA, if the user wants that', () => {
    const withMfa = plan(`${keys('AKIA1')}\nmfa_serial = ${phone}`);
    assert.equal(
      printed(consoleRoute(withMfa, { ...wish, withoutMfa: true })),
      'keys(AKIA1) → federationToken(maya, 8h, only aws:policy/AdministratorAccess)',
    );
  });

  it('can be read-only for a user, in any partition', () => {
    const china = plan(`${keys('AKIA1')}\nregion = cn-north-1`);
    const route = consoleRoute(china, { ...wish, as: 'readOnly' });
    assert.equal(printed(route), 'keys(AKIA1) → federationToken(maya, 8h, only aws:policy/ReadOnlyAccess)');
    assert.ok(!('code' in route) && route.kind === 'federation' && route.isForUser);
    const last = route.plan.steps.at(-1);
    assert.ok(last?.kind === 'federationToken');
    assert.deepEqual(last.sessionPolicy.arns, ['arn:aws-cn:iam::aws:policy/ReadOnlyAccess']);
    assert.deepEqual(route.plan.access?.managed, ['readOnly']);
  });

  it('keeps the policies of a session with less access', () => {
    assert.equal(
      printed(consoleRoute(readOnlyPlan(plan(`${role('Dev')}\n${source}`, maya)), wish)),
      'keys(AKIA1) → assumeRole(Dev, only aws:policy/ReadOnlyAccess) for 8 h',
    );
    assert.equal(
      printed(consoleRoute(readOnlyPlan(plan(keys('AKIA1'))), wish)),
      'keys(AKIA1) → federationToken(me, 1h, only aws:policy/ReadOnlyAccess)',
    );
  });

  it('has a duration that AWS accepts, and one code leads to no longer session than it may', () => {
    const dev = `${role('Dev')}\n${source}`;
    assert.equal(secondsFor(dev, maya, { sessionSeconds: 60 }), 900);
    assert.equal(secondsFor(dev, maya, { sessionSeconds: 36 * hour }), 12 * hour);
    assert.equal(secondsFor(keys('AKIA1'), '', { sessionSeconds: 60 }), 900);
    assert.equal(secondsFor(keys('AKIA1'), '', { sessionSeconds: 36 * hour }), 36 * hour);
    assert.equal(secondsFor(keys('AKIA1'), '', { sessionSeconds: 1e9 }), 36 * hour);
    const limited = { mostCodeSeconds: hour };
    assert.equal(secondsFor(`${dev}\nduration_seconds = 7200`, withCode, limited), hour);
    assert.equal(secondsFor(dev, maya, limited), 8 * hour);
  });

  it('names a federated user as AWS lets it', () => {
    const route = consoleRoute(plan(keys('AKIA1')), { ...wish, sessionName: 'm'.repeat(64) });
    assert.match(printed(route), /federationToken\(m{32},/u);
  });
});

describe('what AWS tells about credentials', () => {
  it('decides the way to the console', () => {
    const account = '111111111111';
    for (const resource of ['assumed-role/Dev/me', 'federated-user/me'])
      assert.equal(decided({ arn: `arn:aws:sts::${account}:${resource}` }), 'process(tool)', resource);
    for (const resource of ['user/maya', 'user/team/assumed-role/maya', 'root', ''])
      assert.equal(
        decided({ arn: `arn:aws:iam::${account}:${resource}` }),
        '✗ consoleImpossible sessionToken',
        resource,
      );
    assert.equal(decided({ arn: 'something else' }), '✗ consoleImpossible sessionToken');
    assert.equal(
      decided('longTerm'),
      'process(tool) → federationToken(maya, 8h, only aws:policy/AdministratorAccess)',
    );
  });
});
