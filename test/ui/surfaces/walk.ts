import { equal, match } from 'node:assert/strict';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { Locator } from 'playwright-core';
import { sampleConfig } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import type { Settings } from '../../vscode/settings.ts';
import type { Rolecall } from '../window/rolecall.ts';
import type { TreeView } from '../window/treeView.ts';
import type { Workbench } from '../window/workbench.ts';

export interface Stage {
  readonly window: Workbench;
  readonly rolecall: Rolecall;
  /** The home folder with the AWS files. */
  readonly home: string;
  /** The title of a command in the language of the window, by its key in `package.nls.json`. */
  readonly title: (key: string) => string;
  /** A code that AWS rejects. Each is accepted only once. */
  readonly wrongCode: string;
  /** The next code of the sample MFA device. */
  readonly code: () => string;
}

/** A part of the interface, and how a user gets there from the one before. */
export interface Surface {
  readonly name: string;
  /** The settings of VS Code with which it is shown. */
  readonly settings?: Settings;
  readonly open: (stage: Stage) => Promise<void>;
  /** What Rolecall fills with texts. */
  readonly element: (stage: Stage) => Locator;
  /** What a picture shows besides. */
  readonly around?: (stage: Stage) => readonly Locator[];
  /** Whether VS Code draws all of it, as in an editor: then only the words in it are Rolecall's. */
  readonly isOfVscode?: true;
  readonly close?: (stage: Stage) => Promise<unknown>;
}

/** The header of a profile in the sample file, from zero. */
const lineOfCi = sampleConfig.split('\n').indexOf('[profile ci]');
/** With these, editors show only what a picture is about, and keep nothing of it. */
const plainEditors: Settings = {
  'breadcrumbs.enabled': false,
  'editor.minimap.enabled': false,
  // In a browser, VS Code saves after a second.
  'files.autoSave': 'off',
};

/** The settings of the user, except where Alibaba Cloud is shown. */
export const withoutAlibaba: Settings = { 'rolecall.alibabaCloud': 'off' };

export const windowSize = { width: 960, height: 600 };

/** The view, whose title also names Alibaba Cloud while that is shown. */
const tree = (window: Workbench): TreeView => window.tree(/AWS (?:Profiles|プロファイル)/);
const widget = ({ window }: Stage): Locator => window.quickInput.widget;
const hover = ({ window }: Stage): Locator => window.page.locator('.workbench-hover:visible').last();
const toast = ({ window }: Stage): Locator => window.notifications.toasts.first();
const walkthrough = ({ window }: Stage): Locator =>
  window.page.locator('.getting-started-step.expanded .step-description-container');
const lenses = (window: Workbench, editor: number): Locator =>
  window.page.locator('.editor-instance').nth(editor).locator('.codelens-decoration');
const editors = ({ window }: Stage): Locator => window.page.locator('.part.editor');
/** To where it opens no hover. The hover of a replaced element stays until another hover opens. */
const parkMouse = async (window: Workbench): Promise<void> => {
  const hovers = window.page.locator('.workbench-hover:visible');
  await eventually(async () => {
    if ((await hovers.count()) > 0) {
      await window.statusBarItem('status.notifications').hover();
      await hovers.filter({ hasText: /notification/i }).waitFor({ timeout: 2000 });
    }
    await window.page.mouse.move(700, 400, { steps: 3 });
    // One may be about to open.
    await setTimeout(700);
    equal(await hovers.count(), 0);
  });
};
/** By so many pixels: facts of rows with long names need space. */
const widenSideBar = async ({ page }: Workbench, pixels: number): Promise<void> => {
  const box = await page.locator('.part.sidebar').boundingBox();
  if (!box) throw new Error('There is no side bar');
  const edge = box.x + box.width;
  await page.mouse.move(edge, 300);
  await page.mouse.down();
  await page.mouse.move(edge + pixels, 300, { steps: 5 });
  await page.mouse.up();
};
const escape = async ({ window }: Stage): Promise<void> => {
  await window.page.keyboard.press('Escape');
  await window.quickInput.waitUntilClosed();
};

/** Everything from the first look to a role in production, without texts, so that it works in each language. */
export const surfaces: readonly Surface[] = [
  {
    name: 'walkthrough',
    open: async ({ window, title }) => {
      await tree(window).waitFor(/^maya/);
      // VS Code shows the pictures of a walkthrough only in a wide editor.
      await window.page.setViewportSize({ width: 1180, height: 720 });
      await window.page.keyboard.press('ControlOrMeta+b');
      await window.runCommand(`Rolecall: ${title('command.getStarted')}`);
      const page = window.page.locator('.gettingStartedContainer');
      await page.frameLocator('iframe').frameLocator('#active-frame').locator('svg').waitFor();
    },
    element: walkthrough,
    around: (stage) => [editors(stage)],
    close: async ({ window }) => {
      await window.runCommand('View: Close All Editors');
      await window.page.keyboard.press('ControlOrMeta+b');
      await window.page.setViewportSize(windowSize);
    },
  },
  {
    name: 'picker',
    open: async ({ rolecall }) => rolecall.openPicker(/^dev/),
    element: widget,
  },
  {
    name: 'mfa',
    open: async ({ window, wrongCode }) => {
      await window.quickInput.choose(/^dev/);
      await eventually(async () => match(await window.quickInput.title(), /maya-phone/));
      await window.quickInput.type(wrongCode);
      await window.quickInput.accept();
      await eventually(async () => match(await window.quickInput.message(), /one time pass code/));
    },
    element: widget,
    close: async ({ window, code, rolecall }) => {
      await window.quickInput.type(code());
      await rolecall.waitForStatus(/^dev (?:1h|59m|1 ?時間|59 ?分)/);
    },
  },
  {
    name: 'offer',
    open: async (stage) => {
      const { window, rolecall } = stage;
      const terminal = await window.newTerminal();
      await terminal.run("PS1='$ '; clear");
      await terminal.waitFor(/^\$$/u);
      await rolecall.choose(/^prod-admin/);
      await toast(stage).waitFor();
      await parkMouse(window);
    },
    element: toast,
    around: ({ rolecall }) => [rolecall.status],
    close: async ({ window }) => {
      await window.runCommand('Notifications: Clear All Notifications');
      await window.killTerminals();
    },
  },
  {
    name: 'tooltip',
    open: async ({ rolecall }) => void (await rolecall.tooltip()),
    element: hover,
    around: ({ rolecall }) => [rolecall.status],
    close: async ({ window }) => {
      await window.page.mouse.move(640, 2);
      await window.page.locator('.workbench-hover:visible').first().waitFor({ state: 'hidden' });
    },
  },
  {
    name: 'tree',
    open: async ({ window }) => void (await tree(window).waitFor(/^prod-admin/)),
    element: ({ window }) => window.page.locator('.part.sidebar'),
    around: ({ window }) => [window.page.locator('.part.activitybar')],
  },
  {
    name: 'alibaba',
    open: async ({ window, title }) => {
      await window.changeUserSettings({});
      await widenSideBar(window, 140);
      await tree(window).pressAction(/URI/, title('command.alibabaUseThis'));
      await window.statusBarItem('rolecall.alibaba').filter({ hasText: /\d/ }).waitFor();
      await parkMouse(window);
    },
    element: ({ window }) => window.page.locator('.part.sidebar'),
    around: ({ window, rolecall }) => [
      window.page.locator('.part.activitybar'),
      rolecall.status,
      window.statusBarItem('rolecall.alibaba'),
    ],
    close: async ({ window }) => {
      await widenSideBar(window, -140);
      await window.changeUserSettings(withoutAlibaba);
      // A menu that opens while rows disappear belongs to no row.
      await tree(window).row('Alibaba Cloud').waitFor({ state: 'detached' });
    },
  },
  {
    name: 'lessAccess',
    open: async ({ window, title }) => {
      await tree(window).chooseFromMenu(/^dev-readonly/, title('command.useWithLessAccess'));
      await window.quickInput.row(/ReadOnlyAccess/).waitFor();
      await parkMouse(window);
    },
    element: widget,
    close: escape,
  },
  {
    name: 'console',
    open: async ({ window, title }) => {
      await tree(window).chooseFromMenu(/^dev-readonly/, title('command.openConsole'));
      await window.quickInput.row('S3').waitFor();
      await parkMouse(window);
    },
    element: widget,
    close: escape,
  },
  {
    name: 'agents',
    open: async ({ window, title }) => {
      await window.runCommand(`Rolecall: ${title('command.letAgentsWrite')}`);
      await window.notifications.dialog.waitFor();
      await parkMouse(window);
    },
    element: ({ window }) => window.notifications.dialog,
    close: async ({ window }) => {
      await window.page.keyboard.press('Escape');
      await window.notifications.dialog.waitFor({ state: 'detached' });
    },
  },
  {
    name: 'wizard',
    open: async ({ window, title }) => {
      await window.runCommand(`Rolecall: ${title('command.addProfile')}`);
      await window.quickInput.waitUntilLoaded();
      await eventually(async () => {
        if ((await window.quickInput.rows()).length < 4) throw new Error('The wizard has no rows');
      });
      await parkMouse(window);
    },
    element: widget,
    close: escape,
  },
  {
    name: 'preview',
    open: async ({ window, title }) => {
      await tree(window).chooseFromMenu(/^ci/, title('command.renameProfile'));
      await eventually(async () => match(await window.quickInput.value(), /^ci$/));
      await window.quickInput.type('build');
      await window.quickInput.accept();
      await window.quickInput.row(/~\/\.aws/).waitFor();
      await parkMouse(window);
    },
    element: widget,
    around: ({ window }) => [window.page.locator('.monaco-workbench').first()],
    close: escape,
  },
  {
    name: 'language',
    settings: plainEditors,
    open: async ({ window, home }) => {
      const { keyboard } = window.page;
      await window.runCommand('View: Close All Editors');
      await window.page.setViewportSize({ width: 1180, height: 560 });
      await keyboard.press('ControlOrMeta+b');
      await window.openFile(join(home, '.aws', 'config'));
      await window.runCommand('View: Split Editor Right');
      await window.openFile(join(home, '.aws', 'credentials'));
      // VS Code asks for them only while the editor has the focus. They push the lines down when they appear.
      await lenses(window, 1).first().waitFor();
      await keyboard.press('ControlOrMeta+1');
      await lenses(window, 0).first().waitFor();
      await keyboard.press('ControlOrMeta+Home');
      for (let i = 0; i < lineOfCi; i++) await keyboard.press('ArrowDown');
      await keyboard.press('End');
      await keyboard.type('\nduration_secnds = 3600\nsource_profile = ');
      await window.page.locator('.suggest-widget.visible .monaco-list-row').first().waitFor();
      await parkMouse(window);
    },
    element: editors,
    isOfVscode: true,
    close: async ({ window }) => {
      await window.page.keyboard.press('Escape');
      await eventually(async () => {
        await window.runCommand('File: Revert File');
        equal(await window.page.locator('.tab.dirty').count(), 0);
      });
    },
  },
  {
    name: 'hover',
    settings: plainEditors,
    open: async ({ window }) => {
      const { keyboard } = window.page;
      await keyboard.press('ControlOrMeta+1');
      await keyboard.press('ControlOrMeta+f');
      await window.page.locator('.find-widget.visible textarea').first().fill('[profile prod-admin]');
      for (const key of ['Enter', 'Escape', 'ArrowRight', 'ArrowLeft']) await keyboard.press(key);
      await keyboard.press('ControlOrMeta+k');
      await keyboard.press('ControlOrMeta+i');
      await window.page.locator('.monaco-hover:visible', { hasText: 'Administrator' }).waitFor();
    },
    element: editors,
    isOfVscode: true,
    close: async ({ window }) => {
      await window.runCommand('View: Close All Editors');
      await window.page.keyboard.press('ControlOrMeta+b');
      await window.page.setViewportSize(windowSize);
    },
  },
];
