import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleDirectory } from '../../aws/identityCenter/sampleDirectory.ts';
import { eventually } from '../../eventually.ts';
import { bigDirectory } from '../../unit/identityCenter/bigDirectory.ts';
import { Prompts } from '../window/prompts.ts';
import type { TreeView } from '../window/treeView.ts';
import { allowAccess, pageOpenedBy, useIdentityCenter } from '../window/useIdentityCenter.ts';

describe('IAM Identity Center with a browser', function () {
  this.timeout(90_000);
  const scene = useIdentityCenter({ 'rolecall.identityCenter.signIn': 'browser' });
  let tree: TreeView;

  it('reports that access was denied', async () => {
    const { window, rolecall } = scene();
    const page = await pageOpenedBy(scene(), () => rolecall.choose('sandbox'));
    await page.getByRole('button', { name: 'Deny access' }).click();
    await page.getByText('You are not signed in').waitFor();
    await page.close();
    await window.notifications.waitFor(/Profile “sandbox”: The sign-in to corp was denied in the browser/u);
    await rolecall.waitForStatus(/^No AWS profile$/u);
  });

  it('cancels the sign-in', async () => {
    const { window, rolecall } = scene();
    const page = await pageOpenedBy(scene(), () => rolecall.choose('sandbox'));
    await page.getByRole('button', { name: 'Allow access' }).waitFor();
    const toast = await window.notifications.waitFor(/Signing in to corp/u);
    await toast.getByRole('button', { name: 'Cancel' }).click();
    await rolecall.waitForStatus(/^No AWS profile$/u);
    await page.close();
  });

  it('opens the page again, copies its link, and uses a code instead', async () => {
    const { window, rolecall, context } = scene();
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const first = await pageOpenedBy(scene(), () => rolecall.choose('sandbox'));
    const toast = await window.notifications.waitFor(/Signing in to corp: continue in your browser/u);
    const link = (name: string) => toast.getByRole('link', { name, exact: true });
    const again = await pageOpenedBy(scene(), () => link('Open Again').click());
    equal(again.url(), first.url());
    await link('Copy Link').click();
    // VS Code opens pages of this machine through a proxy of its server.
    await eventually(async () =>
      deepEqual(parameters(await window.clipboard('readText')), parameters(first.url())),
    );
    const byCode = await pageOpenedBy(scene(), () => link('Use a Code Instead').click());
    await eventually(async () =>
      match(await window.quickInput.title(), /^Sign in to corp: check that the browser shows the code /u),
    );
    await toast.waitFor({ state: 'detached' });
    await window.quickInput.cancel();
    await rolecall.waitForStatus(/^No AWS profile$/u);
    for (const page of [first, again, byCode]) await page.close();
  });

  it('gives terminals the role after access was allowed', async () => {
    const { window, rolecall } = scene();
    const page = await pageOpenedBy(scene(), () => rolecall.choose('sandbox'));
    await allowAccess(page, 'You are signed in');
    match(page.url(), /^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback\?/u);
    await rolecall.waitForStatus(/^sandbox (1h|59m)$/u);
    const terminal = await window.newTerminal();
    await terminal.run('node whoami.mjs');
    await terminal.waitFor(/assumed-role\/AWSReservedSSO_Developer_\w+/u, 30_000);
  });

  it('signs in with a start URL that is not in the files yet', async () => {
    const { vscode, window } = scene();
    // What is in use has a row in the tree, also without a profile in the files.
    await window.runCommand('Rolecall: Stop Using AWS Profile');
    // An edit of an empty file waits longer, as another program may be about to fill it.
    for (const file of ['config', 'credentials'])
      await writeFile(join(vscode.home, '.aws', file), '# No profiles\n');
    await window.showContainer('Rolecall');
    tree = window.tree('AWS Profiles');
    await eventually(async () =>
      match(await tree.welcome(), /^Your config and credentials files do not contain any AWS profiles/u),
    );
    const prompts = new Prompts(window);
    await window.runCommand('Rolecall: Sign In to IAM Identity Center');
    await prompts.typeInvalid(/Start URL/u, 'example', /Enter a value like https/u);
    await window.quickInput.type('example.awsapps.com/start/#/');
    await window.quickInput.accept();
    await prompts.answer(/region of IAM Identity Center/u, 'us-east-1');
    await prompts.accept(/Name for the sign-in/u, 'example');
    const page = await pageOpenedBy(scene(), () => prompts.confirm());
    equal(
      await readFile(join(vscode.home, '.aws', 'config'), 'utf8'),
      `# No profiles

[sso-session example]
sso_start_url = ${sampleDirectory.startUrl}
sso_region = us-east-1
sso_registration_scopes = sso:account:access
`,
    );
    await allowAccess(page, 'You are signed in');
    const toast = await window.notifications.waitFor(/You are signed in to example\./u);
    await toast.getByRole('button', { name: 'Browse Accounts' }).click();
    await window.quickInput.row('production / ReadOnly').waitFor();
    await window.quickInput.cancel();
    await tree.waitFor(/^example\s*signed in/u);
    await tree.expand('Accounts');
    await tree.waitFor(/^production\s*production · 777788889999/u);
  });

  it('offers to sign in below the accounts after a sign-out', async () => {
    const { window, vscode } = scene();
    await window.runCommand('Rolecall: Sign Out of IAM Identity Center');
    await tree.waitFor(/^example\s*signed out/u);
    const hint = await tree.waitFor(/^Sign in to see the accounts/u);
    equal(await tree.row(/^production/u).count(), 0);
    const page = await pageOpenedBy(scene(), () => hint.click());
    await allowAccess(page, 'You are signed in');
    await tree.waitFor(/^production\s*production · 777788889999/u);
    equal(await tree.row(/not signed in/u).count(), 0);
    const config = await readFile(join(vscode.home, '.aws', 'config'), 'utf8');
    match(config, /^\[sso-session example\]/mu);
  });

  it('asks for role names and then accounts if there are many roles', async () => {
    const { window, vscode, center } = scene();
    const { quickInput } = window;
    center.person = bigDirectory(60).people[0]!;
    const page = await pageOpenedBy(scene(), () =>
      window.runCommand('Rolecall: Restart IAM Identity Center Session'),
    );
    await allowAccess(page, 'You are signed in');
    await tree.waitFor(/^team-0/u);
    await window.runCommand('Rolecall: Add Profiles from IAM Identity Center…');
    await quickInput.row(/^ReadOnly\s*in 60 accounts/u).click();
    await quickInput.accept();
    await quickInput.row(/^team-0/u).waitFor();
    await quickInput.accept();
    await eventually(async () => match(await quickInput.message(), /Template for profile names/u), 20_000);
    await quickInput.accept();
    await quickInput.choose('us-east-1');
    await quickInput.choose('At the end of the file');
    await quickInput.choose(/Write to/u);
    await window.notifications.waitFor('60 profiles were added.');
    const config = await readFile(join(vscode.home, '.aws', 'config'), 'utf8');
    equal(config.match(/^\[profile team-\d+\.ReadOnly\]$/gmu)?.length, 60);
    doesNotMatch(config, /rolecall:/u);
  });

  it('logs no token, code, or secret', async () => {
    const { vscode } = scene();
    const logs = vscode.server.logs();
    const folder = join(vscode.home, '.aws', 'sso', 'cache');
    const files = await readdir(folder);
    ok(files.length > 0);
    for (const file of files) {
      const token = JSON.parse(await readFile(join(folder, file), 'utf8')) as Record<string, string>;
      for (const name of ['accessToken', 'refreshToken', 'clientSecret'])
        ok(token[name] && !logs.includes(token[name]), `${name} of ${file}`);
    }
    doesNotMatch(logs, /oauth\/callback\?|code_challenge|user_code=/u);
  });
});

function parameters(url: string): Readonly<Record<string, string>> {
  return Object.fromEntries(new URL(url).searchParams);
}
