import { type Disposable, Emitter, type Event } from '../base/event.ts';

/** Whether editors cover secrets: as the setting says, until the user shows or hides them in this window. */
export class SecretsInEditors implements Disposable {
  readonly #setting: { readonly value: boolean };
  readonly #changed = new Emitter<boolean>();
  readonly #listening: Disposable;
  #chosen: boolean | undefined;

  readonly onChange = this.#changed.event;

  constructor(setting: { readonly value: boolean; readonly onChange: Event<boolean> }) {
    this.#setting = setting;
    this.#listening = setting.onChange(() => this.#choose(undefined));
  }

  /** Whether they are covered. */
  get value(): boolean {
    return this.#chosen ?? this.#setting.value;
  }

  show(): void {
    this.#choose(false);
  }

  hide(): void {
    this.#choose(true);
  }

  dispose(): void {
    this.#listening.dispose();
  }

  #choose(chosen: boolean | undefined): void {
    this.#chosen = chosen;
    this.#changed.fire(this.value);
  }
}
