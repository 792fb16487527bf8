import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders that one VS Code has to itself. */
export interface Sandbox {
  readonly home: string;
  readonly data: string;
  readonly workspace: string;
  remove(): Promise<void>;
}

export async function createSandbox(): Promise<Sandbox> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'rolecall-')));
  const [home, data, workspace] = [join(root, 'home'), join(root, 'data'), join(root, 'workspace')];
  for (const folder of [home, data, workspace]) await mkdir(folder);
  const remove = (): Promise<void> => rm(root, { recursive: true, force: true, maxRetries: 5 });
  return { home, data, workspace, remove };
}
