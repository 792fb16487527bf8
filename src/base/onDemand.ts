import type { Disposable } from './event.ts';

/**
 * A value that is created on first use and disposed of if it was created. A failed creation is retried on the next use.
 */
export class OnDemand<T extends Disposable> implements Disposable {
  readonly #make: () => Promise<T>;
  #making: Promise<T> | undefined;
  #made: T | undefined;
  #isDisposed = false;
  /** Counts how often the value was discarded. */
  #discarded = 0;

  constructor(make: () => Promise<T>) {
    this.#make = make;
  }

  get(): Promise<T> {
    return (this.#making ??= this.#begin());
  }

  /** The value if it was created already. */
  get current(): T | undefined {
    return this.#made;
  }

  /** Disposes of the value, if any. The next use creates another one. */
  discard(): void {
    this.#discarded++;
    this.#making = undefined;
    this.#made?.dispose();
    this.#made = undefined;
  }

  async #begin(): Promise<T> {
    const discarded = this.#discarded;
    const made = await this.#make().catch((error: unknown) => {
      if (discarded === this.#discarded) this.#making = undefined;
      throw error;
    });
    if (discarded === this.#discarded) this.#made = made;
    if (this.#isDisposed || this.#made !== made) made.dispose();
    return made;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#made?.dispose();
  }
}
