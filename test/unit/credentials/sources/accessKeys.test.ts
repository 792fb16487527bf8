import assert from 'node:assert/strict';
import type { Environment } from '../../../../src/base/environment.ts';
import { parseConfig } from '../../../../src/config/parse.ts';
import { readKeys } from '../../../../src/credentials/sources/accessKeys.ts';
import type { EnvironmentStep, KeysStep } from '../../../../src/plan/plan.ts';
import { buildProfiles } from '../../../../src/profiles/profiles.ts';
import { failureFrom } from '../runner.ts';

const keys = {
  kind: 'keys',
  profile: 'a',
  accessKeyId: 'AKIA1',
  file: 'credentials',
  temporary: false,
} as const;
const environmentKeys = {
  kind: 'environment',
  profile: 'e',
  accessKeyId: 'AKIA2',
  temporary: false,
} as const;

const now = Date.parse('2027-01-15T12:00:00Z');

describe('readKeys', () => {
  it('takes the secret that stands in the profile now', async () => {
    let text = '[a]\naws_access_key_id = AKIA1\naws_secret_access_key = old';
    const read = readKeys(
      () => buildProfiles(parseConfig(''), parseConfig(text)),
      {},
      () => now,
    );
    assert.equal(read(keys).reveal().secretAccessKey, 'old');
    text = text.replace('old', 'new');
    assert.equal(read(keys).reveal().secretAccessKey, 'new');
  });

  it('takes a session token under either name', () => {
    const base = '[a]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n';
    const token = (line: string) => reading(base + line)(keys).reveal().sessionToken;
    assert.equal(token(''), undefined);
    assert.equal(token('aws_session_token = new'), 'new');
    assert.equal(token('aws_security_token = old'), 'old');
    assert.equal(token('aws_session_token ='), undefined);
  });

  it('fails when the keys are no longer those of the plan', async () => {
    const gone = { code: 'noCredentials', profile: 'a' };
    for (const text of [
      '',
      '[a]\naws_access_key_id = AKIA9\naws_secret_access_key = s',
      '[a]\naws_access_key_id = AKIA1',
      '[a]\naws_access_key_id = AKIA1\naws_secret_access_key =',
    ]) {
      assert.deepEqual(await failureOfReading(reading(text), keys), gone, text);
    }
  });

  it('takes the keys of the environment', async () => {
    const environment = { AWS_ACCESS_KEY_ID: 'AKIA2', AWS_SECRET_ACCESS_KEY: 's', AWS_SESSION_TOKEN: '' };
    assert.deepEqual(reading('', environment)(environmentKeys).reveal(), {
      accessKeyId: 'AKIA2',
      secretAccessKey: 's',
      sessionToken: undefined,
      expiration: undefined,
    });
    const withToken = reading('', { ...environment, AWS_SESSION_TOKEN: 't' });
    assert.equal(withToken(environmentKeys).reveal().sessionToken, 't');
    assert.deepEqual(await failureOfReading(reading('', {}), environmentKeys), {
      code: 'noCredentials',
      profile: 'e',
    });
  });
});

describe('temporary keys of the environment', () => {
  it('end when it says so', () => {
    assert.equal(expirationOf(keysUntil('2027-01-15T12:30:00Z')), now + 30 * 60_000);
    assert.equal(expirationOf(keysUntil('2027-01-15T13:30:00+01:00')), now + 30 * 60_000);
  });

  it('are a failure of their own once they have ended', async () => {
    const expired = { code: 'environmentExpired', profile: 'e' };
    for (const end of ['2027-01-15T12:00:00Z', '2026-12-31T00:00:00Z'])
      assert.deepEqual(await failureOfReading(reading('', keysUntil(end)), environmentKeys), expired);
  });

  it('end at a time that nobody knows where what it says is no time', () => {
    for (const end of ['', 'soon']) assert.equal(expirationOf(keysUntil(end)), undefined);
  });

  it('are not long-term ones, though a time of others is still there', () => {
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
  return reading('', environment)(environmentKeys).expiration;
}

function reading(credentials: string, environment: Environment = {}) {
  return readKeys(
    () => buildProfiles(parseConfig(''), parseConfig(credentials)),
    environment,
    () => now,
  );
}

function failureOfReading(read: ReturnType<typeof readKeys>, step: KeysStep | EnvironmentStep) {
  return failureFrom(Promise.resolve().then(() => read(step)));
}
