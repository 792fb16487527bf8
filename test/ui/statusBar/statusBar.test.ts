import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { appendFile, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../eventually.ts';
import { writeReaderAws } from '../readerHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

const oddName = '[Stop](command:rolecall.stopUsing)';
const longName = 'administrators-of-the-platform-team-in-the-shared-services-account';
const wrongSecret = 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYWRONGWRONG';

/** A profile with a wrong secret, one with an odd name, and one with a long name. */
async function writeAws(home: string): Promise<void> {
  await writeReaderAws(home);
  const role =
    'role_arn = arn:aws:iam::444455556666:role/ReadOnly\nsource_profile = script\nregion = eu-central-1\n';
  await appendFile(
    join(home, '.aws', 'config'),
    `\n[profile wrong]\nregion = eu-west-1\n[profile "${oddName}"]\n${role}\n[profile ${longName}]\n${role}`,
  );
  await appendFile(
    join(home, '.aws', 'credentials'),
    `\n[wrong]\naws_access_key_id = AKIAROLECALLEXAMPLE9\naws_secret_access_key = ${wrongSecret}\n`,
  );
}

describe('the status bar', function () {
  this.timeout(90_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const { vscode, calls } = useAws({ env: { AWS_PROFILE: 'ci' }, prepareHome: writeAws });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
  });

  async function waitForText(text: RegExp): Promise<void> {
    await eventually(async () => match(await rolecall.statusText(), text), 30_000);
  }

  /** With the keyboard: rows move while the picker searches, so a click could hit another one. */
  async function chooseFirst(search: string, label: string): Promise<void> {
    await rolecall.openPicker('dev');
    await window.quickInput.type(search);
    await eventually(async () => ok((await window.quickInput.rows())[0]?.label.startsWith(label)), 15_000);
    await window.quickInput.accept();
  }

  it('shows the profile that VS Code’s environment sets in terminals, and uses it on request', async () => {
    await waitForText(/^ci \(environment\) · us-east-1$/);
    match(await rolecall.statusLabel(), /^No AWS profile chosen: terminals use ci \(environment\)/);
    match(await rolecall.tooltip(), /Rolecall has chosen no profile/);
    await rolecall.followLink('Use It Here');
    await waitForText(/^ci · us-east-1$/);
  });

  it('checks access keys once, and shows whose they are', async () => {
    await eventually(async () => match(await rolecall.tooltip(), /arn:aws:iam::111122223333:user\/ci/));
    equal(calls('GetCallerIdentity'), 1);
  });

  it('says that there is nothing to renew for access keys', async () => {
    await window.runCommand('Rolecall: Renew Session');
    await window.notifications.waitFor(/long-term access keys, which do not expire/);
    await window.notifications.close(/nothing to renew/);
  });

  it('warns of access keys that AWS rejects, and says why', async () => {
    await rolecall.choose(/^wrong/);
    await waitForText(/^wrong · eu-west-1 · keys rejected$/);
    await rolecall.waitForStatusWarning(true);
    match(await rolecall.tooltip(), /The secret access key does not match the access key/);
  });

  it('takes the warning back once the keys are right', async () => {
    const path = join(vscode().home, '.aws', 'credentials');
    const credentials = await readFile(path, 'utf8');
    const [, right = ''] = /AKIAROLECALLEXAMPLE9\naws_secret_access_key = (.*)/.exec(credentials) ?? [];
    await writeFile(path, credentials.replace(wrongSecret, right));
    await waitForText(/^wrong · eu-west-1$/);
    await rolecall.waitForStatusWarning(false);
  });

  it('offers commands as links, and no text from a file becomes one', async () => {
    await chooseFirst('readonly stop', '[Stop]');
    await waitForText(/^\[Stop\].*(1h|59m)$/);
    const links = await rolecall.tooltipLinks();
    deepEqual(links, [
      'command:rolecall.switchProfile',
      'command:rolecall.switchToPrevious',
      'command:rolecall.renewSession',
      'command:rolecall.chooseRegion',
      'command:rolecall.openConsole',
      'command:rolecall.copyCredentials',
      'command:rolecall.explainProfile',
      'command:rolecall.stopUsing',
    ]);
  });

  it('keeps the time of a profile with a long name in a narrow window', async () => {
    await window.page.setViewportSize({ width: 900, height: 600 });
    await chooseFirst('administrators', 'administrators');
    await waitForText(/^administrator.*…\S+ · .*(1h|59m)$/);
    const label = rolecall.status.locator('.statusbar-item-label');
    ok(await label.evaluate((element) => element.scrollWidth <= element.clientWidth), 'the text is cut off');
    await window.page.setViewportSize({ width: 1280, height: 800 });
  });

  it('shows and delivers the region of the window, in the environment and in the live mirror', async () => {
    equal(await window.page.locator('[id$="rolecall.windowRegion"]').count(), 0);
    await rolecall.followLink('Region');
    await window.quickInput.row('Frankfurt').waitFor();
    await window.quickInput.type('tokyo');
    await window.quickInput.choose('ap-northeast-1');
    await window.statusBarItem('rolecall.windowRegion').filter({ hasText: 'ap-northeast-1' }).waitFor();
    const terminal = await window.newTerminal();
    await terminal.run('clear; echo "[$AWS_REGION/$AWS_DEFAULT_REGION]"');
    await terminal.waitFor(/^\[ap-northeast-1\/ap-northeast-1\]$/m);
    await vscode().server.changeSettings({ 'rolecall.terminals.mode': 'live' });
    const live = await window.newTerminal();
    await eventually(async () => {
      await live.run('clear; head -n 9 "$AWS_CONFIG_FILE" | grep region');
      await live.waitFor(/^region = ap-northeast-1$/m, 2000);
    }, 30_000);
    await vscode().server.changeSettings({ 'rolecall.terminals.mode': 'environment' });
  });

  it('remembers that region for the workspace, and saves it to a profile after a preview', async () => {
    await window.killTerminals();
    await window.page.reload();
    await window.waitUntilReady();
    const item = window.statusBarItem('rolecall.windowRegion');
    await item.filter({ hasText: 'ap-northeast-1' }).waitFor({ timeout: 60_000 });
    await rolecall.choose(/^ci/);
    await item.click();
    await window.quickInput.choose('Save ap-northeast-1 to profile ci…');
    await window.quickInput.choose(/^Write to/);
    await eventually(async () => {
      const config = await readFile(join(vscode().home, '.aws', 'config'), 'utf8');
      match(config, /\[profile ci\]\nregion = ap-northeast-1\n/);
    });
    await item.waitFor({ state: 'hidden' });
    await waitForText(/^ci · ap-northeast-1$/);
  });

  it('shows production that the settings set in terminals', async () => {
    await window.runCommand('Rolecall: Stop Using AWS Profile');
    await vscode().server.changeSettings({ 'terminal.integrated.env.linux': { AWS_PROFILE: 'prod-admin' } });
    await waitForText(/^prod-admin \(settings\) · production · us-west-2$/);
    match((await rolecall.status.getAttribute('class')) ?? '', /error-kind/);
    doesNotMatch(await rolecall.tooltip(), /until/);
    await vscode().server.changeSettings({ 'terminal.integrated.env.linux': {} });
  });
});
