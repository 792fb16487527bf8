import assert from 'node:assert/strict';
import type { Environment } from '../../../../src/base/environment.ts';
import { readEnvironmentKey } from '../../../../src/credentials/sources/environmentKeys.ts';
import { failureFrom } from '../runner.ts';

const step = { kind: 'environment', profile: 'e', accessKeyId: 'AKIA2', temporary: false } as const;
const now = Date.parse('2027-01-15T12:00:00Z');

describe('readEnvironmentKey', () => {
  it('reads the keys of the environment', async () => {
    const environment = { AWS_ACCESS_KEY_ID: 'AKIA2', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: '' };
    assert.deepEqual(reading(environment)().reveal(), {
      accessKeyId: 'AKIA2',
      secretAccessKey: 's',
      sessionToken: undefined,
      expiration: undefined,
    });
    const withToken = reading({ ...environment, AWS_SESSION_TOKEN: 't' });
    assert.equal(withToken().reveal().sessionToken, 't');
    assert.deepEqual(await failureOfReading(reading({})), {
      code: 'noCredentials',
      profile: 'e',
    });
  });
});

describe('temporary keys of the environment', () => {
  it('expire at the time in the environment', () => {
    assert.equal(expirationOf(keysUntil('2027-01-15T12:30:00Z')), now + 30 * 60_000);
    assert.equal(expirationOf(keysUntil('2027-01-15T13:30:00+01:00')), now + 30 * 60_000);
  });

  it('have their own failure after they have expired', async () => {
    const expired = { code: 'environmentExpired', profile: 'e' };
    for (const end of ['2027-01-15T12:00:00Z', '2026-12-31T00:00:00Z'])
      assert.deepEqual(await failureOfReading(reading(keysUntil(end))), expired);
  });

  it('have an unknown expiration if the time is invalid', () => {
    for (const end of ['', 'soon']) assert.equal(expirationOf(keysUntil(end)), undefined);
  });

  it('are distinguished from long-term keys next to a leftover expiration', () => {
    assert.equal(expirationOf(keysUntil('2026-12-31T00:00:00Z', '')), undefined);
  });
});

function keysUntil(AWS_CREDENTIAL_EXPIRATION: string, AWS_SESSION_TOKEN = 't'): Environment {
  return {
    AWS_ACCESS_KEY_ID: 'AKIA2',
    AWS_SECRET_ACCESS_KEY: 's',
    AWS_SESSION_TOKEN,
    AWS_CREDENTIAL_EXPIRATION,
  };
}

function expirationOf(environment: Environment): number | undefined {
  return reading(environment)().expiration;
}

function reading(environment: Environment) {
  return () => readEnvironmentKey(step, environment, now);
}

function failureOfReading(read: ReturnType<typeof reading>) {
  return failureFrom(Promise.resolve().then(read));
}
