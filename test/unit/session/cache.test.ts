import assert from 'node:assert/strict';
import { Credentials } from '../../../src/credentials/credentials.ts';
import { isPlan, type Plan } from '../../../src/plan/plan.ts';
import { type SecretStore, SessionCache } from '../../../src/session/cache.ts';
import { eventually } from '../../eventually.ts';
import { MemorySecrets, NoKeyring } from '../../fakes/memorySecrets.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { openWindow, profile } from './window.ts';

const minute = 60_000;
const start = 1_800_000_000_000;

describe('SessionCache', () => {
  let now: number;
  let secrets: MemorySecrets;
  let log: RecordedLog;
  const cacheOver = (store: SecretStore) => new SessionCache(store, log, () => now);
  beforeEach(() => {
    now = start;
    secrets = new MemorySecrets();
    log = new RecordedLog();
  });

  it('finds the longest prefix of a plan, and nothing where there is none', async () => {
    const cache = cacheOver(secrets);
    const [user, role] = [session('user', 600), session('role', 60)];
    assert.equal(await find(cache, 'next'), undefined);
    await put(cache, 'next', 2, user);
    assert.deepEqual(await find(cache, 'next'), [2, user.reveal()]);
    await put(cache, 'next', 3, role);
    assert.deepEqual(await find(cache, 'next'), [3, role.reveal()]);
    assert.deepEqual(await find(cache, 'mfa'), [3, role.reveal()], 'the same steps in another plan');
    assert.deepEqual(await find(cache, 'mfa-plain'), [2, user.reveal()]);
    assert.equal(await find(cache, 'plain'), undefined);
    assert.equal(await find(cache, 'mfa-straight'), undefined);
  });

  it('leaves out what does not live long enough', async () => {
    const cache = cacheOver(secrets);
    await put(cache, 'mfa', 2, session('user', 600));
    await put(cache, 'mfa', 3, session('role', 5));
    assert.equal((await find(cache, 'mfa'))?.[0], 2);
    assert.equal((await find(cache, 'mfa', 4 * minute))?.[0], 3);
    now += 5 * minute;
    assert.equal((await find(cache, 'mfa', 0))?.[0], 2);
    now += 595 * minute;
    assert.equal(await find(cache, 'mfa', 0), undefined);
  });

  it('shares what it has with other windows, also what they renewed', async () => {
    const [mine, theirs] = [cacheOver(secrets), cacheOver(secrets)];
    const old = session('old', 10);
    await put(mine, 'plain', 2, old);
    assert.deepEqual(await find(theirs, 'plain'), [2, old.reveal()]);
    now += 11 * minute;
    const renewed = session('renewed', 60);
    await put(theirs, 'plain', 2, renewed);
    assert.deepEqual(await find(mine, 'plain'), [2, renewed.reveal()]);
  });

  it('deletes what is over or unreadable, whoever stored it, and nothing else', async () => {
    await put(cacheOver(secrets), 'mfa', 2, session('user', 30));
    await put(cacheOver(secrets), 'mfa', 3, session('role', 60));
    const [, roleKey] = secrets.values.keys();
    secrets.values.set('session.broken', '{"accessKeyId":');
    secrets.values.set('somebody.else', 'anything');
    now += 40 * minute;
    await put(cacheOver(secrets), 'plain', 2, session('other', 60));
    const plainKey = [...secrets.values.keys()].at(-1);
    await eventually(() => {
      assert.deepEqual(new Set(secrets.values.keys()), new Set([roleKey, 'somebody.else', plainKey]));
    }, 2000);
  });

  for (const stored of [
    '',
    '{',
    'null',
    '5',
    '[]',
    '"text"',
    '{}',
    '{"accessKeyId":"A","secretAccessKey":7,"expiration":9e15}',
    '{"accessKeyId":"A","secretAccessKey":"s","expiration":"tomorrow"}',
    '{"accessKeyId":"A","secretAccessKey":"s","expiration":null}',
  ]) {
    it(`takes no session from what it did not write: ${stored}`, async () => {
      await put(cacheOver(secrets), 'plain', 2, session('mine', 60));
      for (const key of secrets.values.keys()) secrets.values.set(key, stored);
      assert.equal(await find(cacheOver(secrets), 'plain'), undefined);
      assert.deepEqual(log.text, '');
    });
  }

  it('serves this window from memory when nothing can be stored', async () => {
    const store = new NoKeyring();
    const cache = cacheOver(store);
    const mine = session('mine', 60);
    await put(cache, 'plain', 2, mine);
    assert.deepEqual(await find(cache, 'plain'), [2, mine.reveal()]);
    assert.equal(await find(cacheOver(store), 'plain'), undefined);
    assert.ok(store.calls > 0);
    // One warning for each of the two caches, however often they are asked.
    assert.deepEqual(log.warnings, [
      'Secret storage could not store a session (Error): sessions are kept in memory only',
      'Secret storage could not read a session (Error): sessions are kept in memory only',
    ]);
    assert.deepEqual(log.errors, []);
  });

  it('keeps secrets out of names and logs', async () => {
    await put(cacheOver(secrets), 'mfa', 3, session('role', 60));
    for (const key of secrets.values.keys()) assert.match(key, /^session\.[0-9a-f]{64}$/);
    await put(cacheOver(new NoKeyring()), 'mfa', 3, session('role', 60));
    assert.ok(!/secret-of|token-of/.test(log.text));
  });
});

function session(name: string, minutes: number): Credentials {
  return new Credentials({
    accessKeyId: `ASIA${name.toUpperCase()}`,
    secretAccessKey: `secret-of-${name}`,
    sessionToken: `token-of-${name}`,
    expiration: start + minutes * minute,
  });
}

function planOf(name: string): Plan {
  const plan = openWindow({ url: 'http://127.0.0.1:9', prompts: new TypedCodes() }).planOf(profile(name));
  assert.ok(isPlan(plan));
  return plan;
}

function put(cache: SessionCache, name: string, done: number, credentials: Credentials): Promise<void> {
  return cache.put(planOf(name), { done, credentials });
}

async function find(cache: SessionCache, name: string, minimumMs = 5 * minute) {
  const found = await cache.longestPrefix(planOf(name), minimumMs);
  return found && [found.done, found.credentials.reveal()];
}
