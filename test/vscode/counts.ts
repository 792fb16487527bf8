import { readFile } from 'node:fs/promises';

/** The results of a test suite. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** The results of a suite that ended without reporting any. */
export const crashed: Counts = { passed: 0, failed: 1 };

/** Reads the results that a suite wrote to the file in `ROLECALL_RESULTS`. */
export async function readCounts(path: string): Promise<Counts> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return crashed;
  const counts: Counts = JSON.parse(text);
  return counts;
}
