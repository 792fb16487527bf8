import { deepEqual, equal, match, notEqual, ok, rejects } from 'node:assert/strict';
import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../eventually.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { Prompts } from '../window/prompts.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import type { TreeView } from '../window/treeView.ts';
import { allowAccess, pageOpenedBy, useIdentityCenter } from '../window/useIdentityCenter.ts';
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
      'Sign In with AWS Console',
      'Sign In to IAM Identity Center',
      'Add a Profile',
      'Add from Copied Credentials',
      'Open the Config File',
      'Get Started',
    ]);
  });

  it('offers the ways to a first profile in the picker', async () => {
    await rolecall.openPicker('Sign in with AWS console…');
    const labels = (await window.quickInput.rows()).map(({ label }) => label);
    deepEqual(labels.slice(0, 6), [
      'Sign in with AWS console…',
      'Sign in to IAM Identity Center…',
      'Add profile…',
      'From copied credentials…',
      'Get started',
      'Open the config file',
    ]);
    equal(await window.quickInput.placeholder(), 'Choose where your first profile comes from');
    await window.quickInput.cancel();
    await window.quickInput.waitUntilClosed();
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
      deepEqual(labels.slice(0, 2), ['ci', 'Assume role by ARN…']);
    });
    await keyboard.press('Enter');
    await rolecall.waitForStatus(/^ci$/);
    await runWithKeyboard('Rolecall: Stop Using AWS Profile');
    await rolecall.waitForStatus(/^No AWS profile$/);
    await runWithKeyboard('Rolecall: Assume Role…');
    await window.quickInput.row(/Assume role by ARN/).waitFor();
    await keyboard.press('Escape');
    await window.quickInput.waitUntilClosed();
  });
});

describe('the first profile', function () {
  this.timeout(90_000);
  const scene = useIdentityCenter({}, undefined, async () => {});

  it('is preceded by no walkthrough that opens by itself', async () => {
    const { window, rolecall } = scene();
    await rolecall.waitForStatus(/^No AWS profile$/);
    equal(await window.page.locator('.gettingStartedContainer').count(), 0);
  });

  it('can start in the walkthrough, which the welcome view opens', async () => {
    const { window } = scene();
    await window.showContainer('Rolecall');
    await window.tree('AWS Profiles').pressWelcomeLink('Get Started');
    const page = window.page.locator('.gettingStartedContainer');
    await page.getByText('Get Started with Rolecall').first().waitFor();
    await page.getByText('Sign in with IAM Identity Center').first().waitFor();
    // VS Code shows the pictures of a walkthrough only in a wide editor.
    await window.page.keyboard.press('ControlOrMeta+b');
    const picture = page.frameLocator('iframe').frameLocator('#active-frame').locator('svg');
    await picture.waitFor();
    // The webview allows no styles, which would leave everything black.
    const fill = picture.locator('rect').first();
    await eventually(async () =>
      notEqual(await fill.evaluate('(each) => getComputedStyle(each).fill'), 'rgb(0, 0, 0)'),
    );
    await window.picture('walkthrough');
    for (const step of ['consoleSignIn', 'accessKeys', 'role', 'copied', 'bind', 'live', 'production']) {
      await page.locator(`[data-step-id="rolecall.rolecall#start#${step}"]`).click();
      await picture.waitFor();
    }
    await page.getByRole('button', { name: 'Choose the Names' }).waitFor();
    await window.page.keyboard.press('ControlOrMeta+F4');
  });

  it('needs nothing but the start URL, a sign-in, and choices', async () => {
    const { window, vscode } = scene();
    const { quickInput } = window;
    const prompts = new Prompts(window);
    await window.openFile(join(vscode.workspace, 'whoami.mjs'));
    await window.runCommand('Rolecall: Add AWS Profile…');
    await prompts.accept(/Choose how the profile gets its credentials/);
    await prompts.answer(/Start URL/, 'example.awsapps.com/start/#/');
    await prompts.waitFor(/region of IAM Identity Center/);
    const page = await pageOpenedBy(scene(), async () => {
      await quickInput.type('us-east-1');
      await quickInput.accept();
    });
    await page.close();
    await quickInput.row('Open Again').waitFor();
    await quickInput.cancel();
    await prompts.waitFor(/region of IAM Identity Center/);
    const denied = await pageOpenedBy(scene(), () => quickInput.accept());
    await denied.getByRole('button', { name: 'Deny access' }).click();
    await denied.getByText('Request denied').waitFor();
    await denied.close();
    await quickInput.row('was denied in the browser').waitFor();
    const again = await pageOpenedBy(scene(), () => quickInput.choose('Try Again'));
    await allowAccess(again, 'Request approved');
    await quickInput.row('development / Developer').waitFor();
    deepEqual(
      (await quickInput.rows()).map(({ label, description }) => `${label} ${description}`.trim()),
      [
        'development / Developer 444455556666 · aws+development@example.com',
        'development / ReadOnly 444455556666 · aws+development@example.com',
        'production / ReadOnly production · 777788889999 · aws+production@example.com',
        'Type the account and the role…',
      ],
    );
    await window.picture('first-role');
    await quickInput.type('production');
    await quickInput.accept();
    await prompts.accept(/Choose or type a region/);
    await prompts.accept(/Profile name/, 'production.ReadOnly');
    await prompts.confirm();
    await window.page.locator('.monaco-editor.focused', { hasText: 'GetCallerIdentityCommand' }).waitFor();
    await window.notifications.press('Profile “production.ReadOnly” was added.', 'Use Profile');
    await scene().rolecall.waitForStatus(/^production.ReadOnly (1h|59m)/u);
    equal(
      await readFile(join(vscode.home, '.aws', 'config'), 'utf8'),
      `[profile production.ReadOnly]
sso_session = example
sso_account_id = 777788889999
sso_role_name = ReadOnly
region = us-east-1

[sso-session example]
sso_start_url = https://example.awsapps.com/start
sso_region = us-east-1
sso_registration_scopes = sso:account:access
`,
    );
  });

  it('can have access keys, and is used at once without the mouse', async () => {
    const { window, vscode, rolecall } = scene();
    const { quickInput } = window;
    const { keyboard } = window.page;
    const prompts = new Prompts(window);
    await window.runCommand('Rolecall: Add AWS Profile…');
    await prompts.answer(/Choose how the profile gets its credentials/, 'Access keys');
    await prompts.answer(/Access key ID/, 'AKIAROLECALLEXAMPLE9');
    await prompts.answer(/Secret access key/, 'je7MtGbClwBF/2Zp9Utk/h3yCo8nvbEXAMPLEKEY');
    await prompts.accept(/MFA device/);
    await prompts.accept(/Choose or type a region/);
    await prompts.accept(/Profile name/, 'ci');
    await quickInput.row('Write to ~/.aws/config, ~/.aws/credentials').waitFor();
    // The box covers no name of a file, and nothing is removed from a file that is not there yet.
    const header = window.page.locator('.multiDiffEntry', { hasText: /^config/u });
    const [box, name] = [await quickInput.widget.boundingBox(), await header.boundingBox()];
    ok(box && name && name.y >= box.y + box.height, JSON.stringify({ box, name }));
    await eventually(async () => match(await window.editorText(), /aws_secret_access_key = ••••••••$/mu));
    equal(await window.page.locator('.editor.original .line-delete').count(), 0);
    await window.picture('first-keys');
    await keyboard.press('ArrowDown');
    await quickInput.focused('Write, and use the profile').waitFor();
    await keyboard.press('Enter');
    await rolecall.waitForStatus(/^ci/u);
    match(await readFile(join(vscode.home, '.aws', 'credentials'), 'utf8'), /^\[ci\]$/mu);
  });

  it('can assume a role, which is marked if it is production', async () => {
    const { window } = scene();
    const { quickInput } = window;
    const arn = 'arn:aws:iam::777788889999:role/Administrator';
    await window.runCommand('Rolecall: Assume Role…');
    await quickInput.row('Assume role by ARN…').waitFor();
    await quickInput.type(arn);
    await quickInput.focused(`Assume ${arn}`).waitFor();
    await quickInput.accept();
    await new Prompts(window).answer(/Choose the source profile/, 'ci');
    const row = quickInput.row(/^Assume Administrator@777788889999\s*production$/u);
    await row.locator('.codicon-flame').waitFor();
    await quickInput.cancel();
  });
});
