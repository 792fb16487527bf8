import { equal, match } from 'node:assert/strict';
import type { Locator } from 'playwright-core';
import { eventually } from '../../eventually.ts';
import type { QuickPickRow } from './quickInput.ts';
import type { TestVscode, WindowOptions } from './testVscode.ts';
import type { Workbench } from './workbench.ts';

/** For one attempt of several: VS Code replaces the element of the item each time it redraws the status bar. */
const perAttempt = { timeout: 2000 };
/** What the status bar item shows during a switch. */
const spinner = '.codicon-sync';

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

  /**
   * Waits until the status bar item has this name and this remaining time: `dev 59m`. The name alone appears when a
   * switch begins, so this also waits for its end, after which no row of the picker moves.
   */
  async waitForStatus(text: RegExp): Promise<void> {
    await eventually(async () => {
      equal(await this.status.locator(spinner).count(), 0, 'A switch is in progress');
      const [name, ...facts] = (await this.statusText()).split(' · ');
      match([name, ...facts.filter((fact) => /^(?:<?\d|expires in )/.test(fact))].join(' '), text);
    }, 30_000);
  }

  /** Waits until a switch to this profile is in progress. */
  async waitForSwitching(name: string): Promise<void> {
    await this.status.filter({ has: this.#window.page.locator(spinner), hasText: name }).waitFor();
  }

  /** The whole text of the status bar item, without its icon. */
  async statusText(): Promise<string> {
    return (await this.status.textContent(perAttempt))?.trim() ?? '';
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
    return eventually(
      async () => (await (await this.#hover()).innerText(perAttempt)).replaceAll('\u00a0', ' '),
      30_000,
    );
  }

  /** Clicks a link in that hover. */
  async followLink(text: string): Promise<void> {
    await eventually(
      async () => (await this.#hover()).getByRole('link', { name: text, exact: true }).click(perAttempt),
      30_000,
    );
  }

  /** The commands to which the links in that hover lead. */
  async tooltipLinks(): Promise<readonly string[]> {
    return eventually(
      async () =>
        (await this.#hover())
          .locator('a')
          .evaluateAll((links) => links.map((link) => link.getAttribute('data-href') ?? '')),
      30_000,
    );
  }

  async #hover(): Promise<Locator> {
    const { page } = this.#window;
    const hovers = page.locator('.workbench-hover:visible');

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
    return hovers;
  }

  /** Opens the picker, and waits until it shows the row and has loaded all others. */
  async openPicker(row: string | RegExp): Promise<void> {
    const { quickInput } = this.#window;
    await quickInput.waitUntilFaded();
    await this.status.click();
    await quickInput.row(row).waitFor();
    await quickInput.waitUntilLoaded();
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
    await eventually(
      async () => match(await quickInput.title(), /^MFA code for (AWS|production) profile /),
      20_000,
    );
    // The box sends it by itself.
    await quickInput.type(code);
  }

  /** Waits until the quick input shows this prompt or validation message. */
  async waitForPrompt(text: RegExp): Promise<void> {
    await eventually(async () => match(await this.#window.quickInput.message(), text), 20_000);
  }
}
