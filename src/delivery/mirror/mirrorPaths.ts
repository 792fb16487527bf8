import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MirrorPaths } from '../handover/standIns.ts';
import { mirrorFiles } from './tombstone.ts';

/** The paths of one window's mirror. They stay the same when the window is reloaded. */
export interface WindowMirror extends MirrorPaths {
  /** A folder that only the user can enter. It is writable only while the window writes to it. */
  readonly folder: string;
  /** The file that tells the helper how to reach the window. It exists only as long as the window. */
  readonly broker: string;
}

export function windowMirror(liveFolder: string, windowId: string): WindowMirror {
  const folder = join(liveFolder, windowId);
  return {
    folder,
    config: join(folder, mirrorFiles.config),
    credentials: join(folder, mirrorFiles.credentials),
    broker: join(folder, mirrorFiles.broker),
  };
}

/** Whether a window has this ID. A window that is opened again takes the place of its tombstone. */
export function isWindow(liveFolder: string, windowId: string): boolean {
  return existsSync(windowMirror(liveFolder, windowId).broker);
}
