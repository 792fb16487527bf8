import { equal, match } from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../eventually.ts';
import type { QuickPickRow } from './quickInput.ts';
import type { Workbench } from './workbench.ts';

/** Who tries again must not wait for one try: the item is another element whenever VS Code draws the bar anew. */
const soon = { timeout: 2000 };

/** What Rolecall adds to a window: its item in the status bar, its picker and its box for codes. */
export class Rolecall {
  readonly #window: Workbench;
  readonly status: Locator;

  constructor(window: Workbench) {
    this.#window = window;
    this.status = window.statusBarItem('rolecall.status');
  }

  async statusSays(text: RegExp): Promise<void> {
    await eventually(async () => match((await this.status.textContent(soon))?.trim() ?? '', text), 30_000);
  }

  /** Whether the item is drawn in the color of warnings. */
  async statusWarns(expected: boolean): Promise<void> {
    await eventually(async () => {
      const drawn = (await this.status.getAttribute('class', soon)) ?? '';
      equal(drawn.includes('warning-kind'), expected);
    }, 30_000);
  }

  /** What a screen reader says of the item. */
  async spoken(): Promise<string> {
    const labelled = this.status.locator('[aria-label]').first();
    return (await labelled.getAttribute('aria-label')) ?? '';
  }

  /** What shows when the mouse rests on the item. Nothing does when the item is drawn anew at that very moment. */
  async explanation(): Promise<string> {
    const { page } = this.#window;
    const hovers = page.locator('.workbench-hover:visible');
    return eventually(async () => {
      await page.mouse.move(640, 400);
      // What shows for an item that was drawn anew meanwhile stays until another takes its place.
      if (await hovers.isVisible()) {
        await this.#window.statusBarItem('status.notifications').hover(soon);
        await hovers.filter({ hasText: /notification/i }).waitFor(soon);
      }
      await page.mouse.move(640, 400, { steps: 3 });
      await hovers.waitFor({ state: 'hidden', ...soon });
      await this.status.hover(soon);
      await hovers.waitFor(soon);
      return (await hovers.innerText(soon)).replaceAll('\u00a0', ' ');
    }, 30_000);
  }

  /** Opens the picker, and waits until it has a row, and no more come. */
  async openPicker(row: string | RegExp): Promise<void> {
    await this.status.click();
    await this.#window.quickInput.row(row).waitFor();
    await this.#window.quickInput.waitUntilAtRest();
  }

  async choose(row: string | RegExp): Promise<void> {
    await this.openPicker(row);
    await this.#window.quickInput.choose(row);
  }

  /** The one row that a search in the open picker leaves. */
  async found(search: string, label: string): Promise<QuickPickRow> {
    const { quickInput } = this.#window;
    await quickInput.type(search);
    return eventually(async () => {
      const row = (await quickInput.rows()).find((candidate) => candidate.label === label);
      if (!row) throw new Error(`The picker has no row ${label}`);
      return row;
    });
  }

  /** Types a code once the box for it is there: before that, the picker's box would take it. */
  async typeCode(code: string): Promise<void> {
    const { quickInput } = this.#window;
    await eventually(async () => match(await quickInput.title(), /^MFA code for AWS profile /), 20_000);
    await quickInput.type(code);
    await quickInput.accept();
  }

  async boxSays(text: RegExp): Promise<void> {
    await eventually(async () => match(await this.#window.quickInput.message(), text), 20_000);
  }
}
