import { chmodSync, rmSync, utimesSync } from 'node:fs';
import { stat } from 'node:fs/promises';
import { uptime } from 'node:os';
import { join } from 'node:path';

// When a window ends, its mirror stays as a tombstone. Programs that outlive the window, as in tmux, still read it, and
// get an explanation from the helper. If the files were gone, tools would use the role of the machine. The window takes
// its tombstone's place when it is opened again.

/** The files in the folder of a mirror. Only `broker` holds a secret: the key to the window's socket. */
export const mirrorFiles = { config: 'config', credentials: 'credentials', broker: 'broker.json' } as const;

const unusedMs = 7 * 86_400_000;

/**
 * Turns the mirror of a window that has ended into a tombstone, by removing the way to the window. Synchronous, because
 * asynchronous work might not finish while a window closes. Does not throw.
 */
export function leaveTombstone(folder: string): void {
  try {
    chmodSync(folder, 0o700);
    rmSync(join(folder, mirrorFiles.broker), { force: true });
    chmodSync(folder, 0o500);
  } catch {
    // Another process has removed it.
  }
  noteUse(folder);
}

/** Keeps a tombstone for another week. */
export function noteUse(folder: string): void {
  const now = new Date();
  try {
    utimesSync(join(folder, mirrorFiles.config), now, now);
  } catch {
    // The mirror was never written.
  }
}

/**
 * Whether no program can need a tombstone: none has asked by way of it for a week, and this machine was started since,
 * so that no program of its window is left.
 */
export async function isUnused(folder: string, uptimeMs = uptime() * 1000): Promise<boolean> {
  const found = await stat(join(folder, mirrorFiles.config)).catch(() => stat(folder));
  return Date.now() - found.mtimeMs > Math.max(unusedMs, uptimeMs);
}

/** Removes a tombstone. Throws the system's error. */
export function removeTombstone(folder: string): void {
  chmodSync(folder, 0o700);
  rmSync(folder, { recursive: true, force: true });
}
