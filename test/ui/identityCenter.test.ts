import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../eventually.ts';
import type { TreeView } from './treeView.ts';
import { allow, pageOf, useIdentityCenter } from './useIdentityCenter.ts';
import type { Workbench } from './workbench.ts';

const checkout = join(import.meta.dirname, '..', '..');
/** What the CLI calls the token of the sample's session. */
const tokenFile = 'ee0bfd2552fbd840c02cc48b6e823320543c450f.json';

describe('a person who signs in to IAM Identity Center with a code', function () {
  this.timeout(90_000);
  const scene = useIdentityCenter();
  let tree: TreeView;

  it('sees that they are signed out', async () => {
    const { window } = scene();
    await window.showContainer('Rolecall');
    tree = window.tree('AWS Profiles');
    await tree.waitFor(/^corp\s*signed out · https/u);
  });

  it('leaves the box with the code, which calls the sign-in off', async () => {
    const { window, rolecall } = scene();
    const page = await pageOf(scene(), () => rolecall.choose('sandbox'));
    await window.quickInput.row('Open Page Again').waitFor();
    await window.quickInput.cancel();
    await rolecall.statusSays(/^No AWS profile$/u);
    await page.close();
  });

  it('compares the code, says yes in the page, and has the role', async () => {
    const { window, rolecall } = scene();
    const page = await pageOf(scene(), () => rolecall.choose('sandbox'));
    const { quickInput } = window;
    const title = await eventually(async () => {
      match(await quickInput.title(), /^Sign in to corp: the code in the browser must be /u);
      return quickInput.title();
    }, 20_000);
    const [code = '?'] = /[A-Z]{4}-[A-Z]{4}/u.exec(title) ?? [];
    await page.getByText(code).waitFor();
    await picture(window, 'sign-in');
    await allow(page);
    await page.getByText('Request approved').waitFor();
    await page.close();
    await quickInput.waitUntilClosed();
    await rolecall.statusSays(/^sandbox (1h|59m)$/u);
    await tree.waitFor(/^corp\s*signed in · https/u);
  });

  it('has it in terminals, and the sign-in where the CLI looks for it', async () => {
    const { window, stage } = scene();
    const terminal = await window.newTerminal();
    await terminal.run('node whoami.mjs');
    await terminal.waitFor(/assumed-role\/AWSReservedSSO_Developer_\w+/u, 30_000);
    ok(existsSync(join(stage.home, '.aws', 'sso', 'cache', tokenFile)));
  });

  it('finds the accounts and roles in the tree, and uses one that no profile has', async () => {
    const { window, rolecall } = scene();
    await tree.expand('Accounts');
    await tree.waitFor(/^production\s*777788889999/u);
    await tree.expand(/^development\s*444455556666/u);
    await tree.pressAction(/^ReadOnly/u, 'Use This AWS Profile');
    await rolecall.statusSays(/^ReadOnly@444455556666 (1h|59m)$/u);
    await tree.waitFor(/^ReadOnly\s*active/u);
    await picture(window, 'accounts', { width: 640, height: 440 });
  });

  it('has it in terminals of every mode, and when the window is loaded anew', async () => {
    const { window, rolecall, stage } = scene();
    for (const mode of ['live', 'profile'] as const) {
      await stage.server.changeSettings({ 'rolecall.terminals.mode': mode });
      // A terminal has the mode that is known to the window when it starts.
      await eventually(async () => {
        const terminal = await window.newTerminal();
        await terminal.run('echo "[$AWS_PROFILE/$AWS_ACCESS_KEY_ID]"');
        await terminal.waitFor(
          mode === 'live' ? /^\[[^/]*\/\]$/mu : /^\[rolecall:ReadOnly@444455556666\/\]$/mu,
          3000,
        );
        await terminal.run('clear; node whoami.mjs');
        await terminal.waitFor(/444455556666:assumed-role\/AWSReservedSSO_ReadOnly_\w+/u, 30_000);
      }, 60_000);
    }
    await stage.server.changeSettings({ 'rolecall.terminals.mode': 'environment' });
    await window.killTerminals();
    await window.page.reload();
    await window.waitUntilReady();
    await rolecall.statusSays(/^ReadOnly@444455556666 (1h|59m)$/u);
    await tree.expand('Accounts');
    await tree.expand(/^development\s*444455556666/u);
    await tree.waitFor(/^ReadOnly\s*active/u);
  });

  it('finds a role by searching, and has a terminal of it', async () => {
    const { window } = scene();
    await window.runCommand('Rolecall: Use Role of IAM Identity Center…');
    await window.quickInput.row('production / ReadOnly').waitFor();
    deepEqual(
      (await window.quickInput.rows()).map(({ label }) => label),
      ['development / Developer', 'development / ReadOnly', 'production / ReadOnly'],
    );
    await picture(window, 'roles');
    await window.quickInput.type('prod read');
    const row = window.quickInput.row('production / ReadOnly');
    await row.hover();
    const terminal = await window.terminalOf(async () =>
      window.quickInput.pressButton('New Terminal with AWS Profile', row),
    );
    await terminal.run('node whoami.mjs');
    await terminal.waitFor(/777788889999:assumed-role\/AWSReservedSSO_ReadOnly_\w+/u, 30_000);
  });

  it('finds it among the profiles, too', async () => {
    const { window, rolecall } = scene();
    await rolecall.openPicker('sandbox');
    const { description } = await rolecall.found('production', 'production / ReadOnly');
    match(description, /^777788889999/u);
    await window.quickInput.type('search the 3');
    await window.quickInput.row('Search the 3 roles of corp…').click();
    await eventually(async () => equal(await window.quickInput.title(), 'Roles of corp'));
    await window.quickInput.type('read prod');
    await window.quickInput.row('production / ReadOnly').waitFor();
    await window.quickInput.type('nothing like it');
    await window.quickInput.row('No matching roles').waitFor();
    await window.quickInput.cancel();
  });

  it('opens the console by the access portal, which VS Code asks about first', async () => {
    const { window } = scene();
    await tree.pressAction(/^ReadOnly/u, 'Open AWS Console');
    const dialog = window.page.locator('.monaco-dialog-box');
    await dialog.getByText('https://example.awsapps.com/start/#').waitFor();
    await dialog.getByRole('button', { name: 'Cancel' }).click();
    await dialog.waitFor({ state: 'hidden' });
  });

  it('has profiles written for all roles, after a look at them', async () => {
    const { window, stage } = scene();
    const config = join(stage.home, '.aws', 'config');
    const before = await readFile(config, 'utf8');
    await window.runCommand('Rolecall: Add Profiles from IAM Identity Center…');
    const { quickInput } = window;
    await quickInput.row('production / ReadOnly').waitFor();
    await quickInput.accept();
    await eventually(async () => match(await quickInput.message(), /Names of the profiles/u), 20_000);
    await quickInput.type('{rolle}');
    await eventually(async () => match(await quickInput.message(), /\{rolle\} stands for nothing/u));
    await quickInput.type('{account}.{role}');
    await quickInput.accept();
    await quickInput.choose('eu-central-1');
    await quickInput.choose('In a marked block');
    await quickInput.row(/Write to ~\/\.aws\/config/u).waitFor();
    await window.page.locator('.view-line', { hasText: 'production.ReadOnly' }).first().waitFor();
    await picture(window, 'populate');
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

  it('is told that nothing is left to add', async () => {
    const { window } = scene();
    await window.runCommand('Rolecall: Add Profiles from IAM Identity Center…');
    await window.notifications.waitFor('There is a profile for each of the 3 roles already.');
  });

  it('sees a role that was assigned meanwhile once the session is restarted', async () => {
    const { window, center } = scene();
    const [first, second] = center.person.accounts;
    ok(first && second);
    center.person = {
      ...center.person,
      accounts: [first, { ...second, roles: [...second.roles, 'Billing'] }],
    };
    const page = await pageOf(scene(), () =>
      window.runCommand('Rolecall: Restart IAM Identity Center Session…'),
    );
    await allow(page);
    await page.getByText('Request approved').waitFor();
    await page.close();
    await tree.expand(/^production\s*777788889999/u);
    await tree.waitFor(/^Billing/u);
  });

  it('signs out, and has nothing by it any more', async () => {
    const { window, rolecall, stage, center } = scene();
    await window.runCommand('Rolecall: Sign Out of IAM Identity Center…');
    await window.notifications.waitFor(/You are signed out of corp/u);
    await tree.waitFor(/^corp\s*signed out/u);
    ok(!existsSync(join(stage.home, '.aws', 'sso', 'cache', tokenFile)));
    equal(center.requests.filter(({ action }) => action === 'Logout').length, 2);
    await rolecall.statusWarns(true);
  });
});

async function picture(
  window: Workbench,
  name: string,
  corner?: { readonly width: number; readonly height: number },
): Promise<void> {
  const folder = process.env['ROLECALL_PICTURES'] ?? join(checkout, 'out', 'pictures');
  await window.screenshot(join(folder, `${name}.png`), corner);
}
