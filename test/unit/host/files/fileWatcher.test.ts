import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../../../../src/base/event.ts';
import {
  Changes,
  watchDirectory,
  watchFile,
  type WatchTiming,
} from '../../../../src/host/files/fileWatcher.ts';
import type { WatchAnswer } from '../../../../src/profiles/store.ts';
import { eventually } from '../../../eventually.ts';

describe('the report of a change', () => {
  it('comes once the file is stable, and again when no further change can go unnoticed', () => {
    assert.deepEqual(
      reportTimes('a@0 a@2500 a@3500 b@4000 b@4050 b@4100 b@5100 b@6100 b@7100'),
      [2500, 4100, 6100],
    );
  });

  it('comes only once if contents are not compared', () => {
    assert.deepEqual(reportTimes('a@0 a@100 a@2500 b@4000 b@4100 b@5000 b@7000', [100]), [100, 4100]);
  });

  it('does not come between the steps of one change', () => {
    const polls = 'full@0 full@100 empty@4000 half@4080 new@4160 new@4240 new@4340';
    assert.deepEqual(reportTimes(polls, [100]), [100, 4340]);
  });

  it('comes even if the final state is the same', () => {
    assert.deepEqual(reportTimes('a@0 a@100 gone@4000 a@4080 a@4180', [100]), [100, 4180]);
  });

  it('comes from time to time while changes continue', () => {
    const polls = Array.from({ length: 50 }, (_, i) => `${i}@${4000 + i * 80}`).join(' ');
    assert.deepEqual(reportTimes(`a@0 ${polls}`), [5040, 6160, 7280]);
  });
});

const quick: WatchTiming = { intervalMs: 20, stableMs: 10, clockMs: 40 };

describe('the file watcher', () => {
  let directory: string;
  let watchers: Disposable[];
  let answer: WatchAnswer;
  beforeEach(async () => {
    answer = 'done';
    directory = await mkdtemp(join(tmpdir(), 'rolecall-watching-'));
    watchers = [];
  });

  afterEach(async () => {
    for (const watcher of watchers) watcher.dispose();
    await rm(directory, { recursive: true, force: true });
  });

  const file = (name = 'config') => join(directory, name);
  const token = (name: string) => join(directory, 'cache', name);

  interface Seen {
    count: number;
    dispose(): void;
  }

  /** Counts reports after the initial one. */
  async function counting(watch: typeof watchFile, path: string, timing = quick): Promise<Seen> {
    const seen = { count: 0, dispose: () => watcher.dispose() };
    const count = async () => {
      seen.count += 1;
      return answer;
    };
    const watcher = watch(path, count, timing);
    watchers.push(watcher);
    await eventually(() => assert.equal(seen.count, 1));
    seen.count = 0;
    return seen;
  }

  interface Scenario {
    readonly before?: (path: string) => Promise<unknown>;
    readonly change: (path: string) => Promise<unknown>;
  }

  const fileScenarios: Readonly<Record<string, Scenario>> = {
    appears: { change: (path) => writeFile(path, 'new') },
    'appears with its folder': {
      before: (path) => rm(join(path, '..'), { recursive: true }),
      change: async (path) => {
        await mkdir(join(path, '..'));
        await writeFile(path, 'new');
      },
    },
    'is written': { before: (path) => writeFile(path, 'one'), change: (path) => writeFile(path, 'two') },
    'is written without a change of its time': {
      before: async (path) => {
        await writeFile(path, 'one');
        await utimes(path, 1, 1);
      },
      change: async (path) => {
        await writeFile(path, 'two');
        await utimes(path, 1, 1);
      },
    },
    'is emptied': { before: (path) => writeFile(path, 'one'), change: (path) => truncate(path) },
    'is removed': { before: (path) => writeFile(path, 'one'), change: (path) => rm(path) },
    'is replaced': { before: (path) => writeFile(path, 'one'), change: (path) => replace(path, 'two') },
    'is replaced by a folder': {
      before: (path) => writeFile(path, 'one'),
      change: async (path) => {
        await rm(path);
        await mkdir(path);
      },
    },
    'is a link whose target changes': {
      before: async (path) => {
        await writeFile(`${path}.target`, 'one');
        await symlink(`${path}.target`, path);
      },
      change: (path) => writeFile(`${path}.target`, 'two'),
    },
    'is a link whose target is replaced': {
      before: async (path) => {
        await writeFile(`${path}.one`, 'one');
        await writeFile(`${path}.two`, 'two');
        await Promise.all([`${path}.one`, `${path}.two`].map((target) => utimes(target, 1, 1)));
        await symlink(`${path}.one`, path);
      },
      change: async (path) => {
        await symlink(`${path}.two`, `${path}.new`);
        await rename(`${path}.new`, path);
      },
    },
    'is a dangling link whose target appears': {
      before: (path) => symlink(`${path}.target`, path),
      change: (path) => writeFile(`${path}.target`, 'new'),
    },
    'gets another mode': {
      before: (path) => writeFile(path, 'one', { mode: 0o600 }),
      change: (path) => chmod(path, 0o400),
    },
  };

  for (const [name, { before, change }] of Object.entries(fileScenarios)) {
    it(`reports a file that ${name}`, async () => {
      const path = join(directory, 'inside', 'config');
      await mkdir(join(directory, 'inside'));
      await before?.(path);
      const seen = await counting(watchFile, path);
      await change(path);
      await eventually(() => assert.ok(seen.count > 0));
    });
  }

  it('reports nothing without a change or after it is disposed', async () => {
    await writeFile(file('still'), '');
    const [missing, still, disposed] = await Promise.all(
      ['none', 'still', 'config'].map((name) => counting(watchFile, file(name))),
    );
    disposed?.dispose();
    let unborn = 0;
    watchDirectory(file(), () => (unborn += 1), quick).dispose();
    await writeFile(file(), 'new');
    const other = await counting(watchFile, file('other'));
    await writeFile(file('other'), 'new');
    await eventually(() => assert.ok(other.count >= 2, 'at rest, and once more'));
    assert.deepEqual([missing?.count, still?.count, disposed?.count, unborn], [0, 0, 0, 0]);
  });

  it('waits until a file is completely written', async () => {
    await writeFile(file(), 'full');
    const seen = await counting(watchFile, file(), { ...quick, stableMs: 800 });
    await truncate(file());
    await sleep(100);
    assert.equal(seen.count, 0);
    await writeFile(file(), 'full again');
    await eventually(() => assert.ok(seen.count > 0));
  });

  it('reports repeatedly while the answer is to do so', async () => {
    const seen = await counting(watchFile, file());
    answer = 'again';
    await writeFile(file(), 'new');
    await eventually(() => assert.ok(seen.count > 10));
    answer = 'done';
    await sleep(5 * quick.intervalMs);
    const { count } = seen;
    await sleep(5 * quick.intervalMs);
    assert.equal(seen.count, count);
  });

  const directoryScenarios: Readonly<Record<string, Scenario>> = {
    appears: {
      before: (path) => rm(path, { recursive: true }),
      change: async (path) => {
        await mkdir(path);
        await writeFile(token('new.json'), '{}');
      },
    },
    'is removed': { change: (path) => rm(path, { recursive: true }) },
    'gets a file': { change: () => writeFile(token('new.json'), '{}') },
    'loses a file': { change: () => rm(token('a.json')) },
    'has a file that is written in place': { change: () => writeFile(token('a.json'), '{"b":2}') },
    'has a file that is replaced': { change: () => replace(token('a.json'), '{"c":3}') },
  };
  for (const [name, { before, change }] of Object.entries(directoryScenarios)) {
    it(`reports a folder once that ${name}`, async () => {
      await mkdir(file('cache'));
      await writeFile(token('a.json'), '{"a":1}');
      await before?.(file('cache'));
      const seen = await counting(watchDirectory, file('cache'), { ...quick, stableMs: 150 });
      await change(file('cache'));
      await eventually(() => assert.equal(seen.count, 1));
      await sleep(3 * quick.intervalMs);
      assert.equal(seen.count, 1);
    });
  }

  it('follows a folder that is a link, and the folder that replaces it', async () => {
    for (const name of ['one', 'two']) {
      await mkdir(file(name));
      await writeFile(join(file(name), 'a.json'), name);
    }
    await symlink(file('one'), file('cache'));
    const seen = await counting(watchDirectory, file('cache'));
    await replace(join(file('one'), 'a.json'), 'other');
    await eventually(() => assert.equal(seen.count, 1));
    await symlink(file('two'), file('cache.new'));
    await rename(file('cache.new'), file('cache'));
    await eventually(() => assert.equal(seen.count, 2));
  });

  it('ignores other files in a folder, and an empty folder', async () => {
    const seen = await counting(watchDirectory, file('cache'));
    await mkdir(file('cache'));
    await writeFile(token('notes.txt'), '');
    await sleep(5 * quick.intervalMs);
    assert.equal(seen.count, 0);
    await writeFile(token('a.json'), '');
    await eventually(() => assert.equal(seen.count, 1));
  });

  it('handles a folder with hundreds of files', async () => {
    await mkdir(file('cache'));
    const names = Array.from({ length: 500 }, (_, i) => token(`${i}.json`));
    await Promise.all(names.map((path) => writeFile(path, '{}')));
    const seen = await counting(watchDirectory, file('cache'));
    await replace(token('123.json'), '{"a":1}');
    await eventually(() => assert.equal(seen.count, 1));
  });
});

/** `polls` has `state@time` for each poll. Returns the times at which a change was reported. */
function reportTimes(
  polls: string,
  reportAfterMs: readonly number[] = [100, 2000],
  maxDelayMs = 1000,
): number[] {
  const changes = new Changes(reportAfterMs, maxDelayMs);
  return polls
    .split(' ')
    .map((look) => look.split('@'))
    .filter(([state, time]) => changes.observe(state ?? '', Number(time)))
    .map(([, time]) => Number(time));
}

async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
