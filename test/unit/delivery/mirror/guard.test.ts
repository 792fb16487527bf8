import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { eventually } from '../../../eventually.ts';

const guard = new URL('../../../../src/delivery/mirror/guard.ts', import.meta.url).href;

describe('the guard of a killed window', () => {
  let folder: string;
  let mirror: string;
  let sockets: string;
  let address: string;

  beforeEach(function () {
    // On Windows, the window's socket is not in a folder.
    if (process.platform === 'win32') return this.skip();
    folder = mkdtempSync(join(tmpdir(), 'rolecall guard '));
    mirror = join(folder, 'mirror');
    sockets = join(folder, 'rolecall-x');
    address = join(sockets, 'line');
    mkdirSync(mirror);
    writeFileSync(join(mirror, 'broker.json'), JSON.stringify({ address }));
    mkdirSync(join(folder, 'private'));
    for (const name of ['line', 'diary']) writeFileSync(join(folder, 'private', name), 'mine');
  });

  afterEach(() => {
    if (folder) rmSync(folder, { recursive: true });
  });

  /** Settles when the guard has ended the mirror, which it does after it has removed the socket. */
  async function killWindow(): Promise<void> {
    const program = `
      import { startGuard } from ${JSON.stringify(guard)};
      startGuard(...process.argv.slice(1), '');
      console.log('started');
      setInterval(() => {}, 1000);`;
    const args = ['--experimental-strip-types', '--no-warnings', '--input-type=module', '-e', program];
    const window = spawn(process.execPath, [...args, mirror, address], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    await once(window.stdout, 'data');
    window.kill('SIGKILL');
    await eventually(() => assert.ok(!existsSync(join(mirror, 'broker.json'))));
  }

  it('removes the socket with its folder', async () => {
    mkdirSync(sockets);
    writeFileSync(address, '');
    await killWindow();
    assert.ok(!existsSync(sockets));
  });

  it('keeps a folder with other files', async () => {
    mkdirSync(sockets);
    for (const name of ['line', 'diary']) writeFileSync(join(sockets, name), '');
    await killWindow();
    assert.deepEqual(readdirSync(sockets), ['diary']);
  });

  it('removes nothing behind a link that is in the place of the folder', async () => {
    symlinkSync(join(folder, 'private'), sockets);
    await killWindow();
    assert.deepEqual(readdirSync(join(folder, 'private')), ['diary', 'line']);
  });
});
