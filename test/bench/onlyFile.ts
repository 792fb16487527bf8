import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** The only file in a folder. */
export function readOnly(folder: string): Buffer {
  return readFileSync(join(folder, readdirSync(folder)[0] ?? ''));
}
