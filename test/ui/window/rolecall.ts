import { equal, match } from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../../eventually.ts';
import type { QuickPickRow } from './quickInput.ts';
import type { TestVscode, WindowOptions } from './testVscode.ts';
import type { Workbench } from './workbench.ts';

/** For one attempt of several: VS Code replaces the element of the item each time it redraws the status bar. */
const perAttempt = { timeout: 2000 };

/** Opens a window and waits until Rolecall has started in it. */
export async function openRolecall(
  vscode: TestVscode,
  options: WindowOptions = {},
): Promise<{ readonly window: Workbench; readonly rolecall: Rolecall }> {
  const window = await vscode.openWindow(options);
  const rolecall = new Rolecall(window);
  await rolecall.status.waitFor({ timeout: 60_000 });
  return { window, rolecall };
}

/** Rolecall's status bar item, picker, and MFA code prompt in a window. */
export class Rolecall {
  readonly #window: Workbench;
  readonly status: Locator;

  constructor(window: Workbench) {
    this.#window = window;
    this.status = window.statusBarItem('rolecall.status');
  }

  async waitForStatus(text: RegExp): Promise<void> {
    await eventually(
      async () => match((await this.status.textContent(perAttempt))?.trim() ?? '', text),
      30_000,
    );
  }

  /** Waits until the status bar item does or does not have the warning color. */
  async waitForStatusWarning(expected: boolean): Promise<void> {
    await eventually(async () => {
      const classes = (await this.status.getAttribute('class', perAttempt)) ?? '';
      equal(classes.includes('warning-kind'), expected);
    }, 30_000);
  }

  /** The label of the status bar item for screen readers. */
  async statusLabel(): Promise<string> {
    const labelled = this.status.locator('[aria-label]').first();
    return (await labelled.getAttribute('aria-label')) ?? '';
  }

  /** The hover of the status bar item. It tries again if VS Code redraws the item at that moment. */
  async tooltip(): Promise<string> {
    const { page } = this.#window;
    const hovers = page.locator('.workbench-hover:visible');
    return eventually(async () => {
      await page.mouse.move(640, 400);
      // The hover of a replaced element stays until another hover opens.
      if (await hovers.isVisible()) {
        await this.#window.statusBarItem('status.notifications').hover(perAttempt);
        await hovers.filter({ hasText: /notification/i }).waitFor(perAttempt);
      }
      await page.mouse.move(640, 400, { steps: 3 });
      await hovers.waitFor({ state: 'hidden', ...perAttempt });
      await this.status.hover(perAttempt);
      await hovers.waitFor(perAttempt);
      return (await hovers.innerText(perAttempt)).replaceAll('\u00a0', ' ');
    }, 30_000);
  }

  /** Opens the picker, and waits until it shows the row and has loaded all others. */
  async openPicker(row: string | RegExp): Promise<void> {
    await this.status.click();
    await this.#window.quickInput.row(row).waitFor();
    await this.#window.quickInput.waitUntilLoaded();
  }

  async choose(row: string | RegExp): Promise<void> {
    await this.openPicker(row);
    await this.#window.quickInput.choose(row);
  }

  /** Searches in the open picker, and returns the row with this label. */
  async findRow(search: string, label: string): Promise<QuickPickRow> {
    const { quickInput } = this.#window;
    await quickInput.type(search);
    return eventually(async () => {
      const row = (await quickInput.rows()).find((candidate) => candidate.label === label);
      if (!row) throw new Error(`The picker has no row ${label}`);
      return row;
    });
  }

  /** Waits for the MFA code prompt, and enters a code. Without the wait, the picker would get the text. */
  async enterMfaCode(code: string): Promise<void> {
    const { quickInput } = this.#window;
    await eventually(async () => match(await quickInput.title(), /^MFA code for AWS profile /), 20_000);
    await quickInput.type(code);
    await quickInput.accept();
  }

  /** Waits until the quick input shows this prompt or validation message. */
  async waitForPrompt(text: RegExp): Promise<void> {
    await eventually(async () => match(await this.#window.quickInput.message(), text), 20_000);
  }
}
