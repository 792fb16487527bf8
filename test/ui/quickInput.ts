import type { Locator, Page } from 'playwright-core';

/** What a person sees of one row: `alpha`, `the first of them`, `used yesterday`. */
export interface QuickPickRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** The box at the top of the window: quick picks, input boxes, and the command palette. */
export class QuickInput {
  readonly #page: Page;
  readonly widget: Locator;
  readonly input: Locator;

  constructor(page: Page) {
    this.#page = page;
    this.widget = page.locator('.quick-input-widget');
    this.input = this.widget.locator('.quick-input-box input');
  }

  async isOpen(): Promise<boolean> {
    return this.input.isVisible();
  }

  async waitUntilOpen(): Promise<void> {
    await this.input.waitFor({ state: 'visible' });
  }

  async waitUntilClosed(): Promise<void> {
    await this.widget.waitFor({ state: 'hidden' });
  }

  /** Waits until what fills the box says that it is done: rows that come in move others under the mouse. */
  async waitUntilAtRest(): Promise<void> {
    await this.widget.locator('.monaco-progress-container.active').waitFor({ state: 'hidden' });
  }

  async title(): Promise<string> {
    return text(this.widget.locator('.quick-input-title'));
  }

  async placeholder(): Promise<string> {
    return (await this.input.getAttribute('placeholder')) ?? '';
  }

  async value(): Promise<string> {
    return this.input.inputValue();
  }

  /** Replaces what the box holds. */
  async type(value: string): Promise<void> {
    await this.input.fill(value);
  }

  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.input.press('Escape');
  }

  /** The prompt of an input box, or what it finds wrong with the value. */
  async message(): Promise<string> {
    return text(this.widget.locator('.quick-input-message'));
  }

  async rows(): Promise<readonly QuickPickRow[]> {
    const rows = await this.#rows.all();
    return Promise.all(
      rows.map(async (row) => ({
        label: await text(row.locator('.quick-input-list-label .monaco-icon-name-container').first()),
        description: await text(row.locator('.label-description').first()),
        detail: await text(row.locator('.quick-input-list-label-meta').first()),
      })),
    );
  }

  row(label: string | RegExp): Locator {
    return this.#rows.filter({ hasText: label }).first();
  }

  /** Presses a row, then waits for the next step or the end. */
  async choose(label: string | RegExp): Promise<void> {
    await this.row(label).click();
  }

  /** Presses a button in the title of the box, or in a row. */
  async pressButton(name: string, within: Locator = this.widget): Promise<void> {
    await within
      .locator(`[aria-label^=${JSON.stringify(name)}]`)
      .first()
      .click();
  }

  get #rows(): Locator {
    return this.#page.locator('.quick-input-list .monaco-list-row');
  }
}

async function text(locator: Locator): Promise<string> {
  return (await locator.count()) > 0 ? ((await locator.textContent()) ?? '').trim() : '';
}
