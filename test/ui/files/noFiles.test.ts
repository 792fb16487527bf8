import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../eventually.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import type { TreeView } from '../window/treeView.ts';
import { useVscode } from '../window/useVscode.ts';
import type { Workbench } from '../window/workbench.ts';

describe('without AWS files', function () {
  this.timeout(60_000);
  const vscode = useVscode();
  let window: Workbench;
  let rolecall: Rolecall;
  let tree: TreeView;

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
    tree = window.tree('AWS Profiles');
    await window.showContainer('Rolecall');
  });

  const config = (): string => join(vscode().home, '.aws', 'config');

  it('shows a welcome view with links', async () => {
    await rolecall.waitForStatus(/^No AWS profile$/);
    await rolecall.waitForStatusWarning(false);
    await eventually(async () =>
      match(await tree.welcome(), /^Your config and credentials files do not contain any AWS profiles/),
    );
    deepEqual(await tree.welcomeLinks(), [
      'Add a Profile',
      'Add from Copied Credentials',
      'Sign In to IAM Identity Center',
      'Open the Config File',
    ]);
  });

  it('creates the file to open, readable only by its owner', async () => {
    await rejects(stat(config()), { code: 'ENOENT' });
    await tree.pressWelcomeLink('Open the Config File');
    await window.page.locator('.tab.active', { hasText: 'config' }).waitFor();
    equal(await readFile(config(), 'utf8'), '');
    if (process.platform === 'win32') return;
    equal((await stat(config())).mode & 0o777, 0o600);
    equal((await stat(join(vscode().home, '.aws'))).mode & 0o777, 0o700);
  });

  it('shows a profile as soon as it is saved', async () => {
    match(await tree.welcome(), /^Your config and credentials files do not contain any AWS profiles/);
    await window.page.locator('.editor-instance .view-lines').click();
    await window.page.keyboard.insertText('[profile first]\nregion = eu-west-1\n');
    await window.page.keyboard.press('ControlOrMeta+s');
    await tree.waitFor('first');
  });

  it('shows the profiles that another program writes, in the tree and in the picker', async () => {
    await writeSampleAws(vscode().home);
    await tree.waitFor('prod-deploy');
    equal(await tree.row('first').count(), 0);
    await rolecall.openPicker('prod-deploy');
    equal(await window.quickInput.row('first').count(), 0);
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
  });

  it('can be used without the mouse', async () => {
    const { keyboard } = window.page;
    const runWithKeyboard = async (command: string): Promise<void> => {
      await window.findCommand(command);
      await keyboard.press('Enter');
    };
    await runWithKeyboard('Rolecall: Switch AWS Profile…');
    await window.quickInput.row('prod-deploy').waitFor();
    await keyboard.type('us-east-1');
    await eventually(async () => {
      const labels = (await window.quickInput.rows()).map(({ label }) => label);
      deepEqual(labels, ['ci']);
    });
    await keyboard.press('Enter');
    await rolecall.waitForStatus(/^ci$/);
    await runWithKeyboard('Rolecall: Stop Using AWS Profile');
    await rolecall.waitForStatus(/^No AWS profile$/);
    await runWithKeyboard('Rolecall: Assume Role…');
    await window.quickInput.row(/Enter a role ARN/).waitFor();
    await keyboard.press('Escape');
    await window.quickInput.waitUntilClosed();
  });
});
