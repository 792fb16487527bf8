/** What a suite came to. */
export interface Counts {
  readonly passed: number;
  readonly failed: number;
}

/** A suite that ended without saying how it went has failed. */
export const crashed: Counts = { passed: 0, failed: 1 };

export function sum(counts: readonly Counts[]): Counts {
  return counts.reduce((a, b) => ({ passed: a.passed + b.passed, failed: a.failed + b.failed }), {
    passed: 0,
    failed: 0,
  });
}
