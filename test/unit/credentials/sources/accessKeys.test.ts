import assert from 'node:assert/strict';
import { parseConfig } from '../../../../src/config/parse.ts';
import { readAccessKey } from '../../../../src/credentials/sources/accessKeys.ts';
import { buildProfiles } from '../../../../src/profiles/profiles.ts';
import { failureFrom } from '../runner.ts';

const keys = {
  kind: 'keys',
  profile: 'a',
  accessKeyId: 'AKIA1',
  file: 'credentials',
  temporary: false,
} as const;
describe('readAccessKey', () => {
  it("reads the profile's current secret", async () => {
    let text = '[a]\naws_access_key_id = AKIA1\naws_secret_access_key = old';
    const read = () => reading(text)();
    assert.equal(read().reveal().secretAccessKey, 'old');
    text = text.replace('old', 'new');
    assert.equal(read().reveal().secretAccessKey, 'new');
  });

  it('reads a session token under either name', () => {
    const base = '[a]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n';
    const token = (line: string) => reading(base + line)().reveal().sessionToken;
    assert.equal(token(''), undefined);
    assert.equal(token('aws_session_token = new'), 'new');
    assert.equal(token('aws_security_token = old'), 'old');
    assert.equal(token('aws_session_token ='), undefined);
  });

  it('fails if the keys no longer match the plan', async () => {
    const gone = { code: 'noCredentials', profile: 'a' };
    for (const text of [
      '',
      '[a]\naws_access_key_id = AKIA9\naws_secret_access_key = s',
      '[a]\naws_access_key_id = AKIA1',
      '[a]\naws_access_key_id = AKIA1\naws_secret_access_key =',
    ]) {
      assert.deepEqual(await failureFrom(Promise.resolve().then(reading(text))), gone, text);
    }
  });
});

function reading(credentials: string) {
  return () => readAccessKey(keys, buildProfiles(parseConfig(''), parseConfig(credentials)));
}
