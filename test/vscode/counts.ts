import { readFile } from 'node:fs/promises';

/** What a suite came to. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** A suite that ended without saying how it went has failed. */
export const crashed: Counts = { passed: 0, failed: 1 };

/** What a suite left in the file that it was given as `ROLECALL_RESULTS`. */
export async function readCounts(path: string): Promise<Counts> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return crashed;
  const counts: Counts = JSON.parse(text);
  return counts;
}
