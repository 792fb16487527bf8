import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../eventually.ts';
import type { TreeView } from '../window/treeView.ts';
import { allowAccess, pageOpenedBy, useIdentityCenter } from '../window/useIdentityCenter.ts';

/** The name that the AWS CLI gives to the token file of the sample's sign-in. */
const tokenFile = 'ee0bfd2552fbd840c02cc48b6e823320543c450f.json';

describe('IAM Identity Center with a device code', function () {
  this.timeout(90_000);
  const scene = useIdentityCenter();
  let tree: TreeView;

  it('is shown as signed out at first', async () => {
    const { window } = scene();
    await window.showContainer('Rolecall');
    tree = window.tree('AWS Profiles');
    await tree.waitFor(/^corp\s*signed out · https/u);
  });

  it('cancels the sign-in when the user closes the prompt', async () => {
    const { window, rolecall } = scene();
    const page = await pageOpenedBy(scene(), () => rolecall.choose('sandbox'));
    await window.quickInput.row('Open Again').waitFor();
    await window.quickInput.cancel();
    await rolecall.waitForStatus(/^No AWS profile$/u);
    await page.close();
  });

  it('gives the role after the user compared the code and allowed access', async () => {
    const { window, rolecall } = scene();
    const page = await pageOpenedBy(scene(), () => rolecall.choose('sandbox'));
    const { quickInput } = window;
    const title = await eventually(async () => {
      match(await quickInput.title(), /^Sign in to corp: check that the browser shows the code /u);
      return quickInput.title();
    }, 20_000);
    const [code = '?'] = /[A-Z]{4}-[A-Z]{4}/u.exec(title) ?? [];
    await page.getByText(code).waitFor();
    await window.picture('sign-in');
    await allowAccess(page, 'Request approved');
    await quickInput.waitUntilClosed();
    await rolecall.waitForStatus(/^sandbox (1h|59m)$/u);
    await tree.waitFor(/^corp\s*signed in · https/u);
  });

  it('gives terminals the role, and stores the sign-in where the AWS CLI reads it', async () => {
    const { window, vscode } = scene();
    const terminal = await window.newTerminal();
    await terminal.run('node whoami.mjs');
    await terminal.waitFor(/assumed-role\/AWSReservedSSO_Developer_\w+/u, 30_000);
    ok(existsSync(join(vscode.home, '.aws', 'sso', 'cache', tokenFile)));
  });

  it('shows accounts and roles in the tree, and uses a role without a profile', async () => {
    const { window, rolecall } = scene();
    await tree.expand('Accounts');
    await tree.waitFor(/^production\s*production · 777788889999/u);
    await tree.expand(/^development\s*444455556666/u);
    await tree.pressAction(/^ReadOnly/u, 'Use This AWS Profile');
    await rolecall.waitForStatus(/^ReadOnly@444455556666 (1h|59m)$/u);
    await tree.waitFor(/^ReadOnly\s*in use/u);
    await window.picture('accounts', { width: 640, height: 440 });
  });

  it('gives terminals in every mode the role, also after a reload', async () => {
    const { window, rolecall, vscode } = scene();
    for (const mode of ['live', 'profile'] as const) {
      await vscode.server.changeSettings({ 'rolecall.terminals.mode': mode });
      // The window may notice the new mode only after a terminal has started.
      await eventually(async () => {
        const terminal = await window.newTerminal();
        await terminal.run('echo "[$AWS_PROFILE/$AWS_ACCESS_KEY_ID]"');
        await terminal.waitFor(
          mode === 'live' ? /^\[[^/]*\/\]$/mu : /^\[rolecall:ReadOnly@444455556666:[0-9a-f]{8}\/\]$/mu,
          3000,
        );
        await terminal.run('clear; node whoami.mjs');
        await terminal.waitFor(/444455556666:assumed-role\/AWSReservedSSO_ReadOnly_\w+/u, 30_000);
      }, 60_000);
    }
    await vscode.server.changeSettings({ 'rolecall.terminals.mode': 'environment' });
    await window.killTerminals();
    await window.page.reload();
    await window.waitUntilReady();
    await rolecall.waitForStatus(/^ReadOnly@444455556666 (1h|59m)$/u);
    await tree.expand('Accounts');
    await tree.expand(/^development\s*444455556666/u);
    await tree.waitFor(/^ReadOnly\s*in use/u);
  });

  it('finds a role by search, and opens a terminal with it', async () => {
    const { window } = scene();
    await window.runCommand('Rolecall: Use IAM Identity Center Role…');
    await window.quickInput.row('production / ReadOnly').waitFor();
    deepEqual(
      (await window.quickInput.rows()).map(({ label }) => label),
      ['development / Developer', 'development / ReadOnly', 'production / ReadOnly'],
    );
    await window.picture('roles');
    await window.quickInput.type('prod read');
    const row = window.quickInput.row('production / ReadOnly');
    await row.hover();
    const terminal = await window.terminalOpenedBy(async () =>
      window.quickInput.pressButton('New Terminal with AWS Profile', row),
    );
    // The name of its account makes it production.
    const panel = window.page.locator('.part.panel');
    await panel.getByText('ReadOnly@777788889999 (production)').first().waitFor();
    await terminal.run('node whoami.mjs');
    await terminal.waitFor(/777788889999:assumed-role\/AWSReservedSSO_ReadOnly_\w+/u, 30_000);
  });

  it('finds a role in the profile picker, too', async () => {
    const { window, rolecall } = scene();
    await rolecall.openPicker('sandbox');
    const { description } = await rolecall.findRow('production', 'production / ReadOnly');
    match(description, /^production · 777788889999/u);
    await window.quickInput.type('browse roles');
    await window.quickInput.row('Browse the roles of corp…').click();
    await eventually(async () => equal(await window.quickInput.title(), 'Roles of corp'));
    await window.quickInput.type('read prod');
    await window.quickInput.row('production / ReadOnly').waitFor();
    await window.quickInput.type('nothing like it');
    await window.quickInput.row('No matching roles').waitFor();
    await window.quickInput.cancel();
  });

  it('opens the AWS console through the access portal, after VS Code’s confirmation', async () => {
    const { window } = scene();
    await tree.pressAction(/^ReadOnly\s*in use/u, 'Open AWS Console');
    const dialog = window.page.locator('.monaco-dialog-box');
    await dialog.getByText('https://example.awsapps.com/start/#').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  it('adds profiles for all roles after a preview', async () => {
    const { window, vscode } = scene();
    const config = join(vscode.home, '.aws', 'config');
    const before = await readFile(config, 'utf8');
    await window.runCommand('Rolecall: Add Profiles from IAM Identity Center…');
    const { quickInput } = window;
    await quickInput.row('production / ReadOnly').waitFor();
    await quickInput.accept();
    await eventually(async () => match(await quickInput.message(), /Template for profile names/u), 20_000);
    await quickInput.type('{rolle}');
    await eventually(async () => match(await quickInput.message(), /\{rolle\} is not a valid placeholder/u));
    await quickInput.type('{account}.{role}');
    await quickInput.accept();
    await quickInput.choose('eu-central-1');
    await quickInput.choose('In a marked block');
    await quickInput.row(/Write to ~\/\.aws\/config/u).waitFor();
    await window.page.locator('.view-line', { hasText: 'production.ReadOnly' }).first().waitFor();
    await window.picture('populate');
    await quickInput.choose(/Write to/u);
    await tree.waitFor('production.ReadOnly');
    const after = await readFile(config, 'utf8');
    equal(
      after,
      `${before}
# rolecall: begin corp

[profile development.ReadOnly]
sso_session = corp
sso_account_id = 444455556666
sso_role_name = ReadOnly
region = eu-central-1

[profile production.ReadOnly]
sso_session = corp
sso_account_id = 777788889999
sso_role_name = ReadOnly
region = eu-central-1

# rolecall: end corp
`,
    );
  });

  it('shows when all roles have a profile', async () => {
    const { window } = scene();
    await window.runCommand('Rolecall: Add Profiles from IAM Identity Center…');
    await window.notifications.waitFor('All 3 roles already have a profile.');
  });

  it('shows a newly assigned role after the session is restarted', async () => {
    const { window, center } = scene();
    const [first, second] = center.person.accounts;
    ok(first && second);
    center.person = {
      ...center.person,
      accounts: [first, { ...second, roles: [...second.roles, 'Billing'] }],
    };
    const page = await pageOpenedBy(scene(), () =>
      window.runCommand('Rolecall: Restart IAM Identity Center Session'),
    );
    await allowAccess(page, 'Request approved');
    await tree.expand(/^production\s*production · 777788889999/u);
    await tree.waitFor(/^Billing/u);
  });

  it('ends its sessions when the user signs out', async () => {
    const { window, rolecall, vscode, center } = scene();
    await window.runCommand('Rolecall: Sign Out of IAM Identity Center');
    await window.notifications.waitFor(/You are signed out of corp/u);
    await tree.waitFor(/^corp\s*signed out/u);
    ok(!existsSync(join(vscode.home, '.aws', 'sso', 'cache', tokenFile)));
    equal(center.requests.filter(({ action }) => action === 'Logout').length, 2);
    await rolecall.waitForStatusWarning(true);
  });
});
