import assert from 'node:assert/strict';
import { promises } from 'node:fs';
import { type FileHandle, mkdtemp, open, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Failure, FailureError } from '../../../../src/base/failure.ts';
import { stage } from '../../../../src/host/files/diskFiles.ts';

const old = '[profile a]\n'.repeat(500);
const next = '[profile b]\n'.repeat(1000);

function fail(): Promise<never> {
  return Promise.reject(Object.assign(new Error('failing'), { code: 'EIO' }));
}

describe('a write in place', () => {
  let folder: string;
  let config: string;
  let credentials: string;
  let restore: (() => void)[];

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-in-place-'));
    [config, credentials] = [join(folder, 'config'), join(folder, 'credentials')];
    await writeFile(config, old);
    restore = [];
    // As if the file were mounted into a container.
    patch(promises, 'rename', (original) => async (from, to) => {
      if (to === config) throw Object.assign(new Error('busy'), { code: 'EBUSY' });
      return original(from, to);
    });
  });

  afterEach(async () => {
    for (const each of restore) each();
    syncBuiltinESMExports();
    await rm(folder, { recursive: true });
  });

  function patch<T extends object, K extends keyof T>(of: T, name: K, by: (original: T[K]) => T[K]): void {
    const original = of[name];
    of[name] = by(original);
    restore.push(() => (of[name] = original));
    syncBuiltinESMExports();
  }

  /** The disk takes half of each write, and then fails, at most `failures` times. */
  async function failingDisk(failures: number, method: 'write' | 'sync' = 'write'): Promise<void> {
    const handle = await open(config);
    const prototype = Object.getPrototypeOf(handle) as FileHandle;
    await handle.close();
    let calls = 0;
    if (method === 'sync')
      return patch(
        prototype,
        'sync',
        (original) =>
          function sync(this: FileHandle) {
            return calls++ < failures ? fail() : original.call(this);
          },
      );
    type Write = (
      this: FileHandle,
      bytes: Buffer,
      at: number,
      length: number,
      to: number,
    ) => Promise<unknown>;
    patch(prototype, 'write', (original) => {
      const write: Write = function write(bytes, at, length, to) {
        calls++;
        if (calls % 2 === 0 && calls / 2 <= failures) return fail();
        const part = calls / 2 < failures ? Math.ceil(length / 2) : length;
        return (original as unknown as Write).call(this, bytes, at, part, to);
      };
      return write as unknown as typeof original;
    });
  }

  async function failureOf(paths: readonly string[] = [config], texts = [old, next]): Promise<Failure> {
    const [before = '', after = ''] = texts;
    const rewrites = paths.map((path) => ({
      path,
      before: path === config ? before : 'keys',
      edits: [],
      after: path === config ? after : 'new keys',
    }));
    const staged = await stage(rewrites, { keepBackup: false, now: Date.now });
    await failingDisk(failures, method);
    const error: unknown = await staged.commit().catch((thrown: unknown) => thrown);
    await staged.discard();
    assert.ok(error instanceof FailureError, String(error));
    return error.failure;
  }

  let failures: number;
  let method: 'write' | 'sync';
  beforeEach(() => ([failures, method] = [1, 'write']));

  it('that fails reports that nothing was changed if the old text is back', async () => {
    assert.deepEqual(await failureOf(), { code: 'fileUnwritable', path: config, reason: 'other' });
    assert.equal(await readFile(config, 'utf8'), old);
  });

  it('that fails reports the damage if the old text cannot be written back, either', async () => {
    failures = 2;
    assert.deepEqual(await failureOf(), { code: 'fileUnwritable', path: config, reason: 'damaged' });
    assert.notEqual(await readFile(config, 'utf8'), old);
  });

  it('reports the damage if the old text may not have reached the disk', async () => {
    [failures, method] = [3, 'sync'];
    assert.deepEqual(await failureOf(), { code: 'fileUnwritable', path: config, reason: 'damaged' });
  });

  it('reports the damage of the second file after it has restored the first', async () => {
    failures = 2;
    await writeFile(credentials, 'keys');
    const failure = await failureOf([credentials, config]);
    assert.deepEqual(failure, { code: 'fileUnwritable', path: config, reason: 'damaged' });
    assert.equal(await readFile(credentials, 'utf8'), 'keys');
    assert.deepEqual((await readdir(folder)).toSorted(), ['config', 'credentials']);
  });

  it('reports the damage of the first file if it cannot be restored after the second has failed', async () => {
    await writeFile(config, next);
    await writeFile(credentials, 'keys');
    patch(promises, 'rename', (original) => async (from, to) => {
      if (to !== credentials) return original(from, to);
      await failingDisk(2);
      return fail();
    });
    failures = 0;
    const failure = await failureOf([config, credentials], [next, old]);
    assert.deepEqual(failure, { code: 'fileUnwritable', path: config, reason: 'damaged' });
    assert.equal(await readFile(credentials, 'utf8'), 'keys');
    const found = await readFile(config, 'utf8');
    assert.ok(found !== old && found !== next);
  });

  it('is overtaken by a program that has written only a part of the file yet', async () => {
    const staged = await stage([{ path: config, before: old, edits: [], after: next }], {
      keepBackup: false,
      now: Date.now,
    });
    await writeFile(config, Buffer.from('[profile 本').subarray(0, -1));
    assert.equal(await staged.commit(), 'overtaken');
    await staged.discard();
  });
});
