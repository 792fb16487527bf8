import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { otherToolNotes } from '../../../src/plan/notes/otherTools.ts';
import type { StsEndpoint } from '../../../src/plan/endpoints/stsEndpoint.ts';
import { isPlan, type Planned } from '../../../src/plan/plan.ts';
import { serviceHost } from '../../../src/plan/endpoints/regions.ts';
import { planFor, profilesOf } from './planText.ts';
import { type BotocorePlan, hasBotocore, type Input, planByBotocore } from './realBotocorePlans.ts';

/** What both plans have in common: who signs the first call, which identities follow, and who is asked. */
function printTheirs(plan: BotocorePlan): string {
  if (typeof plan === 'string') return plan;
  // The CLI sends keys and assignments without a value to AWS, which cannot accept them.
  if (plan.links.some((link) => Object.values(link).includes(''))) return 'fails';
  const links = plan.links.map(({ keyId, ...link }) => keyId ?? Object.values(link).join(' '));
  return [...links, ...plan.urls.map((url) => new URL(url).host)].join(' → ');
}

function printOurs(planned: Planned): string {
  if (!isPlan(planned)) return 'fails';
  const links: string[] = [];
  const hosts: string[] = [];
  for (const step of planned.steps) {
    if (step.kind === 'instance' || step.kind === 'container') return 'machine';
    if (step.kind === 'keys') links.push(step.accessKeyId);
    if (step.kind === 'process') links.push('AKIAPROCESS');
    if (step.kind === 'assumeRole') {
      links.push(step.roleArn);
      hosts.push(hostOf(step.sts));
    }
    if (step.kind === 'identityCenter') {
      const { session } = step;
      links.push([session.startUrl, session.region, step.accountId, step.roleName].join(' '));
      hosts.push(session.portalUrl ? new URL(session.portalUrl).host : serviceHost('portal.sso', session));
    }
  }
  return [...links, ...hosts].join(' → ');
}

/** Of the regions below, only this one has the global endpoint with the setting `legacy`. */
const legacyRegion = 'us-west-1';

function hostOf(sts: StsEndpoint): string {
  if (sts.url !== undefined) return new URL(sts.url).host;
  const isGlobal = sts.legacyGlobal && sts.region === legacyRegion && !sts.fips && !sts.dualstack;
  return isGlobal ? 'sts.amazonaws.com' : serviceHost('sts', sts);
}

const arn = (name: string): string => `arn:aws:iam::222222222222:role/${name}`;
const process = `credential_process = echo '{"Version": 1, "AccessKeyId": "AKIAPROCESS", "SecretAccessKey": "s"}'`;

const settings = fc
  .tuple(
    fc.constantFrom('us-west-1', 'ap-east-1', 'us-gov-west-1', 'cn-north-1', 'eusc-de-east-1'),
    fc.subarray([
      'use_fips_endpoint = true',
      'use_dualstack_endpoint = TRUE',
      'sts_regional_endpoints = legacy',
      'endpoint_url = http://127.0.0.1:9',
      'services = local',
      'ignore_configured_endpoint_urls = true',
    ]),
  )
  .map(([region, lines]) => [`region = ${region}`, ...lines]);

/** Also keys without a value, and a sign-in in parts. */
const credentialLines = fc
  .subarray([
    'role_arn',
    'source_profile',
    'aws_access_key_id',
    'aws_secret_access_key',
    'aws_session_token',
    'sso_session',
    'sso_start_url',
    'sso_region',
    'sso_account_id',
    'sso_role_name',
    'credential_process',
    'web_identity_token_file',
    'external_id',
  ])
  .chain((keys) =>
    fc.tuple(...keys.map((key) => fc.constantFrom(...valuesOf(key)).map((value) => `${key} = ${value}`))),
  );

function valuesOf(key: string): readonly string[] {
  switch (key) {
    case 'role_arn':
      return [arn('Dev'), arn('Dev'), ''];
    case 'source_profile':
      return ['base', 'middle', 'dev', ''];
    case 'aws_access_key_id':
      return ['AKIADEV', 'AKIADEV', ''];
    case 'aws_secret_access_key':
      return ['s', 's', ''];
    case 'aws_session_token':
      return ['t', ''];
    case 'sso_session':
      return ['corp', 'assigned', 'gone'];
    case 'sso_start_url':
      return ['https://corp.example/start'];
    case 'sso_region':
      return ['eu-west-1'];
    case 'sso_account_id':
      return ['111111111111', ''];
    case 'sso_role_name':
      return ['Admin', ''];
    case 'credential_process':
      return [process.slice('credential_process = '.length), ''];
    case 'web_identity_token_file':
      return [''];
    default:
      return ['id'];
  }
}

const section = (title: string, lines: readonly string[]): string => `[${title}]\n${lines.join('\n')}\n`;

const others =
  section('sso-session corp', ['sso_start_url = https://corp.example/start', 'sso_region = eu-west-1']) +
  section('sso-session assigned', [
    'sso_start_url = https://corp.example/start',
    'sso_region = eu-west-1',
    'sso_account_id = 111111111111',
    'sso_role_name = Admin',
  ]) +
  '[services local]\nsts =\n  endpoint_url = http://127.0.0.1:7\nsso =\n  endpoint_url = http://127.0.0.1:8\n';

const ownKeys = ['aws_access_key_id = AKIABASE', 'aws_secret_access_key = s'];
const middle = [`role_arn = ${arn('Middle')}`, 'source_profile = base'];
const assigned = ['sso_session = corp', 'sso_account_id = 111111111111', 'sso_role_name = Admin'];

/** Variables about how AWS is called. A region is left out: in the CLI, it wins over that of the profile. */
const variables = fc.record(
  {
    AWS_ENDPOINT_URL: fc.constant('http://127.0.0.1:5'),
    AWS_ENDPOINT_URL_STS: fc.constant('http://127.0.0.1:4'),
    AWS_ENDPOINT_URL_SSO: fc.constant('http://127.0.0.1:3'),
    AWS_USE_FIPS_ENDPOINT: fc.constantFrom('true', 'TRUE', 'false', '1'),
    AWS_USE_DUALSTACK_ENDPOINT: fc.constantFrom('true', 'false'),
    AWS_STS_REGIONAL_ENDPOINTS: fc.constantFrom('legacy', 'regional'),
    AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: fc.constantFrom('true', 'false'),
  },
  { requiredKeys: [] },
);

/** Profile `dev`, on its own or in a chain through `middle` and `base`. Each has settings. */
const inputs: fc.Arbitrary<Input> = fc
  .record({
    dev: fc.oneof(
      credentialLines,
      fc.constantFrom([`role_arn = ${arn('Dev')}`, 'source_profile = middle'], assigned),
    ),
    inCredentials: fc.oneof(
      fc.constant([]),
      fc.constantFrom(['aws_access_key_id = AKIAFILE', 'aws_secret_access_key = s']),
    ),
    base: fc.constantFrom(ownKeys, [process], assigned, ['sso_session = corp', ...ownKeys]),
    settings: fc.array(settings, { minLength: 3, maxLength: 3 }),
    shared: fc.constantFrom([], ['[DEFAULT]', 'use_fips_endpoint = true'], ['[DEFAULT]', 'external_id = id']),
    environment: fc.oneof(fc.constant({}), variables),
  })
  .map(({ dev, inCredentials, base, settings: [first, second, third], shared, environment }) => ({
    config:
      `${shared.join('\n')}\n` +
      section('profile dev', [...(first ?? []), ...dev]) +
      section('profile middle', [...(second ?? []), ...middle]) +
      section('profile base', [...(third ?? []), ...base]) +
      others,
    credentials: inCredentials.length > 0 ? section('dev', inCredentials) : '',
    environment,
  }));

/**
 * Whether the difference is intended. The CLI asks the machine for a profile that speaks of credentials. It also fails
 * if the chosen profile names a sign-in that it does not need and that does not exist, which is a note here.
 */
function isIntended(input: Input, planned: Planned, theirs: string): boolean {
  if (!isPlan(planned)) return theirs === 'machine';
  const notes = otherToolNotes(planned, profilesOf(input));
  return theirs === 'fails' && notes.some(({ code }) => code === 'sessionMissing');
}

function compare(all: readonly Input[]): void {
  const theirs = planByBotocore(all).map(printTheirs);
  const different = all.flatMap((input, i) => {
    const planned = planFor(input);
    const ours = printOurs(planned);
    const isSame = ours === theirs[i] || isIntended(input, planned, theirs[i]!);
    return isSame ? [] : [{ input, ours, theirs: theirs[i] }];
  });
  assert.deepEqual(different.slice(0, 1), []);
}

describe('a plan', function () {
  this.slow(20_000);
  this.timeout(120_000);

  it('has the identities and the endpoints of the AWS CLI, if botocore is installed', function () {
    if (!hasBotocore()) this.skip();
    compare(fc.sample(inputs, 150));
  });
});
