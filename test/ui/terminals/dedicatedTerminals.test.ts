import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { nextCode } from '../../aws/iam/mfa.ts';
import { mayaPhone } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import { fillPlayground } from '../../vscode/playground.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

describe('a dedicated terminal', function () {
  this.timeout(90_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const { aws, vscode } = useAws({
    prepareWorkspace: fillPlayground,
    settings: { 'terminal.integrated.tabs.hideCondition': 'never' },
    prepareHome: writeSampleAws,
  });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
    await rolecall.choose('ci');
    await rolecall.waitForStatus(/^ci$/);
    // VS Code may have read the terminal profiles before Rolecall added its own. A change of settings makes it read
    // them again.
    await vscode().server.changeSettings({ 'terminal.integrated.useWslProfiles': false });
  });

  /** Opens Rolecall's picker from VS Code's list of terminal profiles. */
  async function openMenu(): Promise<void> {
    await eventually(async () => {
      await window.runCommand('Create New Terminal (With Profile)');
      // The list may be too long to show the row, as it also contains the machine's shells.
      await window.quickInput.type('AWS');
      const row = window.quickInput.row('AWS Profile…');
      await row.click({ timeout: 2000 }).catch(async (error: unknown) => {
        await window.quickInput.cancel();
        throw error;
      });
    }, 30_000);
    await eventually(async () => match(await window.quickInput.title(), /^New Terminal with AWS Profile$/));
    await window.quickInput.row('prod-deploy').waitFor();
  }

  const tabs = () => window.page.locator('.terminal-tabs-entry');

  it('does not open, and shows no message, if the picker is closed', async () => {
    await openMenu();
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
    // VS Code may take that long to show an error.
    await sleep(1500);
    deepEqual(await window.notifications.messages(), []);
    equal(await tabs().count(), 0);
  });

  it('uses its profile and, for a production profile, has a red tab with a flame and the word', async () => {
    await openMenu();
    await window.quickInput.choose('prod-deploy');
    await rolecall.waitForPrompt(/maya-phone/);
    match(await window.quickInput.title(), /^MFA code for production profile prod-deploy · /);
    await window.quickInput.widget.locator('.codicon-flame').waitFor();
    await window.picture('mfa-production');
    await rolecall.enterMfaCode(nextCode(mayaPhone, aws().clock));
    const tab = tabs().filter({ hasText: 'prod-deploy (production)' });
    await tab.waitFor();
    await tab.locator('.codicon-flame').waitFor({ state: 'attached' });
    await tab.locator('.terminal-icon-terminal_ansiRed').waitFor({ state: 'attached' });
    await window.terminal.waitUntilReady();
    await window.terminal.run('clear; node whoami.mjs');
    await window.terminal.waitFor(/assumed-role\/Deployer\//, 20_000);
  });

  it('does not change the window or its other terminals', async () => {
    await rolecall.waitForStatus(/^ci$/);
    const terminal = await window.newTerminal();
    await terminal.run('clear; node whoami.mjs');
    await terminal.waitFor(/user\/ci/, 20_000);
  });

  it('has another color if the profile is not a production profile, as the status bar item does', async () => {
    const classes = async (): Promise<string> => (await rolecall.status.getAttribute('class')) ?? '';
    doesNotMatch(await classes(), /-kind/);
    await rolecall.choose('prod-deploy');
    await rolecall.waitForStatus(/^prod-deploy (1h|59m)$/);
    await eventually(async () => match(await classes(), /error-kind/));
    match(
      await rolecall.statusLabel(),
      /^AWS profile prod-deploy, .+, expires in .+ This is a production profile\.$/,
    );
    match(await rolecall.tooltip(), /This is a production profile\./);
    await window.changeUserSettings({ 'rolecall.production': ['444455556666'] });
    await eventually(async () => doesNotMatch(await classes(), /-kind/));
    await window.runCommand('Rolecall: New Terminal with AWS Profile');
    await window.quickInput.choose('prod-deploy');
    const tab = tabs().filter({ hasText: 'prod-deploy' }).nth(1);
    await tab.waitFor();
    equal(await tab.locator('.terminal-icon-terminal_ansiRed').count(), 0);
    await tab.locator('[class*="terminal-icon-terminal_ansi"]').first().waitFor({ state: 'attached' });
  });
});
