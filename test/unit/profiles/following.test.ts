import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { chmod, mkdir, mkdtemp, rename, rm, symlink, truncate, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../../../src/base/environment.ts';
import type { FileTrouble } from '../../../src/base/failure.ts';
import { awsFilePaths } from '../../../src/host/files/awsFiles.ts';
import { nodeFiles } from '../../../src/host/files/nodeFiles.ts';
import { type WatchTiming, watchFile } from '../../../src/host/files/fileWatcher.ts';
import { type Files, type FileState, ProfileStore, type StoreState } from '../../../src/profiles/store.ts';
import { eventually } from '../../eventually.ts';
import { asOrdinaryUser, hasFileModes } from '../ordinaryUser.ts';
import { loadReader } from './profileReader.ts';

const quick: WatchTiming = { intervalMs: 20, stableMs: 10, clockMs: 40 };

describe('ProfileStore with files on disk', () => {
  let home: string;
  let config: string;
  let store: ProfileStore;
  let reads: number;
  /** The path of a file that is temporarily unreadable although it does not change. */
  let locked: string | undefined;
  /** The profile names and failure reasons of each event. */
  let events: string[];

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), 'rolecall-following-'));
    config = join(home, '.aws', 'config');
    await mkdir(dirname(config));
  });

  afterEach(async () => {
    store.dispose();
    await rm(home, { recursive: true, force: true });
  });

  async function follow(timing = quick, environment: Environment = {}): Promise<void> {
    let notifications = 0;
    const files: Files = {
      ...nodeFiles,
      async read(path) {
        reads += 1;
        return locked === path ? failed(path, 'other') : nodeFiles.read(path);
      },
      watch(path, onChange) {
        const notify = () => {
          notifications += 1;
          return onChange();
        };
        return watchFile(path, notify, timing);
      },
    };
    reads = 0;
    locked = undefined;
    events = [];
    store = new ProfileStore(files, awsFilePaths({ HOME: home, ...environment }), loadReader);
    await store.ready();
    await eventually(() =>
      assert.ok(notifications >= 2, 'the watcher notifies once per file at the beginning'),
    );
    await store.ready();
    store.onDidChange((state) => events.push(print(state)));
  }

  /** Waits for the event `last` and returns all events. */
  async function until(last: string): Promise<readonly string[]> {
    await eventually(() => assert.equal(events.at(-1), last));
    return events;
  }

  async function nothingMore(): Promise<readonly string[]> {
    await sleep(quick.clockMs + 3 * quick.intervalMs);
    return events;
  }

  it('notices a file that an editor saves by renaming exactly once', async () => {
    await writeFile(config, '[profile a]');
    await follow();
    await writeFile(`${config}~`, '[profile b]');
    await rename(`${config}~`, config);
    await until('b');
    assert.deepEqual(await nothingMore(), ['b']);
  });

  it('notices an editor that renames the old file to a backup', async () => {
    await writeFile(config, '[profile a]');
    await follow({ ...quick, stableMs: 1000 });
    await rename(config, `${config}~`);
    await sleep(50);
    await writeFile(config, '[profile b]');
    assert.deepEqual(await until('b'), ['b'], 'that it was gone for a moment is no event');
  });

  it('treats truncating and writing a file as one change', async () => {
    await writeFile(config, '[profile a]\n[profile b]');
    await follow({ ...quick, stableMs: 1000 });
    await truncate(config);
    await sleep(50);
    await writeFile(config, '[profile a]\n[pro');
    await sleep(50);
    await writeFile(config, '[profile a]\n[profile c]');
    assert.deepEqual(await until('a c'), ['a c']);
  });

  it('notices a file that is removed and restored', async () => {
    await writeFile(config, '[profile a]');
    await follow();
    await rm(config);
    await until('');
    await writeFile(config, '[profile a]');
    assert.deepEqual(await until('a'), ['', 'a']);
  });

  it('notices new files in a new folder', async () => {
    await rm(dirname(config), { recursive: true });
    await follow();
    await mkdir(dirname(config));
    await sleep(2 * quick.intervalMs);
    assert.deepEqual(events, []);
    writeFileSync(config, '[profile a]');
    await until('a');
    writeFileSync(join(dirname(config), 'credentials'), '[b]');
    await until('a b');
  });

  it('follows a link to its target and to a new target', async () => {
    const [one, two] = [join(home, 'one'), join(home, 'two')];
    await writeFile(one, '[profile a]');
    await writeFile(two, '[profile b]');
    for (const target of [one, two]) await utimes(target, 1, 1);
    await symlink(one, config);
    await follow();
    await relink(two, config);
    await until('b');
    await writeFile(`${two}~`, '[profile c]');
    await rename(`${two}~`, two);
    await until('c');
    await rm(two);
    assert.deepEqual(await until('c, danglingLink'), ['b', 'c', 'c, danglingLink']);
  });

  it('follows a linked folder', async () => {
    const [one, two] = [join(home, 'one'), join(home, 'two')];
    for (const folder of [one, two]) await mkdir(folder);
    await writeFile(join(one, 'config'), '[profile a]');
    await writeFile(join(two, 'config'), '[profile b]');
    await rm(dirname(config), { recursive: true });
    await symlink(one, dirname(config));
    await follow();
    await relink(two, dirname(config));
    await until('b');
    await relink(one, dirname(config));
    assert.deepEqual(await until('a'), ['b', 'a']);
  });

  it('keeps the profiles and reports the failure while reading is not permitted', async function () {
    if (!hasFileModes) this.skip();
    for (const folder of [home, dirname(config)]) await chmod(folder, 0o755);
    await writeFile(config, '[profile a]', { mode: 0o644 });
    await follow();
    await asOrdinaryUser(async () => {
      await chmodAsOwner(config, 0);
      await until('a, permission');
      await chmodAsOwner(config, 0o644);
      assert.deepEqual(await until('a'), ['a, permission', 'a']);
    });
  });

  it('rereads a file that another program had locked', async () => {
    await writeFile(config, '[profile a]');
    await follow();
    locked = config;
    await utimes(config, new Date(), new Date());
    await until('a, other');
    await sleep(quick.clockMs + 3 * quick.intervalMs); // until the watcher is done with the change
    locked = undefined;
    assert.deepEqual(await until('a'), ['a, other', 'a']);
  });

  it('keeps the profiles while the file is a folder', async () => {
    const [file, folder] = [join(home, 'file'), join(home, 'folder')];
    await writeFile(file, '[profile a]');
    await mkdir(folder);
    await symlink(file, config);
    await follow();
    await relink(folder, config);
    await until('a, directory');
    await relink(file, config);
    assert.deepEqual(await until('a'), ['a, directory', 'a']);
  });

  it('reads a file in another encoding', async () => {
    const [text, other] = [join(home, 'text'), join(home, 'other')];
    await writeFile(text, '[profile a]');
    await writeFile(other, Buffer.from('\u{FEFF}[profile b]', 'utf16le'));
    await symlink(text, config);
    await follow();
    await relink(other, config);
    await until('b');
    await relink(text, config);
    assert.deepEqual(await until('a'), ['b', 'a']);
  });

  it('fires no event if a file is touched or saved unchanged', async () => {
    await writeFile(config, '[profile a]');
    await follow();
    const before = reads;
    await utimes(config, new Date(), new Date());
    await eventually(() => assert.ok(reads > before, 'it was looked at'));
    await writeFile(`${config}~`, '[profile a]');
    await rename(`${config}~`, config);
    assert.deepEqual(await nothingMore(), []);
  });

  it('ends up with the last of 50 rapid changes', async () => {
    await writeFile(config, '[profile a]');
    await follow();
    for (let i = 1; i <= 50; i++) await writeFile(config, `[profile a${i}]`);
    await until('a50');
    // No content is reported twice. A read during a write can return an empty file.
    const contents = (await nothingMore()).filter((event) => event !== '');
    assert.equal(new Set(contents).size, contents.length);
  });

  it('follows files whose paths come from environment variables', async () => {
    const odd = join('work', 'a b #1', '本番', 'my.config');
    await follow(quick, { AWS_CONFIG_FILE: `~/${odd}`, AWS_SHARED_CREDENTIALS_FILE: 'keys' });
    await mkdir(dirname(join(home, odd)), { recursive: true });
    writeFileSync(join(home, odd), '[profile a]');
    await until('a');
    writeFileSync(join(home, 'keys'), '[b]');
    await until('a b');
  });
});

function print({ profiles, failures }: StoreState): string {
  const reasons = failures.map((failure) => ('reason' in failure ? failure.reason : failure.code));
  return [[...profiles.profiles.keys()].join(' '), ...reasons].join(', ');
}

function failed(path: string, reason: FileTrouble): FileState {
  return { kind: 'failed', failure: { code: 'fileUnreadable', path, reason } };
}

/** Atomically changes the target of a link. */
async function relink(target: string, path: string): Promise<void> {
  await symlink(target, `${path}.new`);
  await rename(`${path}.new`, path);
}

/** Changes the mode as root if the process was started as root and temporarily runs as another user. */
async function chmodAsOwner(path: string, mode: number): Promise<void> {
  const user = process.geteuid?.() ?? 0;
  const isRoot = process.getuid?.() === 0;
  if (isRoot) process.seteuid?.(0);
  await chmod(path, mode);
  if (isRoot) process.seteuid?.(user);
}
