import { deepEqual, match, ok } from 'node:assert/strict';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Frame } from 'playwright-core';
import { nextCode } from '../../aws/iam/mfa.ts';
import { mayaPhone } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import { runProgram } from '../../vscode/install/npm.ts';
import { hiddenPictures } from '../../vscode/packageChecks.ts';
import { fillPlayground } from '../../vscode/playground.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { openRolecall } from '../window/rolecall.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';
import { Film } from './film.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const icon = join(root, 'media', 'rolecall.png');

describe('the shop window', function () {
  this.timeout(120_000);
  let folder: string;
  let pictures: string;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-pictures-'));
    const data = `data:image/png;base64,${(await readFile(icon)).toString('base64')}`;
    pictures = `# Pictures

![relative](icon.png) ![http](http://pictures.example.com/a.png) ![data](${data})

![https](https://pictures.example.com/b.png) <img alt="html" src="https://pictures.example.com/c.png">
`;
    await packagePictures(folder, pictures);
  });

  const { aws, vscode } = useAws(() => ({
    prepareHome: writeSampleAws,
    prepareWorkspace: fillPlayground,
    otherExtensions: [join(folder, 'pictures.vsix')],
  }));

  after(async () => rm(folder, { recursive: true, force: true }));

  it('shows the pictures of a README that the check of the package allows, and no others', async () => {
    const window = await vscode().openWindow({ context: await contextWithPictures() });
    const readme = await readmeOf(window, 'Picture Gallery');
    const shown = await eventually(async () => {
      const found = await picturesOf(readme);
      ok(
        found.some(({ isShown }) => isShown),
        'No picture is shown',
      );
      return found;
    }, 30_000);
    const isShown = Object.fromEntries(shown.map((picture) => [picture.alt, picture.isShown]));
    deepEqual(isShown, { relative: false, http: false, data: false, https: true, html: true });
    const hidden = hiddenPictures({ 'readme.md': Buffer.from(pictures) });
    deepEqual(hidden.length, 3);
    await window.page.close();
  });

  it('has no picture in Rolecall’s README that is not shown, and no dead link', async () => {
    const window = await vscode().openWindow({ context: await contextWithPictures() });
    const readme = await readmeOf(window, 'Rolecall for AWS');
    match(await readme.locator('body').innerText(), /Choose an AWS profile once/);
    await eventually(async () => {
      deepEqual(
        (await picturesOf(readme)).filter((picture) => !picture.isShown),
        [],
      );
    }, 30_000);
    deepEqual(await deadLinksOf(readme), []);
    await window.page.close();
  });

  it('has an animation of the way from the status bar to a role in a terminal', async () => {
    const { window, rolecall } = await openRolecall(vscode());
    await window.page.setViewportSize({ width: 960, height: 600 });
    await window.runCommand('View: Close Editor');
    const film = new Film(window.page);
    await film.pointAt(rolecall.status);
    await window.page.locator('.workbench-hover:visible').first().waitFor({ state: 'hidden' });
    await film.show(1500);
    await rolecall.openPicker('dev');
    await film.show(900);
    await film.hidePointer();
    await film.type('dev');
    await film.show(900);
    await window.quickInput.choose('dev');
    await rolecall.waitForPrompt(/maya-phone/);
    await film.show(1500);
    const code = nextCode(mayaPhone, aws().clock);
    await film.type(code.slice(0, -1));
    await window.page.keyboard.type(code.slice(-1));
    await rolecall.waitForStatus(/^dev (1h|59m)$/);
    await film.show(1500);
    const terminal = await window.newTerminal();
    await terminal.run("PS1='$ '; clear");
    await terminal.waitFor(/^\$$/u);
    await film.show(500);
    await terminal.element.locator('.xterm-helper-textarea').focus();
    await film.type('node whoami.mjs');
    await window.page.keyboard.press('Enter');
    await terminal.waitFor(/arn:aws:sts::444455556666:assumed-role\/Developer\//);
    await film.show(4000);
    const size = await film.save('use');
    ok(size < 400_000, `The animation has ${size} bytes`);
  });

  /** A browser context in which the addresses of the pictures lead to a picture. */
  async function contextWithPictures(): Promise<BrowserContext> {
    const context = await vscode().newBrowserContext();
    await context.route(/^https?:\/\/(?:pictures\.example\.com|github\.com)\//u, async (route) =>
      route.fulfill({ path: icon }),
    );
    return context;
  }
});

/** Makes an extension that has nothing but a README. */
async function packagePictures(folder: string, readme: string): Promise<void> {
  const [name, displayName, publisher] = ['pictures', 'Picture Gallery', 'acme'];
  const engines = { vscode: '^1.105.0' };
  const manifest = { name, displayName, publisher, version: '1.0.0', engines };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await writeFile(join(folder, 'README.md'), readme);
  await writeFile(join(folder, 'icon.png'), await readFile(icon));
  const options = ['--no-dependencies', '--allow-missing-repository', '--skip-license'];
  const vsce = [join(root, 'node_modules/@vscode/vsce/vsce'), 'package', '--no-rewrite-relative-links'];
  await runProgram(process.execPath, [...vsce, ...options, '--out', 'pictures.vsix'], folder);
}

/** Opens the page of an extension, and returns the frame with its README. */
async function readmeOf(window: Workbench, extension: string): Promise<Frame> {
  await window.runCommand('Extensions: Show Installed Extensions');
  await window.page.locator('.extension-list-item .name', { hasText: extension }).first().click();
  return eventually(async () => {
    for (const frame of window.page.frames())
      if (frame !== window.page.mainFrame() && (await frame.locator('#scroll-to-top').count()) > 0)
        return frame;
    throw new Error('There is no README');
  }, 30_000);
}

/** The texts of links that lead nowhere. */
async function deadLinksOf(readme: Frame): Promise<readonly string[]> {
  return readme
    .locator('a:not(#scroll-to-top)')
    .evaluateAll((links) =>
      links.filter((link) => !link.getAttribute('href')).map((link) => link.textContent ?? ''),
    );
}

interface Picture {
  readonly alt: string;
  readonly isShown: boolean;
}

async function picturesOf(readme: Frame): Promise<readonly Picture[]> {
  return readme.locator('img').evaluateAll((images) =>
    images.map((image) => ({
      alt: image.getAttribute('alt') ?? '',
      isShown: (image as unknown as { readonly naturalWidth: number }).naturalWidth > 0,
    })),
  );
}
