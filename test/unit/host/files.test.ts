import assert from 'node:assert/strict';
import {
  chmod,
  mkdir,
  mkdtemp,
  rename,
  rm,
  stat,
  symlink,
  truncate,
  utimes,
  writeFile,
} from 'node:fs/promises';
import { homedir, tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { FileTrouble } from '../../../src/failure.ts';
import { awsFilePaths, nodeFiles } from '../../../src/host/files.ts';

describe('making a file', () => {
  it('lets only its owner in, and leaves one that is there as it is', async () => {
    const home = await mkdtemp(join(tmpdir(), 'rolecall-'));
    const path = join(home, '.aws', 'credentials');
    try {
      await nodeFiles.create(path);
      assert.deepEqual(await nodeFiles.read(path), { kind: 'text', text: '' });
      if (process.platform !== 'win32') {
        const modes = await Promise.all(
          [path, join(home, '.aws')].map(async (each) => (await stat(each)).mode & 0o777),
        );
        assert.deepEqual(modes, [0o600, 0o700]);
      }
      await writeFile(path, '[mine]');
      await nodeFiles.create(path);
      assert.deepEqual(await nodeFiles.read(path), { kind: 'text', text: '[mine]' });
    } finally {
      await rm(home, { recursive: true });
    }
  });
});

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
    await writeFile(path(), '');
    await symlink(path('nowhere'), path('dangling'));
    for (const missing of [path('none'), join(path(), 'inside-a-file'), path('dangling')]) {
      assert.deepEqual(await nodeFiles.read(missing), { kind: 'missing' }, missing);
    }
  });

  const unreadable: readonly (readonly [string, Uint8Array, FileTrouble])[] = [
    ['UTF-16', Buffer.from('\u{FEFF}[default]', 'utf16le'), 'notUtf8'],
    ['UTF-16, the other way', Buffer.from('\u{FEFF}[default]', 'utf16le').swap16(), 'notUtf8'],
    ['UTF-16 without a single zero', Buffer.from('\u{FEFF}本番', 'utf16le'), 'notUtf8'],
    ['Latin-1', Buffer.from('[profile caf\u{E9}]', 'latin1'), 'notUtf8'],
    ['a character cut in half', Buffer.from('本').subarray(0, 2), 'notUtf8'],
    ['zeros', Buffer.from('[default]\0'), 'binary'],
  ];
  for (const [name, bytes, reason] of unreadable) {
    it(`says what is wrong with ${name}`, async () => {
      await writeFile(path(), bytes);
      await assertFailed(path(), reason);
    });
  }

  it('says what is wrong with what is no file of this kind', async () => {
    await assertFailed(directory, 'directory');
    await symlink(path('b'), path('a'));
    await symlink(path('a'), path('b'));
    await assertFailed(path('a'), 'other');
    await writeFile(path(), '');
    await truncate(path(), 16 * 1024 * 1024 + 1);
    await assertFailed(path(), 'tooLarge');
  });

  it('says that it may not be read', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) {
      this.test!.title += ' (cannot be tested here: nothing is forbidden to root)';
      this.skip();
    }
    await writeFile(path(), '', { mode: 0 });
    await assertFailed(path(), 'permission');
  });
});

describe('watching a file', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'rolecall-files-'));
  });

  afterEach(() => rm(directory, { recursive: true, force: true }));

  // Each change takes a second or so to be seen, so they are made side by side.
  it('sees every way in which it can change, and is quiet otherwise and once disposed of', async () => {
    const scenarios: Record<
      string,
      { before: (path: string) => unknown; change: (path: string) => unknown }
    > = {
      appears: { before: () => {}, change: (path) => writeFile(path, 'new') },
      'appears, and its directory': {
        before: (path) => rm(join(path, '..'), { recursive: true }),
        change: async (path) => {
          await mkdir(join(path, '..'));
          await writeFile(path, 'new');
        },
      },
      'is written': { before: (path) => writeFile(path, 'one'), change: (path) => writeFile(path, 'two') },
      'is written with its time kept': {
        before: async (path) => {
          await writeFile(path, 'one');
          await utimes(path, 1, 1);
        },
        change: async (path) => {
          await writeFile(path, 'two');
          await utimes(path, 1, 1);
        },
      },
      'is removed': { before: (path) => writeFile(path, 'one'), change: (path) => rm(path) },
      'is replaced': {
        before: (path) => writeFile(path, 'one'),
        change: async (path) => {
          await writeFile(`${path}.new`, 'two');
          await rename(`${path}.new`, path);
        },
      },
      'is replaced by a directory': {
        before: (path) => writeFile(path, 'one'),
        change: async (path) => {
          await rm(path);
          await mkdir(path);
        },
      },
      'is a link whose target changes': {
        before: async (path) => {
          await writeFile(`${path}.target`, 'one');
          await symlink(`${path}.target`, path);
        },
        change: (path) => writeFile(`${path}.target`, 'two'),
      },
      'is a link that comes to point elsewhere': {
        before: async (path) => {
          await writeFile(`${path}.one`, 'one');
          await writeFile(`${path}.two`, 'two');
          await symlink(`${path}.one`, path);
        },
        change: async (path) => {
          await symlink(`${path}.two`, `${path}.new`);
          await rename(`${path}.new`, path);
        },
      },
      'has other rights': {
        before: (path) => writeFile(path, 'one', { mode: 0o600 }),
        change: (path) => chmod(path, 0o400),
      },
    };
    const seen = new Map<string, number>();
    const watched = await Promise.all(
      Object.entries(scenarios).map(async ([name, { before, change }], i) => {
        const inside = join(directory, String(i));
        await mkdir(inside);
        const path = join(inside, 'config');
        await before(path);
        const watcher = nodeFiles.watch(path, () => seen.set(name, (seen.get(name) ?? 0) + 1));
        return { name, path, change, watcher };
      }),
    );
    const untouched = nodeFiles.watch(join(directory, 'never'), () => seen.set('untouched', 1));
    const disposed = nodeFiles.watch(join(directory, '2', 'config'), () => seen.set('disposed', 1));
    await sleep(1200);
    // Node calls back once for a file that is not there to begin with.
    seen.clear();
    disposed.dispose();
    await Promise.all(watched.map(({ path, change }) => change(path)));
    await sleep(1300);
    for (const { watcher } of [...watched, { watcher: untouched }]) watcher.dispose();
    assert.deepEqual([...seen.keys()].toSorted(), Object.keys(scenarios).toSorted());
  });
});

async function assertFailed(file: string, reason: FileTrouble): Promise<void> {
  const failure = { code: 'fileUnreadable', path: file, reason };
  assert.deepEqual(await nodeFiles.read(file), { kind: 'failed', failure });
}

function both(config: string, credentials: string) {
  return { config, credentials };
}
