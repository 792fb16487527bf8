import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { isDraft, sweepDrafts, writeAtomically } from '../../../src/base/atomicFile.ts';

const module = new URL('../../../src/base/atomicFile.ts', import.meta.url).href;
/** Writes a file, and is killed before the draft is renamed. */
const killed = `
  import { promises } from 'node:fs';
  import { syncBuiltinESMExports } from 'node:module';
  promises.rename = () => process.kill(process.pid, 'SIGKILL');
  syncBuiltinESMExports();
  const { writeAtomically } = await import(${JSON.stringify(module)});
  await writeAtomically(process.argv[1], 'token');`;
const hash = '0123456789abcdef0123456789abcdef01234567';

describe('the drafts of killed windows', () => {
  let folder: string;
  let token: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-drafts-'));
    token = join(folder, `${hash}.json`);
    const args = ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', killed];
    await once(spawn(process.execPath, [...args, token], { stdio: 'inherit' }), 'exit');
    const [draft = ''] = await readdir(folder);
    assert.ok(isDraft(draft), draft);
    assert.equal(await readFile(join(folder, draft), 'utf8'), 'token');
  });

  afterEach(() => rm(folder, { recursive: true }));

  async function makeOld(time = new Date(0)): Promise<void> {
    for (const name of await readdir(folder)) await utimes(join(folder, name), time, time);
  }

  it('are swept when they are old enough to belong to no write in progress', async () => {
    await sweepDrafts(folder);
    assert.equal((await readdir(folder)).length, 1);
    await makeOld();
    await sweepDrafts(folder);
    assert.deepEqual(await readdir(folder), []);
  });

  it('are all swept if their age does not matter', async () => {
    await sweepDrafts(folder, 0);
    assert.deepEqual(await readdir(folder), []);
  });

  it('are swept if they are from the future, because the clock was set back', async () => {
    await makeOld(new Date(Date.now() + 3_600_000));
    await sweepDrafts(folder);
    assert.deepEqual(await readdir(folder), []);
  });

  it('are swept with the next write of any file in the folder', async () => {
    await makeOld();
    await writeAtomically(join(folder, 'other.json'), 'new');
    assert.deepEqual(await readdir(folder), ['other.json']);
  });

  it('are nothing but files with the name of a draft', async () => {
    const uuid = '01234567-89ab-4cde-8f01-23456789abcd';
    const names = [`${hash}.json`, `${hash}.json.tmp`, uuid, `botocore-client-id.${uuid}.json`];
    for (const name of names) await writeFile(join(folder, name), 'theirs');
    await mkdir(join(folder, `folder.${uuid}`));
    await symlink(token, join(folder, `link.${uuid}`));
    await makeOld();
    await sweepDrafts(folder);
    const left = await readdir(folder);
    assert.deepEqual(left.toSorted(), [...names, `folder.${uuid}`, `link.${uuid}`].toSorted());
    assert.ok(!left.some((name) => isDraft(name) && name.startsWith(basename(token))));
  });

  it('need no folder', async () => {
    await sweepDrafts(join(folder, 'missing'));
  });
});
