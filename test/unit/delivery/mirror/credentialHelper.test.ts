import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { mkdir, writeFile } from 'node:fs/promises';
import { createServer, type Socket } from 'node:net';
import { basename, join } from 'node:path';
import { mirrorFiles } from '../../../../src/delivery/mirror/tombstone.ts';
import { useLiveFolder } from './liveWindow.ts';

describe('the credential helper of a window', function () {
  this.timeout(30_000);
  before(function () {
    if (process.platform === 'win32') this.skip();
  });
  const folder = useLiveFolder();

  /** Runs the helper against a window that handles its socket as given. A second of the helper takes a millisecond. */
  async function runAgainst(handle: (socket: Socket) => void): Promise<{ exit: unknown; stderr: string }> {
    const { folder: home, helperBundle } = folder();
    const window = join(home, 'window');
    const address = join(home, 'line');
    await mkdir(window, { recursive: true });
    const key = randomBytes(32).toString('base64');
    await writeFile(join(window, mirrorFiles.broker), JSON.stringify({ address, key }));
    const fast = join(home, 'fast.cjs');
    await writeFile(fast, 'const real = setTimeout; globalThis.setTimeout = (f, ms) => real(f, ms / 1000);');
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => {}));
      handle(socket);
    });
    server.listen(address);
    await once(server, 'listening');
    const args = ['-r', fast, helperBundle, `${basename(home)}/window`, 'dev'];
    const result = await new Promise<{ exit: unknown; stderr: string }>((resolve) => {
      execFile(process.execPath, args, (error, _, stderr) => resolve({ exit: error?.code, stderr }));
    });
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => server.close(resolve));
    return result;
  }

  it('fails if the window accepts the request and does not answer, as if it is halted', async () => {
    const { exit, stderr } = await runAgainst(() => {});
    assert.deepEqual([exit, stderr], [1, 'Rolecall: VS Code did not respond in time.\n']);
  });

  it('fails if the answer does not end', async () => {
    const { exit, stderr } = await runAgainst(endless);
    assert.deepEqual([exit, stderr], [1, 'Rolecall: VS Code sent a wrong answer.\n']);
  });
});

function endless(socket: Socket): void {
  const fill = (): void => {
    while (!socket.destroyed && socket.write('x'.repeat(65_536)));
  };
  socket.on('drain', fill);
  fill();
}
