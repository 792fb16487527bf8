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
const now = Date.parse('2030-01-01T00:00:00Z');

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

  it('reads when temporary keys expire, as other tools leave it', () => {
    const base = '[a]\naws_access_key_id = AKIA1\naws_secret_access_key = s\n';
    const minutesLeft = (lines: string, token = 'aws_session_token = t\n') => {
      const { expiration } = reading(base + token + lines)();
      return expiration === undefined ? undefined : (expiration - now) / 60_000;
    };
    const cases: readonly (readonly [string, number | undefined])[] = [
      ['', undefined],
      ['x_security_token_expires = 2030-01-01T02:00:00+01:00', 60],
      ['aws_expiration = 2030-01-01T01:00:00.000Z', 60],
      ['aws_session_expiration = 2030-01-01T01:00:00Z', 60],
      ['token_expiration = 2030-01-01T01:00:00Z', 60],
      ['expiration = 2030-01-01 01:00:00', 60],
      ['expiration = 1893459600', 60],
      ['expiration = 1893459600000', 60],
      ['expiration = soon', undefined],
      // Somebody may have replaced the keys only, so AWS is asked.
      ['expiration = 2029-12-31T23:59:59Z', undefined],
      ['expiration = 2029-12-31T23:59:59Z\naws_expiration = 2030-01-01T01:00:00Z', 60],
    ];
    for (const [lines, minutes] of cases) assert.equal(minutesLeft(lines), minutes, lines);
    assert.equal(minutesLeft('expiration = 2030-01-01T01:00:00Z', ''), undefined);
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
  return () => readAccessKey(keys, buildProfiles(parseConfig(''), parseConfig(credentials)), now);
}
