import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FailureError } from '../../../../src/base/failure.ts';
import { gitViewOf, ignoreLineFor, isInFolders } from '../../../../src/delivery/files/gitIgnore.ts';

/** Runs Git as the attacker, whose own programs are not counted. */
function git(at: string, ...args: readonly string[]): void {
  execFileSync('git', ['-c', 'core.fsmonitor=', '-c', 'core.hooksPath=/dev/null', '-C', at, ...args]);
}

describe('Git in a hostile repository', () => {
  let root: string;
  let folder: string;
  let program: string;
  const variables = new Map<string, string | undefined>();

  beforeEach(function () {
    if (process.platform === 'win32') return this.skip();
    root = realpathSync(mkdtempSync(join(tmpdir(), 'rolecall-hostile-')));
    folder = join(root, 'repository');
    program = join(root, 'program');
    writeFileSync(program, `#!/bin/sh\necho "$0 $*" >> '${root}/ran'\nexit 1\n`, { mode: 0o755 });
    git(root, 'init', '--quiet', folder);
  });

  afterEach(() => {
    for (const [name, value] of variables) {
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
    }
    variables.clear();
    if (root) rmSync(root, { recursive: true });
  });

  function configure(settings: Readonly<Record<string, string>>, at = folder): void {
    for (const [name, value] of Object.entries(settings)) git(at, 'config', name, value);
  }

  function setVariable(name: string, value: string): void {
    variables.set(name, process.env[name]);
    process.env[name] = value;
  }

  function ran(): string {
    return existsSync(join(root, 'ran')) ? readFileSync(join(root, 'ran'), 'utf8') : '';
  }

  async function ask(at = folder): Promise<string | undefined> {
    const view = await gitViewOf(join(at, '.env'));
    await ignoreLineFor(join(at, '.env'));
    assert.equal(ran(), '');
    return view;
  }

  it('runs no file system monitor, hook, pager, or alias', async () => {
    const hooks = join(root, 'hooks');
    mkdirSync(hooks);
    const names = ['fsmonitor-watchman', 'post-index-change', 'reference-transaction'];
    for (const name of names) writeFileSync(join(hooks, name), readFileSync(program), { mode: 0o755 });
    writeFileSync(join(folder, 'tracked'), '');
    git(folder, 'add', '.');
    configure({
      'core.fsmonitor': program,
      'core.hooksPath': hooks,
      'core.pager': program,
      'pager.ls-files': 'true',
      'pager.check-ignore': program,
      'alias.ls-files': `!${program}`,
      'core.untrackedCache': 'true',
      'core.editor': program,
      'core.askPass': program,
      'filter.x.clean': program,
      'filter.x.process': program,
    });
    writeFileSync(join(folder, '.gitattributes'), '* filter=x\n');
    assert.equal(await ask(), 'exposed');
    assert.equal(await gitViewOf(join(folder, 'tracked')), 'tracked');
    assert.equal(ran(), '');
  });

  const remotes: Readonly<Record<string, Readonly<Record<string, string>>>> = {
    'core.sshCommand': { 'remote.origin.url': 'ssh://host/path', 'core.sshCommand': '' },
    'the remote helper “ext”': { 'remote.origin.url': 'ext::', 'protocol.ext.allow': 'always' },
    'remote.*.uploadpack': { 'remote.origin.url': '.', 'remote.origin.uploadpack': '' },
    'core.gitProxy': { 'remote.origin.url': 'git://host/path', 'core.gitProxy': '' },
  };
  for (const [what, settings] of Object.entries(remotes))
    it(`fetches nothing, and so does not run ${what}`, async () => {
      configure({
        'core.repositoryformatversion': '1',
        'extensions.partialClone': 'origin',
        'remote.origin.promisor': 'true',
      });
      for (const [name, value] of Object.entries(settings)) {
        const isProgram = value === '' || value === 'ext::';
        configure({ [name]: isProgram ? value + program : value });
      }
      // Git looks for the missing content of a `.gitignore` that is not checked out.
      const missing = `100644,${'1234567890'.repeat(4)},.gitignore`;
      git(folder, 'update-index', '--add', '--cacheinfo', missing);
      git(folder, 'update-index', '--skip-worktree', '.gitignore');
      await ask();
    });

  it('does not take a folder in a clone for a bare repository', async () => {
    const bare = join(folder, 'bare');
    git(folder, 'init', '--quiet', '--bare', bare);
    configure({ 'core.bare': 'false', 'core.worktree': bare, 'core.fsmonitor': program }, bare);
    assert.equal(await ask(bare), undefined);
  });

  it('is not led to another repository, config, or program by variables', async () => {
    const other = join(root, 'other');
    git(root, 'init', '--quiet', other);
    writeFileSync(join(other, '.gitignore'), '.env\n');
    setVariable('GIT_DIR', join(other, '.git'));
    setVariable('GIT_WORK_TREE', other);
    setVariable('GIT_INDEX_FILE', join(root, 'index'));
    setVariable('GIT_CONFIG_COUNT', '1');
    setVariable('GIT_CONFIG_KEY_0', 'core.excludesFile');
    setVariable('GIT_CONFIG_VALUE_0', join(other, '.gitignore'));
    setVariable('GIT_TRACE', join(root, 'ran'));
    setVariable('GIT_EXEC_PATH', root);
    assert.equal(await ask(), 'exposed');
    const found = await ignoreLineFor(join(folder, '.env'));
    assert.deepEqual(found, { file: join(folder, '.gitignore'), line: '/.env' });
  });

  it('leads to no other file through a link in place of .gitignore', async () => {
    const other = join(root, 'other');
    writeFileSync(other, 'mine');
    symlinkSync(other, join(folder, '.gitignore'));
    const path = join(folder, '.gitignore');
    await assert.rejects(ignoreLineFor(join(folder, '.env')), (error) => {
      assert.ok(error instanceof FailureError);
      assert.deepEqual(error.failure, { code: 'fileUnwritable', path, reason: 'notAFile' });
      return true;
    });
  });

  it('does not lead out of the folder by a work tree elsewhere', async () => {
    for (const workTree of ['..', '../..', root]) {
      configure({ 'core.worktree': workTree });
      for (const path of ['.env', join('sub', '.env')]) {
        mkdirSync(join(folder, 'sub'), { recursive: true });
        const { file, line } = await ignoreLineFor(join(folder, path));
        assert.deepEqual([file, line], [join(folder, path, '..', '.gitignore'), '/.env']);
      }
    }
  });

  it('is “unknown” if Git waits for a pipe in place of a file, which gets no line', async () => {
    const pipe = join(root, 'pipe');
    execFileSync('mkfifo', [pipe, join(folder, '.gitignore')]);
    assert.equal(await gitViewOf(join(folder, '.env')), 'unknown');
    await assert.rejects(ignoreLineFor(join(folder, '.env')), FailureError);
    rmSync(join(folder, '.gitignore'));
    configure({ 'core.excludesFile': pipe });
    assert.equal(await gitViewOf(join(folder, '.env')), 'unknown');
  }).timeout(30_000);

  it('is not a program in the folder', async () => {
    writeFileSync(join(folder, 'git'), readFileSync(program), { mode: 0o755 });
    setVariable('PATH', `.:${process.env['PATH']}`);
    assert.equal(await ask(), 'exposed');
  });
});

describe('the trusted folders', () => {
  let root: string;

  beforeEach(() => {
    root = realpathSync(mkdtempSync(join(tmpdir(), 'rolecall-trusted-')));
    for (const name of ['trusted', 'trusted/sub', 'trusted..', 'other', 'other/sub'])
      mkdirSync(join(root, name));
    symlinkSync(join(root, 'other'), join(root, 'trusted', 'link'));
    symlinkSync(join(root, 'trusted'), join(root, 'other', 'link'));
  });

  afterEach(() => rmSync(root, { recursive: true }));

  const cases: Readonly<Record<string, boolean>> = {
    'trusted/.env': true,
    'trusted/sub/.env': true,
    'trusted/..env': true,
    'other/link/.env': true,
    'other/.env': false,
    'trusted../.env': false,
    'trusted/link/.env': false,
    'trusted/link/sub/.env': false,
    '.env': false,
  };
  for (const [path, isInside] of Object.entries(cases))
    it(`${isInside ? 'include' : 'do not include'} ${path}`, async () => {
      const folders = [join(root, 'trusted')];
      assert.equal(await isInFolders(join(root, path), folders), isInside);
      assert.equal(await isInFolders(join(root, path), []), false);
    });
});
