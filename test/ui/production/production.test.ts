import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { eventually } from '../../eventually.ts';
import { writeReaderAws } from '../readerHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

const question = /Use the production profile reader\?/;

describe('production', function () {
  this.timeout(120_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const { vscode } = useAws(() => ({
    prepareHome: writeReaderAws,
    settings: { 'terminal.integrated.tabs.hideCondition': 'never' },
  }));

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
    await window.showContainer('Rolecall');
  });

  const tree = () => window.tree('AWS Profiles');
  const tabs = () => window.page.locator('.terminal-tabs-entry');

  async function waitForRed(isRed: boolean): Promise<void> {
    await eventually(async () => {
      const classes = (await rolecall.status.getAttribute('class')) ?? '';
      (isRed ? match : doesNotMatch)(classes, /error-kind/);
    }, 20_000);
  }

  it('is what the user marks in the tree, until they take it back', async () => {
    await rolecall.choose(/^reader/);
    await rolecall.waitForStatus(/^reader (1h|59m)$/);
    await waitForRed(false);
    await tree().chooseFromMenu(/^reader/, 'Treat as Production');
    await window.notifications.waitFor(/reader is now production \(rolecall\.production in your settings\)/);
    await waitForRed(true);
    await tree().chooseFromMenu(/^reader/, 'Not Production');
    await window.notifications.waitFor(/reader is no longer production/);
    await waitForRed(false);
    await window.notifications.press(/reader is no longer production/, 'Undo');
    await waitForRed(true);
  });

  it('is marked from the Command Palette, in a picker that says so, also while a profile is in use', async () => {
    await window.runCommand('Rolecall: Not Production');
    await eventually(async () => equal(await window.quickInput.title(), 'Not Production'));
    await window.quickInput.waitUntilLoaded();
    deepEqual(
      (await window.quickInput.rows()).map(({ label }) => label),
      ['reader', 'prod-admin', 'prod-deploy'],
    );
    await window.quickInput.choose('reader');
    await window.notifications.waitFor(/reader is no longer production/);
    await waitForRed(false);
    await window.notifications.press(/reader is no longer production/, 'Undo');
    await waitForRed(true);
  });

  it('is guarded by one command: choosing it asks, and Enter does not confirm', async () => {
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci/);
    await window.runCommand('Rolecall: Guard Production');
    await window.notifications.waitFor(/Production is guarded:/);
    await rolecall.choose(/^reader/);
    await eventually(async () => equal(await window.notifications.dialog.count(), 1), 10_000);
    await window.page.keyboard.press('Enter');
    await window.notifications.dialog.waitFor({ state: 'detached' });
    await rolecall.waitForStatus(/^ci/);
    await rolecall.choose(/^reader/);
    await window.notifications.answer(question, 'Use reader');
    await rolecall.waitForStatus(/^reader (1h|59m)$/);
  });

  it('can ask the user to type its name', async () => {
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci/);
    await window.changeUserSettings({
      'rolecall.production': ['^reader$'],
      'rolecall.guard': [{ confirm: 'type' }],
    });
    await eventually(async () => {
      await rolecall.choose(/^reader/);
      await eventually(async () => match(await window.quickInput.title(), question), 3000);
    }, 20_000);
    match(await window.quickInput.message(), /Type reader to confirm\. Account: 444455556666/);
    await window.quickInput.accept();
    await eventually(async () =>
      match(await window.quickInput.message(), /^Type the name of the production profile/),
    );
    await window.picture('typed-confirmation');
    await window.quickInput.type('reader');
    await window.quickInput.accept();
    await rolecall.waitForStatus(/^reader (1h|59m)$/);
  });

  it('can be kept to terminals of its own, with its icon and name', async () => {
    await window.changeUserSettings({
      'rolecall.production': ['^reader$'],
      'rolecall.guard': [{ ownTerminals: true }],
    });
    await rolecall.waitForStatus(/^No AWS profile$/);
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci/);
    const terminal = await window.terminalOpenedBy(() => rolecall.choose(/^reader/));
    await terminal.run('echo "[$AWS_PROFILE]"');
    await terminal.waitFor(/^\[reader\]$/m);
    const tab = tabs().filter({ hasText: 'reader (production)' });
    await tab.locator('.codicon-flame').waitFor({ state: 'attached' });
    await rolecall.waitForStatus(/^ci/);
    await window.picture('production-terminal');
  });
});
