import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { homedir, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { FailureError } from '../../../../src/base/failure.ts';
import {
  createSelfDeletingFile,
  removeShellFiles,
  shellFolder,
} from '../../../../src/delivery/runningShell/selfDeletingFile.ts';
import { hasFileModes } from '../../ordinaryUser.ts';

const longAgo = new Date(0);

/** Creates a file, which `read` gets when it exists. */
async function create(read: (path: string) => void = () => {}): Promise<string> {
  let created = '';
  const onWritten = (path: string): void => {
    created = path;
    read(path);
  };
  await createSelfDeletingFile('aws', () => 'keys', onWritten, 100);
  return created;
}

describe('the file that a shell reads and deletes', () => {
  let cache: string;
  let before: string | undefined;

  beforeEach(function () {
    if (!hasFileModes) return this.skip();
    before = process.env['XDG_CACHE_HOME'];
    cache = mkdtempSync(join(tmpdir(), 'rolecall-cache-'));
    process.env['XDG_CACHE_HOME'] = cache;
  });

  afterEach(() => {
    if (before === undefined) delete process.env['XDG_CACHE_HOME'];
    else process.env['XDG_CACHE_HOME'] = before;
    rmSync(cache, { recursive: true });
  });

  it('is in a folder of the user’s own, and never in one that all users may write to', async () => {
    const shared = readdirSync(tmpdir()).filter((name) => name.startsWith('rolecall-shell'));
    const path = await create((written) => {
      assert.equal(readFileSync(written, 'utf8'), 'keys');
      const places = [written, dirname(written), dirname(dirname(written))];
      assert.deepEqual(
        places.map((place) => statSync(place).mode & 0o777),
        [0o600, 0o700, 0o700],
      );
    });
    assert.equal(dirname(dirname(path)), join(cache, 'rolecall-shell'));
    assert.deepEqual(readdirSync(join(cache, 'rolecall-shell')), []);
    assert.deepEqual(
      readdirSync(tmpdir()).filter((name) => name.startsWith('rolecall-shell')),
      shared,
    );
  });

  it('is in the home folder unless there is an absolute path for caches', () => {
    const home = join(homedir(), '.cache', 'rolecall-shell');
    for (const value of ['', 'relative']) {
      process.env['XDG_CACHE_HOME'] = value;
      assert.equal(shellFolder(), home);
    }
    delete process.env['XDG_CACHE_HOME'];
    assert.equal(shellFolder(), home);
  });

  it('is closed to others even if its folder was not', async () => {
    mkdirSync(shellFolder());
    chmodSync(shellFolder(), 0o777);
    await create((path) => assert.equal(statSync(dirname(dirname(path))).mode & 0o777, 0o700));
  });

  it('is not written to the folder that a link leads to', async () => {
    const elsewhere = join(cache, 'elsewhere');
    mkdirSync(join(elsewhere, 'mine'), { recursive: true });
    writeFileSync(join(elsewhere, 'mine', 'aws'), 'mine');
    utimesSync(join(elsewhere, 'mine'), longAgo, longAgo);
    symlinkSync(elsewhere, shellFolder());
    await assert.rejects(create(), (error) => {
      assert.ok(error instanceof FailureError);
      const expected = { code: 'fileUnwritable', path: shellFolder(), reason: 'permission' };
      assert.deepEqual(error.failure, expected);
      return true;
    });
    await removeShellFiles(0);
    assert.deepEqual(readdirSync(join(elsewhere, 'mine')), ['aws']);
  });

  it('of a killed window is removed before the next one, and when all sessions are forgotten', async () => {
    const module = new URL('../../../../src/delivery/runningShell/selfDeletingFile.ts', import.meta.url).href;
    const program = `
      import { createSelfDeletingFile } from ${JSON.stringify(module)};
      await createSelfDeletingFile('aws', () => 'keys', (path) => console.log(path));`;
    const leave = async (): Promise<string> => {
      const args = ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', program];
      const child = spawn(process.execPath, args, { stdio: ['ignore', 'pipe', 'inherit'] });
      const [path] = (await once(child.stdout, 'data')) as [Buffer];
      child.kill('SIGKILL');
      await once(child, 'exit');
      return String(path).trim();
    };
    const young = await leave();
    const inAnHour = new Date(Date.now() + 3_600_000);
    for (const time of [longAgo, inAnHour]) {
      const old = await leave();
      utimesSync(dirname(old), time, time);
      await create();
      assert.deepEqual([existsSync(old), existsSync(young)], [false, true], time.toISOString());
    }
    await removeShellFiles(0);
    assert.deepEqual(readdirSync(shellFolder()), []);
  });

  it('is removed with all others, however many there are', async () => {
    for (let i = 0; i < 60; i++) {
      mkdirSync(join(shellFolder(), `killed-${i}`), { recursive: true });
      writeFileSync(join(shellFolder(), `killed-${i}`, 'aws'), 'keys');
    }
    await removeShellFiles(0);
    assert.deepEqual(readdirSync(shellFolder()), []);
  });

  it('leaves other files and links in its folder alone', async () => {
    mkdirSync(join(shellFolder(), 'folder'), { recursive: true });
    mkdirSync(join(cache, 'private'));
    for (const path of [join(shellFolder(), 'folder', 'diary'), join(cache, 'private', 'aws')])
      writeFileSync(path, 'mine');
    symlinkSync(join(cache, 'private'), join(shellFolder(), 'link'));
    await removeShellFiles(0);
    assert.deepEqual(readdirSync(shellFolder()).toSorted(), ['folder', 'link']);
    assert.deepEqual(readdirSync(join(cache, 'private')), ['aws']);
  });
});
