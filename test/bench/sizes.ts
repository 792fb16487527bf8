import { stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Size {
  readonly what: string;
  readonly bytes: number;
  readonly budget: number;
}

/** Sizes do not depend on the machine, so `npm test` and the bench fail if one exceeds its budget. */
const budgets = [
  // Read at start-up.
  ['dist/extension.js', 163_000],
  // Read while the disk reads the AWS files.
  ['dist/reading.js', 78_000],
  ['dist/later.js', 496_000],
  ['dist/language.js', 218_000],
  // Read where something of Alibaba Cloud is found.
  ['dist/alibaba.js', 110_000],
  ['dist/aws.js', 323_000],
  ['out/rolecall.vsix', 725_000],
] as const;

/** The sizes of what was last packaged. */
export async function measureSizes(root: string): Promise<readonly Size[]> {
  return Promise.all(
    budgets.map(async ([what, budget]) => ({
      what,
      bytes: (await stat(join(root, what))).size,
      budget,
    })),
  );
}

export function isOver({ bytes, budget }: Size): boolean {
  return bytes > budget;
}

export function printSizes(title: string, sizes: readonly Size[]): void {
  console.log(`\n${title}`);
  for (const size of sizes) {
    const [kb, most] = [size.bytes, size.budget].map((bytes) => (bytes / 1000).toFixed(1));
    const share = `${((size.bytes / size.budget) * 100).toFixed(0)} %`;
    console.log(
      `  ${size.what.padEnd(44)}${`${kb} KB of ${most} KB`.padEnd(26)}${share}${isOver(size) ? '  OVER' : ''}`,
    );
  }
}
