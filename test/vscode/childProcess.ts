import type { ChildProcess } from 'node:child_process';
import { endProcessTree } from './processTree.ts';

/** Ends a program and all that it started: when called, or else when this process ends. */
export function stopper(child: ChildProcess): () => Promise<void> {
  const end = (): void => {
    if (child.pid) endProcessTree(child.pid);
  };
  // Before the folders that the program uses are removed.
  process.prependOnceListener('exit', end);
  return async () => {
    process.removeListener('exit', end);
    if (child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    end();
    await gone;
  };
}

/** Resolves when a program has ended, whatever it ended with. */
export async function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve, reject) => {
    child.once('error', reject);
    child.once('close', resolve);
  });
}
