import assert from 'node:assert/strict';
import { isPlan } from '../../../src/plan/plan.ts';
import { requestedSeconds, invalidRole } from '../../../src/plan/rules.ts';
import { defaultSessionName } from '../../../src/host/userName.ts';
import { planFor, profilesOf, printPlan, keys, role } from './planText.ts';

function profile(lines: string) {
  return profilesOf({ config: `[profile dev]\n${lines}` }).profiles.get('dev')!;
}

/** Expects that the values are accepted. */
function accepts(key: string, values: readonly string[]): void {
  for (const value of values) {
    it(`accepts ${key} = ${shorten(value)}`, () => {
      assert.equal(invalidRole(profile(`${key} = ${value}`)), undefined);
    });
  }
}

function rejects(key: string, values: readonly string[]): void {
  for (const value of values) {
    it(`rejects ${key} = ${shorten(value)}`, () => {
      assert.deepEqual(invalidRole(profile(`${key} = ${value}`)), {
        code: 'invalidValue',
        profile: 'dev',
        key,
      });
    });
  }
}

function shorten(value: string): string {
  return value.length > 60 ? `${value.slice(0, 20)}… (${value.length})` : value;
}

const chain = (one: string, base: string) =>
  printPlan(
    planFor({
      config: `[profile dev]\n${role('Dev')}\nsource_profile = one\n[profile one]\n${role('One')}\nsource_profile = base\n${one}\n[profile base]\n${keys('A')}\n${base}`,
    }),
  );

function failureOf(roleArn: string, more = '', environment = {}) {
  const config = `[profile dev]\nrole_arn = ${roleArn}\nsource_profile = base\n${more}`;
  const planned = planFor({ config: `${config}[profile base]\n${keys('A')}`, environment });
  return isPlan(planned) ? undefined : planned.failure;
}

function planInEnvironment(AWS_ROLE_ARN: string, more = {}) {
  return planFor({
    target: { kind: 'environment' },
    environment: { AWS_WEB_IDENTITY_TOKEN_FILE: '/token', AWS_ROLE_ARN, ...more },
  });
}

describe('a role ARN', () => {
  const arn = 'arn:aws:iam::123456789012:role/';
  const valid = [
    `${arn}Dev`,
    `${arn}a/b/C+=,.@-_`,
    `${arn}a!#$%&()*:;<>?[]^{|}~/Dev`,
    'arn:aws-iso-b:iam::123456789012:role/X',
  ];
  const invalid = [
    'Dev',
    arn,
    'arn:aws:iam::12345678901:role/Dev',
    'arn:aws:iam::1234567890123:role/Dev',
    'arn:aws:iam::123456789012:user/Dev',
    'arn:aws:sts::123456789012:assumed-role/Dev/me',
    'arn:aws:iam:us-east-1:123456789012:role/Dev',
    `${arn}De v`,
    `${arn}Dev*`,
    `${arn}a b/Dev`,
    `"${arn}Dev"`,
    `${arn}開発`,
  ];
  const ofOthers = [
    'arn:aws:iam:::role/S3Access',
    'arn:aws:iam::tenant:role/S3Access',
    'arn:minio:iam:::role/idmp-dev',
    'arn:xxx:xxx:xxx:xxxx',
  ];
  for (const value of valid) it(`may be ${value}`, () => assert.equal(failureOf(value), undefined));
  for (const value of [...invalid, ...ofOthers])
    it(`is not ${value} for AWS`, () => {
      const why = value.startsWith('"') ? { why: 'quotes' } : {};
      assert.deepEqual(failureOf(value), { code: 'invalidValue', profile: 'dev', key: 'role_arn', ...why });
    });
  for (const value of [...valid, ...ofOthers])
    it(`may be ${value} for a server of the user's own`, () => {
      const url = 'http://localhost:9000';
      assert.equal(failureOf(value, `endpoint_url = ${url}\n`), undefined);
      assert.equal(failureOf(value, '', { AWS_ENDPOINT_URL_STS: url }), undefined);
      assert.equal(
        failureOf(value, 'services = s\n[services s]\nsts =\n  endpoint_url = http://h:1\n'),
        undefined,
      );
    });

  it('has as many characters as the CLI accepts, for any server', () => {
    const failure = failureOf('arn:x:x:x:x', 'endpoint_url = http://localhost:9000\n');
    assert.partialDeepStrictEqual(failure, { code: 'invalidValue', key: 'role_arn' });
  });

  it('of the environment is checked by the server, too', () => {
    const value = 'arn:minio:iam:::role/idmp-dev';
    const refused = planInEnvironment(value);
    assert.ok(!isPlan(refused));
    assert.partialDeepStrictEqual(refused.failure, { code: 'invalidValue', key: 'AWS_ROLE_ARN' });
    assert.ok(isPlan(planInEnvironment(value, { AWS_ENDPOINT_URL_STS: 'http://localhost:9000' })));
  });
});

describe('invalidRole', () => {
  accepts('mfa_serial', [
    'arn:aws:iam::123456789012:mfa/alice',
    'GAHT12345678',
    '123456789',
    'a'.repeat(256),
  ]);
  rejects('mfa_serial', ['12345678', 'arn:aws:iam::123456789012:mfa/al ice', 'a'.repeat(257)]);

  accepts('external_id', ['ab', 'a:b/c=d,e.f@g-h+_', 'a'.repeat(1224)]);
  rejects('external_id', ['a', 'a b', 'a#b', 'a'.repeat(1225)]);

  accepts('role_session_name', ['me', 'alice@example.com', 'a'.repeat(64)]);
  rejects('role_session_name', ['a', 'a b', 'a:b', 'アリス', 'a'.repeat(65)]);

  accepts('duration_seconds', ['900', '0900', '43200', '', '1h', '-1', '3600.0']);
  rejects('duration_seconds', ['1', '899', '43201', '99999999']);

  it('prevents a plan if a value is invalid anywhere in the chain', () => {
    assert.equal(chain('external_id = x', ''), '✗ invalidValue(one, external_id)');
    assert.equal(chain('', 'mfa_serial = phone'), '✗ invalidValue(base, mfa_serial)');
  });
});

describe('requestedSeconds', () => {
  const input: Record<string, number | undefined> = {
    '900': 900,
    '043200': 43_200,
    '': undefined,
    '1h': undefined,
    '-900': undefined,
    '9e2': undefined,
    '900.0': undefined,
    '0x384': undefined,
  };
  for (const [text, seconds] of Object.entries(input)) {
    it(`reads “${text}” as ${seconds}`, () => {
      assert.equal(requestedSeconds(profile(`duration_seconds = ${text}`)), seconds);
    });
  }

  it('returns undefined without a profile', () => assert.equal(requestedSeconds(undefined), undefined));
});

describe('defaultSessionName', () => {
  const names: Record<string, string> = {
    alice: 'alice',
    'alice@example.com': 'alice@example.com',
    'CORP\\alice': 'CORP-alice',
    'Alice B. Smith': 'Alice-B.-Smith',
    a: 'rolecall',
    '': 'rolecall',
    アリス: 'rolecall',
    'アリス アリス': 'rolecall',
    '++': 'rolecall',
    ['x'.repeat(70)]: 'x'.repeat(64),
  };
  for (const [user, name] of Object.entries(names)) {
    it(`makes ${name} from “${user}”`, () => assert.equal(defaultSessionName(user), name));
  }

  it('makes a valid session name from any user name', () => {
    for (const user of Object.keys(names)) {
      assert.equal(invalidRole(profile(`role_session_name = ${defaultSessionName(user)}`)), undefined);
    }
  });
});
