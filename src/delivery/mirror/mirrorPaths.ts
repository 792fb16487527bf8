import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MirrorPaths } from '../handover/handover.ts';

/** The paths of one window's mirror. They stay the same when the window is reloaded. */
export interface WindowMirror extends MirrorPaths {
  /** A folder that only the user can enter. It is writable only while the window writes to it. */
  readonly folder: string;
  /** The file that tells the helper how to reach the window. */
  readonly broker: string;
}

export function windowMirror(liveFolder: string, windowId: string): WindowMirror {
  const folder = join(liveFolder, windowId);
  return {
    folder,
    config: join(folder, 'config'),
    credentials: join(folder, 'credentials'),
    broker: join(folder, 'broker.json'),
  };
}

/** Whether a window has this ID: a mirror exists only as long as its window. */
export function isWindow(liveFolder: string, windowId: string): boolean {
  return existsSync(windowMirror(liveFolder, windowId).broker);
}
