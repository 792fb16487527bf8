import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { MirrorPaths } from '../handover/handover.ts';

/** Where the mirror of one window lies, the same for as long as the window is, also when it is loaded anew. */
export interface WindowMirror extends MirrorPaths {
  /** A folder that only the person can enter; nobody can write to it but the window, for moments. */
  readonly folder: string;
  /** How the helper reaches the window. */
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

/** Whether a window goes by this id: its mirror goes with it. */
export function isWindow(liveFolder: string, windowId: string): boolean {
  return existsSync(windowMirror(liveFolder, windowId).broker);
}
