import assert from 'node:assert/strict';
import { requestedSeconds, defaultSessionName, invalidRole } from '../../../src/plan/rules.ts';
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

describe('invalidRole', () => {
  const arn = 'arn:aws:iam::123456789012:role/';

  accepts('role_arn', [`${arn}Dev`, `${arn}a/b/C+=,.@-_`, 'arn:aws-iso-b:iam::123456789012:role/X', '']);
  rejects('role_arn', [
    'Dev',
    arn,
    'arn:aws:iam::12345678901:role/Dev',
    'arn:aws:iam::1234567890123:role/Dev',
    'arn:aws:iam::123456789012:user/Dev',
    'arn:aws:sts::123456789012:assumed-role/Dev/me',
    'arn:aws:iam:us-east-1:123456789012:role/Dev',
    `${arn}De v`,
    `${arn}Dev*`,
    `"${arn}Dev"`,
    ` ${arn}開発`.trim(),
  ]);

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
