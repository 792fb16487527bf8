import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import {
  appendFileSync,
  mkdirSync,
  mkdtempSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { gitViewOf, ignoreLineFor } from '../../../../src/delivery/files/gitIgnore.ts';

describe('how Git treats a file', () => {
  let folder: string;

  beforeEach(() => {
    folder = realpathSync(mkdtempSync(join(tmpdir(), 'rolecall git ')));
    execFileSync('git', ['init', '--quiet'], { cwd: folder });
  });

  afterEach(() => rmSync(folder, { recursive: true, force: true }));

  it('is “exposed” until a line ignores it', async () => {
    for (const place of ['.env.aws', 'sub/.env', 'sub/a [b]*?! #c', '#d', '!e', 'sub/f ', 'back\\slash']) {
      const path = join(folder, place);
      mkdirSync(join(folder, 'sub'), { recursive: true });
      writeFileSync(path, '');
      assert.equal(await gitViewOf(path), 'exposed', place);
      const found = await ignoreLineFor(path);
      assert.equal(found.file, join(dirname(path), '.gitignore'));
      appendFileSync(found.file, `${found.line}\n`);
      assert.equal(await gitViewOf(path), 'ignored', place);
    }
    assert.equal(await gitViewOf(join(folder, 'sub/.env.aws')), 'exposed');
  });

  it('is “tracked” for a tracked file, even if a line ignores it', async () => {
    const path = join(folder, '.env [1]');
    writeFileSync(path, '');
    execFileSync('git', ['add', '.'], { cwd: folder });
    writeFileSync(join(folder, '.gitignore'), '.env*\n');
    assert.equal(await gitViewOf(path), 'tracked');
    // The name is not a pattern.
    assert.equal(await gitViewOf(join(folder, '.env 1')), 'ignored');
  });

  it('is the same through a symbolic link', async () => {
    const link = `${folder} link`;
    symlinkSync(folder, link);
    try {
      const found = await ignoreLineFor(join(link, '.env'));
      assert.deepEqual(found, { file: join(folder, '.gitignore'), line: '/.env' });
      assert.equal(await gitViewOf(join(link, '.env')), 'exposed');
    } finally {
      rmSync(link);
    }
  });

  it('is undefined outside of a work tree', async () => {
    rmSync(join(folder, '.git'), { recursive: true });
    assert.equal(await gitViewOf(join(folder, '.env')), undefined);
    assert.equal(await gitViewOf(join(folder, 'no such folder', '.env')), undefined);
  });

  it('is “unknown” if Git does not end, whatever signals it ignores', async function () {
    if (process.platform === 'win32') return this.skip();
    const { PATH } = process.env;
    const own = join(folder, 'own');
    mkdirSync(own);
    writeFileSync(join(own, 'git'), '#!/bin/sh\ntrap "" TERM\nsleep 30\n', { mode: 0o755 });
    process.env['PATH'] = `${own}:${PATH}`;
    try {
      assert.equal(await gitViewOf(join(folder, '.env')), 'unknown');
    } finally {
      process.env['PATH'] = PATH;
    }
  }).timeout(20_000);
});
