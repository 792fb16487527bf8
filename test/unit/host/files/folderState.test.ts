import assert from 'node:assert/strict';
import fs, { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onDisk } from '../../../../src/base/boundedFile.ts';
import { TimedOut } from '../../../../src/base/deadline.ts';
import { deadlines } from '../../../../src/base/deadlines.ts';
import { watchDirectory } from '../../../../src/host/files/fileWatcher.ts';
import { FolderState } from '../../../../src/host/files/folderState.ts';
import { eventually } from '../../../eventually.ts';

const quick = { intervalMs: 10, stableMs: 5, clockMs: 20 };
const { stat, lstat, readdir } = fs;

describe('watching a folder with many files', function () {
  this.timeout(30_000);
  let directory: string;
  let folder: string;
  /** The paths with which the file system was called. */
  let calls: string[];
  /** Whether the time of the folder stays as it is, as on FAT. */
  let hasFixedTime: boolean;
  let reports: number;
  let watcher: { dispose(): void } | undefined;

  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rolecall-folder-'));
    folder = join(directory, 'cache');
    await mkdir(folder);
    calls = [];
    reports = 0;
    hasFixedTime = false;
    let fixed: unknown;
    const counted =
      (call: (path: string, ...more: never[]) => Promise<unknown>) =>
      async (path: string, ...more: never[]) => {
        calls.push(path);
        if (!hasFixedTime || path !== folder || call.name !== 'stat') return call(path, ...more);
        return (fixed ??= await call(path, ...more));
      };
    Object.assign(fs, {
      stat: counted(stat as never),
      lstat: counted(lstat as never),
      readdir: counted(readdir as never),
    });
    syncBuiltinESMExports();
  });

  afterEach(async () => {
    watcher?.dispose();
    Object.assign(fs, { stat, lstat, readdir });
    syncBuiltinESMExports();
    await rm(directory, { recursive: true });
  });

  const file = (i: number): string => join(folder, `${i}.json`);
  const fill = async (count: number): Promise<void> => {
    for (let i = 0; i < count; i++) await writeFile(file(i), '{}');
  };
  const pollsIn = (paths: readonly string[]): number => paths.filter((path) => path === folder).length;
  const watch = async (important: readonly string[] = []): Promise<void> => {
    watcher = watchDirectory(
      folder,
      () => (reports += 1),
      quick,
      () => important,
    );
    await eventually(() => assert.equal(reports, 1));
    reports = 0;
    await polls(10);
    assert.equal(reports, 0);
  };
  const polls = async (count: number): Promise<void> => {
    const before = calls.length;
    await eventually(() => assert.ok(pollsIn(calls.slice(before)) >= count), 20_000);
  };
  /** The calls for each time that the folder itself was looked at. */
  const callsWhileIdle = async (count: number): Promise<number> => {
    await fill(count);
    await watch();
    calls = [];
    await polls(60);
    watcher?.dispose();
    assert.equal(reports, 0);
    reports = 0;
    return calls.length / pollsIn(calls);
  };

  it('takes no more calls to the file system for more files', async () => {
    const few = await callsWhileIdle(100);
    const many = await callsWhileIdle(400);
    assert.ok(many < 1.5 * few, `${few} calls for 100 files, ${many} for 400`);
  });

  it('reports any file that is written in place', async () => {
    await fill(400);
    await watch();
    for (const i of [0, 399, 123, 17]) {
      reports = 0;
      await writeFile(file(i), '{"a":1}');
      await eventually(() => assert.equal(reports, 1), 20_000);
    }
  });

  it('reports an important file that is written in place at once', async () => {
    await fill(400);
    await watch(['7.json', '399.json', 'missing.json']);
    for (const i of [399, 7]) {
      reports = 0;
      calls = [];
      await writeFile(file(i), `{"a":${i}}`);
      await eventually(() => assert.equal(reports, 1));
      assert.ok(pollsIn(calls) < 8, `${pollsIn(calls)}`);
    }
  });

  it('reports all important files in turn if there are many', async () => {
    await fill(200);
    await watch(Array.from({ length: 100 }, (_, i) => `${i}.json`));
    for (const i of [99, 50, 0]) {
      reports = 0;
      await writeFile(file(i), '{"a":1}');
      await eventually(() => assert.equal(reports, 1));
    }
  });

  it('waits once for a folder that does not respond, and reports nothing', async () => {
    await fill(3);
    const state = new FolderState(folder, { clockMs: 0, important: () => [] });
    const before = await state.read();
    const disk = Promise.withResolvers<void>();
    const blocking = onDisk(folder, () => disk.promise, 20);
    await assert.rejects(blocking, TimedOut);
    const started = performance.now();
    assert.equal(await state.read(), before);
    assert.ok(performance.now() - started < 1.5 * deadlines.fileMs);
    disk.resolve();
    await writeFile(join(folder, 'new.json'), '{}');
    assert.notEqual(await state.read(), before);
  });

  it('reports a new file at once', async () => {
    await fill(400);
    await watch();
    calls = [];
    await writeFile(join(folder, 'new.json'), '{}');
    await eventually(() => assert.equal(reports, 1));
    assert.ok(pollsIn(calls) < 12, `${pollsIn(calls)}`);
  });

  it('reports new and removed files even if the time of the folder does not change', async () => {
    hasFixedTime = true;
    await fill(40);
    await watch();
    await writeFile(join(folder, 'new.json'), '{}');
    await eventually(() => assert.equal(reports, 1), 20_000);
    reports = 0;
    await rm(file(3));
    await eventually(() => assert.equal(reports, 1), 20_000);
  });
});
