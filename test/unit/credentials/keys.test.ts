import assert from 'node:assert/strict';
import { parseConfig } from '../../../src/config/parse.ts';
import { readKeys } from '../../../src/credentials/keys.ts';
import type { Environment } from '../../../src/plan/endpoint.ts';
import type { EnvironmentStep, KeysStep } from '../../../src/plan/plan.ts';
import { buildProfiles } from '../../../src/profiles/profiles.ts';
import { failureFrom } from './runner.ts';

const keys = { kind: 'keys', profile: 'a', accessKeyId: 'AKIA1', temporary: false } as const;
const environmentKeys = {
  kind: 'environment',
  profile: 'e',
  accessKeyId: 'AKIA2',
  temporary: false,
} as const;

describe('readKeys', () => {
  it('takes the secret that stands in the profile now', async () => {
    let text = '[a]\naws_access_key_id = AKIA1\naws_secret_access_key = old';
    const read = readKeys(() => buildProfiles(parseConfig(''), parseConfig(text)), {});
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

function reading(credentials: string, environment: Environment = {}) {
  return readKeys(() => buildProfiles(parseConfig(''), parseConfig(credentials)), environment);
}

function failureOfReading(read: ReturnType<typeof readKeys>, step: KeysStep | EnvironmentStep) {
  return failureFrom(Promise.resolve().then(() => read(step)));
}
