import assert from 'node:assert/strict';
import {
  chmodSync,
  chownSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { codeOf } from '../../../src/base/errorCode.ts';
import { isOwnFolder, openOwnFolder, ownFolders, removeOwnFolder } from '../../../src/ipc/ownFolders.ts';
import { hasFileModes, runAsOrdinaryUser } from '../ordinaryUser.ts';

const isRoot = process.getuid?.() === 0;
const stranger = 65_533;

describe('a folder in a place that all users may write to', () => {
  let shared: string;
  let secret: string;

  beforeEach(function () {
    if (!hasFileModes) return this.skip();
    shared = mkdtempSync(join(tmpdir(), 'rolecall-shared-'));
    chmodSync(shared, 0o1777);
    // What the user must not lose.
    secret = join(shared, 'private');
    mkdirSync(secret, { mode: 0o700 });
    for (const name of ['line', 'diary']) writeFileSync(join(secret, name), 'mine');
  });

  afterEach(() => {
    if (shared) rmSync(shared, { recursive: true });
  });

  const inFolder = () => join(shared, 'rolecall-1');

  it('is removed with its known files if it is the user’s', async () => {
    mkdirSync(inFolder());
    writeFileSync(join(inFolder(), 'line'), '');
    assert.ok(await isOwnFolder(inFolder()));
    removeOwnFolder(inFolder(), ['line', 'missing']);
    assert.ok(!existsSync(inFolder()));
    removeOwnFolder(inFolder(), ['line']);
  });

  it('stays if it contains anything else', () => {
    mkdirSync(join(inFolder(), 'line'), { recursive: true });
    writeFileSync(join(inFolder(), 'diary'), 'mine');
    removeOwnFolder(inFolder(), ['line']);
    assert.deepEqual(readdirSync(inFolder()).toSorted(), ['diary', 'line']);
  });

  it('is not the folder that a link leads to', async () => {
    symlinkSync(secret, inFolder());
    assert.ok(!(await isOwnFolder(inFolder())));
    removeOwnFolder(inFolder(), ['line', 'diary']);
    assert.deepEqual(readdirSync(secret), ['diary', 'line']);
    assert.ok(lstatSync(inFolder()).isSymbolicLink());
  });

  it('loses a link in it, but not what the link leads to', () => {
    mkdirSync(inFolder());
    symlinkSync(join(secret, 'diary'), join(inFolder(), 'line'));
    removeOwnFolder(inFolder(), ['line']);
    assert.ok(!existsSync(inFolder()));
    assert.ok(existsSync(join(secret, 'diary')));
  });

  it('stays if it is another user’s, with its files', function () {
    if (!isRoot) return this.skip();
    mkdirSync(inFolder());
    writeFileSync(join(inFolder(), 'line'), '');
    chownSync(inFolder(), stranger, stranger);
    removeOwnFolder(inFolder(), ['line']);
    assert.deepEqual(readdirSync(inFolder()), ['line']);
  });

  it('keeps another user’s file', function () {
    if (!isRoot) return this.skip();
    mkdirSync(inFolder());
    writeFileSync(join(inFolder(), 'line'), '');
    chownSync(join(inFolder(), 'line'), stranger, stranger);
    removeOwnFolder(inFolder(), ['line']);
    assert.deepEqual(readdirSync(inFolder()), ['line']);
  });

  it('is listed only if it is the user’s, however many others have', async () => {
    for (let i = 0; i < 60; i++) symlinkSync(secret, join(shared, `rolecall-0${i}`));
    for (const name of ['rolecall-1', 'rolecall-2', 'rolecall-3', 'other']) mkdirSync(join(shared, name));
    writeFileSync(join(shared, 'rolecall-4'), '');
    if (isRoot) chownSync(join(shared, 'rolecall-3'), stranger, stranger);
    const expected = ['rolecall-1', 'rolecall-2', ...(isRoot ? [] : ['rolecall-3'])];
    const found = await ownFolders(shared, 'rolecall-');
    assert.deepEqual(
      found.toSorted(),
      expected.map((name) => join(shared, name)),
    );
    assert.equal((await ownFolders(shared, 'rolecall-', 1)).length, 1);
    assert.deepEqual(await ownFolders(join(shared, 'missing'), ''), []);
  });

  it('is opened for the user only, or not at all if another user or a link is in its place', async () => {
    await openOwnFolder(join(inFolder(), 'deep'));
    chmodSync(join(inFolder(), 'deep'), 0o755);
    await openOwnFolder(join(inFolder(), 'deep'));
    for (const path of [inFolder(), join(inFolder(), 'deep')])
      assert.equal(statSync(path).mode & 0o777, 0o700);
    symlinkSync(secret, join(shared, 'link'));
    mkdirSync(join(shared, 'theirs'));
    if (isRoot) chownSync(join(shared, 'theirs'), stranger, stranger);
    for (const name of isRoot ? ['link', 'theirs'] : ['link'])
      await assert.rejects(openOwnFolder(join(shared, name)), (error) => codeOf(error) === 'EPERM');
  });

  it('is safe while another user swaps it for a link', async function () {
    if (!isRoot) return this.skip();
    const swapping = `
      import { mkdirSync, renameSync, symlinkSync, rmSync, writeFileSync } from 'node:fs';
      const [path, secret] = process.argv.slice(1);
      const names = ['line', 'diary', ...Array.from({ length: 100 }, (_, i) => 'filler' + i)];
      const pause = new Int32Array(new SharedArrayBuffer(4));
      const end = Date.now() + 2000;
      while (Date.now() < end) {
        try {
          mkdirSync(path + '.aside');
          for (const name of names) writeFileSync(path + '.aside/' + name, '');
          renameSync(path + '.aside', path);
          Atomics.wait(pause, 0, 0, Math.random() * 5);
          renameSync(path, path + '.aside');
          symlinkSync(secret, path);
          Atomics.wait(pause, 0, 0, 5);
        } catch {}
        for (const each of [path, path + '.aside'])
          try { rmSync(each, { recursive: true, force: true }) } catch {}
      }
      console.log('swapped');`;
    const run = runAsOrdinaryUser(swapping, [inFolder(), secret]);
    const ended = new AbortController();
    void run.finally(() => ended.abort());
    while (!ended.signal.aborted) {
      removeOwnFolder(inFolder(), ['line', 'diary']);
      await new Promise(setImmediate);
    }
    assert.equal((await run).stdout, 'swapped\n');
    assert.deepEqual(readdirSync(secret), ['diary', 'line']);
  });
});
