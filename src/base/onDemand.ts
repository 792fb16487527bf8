import type { Disposable } from './event.ts';

/**
 * A value that is created on first use and disposed of if it was created. A failed creation is retried on the next use.
 */
export class OnDemand<T extends Disposable> implements Disposable {
  readonly #make: () => Promise<T>;
  #making: Promise<T> | undefined;
  #made: T | undefined;
  #isDisposed = false;

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

  async #begin(): Promise<T> {
    const made = await this.#make().catch((error: unknown) => {
      this.#making = undefined;
      throw error;
    });
    this.#made = made;
    if (this.#isDisposed) made.dispose();
    return made;
  }

  dispose(): void {
    this.#isDisposed = true;
    this.#made?.dispose();
  }
}
