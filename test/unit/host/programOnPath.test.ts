import assert from 'node:assert/strict';
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { programOnPath } from '../../../src/host/programOnPath.ts';

describe('a program on the path', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'path-'));
    for (const name of ['text', 'program', 'later']) await mkdir(join(folder, name));
    for (const name of ['text', 'program', 'later']) await writeFile(join(folder, name, 'aliyun'), '');
    for (const name of ['program', 'later']) await chmod(join(folder, name, 'aliyun'), 0o700);
  });
  after(() => rm(folder, { recursive: true }));

  it('is the first one that can be run', async () => {
    const path = ['text', 'missing', 'program', 'later'].map((name) => join(folder, name));
    const found = await programOnPath('aliyun', { PATH: path.join(delimiter) });
    assert.equal(found, join(folder, 'program', 'aliyun'));
  });

  it('is not one in the working folder', async () => {
    const before = process.cwd();
    process.chdir(join(folder, 'program'));
    try {
      assert.equal(await programOnPath('aliyun', { PATH: `${delimiter}/missing` }), undefined);
      assert.equal(await programOnPath('aliyun', {}), undefined);
    } finally {
      process.chdir(before);
    }
  });
});
