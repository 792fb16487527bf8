import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir, userInfo } from 'node:os';
import { join, resolve } from 'node:path';
import type { FileTrouble } from '../../../../src/base/failure.ts';
import { awsFilePaths } from '../../../../src/host/files/awsFiles.ts';
import { nodeFiles } from '../../../../src/host/files/nodeFiles.ts';
import { asOrdinaryUser, hasFileModes } from '../../ordinaryUser.ts';

describe('the paths of the two files', () => {
  const home = resolve('/home/maya');
  const paths = (environment: Record<string, string>) => awsFilePaths({ HOME: home, ...environment });

  it('are in the home directory', () => {
    const expected = both(join(home, '.aws', 'config'), join(home, '.aws', 'credentials'));
    assert.deepEqual(paths({}), expected);
    assert.deepEqual(paths({ AWS_CONFIG_FILE: '', AWS_SHARED_CREDENTIALS_FILE: '' }), expected);
    assert.deepEqual(awsFilePaths({ USERPROFILE: home }), expected, 'as Windows names it');
    assert.deepEqual(paths({ USERPROFILE: resolve('/other') }), expected);
    assert.equal(awsFilePaths({}).config, join(homedir(), '.aws', 'config'));
  });

  it('are those in the environment', () => {
    const elsewhere = both(resolve('/etc/aws/config'), resolve('/run/keys'));
    assert.deepEqual(
      paths({ AWS_CONFIG_FILE: elsewhere.config, AWS_SHARED_CREDENTIALS_FILE: elsewhere.credentials }),
      elsewhere,
    );
    assert.deepEqual(
      paths({ AWS_CONFIG_FILE: '~/work/config', AWS_SHARED_CREDENTIALS_FILE: '~/keys' }),
      both(join(home, 'work', 'config'), join(home, 'keys')),
    );
    assert.equal(paths({ AWS_CONFIG_FILE: 'work/config' }).config, join(home, 'work', 'config'));
    assert.equal(
      paths({ AWS_CONFIG_FILE: '~no-such-user/config' }).config,
      join(home, '~no-such-user', 'config'),
    );
    const { username, homedir: own } = userInfo();
    assert.equal(paths({ AWS_CONFIG_FILE: `~${username}/config` }).config, join(own, 'config'));
    assert.equal(
      paths({ AWS_CONFIG_FILE: '$WORK/config', AWS_SHARED_CREDENTIALS_FILE: '~/${WORK}/keys', WORK: 'work' })
        .credentials,
      join(home, 'work', 'keys'),
    );
  });
});

describe('reading a file', () => {
  let directory: string;
  const path = (name = 'config') => join(directory, name);
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rolecall-files-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  it('gives its text as it is', async () => {
    for (const text of ['', '[profile a]\r\n', '\u{FEFF}[default]\n', '[profile 本番]\nregion = eu-west-1']) {
      await writeFile(path(), text);
      assert.deepEqual(await nodeFiles.read(path()), { kind: 'text', text });
    }
  });

  it('accepts a missing file', async () => {
    await mkdir(path('folder'));
    await symlink(path('folder'), path('link'));
    for (const missing of [path('none'), path('no/folder'), path('folder/none'), path('link/none')]) {
      assert.deepEqual(await nodeFiles.read(missing), { kind: 'missing' }, missing);
    }
  });

  it('reports a dangling link, of the file or of its folder', async () => {
    await symlink(path('nowhere'), path('dangling'));
    for (const missing of [path('dangling'), path('dangling/config')]) {
      const failure = { code: 'fileUnreadable', path: missing, reason: 'danglingLink' };
      assert.deepEqual(await nodeFiles.read(missing), { kind: 'missing', failure });
    }
  });

  it('reports that the folder is a file', async function () {
    if (process.platform === 'win32') return this.skip();
    await writeFile(path(), '');
    await assertFailed(join(path(), 'config'), 'notInFolder');
  });

  const unreadable: readonly (readonly [string, Uint8Array, FileTrouble])[] = [
    ['zeros', Buffer.from('[default]\0'), 'binary'],
    ['UTF-16 that is cut within a character', Buffer.from('\u{FEFF}a', 'utf16le').subarray(0, 3), 'binary'],
    ['zeros in a file that is not UTF-8', Buffer.from([0x00, 0xff]), 'binary'],
  ];
  for (const [name, bytes, reason] of unreadable) {
    it(`reports ${name}`, async () => {
      await writeFile(path(), bytes);
      await assertFailed(path(), reason);
    });
  }

  it('reports a path that is not a regular file', async () => {
    await assertFailed(directory, 'directory');
    await symlink(directory, path('link'));
    await assertFailed(path('link'), 'directory');
    await symlink(path('b'), path('a'));
    await symlink(path('a'), path('b'));
    await assertFailed(path('a'), 'linkLoop');
  });

  it('reports a name that is too long, of the file or of a link’s target', async () => {
    const name = 'n'.repeat(300);
    await symlink(path(name), path('link'));
    for (const long of [path(name), path(`${name}/config`), path('link')])
      await assertFailed(long, 'nameTooLong');
  });

  it('reads up to sixteen megabytes, and reports a larger file', async () => {
    const most = 16 * 1024 * 1024;
    await writeFile(path(), '#'.repeat(most));
    const state = await nodeFiles.read(path());
    assert.equal(state.kind === 'text' && state.text.length, most);
    for (const size of [most + 1, 50 * 1024 * 1024]) {
      await truncate(path(), size);
      await assertFailed(path(), 'tooLarge');
    }
  });

  it('treats a device as an empty file, because some users turn a file off this way', async function () {
    if (process.platform === 'win32') this.skip();
    assert.deepEqual(await nodeFiles.read('/dev/null'), { kind: 'text', text: '' });
  });

  it('does not wait for a pipe or a socket', async function () {
    if (process.platform === 'win32') this.skip();
    execFileSync('mkfifo', [path('pipe')]);
    await assertFailed(path('pipe'), 'special');
    const server = createServer().listen(path('socket'));
    await once(server, 'listening');
    await assertFailed(path('socket'), 'special');
    server.close();
  });

  it('reports missing permission, and reads the file once it is permitted', async function () {
    if (!hasFileModes) this.skip();
    await chmod(directory, 0o755);
    await writeFile(path(), '[default]', { mode: 0o644 });
    await asOrdinaryUser(async () => {
      assert.deepEqual(await nodeFiles.read(path()), { kind: 'text', text: '[default]' });
    });
    await chmod(path(), 0);
    await asOrdinaryUser(() => assertFailed(path(), 'permission'));
    await chmod(path(), 0o644);
    await chmod(directory, 0);
    await asOrdinaryUser(() => assertFailed(path(), 'permission'));
    await chmod(directory, 0o755);
  });
});

async function assertFailed(file: string, reason: FileTrouble): Promise<void> {
  const failure = { code: 'fileUnreadable', path: file, reason };
  assert.deepEqual(await nodeFiles.read(file), { kind: 'failed', failure });
}

function both(config: string, credentials: string) {
  return { config, credentials };
}
