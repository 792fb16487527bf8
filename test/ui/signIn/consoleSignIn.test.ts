import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { BrowserContext, Page } from 'playwright-core';
import { eventually } from '../../eventually.ts';
import { fillPlayground } from '../../vscode/playground.ts';
import { Prompts } from '../window/prompts.ts';
import { Rolecall } from '../window/rolecall.ts';
import type { Terminal } from '../window/terminal.ts';
import type { TreeView } from '../window/treeView.ts';
import { endpointsOf, useAws } from '../window/useAws.ts';
import { allowAccess, pageOpenedBy } from '../window/useIdentityCenter.ts';
import type { Workbench } from '../window/workbench.ts';

const yuki = 'arn:aws:iam::444455556666:user/yuki';

describe('signing in with the AWS console', function () {
  this.timeout(90_000);
  const { aws, vscode } = useAws({
    settings: { 'rolecall.identityCenter.signIn': 'browser', 'rolecall.agents.access': 'same' },
    prepareHome: async () => {},
    prepareWorkspace: fillPlayground,
  });
  let context: BrowserContext;
  let window: Workbench;
  let rolecall: Rolecall;
  let tree: TreeView;
  let prompts: Prompts;

  before(async () => {
    context = await vscode().newContextWithClipboard();
    window = await vscode().openWindow({ context });
    [rolecall, prompts] = [new Rolecall(window), new Prompts(window)];
    await rolecall.waitForStatus(/^No AWS profile$/u);
    await window.showContainer('Rolecall');
    tree = window.tree('AWS Profiles');
  });

  const home = (): string => vscode().home;
  const cacheFolder = (): string => join(home(), '.aws', 'login', 'cache');

  it('needs a name and a region, and then a click in the browser', async () => {
    await eventually(async () => match(await tree.welcome(), /user name and a password/u));
    await window.picture('consoleWelcome');
    await tree.pressWelcomeLink('Sign In with AWS Console');
    await prompts.typeInvalid(/Name of the profile/u, 'a b', /Use only letters/u);
    await window.quickInput.type('default');
    await window.quickInput.accept();
    const page = await pageOpenedBy({ context }, () =>
      prompts.answer(/region to sign in to/u, 'eu-central-1'),
    );
    await window.notifications.waitFor(
      /Signing in to the AWS console for default: continue in your browser/u,
    );
    await window.picture('consoleSigningIn');
    await allowAccess(page, 'You are signed in');
    const message = `You are signed in as ${yuki}. Profile “default” was added.`;
    deepEqual(await window.notifications.buttons(message), ['New Terminal', 'Undo']);
    equal(
      await readFile(join(home(), '.aws', 'config'), 'utf8'),
      `[default]\nlogin_session = ${yuki}\nregion = eu-central-1\n`,
    );
  });

  it('leaves nothing behind when it is undone', async () => {
    await rolecall.waitForStatus(/^default 1[45]m$/u);
    await window.notifications.press(/You are signed in as/u, 'Undo');
    await window.notifications.waitFor(/Profile “default” is signed out/u);
    await rolecall.waitForStatus(/^No AWS profile$/u);
    deepEqual(await readdir(cacheFolder()), []);
    await window.notifications.close(/Profile “default” is signed out/u);
    await tree.pressWelcomeLink('Sign In with AWS Console');
    await prompts.accept(/Name of the profile/u, 'default');
    const page = await pageOpenedBy({ context }, () =>
      prompts.answer(/region to sign in to/u, 'eu-central-1'),
    );
    await allowAccess(page, 'You are signed in');
  });

  it('gives the window and its terminals the identity at once', async () => {
    await rolecall.waitForStatus(/^default 1[45]m$/u);
    await whoAmI(await window.newTerminal(), yuki);
    const row = await tree.waitFor(/^default\s*in use/u);
    match(await row.innerText(), /console sign-in/u);
    match(await window.hoverText(row), /The keys last 15 minutes, and Rolecall renews them\./u);
  });

  it('says once that keys in variables last 15 minutes, and offers what renews them', async () => {
    const message = /keys of “default” .* last 15 minutes in a terminal/u;
    deepEqual(await window.notifications.buttons(message), ['Always Fresh Keys']);
    await window.notifications.close(message);
    await window.newTerminal();
    equal(await window.notifications.toasts.filter({ hasText: message }).count(), 0);
  });

  it('gives tools that know nothing of Rolecall the identity, too', async () => {
    const program = `
      import { fromLoginCredentials } from '@aws-sdk/credential-provider-login';
      const { accessKeyId } = await fromLoginCredentials({ profile: 'default' })();
      console.log(accessKeyId);`;
    const env = { PATH: process.env['PATH'], HOME: home(), ...endpointsOf(aws()) };
    const { stdout } = await promisify(execFile)(process.execPath, ['--input-type=module', '-e', program], {
      env,
    });
    match(stdout, /^ASIA/u);
  });

  it('asks before the profile becomes another identity', async () => {
    aws().signin.identity = 'arn:aws:iam::111122223333:user/maya';
    const page = await pageOpenedBy({ context }, () =>
      tree.chooseFromMenu(/console sign-in/u, 'Sign In with'),
    );
    await allowAccess(page, 'You are signed in');
    await window.notifications.answer(/Profile “default” is for another identity/u, 'Cancel');
    match(await readFile(join(home(), '.aws', 'config'), 'utf8'), /user\/yuki\n/u);
    aws().signin.identity = yuki;
  });

  it('says when the sign-in has ended, and signs in again with a code from the page', async () => {
    await window.runCommand('Rolecall: Stop Using AWS Profile');
    aws().signin.endAll();
    await ageKeys(cacheFolder());
    await tree.waitFor(/^default\s*sign-in expired/u);
    await window.picture('consoleEnded');
    const first = await pageOpenedBy({ context }, () =>
      tree.pressAction(/^default\s*sign-in expired/u, 'Sign In with'),
    );
    const toast = await window.notifications.waitFor(
      /Signing in to the AWS console for default: continue in your browser/u,
    );
    const page = await pageOpenedBy({ context }, () =>
      toast.getByRole('link', { name: 'Use a Code Instead', exact: true }).click(),
    );
    await first.close();
    const code = await codeOf(page);
    await prompts.typeInvalid(/copy the code/u, 'nonsense', /This is not the code from the page/u);
    const other = Buffer.from('state=other&code=abc').toString('base64');
    await prompts.typeInvalid(/./u, other, /This code is from another sign-in/u);
    await window.picture('consoleCode');
    await window.quickInput.type(code.slice(0, -8));
    await window.quickInput.accept();
    await prompts.answer(/AWS did not accept this code/u, code);
    await window.notifications.waitFor(`You are signed in as ${yuki}.`);
    await rolecall.waitForStatus(/^default 1[45]m$/u);
  });

  it('is a kind of its own in Add AWS Profile, and refuses a profile with other credentials', async () => {
    const keys = '[ci]\naws_access_key_id = AKIAROLECALLEXAMPLE1\naws_secret_access_key = EXAMPLEKEY\n';
    await writeFile(join(home(), '.aws', 'credentials'), keys);
    await tree.waitFor(/^ci/u);
    await window.runCommand('Rolecall: Add AWS Profile…');
    await window.quickInput.row('AWS console sign-in').waitFor();
    const kinds = (await window.quickInput.rows()).map(({ label }) => label);
    deepEqual(kinds.slice(0, 2), ['IAM Identity Center', 'AWS console sign-in']);
    await window.picture('consoleKind');
    await window.quickInput.choose('AWS console sign-in');
    await prompts.waitFor(/Name of the profile/u);
    equal(await window.quickInput.value(), 'console');
    await prompts.typeInvalid(/./u, 'ci', /because of aws_access_key_id\. Sign in with another profile/u);
    await window.quickInput.cancel();
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
  });

  it('stays valid when all sessions are forgotten, which Rolecall says', async () => {
    await window.runCommand('Rolecall: Forget All Sessions');
    const message = /You are still signed in with the AWS console\./u;
    deepEqual(await window.notifications.buttons(message), ['Sign Out…']);
    await window.runCommand('Rolecall: Renew Session');
    await rolecall.waitForStatus(/^default 1[45]m$/u);
  });

  it('signs out, after which nothing gets keys', async () => {
    await window.notifications.press(/You are still signed in with the AWS console\./u, 'Sign Out…');
    await window.notifications.waitFor(/Profile “default” is signed out/u);
    deepEqual(await readdir(cacheFolder()), []);
    await tree.waitFor(/^default\s*sign in/u);
    await window.changeUserSettings({ 'workbench.colorTheme': 'Default Dark Modern' });
    await window.picture('consoleSignedOut');
    await rolecall.waitForStatusWarning(true);
  });

  it('logs no code, token, or key', () => {
    const logs = vscode().server.logs();
    const { issuedSecrets } = aws().signin;
    ok(issuedSecrets.length > 0);
    for (const { kind, text } of issuedSecrets) ok(!logs.includes(text), kind);
    doesNotMatch(logs, /oauth\/callback\?|code_challenge|BEGIN EC/u);
  });
});

async function whoAmI(terminal: Terminal, arn: string): Promise<void> {
  await terminal.run('node whoami.mjs');
  await terminal.waitFor(new RegExp(arn.replaceAll(/\W/gu, '.?.?'), 'u'), 30_000);
}

/** Makes the keys in the files so old that AWS would not renew them. */
async function ageKeys(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const path = join(folder, name);
    const login = JSON.parse(await readFile(path, 'utf8')) as { accessToken: { expiresAt: string } };
    const expiresAt = new Date(Date.now() - 13 * 3_600_000).toISOString().replace(/\.\d+Z$/u, 'Z');
    await writeFile(path, JSON.stringify({ ...login, accessToken: { ...login.accessToken, expiresAt } }));
  }
}

/** Allows access, and reads the code that the page then shows. */
async function codeOf(page: Page): Promise<string> {
  await page.getByRole('button', { name: 'Allow access' }).click();
  const code = await page.locator('code').innerText();
  await page.close();
  return code;
}
