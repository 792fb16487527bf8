import { doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { readdir, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleDirectory } from '../aws/identityCenter/sampleDirectory.ts';
import { eventually } from '../eventually.ts';
import { bigDirectory } from '../unit/identityCenter/bigDirectory.ts';
import { Questions } from './questions.ts';
import type { TreeView } from './treeView.ts';
import { allow, pageOf, useIdentityCenter } from './useIdentityCenter.ts';

describe('a person who signs in to IAM Identity Center with their browser', function () {
  this.timeout(90_000);
  const scene = useIdentityCenter({ 'rolecall.identityCenter.signIn': 'browser' });
  let tree: TreeView;

  it('says no, and is told so', async () => {
    const { window, rolecall } = scene();
    const page = await pageOf(scene(), () => rolecall.choose('sandbox'));
    await page.getByRole('button', { name: 'Deny access' }).click();
    await page.getByText('You are not signed in').waitFor();
    await page.close();
    await window.notifications.waitFor(/Profile “sandbox”: the sign-in to corp was denied in the browser/u);
    await rolecall.statusSays(/^No AWS profile$/u);
  });

  it('changes their mind', async () => {
    const { window, rolecall } = scene();
    const page = await pageOf(scene(), () => rolecall.choose('sandbox'));
    await page.getByRole('button', { name: 'Allow access' }).waitFor();
    const toast = await window.notifications.waitFor(/Signing in to corp/u);
    await toast.getByRole('button', { name: 'Cancel' }).click();
    await rolecall.statusSays(/^No AWS profile$/u);
    await page.close();
  });

  it('says yes, comes back, and has the role in terminals', async () => {
    const { window, rolecall } = scene();
    const page = await pageOf(scene(), () => rolecall.choose('sandbox'));
    await allow(page);
    await page.getByText('You are signed in').waitFor();
    match(page.url(), /^http:\/\/127\.0\.0\.1:\d+\/oauth\/callback\?/u);
    await page.close();
    await rolecall.statusSays(/^sandbox (1h|59m)$/u);
    const terminal = await window.newTerminal();
    await terminal.run('node whoami.mjs');
    await terminal.waitFor(/assumed-role\/AWSReservedSSO_Developer_\w+/u, 30_000);
  });

  it('signs in by a start URL where no file names one yet', async () => {
    const { stage, window } = scene();
    for (const file of ['config', 'credentials']) await writeFile(join(stage.home, '.aws', file), '');
    await window.showContainer('Rolecall');
    tree = window.tree('AWS Profiles');
    await eventually(async () => match(await tree.welcome(), /^There are no AWS profiles/u));
    const questions = new Questions(window);
    await window.runCommand('Rolecall: Sign In to IAM Identity Center…');
    await questions.refuse(/Start URL/u, 'example.awsapps.com/start', /It should look like https/u);
    await window.quickInput.type(sampleDirectory.startUrl);
    await window.quickInput.accept();
    await questions.answer(/region of IAM Identity Center/u, 'us-east-1');
    await questions.accept(/Name for the sign-in/u, 'example');
    const page = await pageOf(scene(), () => questions.confirm());
    equal(
      await readFile(join(stage.home, '.aws', 'config'), 'utf8'),
      `[sso-session example]
sso_start_url = ${sampleDirectory.startUrl}
sso_region = us-east-1
sso_registration_scopes = sso:account:access
`,
    );
    await allow(page);
    await page.getByText('You are signed in').waitFor();
    await page.close();
    const toast = await window.notifications.waitFor(/You are signed in to example\./u);
    await toast.getByRole('button', { name: 'Browse Accounts' }).click();
    await window.quickInput.row('production / ReadOnly').waitFor();
    await window.quickInput.cancel();
    await tree.waitFor(/^example\s*signed in/u);
    await tree.expand('Accounts');
    await tree.waitFor(/^production\s*777788889999/u);
  });

  it('is told below the accounts that they have signed out, and signs in there', async () => {
    const { window, stage } = scene();
    await window.runCommand('Rolecall: Sign Out of IAM Identity Center…');
    await tree.waitFor(/^example\s*signed out/u);
    const hint = await tree.waitFor(/^Sign in to see the accounts/u);
    equal(await tree.row(/^production/u).count(), 0);
    const page = await pageOf(scene(), () => hint.click());
    await allow(page);
    await page.getByText('You are signed in').waitFor();
    await page.close();
    await tree.waitFor(/^production\s*777788889999/u);
    equal(await tree.row(/not signed in/u).count(), 0);
    const config = await readFile(join(stage.home, '.aws', 'config'), 'utf8');
    match(config, /^\[sso-session example\]/u);
  });

  it('chooses the names of roles, and then accounts, where there are many', async () => {
    const { window, stage, center } = scene();
    const { quickInput } = window;
    center.person = bigDirectory(60).people[0]!;
    const page = await pageOf(scene(), () =>
      window.runCommand('Rolecall: Restart IAM Identity Center Session…'),
    );
    await allow(page);
    await page.getByText('You are signed in').waitFor();
    await page.close();
    await tree.waitFor(/^team-0/u);
    await window.runCommand('Rolecall: Add Profiles from IAM Identity Center…');
    await quickInput.row(/^ReadOnly\s*in 60 accounts/u).click();
    await quickInput.accept();
    await quickInput.row(/^team-0/u).waitFor();
    await quickInput.accept();
    await eventually(async () => match(await quickInput.message(), /Names of the profiles/u), 20_000);
    await quickInput.accept();
    await quickInput.choose('us-east-1');
    await quickInput.choose('At the end of the file');
    await quickInput.choose(/Write to/u);
    await window.notifications.waitFor('60 profiles were added.');
    const config = await readFile(join(stage.home, '.aws', 'config'), 'utf8');
    equal(config.match(/^\[profile team-\d+\.ReadOnly\]$/gmu)?.length, 60);
    doesNotMatch(config, /rolecall:/u);
  });

  it('leaves no token, code or secret in any log', async () => {
    const { stage } = scene();
    const logs = stage.server.logs();
    const folder = join(stage.home, '.aws', 'sso', 'cache');
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
