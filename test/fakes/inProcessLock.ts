import { Cancelled } from '../../src/base/failure.ts';
import type { Lock } from '../../src/session/fileLock.ts';

/** A lock within one process: each caller waits for all earlier callers with the same name. */
export class InProcessLock implements Lock {
  readonly #last = new Map<string, Promise<unknown>>();

  async hold<T>(name: string, signal: AbortSignal, action: () => Promise<T>): Promise<T> {
    const before = this.#last.get(name) ?? Promise.resolve();
    const mine = orAborted(before, signal).then(action);
    this.#last.set(name, Promise.allSettled([before, mine]));
    return mine;
  }
}

function orAborted(work: Promise<unknown>, signal: AbortSignal): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const abort = (): void => reject(new Cancelled());
    if (signal.aborted) abort();
    signal.addEventListener('abort', abort);
    work.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
  });
}
