import assert from 'node:assert/strict';
import { fork, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync, watch, writeFileSync } from 'node:fs';
import {
  chmod,
  chown,
  lstat,
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { FailureError, type WriteTrouble } from '../../../../src/base/failure.ts';
import { backupPath } from '../../../../src/host/files/awsFiles.ts';
import { type DiskOptions, stage, type Staged } from '../../../../src/host/files/diskFiles.ts';
import { createFile } from '../../../../src/host/files/resolveLinks.ts';
import type { Rewrite, RewriteOutcome } from '../../../../src/profiles/writer.ts';
import { eventually } from '../../../eventually.ts';
import { runAsOrdinaryUser } from '../../ordinaryUser.ts';

const options: DiskOptions = { keepBackup: false, now: Date.now };
const isRoot = process.getuid?.() === 0;
const isWindows = process.platform === 'win32';
const privateMode = isWindows ? 0o666 : 0o600;

function rewrite(path: string, before: string | undefined, after: string): Rewrite {
  return { path, before, after, edits: [] };
}

async function write(rewrites: readonly Rewrite[], chosen = options): Promise<void> {
  assert.equal(await finish(await stage(rewrites, chosen)), 'written');
}

async function finish(staged: Staged): Promise<RewriteOutcome> {
  try {
    return await staged.commit();
  } finally {
    await staged.discard();
  }
}

async function modeOf(path: string): Promise<number> {
  return (await stat(path)).mode & 0o777;
}

async function rejectsWith(reason: WriteTrouble, action: Promise<unknown>): Promise<void> {
  await assert.rejects(action, (error) => {
    assert.ok(error instanceof FailureError, String(error));
    assert.equal(error.failure.code === 'fileUnwritable' && error.failure.reason, reason);
    return true;
  });
}

function noon(day: string): Date {
  return new Date(`${day}T12:00:00`);
}

function keeping(today: string): DiskOptions {
  return { keepBackup: true, now: () => noon(today).getTime() };
}

/** A program that stages a change of both files, reports that, and then runs `then`. */
function program(then: string): string {
  return `
  import { stage } from ${JSON.stringify(new URL('../../../../src/host/files/diskFiles.ts', import.meta.url).href)};
  const [config, credentials] = process.argv.slice(1);
  try {
    const staged = await stage([
      { path: config, before: 'old', after: 'new'.repeat(10_000), edits: [] },
      { path: credentials, before: undefined, after: 'keys', edits: [] },
    ], { keepBackup: false, now: Date.now });
    ${then}
  } catch (error) {
    console.log(error.failure.reason);
  }`;
}

/** A program that replaces a long config file with `new`, and prints the result. */
function inPlaceProgram(keepBackup: boolean): string {
  return `
  import { stage } from ${JSON.stringify(new URL('../../../../src/host/files/diskFiles.ts', import.meta.url).href)};
  const rewrite = { path: process.argv[1], before: 'old'.repeat(1000), after: 'new', edits: [] };
  try {
    const staged = await stage([rewrite], { keepBackup: ${keepBackup}, now: Date.now });
    console.log(await staged.commit().finally(() => staged.discard()));
  } catch (error) {
    console.log(error.failure.reason);
  }`;
}

/** Writes the file in a separate process that `command` starts, and returns its output. */
function writeIn(path: string, keepBackup: boolean, command: readonly string[]): string {
  const [first, ...rest] = [...command, process.execPath, ...node, inPlaceProgram(keepBackup), path];
  const run = spawnSync(first, rest);
  assert.equal(String(run.stderr), '');
  return String(run.stdout);
}

const temporaryFiles = new URL('../../../../src/host/files/temporaryFiles.ts', import.meta.url).href;
const node = ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e'];

describe('writing files to the disk', () => {
  let folder = '';
  let config = '';
  let credentials = '';
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-'));
    config = join(folder, '.aws', 'config');
    credentials = join(folder, '.aws', 'credentials');
  });
  afterEach(() => rm(folder, { recursive: true }));

  async function givenConfig(text: string): Promise<void> {
    await mkdir(join(folder, '.aws'), { mode: 0o700 });
    await writeFile(config, text, { mode: 0o600 });
  }

  it('creates a new file and a new folder for their owner only', async () => {
    await write([rewrite(config, undefined, 'new')]);
    assert.equal(await readFile(config, 'utf8'), 'new');
    if (isWindows) return;
    assert.equal(await modeOf(config), 0o600);
    assert.equal(await modeOf(join(folder, '.aws')), 0o700);
  });

  it('replaces a file, keeps its mode, and leaves nothing next to it', async () => {
    await givenConfig('old');
    await chmod(config, 0o640);
    await write([rewrite(config, 'old', 'new')]);
    assert.equal(await readFile(config, 'utf8'), 'new');
    if (!isWindows) assert.equal(await modeOf(config), 0o640);
    assert.deepEqual(await readdir(join(folder, '.aws')), ['config']);
  });

  it('hides secrets from others, even if they could read the file before', async function () {
    if (isWindows) return this.skip();
    await givenConfig('old');
    await chmod(config, 0o664);
    if (isRoot) await chown(config, 1234, 2345);
    await write([rewrite(config, 'old', 'new')], { ...options, isPrivate: true });
    assert.equal(await readFile(config, 'utf8'), 'new');
    assert.equal(await modeOf(config), 0o600);
    if (isRoot) assert.equal((await stat(config)).uid, 1234);
  });

  it('keeps the owner of a file', async function () {
    if (!isRoot) return this.skip();
    await givenConfig('old');
    await chown(config, 1234, 2345);
    await write([rewrite(config, 'old', 'new')]);
    const { uid, gid } = await stat(config);
    assert.deepEqual([uid, gid], [1234, 2345]);
  });

  it('writes the file that a chain of symbolic links leads to', async function () {
    if (isWindows) return this.skip();
    await mkdir(join(folder, '.aws'));
    await mkdir(join(folder, 'dotfiles'));
    const target = join(folder, 'dotfiles', 'aws-config');
    await writeFile(target, 'old');
    await symlink(target, join(folder, 'dotfiles', 'link'));
    await symlink('../dotfiles/link', config);
    await write([rewrite(config, 'old', 'new')], { ...options, keepBackup: true });
    assert.ok((await lstat(config)).isSymbolicLink());
    assert.equal(await readFile(target, 'utf8'), 'new');
    assert.deepEqual((await readdir(join(folder, 'dotfiles'))).toSorted(), ['aws-config', 'link']);
    assert.equal(await readFile(backupPath(config), 'utf8'), 'old', 'the backup is not where the target is');
  });

  it('creates the target of a dangling link, but not its folder', async function () {
    if (isWindows) return this.skip();
    await mkdir(join(folder, '.aws'));
    await symlink(join(folder, 'promised'), config);
    await write([rewrite(config, undefined, 'new')]);
    assert.equal(await readFile(join(folder, 'promised'), 'utf8'), 'new');
    await symlink(join(folder, 'unmounted', 'credentials'), credentials);
    await rejectsWith('danglingLink', stage([rewrite(credentials, undefined, 'new')], options));
    assert.deepEqual(await readdir(folder), ['.aws', 'promised']);
  });

  it('detects a file that changed after it was read', async () => {
    await givenConfig('old');
    const staged = await stage([rewrite(config, 'old', 'new')], options);
    await writeFile(config, 'somebody else’s');
    assert.equal(await staged.commit(), 'overtaken');
    await staged.discard();
    assert.deepEqual(await readdir(join(folder, '.aws')), ['config']);
    const appeared = await stage([rewrite(config, undefined, 'new')], options);
    assert.equal(await appeared.commit(), 'overtaken', 'a file that was not there when it was read');
    await appeared.discard();
    assert.equal(await readFile(config, 'utf8'), 'somebody else’s');
  });

  it('rejects a read-only file without changing it', async () => {
    await givenConfig('old');
    await chmod(config, 0o400);
    await rejectsWith('readOnly', stage([rewrite(config, 'old', 'new')], options));
    assert.equal(await readFile(config, 'utf8'), 'old');
    await chmod(config, 0o600);
  });

  it('rejects the same file at both paths', async function () {
    if (isWindows) return this.skip();
    await givenConfig('old');
    await symlink('config', credentials);
    const both = [rewrite(config, 'old', 'new'), rewrite(credentials, 'old', 'newer')];
    await rejectsWith('sameFile', stage(both, options));
    assert.deepEqual(await readdir(join(folder, '.aws')), ['config', 'credentials']);
  });

  it('changes neither file when the second cannot be written', async () => {
    await givenConfig('old');
    await writeFile(credentials, 'keys');
    await chmod(credentials, 0o400);
    const both = [rewrite(config, 'old', 'new'), rewrite(credentials, 'keys', 'new keys')];
    await rejectsWith('readOnly', stage(both, options));
    assert.equal(await readFile(config, 'utf8'), 'old');
    assert.deepEqual(await readdir(join(folder, '.aws')), ['config', 'credentials']);
    await chmod(credentials, 0o600);
  });

  it('restores the first file when the second cannot be put in place', async function () {
    if (isWindows) return this.skip();
    await givenConfig('old');
    const staged = await stage(
      [rewrite(config, 'old', 'new'), rewrite(credentials, undefined, 'keys')],
      options,
    );
    for (const name of await readdir(join(folder, '.aws')))
      if (name.startsWith('.credentials')) await rm(join(folder, '.aws', name));
    await rejectsWith('other', staged.commit());
    await staged.discard();
    assert.equal(await readFile(config, 'utf8'), 'old');
    assert.deepEqual(await readdir(join(folder, '.aws')), ['config']);
  });

  describe('the check before a file is replaced, for programs that do not use the lock,', () => {
    const keys = '#'.repeat(8 * 1024 * 1024);

    /** Commits a change of both files. Another program does something meanwhile, once the first file is in place. */
    async function commitWhile(
      meddle: () => void,
    ): Promise<{ outcome: Promise<RewriteOutcome>; done: () => void }> {
      await givenConfig('old');
      await writeFile(credentials, keys);
      const both = [rewrite(config, 'old', 'new'), rewrite(credentials, keys, 'new keys')];
      const staged = await stage(both, options);
      // The second file takes long enough to read.
      const watcher = watch(join(folder, '.aws'), () => {
        if (readFileSync(config, 'utf8') !== 'new') return;
        watcher.close();
        meddle();
      });
      return { outcome: finish(staged), done: () => watcher.close() };
    }

    it('restores the first file if the second has changed', async function () {
      if (isWindows) return this.skip();
      const { outcome, done } = await commitWhile(() => writeFileSync(credentials, 'somebody else’s'));
      assert.equal(await outcome, 'overtaken');
      done();
      assert.equal(await readFile(config, 'utf8'), 'old');
      assert.equal(await readFile(credentials, 'utf8'), 'somebody else’s');
      assert.deepEqual(await readdir(join(folder, '.aws')), ['config', 'credentials']);
    });

    it('restores nothing over the changes of another program', async function () {
      if (isWindows) return this.skip();
      const { outcome, done } = await commitWhile(() => {
        writeFileSync(credentials, 'somebody else’s');
        writeFileSync(config, 'new, and somebody else’s');
      });
      await rejectsWith('halfMade', outcome);
      done();
      assert.equal(await readFile(config, 'utf8'), 'new, and somebody else’s');
      assert.deepEqual(await readdir(join(folder, '.aws')), ['config', 'credentials']);
    });
  });

  it('rejects an existing path that is not a file', async function () {
    await mkdir(config, { recursive: true });
    await rejectsWith('notAFile', stage([rewrite(config, '', 'new')], options));
    if (isWindows) return;
    // A link to /dev/null: some users turn a file off this way, and the device must stay intact.
    await symlink('/dev/null', credentials);
    await rejectsWith('notAFile', stage([rewrite(credentials, '', 'new')], options));
    assert.deepEqual(await readdir(join(folder, '.aws')), ['config', 'credentials']);
    assert.deepEqual(
      (await readdir('/dev')).filter((name) => name.includes('rolecall')),
      [],
    );
  });

  it('reports a file or a dangling link in place of the folder', async function () {
    await writeFile(join(folder, '.aws'), '');
    await rejectsWith('notInFolder', stage([rewrite(config, undefined, 'new')], options));
    await rejectsWith('notInFolder', createFile(config));
    await rejectsWith('notInFolder', createFile(join(config, 'deeper')));
    if (isWindows) return;
    await rm(join(folder, '.aws'));
    await symlink(join(folder, 'unmounted'), join(folder, '.aws'));
    await rejectsWith('danglingLink', stage([rewrite(config, undefined, 'new')], options));
    await rejectsWith('danglingLink', createFile(config));
  });

  it('reports a loop of links, and a name that is too long', async function () {
    if (isWindows) return this.skip();
    await mkdir(join(folder, '.aws'));
    await symlink(config, credentials);
    await symlink(credentials, config);
    const long = join(folder, 'n'.repeat(300));
    for (const [reason, path] of [
      ['linkLoop', config],
      ['nameTooLong', long],
    ] as const) {
      await rejectsWith(reason, stage([rewrite(path, undefined, 'new')], options));
      await rejectsWith(reason, createFile(path));
    }
  });

  describe('creating an empty file', () => {
    it('makes it private, and keeps an existing file', async () => {
      await createFile(credentials);
      assert.equal(await readFile(credentials, 'utf8'), '');
      if (!isWindows)
        assert.deepEqual([await modeOf(credentials), await modeOf(join(folder, '.aws'))], [0o600, 0o700]);
      await writeFile(credentials, '[mine]');
      await createFile(credentials);
      assert.equal(await readFile(credentials, 'utf8'), '[mine]');
      await mkdir(config);
      await createFile(config);
    });

    it('creates the target of a dangling link', async function () {
      if (isWindows) return this.skip();
      await mkdir(join(folder, '.aws'));
      await symlink(join(folder, 'promised'), config);
      await createFile(config);
      assert.equal(await readFile(join(folder, 'promised'), 'utf8'), '');
      assert.equal(await modeOf(join(folder, 'promised')), 0o600);
      await symlink(join(folder, 'unmounted', 'credentials'), credentials);
      await rejectsWith('danglingLink', createFile(credentials));
    });
  });

  describe('a file that cannot be replaced', () => {
    const inNamespace = ['unshare', '--mount', '--map-root-user', 'sh', '-c'];
    const canMount = spawnSync('unshare', [...inNamespace.slice(1), 'mount --bind /tmp /tmp']).status === 0;

    it('is written in place if it is a mount point, as in a container', async function () {
      if (!canMount) return this.skip();
      await givenConfig('');
      const mounted = join(folder, 'mounted');
      await writeFile(mounted, 'old'.repeat(1000), { mode: 0o640 });
      const mounting = [...inNamespace, `mount --bind "${mounted}" "${config}" && exec "$@"`, 'sh'];
      assert.equal(writeIn(config, true, mounting), 'written\n');
      assert.equal(await readFile(mounted, 'utf8'), 'new');
      assert.equal(await modeOf(mounted), 0o640);
      assert.equal(await readFile(backupPath(config), 'utf8'), 'old'.repeat(1000));
      assert.deepEqual(await readdir(join(folder, '.aws')), ['config', 'config.rolecall-backup']);
    });

    it('is written in place if only its folder is not writable', async function () {
      if (isWindows) return this.skip();
      await givenConfig('old'.repeat(1000));
      await chmod(join(folder, '.aws'), 0o555);
      await chmod(folder, 0o755);
      await chmod(config, 0o666);
      const writeAsOrdinaryUser = (keepBackup: boolean) =>
        runAsOrdinaryUser(inPlaceProgram(keepBackup), [config]);
      assert.deepEqual(await writeAsOrdinaryUser(true), { code: 0, stdout: 'noBackup\n', stderr: '' });
      assert.equal(await readFile(config, 'utf8'), 'old'.repeat(1000));
      assert.deepEqual(await writeAsOrdinaryUser(false), { code: 0, stdout: 'written\n', stderr: '' });
      assert.equal(await readFile(config, 'utf8'), 'new');
      await chmod(join(folder, '.aws'), 0o755);
    });

    it('keeps the old text if there is no space for the new one', async function () {
      if (isWindows) return this.skip();
      const old = 'old'.repeat(1000);
      await givenConfig(old);
      const script = `
        import { writeInPlace } from ${JSON.stringify(temporaryFiles)};
        await writeInPlace(process.argv[1], 'new'.repeat(10_000)).catch(({ code }) => console.log(code));`;
      const limited = ['-c', 'ulimit -f 8 && exec "$@"', 'sh', process.execPath, ...node, script, config];
      assert.equal(spawnSync('sh', limited).stdout.toString(), 'EFBIG\n');
      assert.equal(await readFile(config, 'utf8'), old);
    });
  });

  describe('the backup', () => {
    it('is the last version before the first change of a day', async () => {
      await givenConfig('monday');
      await chmod(config, 0o644);
      await write([rewrite(config, 'monday', 'tuesday')], keeping('2026-03-03'));
      await utimes(backupPath(config), noon('2026-03-03'), noon('2026-03-03'));
      if (!isWindows) assert.equal(await modeOf(backupPath(config)), privateMode);
      await write([rewrite(config, 'tuesday', 'later on tuesday')], keeping('2026-03-03'));
      assert.equal(await readFile(backupPath(config), 'utf8'), 'monday');
      await write([rewrite(config, 'later on tuesday', 'wednesday')], keeping('2026-03-04'));
      assert.equal(await readFile(backupPath(config), 'utf8'), 'later on tuesday');
    });

    it('is not created if it is turned off, or if there was no file', async () => {
      await write([rewrite(config, undefined, 'first')], keeping('2026-03-03'));
      await write([rewrite(config, 'first', 'second')]);
      assert.deepEqual(await readdir(join(folder, '.aws')), ['config']);
    });
  });

  describe('the creation of a backup', () => {
    it('leaves no copy of the keys and does not change the file when it fails', async () => {
      await givenConfig('old');
      await mkdir(backupPath(config));
      const staging = stage([rewrite(config, 'old', 'new')], keeping('2026-03-03'));
      await rejectsWith('notAFile', staging);
      await staging.catch(({ failure }: FailureError) =>
        assert.ok('path' in failure && failure.path === backupPath(config)),
      );
      assert.deepEqual(await readdir(join(folder, '.aws')), ['config', 'config.rolecall-backup']);
    });

    it('uses a name that is cleaned up later, even next to a link', async function () {
      if (isWindows) return this.skip();
      await mkdir(join(folder, '.aws'));
      await writeFile(join(folder, 'target'), 'old');
      await symlink(join(folder, 'target'), config);
      const seen = new Set<string>();
      const watcher = watch(join(folder, '.aws'), (_, name) => seen.add(name ?? ''));
      await write([rewrite(config, 'old', 'new')], keeping('2026-03-03'));
      await eventually(() => assert.equal(seen.size, 2));
      watcher.close();
      const [left = ''] = [...seen].filter((name) => name !== basename(backupPath(config)));
      await writeFile(join(folder, '.aws', left), 'keys');
      await utimes(join(folder, '.aws', left), new Date(0), new Date(0));
      await mkdir(join(folder, '.aws', `${left}-folder`));
      await utimes(join(folder, '.aws', `${left}-folder`), new Date(0), new Date(0));
      await write([rewrite(config, 'new', 'newer')], keeping('2026-03-03'));
      assert.deepEqual(await readdir(join(folder, '.aws')), [
        `${left}-folder`,
        'config',
        basename(backupPath(config)),
      ]);
    });
  });

  describe('two windows', () => {
    it('lose no changes that they make at the same time', async () => {
      await givenConfig('[default]\nregion = eu-west-1\n');
      const makers = ['ada', 'bob'].map((name) =>
        fork(join(import.meta.dirname, 'changingProcess.ts'), [name, '25', config, credentials, folder]),
      );
      const ends = await Promise.all(makers.map((maker) => once(maker, 'exit')));
      assert.deepEqual(ends, [
        [0, null],
        [0, null],
      ]);
      const headers = (await readFile(config, 'utf8')).match(/^\[profile .*\]$/gmu) ?? [];
      assert.equal(new Set(headers).size, 50);
    }).timeout(60_000);
  });

  describe('a failed write', () => {
    it('that is killed between writing and renaming leaves the old files, and later nothing else', async () => {
      await givenConfig('old');
      const waiting = `console.log('staged'); setInterval(() => {}, 1000);`;
      const child = spawn(process.execPath, [...node, program(waiting), config, credentials]);
      await once(child.stdout, 'data');
      child.kill('SIGKILL');
      await once(child, 'close');
      assert.equal(await readFile(config, 'utf8'), 'old');
      const left = await readdir(join(folder, '.aws'));
      assert.equal(left.length, 3, 'a temporary file of each');
      // The clock may have been set back since.
      const inAnHour = new Date(Date.now() + 3_600_000);
      for (const [i, name] of left.entries()) {
        if (!isWindows) assert.equal(await modeOf(join(folder, '.aws', name)), 0o600);
        const time = i === 1 ? inAnHour : new Date(0);
        await utimes(join(folder, '.aws', name), time, time);
      }
      await write([rewrite(config, 'old', 'new'), rewrite(credentials, undefined, 'keys')]);
      assert.deepEqual(await readdir(join(folder, '.aws')), ['config', 'credentials']);
    });

    it('on a full disk changes nothing', async function () {
      if (isWindows) return this.skip();
      await givenConfig('old');
      // To a program, a limit of a few kilobytes per file has the same effect as a full disk.
      const limited = ['-c', 'ulimit -f 8 && exec "$@"', 'sh', process.execPath];
      const run = spawnSync('sh', [
        ...limited,
        ...node,
        program(`await staged.commit();`),
        config,
        credentials,
      ]);
      assert.equal(run.stdout.toString(), 'diskFull\n', run.stderr.toString());
      assert.equal(await readFile(config, 'utf8'), 'old');
      assert.deepEqual(await readdir(join(folder, '.aws')), ['config']);
    });

    it('in a folder that is not writable changes nothing', async function () {
      if (isWindows) return this.skip();
      await givenConfig('old');
      await chmod(join(folder, '.aws'), 0o555);
      await chmod(folder, 0o755);
      if (isRoot) await chmod(config, 0o644);
      const { stdout, stderr } = await runAsOrdinaryUser(program(''), [config, credentials]);
      assert.equal(stdout, 'permission\n', stderr);
      assert.equal(await readFile(config, 'utf8'), 'old');
      await chmod(join(folder, '.aws'), 0o755);
    });
  });
});
