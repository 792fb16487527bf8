import { deepEqual, equal, match, rejects } from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './rolecall.ts';
import type { TreeView } from './treeView.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

describe('the path of a person who has no AWS files yet', function () {
  this.timeout(60_000);
  const stage = useStage();
  let window: Workbench;
  let rolecall: Rolecall;
  let tree: TreeView;

  before(async () => {
    window = await stage().openWindow();
    rolecall = new Rolecall(window);
    tree = window.tree('AWS Profiles');
    await window.showContainer('Rolecall');
  });

  const config = (): string => join(stage().home, '.aws', 'config');

  it('begins with a welcome that offers the files', async () => {
    await rolecall.statusSays(/^No AWS profile$/);
    await rolecall.statusWarns(false);
    await eventually(async () => match(await tree.welcome(), /^There are no AWS profiles/));
    deepEqual(await tree.welcomeLinks(), [
      'Add a Profile',
      'Add from Copied Credentials',
      'Sign In to IAM Identity Center',
      'Open the Config File',
    ]);
  });

  it('creates the file that is to be opened, for its owner alone', async () => {
    await rejects(stat(config()), { code: 'ENOENT' });
    await tree.pressWelcomeLink('Open the Config File');
    await window.page.locator('.tab.active', { hasText: 'config' }).waitFor();
    equal(await readFile(config(), 'utf8'), '');
    if (process.platform === 'win32') return;
    equal((await stat(config())).mode & 0o777, 0o600);
    equal((await stat(join(stage().home, '.aws'))).mode & 0o777, 0o700);
  });

  it('shows a profile as soon as it is saved', async () => {
    match(await tree.welcome(), /^There are no AWS profiles/);
    await window.page.locator('.editor-instance .view-lines').click();
    await window.page.keyboard.insertText('[profile first]\nregion = eu-west-1\n');
    await window.page.keyboard.press('ControlOrMeta+s');
    await tree.waitFor('first');
  });

  it('shows what another program writes, in the tree and in the picker', async () => {
    await writeSampleAws(stage().home);
    await tree.waitFor('prod-deploy');
    equal(await tree.row('first').count(), 0);
    await rolecall.openPicker('prod-deploy');
    equal(await window.quickInput.row('first').count(), 0);
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
  });

  it('lets a person do without the mouse', async () => {
    const { keyboard } = window.page;
    const chosen = async (command: string): Promise<void> => {
      await window.findCommand(command);
      await keyboard.press('Enter');
    };
    await chosen('Rolecall: Switch AWS Profile…');
    await window.quickInput.row('prod-deploy').waitFor();
    await keyboard.type('us-east-1');
    await eventually(async () => {
      const labels = (await window.quickInput.rows()).map(({ label }) => label);
      deepEqual(labels, ['ci']);
    });
    await keyboard.press('Enter');
    await rolecall.statusSays(/^ci$/);
    await chosen('Rolecall: Stop Using AWS Profile');
    await rolecall.statusSays(/^No AWS profile$/);
    await chosen('Rolecall: Assume Role…');
    await window.quickInput.row(/Enter a role ARN/).waitFor();
    await keyboard.press('Escape');
    await window.quickInput.waitUntilClosed();
  });
});
