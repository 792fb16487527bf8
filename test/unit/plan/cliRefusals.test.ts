import assert from 'node:assert/strict';
import type { Environment } from '../../../src/base/environment.ts';
import { isPlan } from '../../../src/plan/plan.ts';
import { keys, type PlanInput, planFor, printPlan, role } from './planText.ts';

const secret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY';
const id = 'AKIATESTALICE0000001';
const temporary = `aws_access_key_id = ASIATESTALICE0000001\naws_secret_access_key = ${secret}`;
const token = 'IQoJb3JpZ2luX2VjEHAaCXVzLWVhc3QtMSJHMEUCIQ';
const dev = `[profile dev]\n${keys('A')}`;

function plans(what: string, input: PlanInput | string, expected: string): void {
  it(what, () =>
    assert.equal(printPlan(planFor(typeof input === 'string' ? { config: input } : input)), expected),
  );
}

function failureOf(input: PlanInput): object {
  const planned = planFor(input);
  assert.ok(!isPlan(planned), printPlan(planned));
  return planned.failure;
}

function withServices(services: string, section: string, more: PlanInput = {}): PlanInput {
  return { config: `${dev}\nservices = ${services}\n${section}`, ...more };
}

describe('a [services] section that the CLI cannot use', () => {
  const local = '[services local]\nsts =\n  endpoint_url = http://localhost:4566\n';
  plans('is missing', withServices('gone', local), '✗ missingServices(dev, gone)');
  plans(
    'has another title',
    withServices('local', local.replace('services', 'service')),
    '✗ missingServices(dev, local)',
  );
  plans('is empty', withServices('local', '[services local]\n'), '✗ missingServices(dev, local)');
  plans('has no name', withServices('', local), '✗ invalidValue(dev, services)');
  plans(
    'has its URL at the margin',
    withServices('local', local.replace('  endpoint', 'endpoint')),
    '✗ servicesNotNested(dev, endpoint_url)',
  );
  plans(
    'has the URL in place of the block',
    withServices('local', '[services local]\nsts = http://localhost:4566\n'),
    '✗ servicesNotNested(dev, sts)',
  );
  const signin = '[services local]\nsignin = http://localhost:4566\n';
  plans('says nothing of a service that is not called', withServices('local', signin), 'keys(A)');
  plans(
    'has the URL in place of the block of AWS Sign-In, which renews the credentials',
    `[profile dev]\nlogin_session = arn:aws:iam::111111111111:user/me\nservices = local\n${signin}`,
    '✗ servicesNotNested(dev, signin)',
  );
  it('has a name in another case, which is the nearest', () => {
    const failure = failureOf(withServices('Local', local));
    assert.partialDeepStrictEqual(failure, { code: 'missingServices', services: 'Local', near: 'local' });
  });
  plans('is usable', withServices('local', local), 'keys(A)');
  plans(
    'does not matter if the environment has the endpoint',
    withServices('gone', '', { environment: { AWS_ENDPOINT_URL: 'http://e' } }),
    'keys(A)',
  );
  plans(
    'does not matter if endpoints are ignored',
    withServices('gone\nignore_configured_endpoint_urls = true', ''),
    'keys(A)',
  );
  plans(
    'does not matter in a source profile',
    `[profile dev]\n${role('Dev')}\nsource_profile = base\n[profile base]\n${keys('A')}\nservices = gone`,
    'keys(A) → assumeRole(Dev); unused(base, services, notChosen)',
  );
  plans(
    'has a URL for no service, which the CLI ignores',
    withServices('local', '[services local]\nendpoint_url = http://localhost:4566\n'),
    'keys(A); unused(dev, [services local] endpoint_url, noService)',
  );
});

describe('settings that the CLI does not accept', () => {
  for (const value of ['Legacy', 'REGIONAL', 'global', '"legacy"'])
    plans(
      `sts_regional_endpoints = ${value}`,
      `${dev}\nsts_regional_endpoints = ${value}`,
      '✗ invalidValue(dev, sts_regional_endpoints)',
    );
  for (const value of ['legacy', 'regional', ''])
    plans(`but sts_regional_endpoints = ${value}`, `${dev}\nsts_regional_endpoints = ${value}`, 'keys(A)');
  plans(
    'in a variable',
    { config: dev, environment: { AWS_STS_REGIONAL_ENDPOINTS: 'Legacy' } },
    '✗ invalidValue(dev, AWS_STS_REGIONAL_ENDPOINTS)',
  );
  plans(
    'are not read with an endpoint',
    `${dev}\nsts_regional_endpoints = Legacy\nendpoint_url = http://localhost:1`,
    'keys(A)',
  );
  for (const [value, note] of [
    ['yes', '; notBoolean(dev, use_fips_endpoint)'],
    ['1', '; notBoolean(dev, use_fips_endpoint)'],
    ['TRUE', ''],
    ['false', ''],
    ['', ''],
  ] as const)
    plans(`use_fips_endpoint = ${value}`, `${dev}\nuse_fips_endpoint = ${value}`, `keys(A)${note}`);
  plans(
    'AWS_USE_DUALSTACK_ENDPOINT = 1',
    { config: dev, environment: { AWS_USE_DUALSTACK_ENDPOINT: '1' } },
    'keys(A); notBoolean(undefined, AWS_USE_DUALSTACK_ENDPOINT)',
  );
});

function withDevice(serial: string, more = ''): string {
  return `${dev}\nmfa_serial = ${serial}\n${more}`;
}

describe('an MFA device that is none', () => {
  const bad = ['user/alice', 'role/x', 'instance-profile/x', 'mfa/', 'group/a'].map(
    (end) => `arn:aws:iam::111122223333:${end}`,
  );
  for (const serial of [
    ...bad,
    '123456789',
    '111122223333',
    'alice/phone1',
    'arn:aws:sts::111122223333:mfa/a',
  ])
    plans(serial, withDevice(serial), '✗ invalidValue(dev, mfa_serial)');
  for (const serial of [
    'arn:aws:iam::111122223333:mfa/a/b',
    'arn:aws-cn:iam::111122223333:mfa/b',
    'GAHT12345678',
    '2600123456789',
  ])
    plans(`but not ${serial}`, withDevice(serial), `keys(A) → mfaSession(${serial.split('/').at(-1)}, 12h)`);
  plans(
    'is the business of another server',
    withDevice('123456789', 'endpoint_url = http://h:1'),
    'keys(A) → mfaSession(123456789, 12h)',
  );
});

describe('a token over several lines', () => {
  const broken = [
    ['deeper', `aws_session_token = ${token}\n  ${token}`],
    ['with a short rest', `aws_session_token = ${token}\n  x==`],
    ['at the margin', `aws_session_token = ${token}\n${token}==`],
    ['at the margin, with a slash', `aws_session_token = ${token}\nab/cd`],
    ['below the key', `aws_session_token =\n  ${token}`],
    ['with CRLF', `aws_session_token = ${token}\r\n  ${token}\r\n`],
  ] as const;
  for (const [what, lines] of broken)
    it(`is recognized: ${what}`, () => {
      const facts = { code: 'malformedKey', name: 'aws_session_token', trouble: 'lineBreak' };
      assert.partialDeepStrictEqual(failureOf({ credentials: `[dev]\n${temporary}\n${lines}` }), {
        ...facts,
        place: { kind: 'credentials', line: 4 },
      });
      assert.partialDeepStrictEqual(failureOf({ config: `[profile dev]\n${temporary}\n${lines}` }), facts);
    });
  it('is recognized in a secret', () => {
    const credentials = `[dev]\naws_access_key_id = ${id}\naws_secret_access_key = wJalrXUtnFEMI/K7MDENG\nbPxRfiCYEXAMPLEKEY`;
    assert.partialDeepStrictEqual(failureOf({ credentials }), {
      name: 'aws_secret_access_key',
      trouble: 'lineBreak',
    });
  });
  for (const rest of [
    'region = r',
    '  region = r',
    '# abc',
    's3=\n  x = y',
    'cli_pager=',
    '\nregion=r',
    '[other]',
    'oops',
  ])
    plans(
      `is not what ${JSON.stringify(rest)} follows`,
      { credentials: `[dev]\n${temporary}\naws_session_token = ${token}\n${rest}\n` },
      'keys(ASIATESTALICE0000001, temporary)',
    );
});

describe('a line in place of a title', () => {
  const prod = `aws_access_key_id = AKIATESTPROD00000001\naws_secret_access_key = ${secret}`;
  const lost = '✗ strayKey(dev, , lostTitle)';
  for (const line of [
    'prod',
    'prod account',
    'prod:',
    'prod =',
    'profile: prod',
    'profile = prod',
    '本番',
    '---prod---',
  ])
    plans(line, { credentials: `[dev]\n${keys('A')}\n\n${line}\n${prod}` }, lost);
  plans(
    'in a source profile',
    {
      config: `[profile dev]\n${role('Dev')}\nsource_profile = base\n`,
      credentials: `[base]\n${keys('A')}\nprod\n${prod}`,
    },
    '✗ strayKey(base, , lostTitle)',
  );
  plans(
    'without keys about credentials below',
    { credentials: `[dev]\n${keys('A')}\nprod\nregion = r` },
    'keys(A)',
  );
  plans('that is a key without a value', { credentials: `[dev]\ncomment:\n${keys('A')}\n` }, 'keys(A)');
  plans(
    'in another section',
    { credentials: `[dev]\n${keys('A')}\n[x]\n${keys('B')}\nprod\n${prod}` },
    'keys(A)',
  );
});

describe('the environment as the target', () => {
  const machines: readonly Environment[] = [
    {},
    { AWS_CONTAINER_CREDENTIALS_RELATIVE_URI: '/v2/x' },
    { AWS_CONTAINER_CREDENTIALS_FULL_URI: 'http://169.254.170.23/v1/credentials' },
  ];
  const target = { kind: 'environment' } as const;
  const names = [
    'AWS_SECRET_ACCESS_KEY',
    'AWS_ACCESS_KEY',
    'AWS_SECRET_KEY',
    'AWS_ROLE_ARN',
    'AWS_PROFILE',
    'AWS_SESSION_TOKEN',
    'AMAZON_ACCESS_KEY_ID',
    'AMAZON_SECRET_ACCESS_KEY',
    'AWS_ACCES_KEY_ID',
    'AWS_ACCESSKEY',
    'AWS_DEFAULT_PROFILE',
  ];
  for (const name of names)
    it(`is not the role of the machine with ${name}, which is named`, () => {
      for (const machine of machines)
        assert.deepEqual(
          failureOf({ target, environment: { ...machine, [name]: 'x' }, isOnInstance: true }),
          {
            code: 'noEnvironmentKeys',
            profile: 'environment',
            present: [name],
          },
        );
    });
  for (const name of [
    'AWS_REGION',
    'AWS_TOPIC_ARN',
    'AWS_SECRET_ARN',
    'AWS_ROLE_SESSION_NAME',
    'AWS_EXECUTION_ENV',
    'SECRET_KEY',
    'AWS_ACCOUNT_ID',
  ])
    it(`is the role of the machine with ${name}`, () => {
      for (const machine of machines)
        assert.ok(
          isPlan(planFor({ target, environment: { ...machine, [name]: 'us-east-1' }, isOnInstance: true })),
        );
    });
});

describe('a name that leads to no section', () => {
  const corp = '[sso-session corp]\nsso_start_url = https://x\nsso_region = r\n';
  const sso = '[profile dev]\nsso_account_id = 111122223333\nsso_role_name = x\nsso_session = ';
  for (const name of ['Corp', 'corq', 'co-rp', '[corp]'])
    it(`is near that of the session: ${name}`, () =>
      assert.partialDeepStrictEqual(failureOf({ config: corp + sso + name }), {
        code: 'missingSsoSession',
        near: 'corp',
      }));
  it('is near to none', () => assert.ok(!('near' in failureOf({ config: `${corp}${sso}other` }))));
  it('is near that of the source', () => {
    const config = `[profile dev]\n${role('Dev')}\nsource_profile = Base\n[profile base]\n${keys('A')}`;
    assert.partialDeepStrictEqual(failureOf({ config }), { code: 'missingSource', near: 'base' });
  });
  plans(
    'is not sought for a source with only a sign-in, which needs an account',
    `${corp}[profile dev]\n${role('Dev')}\nsource_profile = s\n[profile s]\nsso_session = corp`,
    '✗ ssoIncomplete(s, sso_account_id)',
  );
  it('is found, but the regions differ, which the CLI rejects', () => {
    const failure = failureOf({ config: `${corp}${sso}corp\nsso_region = us-east-1` });
    assert.deepEqual(failure, { code: 'invalidValue', profile: 'dev', key: 'sso_region', why: 'session' });
  });
});

describe('the role of the machine does not take the place of', () => {
  const cases: readonly (readonly [lines: string, failure: string])[] = [
    [`key = ${secret}`, '✗ strayKey(dev, key, unknown)'],
    ['helper = aws-vault exec dev --json', '✗ strayKey(dev, helper, unknown)'],
    ['tool = /usr/bin/aws_signing_helper credential-process', '✗ strayKey(dev, tool, unknown)'],
    ['certificate = /x.pem\nprivate_key = /y.pem', '✗ strayKey(dev, certificate, unknown)'],
    ['private_key = /y.pem', '✗ strayKey(dev, private_key, unknown)'],
    ['role_name = x', '✗ strayKey(dev, role_name, unknown, sso_role_name)'],
    ['sso_acount = x', '✗ strayKey(dev, sso_acount, unknown, sso_account_id)'],
    ['// role_arn = x', '✗ strayKey(dev, // role_arn, comment, role_arn)'],
    ['-- role_arn = x', '✗ strayKey(dev, -- role_arn, comment, role_arn)'],
    ['rem role_arn = x', '✗ strayKey(dev, rem role_arn, comment, role_arn)'],
  ];
  for (const [lines, failure] of cases)
    plans(lines.replace('\n', ' ⏎ '), { config: `[profile dev]\n${lines}`, isOnInstance: true }, failure);
  for (const line of [
    'commit = da39a3ee5e6b4b0d3255bfef95601890afd80709',
    'owner = leapp team',
    ';; role_arn = x',
    'description = uses aws-vault',
  ])
    plans(`but of ${line}`, `[profile dev]\n${line}`, 'instance(169.254.169.254)');
});
