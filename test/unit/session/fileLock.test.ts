import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, stat, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Cancelled } from '../../../src/base/failure.ts';
import { FileLock } from '../../../src/session/fileLock.ts';
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
