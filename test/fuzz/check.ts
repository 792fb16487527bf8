import * as fc from 'fast-check';

/** Something that must hold for all inputs of a kind. */
export interface Check<T = unknown> {
  /** As in “the product …”. */
  readonly name: string;
  readonly inputs: fc.Arbitrary<T>;
  /** Throws or rejects if it does not hold. */
  readonly assert: (input: T) => void | Promise<void>;
}

/** The run ends with the first limit that it reaches. */
export interface CheckLimits {
  readonly seed: number;
  /** How long to try inputs, in milliseconds. */
  readonly ms?: number;
  /** How many seeds to try, each with the same number of inputs, so that a run can be repeated exactly. */
  readonly seeds?: number;
}

export interface CheckOptions extends CheckLimits {
  /** Called before each input is tried. */
  readonly onInput: (input: unknown) => void;
}

export interface CheckResult {
  readonly runs: number;
  /** The smallest input for which the check failed, and the seed that finds it immediately. */
  readonly failure?: { readonly seed: number; readonly report: string };
}

const runsPerSeed = 50;

/** Tries inputs of one seed after the other, until a limit is reached. A failure takes longer: it is reduced. */
export async function runCheck<T>(
  check: Check<T>,
  { seed, ms = Infinity, seeds = Infinity, onInput }: CheckOptions,
): Promise<CheckResult> {
  const end = performance.now() + ms;
  let runs = 0;
  let isReducing = false;
  const property = fc.asyncProperty(check.inputs, async (input) => {
    if (!isReducing && runs > 0 && performance.now() > end) return;
    onInput(input);
    runs++;
    try {
      await check.assert(input);
    } catch (error) {
      isReducing = true;
      throw error;
    }
  });
  let current = seed;
  do {
    const details = await fc.check(property, { seed: current, numRuns: runsPerSeed });
    if (details.failed) {
      const report = reportOf(details.errorInstance, details.counterexample);
      return { runs, failure: { seed: current, report } };
    }
    current++;
  } while (current - seed < seeds && performance.now() < end);
  return { runs };
}

function reportOf(error: unknown, input: unknown): string {
  const reason = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return `${reason}\nThe smallest input: ${JSON.stringify(input)}`;
}
