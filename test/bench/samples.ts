/** Measured times in milliseconds, in the order of measurement. */
export type Samples = readonly number[];

export interface Summary {
  readonly median: number;
  readonly min: number;
  readonly max: number;
  readonly count: number;
}

export function summarize(samples: Samples): Summary {
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  const median = ((sorted[Math.ceil(middle) - 1] ?? NaN) + (sorted[Math.floor(middle)] ?? NaN)) / 2;
  return { median, min: sorted[0] ?? NaN, max: sorted.at(-1) ?? NaN, count: sorted.length };
}

export async function millisecondsOf(action: () => unknown): Promise<number> {
  const start = performance.now();
  await action();
  return performance.now() - start;
}

/**
 * Runs the actions in turns, so that other load on the machine slows all of them down equally. The first `warmUp`
 * rounds of each action, in which the code is compiled, are not counted.
 */
export async function takeTurns<Name extends string>(
  actions: Readonly<Record<Name, () => unknown>>,
  rounds: number,
  warmUp: number,
): Promise<Record<Name, Samples>> {
  const names = Object.keys(actions) as Name[];
  const samples = Object.fromEntries(names.map((name) => [name, [] as number[]])) as Record<Name, number[]>;
  for (let round = -warmUp; round < rounds; round++) {
    for (const name of names) {
      const ms = await millisecondsOf(actions[name]);
      if (round >= 0) samples[name].push(ms);
    }
  }
  return samples;
}
