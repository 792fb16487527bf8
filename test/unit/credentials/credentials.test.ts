import assert from 'node:assert/strict';
import { format, inspect } from 'node:util';
import { Credentials } from '../../../src/credentials/credentials.ts';

const secretAccessKey = 'the-secret-key';
const sessionToken = 'the-session-token';

describe('Credentials', () => {
  const credentials = new Credentials({
    accessKeyId: 'ASIAEXAMPLE',
    secretAccessKey,
    sessionToken,
    expiration: 5,
  });

  it('reveal their secrets only through reveal()', () => {
    assert.deepEqual(credentials.reveal(), {
      accessKeyId: 'ASIAEXAMPLE',
      secretAccessKey,
      sessionToken,
      expiration: 5,
    });
    assert.deepEqual([credentials.accessKeyId, credentials.expiration], ['ASIAEXAMPLE', 5]);
  });

  it('end earlier by as much as the first clock that they follow was set back', () => {
    const clock = { setBackMs: 100 };
    const followed = new Credentials({ ...credentials.reveal(), expiration: 5000 });
    followed.follow(clock);
    clock.setBackMs += 3000;
    followed.follow(clock);
    followed.follow({ setBackMs: 0 });
    assert.deepEqual([followed.expiration, followed.reveal().expiration], [2000, 2000]);
    const endless = new Credentials({ ...credentials.reveal(), expiration: undefined });
    endless.follow(clock);
    assert.equal(endless.expiration, undefined);
  });

  const shown: Readonly<Record<string, () => string>> = {
    'JSON.stringify': () => JSON.stringify({ credentials }),
    String: () => String(credentials),
    'joined text': () => ['', credentials].join(' '),
    'util.inspect': () => inspect({ credentials }, { showHidden: true, depth: 9 }),
    'util.inspect without custom functions': () => inspect(credentials, { customInspect: false }),
    'util.format': () => format('%s %o %O %j', credentials, credentials, credentials, credentials),
    'an error': () => inspect(new Error('failed', { cause: credentials })),
    'an error with a property': () => inspect(Object.assign(new Error('failed'), { credentials })),
    'a copy': () => JSON.stringify(Object.assign({}, credentials)),
    'a clone': () => JSON.stringify(structuredClone(Object.assign({}, credentials))),
    'a table of properties': () => JSON.stringify(Object.getOwnPropertyDescriptors(credentials)),
  };

  for (const [way, show] of Object.entries(shown)) {
    it(`show nothing through ${way}`, () => {
      const text = show();
      assert.ok(!text.includes(secretAccessKey) && !text.includes(sessionToken), text);
    });
  }

  it('can be identified in a log', () => {
    assert.equal(inspect(credentials), 'Credentials(ASIAEXAMPLE)');
  });
});
