import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AwsOptions } from './useAws.ts';

/** A clock that the local AWS and VS Code's processes share, and that a test can move forward. */
export interface MovableClock {
  /** What `useAws` needs so that AWS and VS Code use the clock; call it after the `before` hooks. */
  readonly options: () => Pick<AwsOptions, 'machine' | 'env' | 'preload'>;
  readonly advance: (milliseconds: number) => Promise<void>;
}

export function useMovableClock(): MovableClock {
  let folder = '';
  let aheadMs = 0;
  const file = (): string => join(folder, 'ahead');

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-clock-'));
  });
  after(async () => rm(folder, { recursive: true, force: true }));

  return {
    options: () => ({
      machine: () => Date.now() + aheadMs,
      env: { ROLECALL_MOVED_CLOCK: file() },
      preload: join(import.meta.dirname, '..', 'movedClock.ts'),
    }),
    advance: async (milliseconds) => {
      aheadMs += milliseconds;
      await writeFile(file(), `${aheadMs}`);
    },
  };
}
