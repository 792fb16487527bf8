import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { isWindows } from '../../base/platform.ts';

/** Waits for the end of its input, and removes what is still that of the window that it belongs to. */
const script = `
cat >/dev/null
rm -rf -- "$3"
grep -qF -- "$2" "$1/broker.json" 2>/dev/null && chmod 700 "$1" && rm -rf -- "$1"
`;

/**
 * Starts a process that removes a window's mirror and socket as soon as the window is gone, even if it was killed: then
 * the pipe to it closes. `address` marks what is this window's.
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
  // Without a guard, the next window does its work.
  guard.on('error', () => {});
  guard.unref();
  (guard.stdin as unknown as { unref(): void } | null)?.unref();
}
