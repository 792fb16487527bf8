import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../eventually.ts';
import { atRest } from './atRest.ts';

/** A view in the side bar, by its title. Its container must be visible. */
export class TreeView {
  readonly #page: Page;
  readonly #pane: Locator;

  constructor(page: Page, title: string | RegExp) {
    this.#page = page;
    const header = page.locator('.pane-header', { hasText: title });
    this.#pane = page.locator('.pane').filter({ has: header });
  }

  async waitFor(label: string | RegExp): Promise<Locator> {
    const row = this.row(label);
    await row.waitFor({ state: 'visible' });
    return row;
  }

  row(label: string | RegExp): Locator {
    return this.#pane.locator('.monaco-list-row').filter({ hasText: label }).first();
  }

  /** The label and description of each visible row. */
  async rows(): Promise<readonly string[]> {
    const rows = await this.#pane.locator('.monaco-list-row .monaco-icon-label').all();
    return Promise.all(
      rows.map(async (row) => {
        const parts = await row.locator('.label-name, .label-description').allTextContents();
        return parts.join(' ').replaceAll('\u00a0', ' ').trim();
      }),
    );
  }

  /**
   * Expands a row. After a reload VS Code may expand it at the same moment, and then a click collapses it, sometimes
   * only when its children are there.
   */
  async expand(label: string | RegExp): Promise<void> {
    await eventually(async () => {
      const row = await this.waitFor(label);
      const expanded = row.and(this.#pane.locator('[aria-expanded="true"]'));
      if (!(await expanded.isVisible())) await row.locator('.monaco-tl-twistie').click({ timeout: 2000 });
      await expanded.waitFor({ timeout: 2000 });
      await this.#page.waitForTimeout(500);
      if (!(await expanded.isVisible())) throw new Error(`The row ${String(label)} has collapsed`);
    }, 30_000);
  }

  /** Presses an inline action, which a row shows while the mouse is over it. */
  async pressAction(label: string | RegExp, action: string): Promise<void> {
    const row = await this.waitFor(label);
    const button = row.locator(`.actions [aria-label^=${JSON.stringify(action)}]`);
    // Rows that load meanwhile move this one away from the mouse, which hides the button. The hover of another row, on
    // which the mouse rests, may lie on this one.
    await eventually(async () => {
      await this.#page.mouse.move(640, 2);
      await row.hover({ timeout: 5000 });
      await button.waitFor({ timeout: 2000 });
      await atRest(button);
      await button.click({ timeout: 1000 });
    }, 20_000);
  }

  /** Chooses an item from the context menu of a row. */
  async chooseFromMenu(label: string | RegExp, action: string): Promise<void> {
    const row = await this.waitFor(label);
    // Rows that load meanwhile may put another row under the mouse. The row of the menu has the focus.
    await eventually(async () => {
      await row.click({ button: 'right' });
      if ((await row.getAttribute('class'))?.includes('focused')) return;
      await this.#page.keyboard.press('Escape');
      throw new Error(`The menu belongs to another row than ${String(label)}`);
    });
    const item = this.#page.locator('.monaco-menu .action-label', { hasText: action });
    // The menu ignores clicks for a moment after it opens.
    await item.waitFor();
    await eventually(async () => {
      if (await item.isVisible()) await item.click({ timeout: 1000 });
      await item.waitFor({ state: 'hidden', timeout: 1000 });
    });
  }

  /** The items of the context menu of a row. */
  async menuOf(label: string | RegExp): Promise<readonly string[]> {
    await (await this.waitFor(label)).click({ button: 'right' });
    const items = this.#page.locator('.monaco-menu .action-label:not(.separator)');
    await items.first().waitFor();
    const texts = await items.allInnerTexts();
    await this.#page.keyboard.press('Escape');
    return texts.map((text) => text.trim());
  }

  /** Drags a row onto another one. */
  async drag(label: string | RegExp, onto: string | RegExp): Promise<void> {
    const [row, target] = [await this.waitFor(label), await this.waitFor(onto)];
    await eventually(() => Promise.all([atRest(row), atRest(target)]));
    await row.dragTo(target, { sourcePosition: { x: 60, y: 10 }, targetPosition: { x: 60, y: 10 } });
  }

  /** The message above the rows. */
  async message(): Promise<string> {
    return this.#pane.locator('.tree-explorer-viewlet-tree-view > .message').innerText();
  }

  /** The welcome text, which the view shows when it has no rows. */
  async welcome(): Promise<string> {
    return this.#pane.locator('.welcome-view-content').innerText();
  }

  /** The links in the welcome text. */
  async welcomeLinks(): Promise<readonly string[]> {
    return this.#welcomeLinks.allInnerTexts();
  }

  async pressWelcomeLink(title: string): Promise<void> {
    await this.#welcomeLinks.filter({ hasText: title }).click();
  }

  get #welcomeLinks(): Locator {
    return this.#pane.locator('.welcome-view-content .monaco-button');
  }
}
