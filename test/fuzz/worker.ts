import { parentPort, workerData } from 'node:worker_threads';
import { type CheckLimits, type CheckResult, runCheck } from './check.ts';
import { checks } from './checks.ts';

/** The messages to the thread that watches this one. Each input is reported first, because it may never end. */
export type FromWorker =
  | { readonly kind: 'input'; readonly check: string; readonly input: unknown }
  | { readonly kind: 'result'; readonly check: string; readonly result: CheckResult }
  | { readonly kind: 'done' };

const limits = workerData as CheckLimits;
const watcher = parentPort;
if (!watcher) throw new Error('This module runs in a worker thread only');
const send = (message: FromWorker): void => watcher.postMessage(message, []);

for (const check of checks) {
  const onInput = (input: unknown): void => send({ kind: 'input', check: check.name, input });
  send({ kind: 'result', check: check.name, result: await runCheck(check, { ...limits, onInput }) });
}
send({ kind: 'done' });
process.exit();
