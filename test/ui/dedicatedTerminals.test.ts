import { deepEqual, doesNotMatch, equal, match } from 'node:assert/strict';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { nextCode } from '../aws/mfa.ts';
import { mayaPhone, sampleWorld } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { fillPlayground } from '../vscode/playground.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const checkout = join(import.meta.dirname, '..', '..');

describe('a terminal of its own', function () {
  this.timeout(90_000);
  let aws: LocalAws;
  let window: Workbench;
  let rolecall: Rolecall;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  const stage = useStage(() => ({
    env: { AWS_ENDPOINT_URL_STS: aws.url },
    settings: { 'terminal.integrated.tabs.hideCondition': 'never' },
    prepareHome: writeSampleAws,
  }));

  before(async () => {
    await fillPlayground(stage().workspace, checkout, false);
    window = await stage().openWindow();
    rolecall = new Rolecall(window);
    await rolecall.choose('ci');
    await rolecall.statusSays(/^ci$/);
    // VS Code may have looked for terminals of extensions before it knew this one; it looks again when its settings change.
    await stage().server.changeSettings({ 'terminal.integrated.useWslProfiles': false });
  });

  after(async () => aws.close());

  /** Opens the picker by way of VS Code's own menu. */
  async function openMenu(): Promise<void> {
    await eventually(async () => {
      await window.runCommand('Create New Terminal (With Profile)');
      // The machine's shells may fill the list.
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

  it('is none when the picker is closed, and nothing is said of it', async () => {
    await openMenu();
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
    // As long as VS Code may take to complain.
    await new Promise((resolve) => setTimeout(resolve, 1500));
    deepEqual(await window.notifications.messages(), []);
    equal(await tabs().count(), 0);
  });

  it('is that profile, with its name on a red tab where it is production', async () => {
    await openMenu();
    await window.quickInput.choose('prod-deploy');
    await rolecall.boxSays(/maya-phone/);
    await window.quickInput.type(nextCode(mayaPhone, aws.clock));
    await window.quickInput.accept();
    const tab = tabs().filter({ hasText: 'prod-deploy' });
    await tab.waitFor();
    await tab.locator('.terminal-icon-terminal_ansiRed').waitFor({ state: 'attached' });
    await window.terminal.waitUntilReady();
    await window.terminal.run('clear; node whoami.mjs');
    await window.terminal.waitFor(/assumed-role\/Deployer\//, 20_000);
  });

  it('leaves the window and its other terminals as they were', async () => {
    await rolecall.statusSays(/^ci$/);
    const terminal = await window.newTerminal();
    await terminal.run('clear; node whoami.mjs');
    await terminal.waitFor(/user\/ci/, 20_000);
  });

  it('has another colour where it is not production, and so has the status bar', async () => {
    const background = async (): Promise<string> => (await rolecall.status.getAttribute('class')) ?? '';
    doesNotMatch(await background(), /-kind/);
    await rolecall.choose('prod-deploy');
    await rolecall.statusSays(/^prod-deploy (1h|59m)$/);
    await eventually(async () => match(await background(), /error-kind/));
    match(await rolecall.spoken(), /^AWS profile prod-deploy, expires in .+ This is production\.$/);
    match(await rolecall.explanation(), /This is production\./);
    await stage().server.changeSettings({ 'rolecall.production': ['444455556666'] });
    await eventually(async () => doesNotMatch(await background(), /-kind/));
    await window.runCommand('Rolecall: New Terminal with AWS Profile…');
    await window.quickInput.choose('prod-deploy');
    const tab = tabs().filter({ hasText: 'prod-deploy' }).nth(1);
    await tab.waitFor();
    equal(await tab.locator('.terminal-icon-terminal_ansiRed').count(), 0);
    await tab.locator('[class*="terminal-icon-terminal_ansi"]').first().waitFor({ state: 'attached' });
  });
});
