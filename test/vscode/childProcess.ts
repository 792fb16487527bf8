import type { ChildProcess } from 'node:child_process';
import { killProcessTree } from './processTree.ts';

/** Returns a function that kills a program and its descendants. When this process exits, they are killed as well. */
export function stopOnExit(child: ChildProcess): () => Promise<void> {
  const kill = (): void => {
    if (child.pid) killProcessTree(child.pid);
  };
  // It must run before the handlers that remove the folders that the program uses.
  process.prependOnceListener('exit', kill);
  return async () => {
    process.removeListener('exit', kill);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const exited = new Promise((resolve) => child.once('exit', resolve));
    kill();
    await exited;
  };
}

/** Waits until a program has ended. Resolves with its exit code, or null after a signal; rejects if it cannot start. */
export async function exitCodeOf(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}
