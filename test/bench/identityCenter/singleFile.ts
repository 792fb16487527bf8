import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

/** Reads the only file in a folder. */
export function readSingleFile(folder: string): Buffer {
  return readFileSync(join(folder, readdirSync(folder)[0] ?? ''));
}
