import { Cancelled } from './failure.ts';

interface Work<T> {
  readonly result: Promise<T>;
  readonly abort: AbortController;
  waiting: number;
}

/** Work that is done once for all who want the same at a time. It ends early when the last of them leaves. */
export class SharedWork<T> {
  readonly #underWay = new Map<string, Work<T>>();

  /** Joins the work of this key, or begins it. Who leaves, by `signal`, ends only their own wait, with `Cancelled`. */
  join(key: string, signal: AbortSignal, begin: (signal: AbortSignal) => Promise<T>): Promise<T> {
    if (signal.aborted) return Promise.reject(new Cancelled());
    const work = this.#underWay.get(key) ?? this.#begin(key, begin);
    work.waiting++;
    return new Promise((resolve, reject) => {
      const leave = (): void => {
        signal.removeEventListener('abort', leaveEarly);
        if (--work.waiting > 0) return;
        if (this.#underWay.get(key) === work) this.#underWay.delete(key);
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

  /** Ends what is under way, of all keys or of those that begin like this. Who asks from now on begins anew. */
  callOff(beginning = ''): void {
    for (const [key, { abort }] of this.#underWay) {
      if (!key.startsWith(beginning)) continue;
      this.#underWay.delete(key);
      abort.abort();
    }
  }

  #begin(key: string, begin: (signal: AbortSignal) => Promise<T>): Work<T> {
    const abort = new AbortController();
    const work = { result: begin(abort.signal), abort, waiting: 0 };
    this.#underWay.set(key, work);
    return work;
  }
}
