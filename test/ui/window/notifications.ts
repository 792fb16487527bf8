import type { Locator, Page } from 'playwright-core';

/** Notification toasts and modal dialogs. */
export class Notifications {
  readonly toasts: Locator;
  readonly dialog: Locator;
  readonly #bell: Locator;
  readonly #listed: Locator;

  constructor(page: Page) {
    this.toasts = page.locator('.notification-toast');
    this.#bell = page.locator('[id="status.notifications"]');
    this.#listed = page.locator('.notifications-center .notification-list-item');
    this.dialog = page.locator('.monaco-dialog-box');
  }

  /** Waits for the toast with this message. On a slow machine, it may be in the list of notifications by then. */
  async waitFor(message: string | RegExp): Promise<Locator> {
    const toast = this.toasts.filter({ hasText: message }).first();
    if (await isShown(toast)) return toast;
    const listed = this.#listed.filter({ hasText: message }).first();
    if (!(await listed.isVisible())) await this.#bell.click();
    await listed.waitFor({ state: 'visible' });
    return listed;
  }

  async messages(): Promise<readonly string[]> {
    return this.toasts.locator('.notification-list-item-message').allTextContents();
  }

  /** Whether the bell shows that there are messages which the user has not closed. */
  async hasUnread(): Promise<boolean> {
    return (await this.#bell.locator('.codicon-bell-dot').count()) > 0;
  }

  async buttons(message: string | RegExp): Promise<readonly string[]> {
    const toast = await this.waitFor(message);
    return toast.locator('.notification-list-item-buttons-container .monaco-button').allTextContents();
  }

  async press(message: string | RegExp, button: string): Promise<void> {
    const toast = await this.waitFor(message);
    await toast.getByRole('button', { name: button, exact: true }).click();
  }

  async close(message: string | RegExp): Promise<void> {
    const toast = await this.waitFor(message);
    await toast.hover();
    await toast.locator('.codicon-notifications-clear').click();
    await toast.waitFor({ state: 'detached' });
  }

  /** Presses a button of a modal dialog. Another dialog may follow at once. */
  async answer(message: string | RegExp, button: string): Promise<void> {
    const asking = this.dialog.filter({ hasText: message });
    await asking.locator('.monaco-button', { hasText: button }).click();
    await asking.waitFor({ state: 'detached' });
  }
}

async function isShown(toast: Locator): Promise<boolean> {
  return toast.waitFor({ state: 'visible' }).then(
    () => true,
    () => false,
  );
}
