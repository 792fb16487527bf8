import { Cancelled } from './failure.ts';

interface Work<T> {
  readonly result: Promise<T>;
  readonly abort: AbortController;
  waiting: number;
}

/**
 * Deduplicates concurrent work: callers with the same key share one run, which is aborted when the last caller leaves.
 * Work that waits for something outside of this process needs a deadline, because everybody joins it until it ends.
 */
export class SharedWork<T> {
  readonly #running = new Map<string, Work<T>>();

  /**
   * Joins the work for this key or starts it. Aborting `signal` cancels only this caller's wait, which rejects with
   * `Cancelled`.
   */
  join(key: string, signal: AbortSignal, begin: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) return Promise.reject(new Cancelled());
    const work = this.#running.get(key) ?? this.#begin(key, begin);
    work.waiting++;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        signal.removeEventListener('abort', leaveEarly);
        if (--work.waiting > 0) return;
        this.#forget(key, work);
        work.abort.abort();
      };
      const leaveEarly = (): void => {
        leave();
        reject(new Cancelled());
      };
      signal.addEventListener('abort', leaveEarly);
      work.result.then(resolve, reject).finally(leave);
    });
  }

  /** Aborts running work, for all keys or those that start with `beginning`. Later callers start new work. */
  cancelAll(keyPrefix = ''): void {
    for (const [key, { abort }] of this.#running) {
      if (!key.startsWith(keyPrefix)) continue;
      this.#running.delete(key);
      abort.abort();
    }
  }

  #begin(key: string, begin: (signal: AbortSignal) => Promise<T>): Work<T> {
    const abort = new AbortController();
    const work = { result: begin(abort.signal), abort, waiting: 0 };
    this.#running.set(key, work);
    // Before any caller learns the result: a caller that tries again must not join it.
    const forget = (): void => this.#forget(key, work);
    work.result.then(forget, forget);
    return work;
  }

  #forget(key: string, work: Work<T>): void {
    if (this.#running.get(key) === work) this.#running.delete(key);
  }
}
