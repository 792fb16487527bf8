import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Failure, FileTrouble } from '../../../src/base/failure.ts';
import { nodeFiles } from '../../../src/host/files/nodeFiles.ts';
import { ProfileStore, type StoreState } from '../../../src/profiles/store.ts';
import { eventually } from '../../eventually.ts';
import { WrittenFiles } from '../../fakes/writtenFiles.ts';
import { loadReader } from './profileReader.ts';

const paths = { config: '/config', credentials: '/credentials' };

describe('ProfileStore', () => {
  let files: WrittenFiles;
  let store: ProfileStore;
  let events: StoreState[];
  const names = () => [...store.state.profiles.profiles.keys()];
  const fail = (path: string, reason: FileTrouble = 'tooLarge') =>
    files.write(path, { kind: 'failed', failure: { code: 'fileUnreadable', path, reason } });
  const settled = () => store.ready();
  const answers = async () =>
    (await Promise.all([paths.config, paths.credentials].map((path) => files.tell(path)))).flat();
  beforeEach(() => {
    files = new WrittenFiles();
    store = new ProfileStore(files, paths, loadReader);
    events = [];
    store.onDidChange((state) => events.push(state));
  });

  afterEach(() => store.dispose());

  it('is empty before the first read, and reads on first use', async () => {
    files.write(paths.config, '[profile a]');
    assert.deepEqual(names(), []);
    const [state, same] = await Promise.all([store.ready(), store.ready()]);
    assert.equal(state, same);
    assert.deepEqual([names(), state.failures], [['a'], []]);
    assert.deepEqual([events.length, files.reads >= 2], [1, true]);
  });

  it('is empty without files and fires one event', async () => {
    const state = await store.ready();
    assert.deepEqual([state.failures, names()], [[], []]);
    await store.reload();
    assert.equal(events.length, 1);
  });

  it('fires one event per change and none if the text is the same', async () => {
    files.write(paths.config, '[profile a]');
    await settled();
    files.write(paths.config, '[profile a]');
    await settled();
    assert.equal(events.length, 1);
    files.write(paths.credentials, '[b]');
    await settled();
    assert.deepEqual([events.length, names()], [2, ['a', 'b']]);
    await store.reload();
    assert.equal(events.length, 2);
  });

  it('treats an empty file like a missing one', async () => {
    await store.ready();
    files.write(paths.config, '');
    await settled();
    files.write(paths.config, { kind: 'missing' });
    await settled();
    assert.deepEqual([names(), events.length], [[], 1]);
  });

  it('reports a dangling link and keeps the last content', async () => {
    files.write(paths.config, '[profile a]');
    await settled();
    const failure: Failure = { code: 'fileUnreadable', path: paths.config, reason: 'danglingLink' };
    files.write(paths.config, { kind: 'missing', failure });
    await settled();
    assert.deepEqual([names(), store.state.failures], [['a'], [failure]]);
    files.write(paths.config, { kind: 'missing' });
    await settled();
    assert.deepEqual([names(), store.state.failures], [[], []]);
  });

  it('keeps the last content while one or both files are unreadable', async () => {
    files.write(paths.config, '[profile a]');
    files.write(paths.credentials, '[b]');
    await settled();
    fail(paths.config);
    await settled();
    assert.deepEqual(names(), ['a', 'b']);
    assert.deepEqual(store.state.failures, [{ code: 'fileUnreadable', path: '/config', reason: 'tooLarge' }]);
    files.write(paths.credentials, '[c]');
    await settled();
    assert.deepEqual(names(), ['a', 'c'], 'the other file still counts');
    fail(paths.credentials, 'binary');
    await settled();
    assert.deepEqual([names(), store.state.failures.length], [['a', 'c'], 2]);
    files.write(paths.config, '[profile d]');
    files.write(paths.credentials, '[c]');
    await settled();
    assert.deepEqual([names(), store.state.failures], [['d', 'c'], []]);
  });

  it('clears a failure even if the text is unchanged afterwards', async () => {
    files.write(paths.config, '[profile a]');
    await settled();
    fail(paths.config);
    await settled();
    files.write(paths.config, '[profile a]');
    await settled();
    assert.deepEqual([store.state.failures, events.length], [[], 3]);
  });

  it('ends up with the last content even if it is written during a read', async () => {
    const gate = new EventTarget();
    files.gate = once(gate, 'open').then(() => undefined);
    const ready = store.ready();
    files.write(paths.config, '[profile a]');
    files.write(paths.config, '[profile b]');
    gate.dispatchEvent(new Event('open'));
    await ready;
    assert.deepEqual([names(), events.length], [['b'], 1]);
  });

  it('rereads a file that a listener changes', async () => {
    await store.ready();
    store.onDidChange(() => {
      if (names().includes('a')) files.write(paths.credentials, '[b]');
    });
    files.write(paths.config, '[profile a]');
    await settled();
    await settled();
    assert.deepEqual(names(), ['a', 'b']);
  });

  it('rereads only the changed file, because the other may be half written', async () => {
    files.write(paths.config, '[profile a]');
    await settled();
    const { reads } = files;
    await files.tell(paths.credentials);
    assert.equal(files.reads, reads + 1);
    await store.reload();
    assert.equal(files.reads, reads + 3);
  });

  it('returns the text to which locations refer', async () => {
    files.write(paths.config, '# c\n[profile a]\nregion = x');
    files.write(paths.credentials, '[b]');
    await settled();
    const place = store.state.profiles.profiles.get('a')?.locations[0];
    assert.ok(place);
    assert.equal(store.textOf('config').slice(place.start, place.end), '[profile a]\nregion = x');
    assert.equal(store.textOf('credentials'), '[b]');
  });

  it('reports the lines of broken headers and keeps other profiles unchanged', async () => {
    files.write(paths.config, '[profile ci]\nregion = x\n\n[profile dev\nrole_arn = y\n[profile z]\n[oops\n');
    files.write(paths.credentials, '[ci\r\naws_access_key_id = A');
    await settled();
    assert.deepEqual(store.state.failures, [
      { code: 'brokenHeader', path: '/config', lines: [4, 7] },
      { code: 'brokenHeader', path: '/credentials', lines: [1] },
    ]);
    assert.deepEqual([...(store.state.profiles.profiles.get('ci')?.values.keys() ?? [])], ['region']);
    files.write(paths.config, {
      kind: 'failed',
      failure: { code: 'fileUnreadable', path: '/config', reason: 'binary' },
    });
    files.write(paths.credentials, '[ci]');
    await settled();
    assert.deepEqual(
      store.state.failures.map(({ code }) => code),
      ['fileUnreadable'],
    );
  });

  it('reports sections of the config file that lack the profile prefix', async () => {
    const others = '[plugins]\ncli_legacy_plugin_path = x\n[]\nregion = x\n[a b]\nregion = x\n';
    files.write(paths.config, `[default]\nregion = x\n[dev]\nRegion = x\n${others}`);
    files.write(paths.credentials, '[ops]\naws_access_key_id = A');
    await settled();
    assert.deepEqual(store.state.failures, []);
    assert.deepEqual(store.state.hints, [{ code: 'noPrefix', path: '/config', line: 3, title: 'dev' }]);
    files.write(paths.config, '[profile dev]\nregion = x');
    await settled();
    assert.deepEqual(store.state.hints, []);
  });

  it('reports files that are not UTF-8, until they are', async () => {
    files.write(paths.config, { kind: 'text', text: '[profile a]', isUtf8: false });
    await settled();
    assert.deepEqual([names(), store.state.failures], [['a'], []]);
    assert.deepEqual(store.state.hints, [{ code: 'notUtf8', path: '/config' }]);
    files.write(paths.config, '[profile a]');
    await settled();
    assert.deepEqual(store.state.hints, []);
  });

  it('reports at most three such lines per file', async () => {
    files.write(paths.config, '[a\n'.repeat(5) + '[b]\nregion = x\n'.repeat(5));
    const { failures, hints } = await store.ready();
    assert.deepEqual(
      [failures, hints.length],
      [[{ code: 'brokenHeader', path: '/config', lines: [1, 2, 3] }], 3],
    );
  });

  it('reports no missing prefixes if one file serves as both', async () => {
    const both = new ProfileStore(files, { config: '/config', credentials: '/config' }, loadReader);
    files.write(paths.config, '[dev]\nregion = x');
    assert.deepEqual((await both.ready()).hints, []);
    both.dispose();
  });

  it('answers “again” for a file that may become readable without a change', async () => {
    await store.ready();
    assert.deepEqual(await answers(), ['done', 'done']);
    for (const reason of ['permission', 'other'] as const) {
      fail(paths.config, reason);
      assert.deepEqual(await answers(), ['again', 'done'], reason);
    }
    for (const reason of ['binary', 'tooLarge', 'directory', 'special'] as const) {
      fail(paths.config, reason);
      assert.deepEqual(await answers(), ['done', 'done'], reason);
    }
  });

  it('watches until it is disposed', async () => {
    await store.ready();
    assert.equal(files.watched, 2);
    store.dispose();
    assert.equal(files.watched, 0);
    files.write(paths.config, '[profile a]');
    await sleep(5);
    assert.equal(events.length, 1);
  });
});

describe('ProfileStore on the files of this machine', () => {
  it('notices a change within seconds', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rolecall-store-'));
    const config = join(directory, 'config');
    const store = new ProfileStore(
      nodeFiles,
      { config, credentials: join(directory, 'credentials') },
      loadReader,
    );
    try {
      assert.equal((await store.ready()).profiles.profiles.size, 0);
      await writeFile(config, '[profile a]');
      await eventually(() => assert.ok(store.state.profiles.profiles.has('a')));
    } finally {
      store.dispose();
      await rm(directory, { recursive: true });
    }
  });
});
