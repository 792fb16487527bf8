import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../eventually.ts';
import type { TreeView } from '../window/treeView.ts';
import { allowAccess, pageOpenedBy, useIdentityCenter } from '../window/useIdentityCenter.ts';

describe('the tree', function () {
  this.timeout(120_000);
  const scene = useIdentityCenter();
  let tree: TreeView;

  const config = (): Promise<string> => readFile(join(scene().vscode.home, '.aws', 'config'), 'utf8');
  const labels = async (): Promise<readonly string[]> =>
    (await tree.rows()).map((row) => row.split(' ')[0] ?? '');
  const badge = () =>
    scene().window.page.locator('.activitybar .action-item', { hasText: /^1$/ }).locator('.badge-content');

  before(async () => {
    await scene().window.showContainer('Rolecall');
    tree = scene().window.tree('AWS Profiles');
    await tree.waitFor(/^maya/);
  });

  it('has the user’s own profiles first, with accounts and roles, and marks production', async () => {
    await eventually(async () => {
      const rows = await tree.rows();
      ok(
        rows.indexOf('default ap-northeast-1') < rows.findIndex((row) => row.startsWith('corp ')),
        rows.join('\n'),
      );
      ok(rows.includes('dev 444455556666 · Developer · eu-central-1'), rows.join('\n'));
      ok(rows.includes('prod-admin production · 777788889999 · Administrator · us-west-2'), rows.join('\n'));
    });
    ok(
      await tree
        .row(/^prod-admin/)
        .locator('.codicon-flame')
        .isVisible(),
    );
    const spoken = await tree.row(/^prod-admin/).getAttribute('aria-label');
    equal(spoken, 'prod-admin. production. 777788889999. Administrator. us-west-2');
  });

  it('has what is in use at the top, with the time left', async () => {
    const { rolecall } = scene();
    const inUse = async (): Promise<readonly string[]> =>
      (await tree.rows()).flatMap((row) => (/ in use /u.test(row) ? (row.split(' ')[0] ?? '') : []));
    await rolecall.choose('ci');
    await eventually(async () => deepEqual(await inUse(), ['ci', 'ci']));
    const page = await pageOpenedBy(scene(), () => rolecall.choose('sandbox'));
    await allowAccess(page, 'Request approved');
    await rolecall.waitForStatus(/^sandbox (1h|59m)$/);
    await eventually(async () => {
      const [first = ''] = await tree.rows();
      match(first, /^sandbox in use · (1h|59m) left · 444455556666 · Developer · eu-west-1$/);
      deepEqual(await inUse(), ['sandbox', 'sandbox']);
    });
    match(
      (await tree.row(/^sandbox/).getAttribute('aria-label')) ?? '',
      /^sandbox\. in use\. (1 hour|59 minutes) left\./,
    );
    equal(await badge().count(), 0);
  });

  it('has a badge while something is wanted of the user', async () => {
    const { window } = scene();
    await window.runCommand('Rolecall: Forget All Sessions');
    await eventually(async () => match((await tree.rows())[0] ?? '', /^sandbox no session/));
    await badge().waitFor();
    await window.runCommand('Rolecall: Stop Using AWS Profile');
    await badge().waitFor({ state: 'detached' });
    await eventually(async () => equal((await labels())[0], 'default'));
  });

  it('says how many accounts a sign-in has, in a row that is collapsed', async () => {
    await tree.expand('Accounts');
    await tree.waitFor(/^Accounts \(2\)/);
    await tree.waitFor(/^development\s*444455556666/);
    await eventually(async () => match((await tree.rows()).join('\n'), /^dev development · Developer/m));
  });

  it('filters by all words in any order, also among roles that are not expanded', async () => {
    const { window } = scene();
    await window.runCommand('Rolecall: Refresh Accounts');
    await window.runCommand('Rolecall: Filter AWS Profiles…');
    await window.quickInput.type('readonly develop');
    await eventually(async () =>
      deepEqual(await tree.rows(), [
        'ReadOnly development · ap-northeast-1',
        'dev-readonly development · ReadOnly · via maya · eu-central-1',
      ]),
    );
    await eventually(async () => equal(await tree.message(), 'Filter “readonly develop”: 2 found.'));
    await window.quickInput.accept();
    await window.runCommand('Rolecall: Filter AWS Profiles…');
    await window.quickInput.type('qqq');
    await eventually(async () => match(await tree.message(), /^No profile or role matches “qqq”\./));
    await window.quickInput.accept();
    await window.runCommand('Rolecall: Clear Filter');
    await tree.waitFor(/^maya/);
    await eventually(async () => equal(await tree.message(), ''));
  });

  it('groups by account and by file, which the settings remember', async () => {
    const { window } = scene();
    await window.runCommand('Rolecall: Group by Account');
    await tree.waitFor(/^production\s*production · 777788889999/);
    await eventually(async () => {
      const rows = await tree.rows();
      const at = rows.findIndex((row) => row.startsWith('production '));
      deepEqual(rows.slice(at + 1, at + 3), [
        'prod-admin production · Administrator · via maya · us-west-2',
        'prod-deploy production · Deployer · via maya · us-west-2',
      ]);
    });
    await window.runCommand('Rolecall: Group by File');
    await tree.waitFor(/^Config file/);
    await tree.waitFor(/^Both files/);
    await window.runCommand('Rolecall: Group by Source');
    await tree.waitFor(/^corp/);
    await eventually(async () => equal(await tree.row(/^Both files/).count(), 0));
  });

  it('changes the source of a role that is dropped on another profile, after a preview', async () => {
    const { window } = scene();
    const before = await config();
    await tree.drag(/^dev-readonly/, /^ci/);
    await window.quickInput.row(/^Write to/).waitFor();
    await eventually(async () => match(await window.editorText(), /source_profile = ci/));
    equal(await config(), before);
    await window.quickInput.choose(/^Write to/);
    await window.notifications.waitFor('Profile “dev-readonly” now gets its credentials from “ci”.');
    equal(await config(), before.replace(/(ReadOnly\nsource_profile = )maya/, '$1ci'));
    await window.notifications.press(/now gets its credentials/, 'Undo');
    await eventually(async () => equal(await config(), before));
  });

  it('refuses a source that would make a loop, and says why', async () => {
    const { window } = scene();
    const before = await config();
    await eventually(async () => {
      const rows = await labels();
      equal(rows.indexOf('prod-deploy'), rows.indexOf('dev') + 1);
    });
    await tree.drag(/^dev\s*development/, /^prod-deploy/);
    await window.notifications.waitFor(
      /cannot get its credentials from “prod-deploy”.*dev → prod-deploy → dev/,
    );
    equal(await window.quickInput.isOpen(), false);
    equal(await config(), before);
  });

  it('changes the source by keyboard, too', async () => {
    const { window } = scene();
    await tree.chooseFromMenu(/^old-laptop/, 'Change Source Profile');
    await window.quickInput.choose('maya');
    await window.quickInput.row(/^Write to/).waitFor();
    await window.quickInput.choose(/^Write to/);
    await window.notifications.waitFor('Profile “old-laptop” now gets its credentials from “maya”.');
    await tree.waitFor(/^old-laptop\s*development · ReadOnly/);
  });

  it('copies the name, ARN, and account ID of a row', async () => {
    const { window } = scene();
    await scene().context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const copied = async (item: string, expected: string): Promise<void> => {
      await tree.chooseFromMenu(/^dev-readonly/, item);
      await eventually(async () => equal(await window.clipboard('readText'), expected));
    };
    await copied('Copy Name', 'dev-readonly');
    await copied('Copy ARN', 'arn:aws:iam::444455556666:role/ReadOnly');
    await copied('Copy Account ID', '444455556666');
  });

  it('has no command in its menus that asks for more than its dots say', async () => {
    const items = await tree.menuOf(/^dev-readonly/);
    for (const item of ['New Terminal with AWS Profile', 'Open AWS Console…', 'Explain Profile', 'Copy ARN'])
      ok(items.includes(item), item);
  });
});
