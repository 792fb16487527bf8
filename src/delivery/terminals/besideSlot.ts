import { type Disposable, Emitter } from '../../base/event.ts';
import type { Beside, BesideSource, BesideVariables } from '../handover/besideHandover.ts';
import type { Recipient } from '../handover/recipient.ts';

/** Stands for what programs get of another cloud, whose code is loaded when something of that cloud is found. */
export class BesideSlot implements BesideSource, Disposable {
  readonly #changed = new Emitter<unknown>();
  #source: BesideSource | undefined;
  #listening: Disposable | undefined;

  readonly onDidChange = this.#changed.event;

  fill(source: BesideSource): void {
    this.#source = source;
    this.#listening?.dispose();
    this.#listening = source.onDidChange((event) => this.#changed.fire(event));
    this.#changed.fire(undefined);
  }

  empty(): void {
    this.#source = undefined;
    this.#listening?.dispose();
    this.#changed.fire(undefined);
  }

  for(recipient: Recipient): Beside | undefined {
    return this.#source?.for(recipient);
  }

  peek(): BesideVariables | undefined {
    return this.#source?.peek();
  }

  get name(): string | undefined {
    return this.#source?.name;
  }

  dispose(): void {
    this.#listening?.dispose();
    this.#changed.dispose();
  }
}
