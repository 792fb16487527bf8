import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Disposable } from '../../../../src/base/event.ts';
import { Changes, type Pace, watchDirectory, watchFile } from '../../../../src/host/files/fileWatcher.ts';
import type { WatchAnswer } from '../../../../src/profiles/store.ts';
import { eventually } from '../../../eventually.ts';

describe('when a change is told of', () => {
  it('is once it rests, and once more when no other can hide behind it', () => {
    assert.deepEqual(told('a@0 a@2500 a@3500 b@4000 b@4050 b@4100 b@5100 b@6100 b@7100'), [2500, 4100, 6100]);
  });

  it('is once only, where contents are not compared', () => {
    assert.deepEqual(told('a@0 a@100 a@2500 b@4000 b@4100 b@5000 b@7000', [100]), [100, 4100]);
  });

  it('is not between the steps of one change', () => {
    const looks = 'full@0 full@100 empty@4000 half@4080 new@4160 new@4240 new@4340';
    assert.deepEqual(told(looks, [100]), [100, 4340]);
  });

  it('is also where nothing has changed in the end', () => {
    assert.deepEqual(told('a@0 a@100 gone@4000 a@4080 a@4180', [100]), [100, 4180]);
  });

  it('is now and then, where there is no rest', () => {
    const looks = Array.from({ length: 50 }, (_, i) => `${i}@${4000 + i * 80}`).join(' ');
    assert.deepEqual(told(`a@0 ${looks}`), [5040, 6160, 7280]);
  });
});

const quick: Pace = { interval: 20, calm: 10, clock: 40 };

describe('watching', () => {
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

  /** Counts from when the beginning was told of. */
  async function counting(watch: typeof watchFile, path: string, pace = quick): Promise<Seen> {
    const seen = { count: 0, dispose: () => watcher.dispose() };
    const count = async () => {
      seen.count += 1;
      return answer;
    };
    const watcher = watch(path, count, pace);
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
    'appears, and its folder': {
      before: (path) => rm(join(path, '..'), { recursive: true }),
      change: async (path) => {
        await mkdir(join(path, '..'));
        await writeFile(path, 'new');
      },
    },
    'is written': { before: (path) => writeFile(path, 'one'), change: (path) => writeFile(path, 'two') },
    'is written with its time kept': {
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
    'is a link that comes to point elsewhere': {
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
    'is a link to nothing, which appears': {
      before: (path) => symlink(`${path}.target`, path),
      change: (path) => writeFile(`${path}.target`, 'new'),
    },
    'has other rights': {
      before: (path) => writeFile(path, 'one', { mode: 0o600 }),
      change: (path) => chmod(path, 0o400),
    },
  };

  for (const [name, { before, change }] of Object.entries(fileScenarios)) {
    it(`tells of a file that ${name}`, async () => {
      const path = join(directory, 'inside', 'config');
      await mkdir(join(directory, 'inside'));
      await before?.(path);
      const seen = await counting(watchFile, path);
      await change(path);
      await eventually(() => assert.ok(seen.count > 0));
    });
  }

  it('is quiet about what does not change, and once it is disposed of', async () => {
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

  it('waits until a file is written in full', async () => {
    await writeFile(file(), 'full');
    const seen = await counting(watchFile, file(), { ...quick, calm: 800 });
    await truncate(file());
    await sleep(100);
    assert.equal(seen.count, 0);
    await writeFile(file(), 'full again');
    await eventually(() => assert.ok(seen.count > 0));
  });

  it('tells again and again as long as it is asked to', async () => {
    const seen = await counting(watchFile, file());
    answer = 'again';
    await writeFile(file(), 'new');
    await eventually(() => assert.ok(seen.count > 10));
    answer = 'done';
    await sleep(5 * quick.interval);
    const { count } = seen;
    await sleep(5 * quick.interval);
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
    it(`tells once of a folder that ${name}`, async () => {
      await mkdir(file('cache'));
      await writeFile(token('a.json'), '{"a":1}');
      await before?.(file('cache'));
      const seen = await counting(watchDirectory, file('cache'), { ...quick, calm: 150 });
      await change(file('cache'));
      await eventually(() => assert.equal(seen.count, 1));
      await sleep(3 * quick.interval);
      assert.equal(seen.count, 1);
    });
  }

  it('follows a folder that is a link, and another that takes its place', async () => {
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

  it('takes no notice of other files in a folder, and none of an empty one', async () => {
    const seen = await counting(watchDirectory, file('cache'));
    await mkdir(file('cache'));
    await writeFile(token('notes.txt'), '');
    await sleep(5 * quick.interval);
    assert.equal(seen.count, 0);
    await writeFile(token('a.json'), '');
    await eventually(() => assert.equal(seen.count, 1));
  });

  it('gets through a folder of hundreds', async () => {
    await mkdir(file('cache'));
    const names = Array.from({ length: 500 }, (_, i) => token(`${i}.json`));
    await Promise.all(names.map((path) => writeFile(path, '{}')));
    const seen = await counting(watchDirectory, file('cache'));
    await replace(token('123.json'), '{"a":1}');
    await eventually(() => assert.equal(seen.count, 1));
  });
});

/** `state@time` for each look; gives the times at which a change was told of. */
function told(looks: string, tellAfter: readonly number[] = [100, 2000], patience = 1000): number[] {
  const changes = new Changes(tellAfter, patience);
  return looks
    .split(' ')
    .map((look) => look.split('@'))
    .filter(([state, time]) => changes.see(state ?? '', Number(time)))
    .map(([, time]) => Number(time));
}

async function replace(path: string, text: string): Promise<void> {
  await writeFile(`${path}.new`, text);
  await rename(`${path}.new`, path);
}
