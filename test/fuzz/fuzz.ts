import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { CheckLimits, CheckResult } from './check.ts';
import type { FromWorker } from './worker.ts';

/** No input of the checks takes this long, in milliseconds, on any machine. */
const hangMs = 30_000;

export interface FuzzResult extends CheckResult {
  readonly check: string;
}

/** Runs the checks in another thread, because an input may block it forever: that is then the failure. */
export async function fuzz(limits: CheckLimits, onResult: (result: FuzzResult) => void): Promise<void> {
  const worker = new Worker(join(import.meta.dirname, 'worker.ts'), { workerData: limits });
  let last: FromWorker | undefined;
  let watch: NodeJS.Timeout | undefined;
  const watchAgain = (): void => {
    clearTimeout(watch);
    watch = setTimeout(() => void worker.terminate(), hangMs);
  };
  watchAgain();
  worker.on('message', (message: FromWorker) => {
    watchAgain();
    last = message;
    if (message.kind === 'result') onResult({ check: message.check, ...message.result });
  });
  await new Promise((resolve, reject) => worker.once('error', reject).once('exit', resolve));
  clearTimeout(watch);
  if (last?.kind === 'done') return;
  const [check, input] =
    last?.kind === 'input' ? [last.check, JSON.stringify(last.input)] : ['start', 'none'];
  const report = `It took longer than ${hangMs / 1000} s. The input: ${input}`;
  onResult({ check, runs: 0, failure: { seed: limits.seed, report } });
}
