import assert from 'node:assert/strict';
import type { Environment } from '../../../src/base/environment.ts';
import { isPlan, type Plan } from '../../../src/plan/plan.ts';
import {
  endpointVariables,
  environmentRegion,
  partitionRegion,
  stsEndpoint,
} from '../../../src/plan/stsEndpoint.ts';
import {
  type Asked,
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

/** The STS endpoint of profile `dev`, which consists of `lines`, in the region r. */
function sts(what: string, lines: string, environment: Environment, expected: string): void {
  it(what, () => {
    const profiles = profilesOf({ config: `[profile dev]\n${lines}\n${local}` });
    assert.equal(printSts(stsEndpoint(profiles, profiles.profiles.get('dev'), 'r', environment)), expected);
  });
}

describe('the STS endpoint', () => {
  const url = 'endpoint_url = http://all';
  const special = `${url}\nservices = local`;

  sts('of AWS', '', {}, 'r');
  sts('of the profile', url, {}, 'r http://all');
  sts('of the profile, for this service', special, {}, 'r http://sts');
  sts('of the profile, for this service alone', 'services = local', {}, 'r http://sts');
  sts('of services that are not there', `${url}\nservices = gone`, {}, 'r http://all');
  sts('of the environment, before the profile’s', special, { AWS_ENDPOINT_URL: 'http://e' }, 'r http://e');
  sts(
    'of the environment, for this service',
    special,
    { AWS_ENDPOINT_URL: 'http://e', AWS_ENDPOINT_URL_STS: 'http://es' },
    'r http://es',
  );
  sts('of the environment, for another service', url, { AWS_ENDPOINT_URL_S3: 'http://x' }, 'r http://all');
  sts('of an empty variable', url, { AWS_ENDPOINT_URL: '', AWS_ENDPOINT_URL_STS: '' }, 'r http://all');

  const ignoring = 'ignore_configured_endpoint_urls = true';
  sts('ignored by the profile', `${special}\n${ignoring}`, { AWS_ENDPOINT_URL: 'http://e' }, 'r');
  sts('ignored by the profile, in capitals', `${special}\n${ignoring.replace('true', 'TRUE')}`, {}, 'r');
  sts('ignored by the environment', special, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, 'r');
  sts(
    'not ignored by the environment, whatever the profile says',
    `${special}\n${ignoring}`,
    { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'false' },
    'r http://sts',
  );
  sts('not ignored by another word', `${url}\nignore_configured_endpoint_urls = yes`, {}, 'r http://all');

  sts('with FIPS', 'use_fips_endpoint = true', {}, 'r fips');
  sts('with FIPS, by the environment', '', { AWS_USE_FIPS_ENDPOINT: 'True' }, 'r fips');
  sts(
    'without FIPS, by the environment',
    'use_fips_endpoint = true',
    { AWS_USE_FIPS_ENDPOINT: 'false' },
    'r',
  );
  sts('with both protocols', 'use_dualstack_endpoint = true', {}, 'r dualstack');
  sts('with both protocols, by the environment', '', { AWS_USE_DUALSTACK_ENDPOINT: 'true' }, 'r dualstack');
  sts('that is global', 'sts_regional_endpoints = Legacy', {}, 'r legacy');
  sts('that is global, by the environment', '', { AWS_STS_REGIONAL_ENDPOINTS: 'legacy' }, 'r legacy');
  sts('that is regional', 'sts_regional_endpoints = regional', {}, 'r');
  sts(
    'that is regional, by the environment',
    'sts_regional_endpoints = legacy',
    { AWS_STS_REGIONAL_ENDPOINTS: 'regional' },
    'r',
  );
  sts(
    'with it all',
    `${url}\nuse_fips_endpoint=true\nuse_dualstack_endpoint=true`,
    {},
    'r http://all fips dualstack',
  );
});

/** The endpoints along a plan: of each call, and at its end `as` whom it makes. */
function along(what: string, asked: Asked, expected: string): void {
  it(what, () => assert.equal(endpoints(workingPlan(asked)), expected));
}

function endpoints({ steps, sts: last }: Plan): string {
  const calls = steps.flatMap((step) => ('sts' in step ? [`${step.kind} ${printSts(step.sts)}`] : []));
  return [...calls, `then ${printSts(last)}`].join(' → ');
}

const base = `[profile base]\n${keys('AKIA1')}`;
const dev = `[profile dev]\n${role('Dev')}\nsource_profile = base`;

describe('the STS endpoints of a plan', () => {
  const inPartition = (partition: string): Asked => ({
    config: `${base}\n[profile dev]\nrole_arn = arn:${partition}:iam::222222222222:role/Dev\nsource_profile = base`,
  });

  along('for keys alone', { config: `[profile dev]\n${keys('A')}` }, 'then us-east-1');
  along('in no region', inPartition('aws'), 'assumeRole us-east-1 → then us-east-1');
  along('in China', inPartition('aws-cn'), 'assumeRole cn-north-1 → then cn-north-1');
  along('in GovCloud', inPartition('aws-us-gov'), 'assumeRole us-gov-west-1 → then us-gov-west-1');
  along('in the European cloud', inPartition('aws-eusc'), 'assumeRole eusc-de-east-1 → then eusc-de-east-1');
  along(
    'for a device in China',
    {
      config: `${base}\nmfa_serial = ${phone.replace('arn:aws:', 'arn:aws-cn:')}\n${dev.replace('arn:aws:', 'arn:aws-cn:')}`,
    },
    'mfaSession cn-north-1 → assumeRole cn-north-1 → then cn-north-1',
  );
  along(
    'in the region of each profile',
    { config: `${base}\nregion = r1\nmfa_serial = ${phone}\n${dev}\nregion = r2` },
    'mfaSession r1 → assumeRole r2 → then r2',
  );
  along(
    'in the region of the environment',
    { config: `${base}\n${dev}`, environment: { AWS_REGION: 'r' } },
    'assumeRole r → then r',
  );
  along(
    'of the profile asked for, where the source has none',
    { config: `${base}\nmfa_serial = ${phone}\n${dev}\nendpoint_url = http://d\nregion = r` },
    'mfaSession r http://d → assumeRole r http://d → then r http://d',
  );
  along(
    'of each profile that has one',
    {
      config: `${base}\nmfa_serial = ${phone}\nendpoint_url = http://b\n${dev}\nendpoint_url = http://d\nregion = r`,
    },
    'mfaSession r http://b → assumeRole r http://d → then r http://d',
  );
  along(
    'of the services that the profile names',
    { config: `${base}\n${dev}\nservices = local\n${local}` },
    'assumeRole us-east-1 http://sts → then us-east-1 http://sts',
  );
  along(
    'with the certificates of each profile that names any',
    {
      config: `${base}\nmfa_serial = ${phone}\nca_bundle = /b\n${dev}\nca_bundle = /d\nregion = r`,
    },
    'mfaSession r ca=/b → assumeRole r ca=/d → then r ca=/d',
  );
  along(
    'with the certificates of the source, where others name none',
    { config: `${base}\nca_bundle = /b\n${dev}\nendpoint_url = http://d` },
    'assumeRole us-east-1 http://d ca=/b → then us-east-1 http://d ca=/b',
  );
  along(
    'with the certificates of the environment before all others',
    { config: `${base}\n${dev}\nca_bundle = /d`, environment: { AWS_CA_BUNDLE: '/e' } },
    'assumeRole us-east-1 ca=/e → then us-east-1 ca=/e',
  );
  along(
    'for the environment as the target',
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

/** The variables for profile `dev`, which consists of `lines`. */
function variables(what: string, lines: string, environment: Environment, expected: string): void {
  it(what, () => {
    const profiles = profilesOf({ config: `[profile dev]\n${lines}\n${local}` });
    const found = endpointVariables(profiles, profiles.profiles.get('dev'), environment);
    assert.equal([...found].map((pair) => pair.join('=')).join(' '), expected);
  });
}

const endpointsIn = (config: string) => [...workingPlan({ config }).endpointVariables.values()];

describe('the variables for endpoints', () => {
  const url = 'endpoint_url = http://all';
  const special = `${url}\nservices = local`;
  const every =
    'AWS_ENDPOINT_URL=http://all AWS_ENDPOINT_URL_S3=http://s3 ' +
    'AWS_ENDPOINT_URL_STS=http://sts AWS_ENDPOINT_URL_ELASTIC_BEANSTALK=http://eb';

  variables('none', '', {}, '');
  variables('for all services', url, {}, 'AWS_ENDPOINT_URL=http://all');
  variables('for some services', special, {}, every);
  variables('which the environment has for all', special, { AWS_ENDPOINT_URL: 'http://e' }, '');
  variables(
    'which the environment has for one',
    special,
    { AWS_ENDPOINT_URL_STS: 'http://e' },
    every.replace('AWS_ENDPOINT_URL_STS=http://sts ', ''),
  );
  variables('ignored by the profile', `${special}\nignore_configured_endpoint_urls = true`, {}, '');
  variables('ignored by the environment', special, { AWS_IGNORE_CONFIGURED_ENDPOINT_URLS: 'true' }, '');

  variables('for certificates', 'ca_bundle = /c', {}, 'AWS_CA_BUNDLE=/c');
  variables('for certificates, which the environment has', 'ca_bundle = /c', { AWS_CA_BUNDLE: '/e' }, '');
  variables(
    'for certificates, where endpoints are ignored',
    `${special}\nca_bundle = /c\nignore_configured_endpoint_urls = true`,
    {},
    'AWS_CA_BUNDLE=/c',
  );

  it('are those of the profile asked for, or else of the source', () => {
    assert.deepEqual(endpointsIn(`${base}\n${dev}`), []);
    assert.deepEqual(endpointsIn(`${base}\nendpoint_url = http://b\n${dev}`), ['http://b']);
    assert.deepEqual(endpointsIn(`${base}\nendpoint_url = http://b\n${dev}\nendpoint_url = http://d`), [
      'http://d',
    ]);
  });
});

describe('regions', () => {
  it('of the environment: AWS_REGION first, empty ones never', () => {
    assert.equal(environmentRegion({ AWS_REGION: 'a', AWS_DEFAULT_REGION: 'b' }), 'a');
    assert.equal(environmentRegion({ AWS_REGION: '', AWS_DEFAULT_REGION: 'b' }), 'b');
    assert.equal(environmentRegion({ AWS_REGION: '', AWS_DEFAULT_REGION: '' }), undefined);
  });

  it('of a partition, for what is no ARN too', () => {
    assert.equal(partitionRegion(['GAHT12345678', 'arn:aws-cn:iam::1:role/x']), 'cn-north-1');
    assert.equal(partitionRegion(['GAHT12345678']), 'us-east-1');
    assert.equal(partitionRegion([undefined]), 'us-east-1');
  });
});

/** Profile `dev`, a role on keys, in some surroundings: why it cannot work, or the end of its plan. */
function fails(what: string, asked: Asked, expected: string): void {
  it(what, () => {
    const planned = planFor({ ...asked, config: `${base}\n${dev}\n${asked.config ?? ''}` });
    assert.equal(isPlan(planned) ? 'plan' : printPlan(planned), expected);
  });
}

function region(value: string, more: Environment = {}): Asked {
  return { environment: { AWS_REGION: value, ...more } };
}

function services(url: string): string {
  return `services = s\n[services s]\nsts =\n  endpoint_url = ${url}`;
}

describe('surroundings with which no call can be made', () => {
  fails('are a region that is none', region('eu west 1'), '✗ invalidValue(dev, AWS_REGION, eu west 1)');
  fails(
    'are the older variable, where it is the one that counts',
    region('', { AWS_DEFAULT_REGION: 'http://x' }),
    '✗ invalidValue(dev, AWS_DEFAULT_REGION, http://x)',
  );
  fails(
    'are not a region that only the older variable has wrong',
    region('r', { AWS_DEFAULT_REGION: '!' }),
    'plan',
  );
  fails('are not a region that a profile is before', { ...region('!'), config: 'region = r' }, 'plan');
  for (const variable of ['AWS_ENDPOINT_URL_STS', 'AWS_ENDPOINT_URL']) {
    for (const url of ['localhost:4566', 'http://', 'http://host:port', 'ftp://host', 'https//x']) {
      const expected = `✗ invalidValue(dev, ${variable}, ${url})`;
      fails(`are ${variable} = ${url}`, { environment: { [variable]: url } }, expected);
    }
  }
  fails(
    'are not a variable that another is before',
    { environment: { AWS_ENDPOINT_URL_STS: 'http://x', AWS_ENDPOINT_URL: '!' } },
    'plan',
  );
  fails(
    'are not a variable that is ignored',
    { environment: { AWS_ENDPOINT_URL: '!' }, config: 'ignore_configured_endpoint_urls = true' },
    'plan',
  );
  fails(
    'are an address in a section of services',
    { config: services('localhost:4566') },
    '✗ invalidValue(dev, [services s] sts endpoint_url, localhost:4566)',
  );
  fails('are no good address there', { config: services('http://localhost:4566') }, 'plan');
  fails(
    'are not an address there that a variable is before',
    { config: services('!'), environment: { AWS_ENDPOINT_URL_STS: 'http://x' } },
    'plan',
  );
  fails(
    'are an address of a profile that has the form of one only',
    { config: 'endpoint_url = http://[::1' },
    '✗ invalidValue(dev, endpoint_url, http://[::1)',
  );
  it('are so for VS Code’s own environment, too', () => {
    const environment = { AWS_ACCESS_KEY_ID: 'A', AWS_SECRET_ACCESS_KEY: 'x', AWS_REGION: '!' };
    const planned = planFor({ environment, target: { kind: 'environment' } });
    assert.equal(printPlan(planned), '✗ invalidValue(environment, AWS_REGION, !)');
  });
});
