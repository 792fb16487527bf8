import assert from 'node:assert/strict';

/**
 * Four times the input takes about four times as long, and more for the memory that it needs. Quadratic work takes
 * sixteen times as long.
 */
const maxRatio = 9;
/** Other work on the machine can slow down a measurement, but not all of them. */
const attempts = 4;

/**
 * Asserts that work takes time in proportion to its input. `prepare` makes an input of a size; only the returned
 * function is measured.
 */
export function assertProportional(size: number, prepare: (size: number) => () => unknown): void {
  const ratios: number[] = [];
  for (let i = 0; i < attempts; i++) {
    const [few, many] = [timeOf(prepare, size), timeOf(prepare, 4 * size)];
    ratios.push(many / few);
    if (many < maxRatio * few) return;
  }
  assert.fail(
    `Four times the input takes ${ratios.map((ratio) => ratio.toFixed(1)).join(', ')} times as long`,
  );
}

/** The shortest of three runs, in milliseconds. */
function timeOf(prepare: (size: number) => () => unknown, size: number): number {
  const times = [1, 2, 3].map(() => {
    const work = prepare(size);
    const started = performance.now();
    work();
    return performance.now() - started;
  });
  return Math.min(...times);
}
