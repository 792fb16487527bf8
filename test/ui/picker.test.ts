import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { appendFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nextCode } from '../aws/iam/mfa.ts';
import { mayaPhone, sampleCredentials } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { allowAccess, pageOpenedBy, useIdentityCenter } from './window/useIdentityCenter.ts';

describe('the picker', function () {
  this.timeout(90_000);
  const scene = useIdentityCenter();

  /** The labels of the rows, without those of the last group, which are always there. */
  const found = async (): Promise<readonly string[]> => {
    const labels = (await scene().window.quickInput.rows()).map(({ label }) => label);
    return labels.slice(0, labels.indexOf('Assume role by ARN…'));
  };
  const finds = async (words: string, ...expected: readonly string[]): Promise<void> => {
    await scene().window.quickInput.type(words);
    await eventually(async () => deepEqual(await found(), expected));
  };

  before(async () => {
    const { vscode } = scene();
    // A second profile that never asks, so that switches need no code.
    const [, keys = ''] = sampleCredentials.split('[ci]');
    await appendFile(join(vscode.home, '.aws', 'credentials'), `\n[build]${keys}`);
    await appendFile(join(vscode.home, '.aws', 'config'), '\n[profile build]\nregion = sa-east-1\n');
  });

  it('says what each profile will ask for, and groups profiles by source', async () => {
    const { window, rolecall } = scene();
    await rolecall.openPicker('build');
    await window.picture('picker-browse');
    await eventually(async () => {
      const rows = await window.quickInput.rows();
      const described = (label: string) => rows.find((row) => row.label === label)?.description ?? '';
      equal(described('dev'), '444455556666 · Developer · eu-central-1 · asks for a code');
      equal(described('build'), 'access keys · sa-east-1');
      match(described('sandbox'), /opens the browser$/u);
      match(described('prod-admin'), /^production · 777788889999/u);
    });
    const headings = await window.quickInput.widget.locator('.quick-input-list-separator').allTextContents();
    ok(headings.includes('maya'), headings.join());
  });

  it('finds what contains all words in any order, over all facts', async () => {
    await finds('prod adm', 'prod-admin');
    await finds('adm PROD', 'prod-admin');
    await finds('frankfurt read', 'dev-readonly');
    await finds('7777 us-west', 'prod-admin', 'prod-deploy');
    await finds('Administrator', 'prod-admin');
    await finds('corp', 'sandbox', 'Browse the roles of corp…');
    await finds('pradm', 'prod-admin');
    await finds('no such profile', 'No profile or role matches');
  });

  it('highlights a word, and shows what was found out of sight', async () => {
    const { window } = scene();
    await finds('oregon', 'prod-admin', 'prod-deploy');
    const [row] = await window.quickInput.rows();
    match(row?.description ?? '', /us-west-2 · Oregon · /u);
    equal(await window.quickInput.row('prod-admin').locator('.highlight').first().textContent(), 'Oregon');
    await window.picture('picker-search');
  });

  it('uses the first match for who types and presses Enter at once', async () => {
    const { window, rolecall } = scene();
    await window.quickInput.type('');
    await window.quickInput.row('maya').waitFor();
    await window.page.keyboard.insertText('keys paulo');
    await window.page.keyboard.press('Enter');
    await window.quickInput.waitUntilClosed();
    await rolecall.waitForStatus(/^build/u);
  });

  it('puts what was used first, and returns to it by key', async () => {
    const { window, rolecall } = scene();
    await rolecall.choose('ci');
    await rolecall.waitForStatus(/^ci/u);
    await window.page.keyboard.press('ControlOrMeta+k');
    await window.page.keyboard.press('b');
    await rolecall.waitForStatus(/^build/u);
    // VS Code forgets the first key of the two if the focus moves between them.
    await eventually(async () => {
      await window.page.keyboard.press('ControlOrMeta+k');
      await window.page.keyboard.press('a');
      await window.quickInput.row('Stop using build').waitFor({ timeout: 3000 });
    }, 15_000);
    await window.quickInput.waitUntilLoaded();
    await eventually(async () => deepEqual((await found()).slice(0, 3), ['Stop using build', 'build', 'ci']));
  });

  it('pins a profile, and forgets the recent ones', async () => {
    const { window, rolecall } = scene();
    const { quickInput } = window;
    await quickInput.row('prod-deploy').hover();
    await quickInput.pressButton('Pin', quickInput.row('prod-deploy'));
    await eventually(async () => deepEqual((await found()).slice(1, 4), ['build', 'ci', 'prod-deploy']));
    await quickInput.row(/^ci/u).hover();
    await quickInput.pressButton('Remove from Recent', quickInput.row(/^ci/u));
    await eventually(async () => deepEqual((await found()).slice(1, 3), ['build', 'prod-deploy']));
    await window.picture('picker-recent');
    await quickInput.cancel();
    await window.runCommand('Rolecall: Forget Recent Profiles');
    await rolecall.openPicker('prod-deploy');
    deepEqual((await found()).slice(0, 2), ['Stop using build', 'prod-deploy']);
    await quickInput.cancel();
  });

  it('takes a pasted ARN along, and saves its role as a profile', async () => {
    const { window, rolecall } = scene();
    const { quickInput } = window;
    const arn = 'arn:aws:iam::444455556666:role/ReadOnly';
    await rolecall.openPicker('dev');
    await quickInput.type(arn);
    await quickInput.choose(`Assume ${arn}`);
    await quickInput.choose('maya');
    await quickInput.row('Assume ReadOnly@444455556666').waitFor();
    await window.picture('picker-role');
    await quickInput.choose('that of the source profile');
    await eventually(async () => equal(await quickInput.title(), 'Region'));
    await quickInput.type('eu-west-1');
    await quickInput.choose('eu-west-1');
    await quickInput.row(/^Region.*eu-west-1/u).waitFor();
    await quickInput.accept();
    await rolecall.enterMfaCode(nextCode(mayaPhone, scene().aws.clock));
    await rolecall.waitForStatus(/^ReadOnly@444455556666/u);
    await rolecall.openPicker('ReadOnly@444455556666');
    const dev = (await quickInput.rows()).find(({ label }) => label === 'dev');
    match(dev?.description ?? '', /no code needed, 1[12]h.* left$/u);
    const row = quickInput.row(/^ReadOnly@444455556666/u);
    await row.hover();
    await quickInput.pressButton('Save as Profile', row);
    await rolecall.waitForPrompt(/Profile name/u);
    equal(await quickInput.value(), 'ReadOnly');
    await quickInput.type('dev');
    await rolecall.waitForPrompt(/already exists/u);
    await quickInput.cancel();
    await quickInput.waitUntilClosed();
  });

  it('offers to change a role that AWS refuses, instead of the config file', async () => {
    const { window, rolecall } = scene();
    const { quickInput } = window;
    await rolecall.openPicker('dev');
    await quickInput.type('arn:aws:iam::444455556666:role/NotThere');
    await quickInput.choose('Assume arn');
    // The hover of the row on which the mouse rests would cover the row below.
    await window.page.mouse.move(640, 700);
    await quickInput.choose('ci');
    await quickInput.choose('Assume NotThere@444455556666');
    await window.notifications.waitFor(/NotThere/u);
    const buttons = await window.notifications.buttons(/NotThere/u);
    ok(buttons.includes('Change Role…') && !buttons.includes('Open Config File'), buttons.join());
    await window.notifications.press(/NotThere/u, 'Change Role…');
    await quickInput.row('arn:aws:iam::444455556666:role/NotThere').waitFor();
    await quickInput.cancel();
  });

  it('finds the roles of sign-ins beside profiles, once they were listed', async () => {
    const { window, rolecall } = scene();
    const page = await pageOpenedBy(scene(), () => rolecall.choose('Browse the roles of corp…'));
    await allowAccess(page, 'Request approved');
    await window.quickInput.row('production / ReadOnly').waitFor();
    await window.quickInput.cancel();
    await rolecall.openPicker('production / ReadOnly');
    await finds('read prod', 'production / ReadOnly');
    match((await window.quickInput.rows())[0]?.description ?? '', /production · 777788889999 · .*signed in/u);
    await finds('signed', 'No profile or role matches');
    await window.quickInput.type('read');
    await window.quickInput.row('production / ReadOnly').waitFor();
    await window.picture('picker-roles');
    await window.quickInput.cancel();
  });
});
