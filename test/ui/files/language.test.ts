import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { mkdir, readFile, rename, symlink } from 'node:fs/promises';
import { join } from 'node:path';
import type { Locator } from 'playwright-core';
import { sampleCredentials } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

const secrets = [...sampleCredentials.matchAll(/aws_secret_access_key = (.+)/g)].map(([, secret]) => secret!);

describe('the editor of AWS files', function () {
  this.timeout(90_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const { vscode } = useAws({
    prepareHome: writeLinkedAws,
    env: { AWS_SHARED_CREDENTIALS_FILE: '~/keys/team.ini' },
  });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
  });

  it('has the language where a variable or a link leads to', async () => {
    for (const path of ['.aws/config', 'keys/team.ini', 'vault/shared.txt']) {
      await window.openFile(join(vscode().home, path));
      const language = window.statusBarItem('status.editor.mode');
      await eventually(async () => match((await language.textContent()) ?? '', /^\s*AWS Files\s*$/));
    }
  });

  it('covers secrets except in the line of the cursor', async () => {
    await eventually(async () => deepEqual(await shownSecrets(), []));
    // The lines stay where they are.
    match(await window.editorText(), /^\[ci\]$/m);
    await line('aws_secret_access_key').first().click();
    await eventually(async () => deepEqual(await shownSecrets(), [secrets[0]]));
    await line('[ci]').click();
    await eventually(async () => deepEqual(await shownSecrets(), []));
  });

  it('shows and hides secrets by a button and by commands', async () => {
    const button = (title: string): Locator =>
      window.page.locator('.editor-actions').getByRole('button', { name: title });
    await button('Show Secrets in AWS Files').click();
    await eventually(async () => deepEqual(await shownSecrets(), secrets));
    await button('Hide Secrets in AWS Files').click();
    await eventually(async () => deepEqual(await shownSecrets(), []));
    await window.runCommand('Rolecall: Show Secrets in AWS Files');
    await eventually(async () => deepEqual(await shownSecrets(), secrets));
    await window.runCommand('Rolecall: Hide Secrets in AWS Files');
    await eventually(async () => deepEqual(await shownSecrets(), []));
    await window.runCommand('View: Close All Editors');
  });

  it('completes a key, and then its value, by the keyboard', async () => {
    await openConfig();
    await window.page.keyboard.type('outp');
    await suggested('output');
    await window.page.keyboard.press('Enter');
    await eventually(async () => match(await window.editorText(), /^output = $/m));
    // The list of values opens by itself.
    await suggested('json');
    await window.page.keyboard.press('Enter');
    await eventually(async () => match(await window.editorText(), /^output = json$/m));
  });

  it('shows what each profile is beside its name', async () => {
    await window.page.keyboard.type('\n[profile next]');
    // While VS Code waits for new suggestions, it still shows the old ones, and Enter takes one of them.
    await window.page.keyboard.press('Escape');
    await window.page.keyboard.type('\nsource_profile = ');
    await suggested('maya');
    match((await suggestion('maya').textContent()) ?? '', /access keys/);
    await window.page.keyboard.type('ma');
    await suggested('maya');
    await window.page.keyboard.press('Enter');
    await eventually(async () => match(await window.editorText(), /^source_profile = maya$/m));
  });

  it('shows a problem under the short name of the file, and solves it by the keyboard', async () => {
    await window.page.keyboard.type('\nregoin = eu-west-1');
    await window.page.keyboard.press('Escape');
    await window.runCommand('View: Toggle Problems');
    const rows = window.page.locator('.markers-panel .monaco-list-row');
    await rows.filter({ hasText: /config.*~\/\.aws/ }).waitFor();
    await rows.filter({ hasText: /region.*misspelledKey/ }).waitFor();
    await window.runCommand('View: Focus Active Editor Group');
    await window.page.keyboard.press('ControlOrMeta+.');
    await window.page.locator('.action-widget').getByText('Rename to region').waitFor();
    await window.page.keyboard.press('Enter');
    await eventually(async () => match(await window.editorText(), /^region = eu-west-1$/m));
    await rows.filter({ hasText: /misspelledKey/ }).waitFor({ state: 'detached' });
    await window.runCommand('View: Hide Panel');
  });

  it('uses a profile, and opens a terminal with it, by the commands above it', async () => {
    await goTo('profile ci');
    const above = (title: string): Locator => window.page.locator(`.codelens-decoration [title="${title}"]`);
    // After a scroll, VS Code draws these commands again late, and has forgotten the old ones until then.
    await eventually(async () => {
      await above('Use AWS profile ci in this window').click({ timeout: 2000 });
      await eventually(async () => match(await rolecall.statusText(), /^ci/), 4000);
    }, 40_000);
    await rolecall.waitForStatus(/^ci$/);
    await above('Use AWS profile ci in this window').waitFor({ state: 'detached' });
    const terminals = window.page.locator('.terminal-wrapper');
    const terminal = await window.terminalOpenedBy(() =>
      eventually(async () => {
        await above('Open a terminal with AWS profile ci').click({ timeout: 2000 });
        await terminals.first().waitFor({ state: 'attached', timeout: 8000 });
      }, 40_000),
    );
    await eventually(async () => {
      await terminal.run('echo "[$AWS_PROFILE]"');
      await terminal.waitFor(/^\[ci\]$/m, 2000);
    }, 20_000);
    await window.killTerminals();
  });

  it('renames a profile in both files, and goes on to use it', async () => {
    await goTo('profile ci');
    await window.page.keyboard.press('F2');
    const box = window.page.locator('.rename-box input');
    await eventually(async () => equal(await box.inputValue(), 'ci'));
    await box.fill('build');
    await window.page.keyboard.press('Enter');
    await eventually(async () => match(await window.editorText(), /^\[profile build\]$/m));
    await window.page.keyboard.press('ControlOrMeta+k');
    await window.page.keyboard.press('s');
    const credentials = join(vscode().home, 'vault', 'shared.txt');
    await eventually(async () => match(await readFile(credentials, 'utf8'), /^\[build\]$/m));
    await rolecall.waitForStatus(/^build$/);
  });

  it('explains a profile at the pointer', async () => {
    await goTo('profile dev');
    await window.page.keyboard.press('ControlOrMeta+k');
    await window.page.keyboard.press('ControlOrMeta+i');
    const hover = window.page.locator('.monaco-hover:visible', { hasText: 'Developer' });
    await hover.waitFor();
    const links = await hover.getByRole('link').allInnerTexts();
    deepEqual(
      links.map((text) => text.replaceAll('\u00a0', ' ')),
      ['Use', 'New Terminal', 'Open Console', 'Explain'],
    );
    await hover.getByRole('link', { name: 'Explain' }).click();
    await eventually(async () => match(await window.editorText(), /How Rolecall gets credentials for dev\n/));
  });

  async function openConfig(): Promise<void> {
    await window.openFile(join(vscode().home, '.aws', 'config'));
    // These push the lines down when they appear, and the cursor out of sight.
    await window.page.locator('.editor-instance .codelens-decoration').first().waitFor();
    await window.page.keyboard.press('ControlOrMeta+End');
    await line('[profile old-laptop]').waitFor();
  }

  /** Finds the title of a section in the open editor, and puts the cursor at its end. */
  async function goTo(title: string): Promise<void> {
    const { keyboard } = window.page;
    await keyboard.press('ControlOrMeta+Home');
    await keyboard.press('ControlOrMeta+f');
    await window.page.locator('.find-widget.visible textarea').first().fill(`[${title}]`);
    await keyboard.press('Enter');
    await window.page.locator('.find-widget .matchesCount', { hasText: '1 of 1' }).waitFor();
    // The first Escape may close a hover.
    await eventually(async () => {
      await keyboard.press('Escape');
      await window.page.locator('.find-widget.visible').waitFor({ state: 'hidden', timeout: 1000 });
    });
    for (const key of ['ArrowRight', 'ArrowLeft']) await keyboard.press(key);
  }

  function line(text: string): Locator {
    return window.page.locator('.editor-instance .view-line', { hasText: text });
  }

  function suggestion(label: string): Locator {
    const rows = window.page.locator('.suggest-widget.visible .monaco-list-row');
    return rows.filter({ has: window.page.getByText(label, { exact: true }) });
  }

  /** Waits for a suggestion. On a slow machine, VS Code may close the list again while the person types. */
  async function suggested(label: string): Promise<void> {
    await eventually(async () => {
      try {
        await suggestion(label).waitFor({ timeout: 3000 });
      } catch (error) {
        await window.page.keyboard.press('Control+Space');
        throw error;
      }
    }, 15_000);
  }

  /** The secrets that have a place on the screen. */
  async function shownSecrets(): Promise<readonly string[]> {
    const shown = await Promise.all(
      secrets.map(async (secret) => {
        const text = window.page.locator('.view-line span', { hasText: secret }).last();
        ok((await text.count()) > 0, 'The line is not drawn');
        return (await text.boundingBox()) ? [secret] : [];
      }),
    );
    return shown.flat();
  }
});

/** `~/keys/team.ini`, which leads to `~/vault/shared.txt`, is the credentials file. */
async function writeLinkedAws(home: string): Promise<void> {
  await writeSampleAws(home);
  for (const folder of ['keys', 'vault']) await mkdir(join(home, folder));
  await rename(join(home, '.aws', 'credentials'), join(home, 'vault', 'shared.txt'));
  await symlink(join(home, 'vault', 'shared.txt'), join(home, 'keys', 'team.ini'));
}
