import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, mkdtemp, rm, symlink, truncate, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { FileTrouble } from '../../../../src/base/failure.ts';
import { awsFilePaths, nodeFiles } from '../../../../src/host/files/awsFiles.ts';
import { asOrdinaryUser, forbiddingWorks } from './ordinaryUser.ts';

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

  it('are where the environment says', () => {
    const elsewhere = both(resolve('/etc/aws/config'), resolve('/run/keys'));
    assert.deepEqual(
      paths({ AWS_CONFIG_FILE: elsewhere.config, AWS_SHARED_CREDENTIALS_FILE: elsewhere.credentials }),
      elsewhere,
    );
    assert.deepEqual(
      paths({ AWS_CONFIG_FILE: '~/work/config', AWS_SHARED_CREDENTIALS_FILE: '~\\keys' }),
      both(join(home, 'work', 'config'), join(home, 'keys')),
    );
    assert.equal(paths({ AWS_CONFIG_FILE: 'work/config' }).config, join(home, 'work', 'config'));
    assert.equal(paths({ AWS_CONFIG_FILE: '~maya/config' }).config, join(home, '~maya', 'config'));
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

  it('does not mind that there is none', async () => {
    await mkdir(path('folder'));
    await symlink(path('folder'), path('link'));
    for (const missing of [path('none'), path('no/folder'), path('folder/none'), path('link/none')]) {
      assert.deepEqual(await nodeFiles.read(missing), { kind: 'missing' }, missing);
    }
  });

  it('says that there is none where a link leads nowhere, its own or that of its folder', async () => {
    await symlink(path('nowhere'), path('dangling'));
    for (const missing of [path('dangling'), path('dangling/config')]) {
      const failure = { code: 'fileUnreadable', path: missing, reason: 'danglingLink' };
      assert.deepEqual(await nodeFiles.read(missing), { kind: 'missing', failure });
    }
  });

  it('says that there can be none where its folder is a file', async function () {
    if (process.platform === 'win32') return this.skip();
    await writeFile(path(), '');
    await assertFailed(join(path(), 'config'), 'notInFolder');
  });

  const unreadable: readonly (readonly [string, Uint8Array, FileTrouble])[] = [
    ['UTF-16', Buffer.from('\u{FEFF}[default]', 'utf16le'), 'notUtf8'],
    ['UTF-16, the other way', Buffer.from('\u{FEFF}[default]', 'utf16le').swap16(), 'notUtf8'],
    ['UTF-16 without a single zero', Buffer.from('\u{FEFF}本番', 'utf16le'), 'notUtf8'],
    ['Latin-1', Buffer.from('[profile caf\u{E9}]', 'latin1'), 'notUtf8'],
    ['a character cut in half', Buffer.from('本').subarray(0, 2), 'notUtf8'],
    ['half of a pair, as CESU-8 has it', Buffer.from([0x5b, 0xed, 0xa0, 0xbd, 0x5d]), 'notUtf8'],
    ['a character written longer than it is', Buffer.from([0x5b, 0xc1, 0xa1, 0x5d]), 'notUtf8'],
    ['zeros', Buffer.from('[default]\0'), 'binary'],
    ['zeros in what is not UTF-8', Buffer.from([0x00, 0xff]), 'binary'],
  ];
  for (const [name, bytes, reason] of unreadable) {
    it(`says what is wrong with ${name}`, async () => {
      await writeFile(path(), bytes);
      await assertFailed(path(), reason);
    });
  }

  it('says what is wrong with what is no file of this kind', async () => {
    await assertFailed(directory, 'directory');
    await symlink(directory, path('link'));
    await assertFailed(path('link'), 'directory');
    await symlink(path('b'), path('a'));
    await symlink(path('a'), path('b'));
    await assertFailed(path('a'), 'linkLoop');
  });

  it('says that a name is longer than there can be any, its own or that of a link', async () => {
    const name = 'n'.repeat(300);
    await symlink(path(name), path('link'));
    for (const long of [path(name), path(`${name}/config`), path('link')])
      await assertFailed(long, 'nameTooLong');
  });

  it('reads sixteen megabytes, and says of more that it is too large', async () => {
    const most = 16 * 1024 * 1024;
    await writeFile(path(), '#'.repeat(most));
    const state = await nodeFiles.read(path());
    assert.equal(state.kind === 'text' && state.text.length, most);
    for (const size of [most + 1, 50 * 1024 * 1024]) {
      await truncate(path(), size);
      await assertFailed(path(), 'tooLarge');
    }
  });

  it('takes a device for an empty file, which is how some turn one off', async function () {
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

  it('says that it may not be read, and reads it once it may', async function () {
    if (!forbiddingWorks) this.skip();
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
