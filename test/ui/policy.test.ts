import { deepEqual, equal } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../eventually.ts';
import { writeReaderAws } from './readerHome.ts';
import { openRolecall, type Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import type { Workbench } from './window/workbench.ts';

const question = /Use the production profile reader\?/;

describe('the policy of an administrator', function () {
  this.timeout(120_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const { aws, vscode } = useAws(() => ({ prepareHome: writeReaderAws }));

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
  });

  const assumed = (): number => aws().requests.filter(({ action }) => action === 'AssumeRole').length;

  it('asks before a production profile is used, with its account, and again after it was stopped', async () => {
    await vscode().server.changeSettings({ 'rolecall.policy.confirmProduction': true });
    // The policy does not know the exceptions of a user.
    await window.changeUserSettings({ 'rolecall.production': ['^reader$', '!^reader$'] });
    await rolecall.choose(/^reader/);
    await eventually(async () => equal(await window.notifications.dialog.count(), 1), 10_000);
    equal(await window.notifications.dialog.filter({ hasText: 'Account: 444455556666' }).count(), 1);
    await window.page.keyboard.press('Enter');
    await window.notifications.dialog.waitFor({ state: 'detached' });
    await rolecall.waitForStatus(/^No AWS profile$/);
    equal(assumed(), 0);
    await rolecall.choose(/^reader/);
    await window.notifications.answer(question, 'Use reader');
    await rolecall.waitForStatus(/^reader (1h|59m)$/);
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci/);
    await rolecall.choose(/^reader/);
    await window.notifications.answer(question, 'Use reader');
    await rolecall.waitForStatus(/^reader (1h|59m)$/);
  });

  it('lets a window that restores a production profile wait for the user', async () => {
    const calls = assumed();
    // VS Code saves the state of a window after a moment.
    await sleep(2000);
    await window.page.reload();
    await window.waitUntilReady();
    await rolecall.waitForStatusWarning(true);
    equal(assumed(), calls);
    await rolecall.choose(/^reader/);
    await window.notifications.answer(question, 'Use reader');
    await rolecall.waitForStatusWarning(false);
  });

  /** The commands of the Command Palette that copy credentials. */
  async function found(): Promise<readonly string[]> {
    await window.page.keyboard.press('F1');
    await window.quickInput.waitUntilOpen();
    await window.quickInput.type('>Rolecall: ');
    await window.quickInput.row('Rolecall: Add AWS Profile…').waitFor();
    await window.quickInput.type('>Rolecall: Copy Credential');
    await window.quickInput.waitUntilLoaded();
    const rows = (await window.quickInput.rows()).map(({ label }) => label);
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
    return rows.filter((label) => label.startsWith('Rolecall: Copy Credential'));
  }

  it('removes forbidden commands from the Command Palette, and returns them', async () => {
    const both = ['Rolecall: Copy Credential Endpoint…', 'Rolecall: Copy Credentials As…'];
    await eventually(async () => deepEqual((await found()).toSorted(), both), 20_000);
    await vscode().server.changeSettings({ 'rolecall.policy.forbid': ['copy'] });
    await eventually(async () => deepEqual(await found(), both.slice(0, 1)), 20_000);
    await vscode().server.changeSettings({});
    await eventually(async () => deepEqual((await found()).toSorted(), both), 20_000);
  });

  async function waitForProduction(isExpected: boolean): Promise<void> {
    await eventually(
      async () => equal((await rolecall.statusText()).includes('production'), isExpected),
      20_000,
    );
  }

  it('says what is production, whatever users set', async () => {
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci$/);
    await window.changeUserSettings({ 'rolecall.production': ['!^ci$'] });
    await waitForProduction(false);
    await vscode().server.changeSettings({ 'rolecall.policy.production': ['^ci$'] });
    await waitForProduction(true);
    await window.runCommand('Rolecall: Not Production');
    await window.quickInput.choose('ci');
    await window.notifications.waitFor(/rolecall\.policy\.production/);
    await waitForProduction(true);
    await vscode().server.changeSettings({});
    await waitForProduction(false);
  });
});
