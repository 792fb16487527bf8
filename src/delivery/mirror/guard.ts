import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { isWindows } from '../../base/platform.ts';

/**
 * Waits for the end of its input. Then it removes the window's socket folder, and its mirror if that still belongs to
 * it.
 */
const script = `
cat >/dev/null
rm -rf -- "$3"
grep -qF -- "$2" "$1/broker.json" 2>/dev/null && chmod 700 "$1" && rm -rf -- "$1"
`;

/**
 * Starts a process that removes a window's mirror and socket as soon as the window is gone. If the window is killed,
 * the pipe to the process closes, too. `address` identifies the mirror of this window.
 */
export function startGuard(folder: string, address: string, helperBundle: string): void {
  const args = [folder, address, isWindows ? '' : dirname(address)];
  const [program, first] = isWindows
    ? [process.execPath, [helperBundle, '--guard']]
    : ['/bin/sh', ['-c', script, 'rolecall-guard']];
  const guard = spawn(program, [...first, ...args], {
    cwd: dirname(folder),
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    windowsHide: true,
    env: { PATH: process.env['PATH'], ELECTRON_RUN_AS_NODE: '1' },
  });
  // Without a guard, the next window cleans up.
  guard.on('error', () => {});
  guard.unref();
  (guard.stdin as unknown as { unref(): void } | null)?.unref();
}
