import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cancelled } from '../../../src/base/failure.ts';
import { FileLock } from '../../../src/session/fileLock.ts';
import { eventually } from '../../eventually.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';

const never = new AbortController().signal;

describe('FileLock', () => {
  let directory: string;
  let log: RecordedLog;
  const window = () => new FileLock(join(directory, 'locks'), log);
  const files = () => readdir(join(directory, 'locks'));
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rolecall-lock-'));
    log = new RecordedLog();
  });

  afterEach(async () => {
    await rm(directory, { recursive: true });
  });

  it('runs one action at a time across windows, and leaves nothing behind', async () => {
    let inside = 0;
    const results = await Promise.all(
      Array.from({ length: 5 }, (_, i) =>
        window().hold('alice', never, async () => {
          assert.equal((inside += 1), 1);
          await sleep(5);
          inside -= 1;
          return i;
        }),
      ),
    );
    assert.deepEqual(results, [0, 1, 2, 3, 4]);
    assert.deepEqual([await files(), log.warnings], [[], []]);
  });

  it('reports that it waits for another window, but not for this one', async () => {
    const notified: string[] = [];
    const [one, other] = [window(), window()];
    const note = (name: string) => () => void (notified.includes(name) || notified.push(name));
    await one.hold('alice', never, async () => {
      const cancellation = new AbortController();
      const waiting = [
        other.hold('alice', cancellation.signal, async () => {}, note('other')),
        one.hold('alice', cancellation.signal, async () => {}, note('one')),
      ];
      await sleep(250);
      cancellation.abort();
      await Promise.allSettled(waiting);
    });
    assert.deepEqual(notified, ['other']);
    await one.hold('alice', never, async () => {}, note('free'));
    assert.deepEqual(notified, ['other']);
  });

  it('keeps different names apart, and none of them readable', async () => {
    await window().hold('alice', never, () =>
      window().hold('bob', never, async () => {
        const names = await files();
        assert.equal(names.length, 2);
        for (const name of names) assert.match(name, /^[0-9a-f]{32}\.lock$/);
        if (process.platform === 'win32') return;
        const { mode } = await stat(join(directory, 'locks', names[0] ?? ''));
        assert.equal(mode & 0o777, 0o600);
      }),
    );
  });

  it('is released after a failure', async () => {
    const failing = window().hold('alice', never, () => Promise.reject(new Error('no')));
    await assert.rejects(failing, /^Error: no$/);
    assert.equal(await window().hold('alice', never, async () => 'mine'), 'mine');
  });

  it('stops waiting immediately when it is canceled', async () => {
    const cancellation = new AbortController();
    await window().hold('alice', never, async () => {
      const waiting = window().hold('alice', cancellation.signal, () => assert.fail('not its turn'));
      const check = assert.rejects(waiting, Cancelled);
      await sleep(30);
      const start = performance.now();
      cancellation.abort();
      await check;
      assert.ok(performance.now() - start < 50);
      assert.equal((await files()).length, 1, 'the holder keeps it');
    });
  });

  it('takes over from a holder that has shown no sign of life for a while', async () => {
    const path = await leftBehind(7500);
    const start = performance.now();
    assert.equal(await window().hold('alice', never, async () => 'mine'), 'mine');
    const waited = performance.now() - start;
    assert.ok(waited > 300 && waited < 1500, `${waited} ms`);
    await assert.rejects(stat(path));
  });

  it('is given up at its deadline by a holder that lives but does not get on', async () => {
    const stuck = Promise.withResolvers<void>();
    const holding = window().hold('alice', never, () => stuck.promise, undefined, 300);
    await eventually(async () => assert.equal((await files()).length, 1));
    const start = performance.now();
    await window().hold('alice', never, async () => {
      assert.ok(performance.now() - start < 3000, 'long before a killed window would lose it');
      stuck.resolve();
      await holding;
      assert.equal((await files()).length, 1, 'the first holder has not removed the lock of the second');
    });
    assert.deepEqual([await files(), log.warnings], [[], []]);
  });

  it('is kept until its deadline, however long that is', async () => {
    let isOver = false;
    const holding = window().hold('alice', never, async () => {
      await sleep(9000);
      isOver = true;
    });
    await eventually(async () => assert.equal((await files()).length, 1));
    await window().hold('alice', never, async () => assert.ok(isOver));
    await holding;
  }).timeout(20_000);

  for (const [when, ageMs] of [
    ['a day ago', 24 * 3_600_000],
    ['in an hour', -3_600_000],
    ['in ten seconds', -10_000],
  ] as const)
    it(`takes over within seconds from a killed holder whose last sign of life seems to be ${when}`, async () => {
      await leftBehind(ageMs);
      const start = performance.now();
      assert.equal(await window().hold('alice', never, async () => 'mine'), 'mine');
      const waited = performance.now() - start;
      assert.ok(waited > 900 && waited < 2500, `${waited} ms`);
      assert.deepEqual(await files(), []);
    });

  for (const [how, stepMs] of [
    ['forward', 3_600_000],
    ['back', -3_600_000],
  ] as const)
    it(`has one holder though the clock is set ${how}, for whoever waits then or comes later`, async () => {
      const cancellation = new AbortController();
      await window().hold('alice', never, async () => {
        const waiting: Promise<unknown>[] = [];
        const wait = () =>
          waiting.push(window().hold('alice', cancellation.signal, () => assert.fail('not its turn')));
        wait();
        await sleep(300);
        for (let i = 0; i < 4; i++) {
          // The last sign of life is from before the clock was set.
          const before = new Date(Date.now() - stepMs);
          await utimes(
            join(
              directory,
              'locks',
              (await files()).find((name) => name.endsWith('.lock'))!,
            ),
            before,
            before,
          );
          wait();
          await sleep(600);
        }
        cancellation.abort();
        for (const each of waiting) await assert.rejects(each, Cancelled);
      });
    });

  it('does not count the time while the machine slept', async () => {
    const path = await leftBehind(0);
    const waiting = window().hold('alice', never, async () => {});
    await sleep(300);
    const now = performance.now.bind(performance);
    performance.now = () => now() + 8 * 3_600_000;
    await sleep(1000);
    performance.now = now;
    await stat(path);
    await rm(path);
    await waiting;
  });

  it('does not show signs of life for another window that has taken the lock', async () => {
    const path = await leftBehind(0);
    await rm(path);
    await window().hold('alice', never, async () => {
      await rm(path);
      await writeFile(path, 'other');
      const before = await stat(path);
      await sleep(2500);
      assert.deepEqual(await stat(path), before);
    });
    assert.deepEqual(await files(), [basename(path)], 'nor does it remove the lock');
  });

  it('does not block sessions if its directory cannot be created', async () => {
    await writeFile(join(directory, 'locks'), 'a file');
    assert.equal(await window().hold('alice', never, async () => 'mine'), 'mine');
    assert.deepEqual(log.warnings, ['Windows cannot wait for each other: EEXIST']);
    const error = new Error('of the action');
    await assert.rejects(
      window().hold('alice', never, () => Promise.reject(error)),
      error,
    );
  });

  /** The lock file of a window that was killed `ageMs` ago. */
  async function leftBehind(ageMs: number): Promise<string> {
    const path = await window().hold('alice', never, async () => {
      const [name = ''] = await files();
      return join(directory, 'locks', name);
    });
    await writeFile(path, '');
    const then = new Date(Date.now() - ageMs);
    await utimes(path, then, then);
    return path;
  }
});
