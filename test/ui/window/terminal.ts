import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../eventually.ts';

/** A terminal; the visible one unless `element` is another. */
export class Terminal {
  readonly #page: Page;
  readonly element: Locator;

  constructor(page: Page, element = page.locator('.terminal-wrapper.active').last()) {
    this.#page = page;
    this.element = element;
  }

  /** The visible text, one line for each row. */
  async text(): Promise<string> {
    const rows = await this.element.locator('.xterm-rows > div').allTextContents();
    return rows
      .map((row) => row.replaceAll('\u00a0', ' ').trimEnd())
      .join('\n')
      .trimEnd();
  }

  /** Waits until the visible text matches, and returns the text. The timeout is in milliseconds. */
  async waitFor(expected: RegExp, timeout?: number): Promise<string> {
    return eventually(async () => {
      const text = await this.text();
      if (!expected.test(text)) throw new Error(`${String(expected)} is not in the terminal:\n${text}`);
      return text;
    }, timeout);
  }

  /** Waits for the shell's prompt. */
  async waitUntilReady(): Promise<void> {
    await this.element.locator('.xterm-helper-textarea').waitFor({ state: 'attached' });
    await this.waitFor(/\S/);
  }

  /** Presses a key, such as `Control+C`. */
  async press(key: string): Promise<void> {
    await this.element.locator('.xterm-helper-textarea').focus();
    await this.#page.keyboard.press(key);
  }

  /** Types a line and presses Enter. */
  async run(line: string): Promise<void> {
    await this.element.locator('.xterm-helper-textarea').focus();
    await this.#page.keyboard.type(line);
    await this.#page.keyboard.press('Enter');
  }
}
