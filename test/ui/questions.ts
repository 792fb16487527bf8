import { equal, match } from 'node:assert/strict';
import { eventually } from '../eventually.ts';
import type { QuickInput } from './quickInput.ts';
import type { Workbench } from './workbench.ts';

/** The questions of a command, one after the other in the same box. */
export class Questions {
  readonly #box: QuickInput;

  constructor(window: Workbench) {
    this.#box = window.quickInput;
  }

  /** Waits until the box asks for something, or says what is wrong with what is typed. */
  async say(text: RegExp): Promise<void> {
    await eventually(
      async () => match(`${await this.#box.message()} ${await this.#box.placeholder()}`, text),
      15_000,
    );
  }

  /** Waits for the question, and answers it. */
  async answer(question: RegExp, value: string): Promise<void> {
    await this.say(question);
    await this.#box.type(value);
    await this.#box.accept();
  }

  /** Waits for the question, and takes the answer that it comes with. */
  async accept(question: RegExp, value?: string): Promise<void> {
    await this.say(question);
    if (value !== undefined) await eventually(async () => equal(await this.#box.value(), value));
    await this.#box.accept();
  }

  /** Waits for the question, and types what is no answer: the box says what is wrong with it. */
  async refuse(question: RegExp, value: string, complaint: RegExp): Promise<void> {
    await this.say(question);
    await this.#box.type(value);
    await this.say(complaint);
  }

  /** Says yes to the change that the editor shows. */
  async confirm(what = 'Write to'): Promise<void> {
    await this.#box.row(what).waitFor();
    await this.#box.accept();
    await this.#box.waitUntilClosed();
  }
}
