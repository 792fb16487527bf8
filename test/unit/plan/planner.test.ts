import assert from 'node:assert/strict';
import type { Environment } from '../../../src/base/environment.ts';
import { signInsOf } from '../../../src/plan/identityCenterSource.ts';
import { isPlan, needsPerson } from '../../../src/plan/plan.ts';
import { accountOf } from '../../../src/plan/planFacts.ts';
import type { Target } from '../../../src/profiles/profiles.ts';
import {
  type PlanInput,
  keys,
  phone,
  planFor,
  printPlan,
  profilesOf,
  role,
  workingPlan,
} from './planText.ts';

/** Expects this plan for an input; a string is the config file. */
function plans(what: string, input: string | PlanInput, expected: string): void {
  it(what, () =>
    assert.equal(printPlan(planFor(typeof input === 'string' ? { config: input } : input)), expected),
  );
}

const base = `[profile base]
${keys('AKIA1')}`;

const temporary = `[profile base]
${keys('ASIA1')}
aws_session_token = token`;

const environment = { AWS_ACCESS_KEY_ID: 'AKIAENV', AWS_SECRET_ACCESS_KEY: 'secret' };

const withDuration = (seconds: string): string =>
  `[profile dev]\n${role('Dev')}\nsource_profile = base\nduration_seconds = ${seconds}`;

const onCredentialSource = (source: string, more = ''): string =>
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

const legacyProfile = (name: string, url: string): string =>
  `[profile ${name}]\nsso_start_url = ${url}\nsso_region = eu-west-1\n`;

/** Expects `region from profile` or `region from the environment`, followed by the notes. */
function region(what: string, input: PlanInput, expected: string): void {
  it(what, () => {
    const plan = workingPlan(input);
    const from = plan.region && `${plan.region.name} from ${plan.region.from ?? 'the environment'}`;
    const notes = plan.notes.map((note) => note.code);
    assert.equal([from ?? 'none', ...notes].join('; '), expected);
  });
}

const userSteps = (config: string) =>
  workingPlan({ config })
    .steps.filter(needsPerson)
    .map(({ kind }) => kind);

describe('a plan from keys', () => {
  plans('works in the config file', `[profile dev]\n${keys('AKIA1')}`, 'keys(AKIA1)');
  plans('works in the credentials file', { credentials: `[dev]\n${keys('AKIA1')}` }, 'keys(AKIA1)');
  plans(
    'works in the credentials file with other keys in the config file',
    { config: `[profile dev]\nmfa_serial = ${phone}`, credentials: `[dev]\n${keys('AKIA1')}` },
    'keys(AKIA1) → mfaSession(phone, 12h)',
  );
  plans(
    'prefers keys in the credentials file',
    { config: `[profile dev]\n${keys('AKIA1')}`, credentials: `[dev]\n${keys('AKIA2')}` },
    'keys(AKIA2)',
  );
  plans(
    'is temporary with a session token',
    `[profile dev]\n${keys('ASIA1')}\naws_session_token = t`,
    'keys(ASIA1, temporary)',
  );
  plans(
    'is temporary with a token under its older name',
    `[profile dev]\n${keys('ASIA1')}\naws_security_token = t`,
    'keys(ASIA1, temporary)',
  );
  plans(
    'is not temporary with an empty token',
    `[profile dev]\n${keys('AKIA1')}\naws_session_token =`,
    'keys(AKIA1)',
  );
  plans(
    'works with keys in capitals',
    '[profile dev]\nAWS_ACCESS_KEY_ID = A\nAWS_SECRET_ACCESS_KEY = s',
    'keys(A)',
  );
  plans(
    'fails without the secret access key',
    '[profile dev]\naws_access_key_id = AKIA1',
    '✗ incompleteKeys(dev, aws_secret_access_key)',
  );
  plans(
    'fails with an empty secret access key',
    '[profile dev]\naws_access_key_id = AKIA1\naws_secret_access_key =',
    '✗ incompleteKeys(dev, aws_secret_access_key)',
  );
  plans(
    'fails without the access key ID',
    '[profile dev]\naws_secret_access_key = secret',
    '✗ incompleteKeys(dev, aws_access_key_id)',
  );
  plans(
    'works for the default profile',
    { config: `[default]\n${keys('AKIA1')}`, target: named('default') },
    'keys(AKIA1)',
  );
  plans('fails for an unknown profile', base, '✗ noSuchProfile(dev)');
});

describe('a plan with roles', () => {
  plans(
    'works through a source profile',
    `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = base`,
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'works with a source profile later in the other file',
    {
      config: `[profile dev]\n${role('Dev')}\nsource_profile = base`,
      credentials: `[base]\n${keys('AKIA1')}`,
    },
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'works through the default profile',
    `[default]\n${keys('AKIA1')}\n[profile dev]\n${role('Dev')}\nsource_profile = default`,
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'works from temporary keys',
    `${temporary}\n[profile dev]\n${role('Dev')}\nsource_profile = base`,
    'keys(ASIA1, temporary) → assumeRole(Dev)',
  );
  plans(
    'uses all parameters of a role',
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
    'supports other partitions',
    `${base}\n[profile dev]\nrole_arn = arn:aws-us-gov:iam::222222222222:role/Gov\nsource_profile = base`,
    'keys(AKIA1) → assumeRole(Gov)',
  );
  plans(
    'orders a chain of four from the first hop',
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
    'starts at the first source profile with keys',
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
    'prefers a role with a source to the profile’s keys',
    `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = base\n${keys('AKIA2')}`,
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'works if a profile with keys is its own source',
    `[profile dev]\n${role('Dev')}\nsource_profile = dev\n${keys('AKIA1')}`,
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'works if a profile with keys in the other file is its own source',
    { config: `[profile dev]\n${role('Dev')}\nsource_profile = dev`, credentials: `[dev]\n${keys('AKIA1')}` },
    'keys(AKIA1) → assumeRole(Dev)',
  );
  plans(
    'works through a profile that is its own source',
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

describe('a chain that cannot be planned', () => {
  plans(
    'names an unknown source',
    `[profile dev]\n${role('Dev')}\nsource_profile = gone`,
    '✗ missingSource(dev, gone)',
  );
  plans(
    'names an unknown source in a later hop',
    `[profile dev]\n${role('Dev')}\nsource_profile = middle\n[profile middle]\n${role('M')}\nsource_profile = gone`,
    '✗ missingSource(middle, gone)',
  );
  plans(
    'names a source in a different case',
    `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = Base`,
    '✗ missingSource(dev, Base)',
  );
  plans('has no source', `[profile dev]\n${role('Dev')}`, '✗ noSource(dev, false)');
  plans('has an empty source', `[profile dev]\n${role('Dev')}\nsource_profile =`, '✗ noSource(dev, false)');
  plans('has keys but no source', `[profile dev]\n${role('Dev')}\n${keys('AKIA1')}`, '✗ noSource(dev, true)');
  plans(
    'has no source in a later hop',
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
    'starts at a profile without keys that is its own source',
    `[profile dev]\n${role('Dev')}\nsource_profile = dev`,
    '✗ sourceLoop(dev, dev > dev)',
  );
  plans(
    'is a cycle of two profiles',
    `[profile dev]\n${role('A')}\nsource_profile = b\n[profile b]\n${role('B')}\nsource_profile = dev`,
    '✗ sourceLoop(dev, dev > b > dev)',
  );
  plans(
    'is a cycle of two profiles, the first with keys',
    `[profile dev]\n${role('A')}\n${keys('A')}\nsource_profile = b\n[profile b]\n${role('B')}\nsource_profile = dev`,
    '✗ sourceLoop(dev, dev > b > dev)',
  );
  plans(
    'is a cycle of three profiles',
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
    'leads into a cycle of other profiles',
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
    'leads into a profile without keys that is its own source',
    `[profile dev]\n${role('A')}\nsource_profile = b\n[profile b]\n${role('B')}\nsource_profile = b`,
    '✗ sourceLoop(dev, b > b)',
  );
});

describe('a plan from the environment', () => {
  const dev = `[profile dev]\n${role('Dev')}\ncredential_source = Environment`;
  const token = { AWS_SESSION_TOKEN: 't' };
  const anywhere: Target = { kind: 'environment' };

  plans('works with long-term keys', { config: dev, environment }, 'environment(AKIAENV) → assumeRole(Dev)');
  plans(
    'works with temporary keys',
    { config: dev, environment: { ...environment, ...token } },
    'environment(AKIAENV, temporary) → assumeRole(Dev)',
  );
  plans(
    'works with an MFA device',
    { config: `${dev}\nmfa_serial = ${phone}`, environment },
    'environment(AKIAENV) → mfaSession(phone, 12h) → assumeRole(Dev)',
  );
  plans(
    'works at the start of a chain',
    {
      config: `[profile dev]\n${role('Two')}\nsource_profile = one\n[profile one]\n${role('One')}\ncredential_source = Environment`,
      environment,
    },
    'environment(AKIAENV) → assumeRole(One) → assumeRole(Two)',
  );
  plans('fails without keys', { config: dev }, '✗ noEnvironmentKeys(dev)');
  plans(
    'fails without a secret access key',
    { config: dev, environment: { AWS_ACCESS_KEY_ID: 'A' } },
    '✗ noEnvironmentKeys(dev)',
  );
  plans(
    'fails with empty keys',
    { config: dev, environment: { ...environment, AWS_SECRET_ACCESS_KEY: '' } },
    '✗ noEnvironmentKeys(dev)',
  );
  plans(
    'is not used for a profile with keys',
    { config: `[profile dev]\n${keys('AKIA1')}`, environment },
    'keys(AKIA1)',
  );
  plans(
    'needs a role',
    { config: '[profile dev]\ncredential_source = Environment', environment },
    '✗ strayKey(dev, credential_source, alone)',
  );
  plans('as the target', { environment, target: anywhere }, 'environment(AKIAENV)');
  plans(
    'as the target, with temporary keys',
    { environment: { ...environment, ...token }, target: anywhere },
    'environment(AKIAENV, temporary)',
  );
  plans('as the target, fails without keys', { target: anywhere }, '✗ noEnvironmentKeys(environment)');

  const web = {
    AWS_WEB_IDENTITY_TOKEN_FILE: '/var/token',
    AWS_ROLE_ARN: 'arn:aws:iam::222222222222:role/Web',
  };
  const container = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' };
  const asTarget = (what: string, variables: Environment, expected: string): void =>
    plans(`as the target, ${what}`, { target: anywhere, environment: variables }, expected);
  asTarget('with a web identity', web, 'webIdentity(Web, /var/token)');
  asTarget(
    'with a web identity and a session name',
    { ...web, AWS_ROLE_SESSION_NAME: 'pod' },
    'webIdentity(Web, as pod, /var/token)',
  );
  asTarget('with a container', container, 'container(169.254.170.23)');
  asTarget('prefers keys', { ...container, ...web, ...environment }, 'environment(AKIAENV)');
  asTarget('prefers a web identity to a container', { ...container, ...web }, 'webIdentity(Web, /var/token)');
  asTarget(
    'fails with incomplete keys',
    { ...web, AWS_ACCESS_KEY_ID: 'A' },
    '✗ noEnvironmentKeys(environment)',
  );
  asTarget(
    'fails with a web identity but no role',
    { ...container, AWS_WEB_IDENTITY_TOKEN_FILE: '/var/token' },
    '✗ noEnvironmentRole(environment)',
  );
  asTarget(
    'fails with an invalid role',
    { ...web, AWS_ROLE_ARN: 'Web' },
    '✗ invalidValue(environment, AWS_ROLE_ARN)',
  );
  asTarget(
    'fails with an invalid session name',
    { ...web, AWS_ROLE_SESSION_NAME: 'a b' },
    '✗ invalidValue(environment, AWS_ROLE_SESSION_NAME)',
  );
  asTarget('does not use the instance role elsewhere', {}, '✗ noEnvironmentKeys(environment)');
  const onInstance = (what: string, variables: Environment, expected: string): void =>
    plans(
      `as the target, on an instance, ${what}`,
      { target: anywhere, environment: variables, isOnInstance: true },
      expected,
    );
  onInstance('uses its role', {}, 'instance(169.254.169.254)');
  onInstance(
    'ignores empty variables',
    { AWS_PROFILE: '', AWS_ACCESS_KEY_ID: '' },
    'instance(169.254.169.254)',
  );
  onInstance('prefers a container', container, 'container(169.254.170.23)');
  onInstance('prefers a web identity', web, 'webIdentity(Web, /var/token)');
  onInstance(
    'fails without metadata',
    { AWS_EC2_METADATA_DISABLED: 'true' },
    '✗ noEnvironmentKeys(environment)',
  );
  onInstance(
    'ignores variables about something else',
    { AWS_BEARER_TOKEN_BEDROCK: 'x', AWS_ROLE_SESSION_NAME: 'x', AWS_EXECUTION_ENV: 'x', AWS_PAGER: 'x' },
    'instance(169.254.169.254)',
  );
  for (const variable of [
    'AWS_SECRET_ACCESS_KEY',
    'AWS_SESSION_TOKEN',
    'AWS_ROLE_ARN',
    'AWS_PROFILE',
    'AWS_ACCESS_KEY',
    'AWS_SECRET_ACCES_KEY',
    'aws_session_token',
    'AWS_WEB_IDENTITY_TOKENFILE',
  ])
    onInstance(
      `does not use its role with ${variable}`,
      { [variable]: 'x' },
      '✗ noEnvironmentKeys(environment)',
    );
  asTarget(
    'uses the role of a metadata service that is configured',
    { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://127.0.0.1:1338' },
    'instance(127.0.0.1:1338)',
  );
  plans(
    'ignores a web identity for a profile, like the CLI',
    { config: '[profile dev]\nregion = r', environment: { ...web, AWS_EC2_METADATA_DISABLED: 'true' } },
    '✗ noCredentials(dev)',
  );
  plans(
    'ignores a web identity for credential_source',
    { config: dev, environment: web },
    '✗ noEnvironmentKeys(dev)',
  );
});

describe('a plan from a program', () => {
  const tool = '[profile base]\ncredential_process = tool --flag "a b"';
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;
  const mfa = `mfa_serial = ${phone}`;

  plans('works without a role', '[profile dev]\ncredential_process = tool', 'process(tool)');
  plans('can be the source of a role', `${tool}\n${dev}`, 'process(tool --flag "a b") → assumeRole(Dev)');
  plans(
    'works at the start of a chain',
    `${tool}\n[profile one]\n${role('One')}\nsource_profile = base\n${dev.replace('= base', '= one')}`,
    'process(tool --flag "a b") → assumeRole(One) → assumeRole(Dev)',
  );
  plans(
    'can be combined with an MFA device',
    `${tool}\n${dev}\n${mfa}`,
    'process(tool --flag "a b") → mfaSession(phone, 12h) → assumeRole(Dev)',
  );
  plans(
    'leaves an MFA device in the same profile to the program',
    `[profile dev]\ncredential_process = tool\n${mfa}`,
    'process(tool); mfaLeftToProgram(dev)',
  );
  plans(
    'leaves an MFA device in the source profile to the program',
    `${tool}\n${mfa}\n${dev}`,
    'process(tool --flag "a b") → assumeRole(Dev); mfaLeftToProgram(base)',
  );
  plans(
    'keeps durations over an hour, because the program may print long-term keys',
    `${tool}\n${dev}\nduration_seconds = 7200`,
    'process(tool --flag "a b") → assumeRole(Dev, 2h)',
  );
  plans(
    'works in the credentials file, as in the CLI',
    { credentials: '[dev]\ncredential_process = tool' },
    'process(tool)',
  );
});

describe('a plan from a web identity', () => {
  const web = `${role('Web')}\nweb_identity_token_file = /var/token`;
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;
  const longDev = `${dev}\nduration_seconds = 7200`;

  plans('works without a role', `[profile dev]\n${web}`, 'webIdentity(Web, /var/token)');
  plans(
    'uses the session name of the profile',
    `[profile dev]\n${web}\nrole_session_name = build`,
    'webIdentity(Web, as build, /var/token)',
  );
  plans(
    'sends no duration, as the CLI, whether AWS would accept it or not',
    `[profile dev]\n${web}\nduration_seconds = 43200`,
    'webIdentity(Web, /var/token); unused(dev, duration_seconds, tokenFile)',
  );
  for (const duration of ['60', '999999', 'long'])
    plans(
      `ignores the duration ${duration}`,
      `[profile dev]\n${web}\nduration_seconds = ${duration}`,
      'webIdentity(Web, /var/token); unused(dev, duration_seconds, tokenFile)',
    );
  plans(
    'sends the duration with the token of a program, as aws-vault',
    `[profile dev]\n${role('Web')}\nweb_identity_token_process = tool\nduration_seconds = 43200`,
    'webIdentity(Web, 12h, token of tool)',
  );
  plans(
    'ignores values that it does not send',
    `[profile dev]\n${web}\nexternal_id = x y\nsession_tags = team\ntransitive_session_tags = cost`,
    'webIdentity(Web, /var/token); unused(dev, external_id > session_tags > transitive_session_tags, webIdentity)',
  );
  plans(
    'caps the duration of a role at one hour',
    `[profile base]\n${web}\n${longDev}`,
    'webIdentity(Web, /var/token) → assumeRole(Dev, 1h); durationCapped(dev, 7200)',
  );
  plans(
    'ignores an MFA device',
    `[profile base]\n${web}\n${dev}\nmfa_serial = ${phone}`,
    'webIdentity(Web, /var/token) → assumeRole(Dev); mfaNotForTemporaryKeys(dev)',
  );
  plans('fails without a role', '[profile dev]\nweb_identity_token_file = /t', '✗ noRole(dev)');
  plans(
    'fails with an invalid role',
    '[profile dev]\nrole_arn = Admin\nweb_identity_token_file = /t',
    '✗ invalidValue(dev, role_arn)',
  );

  it('uses the partition and account of its role', () => {
    const plan = workingPlan({ config: `[profile dev]\n${web.replace('arn:aws:', 'arn:aws-cn:')}` });
    const [step] = plan.steps;
    assert.ok(step?.kind === 'webIdentity');
    assert.deepEqual([step.sts.region, accountOf(plan)], ['cn-north-1', '222222222222']);
  });
});

describe('a plan from the role of the machine', () => {
  const relative = { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/credentials/secret' };
  const full = { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://127.0.0.1:8080/secret' };
  const disabled = { AWS_EC2_METADATA_DISABLED: 'True' };
  const nothing = '[profile dev]\nregion = us-east-1';
  const at = (url: string) => ({
    config: nothing,
    environment: { AWS_CONTAINER_CREDENTIALS_FULL_URI: url },
  });
  const variable = 'AWS_CONTAINER_CREDENTIALS_FULL_URI';

  plans('is used if the profile configures no credentials', nothing, 'instance(169.254.169.254)');
  const elsewhere = (what: string, input: PlanInput, expected: string): void =>
    plans(`away from instances ${what}`, { isOnInstance: false, ...input }, expected);
  const ownService = 'ec2_metadata_service_endpoint = http://localhost:1338';
  elsewhere('is not used', { config: nothing }, '✗ noCredentials(dev)');
  elsewhere(
    'is used if the profile says where the service is',
    { config: `${nothing}\n${ownService}` },
    'instance(localhost:1338)',
  );
  elsewhere(
    'is used if the environment says where the service is',
    { config: nothing, environment: { AWS_EC2_METADATA_SERVICE_ENDPOINT: 'http://localhost:1338' } },
    'instance(localhost:1338)',
  );
  elsewhere(
    'is used if the profile names it',
    {
      config:
        '[profile dev]\nrole_arn = arn:aws:iam::222222222222:role/A\ncredential_source = Ec2InstanceMetadata',
    },
    'instance(169.254.169.254) → assumeRole(A)',
  );
  for (const key of [
    'aws_access_key_id',
    'aws_secret_access_key',
    'role_arn',
    'web_identity_token_file',
    'credential_process',
    'login_session',
    'sso_session',
    'sso_start_url',
    'sso_account_id',
    'sso_role_name',
  ])
    plans(`is not used if ${key} has no value`, `${nothing}\n${key} =`, `✗ invalidValue(dev, ${key})`);
  plans(
    'is not used if the included profile is missing',
    `${nothing}\ninclude_profile = gone`,
    '✗ noCredentials(dev)',
  );
  for (const line of ['sso_account_id = 111122223333', 'sso_role_name = Admin'])
    plans(
      `is not used if the profile only has ${line}`,
      `${nothing}\n${line}`,
      '✗ ssoIncomplete(dev, sso_start_url)',
    );
  plans(
    'is not used if the profile has only a token',
    '[profile dev]\naws_session_token = t',
    '✗ incompleteKeys(dev, aws_access_key_id)',
  );
  plans('uses the container', { config: nothing, environment: relative }, 'container(169.254.170.2)');
  plans(
    'uses the full URI of a container',
    { config: nothing, environment: full },
    'container(127.0.0.1:8080)',
  );
  plans(
    'prefers the relative URI of a container',
    { config: nothing, environment: { ...full, ...relative } },
    'container(169.254.170.2)',
  );
  plans(
    'fails if the metadata service is disabled',
    { config: nothing, environment: disabled },
    '✗ noCredentials(dev)',
  );
  plans(
    'uses the container if the metadata service is disabled',
    { config: nothing, environment: { ...disabled, ...full } },
    'container(127.0.0.1:8080)',
  );
  plans(
    'is not used for a source profile without credentials',
    `[profile dev]\n${role('Dev')}\nsource_profile = base\n[profile base]\nregion = r`,
    '✗ noCredentials(base)',
  );
  plans(
    'is not used for a profile with credentials',
    { config: `[profile dev]\n${keys('AKIA1')}`, environment: full },
    'keys(AKIA1)',
  );
  for (const url of [
    'https://any.example/x',
    'http://localhost:1/x',
    'http://127.1.2.3/x',
    'http://[::1]:9/',
  ])
    plans(`accepts ${url}`, at(url), `container(${new URL(url).host})`);
  plans('accepts the agent of EKS', at('http://[fd00:ec2::23]/v1/credentials'), 'container([fd00:ec2::23])');
  plans(
    'rejects HTTP to other hosts, because the request carries a token',
    at('http://example.com/secret'),
    `✗ invalidValue(dev, ${variable})`,
  );
  plans(
    'rejects a host name that begins like a loopback address',
    at('http://127.0.0.1.example.com/'),
    `✗ invalidValue(dev, ${variable})`,
  );
  plans('rejects an invalid URL', at('nonsense'), `✗ invalidValue(dev, ${variable})`);

  plans(
    'can be the source of a role',
    onCredentialSource('Ec2InstanceMetadata'),
    'instance(169.254.169.254) → assumeRole(Dev)',
  );
  plans(
    'caps the duration of a role at one hour',
    onCredentialSource('Ec2InstanceMetadata', 'duration_seconds = 7200'),
    'instance(169.254.169.254) → assumeRole(Dev, 1h); durationCapped(dev, 7200)',
  );
  plans(
    'ignores the MFA device of a role',
    onCredentialSource('Ec2InstanceMetadata', `mfa_serial = ${phone}`),
    'instance(169.254.169.254) → assumeRole(Dev); mfaNotForTemporaryKeys(dev)',
  );
  plans(
    'can be the source of a role in a container',
    { config: onCredentialSource('EcsContainer'), environment: relative },
    'container(169.254.170.2) → assumeRole(Dev)',
  );
  plans(
    'can be at the start of a chain',
    {
      config: `${onCredentialSource('EcsContainer').replace('profile dev', 'profile one')}\n[profile dev]\n${role('Two')}\nsource_profile = one`,
      environment: full,
    },
    'container(127.0.0.1:8080) → assumeRole(Dev) → assumeRole(Two)',
  );
  plans(
    'fails for EcsContainer outside a container',
    onCredentialSource('EcsContainer'),
    '✗ noContainer(dev)',
  );
  plans(
    'fails for Ec2InstanceMetadata if the metadata service is disabled',
    { config: onCredentialSource('Ec2InstanceMetadata'), environment: disabled },
    '✗ metadataDisabled(dev)',
  );

  const service = 'AWS_EC2_METADATA_SERVICE_ENDPOINT';
  plans(
    'uses the profile’s metadata endpoint',
    `${nothing}\nec2_metadata_service_endpoint = http://10.0.0.1:1338/`,
    'instance(10.0.0.1:1338)',
  );
  plans(
    'prefers the environment’s metadata endpoint',
    {
      config: `${nothing}\nec2_metadata_service_endpoint = http://10.0.0.1`,
      environment: { [service]: 'http://10.0.0.2' },
    },
    'instance(10.0.0.2)',
  );
  plans('uses IPv6', `${nothing}\nec2_metadata_service_endpoint_mode = IPv6`, 'instance([fd00:ec2::254])');
  plans('uses IPv6 with the older key', `${nothing}\nimds_use_ipv6 = true`, 'instance([fd00:ec2::254])');
  plans(
    'uses the environment’s IPv6 mode only without an endpoint',
    {
      config: `${nothing}\nec2_metadata_service_endpoint = http://10.0.0.1`,
      environment: { [`${service}_MODE`]: 'ipv6' },
    },
    'instance(10.0.0.1)',
  );
  plans(
    'requires version 2',
    `${nothing}\nec2_metadata_v1_disabled = true`,
    'instance(169.254.169.254, v2 only)',
  );
  plans(
    'requires version 2 if the environment says so',
    { config: nothing, environment: { AWS_EC2_METADATA_V1_DISABLED: 'true' } },
    'instance(169.254.169.254, v2 only)',
  );
  plans(
    'uses the metadata settings of the requested profile',
    `${onCredentialSource('Ec2InstanceMetadata').replace('profile dev', 'profile one')}\n[profile dev]\n${role('Two')}\nsource_profile = one\nec2_metadata_v1_disabled = true`,
    'instance(169.254.169.254, v2 only) → assumeRole(Dev) → assumeRole(Two)',
  );
  plans(
    'rejects an invalid metadata endpoint',
    `${nothing}\nec2_metadata_service_endpoint = 10.0.0.1`,
    '✗ invalidValue(dev, ec2_metadata_service_endpoint)',
  );

  it('shows only the host of a URL', () => {
    const planned = JSON.stringify(planFor({ config: nothing, environment: full }));
    assert.ok(!planned.includes('/secret'), planned);
  });
});

describe('a plan from aws login', () => {
  const session = 'login_session = arn:aws:iam::444444444444:user/maya';
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;

  plans('works without a role', `[profile dev]\n${session}`, 'login(maya)');
  plans('can be the source of a role', `[profile base]\n${session}\n${dev}`, 'login(maya) → assumeRole(Dev)');
  plans(
    'ignores an MFA device',
    `[profile dev]\n${session}\nmfa_serial = ${phone}`,
    'login(maya); mfaNotForTemporaryKeys(dev)',
  );

  it('belongs to the account of the sign-in', () => {
    assert.equal(accountOf(workingPlan({ config: `[profile dev]\n${session}` })), '444444444444');
  });
});

describe('a plan from IAM Identity Center', () => {
  const corp = '[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n';
  const assigned = 'sso_account_id = 111122223333\nsso_role_name = Dev';
  const dev = `[profile dev]\nsso_session = corp\n${assigned}\n`;

  plans('uses the permission set in the account', corp + dev, 'identityCenter(corp, 111122223333, Dev)');
  plans(
    'supports the legacy configuration',
    `[profile dev]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n${assigned}`,
    'identityCenter(https://corp.awsapps.com/start, 111122223333, Dev)',
  );
  plans(
    'works at the start of a chain',
    `${corp}[profile base]\nsso_session = corp\n${assigned}\n[profile dev]\n${role('R')}\nsource_profile = base`,
    'identityCenter(corp, 111122223333, Dev) → assumeRole(R)',
  );
  plans(
    'ignores an MFA device',
    `${corp}${dev}mfa_serial = ${phone}`,
    'identityCenter(corp, 111122223333, Dev); mfaNotForTemporaryKeys(dev)',
  );
  plans('fails without the sso-session', dev, '✗ missingSsoSession(dev, corp)');
  plans(
    'fails without an account',
    `${corp}[profile dev]\nsso_session = corp`,
    '✗ ssoIncomplete(dev, sso_account_id)',
  );
  plans(
    'fails without a role',
    `${corp}[profile dev]\nsso_session = corp\nsso_account_id = 111122223333`,
    '✗ ssoIncomplete(dev, sso_role_name)',
  );
  plans(
    'fails without a region',
    `[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\n${dev}`,
    '✗ ssoIncomplete(dev, sso_region)',
  );
  plans(
    'fails with an invalid account',
    `${corp}[profile dev]\nsso_session = corp\nsso_account_id = 1\nsso_role_name = Dev`,
    '✗ invalidValue(dev, sso_account_id)',
  );
  plans(
    'fails with an invalid start URL',
    `[sso-session corp]\nsso_start_url = corp\nsso_region = eu-west-1\n${dev}`,
    '✗ invalidValue(dev, sso_start_url)',
  );

  it('belongs to the account of the sign-in', () => {
    assert.equal(accountOf(workingPlan({ config: corp + dev })), '111122223333');
  });

  plans(
    'works for an assignment without a profile',
    { config: corp, target: assignment('corp') },
    'identityCenter(corp, 111122223333, Dev)',
  );
  plans(
    'works for an assignment with the start URL of a legacy profile',
    {
      config: `[profile old]\nsso_start_url = https://corp.awsapps.com/start\nsso_region = eu-west-1\n`,
      target: assignment('https://corp.awsapps.com/start'),
    },
    'identityCenter(https://corp.awsapps.com/start, 111122223333, Dev)',
  );
  plans(
    'fails for an assignment with an unknown sign-in',
    { config: '', target: assignment('corp') },
    '✗ missingSsoSession(Dev@111122223333, corp)',
  );

  it('uses the region of the default profile for an assignment, or else that of the sign-in', () => {
    assert.equal(regionBy(corp), 'eu-west-1');
    assert.equal(regionBy(`${corp}[default]\nregion = ap-northeast-1\n`), 'ap-northeast-1');
  });

  it('finds all sign-ins', () => {
    const config =
      corp +
      dev +
      legacyProfile('a', 'https://a.awsapps.com/start') +
      legacyProfile('b', 'https://a.awsapps.com/start');
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

describe('a plan from an unknown source', () => {
  plans(
    'fails',
    `[profile dev]\n${role('R')}\ncredential_source = environment`,
    '✗ invalidValue(dev, credential_source)',
  );
});

describe('a plan with an MFA device', () => {
  const securityKey = 'arn:aws:iam::111111111111:u2f/user/maya/yubikey-ABCD';
  const mfa = `mfa_serial = ${phone}`;
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;
  const session = 'keys(AKIA1) → mfaSession(phone, 12h)';

  plans('works with keys only', `[profile dev]\n${keys('AKIA1')}\n${mfa}`, session);
  plans('works with the device of the role', `${base}\n${dev}\n${mfa}`, `${session} → assumeRole(Dev)`);
  plans(
    'works with the device of the source',
    `${base}\n${mfa}\n${dev}`,
    `${session} → assumeRole(Dev); mfaInherited(base)`,
  );
  plans(
    'prefers the device of the role to that of the source',
    `${base}\nmfa_serial = arn:aws:iam::111111111111:mfa/watch\n${dev}\n${mfa}`,
    `${session} → assumeRole(Dev)`,
  );
  plans(
    'works with a profile that is its own source',
    `[profile dev]\n${role('Dev')}\nsource_profile = dev\n${keys('AKIA1')}\n${mfa}`,
    `${session} → assumeRole(Dev)`,
  );
  plans(
    'works with a hardware device’s serial number',
    `[profile dev]\n${keys('AKIA1')}\nmfa_serial = GAHT12345678`,
    'keys(AKIA1) → mfaSession(GAHT12345678, 12h)',
  );
  plans(
    'fails with a security key',
    `${base}\nmfa_serial = ${securityKey}\n${dev}`,
    `✗ hardwareKey(base, ${securityKey})`,
  );
  plans(
    'fails with a security key for a role directly from keys',
    `${base}\n${dev}\nduration_seconds = 7200\nmfa_serial = ${securityKey.replace('aws', 'aws-us-gov')}`,
    `✗ hardwareKey(dev, ${securityKey.replace('aws', 'aws-us-gov')})`,
  );
  plans(
    'ignores a security key that is not used',
    `${base}\nmfa_serial = ${securityKey}\n${dev}\n${mfa}`,
    `${session} → assumeRole(Dev)`,
  );
  plans(
    'ignores a security key with temporary keys',
    `${temporary}\n${dev}\nmfa_serial = ${securityKey}`,
    'keys(ASIA1, temporary) → assumeRole(Dev); mfaNotForTemporaryKeys(dev)',
  );
  plans(
    'uses the device of a later hop at the start of the chain',
    `${base}\n[profile one]\n${role('One')}\nsource_profile = base\n[profile dev]\n${role('Two')}\nsource_profile = one\n${mfa}`,
    `${session} → assumeRole(One) → assumeRole(Two); mfaInherited(dev)`,
  );
  plans(
    'prefers the device of the source to that of a later hop',
    `${base}\n${mfa}\n[profile one]\n${role('One')}\nsource_profile = base\n[profile dev]\n${role('Two')}\nsource_profile = one\nmfa_serial = arn:aws:iam::111111111111:mfa/watch`,
    `${session} → assumeRole(One) → assumeRole(Two); mfaInherited(base)`,
  );
  plans(
    'ignores the device for a role from temporary keys',
    `${temporary}\n${dev}\n${mfa}`,
    'keys(ASIA1, temporary) → assumeRole(Dev); mfaNotForTemporaryKeys(dev)',
  );
  plans(
    'ignores the device with temporary keys only',
    `[profile dev]\n${keys('ASIA1')}\naws_session_token = t\n${mfa}`,
    'keys(ASIA1, temporary); mfaNotForTemporaryKeys(dev)',
  );
  plans(
    'uses the configured duration of an MFA session',
    { config: `[profile dev]\n${keys('AKIA1')}\n${mfa}`, mfaSessionSeconds: 900 },
    'keys(AKIA1) → mfaSession(phone, 900s)',
  );
  plans('ignores an empty device', `${base}\n${dev}\nmfa_serial =`, 'keys(AKIA1) → assumeRole(Dev)');
});

describe('a plan with a duration', () => {
  const mfa = `mfa_serial = ${phone}`;

  plans(
    'keeps a duration of up to an hour',
    `${base}\n${withDuration('3600')}`,
    'keys(AKIA1) → assumeRole(Dev, 1h)',
  );
  plans(
    'keeps a duration over an hour directly from keys',
    `${base}\n${withDuration('43200')}`,
    'keys(AKIA1) → assumeRole(Dev, 12h)',
  );
  plans(
    'keeps a duration of up to an hour with an MFA device',
    `${base}\n${withDuration('3600')}\n${mfa}`,
    'keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(Dev, 1h)',
  );
  plans(
    'uses no MFA session for a duration over an hour',
    `${base}\n${withDuration('3601')}\n${mfa}`,
    'keys(AKIA1) → assumeRole(Dev, 3601s, code of phone)',
  );
  plans(
    'uses the device of the source for a duration over an hour',
    `${base}\n${mfa}\n${withDuration('7200')}`,
    'keys(AKIA1) → assumeRole(Dev, 2h, code of phone); mfaInherited(base)',
  );
  plans(
    'caps a duration over an hour from temporary keys',
    `${temporary}\n${withDuration('7200')}`,
    'keys(ASIA1, temporary) → assumeRole(Dev, 1h); durationCapped(dev, 7200)',
  );
  plans(
    'caps durations over an hour in a chain except at the first hop',
    `${base}\n[profile one]\n${role('One')}\nsource_profile = base\nduration_seconds = 7200\n${withDuration('7200').replace('= base', '= one')}`,
    'keys(AKIA1) → assumeRole(One, 2h) → assumeRole(Dev, 1h); durationCapped(dev, 7200)',
  );
  plans(
    'caps durations over an hour at all hops of a chain with an MFA device',
    `${base}\n${mfa}\n[profile one]\n${role('One')}\nsource_profile = base\nduration_seconds = 7200\n${withDuration('900').replace('= base', '= one')}`,
    'keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(One, 1h) → assumeRole(Dev, 900s); mfaInherited(base); durationCapped(one, 7200)',
  );
  plans(
    'ignores a duration that is not a number',
    `${base}\n${withDuration('1h')}`,
    'keys(AKIA1) → assumeRole(Dev); durationIgnored(dev)',
  );
  plans(
    'ignores a duration that is not an integer',
    `${base}\n${withDuration('3600.5')}`,
    'keys(AKIA1) → assumeRole(Dev); durationIgnored(dev)',
  );
  plans('ignores an empty duration', `${base}\n${withDuration('')}`, 'keys(AKIA1) → assumeRole(Dev)');
  plans(
    'fails if the duration is too short',
    `${base}\n${withDuration('899')}`,
    '✗ invalidValue(dev, duration_seconds)',
  );
  plans(
    'fails if the duration is too long',
    `${base}\n${withDuration('43201')}`,
    '✗ invalidValue(dev, duration_seconds)',
  );
});

describe('a plan for an ad-hoc role', () => {
  plans(
    'works from keys',
    { config: base, target: adHoc('base') },
    'keys(AKIA1) → assumeRole(Admin, as alice)',
  );
  plans(
    'works from keys with an MFA device',
    { config: `${base}\nmfa_serial = ${phone}`, target: adHoc('base') },
    'keys(AKIA1) → mfaSession(phone, 12h) → assumeRole(Admin, as alice); mfaInherited(base)',
  );
  plans(
    'works from another role',
    { config: `${base}\n[profile dev]\n${role('Dev')}\nsource_profile = base`, target: adHoc('dev') },
    'keys(AKIA1) → assumeRole(Dev) → assumeRole(Admin, as alice)',
  );
  plans(
    'fails with an unknown source profile',
    { config: base, target: adHoc('gone') },
    '✗ missingSource(Admin@333333333333, gone)',
  );
  plans(
    'fails with an ARN that is not a role’s',
    { config: base, target: adHoc('base', 'arn:aws:iam::333333333333:user/Admin') },
    '✗ invalidValue(Admin@333333333333, role_arn)',
  );

  it('contains the requested target', () => {
    const target = adHoc('base');
    assert.deepEqual(workingPlan({ config: base, target }).target, target);
    assert.deepEqual(planFor({ config: base, target: adHoc('gone') }).target, adHoc('gone'));
  });
});

describe('the region of a plan', () => {
  const both = { AWS_REGION: 'ap-1', AWS_DEFAULT_REGION: 'ap-2' };
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;

  region(
    'is that of the profile',
    { config: `${base}\nregion = eu-1\n${dev}\nregion = us-1`, environment: both },
    'us-1 from dev',
  );
  region(
    'is that of the source',
    { config: `${base}\nregion = eu-1\n${dev}` },
    'eu-1 from base; regionInherited',
  );
  region(
    'is the nearest of a chain',
    {
      config: `${base}\nregion = eu-1\n[profile one]\n${role('One')}\nsource_profile = base\nregion = eu-2\n${dev.replace('= base', '= one')}`,
    },
    'eu-2 from one; regionInherited',
  );
  region(
    'is that of the environment',
    { config: `${base}\n${dev}`, environment: both },
    'ap-1 from the environment',
  );
  region(
    'is that of the environment’s older variable',
    { config: `${base}\n${dev}`, environment: { AWS_REGION: '', AWS_DEFAULT_REGION: 'ap-2' } },
    'ap-2 from the environment',
  );
  region('can be undefined', { config: `${base}\n${dev}\nregion =` }, 'none');
  region(
    'is that of the environment if the environment is the target',
    { environment: { ...environment, ...both }, target: { kind: 'environment' } },
    'ap-1 from the environment',
  );
  region(
    'can be undefined if the environment is the target',
    { environment, target: { kind: 'environment' } },
    'none',
  );
  region(
    'is that of the source for an ad-hoc role',
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

describe('an ad-hoc role', () => {
  it('has the options that the user gave, without MFA session if it lasts longer than one allows', () => {
    const options = {
      externalId: 'acme-2024',
      mfaSerial: phone,
      region: 'eu-west-1',
      durationSeconds: '7200',
    };
    const plan = workingPlan({ config: base, target: { ...adHoc('base'), ...options } });
    const [, step] = plan.steps;
    assert.ok(step?.kind === 'assumeRole');
    const { externalId, mfaSerial, durationSeconds } = step;
    assert.deepEqual(
      { externalId, mfaSerial, durationSeconds, region: plan.region?.name },
      { externalId: 'acme-2024', mfaSerial: phone, durationSeconds: 7200, region: 'eu-west-1' },
    );
  });
});

describe('a plan', () => {
  const mfa = `mfa_serial = ${phone}`;
  const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;

  it('knows which steps need the user', () => {
    assert.deepEqual(userSteps(`${base}\n${dev}`), []);
    assert.deepEqual(userSteps(`${base}\n${dev}\n${mfa}`), ['mfaSession']);
    assert.deepEqual(userSteps(`${base}\n${dev}\n${mfa}\nduration_seconds = 7200`), ['assumeRole']);
  });

  it('knows its account if an ARN contains it', () => {
    assert.equal(accountOf(workingPlan({ config: `${base}\n${mfa}\n${dev}` })), '222222222222');
    assert.equal(accountOf(workingPlan({ config: `[profile dev]\n${keys('A')}\n${mfa}` })), '111111111111');
    assert.equal(
      accountOf(workingPlan({ config: `[profile dev]\n${keys('A')}\nmfa_serial = GAHT12345678` })),
      undefined,
    );
    assert.equal(accountOf(workingPlan({ config: `[profile dev]\n${keys('A')}` })), undefined);
  });

  it('is distinguished from a failure', () => {
    assert.equal(isPlan(planFor({ config: base })), false);
    assert.equal(isPlan(planFor({ config: base, target: named('base') })), true);
  });

  it('is deterministic', () => {
    const input = { config: `${base}\n${mfa}\n${dev}\nregion = eu-1`, environment };
    assert.deepEqual(planFor(input), planFor(input));
  });
});

function named(name: string): Target {
  return { kind: 'profile', name };
}
