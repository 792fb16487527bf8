import assert from 'node:assert/strict';
import { execFileSync, spawn } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, sep } from 'node:path';
import { onDisk, readText } from '../../../src/base/boundedFile.ts';
import { TimedOut } from '../../../src/base/deadline.ts';

describe('reading a file', () => {
  let folder: string;

  const makePipe = (name = 'pipe'): string => {
    execFileSync('mkfifo', [join(folder, name)]);
    return join(folder, name);
  };

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-bounded-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  it('yields all of it, or the error of the system', async () => {
    const path = join(folder, 'file');
    await writeFile(path, 'ü'.repeat(300_000));
    assert.equal(await readText(path), 'ü'.repeat(300_000));
    await writeFile(path, '');
    assert.equal(await readText(path), '');
    await assert.rejects(readText(join(folder, 'none')), { code: 'ENOENT' });
    await assert.rejects(readText(folder), { code: 'EISDIR' });
  });

  it('fails if it is too large, and accepts the greatest size', async () => {
    const path = join(folder, 'file');
    await writeFile(path, 'x'.repeat(1000));
    assert.equal((await readText(path, { bytes: 1000 })).length, 1000);
    await assert.rejects(readText(path, { bytes: 999 }), { code: 'EFBIG' });
  });

  describe('that is not a file', function () {
    before(function () {
      if (process.platform === 'win32') this.skip();
    });

    it('ends in time without a writer, and blocks no other file', async () => {
      const pipes = Array.from({ length: 16 }, (_, i) => makePipe(`pipe${i}`));
      const late = pipes.map((path) => assert.rejects(readText(path, { ms: 500 }), TimedOut));
      const path = join(folder, 'file');
      await writeFile(path, 'text');
      assert.equal(await readText(path, { ms: 400 }), 'text', 'while all pipes are being read');
      await Promise.all(late);
      assert.equal(await readText(path, { ms: 400 }), 'text', 'and afterwards');
    });

    it('yields what a program writes, even if it starts later', async () => {
      const path = makePipe();
      const reading = readText(path);
      spawn('sh', ['-c', `(printf one; sleep 0.1; printf two) > '${path}'`], { stdio: 'ignore' });
      assert.equal(await reading, 'onetwo');
    });

    it('fails if its writer does not stop', async () => {
      const path = makePipe();
      const writer = spawn('sh', ['-c', `exec yes > '${path}'`], { stdio: 'ignore' });
      await assert.rejects(readText(path, { bytes: 100_000 }), { code: 'EFBIG' });
      if (writer.exitCode === null && writer.signalCode === null)
        await new Promise((resolve) => writer.on('exit', resolve));
      await assert.rejects(readText('/dev/zero', { bytes: 100_000 }), { code: 'EFBIG' });
      assert.equal(await readText('/dev/null'), '');
    });
  });
});

describe('an operation on a disk that does not respond', () => {
  it('is not repeated until the disk responds', async () => {
    let answer = Promise.withResolvers<string>();
    let calls = 0;
    const read = (): Promise<string> => {
      calls++;
      answer = Promise.withResolvers();
      return answer.promise;
    };
    const again = (): Promise<string> => onDisk('/net/file', read, 100);
    await assert.rejects(again(), TimedOut);
    await assert.rejects(again(), TimedOut);
    await Promise.all([assert.rejects(again(), TimedOut), assert.rejects(again(), TimedOut)]);
    assert.equal(calls, 1);
    assert.equal(await onDisk('/other/file', async () => 'free'), 'free');
    const last = onDisk('/net/file', read, 2000);
    answer.resolve('too old');
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(calls, 2, 'what was read before the call may be out of date');
    answer.resolve('new');
    assert.equal(await last, 'new');
  });

  it('keeps others in its folder from the disk, but not those elsewhere', async () => {
    const home = homedir();
    const inAws = (name: string): string => join(home, '.aws', ...name.split('/'));
    const disk = Promise.withResolvers<void>();
    const silent = [inAws('config'), join(home, 'config'), join(sep, 'config')];
    await Promise.all(
      silent.map((path) =>
        assert.rejects(
          onDisk(path, () => disk.promise, 20),
          TimedOut,
        ),
      ),
    );
    let calls = 0;
    const call = async () => ++calls;
    for (const name of ['config', 'credentials', 'sso/cache/token.json'])
      await assert.rejects(onDisk(inAws(name), call, 20), TimedOut);
    assert.equal(calls, 0);
    const elsewhere = [join(home, 'other'), join(home, '.awsome', 'config'), join(sep, 'net', 'config')];
    for (const path of elsewhere) await onDisk(path, call, 200);
    assert.equal(calls, elsewhere.length);
    const waiting = onDisk(inAws('credentials'), call, 2000);
    disk.resolve();
    assert.equal(await waiting, elsewhere.length + 1);
  });

  it('tells its work when it is given up', async () => {
    let given: AbortSignal | undefined;
    const work = (signal: AbortSignal): Promise<never> => {
      given = signal;
      return new Promise((_, reject) => signal.addEventListener('abort', () => reject(new Error('stopped'))));
    };
    await assert.rejects(onDisk('/net/third', work, 20), TimedOut);
    assert.equal(given?.aborted, true);
    assert.equal(await onDisk('/net/third', async () => 'next'), 'next');
  });
});
