import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { type Failure, FailureError } from '../../../src/base/failure.ts';
import type { ProfileChange } from '../../../src/profiles/changes.ts';
import { type EditableFiles, makeChange, type Rewrite } from '../../../src/profiles/writer.ts';
import { WrittenFiles } from '../../fakes/writtenFiles.ts';
import { anyFiles } from '../config/configTexts.ts';

const paths = { config: '/aws/config', credentials: '/aws/credentials' };
const rename: ProfileChange = { kind: 'rename', name: 'maya', to: 'ada' };

/** Files in memory. `before` runs after a change is planned and before it is written. */
function editable(files: WrittenFiles, before: () => void = () => undefined): EditableFiles {
  return {
    current: (path) => files.read(path),
    async rewrite(rewrites: readonly Rewrite[]) {
      before();
      for (const { path, before: planned } of rewrites) {
        if ((await textOf(files, path)) !== planned) return 'overtaken';
      }
      for (const { path, after } of rewrites) files.write(path, after);
      return 'written';
    },
  };
}

async function textOf(files: WrittenFiles, path: string): Promise<string | undefined> {
  const state = await files.read(path);
  return state.kind === 'text' ? state.text : undefined;
}

function filesWith(config: string | undefined, credentials?: string): WrittenFiles {
  const files = new WrittenFiles();
  if (config !== undefined) files.write(paths.config, config);
  if (credentials !== undefined) files.write(paths.credentials, credentials);
  return files;
}

async function rejectsWith(expected: Failure, action: Promise<unknown>): Promise<void> {
  await assert.rejects(action, (error) => {
    assert.deepEqual(error instanceof FailureError && error.failure, expected);
    return true;
  });
}

describe('making a change', () => {
  it('rewrites both files and returns their paths', async () => {
    const files = filesWith('[profile maya]\nregion = x\n', '[maya]\naws_access_key_id = a\n');
    const made = await makeChange(editable(files), paths, rename);
    assert.equal(made.outcome, 'written');
    assert.deepEqual(made.paths, [paths.config, paths.credentials]);
    assert.equal(await textOf(files, paths.config), '[profile ada]\nregion = x\n');
    assert.equal(await textOf(files, paths.credentials), '[ada]\naws_access_key_id = a\n');
  });

  it('leaves an unaffected file unchanged', async () => {
    const files = filesWith('[profile maya]\n');
    const made = await makeChange(editable(files), paths, rename);
    assert.deepEqual(made.paths, [paths.config]);
    assert.equal(await textOf(files, paths.credentials), undefined);
  });

  it('plans again if a file changed in the meantime and overwrites nothing', async () => {
    const files = filesWith('[profile maya]\n');
    let others = 2;
    const conflicting = editable(files, () => {
      if (others-- > 0) files.write(paths.config, `# ${others}\n[profile maya]\nregion = y\n`);
    });
    await makeChange(conflicting, paths, rename);
    assert.equal(await textOf(files, paths.config), '# 0\n[profile ada]\nregion = y\n');
  });

  it('fails if the profile was removed in the meantime', async () => {
    const files = filesWith('[profile maya]\n');
    const conflicting = editable(files, () => files.write(paths.config, '[profile other]\n'));
    await rejectsWith({ code: 'noSuchProfile', profile: 'maya' }, makeChange(conflicting, paths, rename));
    assert.equal(await textOf(files, paths.config), '[profile other]\n');
  });

  it('gives up if the file changes on every attempt', async () => {
    const files = filesWith('[profile maya]\n');
    let count = 0;
    const conflicting = editable(files, () => files.write(paths.config, `[profile maya]\n# ${++count}\n`));
    const expected: Failure = { code: 'fileUnwritable', path: paths.config, reason: 'busy' };
    await rejectsWith(expected, makeChange(conflicting, paths, rename));
  });

  describe('with an unreadable file', () => {
    const failure: Failure = { code: 'fileUnreadable', path: paths.credentials, reason: 'permission' };
    let files: WrittenFiles;
    beforeEach(() => {
      files = filesWith('[profile maya]\n');
      files.write(paths.credentials, { kind: 'failed', failure });
    });

    const config = [['region', 'x']] as const;
    const keys = [['aws_access_key_id', 'AKIA']] as const;
    const inOther: Readonly<Record<string, ProfileChange>> = {
      'sets a value in the other file': { kind: 'set', name: 'maya', values: config },
      'adds a profile to the other file': { kind: 'add', name: 'ada', config, credentials: [] },
    };
    for (const [what, change] of Object.entries(inOther))
      it(what, async () => {
        assert.deepEqual((await makeChange(editable(files), paths, change)).paths, [paths.config]);
      });

    const needed: Readonly<Record<string, ProfileChange>> = {
      'renames nothing, because the file may reference the profile': rename,
      'removes nothing, because the file may contain the profile': { kind: 'remove', name: 'maya' },
      'duplicates nothing, because the file may contain a part of the profile': {
        kind: 'duplicate',
        name: 'maya',
        to: 'ada',
      },
      'sets nothing in it': { kind: 'set', name: 'maya', values: keys },
      'adds nothing to it': { kind: 'add', name: 'ada', config, credentials: keys },
      'changes no profile that only the file may contain': { kind: 'set', name: 'ada', values: config },
    };
    for (const [what, change] of Object.entries(needed))
      it(what, async () => {
        await rejectsWith(failure, makeChange(editable(files), paths, change));
        assert.equal(await textOf(files, paths.config), '[profile maya]\n');
      });

    it('reports an invalid change first', async () => {
      const change: ProfileChange = { kind: 'rename', name: 'maya', to: '[x]' };
      await rejectsWith({ code: 'badName', profile: '[x]' }, makeChange(editable(files), paths, change));
    });
  });

  it('creates the target of a dangling link', async () => {
    const files = filesWith(undefined);
    const failure: Failure = { code: 'fileUnreadable', path: paths.config, reason: 'danglingLink' };
    files.write(paths.config, { kind: 'missing', failure });
    const change: ProfileChange = { kind: 'add', name: 'ada', config: [['region', 'x']], credentials: [] };
    await makeChange(editable(files), paths, change);
    assert.equal(await textOf(files, paths.config), '[profile ada]\nregion = x\n');
  });

  it('succeeds if there is nothing to do', async () => {
    const files = filesWith('[profile maya]\nregion = x\n');
    const change: ProfileChange = { kind: 'set', name: 'maya', values: [['region', 'x']] };
    const made = await makeChange(editable(files), paths, change);
    assert.deepEqual([made.outcome, made.paths], ['written', []]);
  });
});

describe('undoing a change', () => {
  it('restores every byte of both files', async () => {
    const config = '\uFEFF# mine\r\n[profile maya]\r\nregion=x';
    const files = filesWith(config, '[maya]\n');
    const made = await makeChange(editable(files), paths, rename);
    assert.equal(await made.undo(), true);
    assert.equal(await textOf(files, paths.config), config);
    assert.equal(await textOf(files, paths.credentials), '[maya]\n');
  });

  it('keeps what changed elsewhere in the meantime', async () => {
    const files = filesWith('# one\n[profile maya]\nregion = x\n# two\n', '[maya]\n');
    const made = await makeChange(editable(files), paths, rename);
    files.write(paths.config, '# one\n[profile other]\n[profile ada]\nregion = x\n# two\n');
    files.write(paths.credentials, '[ada]\n# later\n');
    assert.equal(await made.undo(), true);
    assert.equal(
      await textOf(files, paths.config),
      '# one\n[profile other]\n[profile maya]\nregion = x\n# two\n',
    );
    assert.equal(await textOf(files, paths.credentials), '[maya]\n# later\n');
  });

  for (const [what, later] of Object.entries({
    'the same line': '[profile ada] # mine\n',
    'the whole file': '[profile other]\n',
    'the line by removing it': '',
  }))
    it(`does nothing if another program has changed ${what}`, async () => {
      const files = filesWith('[profile maya]\n', '[maya]\n');
      const made = await makeChange(editable(files), paths, rename);
      files.write(paths.config, later);
      assert.equal(await made.planUndo(), undefined);
      assert.equal(await made.undo(), false);
      assert.deepEqual(
        [await textOf(files, paths.config), await textOf(files, paths.credentials)],
        [later, '[ada]\n'],
      );
    });

  it('plans again if a file changes while it is undone', async () => {
    const files = filesWith('[profile maya]\n');
    let conflicts = 0;
    const conflicting = editable(files, () => {
      if (conflicts-- > 0) files.write(paths.config, '# new\n[profile ada]\n');
    });
    const made = await makeChange(conflicting, paths, rename);
    conflicts = 1;
    assert.equal(await made.undo(), true);
    assert.equal(await textOf(files, paths.config), '# new\n[profile maya]\n');
  });

  it('restores any files, and keeps lines before and after', async () => {
    const change: ProfileChange = {
      kind: 'add',
      name: 'fresh',
      config: [['region', 'x']],
      credentials: [['aws_access_key_id', 'AKIA']],
    };
    await fc.assert(
      fc.asyncProperty(anyFiles, anyFiles, fc.boolean(), async (config, credentials, isLonger) => {
        fc.pre(!/fresh/u.test(config + credentials));
        const files = filesWith(config, credentials);
        const made = await makeChange(editable(files), paths, change);
        const before = isLonger ? '# before\n' : '';
        for (const path of Object.values(paths)) files.write(path, `${before}${await textOf(files, path)}`);
        assert.equal(await made.undo(), true);
        assert.equal(await textOf(files, paths.config), before + config);
        assert.equal(await textOf(files, paths.credentials), before + credentials);
      }),
      { numRuns: 60 },
    );
  });
});
