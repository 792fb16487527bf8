import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually.ts';

/** One view in the side bar, by its title. Its container must be in view. */
export class TreeView {
  readonly #page: Page;
  readonly #pane: Locator;

  constructor(page: Page, title: string) {
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

  /** The rows in view, as a person reads them: label and description. */
  async rows(): Promise<readonly string[]> {
    const rows = await this.#pane.locator('.monaco-list-row .monaco-icon-label').all();
    return Promise.all(
      rows.map(async (row) => {
        const parts = await row.locator('.label-name, .label-description').allTextContents();
        return parts.join(' ').replaceAll('\u00a0', ' ').trim();
      }),
    );
  }

  /** Opens up a row that holds others. VS Code may do so itself at that moment, as it was before a reload: then it is closed. */
  async expand(label: string | RegExp): Promise<void> {
    await eventually(async () => {
      const row = await this.waitFor(label);
      const opened = row.and(this.#pane.locator('[aria-expanded="true"]'));
      if (!(await opened.isVisible())) await row.locator('.monaco-tl-twistie').click({ timeout: 2000 });
      await opened.waitFor({ timeout: 2000 });
    }, 30_000);
  }

  /** Presses one of the buttons that a row shows under the mouse. */
  async pressAction(label: string | RegExp, action: string): Promise<void> {
    const row = await this.waitFor(label);
    const button = row.locator(`.actions [aria-label^=${JSON.stringify(action)}]`);
    // Rows that come in while the mouse goes there put another under it, and then the button is not in view.
    await eventually(async () => {
      await row.hover();
      await button.click({ timeout: 2000 });
    }, 20_000);
  }

  /** Chooses from the menu of a row. */
  async chooseFromMenu(label: string | RegExp, action: string): Promise<void> {
    const row = await this.waitFor(label);
    // Rows that come in while the mouse goes there put another under it; the menu's own row is the focused one.
    await eventually(async () => {
      await row.click({ button: 'right' });
      if ((await row.getAttribute('class'))?.includes('focused')) return;
      await this.#page.keyboard.press('Escape');
      throw new Error(`The menu is not the one of ${String(label)}`);
    });
    // For a moment after it opens, the menu does not take a click.
    await this.#page.locator('.monaco-menu .action-label', { hasText: action }).hover();
    await this.#page.keyboard.press('Enter');
  }

  /** What the view says above its rows. */
  async message(): Promise<string> {
    return this.#pane.locator('.tree-explorer-viewlet-tree-view > .message').innerText();
  }

  /** The text of the view when it has no rows. */
  async welcome(): Promise<string> {
    return this.#pane.locator('.welcome-view-content').innerText();
  }

  /** What the view offers when it has no rows. */
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
