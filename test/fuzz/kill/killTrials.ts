import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, realpath, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Trial } from './trial.ts';

export interface KillOptions {
  readonly seed: number;
  /** How long to repeat a trial, in milliseconds. */
  readonly ms: number;
}

export interface KillResult {
  readonly runs: number;
  readonly failure?: { readonly seed: number; readonly report: string };
}

/** A kill at a moment within this time meets any of the calls that a change consists of. Milliseconds. */
const maxDelayMs = 60;

/** Kills a window at some moment and opens the next one, again and again on the same files. */
export async function repeatTrial(trial: Trial, { seed, ms }: KillOptions): Promise<KillResult> {
  const folder = await realpath(await mkdtemp(join(tmpdir(), 'rolecall-kill-')));
  const end = performance.now() + ms;
  let runs = 0;
  try {
    await trial.prepare?.(folder);
    for (; runs === 0 || performance.now() < end; runs++) {
      await killAfter(trial, folder, delayOf(seed + runs));
      await inTime(trial.assertUsable(folder));
    }
    return { runs };
  } catch (error) {
    const report = error instanceof Error ? (error.stack ?? error.message) : String(error);
    return { runs, failure: { seed: seed + runs, report } };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Longer than a lock of a killed window may block the next one. Milliseconds. */
const blockedMs = 30_000;

/** Rejects if the next window is blocked. */
async function inTime(work: Promise<void>): Promise<void> {
  const over = new AbortController();
  const late = sleep(blockedMs, undefined, { signal: over.signal }).then(
    () => assert.fail('the next window is blocked'),
    () => undefined,
  );
  await Promise.race([work, late]).finally(() => over.abort());
}

/** The moment of a kill, in milliseconds. Neighboring seeds are far apart. */
function delayOf(seed: number): number {
  return ((seed * 0.618_033_988_749) % 1) * maxDelayMs;
}

async function killAfter(trial: Trial, folder: string, delayMs: number): Promise<void> {
  const stdio = ['ignore', 'ignore', 'pipe', 'ipc'] as const;
  const victim = fork(join(import.meta.dirname, 'victim.ts'), [trial.name, folder], { stdio: [...stdio] });
  const exited = once(victim, 'exit');
  let errors = '';
  victim.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  await Promise.race([once(victim, 'message'), exited]);
  await sleep(delayMs);
  victim.kill('SIGKILL');
  const [, signal] = (await exited) as [number | null, string | null];
  assert.equal(signal, 'SIGKILL', `the window failed: ${errors}`);
}
