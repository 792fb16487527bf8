import * as fc from 'fast-check';
import assert from 'node:assert/strict';
import { type Failure, FailureError } from '../../../src/base/failure.ts';
import { applyEdits } from '../../../src/config/edit.ts';
import type { ProfileChange } from '../../../src/profiles/changes.ts';
import { type EditableFiles, makeChange, planRewrites, type Rewrite } from '../../../src/profiles/writer.ts';
import { WrittenFiles } from '../../fakes/writtenFiles.ts';
import { anyFiles } from '../config/configTexts.ts';

const paths = { config: '/aws/config', credentials: '/aws/credentials' };
const rename: ProfileChange = { kind: 'rename', name: 'maya', to: 'ada' };

/** Files in memory; `before` runs between the planning of a change and its landing. */
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

function given(config: string | undefined, credentials?: string): WrittenFiles {
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
  it('rewrites both files, and tells which', async () => {
    const files = given('[profile maya]\nregion = x\n', '[maya]\naws_access_key_id = a\n');
    const made = await makeChange(editable(files), paths, rename);
    assert.equal(made.landing, 'written');
    assert.deepEqual(made.paths, [paths.config, paths.credentials]);
    assert.equal(await textOf(files, paths.config), '[profile ada]\nregion = x\n');
    assert.equal(await textOf(files, paths.credentials), '[ada]\naws_access_key_id = a\n');
  });

  it('leaves the file alone that it does not concern', async () => {
    const files = given('[profile maya]\n');
    const made = await makeChange(editable(files), paths, rename);
    assert.deepEqual(made.paths, [paths.config]);
    assert.equal(await textOf(files, paths.credentials), undefined);
  });

  it('plans again when a file changed underneath, and overwrites nothing', async () => {
    const files = given('[profile maya]\n');
    let others = 2;
    const meddling = editable(files, () => {
      if (others-- > 0) files.write(paths.config, `# ${others}\n[profile maya]\nregion = y\n`);
    });
    await makeChange(meddling, paths, rename);
    assert.equal(await textOf(files, paths.config), '# 0\n[profile ada]\nregion = y\n');
  });

  it('fails when what it would change has gone meanwhile', async () => {
    const files = given('[profile maya]\n');
    const meddling = editable(files, () => files.write(paths.config, '[profile other]\n'));
    await rejectsWith({ code: 'noSuchProfile', profile: 'maya' }, makeChange(meddling, paths, rename));
    assert.equal(await textOf(files, paths.config), '[profile other]\n');
  });

  it('gives up when the file never stands still', async () => {
    const files = given('[profile maya]\n');
    let count = 0;
    const meddling = editable(files, () => files.write(paths.config, `[profile maya]\n# ${++count}\n`));
    const expected: Failure = { code: 'fileUnwritable', path: paths.config, reason: 'busy' };
    await rejectsWith(expected, makeChange(meddling, paths, rename));
  });

  describe('where a file cannot be read', () => {
    const failure: Failure = { code: 'fileUnreadable', path: paths.credentials, reason: 'permission' };
    let files: WrittenFiles;
    beforeEach(() => {
      files = given('[profile maya]\n');
      files.write(paths.credentials, { kind: 'failed', failure });
    });

    const config = [['region', 'x']] as const;
    const keys = [['aws_access_key_id', 'AKIA']] as const;
    const inOther: Readonly<Record<string, ProfileChange>> = {
      'sets a value in the other': { kind: 'set', name: 'maya', values: config },
      'adds a profile to the other': { kind: 'add', name: 'ada', config, credentials: [] },
    };
    for (const [what, change] of Object.entries(inOther))
      it(what, async () => {
        assert.deepEqual((await makeChange(editable(files), paths, change)).paths, [paths.config]);
      });

    const needed: Readonly<Record<string, ProfileChange>> = {
      'renames nothing, since it may be named there': rename,
      'removes nothing, since it may be there': { kind: 'remove', name: 'maya' },
      'duplicates nothing, since there may be more of it': { kind: 'duplicate', name: 'maya', to: 'ada' },
      'sets nothing in it': { kind: 'set', name: 'maya', values: keys },
      'adds nothing to it': { kind: 'add', name: 'ada', config, credentials: keys },
      'changes no profile that may be there': { kind: 'set', name: 'ada', values: config },
    };
    for (const [what, change] of Object.entries(needed))
      it(what, async () => {
        await rejectsWith(failure, makeChange(editable(files), paths, change));
        assert.equal(await textOf(files, paths.config), '[profile maya]\n');
      });

    it('says first what is wrong with the change itself', async () => {
      const change: ProfileChange = { kind: 'rename', name: 'maya', to: '[x]' };
      await rejectsWith({ code: 'badName', profile: '[x]' }, makeChange(editable(files), paths, change));
    });
  });

  it('makes a file where a link to none is', async () => {
    const files = given(undefined);
    const failure: Failure = { code: 'fileUnreadable', path: paths.config, reason: 'danglingLink' };
    files.write(paths.config, { kind: 'missing', failure });
    const change: ProfileChange = { kind: 'add', name: 'ada', config: [['region', 'x']], credentials: [] };
    await makeChange(editable(files), paths, change);
    assert.equal(await textOf(files, paths.config), '[profile ada]\nregion = x\n');
  });

  it('is done when there is nothing to do', async () => {
    const files = given('[profile maya]\nregion = x\n');
    const change: ProfileChange = { kind: 'set', name: 'maya', values: [['region', 'x']] };
    const made = await makeChange(editable(files), paths, change);
    assert.deepEqual([made.landing, made.paths], ['written', []]);
  });
});

describe('undoing a change', () => {
  it('brings back every byte of both files', async () => {
    const config = '\uFEFF# mine\r\n[profile maya]\r\nregion=x';
    const files = given(config, '[maya]\n');
    const made = await makeChange(editable(files), paths, rename);
    assert.equal(await made.undo(), true);
    assert.equal(await textOf(files, paths.config), config);
    assert.equal(await textOf(files, paths.credentials), '[maya]\n');
  });

  it('does nothing when a file has changed again', async () => {
    const files = given('[profile maya]\n', '[maya]\n');
    const made = await makeChange(editable(files), paths, rename);
    files.write(paths.credentials, '[ada]\n# later\n');
    assert.equal(await made.undo(), false);
    assert.equal(await textOf(files, paths.config), '[profile ada]\n');
  });

  it('is one edit of what differs, whatever the files are', async () => {
    const change: ProfileChange = {
      kind: 'add',
      name: 'fresh',
      config: [['region', 'x']],
      credentials: [['aws_access_key_id', 'AKIA']],
    };
    await fc.assert(
      fc.asyncProperty(anyFiles, anyFiles, async (config, credentials) => {
        fc.pre(!/fresh/u.test(config + credentials));
        const files = given(config, credentials);
        const planned = await planRewrites(editable(files), paths, change);
        const undone: Rewrite[] = [];
        const recording: EditableFiles = {
          current: (path) => files.read(path),
          async rewrite(rewrites) {
            undone.splice(0, undone.length, ...rewrites);
            return 'written';
          },
        };
        await (await makeChange(recording, paths, change)).undo();
        for (const [i, { before, after, edits }] of undone.entries()) {
          assert.equal(edits.length, 1);
          assert.equal(applyEdits(before ?? '', edits), after);
          assert.deepEqual([before, after], [planned[i]?.after, planned[i]?.before]);
        }
      }),
      { numRuns: 60 },
    );
  });
});
