import assert from 'node:assert/strict';
import type { Environment } from '../../../src/base/environment.ts';
import { endpointVariables } from '../../../src/plan/endpoints/endpointVariables.ts';
import { isPlan, type Plan } from '../../../src/plan/plan.ts';
import { environmentRegion, partitionRegion, stsEndpoint } from '../../../src/plan/endpoints/stsEndpoint.ts';
import {
  type PlanInput,
  keys,
  phone,
  planFor,
  printPlan,
  printSts,
  profilesOf,
  role,
  workingPlan,
} from './planText.ts';

const local = `
[services local]
s3 =
  endpoint_url = http://s3
STS =
  endpoint_url = http://sts
elastic_beanstalk =
  endpoint_url = http://eb
dynamodb =
  other = 1
`;

/** Expects the STS endpoint of profile `dev` with these lines in the region r. */
function sts(what: string, lines: string, environment: Environment, expected: string): void {
  it(what, () => {
    const profiles = profilesOf({ config: `[profile dev]\n${lines}\n${local}` });
    assert.equal(printSts(stsEndpoint(profiles, profiles.profiles.get('dev'), 'r', environment)), expected);
  });
}

describe('the STS endpoint', () => {
  const url = 'endpoint_url = http://all';
  const special = `${url}\nservices = local`;

  sts('is AWS’s by default', '', {}, 'r');
  sts('is that of the profile', url, {}, 'r http://all');
  sts('is the profile’s endpoint for this service', special, {}, 'r http://sts');
  sts('is the profile’s endpoint for only this service', 'services = local', {}, 'r http://sts');
  sts(
    'is that of the environment before that of the profile',
    special,
    { AWS_ENDPOINT_URL: 'http://e' },
    'r http://e',
  );
  sts(
    'is the environment’s endpoint for this service',
    special,
    { AWS_ENDPOINT_URL: 'http://e', AWS_ENDPOINT_URL_STS: 'http://es' },
    'r http://es',
  );
  sts(
    'ignores the environment’s endpoint for another service',
    url,
    { AWS_ENDPOINT_URL_S3: 'http://x' },
    'r http://all',
  );
  sts('ignores empty variables', url, { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_STS: '' }, 'r http://all');

  const ignoring = 'ignore_configured_endpoint_urls = true';
  sts('can be ignored by the profile', `${special}\n${ignoring}`, { AWS_ENDPOINT_URL: 'http://e' }, 'r');
  sts(
    'can be ignored by the profile in capitals',
    `${special}\n${ignoring.replace('true', 'TRUE')}`,
    {},
    'r',
  );
  sts('can be ignored by the environment', special, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, 'r');
  sts(
    'is not ignored if the environment says so',
    `${special}\n${ignoring}`,
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
    'r http://sts',
  );
  sts(
    'is not ignored for other values than true',
    `${url}\nignore_configured_endpoint_urls = yes`,
    {},
    'r http://all',
  );

  sts('uses FIPS', 'use_fips_endpoint = true', {}, 'r fips');
  sts('uses FIPS if the environment says so', '', { AWS_USE_FIPS_ENDPOINT: 'True' }, 'r fips');
  sts(
    'does not use FIPS if the environment says so',
    'use_fips_endpoint = true',
    { AWS_USE_FIPS_ENDPOINT: 'false' },
    'r',
  );
  sts('is dual-stack', 'use_dualstack_endpoint = true', {}, 'r dualstack');
  sts('is dual-stack if the environment says so', '', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }, 'r dualstack');
  sts('is global', 'sts_regional_endpoints = legacy', {}, 'r legacy');
  sts('is global if the environment says so', '', { AWS_STS_REGIONAL_ENDPOINTS: 'legacy' }, 'r legacy');
  sts('is regional', 'sts_regional_endpoints = regional', {}, 'r');
  sts(
    'is regional if the environment says so',
    'sts_regional_endpoints = legacy',
    { AWS_STS_REGIONAL_ENDPOINTS: 'regional' },
    'r',
  );
  sts(
    'combines all settings',
    `${url}\nuse_fips_endpoint=true\nuse_dualstack_endpoint=true`,
    {},
    'r http://all fips dualstack',
  );
});

/** Expects the endpoints of all calls of a plan, and the endpoint after the plan. */
function along(what: string, input: PlanInput, expected: string): void {
  it(what, () => assert.equal(endpoints(workingPlan(input)), expected));
}

function endpoints({ steps, sts: last }: Plan): string {
  const calls = steps.flatMap((step) => ('sts' in step ? [`${step.kind} ${printSts(step.sts)}`] : []));
  return [...calls, `then ${printSts(last)}`].join(' → ');
}

const base = `[profile base]\n${keys('AKIA1')}`;
const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;

describe('the STS endpoints of a plan', () => {
  const inPartition = (partition: string): PlanInput => ({
    config: `${base}\n[profile dev]\nrole_arn = arn:${partition}:iam::222222222222:role/Dev\nsource_profile = base`,
  });

  along('for keys only', { config: `[profile dev]\n${keys('A')}` }, 'then us-east-1');
  along('without a region', inPartition('aws'), 'assumeRole us-east-1 → then us-east-1');
  along('in China', inPartition('aws-cn'), 'assumeRole cn-north-1 → then cn-north-1');
  along('in GovCloud', inPartition('aws-us-gov'), 'assumeRole us-gov-west-1 → then us-gov-west-1');
  along(
    'in the European Sovereign Cloud',
    inPartition('aws-eusc'),
    'assumeRole eusc-de-east-1 → then eusc-de-east-1',
  );
  along(
    'for a device in China',
    {
      config: `${base}\nmfa_serial = ${phone.replace('arn:aws:', 'arn:aws-cn:')}\n${dev.replace('arn:aws:', 'arn:aws-cn:')}`,
    },
    'mfaSession cn-north-1 → assumeRole cn-north-1 → then cn-north-1',
  );
  along(
    'in the region of the chosen profile',
    { config: `${base}\nregion = r1\nmfa_serial = ${phone}\n${dev}\nregion = r2` },
    'mfaSession r2 → assumeRole r2 → then r2',
  );
  along(
    'not in the region of the source, which its account may have enabled alone',
    { config: `${base}\nregion = ap-east-1\n${dev}` },
    'assumeRole us-east-1 → then us-east-1',
  );
  along(
    'in the region of the environment',
    { config: `${base}\n${dev}`, environment: { AWS_REGION: 'r' } },
    'assumeRole r → then r',
  );
  along(
    'are those of the requested profile if the source has none',
    { config: `${base}\nmfa_serial = ${phone}\n${dev}\nendpoint_url = http://d\nregion = r` },
    'mfaSession r http://d → assumeRole r http://d → then r http://d',
  );
  along(
    'are those of the chosen profile if others set one, too',
    {
      config: `${base}\nmfa_serial = ${phone}\nendpoint_url = http://b\n${dev}\nendpoint_url = http://d\nregion = r`,
    },
    'mfaSession r http://d → assumeRole r http://d → then r http://d',
  );
  const everything =
    'use_fips_endpoint = true\nuse_dualstack_endpoint = true\nsts_regional_endpoints = legacy\nregion = r';
  along(
    'have all settings of the chosen profile, whatever its source says',
    {
      config: `${base}\nendpoint_url = http://b\nservices = local\nmfa_serial = ${phone}\n${dev}\n${everything}\n${local}`,
    },
    'mfaSession r fips dualstack legacy → assumeRole r fips dualstack legacy → then r fips dualstack legacy',
  );
  along(
    'have no settings of the source',
    { config: `${base}\n${everything}\n${dev}\nregion = d` },
    'assumeRole d → then d',
  );
  along(
    'have the settings of the chosen profile at each hop',
    {
      config: `${base}\nregion = b\nendpoint_url = http://b\n[profile middle]\n${role('M')}\nsource_profile = base\nregion = m\nuse_fips_endpoint = true\n[profile dev]\n${role('Dev')}\nsource_profile = middle\nregion = d\nuse_dualstack_endpoint = true`,
    },
    'assumeRole d dualstack → assumeRole d dualstack → then d dualstack',
  );
  along(
    'have the settings of the source for a role without a profile',
    {
      config: `${base}\n${everything}`,
      target: {
        kind: 'role',
        roleArn: 'arn:aws:iam::222222222222:role/Dev',
        sourceProfile: 'base',
        sessionName: 'me',
      },
    },
    'assumeRole r fips dualstack legacy → then r fips dualstack legacy',
  );

  it('have a note about settings that do not count, unless they are the same', () => {
    const settings = 'endpoint_url = http://b\nuse_fips_endpoint = true\nca_bundle = /b';
    const config = `${base}\n${settings}\n${dev}\nuse_fips_endpoint = true`;
    assert.deepEqual(workingPlan({ config }).notes, [
      { code: 'unused', profile: 'base', keys: ['endpoint_url', 'ca_bundle'], because: 'notChosen' },
    ]);
  });

  along(
    'are those of the services that the profile references',
    { config: `${base}\n${dev}\nservices = local\n${local}` },
    'assumeRole us-east-1 http://sts → then us-east-1 http://sts',
  );
  along(
    'use the CA bundle of the chosen profile',
    {
      config: `${base}\nmfa_serial = ${phone}\nca_bundle = /b\n${dev}\nca_bundle = /d\nregion = r`,
    },
    'mfaSession r ca=/d → assumeRole r ca=/d → then r ca=/d',
  );
  along(
    'do not use the CA bundle of the source',
    { config: `${base}\nca_bundle = /b\n${dev}\nendpoint_url = http://d` },
    'assumeRole us-east-1 http://d → then us-east-1 http://d',
  );
  along(
    'prefer the CA bundle of the environment',
    { config: `${base}\n${dev}\nca_bundle = /d`, environment: { AWS_CA_BUNDLE: '/e' } },
    'assumeRole us-east-1 ca=/e → then us-east-1 ca=/e',
  );
  along(
    'are those of the environment if it is the target',
    {
      target: { kind: 'environment' },
      environment: {
        AWS_ACCESS_KEY_ID: 'A',
        AWS_SECRET_ACCESS_KEY: 's',
        AWS_DEFAULT_REGION: 'r',
        AWS_ENDPOINT_URL: 'http://e',
        AWS_USE_FIPS_ENDPOINT: 'true',
      },
    },
    'then r http://e fips',
  );
});

/** Expects the environment variables for profile `dev` with these lines. */
function variables(what: string, lines: string, environment: Environment, expected: string): void {
  it(what, () => {
    const profiles = profilesOf({ config: `[profile dev]\n${lines}\n${local}` });
    const found = endpointVariables(profiles, profiles.profiles.get('dev'), environment);
    assert.equal([...found].map((pair) => pair.join('=')).join(' '), expected);
  });
}

const endpointsIn = (config: string) => [...workingPlan({ config }).endpointVariables.values()];

describe('the environment variables for endpoints', () => {
  const url = 'endpoint_url = http://all';
  const special = `${url}\nservices = local`;
  const every =
    'AWS_ENDPOINT_URL=http://all AWS_ENDPOINT_URL_S3=http://s3 ' +
    'AWS_ENDPOINT_URL_STS=http://sts AWS_ENDPOINT_URL_ELASTIC_BEANSTALK=http://eb';

  variables('are not set by default', '', {}, '');
  variables('are set for all services', url, {}, 'AWS_ENDPOINT_URL=http://all');
  variables('are set for some services', special, {}, every);
  variables(
    'are not set if the environment has one for all services',
    special,
    { AWS_ENDPOINT_URL: 'http://e' },
    '',
  );
  variables(
    'are not set for a service that the environment already has',
    special,
    { AWS_ENDPOINT_URL_STS: 'http://e' },
    every.replace('AWS_ENDPOINT_URL_STS=http://sts ', ''),
  );
  variables(
    'are not set if the profile ignores them',
    `${special}\nignore_configured_endpoint_urls = true`,
    {},
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true',
  );
  variables(
    'are not set if the environment ignores them',
    special,
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' },
    '',
  );

  variables('contain the CA bundle', 'ca_bundle = /c', {}, 'AWS_CA_BUNDLE=/c');
  variables(
    'do not contain the CA bundle if the environment has one',
    'ca_bundle = /c',
    { AWS_CA_BUNDLE: '/e' },
    '',
  );
  variables(
    'contain the CA bundle if endpoints are ignored',
    `${special}\nca_bundle = /c\nignore_configured_endpoint_urls = true`,
    {},
    'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true AWS_CA_BUNDLE=/c',
  );
  variables(
    'are set over blank ones',
    `${url}\nca_bundle = /c`,
    { AWS_ENDPOINT_URL: ' ', AWS_CA_BUNDLE: '' },
    'AWS_CA_BUNDLE=/c AWS_ENDPOINT_URL=http://all',
  );
  for (const [line, variable] of [
    ['use_fips_endpoint = true', 'AWS_USE_FIPS_ENDPOINT=true'],
    ['use_fips_endpoint = True', 'AWS_USE_FIPS_ENDPOINT=true'],
    ['use_dualstack_endpoint = true', 'AWS_USE_DUALSTACK_ENDPOINT=true'],
    ['use_dualstack_endpoint = no', 'AWS_USE_DUALSTACK_ENDPOINT=false'],
    ['ignore_configured_endpoint_urls = true', 'AWS_IGNORE_CONFIGURED_ENDPOINT_URLS=true'],
    ['sts_regional_endpoints = legacy', 'AWS_STS_REGIONAL_ENDPOINTS=legacy'],
    ['account_id_endpoint_mode = disabled', 'AWS_ACCOUNT_ID_ENDPOINT_MODE=disabled'],
    ['disable_host_prefix_injection = true', 'AWS_DISABLE_HOST_PREFIX_INJECTION=true'],
    ['endpoint_discovery_enabled = false', 'AWS_ENDPOINT_DISCOVERY_ENABLED=false'],
    ['sigv4a_signing_region_set = *', 'AWS_SIGV4A_SIGNING_REGION_SET=*'],
    ['auth_scheme_preference = sigv4a', 'AWS_AUTH_SCHEME_PREFERENCE=sigv4a'],
    ['s3_use_arn_region = false', 'AWS_S3_USE_ARN_REGION=false'],
    ['s3 =\n  use_arn_region = false', 'AWS_S3_USE_ARN_REGION=false'],
    ['s3 =\n  us_east_1_regional_endpoint = legacy', 'AWS_S3_US_EAST_1_REGIONAL_ENDPOINT=legacy'],
    ['s3 =\n  s3_disable_multiregion_access_points = true', 'AWS_S3_DISABLE_MULTIREGION_ACCESS_POINTS=true'],
    ['s3 =\n  use_dualstack_endpoint = true', ''],
    ['s3_disable_express_session_auth = true', 'AWS_S3_DISABLE_EXPRESS_SESSION_AUTH=true'],
    ['request_checksum_calculation = when_required', 'AWS_REQUEST_CHECKSUM_CALCULATION=when_required'],
    ['response_checksum_validation = when_required', 'AWS_RESPONSE_CHECKSUM_VALIDATION=when_required'],
  ] as const) {
    variables(`contain ${line.replace('\n', ' ')}`, line, {}, variable);
    const [name = ''] = variable.split('=');
    variables(`do not contain ${name} if the environment has it`, line, { [name]: 'true' }, '');
    variables(
      `contain ${line.replace('\n', ' ')} if the environment has it blank`,
      line,
      { [name]: '' },
      variable,
    );
  }

  it('do not leave out what [default] says otherwise, because a program with keys would read it there', () => {
    const config = `[default]\nuse_fips_endpoint = true\nsts_regional_endpoints = legacy\n[profile dev]\n${keys('A')}\n`;
    assert.deepEqual(Object.fromEntries(workingPlan({ config }).endpointVariables), {
      AWS_USE_FIPS_ENDPOINT: 'false',
      AWS_STS_REGIONAL_ENDPOINTS: 'regional',
    });
  });

  it('do not hide what the default profile says of the region and of endpoints, but a note names it', () => {
    const byDefault = '[default]\nendpoint_url = http://default\nregion = us-west-2\nservices = s\n';
    const section = '[services s]\ns3 =\n  endpoint_url = http://s3\n';
    const planOf = (text: string): Plan =>
      workingPlan({ config: `${byDefault}${section}[profile dev]\n${keys('A')}\n${text}` });
    assert.deepEqual([...planOf('').endpointVariables], []);
    for (const [text, ...named] of [
      ['', 'region', 'endpoint_url', 'services'],
      ['region = r\n', 'endpoint_url', 'services'],
      ['services = s\n', 'region', 'endpoint_url'],
      ['endpoint_url = http://dev\n', 'region'],
    ] as const)
      assert.deepEqual(planOf(text).notes, [{ code: 'defaultCounts', profile: 'dev', keys: named }]);
    assert.deepEqual(planOf('region = r\nendpoint_url = http://dev\n').notes, []);
  });

  it('are those of the chosen profile only', () => {
    assert.deepEqual(endpointsIn(`${base}\n${dev}`), []);
    assert.deepEqual(endpointsIn(`${base}\nendpoint_url = http://b\n${dev}`), []);
    assert.deepEqual(endpointsIn(`${base}\nendpoint_url = http://b\n${dev}\nendpoint_url = http://d`), [
      'http://d',
    ]);
  });
});

describe('regions', () => {
  it('come from AWS_REGION first, ignoring empty variables', () => {
    assert.equal(environmentRegion({ AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }), 'a');
    assert.equal(environmentRegion({ AWS_REGION: '', AWS_DEFAULT_REGION: 'b' }), 'b');
    assert.equal(environmentRegion({ AWS_REGION: '', AWS_DEFAULT_REGION: '' }), undefined);
    assert.equal(environmentRegion({ AWS_REGION: ' ', AWS_DEFAULT_REGION: 'b' }), 'b');
  });

  it('follow the partition of the first ARN, ignoring other strings', () => {
    assert.equal(partitionRegion(['GAHT12345678', 'arn:aws-cn:iam::1:role/x']), 'cn-north-1');
    assert.equal(partitionRegion(['GAHT12345678']), 'us-east-1');
    assert.equal(partitionRegion([undefined]), 'us-east-1');
  });
});

/** Expects a failure, or `plan`, for profile `dev`, a role from keys. */
function fails(what: string, input: PlanInput, expected: string): void {
  it(what, () => {
    const planned = planFor({ ...input, config: `${base}\n${dev}\n${input.config ?? ''}` });
    assert.equal(isPlan(planned) ? 'plan' : printPlan(planned), expected);
  });
}

function region(value: string, more: Environment = {}): PlanInput {
  return { environment: { AWS_REGION: value, ...more } };
}

function services(url: string): string {
  return `services = s\n[services s]\nsts =\n  endpoint_url = ${url}`;
}

describe('a plan with invalid regions or endpoints', () => {
  fails('fails with an invalid region', region('eu west 1'), '✗ invalidValue(dev, AWS_REGION)');
  fails(
    'fails with an invalid region in the older variable if it is used',
    region('', { AWS_DEFAULT_REGION: 'http://x' }),
    '✗ invalidValue(dev, AWS_DEFAULT_REGION)',
  );
  fails(
    'ignores an invalid region in the unused older variable',
    region('r', { AWS_DEFAULT_REGION: '!' }),
    'plan',
  );
  fails(
    'ignores an invalid region that the profile overrides',
    { ...region('!'), config: 'region = r' },
    'plan',
  );
  for (const variable of ['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL']) {
    for (const url of ['localhost:4566', 'http://', 'http://host:port', 'ftp://host', 'https//x']) {
      const expected = `✗ invalidValue(dev, ${variable})`;
      fails(`fails with ${variable} = ${url}`, { environment: { [variable]: url } }, expected);
    }
  }
  fails(
    'ignores an invalid endpoint that another variable overrides',
    { environment: { AWS_ENDPOINT_URL_STS: 'http://x', AWS_ENDPOINT_URL: '!' } },
    'plan',
  );
  fails(
    'ignores an invalid endpoint if the profile ignores endpoints',
    { environment: { AWS_ENDPOINT_URL: '!' }, config: 'ignore_configured_endpoint_urls = true' },
    'plan',
  );
  fails(
    'fails with an invalid endpoint in a services section',
    { config: services('localhost:4566') },
    '✗ invalidValue(dev, [services s] sts endpoint_url)',
  );
  fails(
    'accepts a valid endpoint in a services section',
    { config: services('http://localhost:4566') },
    'plan',
  );
  fails(
    'ignores an invalid endpoint in a services section that a variable overrides',
    { config: services('!'), environment: { AWS_ENDPOINT_URL_STS: 'http://x' } },
    'plan',
  );
  fails(
    'fails with an invalid endpoint in the profile',
    { config: 'endpoint_url = http://[::1' },
    '✗ invalidValue(dev, endpoint_url)',
  );
  const login = 'login_session = arn:aws:iam::111111111111:user/me\n';
  const signin = { environment: { AWS_ENDPOINT_URL_SIGNIN: 'localhost:4566' } };
  it('fails with an invalid endpoint of AWS Sign-In only for what is renewed there', () => {
    assert.ok(isPlan(planFor({ config: `[profile dev]\n${keys('A')}`, ...signin })));
    const config = `[profile dev]\n${login}`;
    const failure = '✗ invalidValue(dev, AWS_ENDPOINT_URL_SIGNIN)';
    assert.equal(printPlan(planFor({ config, ...signin })), failure);
    assert.equal(
      printPlan(planFor({ config: `${config}services = s\n[services s]\nsignin =\n  endpoint_url = !` })),
      '✗ invalidValue(dev, [services s] signin endpoint_url)',
    );
  });
  it('fails for VS Code’s own environment too', () => {
    const environment = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: '!' };
    const planned = planFor({ environment, target: { kind: 'environment' } });
    assert.equal(printPlan(planned), '✗ invalidValue(environment, AWS_REGION)');
  });
});
