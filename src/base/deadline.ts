import { Cancelled } from './failure.ts';

/** A deadline has passed. The name and the code are those with which the SDK and Node report a time-out. */
export class TimedOut extends Error {
  readonly code = 'ETIMEDOUT';

  constructor() {
    super('ETIMEDOUT');
    this.name = 'TimeoutError';
  }
}

/**
 * Waits at most `ms` milliseconds for work outside of this process. Rejects with `TimedOut` after that, and with
 * `Cancelled` if `signal` aborts first: both immediately, even if the work does not react to the signal that it gets,
 * which aborts in both cases.
 */
export function withDeadline<T>(
  ms: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  if (signal.aborted) return Promise.reject(new Cancelled());
  const stop = new AbortController();
  return new Promise((resolve, reject) => {
    const giveUp = (error: Error): void => {
      clear();
      reject(error);
      stop.abort();
    };
    const cancel = (): void => giveUp(new Cancelled());
    const timer = setTimeout(() => giveUp(new TimedOut()), ms);
    signal.addEventListener('abort', cancel);
    const clear = (): void => {
      clearTimeout(timer);
      signal.removeEventListener('abort', cancel);
    };
    work(stop.signal).then(resolve, reject).finally(clear);
  });
}

/**
 * Waits for work that runs to its end even if nobody waits for it any more, because its result must not be lost.
 * Rejects with `Cancelled` immediately if `signal` aborts first. The work needs a deadline of its own.
 */
export function untilCancelled<T>(signal: AbortSignal, work: Promise<T>): Promise<T> {
  return new Promise((resolve, reject) => {
    const cancel = (): void => reject(new Cancelled());
    if (signal.aborted) cancel();
    signal.addEventListener('abort', cancel);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', cancel));
  });
}
