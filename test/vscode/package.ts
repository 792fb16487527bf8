import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { npm } from './install/npm.ts';

const root = join(import.meta.dirname, '..', '..');

/** The path of the `.vsix` that users install. `ROLECALL_VSIX` can contain the path of an existing one. */
export async function packagedExtension(): Promise<string> {
  return process.env['ROLECALL_VSIX'] ?? packageExtension();
}

export async function packageExtension(): Promise<string> {
  const vsix = join(root, 'out', 'rolecall.vsix');
  await mkdir(join(root, 'out'), { recursive: true });
  await npm(['run', 'package', '--', '--out', vsix], root);
  return vsix;
}
