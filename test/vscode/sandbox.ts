import { rmSync } from 'node:fs';
import { mkdir, mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Folders for one VS Code. They are removed by `remove`, or else when this process exits. */
export interface Sandbox {
  readonly home: string;
  readonly data: string;
  readonly workspace: string;
  remove(): Promise<void>;
}

const removeOptions = { recursive: true, force: true, maxRetries: 5, retryDelay: 200 };

export async function createSandbox(): Promise<Sandbox> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'rolecall-')));
  const removeNow = (): void => rmSync(root, removeOptions);
  process.once('exit', removeNow);
  const [home, data, workspace] = [join(root, 'home'), join(root, 'data'), join(root, 'workspace')];
  for (const folder of [home, data, workspace]) await mkdir(folder);
  const remove = async (): Promise<void> => {
    await rm(root, removeOptions);
    process.removeListener('exit', removeNow);
  };
  return { home, data, workspace, remove };
}
