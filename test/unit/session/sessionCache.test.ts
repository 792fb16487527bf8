import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { Credentials } from '../../../src/credentials/credentials.ts';
import { prefixFingerprints } from '../../../src/plan/fingerprints.ts';
import { isPlan, type Plan } from '../../../src/plan/plan.ts';
import { MachineClock, wallClock } from '../../../src/session/machineClock.ts';
import type { OtherWindows } from '../../../src/session/otherWindows.ts';
import { SessionCache } from '../../../src/session/sessionCache.ts';
import type { SecretStore } from '../../../src/session/storedSessions.ts';
import { eventually } from '../../eventually.ts';
import { ConnectedWindows } from '../../fakes/connectedWindows.ts';
import { MemorySecrets, NoKeyring } from '../../fakes/memorySecrets.ts';
import { noOtherWindows } from '../../fakes/noOtherWindows.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { openWindow, profile } from './testWindows/window.ts';

const minute = 60_000;
const start = 1_800_000_000_000;

describe('SessionCache', () => {
  let now: number;
  let secrets: MemorySecrets;
  let log: RecordedLog;
  const cacheOver = (store: SecretStore) => new SessionCache(store, noOtherWindows, log, () => now);
  beforeEach(() => {
    now = start;
    secrets = new MemorySecrets();
    log = new RecordedLog();
  });

  it('finds the longest prefix of a plan, or nothing', async () => {
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

  it('corrects many sessions in time after the clock was set back', async () => {
    let reads = 0;
    const clock = new MachineClock(wallClock(() => now));
    const read = () => (reads++, now);
    const cache = new SessionCache(secrets, noOtherWindows, log, read, undefined, clock);
    const plan = planOf('plain');
    const many = 400;
    for (let i = 0; i < many; i++) {
      const [keys, role] = plan.steps;
      const steps = [keys, { ...role, sessionName: `me${i}` }] as unknown as Plan['steps'];
      await cache.put({ ...plan, steps }, { done: 2, credentials: session(`role${i}`, 60) });
    }
    now -= 10 * minute;
    reads = 0;
    assert.ok(clock.setBackMs > 0);
    await eventually(() => {
      const texts = [...secrets.values.values()].filter((text) => text.includes(`"storedAt":${now}`));
      assert.equal(texts.length, many);
    });
    assert.ok(reads < 10 * many, `${reads}`);
  });

  it('omits sessions that expire too soon', async () => {
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

  it('shares its sessions with other windows, including renewed ones', async () => {
    const [mine, theirs] = [cacheOver(secrets), cacheOver(secrets)];
    const old = session('old', 10);
    await put(mine, 'plain', 2, old);
    assert.deepEqual(await find(theirs, 'plain'), [2, old.reveal()]);
    now += 11 * minute;
    const renewed = session('renewed', 60);
    await put(theirs, 'plain', 2, renewed);
    assert.deepEqual(await find(mine, 'plain'), [2, renewed.reveal()]);
  });

  it('deletes expired or unreadable sessions of all windows, and nothing else', async () => {
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
    it(`reads no session from a malformed value: ${stored}`, async () => {
      await put(cacheOver(secrets), 'plain', 2, session('mine', 60));
      for (const key of secrets.values.keys()) secrets.values.set(key, stored);
      assert.equal(await find(cacheOver(secrets), 'plain'), undefined);
      assert.deepEqual(log.text, '');
    });
  }

  it('serves this window from memory if nothing can be stored', async () => {
    const store = new NoKeyring();
    const cache = cacheOver(store);
    let notified = 0;
    cache.onStorageFailed(() => notified++);
    const mine = session('mine', 60);
    await put(cache, 'plain', 2, mine);
    assert.equal(notified, 1);
    assert.deepEqual(await find(cache, 'plain'), [2, mine.reveal()]);
    assert.equal(await find(cacheOver(store), 'plain'), undefined);
    assert.ok(store.calls > 0);
    // One warning for each of the two caches, however many requests there are.
    assert.deepEqual(log.warnings, [
      'Secret storage could not store a session (Error): sessions are kept in memory only',
      'Secret storage could not read a session (Error): sessions are kept in memory only',
    ]);
    assert.deepEqual(log.errors, []);
  });

  it('prefers a session that was put while it read secret storage', async () => {
    const [old, renewed] = [session('old', 60), session('renewed', 60)];
    await put(cacheOver(secrets), 'plain', 2, old);
    const cache = cacheOver(secrets);
    const get = secrets.get.bind(secrets);
    secrets.get = async (key) => {
      const found = await get(key);
      await put(cache, 'plain', 2, renewed);
      return found;
    };
    assert.deepEqual(await find(cache, 'plain'), [2, renewed.reveal()]);
    assert.deepEqual(await find(cache, 'plain'), [2, renewed.reveal()]);
  });

  it('keeps secrets out of names and logs', async () => {
    await put(cacheOver(secrets), 'mfa', 3, session('role', 60));
    for (const key of secrets.values.keys()) assert.match(key, /^session\.[0-9a-f]{64}$/);
    await put(cacheOver(new NoKeyring()), 'mfa', 3, session('role', 60));
    assert.ok(!/secret-of|token-of/.test(log.text));
  });
});

describe("SessionCache, with windows that do not see each other's stored sessions,", () => {
  let now: number;
  let connectedWindows: ConnectedWindows;
  let log: RecordedLog;
  const open = (secrets: SecretStore = new MemorySecrets()) =>
    new SessionCache(secrets, connectedWindows.open(), log, () => now);
  beforeEach(() => {
    now = start;
    connectedWindows = new ConnectedWindows();
    log = new RecordedLog();
  });

  it('finds sessions of others and passes them on, but does not store them', async () => {
    const [first, theirs, secrets] = [open(), session('theirs', 60), new MemorySecrets()];
    const second = open(secrets);
    await put(first, 'mfa', 2, session('user', 600));
    await put(first, 'mfa', 3, theirs);
    assert.deepEqual(await find(second, 'mfa'), [3, theirs.reveal()]);
    assert.equal(secrets.values.size, 0);
    assert.deepEqual(await find(open(), 'mfa'), [3, theirs.reveal()]);
  });

  it('asks others once, and only for a longer prefix than its own', async () => {
    const [first, second] = [open(), open()];
    await put(first, 'next', 2, session('user', 600));
    await put(first, 'next', 3, session('role', 60));
    await put(second, 'next', 2, session('mine', 600));
    connectedWindows.requests.length = 0;
    assert.equal((await find(second, 'next'))?.[0], 3);
    assert.deepEqual(connectedWindows.requests, ['sessions']);
    assert.equal((await find(second, 'mfa'))?.[0], 3);
    assert.equal((await find(second, 'alice'))?.[0], 2);
    assert.equal(await find(second, 'keys'), undefined);
    assert.deepEqual(connectedWindows.requests, ['sessions']);
  });

  it('takes sessions from others that last longer than its own', async () => {
    const [first, second] = [open(), open()];
    await put(second, 'plain', 2, session('old', 4));
    await put(first, 'plain', 2, session('renewed', 60));
    assert.deepEqual(await find(second, 'plain'), [2, session('renewed', 60).reveal()]);
  });

  it('takes no sessions from others that are about to expire', async () => {
    const [first, second] = [open(), open()];
    await put(first, 'mfa', 2, session('user', 600));
    await put(first, 'mfa', 3, session('role', 4));
    assert.equal((await find(second, 'mfa'))?.[0], 2);
    now += 598 * minute;
    assert.equal((await find(second, 'mfa'))?.[0], 2, 'long enough for a call');
    now += 1.5 * minute;
    assert.equal(await find(second, 'mfa'), undefined);
  });

  it('forgets a rejected session in all windows, but not newer ones', async () => {
    const stored = [new MemorySecrets(), new MemorySecrets()] as const;
    const [first, second, third] = [open(stored[0]), open(stored[1]), open()];
    const rejected = session('dead', 600);
    const dropped: string[] = [];
    for (const cache of [first, second, third]) cache.onDropped((accessKeyId) => dropped.push(accessKeyId));
    await put(first, 'alice', 2, rejected);
    await put(second, 'alice', 2, rejected);
    assert.deepEqual(await find(third, 'mfa'), [2, rejected.reveal()]);
    const renewed = session('renewed', 600);
    await put(first, 'alice', 2, renewed);
    assert.equal(await third.drop(planOf('mfa'), rejected.accessKeyId), true);
    assert.equal(stored[1].values.size, 0);
    assert.equal(stored[0].values.size, 1);
    assert.deepEqual(dropped, [rejected.accessKeyId, rejected.accessKeyId, rejected.accessKeyId]);
    for (const cache of [first, second, third])
      assert.deepEqual(await find(cache, 'alice'), [2, renewed.reveal()]);
  });

  it('does not find a dropped session again, whichever window still offers or stores it', async () => {
    const secrets = new MemorySecrets();
    const cache = open(secrets);
    const rejected = session('dead', 600);
    await put(cache, 'alice', 2, rejected);
    const [[key = '', text = ''] = []] = secrets.values;
    const deaf = { sessions: () => [[key.slice('session.'.length), rejected.reveal()]] };
    await connectedWindows.open().listen(deaf);
    assert.deepEqual(await find(open(), 'alice'), [2, rejected.reveal()]);
    assert.equal(await cache.drop(planOf('mfa'), rejected.accessKeyId), true);
    secrets.values.set(key, text);
    assert.equal(await find(cache, 'alice'), undefined);
    assert.equal(
      await cache.drop(planOf('mfa'), rejected.accessKeyId),
      true,
      'for callers that used it before',
    );
  });

  it('takes no session from others that it knows to be rejected', async () => {
    const [first, second, third] = [open(), open(), open()];
    const rejected = session('dead', 600);
    await put(first, 'alice', 2, rejected);
    await put(second, 'plain', 2, session('other', 60));
    assert.equal(await first.drop(planOf('alice'), rejected.accessKeyId), true);
    await put(third, 'alice', 2, rejected);
    assert.equal(await find(second, 'alice'), undefined);
  });

  it('drops nothing that was not cached', async () => {
    const cache = open();
    await put(cache, 'alice', 2, session('mine', 600));
    assert.equal(await cache.drop(planOf('alice'), 'AKIAOTHER'), false);
    assert.equal(await cache.drop(planOf('plain'), 'ASIAMINE'), false);
    assert.deepEqual(await find(cache, 'alice'), [2, session('mine', 600).reveal()]);
    assert.ok(!connectedWindows.requests.includes('forget'));
  });

  it('forgets everything in all windows, and its own entries in secret storage', async () => {
    const stored = [new MemorySecrets(), new MemorySecrets()] as const;
    const [first, second] = [open(stored[0]), open(stored[1])];
    await put(first, 'mfa', 2, session('user', 600));
    await put(first, 'mfa', 3, session('role', 60));
    const held = session('other', 60);
    await put(second, 'plain', 2, held);
    stored[0].values.set('somebody.else', 'anything');
    const notified: string[] = [];
    first.onForgottenAll(() => notified.push('first'));
    second.onForgottenAll(() => notified.push('second'));
    assert.equal(await first.forgetAll(), 3);
    assert.deepEqual(notified, ['first', 'second']);
    assert.ok(held.isForgotten, 'for a command that has it');
    assert.deepEqual([...stored[0].values.keys()], ['somebody.else']);
    assert.equal(stored[1].values.size, 0);
    for (const cache of [first, second, open(stored[0]), open(stored[1])])
      for (const name of ['mfa', 'plain']) assert.equal(await find(cache, name), undefined);
    await put(first, 'plain', 2, session('new', 60));
    assert.deepEqual(await find(second, 'plain'), [2, session('new', 60).reveal()]);
  });

  it('counts a session once, however many windows have it, and ignores counts of other versions', async () => {
    const [first, second] = [open(), open()];
    await connectedWindows.open().listen({ forgetAll: () => 'many' });
    await put(first, 'plain', 2, session('shared', 60));
    await find(second, 'plain');
    assert.equal(await second.forgetAll(), 1);
    assert.equal(await second.forgetAll(), 0);
  });

  it('discards results of a search that started before everything was forgotten', async () => {
    const secrets = new MemorySecrets();
    await put(open(secrets), 'plain', 2, session('mine', 60));
    const cache = open(secrets);
    const get = secrets.get.bind(secrets);
    secrets.get = async (key) => {
      secrets.get = get;
      const found = await get(key);
      await cache.forgetAll();
      return found;
    };
    assert.equal(await find(cache, 'plain'), undefined);
    const theirs = [[keyOf('plain'), session('theirs', 60).reveal()]];
    const [other, deaf] = [open(), { sessions: () => other.forgetAll().then(() => theirs) }];
    await connectedWindows.open().listen(deaf);
    assert.equal(await find(other, 'plain'), undefined);
  });

  it('stores nothing that was forgotten before it was stored', async () => {
    const secrets = new MemorySecrets();
    const cache = open(secrets);
    const store = secrets.store.bind(secrets);
    secrets.store = async (key, value) => {
      await cache.forgetAll();
      await store(key, value);
    };
    await put(cache, 'plain', 2, session('mine', 60));
    assert.equal(secrets.values.size, 0);
  });

  it('forgets everything even if secret storage has failed before, or fails now', async () => {
    const moody = new MemorySecrets();
    const cache = open(moody);
    await put(cache, 'plain', 2, session('mine', 60));
    const get = moody.get.bind(moody);
    moody.get = () => Promise.reject(new Error('Locked'));
    assert.equal(await find(cache, 'mfa'), undefined);
    moody.get = get;
    await cache.forgetAll();
    assert.equal(moody.values.size, 0);
    assert.ok(!cache.mayKeepForgotten);
    const bare = open(new NoKeyring());
    await put(bare, 'plain', 2, session('other', 60));
    await bare.forgetAll();
    assert.ok(bare.mayKeepForgotten);
    assert.equal(await find(bare, 'plain'), undefined);
  });

  it('can be reached by others once it has put a session, and not before', async () => {
    const notified: string[] = [];
    const otherWindows: OtherWindows = {
      listen: () => sleep(20).then(() => void notified.push('listening')),
      ask: async () => undefined,
    };
    const cache = new SessionCache(new MemorySecrets(), otherWindows, log, () => now);
    await find(cache, 'plain');
    assert.deepEqual(notified, []);
    await put(cache, 'plain', 2, session('mine', 60));
    assert.deepEqual(notified, ['listening']);
  });

  it('can be reached by others even if it only has a session that was stored earlier', async () => {
    const secrets = new MemorySecrets();
    await put(new SessionCache(secrets, noOtherWindows, log, () => now), 'plain', 2, session('mine', 60));
    await find(open(secrets), 'plain');
    assert.deepEqual(await find(open(), 'plain'), [2, session('mine', 60).reveal()]);
  });

  for (const answer of [
    null,
    7,
    'sessions',
    {},
    [7],
    [[]],
    [['key']],
    [['key', null]],
    [[7, session('odd', 60).reveal()]],
    [['not asked for', session('odd', 60).reveal()]],
  ])
    it(`takes nothing from a window of another version that answers ${JSON.stringify(answer)}`, async () => {
      await connectedWindows.open().listen({ sessions: () => answer });
      assert.equal(await find(open(), 'plain'), undefined);
      assert.equal(log.text, '');
    });

  for (const request of [null, 7, [], {}, { keys: 7 }, { keys: [7], minimumMs: 0, accessKeyId: 'ASIAMINE' }])
    it(`is not harmed by a window of another version that requests ${JSON.stringify(request)}`, async () => {
      const cache = open();
      await put(cache, 'plain', 2, session('mine', 60));
      const other = connectedWindows.open();
      assert.equal(await other.ask('sessions', request, JSON.stringify), '[]');
      assert.equal(await other.ask('forget', request, JSON.stringify), 'null');
      assert.deepEqual(await find(cache, 'plain'), [2, session('mine', 60).reveal()]);
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

function keyOf(name: string): string {
  const print = prefixFingerprints(planOf(name)).at(-1) ?? '';
  return createHash('sha256').update(print).digest('hex');
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
