import assert from 'node:assert/strict';
import { access, mkdir, mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Emitter } from '../../../../src/base/event.ts';
import { nodeFiles } from '../../../../src/host/files/nodeFiles.ts';
import { alibabaPaths } from '../../../../src/profiles/alibaba/alibabaPaths.ts';
import type { AlibabaProfiles } from '../../../../src/profiles/alibaba/alibabaProfiles.ts';
import { AlibabaStore } from '../../../../src/profiles/alibaba/alibabaStore.ts';
import { eventually } from '../../../eventually.ts';
import { WrittenFiles } from '../../../fakes/writtenFiles.ts';

const paths = alibabaPaths({}, '/h');
const cliText = (name: string) => JSON.stringify({ current: name, profiles: [{ name, mode: 'AK' }] });

describe('the store of Alibaba Cloud', () => {
  let files: WrittenFiles;
  let existing: Set<string>;
  let asksForEcs: { value: boolean; readonly changed: Emitter<unknown> };
  let store: AlibabaStore;
  let events: AlibabaProfiles[];
  const kinds = () =>
    store.state.sources.map((source) => ('name' in source ? `${source.kind} ${source.name}` : source.kind));
  const open = (environment: Record<string, string> = {}) => {
    store?.dispose();
    store = new AlibabaStore({
      files,
      paths: alibabaPaths(environment, '/h'),
      environment,
      asksForEcs: {
        get value() {
          return asksForEcs.value;
        },
        onChange: asksForEcs.changed.event,
      },
      exists: async (path) => existing.has(path),
    });
    events = [];
    store.onDidChange((state) => events.push(state));
  };

  beforeEach(() => {
    files = new WrittenFiles();
    existing = new Set();
    asksForEcs = { value: false, changed: new Emitter() };
    open();
  });

  afterEach(() => store.dispose());

  it('knows only the environment before the first read', async () => {
    files.write(paths.cli, cliText('a'));
    open({ ALIBABA_CLOUD_ACCESS_KEY_ID: 'x' });
    assert.deepEqual(kinds(), ['ramEnvironment']);
    const [state, same] = await Promise.all([store.ready(), store.ready()]);
    assert.equal(state, same);
    assert.deepEqual(kinds(), ['ramEnvironment', 'cliProfile a']);
    assert.equal(events.length, 1);
  });

  it('reads all files, and looks for that of a PAI DSW instance', async () => {
    files.write(paths.cli, cliText('a'));
    files.write(paths.ini.credentials, '[b]\n');
    files.write(paths.ini['credentials.ini'], '[c]\n');
    existing.add(paths.credentialsFile);
    await store.ready();
    assert.deepEqual(kinds(), ['credentialsFile', 'cliProfile a', 'iniProfile b', 'iniProfile c']);
  });

  it('reads only the named INI file', async () => {
    files.write(paths.ini.credentials, '[b]\n');
    files.write('/named', '[d]\n');
    open({ ALIBABA_CLOUD_CREDENTIALS_FILE: '/named' });
    await store.ready();
    assert.deepEqual(kinds(), ['iniProfile d']);
  });

  it('fires one event per change and none if nothing changes', async () => {
    await store.ready();
    assert.equal(events.length, 1);
    files.write(paths.cli, cliText('a'));
    await store.ready();
    files.write(paths.cli, cliText('a'));
    await store.ready();
    assert.equal(events.length, 2);
    existing.add(paths.credentialsFile);
    await files.tell(paths.credentialsFile);
    await files.tell(paths.credentialsFile);
    assert.equal(events.length, 3);
    assert.deepEqual(kinds(), ['credentialsFile', 'cliProfile a']);
  });

  it('tells each time when the file of a PAI DSW instance was written, without reading it', async () => {
    await store.ready();
    const { reads } = files;
    let rewritten = 0;
    store.onDidRewriteCredentials(() => rewritten++);
    existing.add(paths.credentialsFile);
    await files.tell(paths.credentialsFile);
    await files.tell(paths.credentialsFile);
    files.write(paths.cli, cliText('a'));
    await store.ready();
    assert.deepEqual([rewritten, files.reads], [2, reads + 1]);
  });

  it('forgets a file that is removed', async () => {
    files.write(paths.cli, cliText('a'));
    await store.ready();
    files.write(paths.cli, { kind: 'missing' });
    await store.ready();
    assert.deepEqual(kinds(), []);
  });

  it('keeps the content of a file while that is unreadable, and says so', async () => {
    files.write(paths.cli, cliText('a'));
    await store.ready();
    const failure = { code: 'fileUnreadable', path: paths.cli, reason: 'permission' } as const;
    files.write(paths.cli, { kind: 'failed', failure });
    assert.deepEqual(await files.tell(paths.cli), ['again']);
    assert.deepEqual([kinds(), store.state.failures], [['cliProfile a'], [failure]]);
    files.write(paths.cli, cliText('a'));
    assert.deepEqual(await files.tell(paths.cli), ['done']);
    assert.deepEqual([kinds(), store.state.failures], [['cliProfile a'], []]);
  });

  it('says that a file is not valid, until it is', async () => {
    files.write(paths.cli, '{');
    await store.ready();
    assert.deepEqual(
      store.state.failures.map(({ code }) => code),
      ['alibabaFileInvalid'],
    );
    files.write(paths.cli, cliText('a'));
    await store.ready();
    assert.deepEqual([kinds(), store.state.failures], [['cliProfile a'], []]);
  });

  it('keeps the last valid content while a file is being edited, until the file is removed', async () => {
    files.write(paths.cli, cliText('a'));
    await store.ready();
    files.write(paths.cli, '{"profiles": [');
    await files.tell(paths.cli);
    assert.deepEqual(
      [kinds(), store.state.failures.map(({ code }) => code)],
      [['cliProfile a'], ['alibabaFileInvalid']],
    );
    files.write(paths.cli, { kind: 'missing' });
    await files.tell(paths.cli);
    files.write(paths.cli, '{');
    await files.tell(paths.cli);
    assert.deepEqual(kinds(), []);
  });

  it('lists ECS when that is wanted', async () => {
    await store.ready();
    asksForEcs.value = true;
    asksForEcs.changed.fire(undefined);
    assert.deepEqual(kinds(), ['ecsRamRole']);
    assert.equal(events.length, 2);
  });

  it('sees a change that happens during a read', async () => {
    const gate = Promise.withResolvers<void>();
    files.gate = gate.promise;
    const ready = store.ready();
    files.write(paths.cli, cliText('late'));
    gate.resolve();
    await ready;
    assert.deepEqual(kinds(), ['cliProfile late']);
  });

  it('stops watching', () => {
    store.dispose();
    assert.equal(files.watched, 0);
  });
});

describe('the store of Alibaba Cloud on a disk', () => {
  it('follows what the CLI and a PAI DSW instance write', async () => {
    const home = await mkdtemp(join(tmpdir(), 'alibaba-'));
    const environment = { ROLECALL_ALIBABA_CREDENTIALS_FILE: join(home, 'credentials') };
    const onDisk = alibabaPaths(environment, home);
    const store = new AlibabaStore({
      files: nodeFiles,
      paths: onDisk,
      environment,
      asksForEcs: { value: false, onChange: new Emitter().event },
      exists: (path) =>
        access(path).then(
          () => true,
          () => false,
        ),
    });
    const has = (kind: string) => store.state.sources.some((source) => source.kind === kind);
    try {
      await store.ready();
      assert.deepEqual(store.state.sources, []);
      await mkdir(join(home, '.aliyun'));
      // The CLI writes a temporary file and renames it.
      await writeFile(`${onDisk.cli}.tmp`, cliText('a'));
      await rename(`${onDisk.cli}.tmp`, onDisk.cli);
      await eventually(() => assert.ok(has('cliProfile')));
      await writeFile(onDisk.credentialsFile, '{}');
      await eventually(() => assert.ok(has('credentialsFile')));
      await rm(onDisk.credentialsFile);
      await eventually(() => assert.ok(!has('credentialsFile')));
    } finally {
      store.dispose();
      await rm(home, { recursive: true });
    }
  });
});
