import { equal } from 'node:assert/strict';
import { basename, join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Locator, Page } from 'playwright-core';
import { eventually } from '../../eventually.ts';
import { Notifications } from './notifications.ts';
import { QuickInput } from './quickInput.ts';
import { Terminal } from './terminal.ts';
import { TreeView } from './treeView.ts';

/** In pixels. */
export interface Size {
  readonly width: number;
  readonly height: number;
}

/** A VS Code window, operated like a user does. */
export class Workbench {
  readonly page: Page;
  readonly quickInput: QuickInput;
  readonly notifications: Notifications;
  #terminalCount = 0;

  constructor(page: Page) {
    this.page = page;
    this.quickInput = new QuickInput(page);
    this.notifications = new Notifications(page);
  }

  /** Waits until the workbench is visible and connected to its extension host. */
  async waitUntilReady(): Promise<void> {
    await this.page.locator('.monaco-workbench').waitFor({ timeout: 60_000 });
    await this.page.locator('.statusbar [id="status.host"]').waitFor({ timeout: 60_000 });
  }

  /** Runs a command from the command palette by its full title, such as `View: Show Explorer`. */
  async runCommand(title: string): Promise<void> {
    await eventually(async () => {
      const row = await this.findCommand(title);
      // A quick input that still closes may take the palette with it.
      await row.click({ timeout: 2000 });
    }, 60_000);
    // The command may show its own quick input next.
    await eventually(async () => {
      if ((await this.quickInput.isOpen()) && (await this.quickInput.value()).startsWith('>'))
        throw new Error(`The command palette stays open after ${title}`);
    });
  }

  /** Opens the command palette, searches for a command, and returns its row. */
  async findCommand(title: string): Promise<Locator> {
    const rows = this.page.locator('.quick-input-list .monaco-list-row');
    const row = rows.locator('.label-name', { hasText: exactly(title) }).first();
    return eventually(async () => {
      await this.page.keyboard.press('F1');
      await this.quickInput.typeInPalette(`>${title}`);
      try {
        await row.waitFor({ timeout: 2000 });
      } catch (error) {
        // An open palette does not add the commands of an extension that loads meanwhile.
        await this.quickInput.cancel();
        throw error;
      }
      return row;
    }, 30_000);
  }

  /** A status bar item, by the end of its id or by its text. */
  statusBarItem(idOrText: string | RegExp): Locator {
    const items = this.page.locator('.statusbar .statusbar-item');
    const byText = items.filter({ hasText: idOrText });
    if (typeof idOrText !== 'string') return byText;
    return byText
      .or(this.page.locator(`.statusbar .statusbar-item[id$=${JSON.stringify(idOrText)}]`))
      .first();
  }

  /** Hovers over an element and returns the text of the hover. */
  async hoverText(target: Locator): Promise<string> {
    await target.hover();
    const hover = this.page.locator('.workbench-hover:visible').last();
    await hover.waitFor();
    return hover.innerText();
  }

  /** Shows a view container in the side bar by its title. */
  async showContainer(title: string): Promise<void> {
    const tab = this.page.locator('.activitybar .action-item', {
      has: this.page.locator(`[aria-label^="${title}"]`),
    });
    await tab.first().waitFor();
    if (!(await tab.first().getAttribute('class'))?.includes('checked')) await tab.first().click();
    await this.page.locator('.sidebar .composite.title', { hasText: title }).waitFor();
  }

  tree(title: string | RegExp): TreeView {
    return new TreeView(this.page, title);
  }

  async newTerminal(): Promise<Terminal> {
    return this.terminalOpenedBy(async () => {
      // The terminal view opens the first terminal itself, and might do so in addition to the command.
      const isFirst = (await this.page.locator('.terminal-wrapper').count()) === 0;
      await this.runCommand(isFirst ? 'View: Toggle Terminal' : 'Terminal: Create New Terminal');
    });
  }

  /** The terminal that `open` opens, even if another one becomes visible. */
  async terminalOpenedBy(open: () => Promise<void>): Promise<Terminal> {
    const newWrappers = this.page.locator('.terminal-wrapper:not([data-test-name])');
    const mark = (name: string): Promise<void> =>
      newWrappers.evaluateAll((wrappers, value) => {
        for (const wrapper of wrappers) wrapper.setAttribute('data-test-name', value);
      }, name);
    await mark('');
    await open();
    await newWrappers.waitFor({ state: 'attached' });
    const name = `terminal-${++this.#terminalCount}`;
    await mark(name);
    const terminal = new Terminal(this.page, this.page.locator(`.terminal-wrapper[data-test-name=${name}]`));
    await terminal.waitUntilReady();
    return terminal;
  }

  /** Trusts the open workspace; only for a VS Code that asks for trust. */
  async trustWorkspace(): Promise<void> {
    await this.runCommand('Workspaces: Manage Workspace Trust');
    const button = this.page.locator('.workspace-trust-editor .monaco-button', { hasText: /^Trust$/ });
    await button.click({ timeout: 60_000 });
    await this.runCommand('View: Close Editor');
  }

  /** Kills all terminals and hides the panel, so that VS Code does not restore or open terminals after a reload. */
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

  /** The visible terminal. */
  get terminal(): Terminal {
    return new Terminal(this.page);
  }

  /** Replaces the settings of the user. In a browser, they are not on the machine of the server. */
  async changeUserSettings(settings: Readonly<Record<string, unknown>>): Promise<void> {
    await this.runCommand('Preferences: Open User Settings (JSON)');
    const editor = this.page.locator('.monaco-editor[data-uri$="/settings.json"]');
    await editor.locator('.view-lines').click();
    await this.page.keyboard.press('ControlOrMeta+A');
    await this.page.keyboard.insertText(JSON.stringify(settings));
    await this.page.keyboard.press('ControlOrMeta+S');
    // The editor lies in front of the others. Escape first closes a list of completions.
    await eventually(async () => {
      await this.page.keyboard.press('Escape');
      await editor.waitFor({ state: 'detached', timeout: 1000 });
    });
  }

  async openFile(path: string): Promise<void> {
    await this.runCommand('File: Open File...');
    await eventually(async () => {
      if ((await this.quickInput.value()) === '') throw new Error('The quick input does not ask for a path');
    });
    await this.acceptPath(path);
    await this.page.locator('.tab.active', { hasText: basename(path) }).waitFor();
  }

  /** Enters a path in the open file dialog. VS Code overwrites the text each time it has read a folder. */
  async acceptPath(path: string): Promise<void> {
    await eventually(async () => {
      if (!(await this.quickInput.isOpen())) return;
      await this.quickInput.type(path);
      await setTimeout(300);
      equal(await this.quickInput.value(), path);
      // It ignores Enter while it looks up the path.
      await this.quickInput.accept();
      await this.quickInput.widget.waitFor({ state: 'hidden', timeout: 1000 });
    }, 30_000);
  }

  /** Accesses the page's clipboard, which VS Code in a browser uses. The browser context must have the permissions. */
  clipboard(method: 'readText' | 'writeText', text = ''): Promise<string> {
    return this.page.evaluate(`navigator.clipboard.${method}(${JSON.stringify(text)})`);
  }

  /** The visible lines of the open editor. */
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

  /** Takes a picture of the window for whoever looks at `out/pictures`, without a hover in it. */
  async picture(name: string, corner?: Size): Promise<void> {
    await this.page.mouse.move(640, 2);
    await this.page.locator('.workbench-hover:visible').first().waitFor({ state: 'hidden' });
    await this.screenshot(join(outPictures, `${name}.png`), corner);
  }

  /** Takes a screenshot of the window, or of its top left corner. */
  async screenshot(path: string, corner?: Size): Promise<void> {
    const clip = corner && { clip: { x: 0, y: 0, ...corner } };
    await this.page.screenshot({ path, animations: 'disabled', caret: 'hide', ...clip });
  }
}

const outPictures = join(import.meta.dirname, '..', '..', '..', 'out', 'pictures');

/**
 * Where a picture or an animation for the documentation is written: to the folder in `ROLECALL_PICTURES`, and to
 * `out/pictures` unless that is set, because pictures differ in each run.
 */
export function picturePath(name: string): string {
  return join(process.env['ROLECALL_PICTURES'] ?? outPictures, `${name}.png`);
}

/** Matches the whole text, apart from surrounding spaces. */
function exactly(text: string): RegExp {
  return new RegExp(`^\\s*${text.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')}\\s*$`);
}
