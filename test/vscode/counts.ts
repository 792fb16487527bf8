import { readFile } from 'node:fs/promises';

/** The results of a test suite. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** The results of a suite, and those of each of its files that has a failure. */
export interface SuiteCounts extends Counts {
  readonly failedFiles?: Readonly<Record<string, Counts>>;
}

/** The results after all files with a failure have run again. */
export function withSecondRun({ passed, failedFiles = {} }: SuiteCounts, second: Counts): Counts {
  const inFailed = Object.values(failedFiles).reduce((sum, file) => sum + file.passed, 0);
  return { passed: passed - inFailed + second.passed, failed: second.failed };
}

/** The results of a suite that ended without reporting any. */
export const crashed: Counts = { passed: 0, failed: 1 };

/** Reads the results that a suite wrote to the file in `ROLECALL_RESULTS`. */
export async function readCounts(path: string): Promise<SuiteCounts> {
  const text = await readFile(path, 'utf8').catch(() => undefined);
  if (text === undefined) return crashed;
  const counts: SuiteCounts = JSON.parse(text);
  return counts;
}
