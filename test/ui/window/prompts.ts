import { equal, match } from 'node:assert/strict';
import { eventually } from '../../eventually.ts';
import type { QuickInput } from './quickInput.ts';
import type { Workbench } from './workbench.ts';

/** The prompts that a command shows one after the other in the quick input. */
export class Prompts {
  readonly #quickInput: QuickInput;

  constructor(window: Workbench) {
    this.#quickInput = window.quickInput;
  }

  /** Waits for a prompt, or for the validation message of the current one. */
  async waitFor(text: RegExp): Promise<void> {
    await eventually(
      async () => match(`${await this.#quickInput.message()} ${await this.#quickInput.placeholder()}`, text),
      15_000,
    );
  }

  /** Waits for the prompt and enters a value. */
  async answer(prompt: RegExp, value: string): Promise<void> {
    await this.waitFor(prompt);
    await this.#quickInput.type(value);
    await this.#quickInput.accept();
  }

  /** Waits for the prompt and accepts its initial value. */
  async accept(prompt: RegExp, initialValue?: string): Promise<void> {
    await this.waitFor(prompt);
    if (initialValue !== undefined)
      await eventually(async () => equal(await this.#quickInput.value(), initialValue));
    await this.#quickInput.accept();
  }

  /** Waits for the prompt, types an invalid value, and waits for the validation message. */
  async typeInvalid(prompt: RegExp, value: string, message: RegExp): Promise<void> {
    await this.waitFor(prompt);
    await this.#quickInput.type(value);
    await this.waitFor(message);
  }

  /** Confirms the change that the editor previews. */
  async confirm(label = 'Write to'): Promise<void> {
    await this.#quickInput.row(label).waitFor();
    await this.#quickInput.accept();
    await this.#quickInput.waitUntilClosed();
  }
}
