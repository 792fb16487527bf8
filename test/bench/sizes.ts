import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

export interface Size {
  readonly what: string;
  readonly bytes: number;
  readonly budget: number;
}

const startUp = 'read at start-up';

/** Sizes do not depend on the machine, so these budgets are kept: `npm test` and the bench fail over one that is exceeded. */
const budgets = [
  ['dist/extension.js', 80_000],
  [startUp, 100_000],
  ['dist/runner.js', 40_000],
  ['dist/dialogs.js', 50_000],
  ['dist/editableFiles.js', 15_000],
  ['dist/mfaBox.js', 10_000],
  ['dist/aws.js', 400_000],
  ['out/rolecall.vsix', 700_000],
] as const;

/** The sizes of what was last packaged. */
export async function measureSizes(root: string): Promise<readonly Size[]> {
  return Promise.all(
    budgets.map(async ([what, budget]) => ({
      what,
      bytes: what === startUp ? await bytesAtStartUp(root) : (await stat(join(root, what))).size,
      budget,
    })),
  );
}

/** The entry bundle with what it requires at once. */
async function bytesAtStartUp(root: string): Promise<number> {
  const read = new Map<string, number>();
  const follow = async (name: string): Promise<void> => {
    if (read.has(name)) return;
    const code = await readFile(join(root, 'dist', name), 'utf8');
    read.set(name, Buffer.byteLength(code));
    const shared = [...code.matchAll(/require\("\.\/(shared-\w+\.js)"\)/gu)];
    for (const [, next] of shared) if (next) await follow(next);
  };
  await follow('extension.js');
  return [...read.values()].reduce((sum, bytes) => sum + bytes, 0);
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
