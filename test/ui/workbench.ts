import { equal } from 'node:assert/strict';
import { basename } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../eventually.ts';
import { Notifications } from './notifications.ts';
import { QuickInput } from './quickInput.ts';
import { Terminal } from './terminal.ts';
import { TreeView } from './treeView.ts';

/** A VS Code window, the way a person uses it. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  /** How many were opened here. */
  #terminals = 0;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.notifications = new Notifications(page);
  }

  /** Waits until the window is drawn and connected to its extension host. */
  async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await this.page.locator('.statusbar [id="status.host"]').waitFor({ timeout: 60_000 });
  }

  /** Runs a command by its whole title in the command palette, such as `View: Show Explorer`. */
  async runCommand(title: string): Promise<void> {
    const row = await this.findCommand(title);
    await row.click();
    // The command may go on in the same box.
    await eventually(async () => {
      if ((await this.quickInput.isOpen()) && (await this.quickInput.value()).startsWith('>'))
        throw new Error(`The command palette stays open after ${title}`);
    });
  }

  /** Opens the command palette and gives the row of a command. */
  async findCommand(title: string): Promise<Locator> {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    const row = rows.locator('.label-name', { hasText: exactly(title) }).first();
    return eventually(async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput.waitUntilOpen();
      await this.quickInput.type(`>${title}`);
      try {
        await row.waitFor({ timeout: 2000 });
      } catch (error) {
        // The palette does not notice commands of an extension that is only just being loaded.
        await this.quickInput.cancel();
        throw error;
      }
      return row;
    }, 30_000);
  }

  /** An item of the status bar, by the end of its id or by its text. */
  statusBarItem(idOrText: string | RegExp): Locator {
    const items = this.page.locator('.statusbar .statusbar-item');
    const byText = items.filter({ hasText: idOrText });
    if (typeof idOrText !== 'string') return byText;
    return byText
      .or(this.page.locator(`.statusbar .statusbar-item[id$=${JSON.stringify(idOrText)}]`))
      .first();
  }

  /** What shows when the mouse rests on something. */
  async hoverText(target: Locator): Promise<string> {
    await target.hover();
    const hover = this.page.locator('.workbench-hover:visible').last();
    await hover.waitFor();
    return hover.innerText();
  }

  /** Opens a container in the side bar by its title. */
  async showContainer(title: string): Promise<void> {
    const tab = this.page.locator('.activitybar .action-item', {
      has: this.page.locator(`[aria-label^="${title}"]`),
    });
    await tab.first().waitFor();
    if (!(await tab.first().getAttribute('class'))?.includes('checked')) await tab.first().click();
    await this.page.locator('.sidebar .composite.title', { hasText: title }).waitFor();
  }

  tree(title: string): TreeView {
    return new TreeView(this.page, title);
  }

  async newTerminal(): Promise<Terminal> {
    return this.terminalOf(async () => {
      // The view opens the first one itself, and may do so beside the command.
      const isFirst = (await this.page.locator('.terminal-wrapper').count()) === 0;
      await this.runCommand(isFirst ? 'View: Toggle Terminal' : 'Terminal: Create New Terminal');
    });
  }

  /** The terminal that something opens, whatever else comes into view. */
  async terminalOf(open: () => Promise<void>): Promise<Terminal> {
    const fresh = this.page.locator('.terminal-wrapper:not([data-known])');
    const know = (name: string): Promise<void> =>
      fresh.evaluateAll((found, given) => {
        for (const wrapper of found) wrapper.setAttribute('data-known', given);
      }, name);
    await know('');
    await open();
    await fresh.waitFor({ state: 'attached' });
    const name = `terminal-${++this.#terminals}`;
    await know(name);
    const terminal = new Terminal(this.page, this.page.locator(`.terminal-wrapper[data-known=${name}]`));
    await terminal.waitUntilReady();
    return terminal;
  }

  /** Trusts what is open, where VS Code asks for that. */
  async trust(): Promise<void> {
    await this.runCommand('Workspaces: Manage Workspace Trust');
    const button = this.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ });
    await button.click({ timeout: 60_000 });
    await this.runCommand('View: Close Editor');
  }

  /** Ends all terminals: when a window is reloaded, those that live come back, and an open panel opens one, at any time. */
  async killTerminals(): Promise<void> {
    await this.runCommand('Terminal: Kill All Terminals');
    await eventually(async () => {
      const left = await this.page.locator('.terminal-wrapper').count();
      if (left > 0) throw new Error(`${left} terminals are left`);
    });
    const panel = this.page.locator('.part.panel');
    if (await panel.isVisible()) await this.runCommand('View: Hide Panel');
    await panel.waitFor({ state: 'hidden' });
  }

  /** The terminal in view, for one that an extension opened. */
  get terminal(): Terminal {
    return new Terminal(this.page);
  }

  async openFile(path: string): Promise<void> {
    await this.runCommand('File: Open File...');
    await eventually(async () => {
      if ((await this.quickInput.value()) === '') throw new Error('The box does not ask for a path');
    });
    await this.acceptPath(path);
    await this.page.locator('.tab.active', { hasText: basename(path) }).waitFor();
  }

  /** Answers the box that asks for a file. VS Code fills it when it has read a folder, over what was typed meanwhile. */
  async acceptPath(path: string): Promise<void> {
    await eventually(async () => {
      if (!(await this.quickInput.isOpen())) return;
      await this.quickInput.type(path);
      await setTimeout(300);
      equal(await this.quickInput.value(), path);
      // It takes no Enter while it looks for what was typed.
      await this.quickInput.accept();
      await this.quickInput.widget.waitFor({ state: 'hidden', timeout: 1000 });
    }, 30_000);
  }

  /** Calls the page's own clipboard, which is the one that VS Code in a browser uses; the person must have granted it. */
  clipboard(method: 'readText' | 'writeText', text = ''): Promise<string> {
    return this.page.evaluate(`navigator.clipboard.${method}(${JSON.stringify(text)})`);
  }

  /** The lines in view of the editor that is open, as a person reads them. */
  async editorText(): Promise<string> {
    const lines = await this.page
      .locator('.editor-instance .view-line')
      .evaluateAll((all) =>
        all.map((line) => ({ top: line.getBoundingClientRect().top, text: line.textContent ?? '' })),
      );
    return lines
      .toSorted((a, b) => a.top - b.top)
      .map(({ text }) => text.replaceAll('\u00a0', ' '))
      .join('\n');
  }

  /** Of the whole window, or of its upper left corner. */
  async screenshot(
    path: string,
    corner?: { readonly width: number; readonly height: number },
  ): Promise<void> {
    const clip = corner && { clip: { x: 0, y: 0, ...corner } };
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide', ...clip });
  }
}

function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
