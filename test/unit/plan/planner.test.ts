import assert from 'node:assert/strict';
import type { Environment } from '../../../src/base/environment.ts';
import { signInsOf } from '../../../src/plan/identityCenterSource.ts';
import { accountOf, isPlan, needsPerson } from '../../../src/plan/plan.ts';
import type { Target } from '../../../src/profiles/profiles.ts';
import { type Asked, keys, phone, planFor, printPlan, profilesOf, role, workingPlan } from './planText.ts';

/** What a person has, in the config file or wherever `asked` says, and what will happen. */
function plans(what: string, asked: string | Asked, expected: string): void {
  it(what, () =>
    assert.equal(printPlan(planFor(typeof asked === 'string' ? { config: asked } : asked)), expected),
  );
}

const base = `[profile base]
${keys('AKIA1')}`;

const temporary = `[profile base]
${keys('ASIA1')}
aws_session_token = token`;

const environment = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'secret' };

const lasting = (seconds: string): string =>
  `[profile dev]\n${role('Dev')}\nsource_profile = base\nduration_seconds = ${seconds}`;

const standingOn = (source: string, more = ''): string =>
  `[profile dev]\n${role('Dev')}\ncredential_source = ${source}\n${more}`;

const adHoc = (source: string, roleArn = 'arn:aws:iam::333333333333:role/ops/Admin'): Target => ({
  kind: 'role',
  roleArn,
  sourceProfile: source,
  sessionName: 'alice',
});

const assignment = (signIn: string): Target => ({
  kind: 'assignment',
  signIn,
  accountId: '111122223333',
  roleName: 'Dev',
});

const regionBy = (config: string): string | undefined =>
  workingPlan({ config, target: assignment('corp') }).region?.name;

const older = (name: string, url: string): string =>
  `[profile ${name}]\nsso_start_url = ${url}\nsso_region = eu-west-1\n`;

/** `region from profile`, or `region from the environment`, then the notes. */
function region(what: string, asked: Asked, expected: string): void {
  it(what, () => {
    const plan = workingPlan(asked);
    const from = plan.region && `${plan.region.name} from ${plan.region.from ?? 'the environment'}`;
    const notes = plan.notes.map((note) => note.code);
    assert.equal([from ?? 'none', ...notes].join('; '), expected);
  });
}

const asksFor = (config: string) =>
  workingPlan({ config })
    .steps.filter(needsPerson)
    .map(({ kind }) => kind);

describe('a plan from keys', () => {
  plans('in the config file', `[profile dev]\n${keys('AKIA1')}`, 'keys(AKIA1)');
  plans('in the credentials file', { credentials: `[dev]\n${keys('AKIA1')}` }, 'keys(AKIA1)');
  plans(
    'in the credentials file, with the rest in the config file',
    { config: `[profile dev]\nmfa_serial = ${phone}`, credentials: `[dev]\n${keys('AKIA1')}` },
    'keys(AKIA1) → mfaSession(phone, 12h)',
  );
  plans(
    'in both files, those of the credentials file',
    { config: `[profile dev]\n${keys('AKIA1')}`, credentials: `[dev]\n${keys('AKIA2')}` },
    'keys(AKIA2)',
  );
  plans(
    'that are temporary',
    `[profile dev]\n${keys('ASIA1')}\naws_session_token = t`,
    'keys(ASIA1, temporary)',
  );
  plans(
    'that are temporary, by the older name of the token',
    `[profile dev]\n${keys('ASIA1')}\naws_security_token = t`,
    'keys(ASIA1, temporary)',
  );
  plans('with an empty token', `[profile dev]\n${keys('AKIA1')}\naws_session_token =`, 'keys(AKIA1)');
  plans('written in capitals', '[profile dev]\nAWS_ACCESS_KEY_ID = A\nAWS_SECRET_ACCESS_KEY = s', 'keys(A)');
  plans(
    'without the secret',
    '[profile dev]\naws_access_key_id = AKIA1',
    '✗ incompleteKeys(dev, aws_secret_access_key)',
  );
  plans(
    'with an empty secret',
    '[profile dev]\naws_access_key_id = AKIA1\naws_secret_access_key =',
    '✗ incompleteKeys(dev, aws_secret_access_key)',
  );
  plans(
    'without the id',
    '[profile dev]\naws_secret_access_key = secret',
    '✗ incompleteKeys(dev, aws_access_key_id)',
  );
  plans(
    'of the default profile',
    { config: `[default]\n${keys('AKIA1')}`, target: named('default') },
    'keys(AKIA1)',
  );
  plans('of no profile', base, '✗ noSuchProfile(dev)');
});

describe('a plan with roles', () => {
  plans(
    'through a source profile',
    `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = base`,
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'through a source profile that comes later, in the other file',
    {
      config: `[profile dev]\n${role('Dev')}\nsource_profile = base`,
      credentials: `[base]\n${keys('AKIA1')}`,
    },
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'through the default profile',
    `[default]\n${keys('AKIA1')}\n[profile dev]\n${role('Dev')}\nsource_profile = default`,
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'from temporary keys',
    `${temporary}\n[profile dev]\n${role('Dev')}\nsource_profile = base`,
    'keys(ASIA1, temporary) → assumeRole(Dev)',
  );
  plans(
    'with all that a role can ask for',
    `${base}
[profile dev]
${role('team/Dev')}
source_profile = base
external_id = id:1/2
role_session_name = alice@example.com
duration_seconds = 1800`,
    'keys(AKIA1) → assumeRole(Dev, as alice@example.com, id id:1/2, 1800s)',
  );
  plans(
    'of other partitions',
    `${base}\n[profile dev]\nrole_arn = arn:aws-us-gov:iam::222222222222:role/Gov\nsource_profile = base`,
    'keys(AKIA1) → assumeRole(Gov)',
  );
  plans(
    'in a chain of four, the first hop first',
    `[profile dev]
${role('Four')}
source_profile = three
[profile three]
${role('Three')}
source_profile = two
external_id = x3
[profile two]
${role('Two')}
source_profile = one
[profile one]
${role('One')}
source_profile = base
role_session_name = first
${base}`,
    'keys(AKIA1) → assumeRole(One, as first) → assumeRole(Two) → assumeRole(Three, id x3) → assumeRole(Four)',
  );
  plans(
    'whose middle has keys: nothing before them counts',
    `[profile dev]
${role('Two')}
source_profile = middle
[profile middle]
${role('One')}
source_profile = base
${keys('AKIA2')}
${base}`,
    'keys(AKIA2) → assumeRole(Two); unused(middle, role_arn > source_profile, noRole)',
  );
  plans(
    'of a profile that has keys and another source: the role and that source',
    `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = base\n${keys('AKIA2')}`,
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'of a profile that is its own source',
    `[profile dev]\n${role('Dev')}\nsource_profile = dev\n${keys('AKIA1')}`,
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'of a profile that is its own source, its keys in the other file',
    { config: `[profile dev]\n${role('Dev')}\nsource_profile = dev`, credentials: `[dev]\n${keys('AKIA1')}` },
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'through a profile that is its own source',
    `[profile dev]
${role('Dev')}
source_profile = middle
[profile middle]
${role('Middle')}
source_profile = middle
${keys('AKIA1')}`,
    'keys(AKIA1) → assumeRole(Dev); unused(middle, role_arn > source_profile, noRole)',
  );
});

describe('no plan, because the chain', () => {
  plans(
    'names a source that is not there',
    `[profile dev]\n${role('Dev')}\nsource_profile = gone`,
    '✗ missingSource(dev, gone)',
  );
  plans(
    'names a source that is not there, later on',
    `[profile dev]\n${role('Dev')}\nsource_profile = middle\n[profile middle]\n${role('M')}\nsource_profile = gone`,
    '✗ missingSource(middle, gone)',
  );
  plans(
    'names a source in other letters',
    `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = Base`,
    '✗ missingSource(dev, Base)',
  );
  plans('has no source', `[profile dev]\n${role('Dev')}`, '✗ noSource(dev, false)');
  plans(
    'has no source but an empty one',
    `[profile dev]\n${role('Dev')}\nsource_profile =`,
    '✗ noSource(dev, false)',
  );
  plans(
    'has keys that no source names',
    `[profile dev]\n${role('Dev')}\n${keys('AKIA1')}`,
    '✗ noSource(dev, true)',
  );
  plans(
    'has no source, later on',
    `[profile dev]\n${role('Dev')}\nsource_profile = middle\n[profile middle]\n${role('M')}`,
    '✗ noSource(middle, false)',
  );
  plans(
    'has two sources',
    `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = base\ncredential_source = Environment`,
    '✗ twoSources(dev)',
  );
  plans(
    'has a source without credentials',
    `[profile dev]\n${role('Dev')}\nsource_profile = base\n[profile base]\nregion = r`,
    '✗ noCredentials(base)',
  );
  plans(
    'has a source with half of its keys',
    `[profile dev]\n${role('Dev')}\nsource_profile = base\n[profile base]\naws_access_key_id = A`,
    '✗ incompleteKeys(base, aws_secret_access_key)',
  );
  plans(
    'has a source with the other half of its keys',
    `[profile dev]\n${role('Dev')}\nsource_profile = base\n[profile base]\naws_secret_access_key = s`,
    '✗ incompleteKeys(base, aws_access_key_id)',
  );
  plans(
    'starts at a profile that is its own source and has no keys',
    `[profile dev]\n${role('Dev')}\nsource_profile = dev`,
    '✗ sourceLoop(dev, dev > dev)',
  );
  plans(
    'goes round two profiles',
    `[profile dev]\n${role('A')}\nsource_profile = b\n[profile b]\n${role('B')}\nsource_profile = dev`,
    '✗ sourceLoop(dev, dev > b > dev)',
  );
  plans(
    'goes round two profiles, the first with keys',
    `[profile dev]\n${role('A')}\n${keys('A')}\nsource_profile = b\n[profile b]\n${role('B')}\nsource_profile = dev`,
    '✗ sourceLoop(dev, dev > b > dev)',
  );
  plans(
    'goes round three profiles',
    `[profile dev]
${role('A')}
source_profile = b
[profile b]
${role('B')}
source_profile = c
[profile c]
${role('C')}
source_profile = dev`,
    '✗ sourceLoop(dev, dev > b > c > dev)',
  );
  plans(
    'leads into a loop that it is no part of',
    `[profile dev]
${role('A')}
source_profile = b
[profile b]
${role('B')}
source_profile = c
[profile c]
${role('C')}
source_profile = b`,
    '✗ sourceLoop(dev, b > c > b)',
  );
  plans(
    'leads into a profile that is its own source and has no keys',
    `[profile dev]\n${role('A')}\nsource_profile = b\n[profile b]\n${role('B')}\nsource_profile = b`,
    '✗ sourceLoop(dev, b > b)',
  );
});

describe('a plan from the environment', () => {
  const dev = `[profile dev]\n${role('Dev')}\ncredential_source = Environment`;
  const token = { AWS_SESSION_TOKEN: 't' };
  const anywhere: Target = { kind: 'environment' };

  plans('with long-term keys', { config: dev, environment }, 'environment(AKIAENV) → assumeRole(Dev)');
  plans(
    'with temporary keys',
    { config: dev, environment: { ...environment, ...token } },
    'environment(AKIAENV, temporary) → assumeRole(Dev)',
  );
  plans(
    'with a device',
    { config: `${dev}\nmfa_serial = ${phone}`, environment },
    'environment(AKIAENV) → mfaSession(phone, 12h) → assumeRole(Dev)',
  );
  plans(
    'as the first of a chain',
    {
      config: `[profile dev]\n${role('Two')}\nsource_profile = one\n[profile one]\n${role('One')}\ncredential_source = Environment`,
      environment,
    },
    'environment(AKIAENV) → assumeRole(One) → assumeRole(Two)',
  );
  plans('without keys', { config: dev }, '✗ noEnvironmentKeys(dev)');
  plans(
    'without a secret',
    { config: dev, environment: { AWS_ACCESS_KEY_ID: 'A' } },
    '✗ noEnvironmentKeys(dev)',
  );
  plans(
    'with empty keys',
    { config: dev, environment: { ...environment, AWS_SECRET_ACCESS_KEY: '' } },
    '✗ noEnvironmentKeys(dev)',
  );
  plans(
    'not for a profile that has keys of its own',
    { config: `[profile dev]\n${keys('AKIA1')}`, environment },
    'keys(AKIA1)',
  );
  plans(
    'not for a credential_source without a role',
    { config: '[profile dev]\ncredential_source = Environment', environment },
    'instance(169.254.169.254); unused(dev, credential_source, noRole)',
  );
  plans('as the target', { environment, target: anywhere }, 'environment(AKIAENV)');
  plans(
    'as the target, with temporary keys',
    { environment: { ...environment, ...token }, target: anywhere },
    'environment(AKIAENV, temporary)',
  );
  plans('as the target, without keys', { target: anywhere }, '✗ noEnvironmentKeys(environment)');

  const web = {
    AWS_WEB_IDENTITY_TOKEN_FILE: '/var/token',
    AWS_ROLE_ARN: 'arn:aws:iam::222222222222:role/Web',
  };
  const container = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' };
  const asTarget = (what: string, variables: Environment, expected: string): void =>
    plans(`as the target, ${what}`, { target: anywhere, environment: variables }, expected);
  asTarget('with a web identity', web, 'webIdentity(Web, /var/token)');
  asTarget(
    'with a web identity and the name of its session',
    { ...web, AWS_ROLE_SESSION_NAME: 'pod' },
    'webIdentity(Web, as pod, /var/token)',
  );
  asTarget('with a container', container, 'container(169.254.170.23)');
  asTarget('with all: keys', { ...container, ...web, ...environment }, 'environment(AKIAENV)');
  asTarget('with both: a web identity', { ...container, ...web }, 'webIdentity(Web, /var/token)');
  asTarget('with half of the keys', { ...web, AWS_ACCESS_KEY_ID: 'A' }, '✗ noEnvironmentKeys(environment)');
  asTarget(
    'with a web identity without a role',
    { ...container, AWS_WEB_IDENTITY_TOKEN_FILE: '/var/token' },
    '✗ noRole(environment)',
  );
  asTarget(
    'with a role that is none',
    { ...web, AWS_ROLE_ARN: 'Web' },
    '✗ invalidValue(environment, AWS_ROLE_ARN, Web)',
  );
  asTarget(
    'with a session name that is none',
    { ...web, AWS_ROLE_SESSION_NAME: 'a b' },
    '✗ invalidValue(environment, AWS_ROLE_SESSION_NAME, a b)',
  );
  asTarget('not with the role of the instance', {}, '✗ noEnvironmentKeys(environment)');
  plans(
    'not with a web identity for a profile: the CLI, asked for a profile, looks only there',
    { config: '[profile dev]\nregion = r', environment: { ...web, AWS_EC2_METADATA_DISABLED: 'true' } },
    '✗ noCredentials(dev)',
  );
  plans(
    'not with a web identity for credential_source',
    { config: dev, environment: web },
    '✗ noEnvironmentKeys(dev)',
  );
});

describe('a plan from a program', () => {
  const tool = '[profile base]\ncredential_process = tool --flag "a b"';
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;
  const mfa = `mfa_serial = ${phone}`;

  plans('alone', '[profile dev]\ncredential_process = tool', 'process(tool)');
  plans('that a role stands on', `${tool}\n${dev}`, 'process(tool --flag "a b") → assumeRole(Dev)');
  plans(
    'that a chain stands on',
    `${tool}\n[profile one]\n${role('One')}\nsource_profile = base\n${dev.replace('= base', '= one')}`,
    'process(tool --flag "a b") → assumeRole(One) → assumeRole(Dev)',
  );
  plans(
    'whose credentials a device is for',
    `${tool}\n${dev}\n${mfa}`,
    'process(tool --flag "a b") → mfaSession(phone, 12h) → assumeRole(Dev)',
  );
  plans(
    'that asks for the code itself',
    `[profile dev]\ncredential_process = tool\n${mfa}`,
    'process(tool); mfaLeftToProgram(dev)',
  );
  plans(
    'that asks for the code itself, below a role',
    `${tool}\n${mfa}\n${dev}`,
    'process(tool --flag "a b") → assumeRole(Dev); mfaLeftToProgram(base)',
  );
  plans(
    'for longer than an hour, as asked: nobody knows what kind it prints',
    `${tool}\n${dev}\nduration_seconds = 7200`,
    'process(tool --flag "a b") → assumeRole(Dev, 2h)',
  );
  plans(
    'in the credentials file, as the CLI has it',
    { credentials: '[dev]\ncredential_process = tool' },
    'process(tool)',
  );
});

describe('a plan from a web identity', () => {
  const web = `${role('Web')}\nweb_identity_token_file = /var/token`;
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;
  const longDev = `${dev}\nduration_seconds = 7200`;

  plans('alone', `[profile dev]\n${web}`, 'webIdentity(Web, /var/token)');
  plans(
    'with a name and a duration of its own: it is no chain',
    `[profile dev]\n${web}\nrole_session_name = build\nduration_seconds = 43200`,
    'webIdentity(Web, as build, 12h, /var/token)',
  );
  plans(
    'with a duration that is none',
    `[profile dev]\n${web}\nduration_seconds = long`,
    'webIdentity(Web, /var/token); durationIgnored(dev, long)',
  );
  plans(
    'that a role stands on, for no longer than an hour',
    `[profile base]\n${web}\n${longDev}`,
    'webIdentity(Web, /var/token) → assumeRole(Dev, 1h); durationCapped(dev, 7200)',
  );
  plans(
    'with a device, for which it is too late',
    `[profile base]\n${web}\n${dev}\nmfa_serial = ${phone}`,
    'webIdentity(Web, /var/token) → assumeRole(Dev); mfaNotForTemporaryKeys(dev)',
  );
  plans('without a role', '[profile dev]\nweb_identity_token_file = /t', '✗ noRole(dev)');
  plans(
    'with a role that is none',
    '[profile dev]\nrole_arn = Admin\nweb_identity_token_file = /t',
    '✗ invalidValue(dev, role_arn, Admin)',
  );

  it('stays in the partition of its role, and tells its account', () => {
    const plan = workingPlan({ config: `[profile dev]\n${web.replace('arn:aws:', 'arn:aws-cn:')}` });
    const [step] = plan.steps;
    assert.ok(step?.kind === 'webIdentity');
    assert.deepEqual([step.sts.region, accountOf(plan)], ['cn-north-1', '222222222222']);
  });
});

describe('a plan from the machine', () => {
  const relative = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/secret' };
  const full = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:8080/secret' };
  const disabled = { AWS_EC2_METADATA_DISABLED: 'True' };
  const nothing = '[profile dev]\nregion = us-east-1';
  const at = (url: string) => ({
    config: nothing,
    environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: url },
  });
  const variable = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';

  plans('where the profile says nothing', nothing, 'instance(169.254.169.254)');
  plans('where it has a token alone', '[profile dev]\naws_session_token = t', 'instance(169.254.169.254)');
  plans('in a container', { config: nothing, environment: relative }, 'container(169.254.170.2)');
  plans('in another container', { config: nothing, environment: full }, 'container(127.0.0.1:8080)');
  plans(
    'in a container with both addresses: the relative one',
    { config: nothing, environment: { ...full, ...relative } },
    'container(169.254.170.2)',
  );
  plans('where there is none', { config: nothing, environment: disabled }, '✗ noCredentials(dev)');
  plans(
    'in a container that is no instance',
    { config: nothing, environment: { ...disabled, ...full } },
    'container(127.0.0.1:8080)',
  );
  plans(
    'not for a source profile that says nothing',
    `[profile dev]\n${role('Dev')}\nsource_profile = base\n[profile base]\nregion = r`,
    '✗ noCredentials(base)',
  );
  plans(
    'not for a profile that has anything of its own',
    { config: `[profile dev]\n${keys('AKIA1')}`, environment: full },
    'keys(AKIA1)',
  );
  for (const url of [
    'https://any.example/x',
    'http://localhost:1/x',
    'http://127.1.2.3/x',
    'http://[::1]:9/',
  ])
    plans(`at ${url}`, at(url), `container(${new URL(url).host})`);
  plans('at an agent of EKS', at('http://[fd00:ec2::23]/v1/credentials'), 'container([fd00:ec2::23])');
  plans(
    'not at an address to which a token must not go in the clear',
    at('http://example.com/secret'),
    `✗ invalidValue(dev, ${variable}, http://example.com/…)`,
  );
  plans(
    'not at a name that only begins like this machine',
    at('http://127.0.0.1.example.com/'),
    `✗ invalidValue(dev, ${variable}, http://127.0.0.1.example.com/…)`,
  );
  plans('not at what is no address', at('nonsense'), `✗ invalidValue(dev, ${variable}, nonsense)`);

  plans(
    'as the source of a role',
    standingOn('Ec2InstanceMetadata'),
    'instance(169.254.169.254) → assumeRole(Dev)',
  );
  plans(
    'as the source of a role for no longer than an hour',
    standingOn('Ec2InstanceMetadata', 'duration_seconds = 7200'),
    'instance(169.254.169.254) → assumeRole(Dev, 1h); durationCapped(dev, 7200)',
  );
  plans(
    'as the source of a role with a device, for which it is too late',
    standingOn('Ec2InstanceMetadata', `mfa_serial = ${phone}`),
    'instance(169.254.169.254) → assumeRole(Dev); mfaNotForTemporaryKeys(dev)',
  );
  plans(
    'as the source of a role in a container',
    { config: standingOn('EcsContainer'), environment: relative },
    'container(169.254.170.2) → assumeRole(Dev)',
  );
  plans(
    'as the source of a role at the front of a chain',
    {
      config: `${standingOn('EcsContainer').replace('profile dev', 'profile one')}\n[profile dev]\n${role('Two')}\nsource_profile = one`,
      environment: full,
    },
    'container(127.0.0.1:8080) → assumeRole(Dev) → assumeRole(Two)',
  );
  plans('not outside of a container', standingOn('EcsContainer'), '✗ noContainer(dev)');
  plans(
    'not where there is no instance',
    { config: standingOn('Ec2InstanceMetadata'), environment: disabled },
    '✗ metadataDisabled(dev)',
  );

  const service = 'AWS_EC2_METADATA_SERVICE_ENDPOINT';
  plans(
    'at an endpoint of its own',
    `${nothing}\nec2_metadata_service_endpoint = http://10.0.0.1:1338/`,
    'instance(10.0.0.1:1338)',
  );
  plans(
    'at the endpoint of the environment first',
    {
      config: `${nothing}\nec2_metadata_service_endpoint = http://10.0.0.1`,
      environment: { [service]: 'http://10.0.0.2' },
    },
    'instance(10.0.0.2)',
  );
  plans('by IPv6', `${nothing}\nec2_metadata_service_endpoint_mode = IPv6`, 'instance([fd00:ec2::254])');
  plans('by IPv6, the older way', `${nothing}\nimds_use_ipv6 = true`, 'instance([fd00:ec2::254])');
  plans(
    'by IPv6 as the environment says, but for an endpoint',
    {
      config: `${nothing}\nec2_metadata_service_endpoint = http://10.0.0.1`,
      environment: { [`${service}_MODE`]: 'ipv6' },
    },
    'instance(10.0.0.1)',
  );
  plans(
    'by version 2 alone',
    `${nothing}\nec2_metadata_v1_disabled = true`,
    'instance(169.254.169.254, v2 only)',
  );
  plans(
    'by version 2 alone, as the environment says',
    { config: nothing, environment: { AWS_EC2_METADATA_V1_DISABLED: 'true' } },
    'instance(169.254.169.254, v2 only)',
  );
  plans(
    'with the settings of the profile asked for, wherever in the chain it is named',
    `${standingOn('Ec2InstanceMetadata').replace('profile dev', 'profile one')}\n[profile dev]\n${role('Two')}\nsource_profile = one\nec2_metadata_v1_disabled = true`,
    'instance(169.254.169.254, v2 only) → assumeRole(Dev) → assumeRole(Two)',
  );
  plans(
    'not at what is no endpoint',
    `${nothing}\nec2_metadata_service_endpoint = 10.0.0.1`,
    '✗ invalidValue(dev, ec2_metadata_service_endpoint, 10.0.0.1)',
  );

  it('shows nothing of an address but its host', () => {
    const planned = JSON.stringify(planFor({ config: nothing, environment: full }));
    assert.ok(!planned.includes('/secret'), planned);
  });
});

describe('a plan from a sign-in of the CLI', () => {
  const session = 'login_session = arn:aws:iam::444444444444:user/maya';
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;

  plans('alone', `[profile dev]\n${session}`, 'login(maya)');
  plans('that a role stands on', `[profile base]\n${session}\n${dev}`, 'login(maya) → assumeRole(Dev)');
  plans(
    'with a device, for which it is too late',
    `[profile dev]\n${session}\nmfa_serial = ${phone}`,
    'login(maya); mfaNotForTemporaryKeys(dev)',
  );

  it('tells its account', () => {
    assert.equal(accountOf(workingPlan({ config: `[profile dev]\n${session}` })), '444444444444');
  });
});

describe('a plan from IAM Identity Center', () => {
  const corp = '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n';
  const assigned = 'sso_account_id = 111122223333\nsso_role_name = Dev';
  const dev = `[profile dev]\nsso_session = corp\n${assigned}\n`;

  plans('has the role of the account', corp + dev, 'identityCenter(corp, 111122223333, Dev)');
  plans(
    'written the old way',
    `[profile dev]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n${assigned}`,
    'identityCenter(https://corp.awsapps.com/start, 111122223333, Dev)',
  );
  plans(
    'at the front of a chain',
    `${corp}[profile base]\nsso_session = corp\n${assigned}\n[profile dev]\n${role('R')}\nsource_profile = base`,
    'identityCenter(corp, 111122223333, Dev) → assumeRole(R)',
  );
  plans(
    'that takes no code',
    `${corp}${dev}mfa_serial = ${phone}`,
    'identityCenter(corp, 111122223333, Dev); mfaNotForTemporaryKeys(dev)',
  );
  plans('without its section', dev, '✗ missingSsoSession(dev, corp)');
  plans(
    'without an account',
    `${corp}[profile dev]\nsso_session = corp`,
    '✗ ssoIncomplete(dev, sso_account_id)',
  );
  plans(
    'without a role',
    `${corp}[profile dev]\nsso_session = corp\nsso_account_id = 111122223333`,
    '✗ ssoIncomplete(dev, sso_role_name)',
  );
  plans(
    'without a region',
    `[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\n${dev}`,
    '✗ ssoIncomplete(dev, sso_region)',
  );
  plans(
    'with an account that cannot be one',
    `${corp}[profile dev]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Dev`,
    '✗ invalidValue(dev, sso_account_id, 1)',
  );
  plans(
    'with an address that cannot be one',
    `[sso-session corp]\nsso_start_url = corp\nsso_region = eu-west-1\n${dev}`,
    '✗ invalidValue(dev, sso_start_url, corp)',
  );

  it('tells its account', () => {
    assert.equal(accountOf(workingPlan({ config: corp + dev })), '111122223333');
  });

  plans(
    'that no profile has',
    { config: corp, target: assignment('corp') },
    'identityCenter(corp, 111122223333, Dev)',
  );
  plans(
    'that no profile has, by the start URL of another one',
    {
      config: `[profile old]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n`,
      target: assignment('https://corp.awsapps.com/start'),
    },
    'identityCenter(https://corp.awsapps.com/start, 111122223333, Dev)',
  );
  plans(
    'that no profile has, by a sign-in that is gone',
    { config: '', target: assignment('corp') },
    '✗ missingSsoSession(Dev@111122223333, corp)',
  );

  it('that no profile has is in the region of the default profile, or else where people sign in', () => {
    assert.equal(regionBy(corp), 'eu-west-1');
    assert.equal(regionBy(`${corp}[default]\nregion = ap-northeast-1\n`), 'ap-northeast-1');
  });

  it('knows all places at which people sign in', () => {
    const config =
      corp + dev + older('a', 'https://a.awsapps.com/start') + older('b', 'https://a.awsapps.com/start');
    const signIns = signInsOf(
      profilesOf({ config: `${config}[sso-session bad]\nsso_region = eu-west-1\n` }),
      {},
    );
    assert.deepEqual([...signIns.keys()], ['corp', 'bad', 'https://a.awsapps.com/start']);
    assert.partialDeepStrictEqual(signIns.get('corp'), { name: 'corp', region: 'eu-west-1' });
    assert.partialDeepStrictEqual(signIns.get('bad'), { code: 'ssoIncomplete', missing: 'sso_start_url' });
    assert.partialDeepStrictEqual(signIns.get('https://a.awsapps.com/start'), { name: undefined });
  });
});

describe('a plan from a source that is not known', () => {
  plans(
    'that no tool knows',
    `[profile dev]\n${role('R')}\ncredential_source = environment`,
    '✗ invalidValue(dev, credential_source, environment)',
  );
});

describe('a plan with a device', () => {
  const securityKey = 'arn:aws:iam::111111111111:u2f/user/maya/yubikey-ABCD';
  const mfa = `mfa_serial = ${phone}`;
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;
  const session = 'keys(AKIA1) → mfaSession(phone, 12h)';

  plans('and keys alone', `[profile dev]\n${keys('AKIA1')}\n${mfa}`, session);
  plans('written by the role', `${base}\n${dev}\n${mfa}`, `${session} → assumeRole(Dev)`);
  plans(
    'written by the source',
    `${base}\n${mfa}\n${dev}`,
    `${session} → assumeRole(Dev); mfaInherited(base)`,
  );
  plans(
    'written by both: the role’s own',
    `${base}\nmfa_serial = arn:aws:iam::111111111111:mfa/watch\n${dev}\n${mfa}`,
    `${session} → assumeRole(Dev)`,
  );
  plans(
    'written by a profile that is its own source',
    `[profile dev]\n${role('Dev')}\nsource_profile = dev\n${keys('AKIA1')}\n${mfa}`,
    `${session} → assumeRole(Dev)`,
  );
  plans(
    'of hardware, known by its serial number',
    `[profile dev]\n${keys('AKIA1')}\nmfa_serial = GAHT12345678`,
    'keys(AKIA1) → mfaSession(GAHT12345678, 12h)',
  );
  plans(
    'that gives no codes',
    `${base}\nmfa_serial = ${securityKey}\n${dev}`,
    `✗ hardwareKey(base, ${securityKey})`,
  );
  plans(
    'that gives no codes, for a role straight from the keys',
    `${base}\n${dev}\nduration_seconds = 7200\nmfa_serial = ${securityKey.replace('aws', 'aws-us-gov')}`,
    `✗ hardwareKey(dev, ${securityKey.replace('aws', 'aws-us-gov')})`,
  );
  plans(
    'that gives no codes, which nobody asks for one',
    `${base}\nmfa_serial = ${securityKey}\n${dev}\n${mfa}`,
    `${session} → assumeRole(Dev)`,
  );
  plans(
    'that gives no codes, beside temporary keys',
    `${temporary}\n${dev}\nmfa_serial = ${securityKey}`,
    'keys(ASIA1, temporary) → assumeRole(Dev); mfaNotForTemporaryKeys(dev)',
  );
  plans(
    'written by a later hop: asked for at the front all the same',
    `${base}\n[profile one]\n${role('One')}\nsource_profile = base\n[profile dev]\n${role('Two')}\nsource_profile = one\n${mfa}`,
    `${session} → assumeRole(One) → assumeRole(Two); mfaInherited(dev)`,
  );
  plans(
    'written by source and later hop: the source’s',
    `${base}\n${mfa}\n[profile one]\n${role('One')}\nsource_profile = base\n[profile dev]\n${role('Two')}\nsource_profile = one\nmfa_serial = arn:aws:iam::111111111111:mfa/watch`,
    `${session} → assumeRole(One) → assumeRole(Two); mfaInherited(base)`,
  );
  plans(
    'and temporary keys, with which it is of no use',
    `${temporary}\n${dev}\n${mfa}`,
    'keys(ASIA1, temporary) → assumeRole(Dev); mfaNotForTemporaryKeys(dev)',
  );
  plans(
    'and temporary keys alone',
    `[profile dev]\n${keys('ASIA1')}\naws_session_token = t\n${mfa}`,
    'keys(ASIA1, temporary); mfaNotForTemporaryKeys(dev)',
  );
  plans(
    'whose code is to serve for a quarter of an hour',
    { config: `[profile dev]\n${keys('AKIA1')}\n${mfa}`, mfaSessionSeconds: 900 },
    'keys(AKIA1) → mfaSession(phone, 900s)',
  );
  plans('that is empty', `${base}\n${dev}\nmfa_serial =`, 'keys(AKIA1) → assumeRole(Dev)');
});

describe('a plan with a duration', () => {
  const mfa = `mfa_serial = ${phone}`;

  plans('of up to an hour', `${base}\n${lasting('3600')}`, 'keys(AKIA1) → assumeRole(Dev, 1h)');
  plans('of more, straight from keys', `${base}\n${lasting('43200')}`, 'keys(AKIA1) → assumeRole(Dev, 12h)');
  plans(
    'of up to an hour, with a device',
    `${base}\n${lasting('3600')}\n${mfa}`,
    'keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(Dev, 1h)',
  );
  plans(
    'of more, with a device: no session in between',
    `${base}\n${lasting('3601')}\n${mfa}`,
    'keys(AKIA1) → assumeRole(Dev, 3601s, code of phone)',
  );
  plans(
    'of more, with the device of the source',
    `${base}\n${mfa}\n${lasting('7200')}`,
    'keys(AKIA1) → assumeRole(Dev, 2h, code of phone); mfaInherited(base)',
  );
  plans(
    'of more, from temporary keys: capped',
    `${temporary}\n${lasting('7200')}`,
    'keys(ASIA1, temporary) → assumeRole(Dev, 1h); durationCapped(dev, 7200)',
  );
  plans(
    'of more, in a chain: only its first hop is not capped',
    `${base}\n[profile one]\n${role('One')}\nsource_profile = base\nduration_seconds = 7200\n${lasting('7200').replace('= base', '= one')}`,
    'keys(AKIA1) → assumeRole(One, 2h) → assumeRole(Dev, 1h); durationCapped(dev, 7200)',
  );
  plans(
    'of more, in a chain with a device: all capped',
    `${base}\n${mfa}\n[profile one]\n${role('One')}\nsource_profile = base\nduration_seconds = 7200\n${lasting('900').replace('= base', '= one')}`,
    'keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(One, 1h) → assumeRole(Dev, 900s); mfaInherited(base); durationCapped(one, 7200)',
  );
  plans(
    'that is no number',
    `${base}\n${lasting('1h')}`,
    'keys(AKIA1) → assumeRole(Dev); durationIgnored(dev, 1h)',
  );
  plans(
    'that is no whole number',
    `${base}\n${lasting('3600.5')}`,
    'keys(AKIA1) → assumeRole(Dev); durationIgnored(dev, 3600.5)',
  );
  plans('that is empty', `${base}\n${lasting('')}`, 'keys(AKIA1) → assumeRole(Dev)');
  plans('that is too short', `${base}\n${lasting('899')}`, '✗ invalidValue(dev, duration_seconds, 899)');
  plans('that is too long', `${base}\n${lasting('43201')}`, '✗ invalidValue(dev, duration_seconds, 43201)');
});

describe('a plan for a role that is in no file', () => {
  plans('from keys', { config: base, target: adHoc('base') }, 'keys(AKIA1) → assumeRole(Admin, as alice)');
  plans(
    'from keys with a device',
    { config: `${base}\nmfa_serial = ${phone}`, target: adHoc('base') },
    'keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(Admin, as alice); mfaInherited(base)',
  );
  plans(
    'from a role',
    { config: `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = base`, target: adHoc('dev') },
    'keys(AKIA1) → assumeRole(Dev) → assumeRole(Admin, as alice)',
  );
  plans(
    'from a profile that is not there',
    { config: base, target: adHoc('gone') },
    '✗ missingSource(Admin@333333333333, gone)',
  );
  plans(
    'with an ARN that is none of a role',
    { config: base, target: adHoc('base', 'arn:aws:iam::333333333333:user/Admin') },
    '✗ invalidValue(Admin@333333333333, role_arn, arn:aws:iam::333333333333:user/Admin)',
  );

  it('keeps the target that was asked for', () => {
    const target = adHoc('base');
    assert.deepEqual(workingPlan({ config: base, target }).target, target);
    assert.deepEqual(planFor({ config: base, target: adHoc('gone') }).target, adHoc('gone'));
  });
});

describe('the region of a plan', () => {
  const both = { AWS_REGION: 'ap-1', AWS_DEFAULT_REGION: 'ap-2' };
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;

  region(
    'its own',
    { config: `${base}\nregion = eu-1\n${dev}\nregion = us-1`, environment: both },
    'us-1 from dev',
  );
  region('the source’s', { config: `${base}\nregion = eu-1\n${dev}` }, 'eu-1 from base; regionInherited');
  region(
    'the nearest of a chain',
    {
      config: `${base}\nregion = eu-1\n[profile one]\n${role('One')}\nsource_profile = base\nregion = eu-2\n${dev.replace('= base', '= one')}`,
    },
    'eu-2 from one; regionInherited',
  );
  region('the environment’s', { config: `${base}\n${dev}`, environment: both }, 'ap-1 from the environment');
  region(
    'the environment’s older variable',
    { config: `${base}\n${dev}`, environment: { AWS_REGION: '', AWS_DEFAULT_REGION: 'ap-2' } },
    'ap-2 from the environment',
  );
  region('none', { config: `${base}\n${dev}\nregion =` }, 'none');
  region(
    'of the environment as the target',
    { environment: { ...environment, ...both }, target: { kind: 'environment' } },
    'ap-1 from the environment',
  );
  region(
    'of the environment as the target, with none',
    { environment, target: { kind: 'environment' } },
    'none',
  );
  region(
    'of a role in no file',
    {
      config: `${base}\nregion = eu-1`,
      target: {
        kind: 'role',
        roleArn: 'arn:aws:iam::333333333333:role/Admin',
        sourceProfile: 'base',
        sessionName: 'me',
      },
    },
    'eu-1 from base; regionInherited',
  );
});

describe('what a plan tells of itself', () => {
  const mfa = `mfa_serial = ${phone}`;
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;

  it('which steps take a person', () => {
    assert.deepEqual(asksFor(`${base}\n${dev}`), []);
    assert.deepEqual(asksFor(`${base}\n${dev}\n${mfa}`), ['mfaSession']);
    assert.deepEqual(asksFor(`${base}\n${dev}\n${mfa}\nduration_seconds = 7200`), ['assumeRole']);
  });

  it('which account it ends in, where an ARN tells', () => {
    assert.equal(accountOf(workingPlan({ config: `${base}\n${mfa}\n${dev}` })), '222222222222');
    assert.equal(accountOf(workingPlan({ config: `[profile dev]\n${keys('A')}\n${mfa}` })), '111111111111');
    assert.equal(
      accountOf(workingPlan({ config: `[profile dev]\n${keys('A')}\nmfa_serial = GAHT12345678` })),
      undefined,
    );
    assert.equal(accountOf(workingPlan({ config: `[profile dev]\n${keys('A')}` })), undefined);
  });

  it('whether it is one', () => {
    assert.equal(isPlan(planFor({ config: base })), false);
    assert.equal(isPlan(planFor({ config: base, target: named('base') })), true);
  });

  it('the same every time', () => {
    const asked = { config: `${base}\n${mfa}\n${dev}\nregion = eu-1`, environment };
    assert.deepEqual(planFor(asked), planFor(asked));
  });
});

function named(name: string): Target {
  return { kind: 'profile', name };
}
