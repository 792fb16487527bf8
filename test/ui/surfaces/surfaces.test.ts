import { deepEqual, doesNotMatch, equal, match, ok, rejects } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { createDswStage, type DswStage } from '../../alibaba/dswStage.ts';
import { writeSampleAlibaba } from '../../alibaba/sampleAlibabaHome.ts';
import { nextCode } from '../../aws/iam/mfa.ts';
import { mayaPhone } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import type { Image } from '../pictures/png.ts';
import { openRolecall } from '../window/rolecall.ts';
import { useAws } from '../window/useAws.ts';
import { weakIcons, violations } from './accessibility.ts';
import { pictureOf, savePictures } from './looks.ts';
import { surfaces, windowSize, withoutAlibaba, type Stage, type Surface } from './walk.ts';

/** The themes by the class that VS Code gives its workbench. */
const themes = { vs: 'Light 2026', 'vs-dark': 'Dark 2026', 'hc-black': 'Default High Contrast' } as const;
type Theme = keyof typeof themes;
const root = join(import.meta.dirname, '..', '..', '..');
/** All pictures together must stay below this many bytes. */
const maxBytes = 1_200_000;

describe('each surface', function () {
  this.timeout(120_000);
  let dsw: DswStage;

  before(async () => {
    dsw = await createDswStage();
  });

  const { aws, vscode } = useAws(() => {
    const { HOME: _, ...env } = dsw.env;
    return { env, prepareHome: writeFiles };
  });
  const pictures = new Map<string, Image[]>();
  let stage: Stage;

  async function writeFiles(home: string): Promise<void> {
    await writeSampleAws(home);
    await writeSampleAlibaba(home, dsw.alibaba, { cli: 'stale' });
  }

  async function start(language?: string): Promise<void> {
    const opened = await openRolecall(vscode(), language ? { language } : {});
    const texts = await readFile(join(root, `package.nls${language ? `.${language}` : ''}.json`), 'utf8');
    const titles: Readonly<Record<string, string>> = JSON.parse(texts);
    const title = (key: string): string => titles[key] ?? key;
    const wrongCode = language ? '000001' : '000000';
    const { home } = vscode();
    stage = { ...opened, home, title, wrongCode, code: () => nextCode(mayaPhone, aws().clock) };
    await stage.window.page.setViewportSize(windowSize);
    await stage.window.showContainer('Rolecall');
    await stage.window.changeUserSettings(withoutAlibaba);
  }

  async function show(theme: Theme, { settings }: Surface): Promise<void> {
    await vscode().server.changeSettings({ ...settings, 'workbench.colorTheme': themes[theme] });
    const workbench = stage.window.page.locator('.monaco-workbench').first();
    await eventually(async () =>
      match((await workbench.getAttribute('class')) ?? '', new RegExp(`(?:^|\\s)${theme}(?:\\s|$)`)),
    );
  }

  async function take(surface: Surface): Promise<void> {
    const shown = [surface.element(stage), ...(surface.around?.(stage) ?? [])];
    const picture = await pictureOf(stage.window.page, shown);
    pictures.set(surface.name, [...(pictures.get(surface.name) ?? []), picture]);
  }

  before(async () => start());

  after(async () => dsw?.close());

  it('would be found to have faults', async () => {
    const { page } = stage.window;
    await page.evaluate(plantFaults);
    const faulty = page.locator('#faulty');
    const found = (await violations(faulty)).map((violation) => violation.split(':')[0]);
    deepEqual(new Set(found), new Set(['input_label_exists', 'text_contrast_sufficient']));
    equal((await weakIcons(faulty)).length, 1);
    await rejects(assertNames(faulty));
    await page.evaluate("document.querySelector('#faulty').remove()");
    equal(await faulty.count(), 0);
  });

  for (const surface of surfaces)
    it(`is accessible in a light, a dark, and a high-contrast theme: ${surface.name}`, async () => {
      await show('vs', surface);
      await surface.open(stage);
      const element = surface.element(stage);
      if (!surface.isOfVscode) await assertNames(element);
      for (const theme of ['vs', 'vs-dark', 'hc-black'] as const) {
        await show(theme, surface);
        // VS Code fades some elements in, and colors change in steps.
        await eventually(async () => {
          if (surface.isOfVscode) return;
          deepEqual(await violations(element), [], theme);
          deepEqual(await weakIcons(element), [], theme);
        }, 3000);
        await take(surface);
      }
      await surface.close?.(stage);
    });

  it('has names for screen readers in Japanese, and pictures in all looks', async () => {
    await stage.window.page.close();
    await start('ja');
    for (const surface of surfaces) {
      await show('vs-dark', surface);
      await surface.open(stage);
      if (!surface.isOfVscode) await assertNames(surface.element(stage));
      await take(surface);
      await surface.close?.(stage);
    }
    let bytes = 0;
    for (const [name, taken] of pictures) bytes += await savePictures(name, taken);
    ok(bytes < maxBytes, `The pictures have ${bytes} bytes`);
  });
});

/** Each control has a name, and no name contains that of an icon. */
async function assertNames(element: Locator): Promise<void> {
  const spoken = await element.ariaSnapshot();
  doesNotMatch(spoken, /- (?:button|link|option|treeitem|textbox|tree|listbox)(?: \[[^\]]*\])*:?$/m);
  doesNotMatch(spoken, /\$\(|"[^"\n]*\b(?:flame|shield|circle-slash|sync|star-full|codicon)\b|"sign-in\b/);
}

/** Adds a button without a name, pale text, and a pale icon to the page. */
const plantFaults = `
  const faulty = document.createElement('div');
  faulty.id = 'faulty';
  faulty.style = 'position: fixed; z-index: 99; top: 99px; left: 9px; background: #fff';
  const [button, text, icon] = ['button', 'span', 'span'].map((name) => document.createElement(name));
  text.style = icon.style = 'color: #ddd';
  text.textContent = 'pale';
  icon.className = 'codicon codicon-flame';
  faulty.append(button, text, icon);
  document.body.append(faulty);
`;
