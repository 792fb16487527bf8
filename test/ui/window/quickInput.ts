import { equal, match } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../eventually.ts';

/** The visible texts of one row: `alpha`, `the first of them`, `used yesterday`. */
export interface QuickPickRow {
  readonly label: string;
  readonly description: string;
  readonly detail: string;
}

/** VS Code's quick input: quick picks, input boxes, and the command palette. */
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

  /**
   * Waits until a quick input that fades out has disappeared: the next one shows its rows in the same elements, so a
   * click on an old row would choose another one.
   */
  async waitUntilFaded(): Promise<void> {
    await this.#page.locator('.quick-input-widget-closing').waitFor({ state: 'hidden' });
  }

  /** Waits until the progress bar is hidden: rows that load later move other rows under the mouse. */
  async waitUntilLoaded(): Promise<void> {
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

  /** Replaces the value. */
  async type(value: string): Promise<void> {
    await this.input.fill(value);
  }

  /**
   * Types into the command palette. It fails soon if the palette does not open, as VS Code may ignore the key while
   * another quick input closes.
   */
  async typeInPalette(value: string): Promise<void> {
    await eventually(async () => match(await this.input.inputValue({ timeout: 1000 }), /^>/u), 1000);
    await this.input.fill(value, { timeout: 1000 });
  }

  async accept(): Promise<void> {
    await this.input.press('Enter');
  }

  async cancel(): Promise<void> {
    await this.input.press('Escape');
  }

  /** The prompt of an input box, or its validation message. */
  async message(): Promise<string> {
    return text(this.widget.locator('.quick-input-message'));
  }

  /** All at once, because they may be replaced at any time. VS Code's elements are in another order than the rows. */
  async rows(): Promise<readonly QuickPickRow[]> {
    const rows = await this.#rows.evaluateAll((elements) =>
      elements.map((row) => {
        const textOf = (selector: string): string =>
          (row.querySelector(selector)?.textContent ?? '').replaceAll(/\s+/g, ' ').trim();
        const texts = {
          label: textOf('.quick-input-list-label .monaco-icon-name-container'),
          description: textOf('.label-description'),
          detail: textOf('.quick-input-list-label-meta'),
        };
        return { index: Number(row.getAttribute('data-index')), texts };
      }),
    );
    return rows.toSorted((a, b) => a.index - b.index).map(({ texts }) => texts);
  }

  row(label: string | RegExp): Locator {
    return this.#rows.filter({ hasText: label }).first();
  }

  /** The row that Enter chooses, if it has this label. */
  focused(label: string): Locator {
    return this.widget.locator('.monaco-list-row.focused', { hasText: label });
  }

  /** Clicks a row once it is at rest: rows move while the picker adds others, or while the last picker fades. */
  async choose(label: string | RegExp): Promise<void> {
    await this.waitUntilFaded();
    const row = this.row(label);
    // A pointer that rests on another row shows a hover, which may lie on this one.
    await this.#page.mouse.move(640, 700);
    const place = async (): Promise<string> => JSON.stringify(await row.boundingBox());
    await eventually(async () => {
      const before = await place();
      await sleep(200);
      equal(await place(), before);
    });
    await row.click();
  }

  /** Presses a button in the title bar, or in a row. */
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
