import { spawn } from 'node:child_process';
import { dirname } from 'node:path';
import { isWindows } from '../../base/platform.ts';
import { mirrorFiles } from './tombstone.ts';

/**
 * Waits for the end of its input. Then it removes the window's socket with its folder, and turns its mirror into a
 * tombstone if that still belongs to it. The socket is in a folder that all users may write to, so the script does
 * there what `removeOwnFolder` does. The mirror is in the user's own storage, and the script does there what
 * `leaveTombstone` does.
 */
const script = `
cat >/dev/null
if [ -d "$3" ] && [ ! -h "$3" ] && [ -O "$3" ]; then
  rm -f -- "$2"
  rmdir -- "$3"
fi
if grep -qF -- "$2" "$1/${mirrorFiles.broker}" 2>/dev/null; then
  chmod 700 "$1"
  rm -f -- "$1/${mirrorFiles.broker}"
  chmod 500 "$1"
  touch -c -- "$1/${mirrorFiles.config}"
fi
`;

/**
 * Starts a process that cleans up a window's mirror and socket as soon as the window is gone. If the window is killed,
 * the pipe to the process closes, too. `address` identifies the mirror of this window.
 */
export function startGuard(folder: string, address: string, helperBundle: string): void {
  const [program, args] = isWindows
    ? [process.execPath, [helperBundle, '--guard', folder, address]]
    : ['/bin/sh', ['-c', script, 'rolecall-guard', folder, address, dirname(address)]];
  const guard = spawn(program, args, {
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
