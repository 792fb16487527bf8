import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import { join } from 'node:path';
import type { BrowserContext } from 'playwright-core';
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

/** Pictures for the documentation are taken only when asked for: they change with every run. */
async function picture(window: Workbench, name: string): Promise<void> {
  const folder = process.env['ROLECALL_PICTURES'] ?? join(checkout, 'out', 'pictures');
  // What shows under the mouse would hide what the picture is of.
  await window.page.mouse.move(640, 2);
  await window.page.locator('.workbench-hover:visible').first().waitFor({ state: 'hidden' });
  await window.screenshot(join(folder, `${name}.png`));
}

describe("a person's path from the status bar to a role in a terminal", function () {
  this.timeout(90_000);
  let aws: LocalAws;
  let person: BrowserContext;
  let window: Workbench;
  let rolecall: Rolecall;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  const stage = useStage(() => ({ env: { AWS_ENDPOINT_URL_STS: aws.url }, prepareHome: writeSampleAws }));

  before(async () => {
    await fillPlayground(stage().workspace, checkout, false);
    person = await stage().newPerson();
    await person.grantPermissions(['clipboard-read', 'clipboard-write']);
    window = await stage().openWindow({ person });
    rolecall = new Rolecall(window);
    await window.showContainer('Rolecall');
  });

  after(async () => aws.close());

  const calls = (action: string): number =>
    aws.requests.filter((request) => request.action === action).length;

  /** Reads the page's own clipboard, which is the one that VS Code in a browser uses. */
  const clipboard = (): Promise<string> => window.page.evaluate('navigator.clipboard.readText()');

  it('begins without a profile, and shows the sections of both files', async () => {
    await rolecall.statusSays(/^No AWS profile$/);
    const tree = window.tree('AWS Profiles');
    await tree.waitFor('maya');
    const inOrder =
      'corp sandbox Accounts default maya dev prod-deploy dev-readonly maya-12h prod-admin ci old-laptop';
    await eventually(async () => {
      deepEqual(
        (await tree.rows()).map((row) => row.split(' ')[0]),
        inOrder.split(' '),
      );
    });
    await picture(window, 'tree');
  });

  it('lists every profile with what it is, and what cannot work with the reason', async () => {
    await rolecall.openPicker('dev');
    const rows = await window.quickInput.rows();
    const described = (label: string) => rows.find((row) => row.label === label);
    equal(described('dev')?.description, 'role via maya · MFA · 444455556666 · eu-central-1');
    equal(described('prod-deploy')?.description, 'role via dev · MFA · 777788889999 · us-west-2');
    equal(described('ci')?.description, 'access keys · us-east-1');
    await picture(window, 'picker');
    await window.quickInput.type('old-laptop');
    await eventually(async () => equal((await window.quickInput.rows()).length, 1));
    match((await window.quickInput.rows())[0]?.detail ?? '', /source_profile “missing-one” does not exist/);
    await window.quickInput.type('');
  });

  it('asks for the code of the device, and takes exactly six digits', async () => {
    await window.quickInput.choose('dev');
    await eventually(async () => match(await window.quickInput.title(), /^MFA code for AWS profile dev$/));
    await rolecall.boxSays(/maya-phone/);
    await picture(window, 'mfa');
    for (const wrong of ['12a', '1234567']) {
      await window.quickInput.type(wrong);
      await rolecall.boxSays(/six digits/);
    }
    await window.quickInput.type('12345');
    await window.quickInput.accept();
    await rolecall.boxSays(/six digits/);
    equal(calls('GetSessionToken'), 0);
  });

  it('stays open with the reason when AWS refuses the code, and never sends it twice', async () => {
    await window.quickInput.type('000000');
    await window.quickInput.accept();
    await rolecall.boxSays(/AWS refused the MFA code\. .*invalid MFA one time pass code/);
    await picture(window, 'mfa-refused');
    // The keyboard is where it was: no click is needed to try again.
    await window.page.keyboard.type('000000');
    await rolecall.boxSays(/accepts each code only once/);
    await window.page.keyboard.press('Enter');
    await rolecall.boxSays(/accepts each code only once/);
    equal(calls('GetSessionToken'), 1);
  });

  it('has the role once the code is right', async () => {
    await rolecall.typeCode(nextCode(mayaPhone, aws.clock));
    await window.quickInput.waitUntilClosed();
    await rolecall.statusSays(/^dev (1h|59m)$/);
    equal(calls('GetSessionToken'), 2);
    equal(calls('AssumeRole'), 1);
  });

  it('sees in the tree and in the picker which profile is in use', async () => {
    await eventually(async () => {
      const marked = (await window.tree('AWS Profiles').rows()).filter((row) => /\bactive\b/.test(row));
      deepEqual(marked, ['dev active · role via maya · MFA · 444455556666 · eu-central-1']);
    });
    await rolecall.openPicker('dev');
    const marked = (await window.quickInput.rows()).filter(({ description }) =>
      description.includes('active'),
    );
    deepEqual(
      marked.map(({ label }) => label),
      ['dev'],
    );
    match(marked[0]?.description ?? '', /·\s+active, (1h|59m) left$/);
    await window.quickInput.cancel();
  });

  it('gives every program in a new terminal the role', async () => {
    const terminal = await window.newTerminal();
    await terminal.run('node whoami.mjs');
    await terminal.waitFor(/arn:aws:sts::444455556666:assumed-role\/Developer\//);
    await picture(window, 'terminal');
  });

  it('tells who AWS says it is', async () => {
    await window.runCommand('Rolecall: Verify AWS Identity');
    const message = /^dev: account 444455556666, arn:aws:sts::444455556666:assumed-role\/Developer\//;
    await window.notifications.waitFor(/dev: account 444455556666/);
    ok((await window.notifications.messages()).some((text) => message.test(text)));
    deepEqual(await window.notifications.buttons(/dev: account/), ['Copy ARN', 'Copy Account ID']);
    await window.notifications.press(/dev: account/, 'Copy ARN');
    await eventually(async () =>
      match(await clipboard(), /^arn:aws:sts::444455556666:assumed-role\/Developer\//),
    );
    await window.runCommand('Rolecall: Verify AWS Identity');
    await window.notifications.press(/dev: account/, 'Copy Account ID');
    await eventually(async () => equal(await clipboard(), '444455556666'));
  });

  it('switches to another role of the same user from the tree, without another code', async () => {
    await window.tree('AWS Profiles').pressAction('prod-admin', 'Use This AWS Profile');
    await rolecall.statusSays(/^prod-admin (1h|59m)$/);
    equal(calls('GetSessionToken'), 2);
    await window.tree('AWS Profiles').waitFor(/prod-admin.*active/);
    await picture(window, 'switched');
  });

  it('opens a terminal of another profile from the tree, and stays with what it has', async () => {
    const terminal = await window.terminalOf(async () =>
      window.tree('AWS Profiles').pressAction('ci', 'New Terminal with AWS Profile'),
    );
    await eventually(async () => {
      await terminal.run('echo "[$AWS_ACCESS_KEY_ID]"');
      await terminal.waitFor(/^\[AKIAROLECALLEXAMPLE9\]$/m, 2000);
    }, 20_000);
    await rolecall.statusSays(/^prod-admin (1h|59m)$/);
  });

  it('reveals a section in its file', async () => {
    await (await window.tree('AWS Profiles').waitFor('prod-deploy')).click();
    await window.page.locator('.editor-group-container.active .tab.active', { hasText: 'config' }).waitFor();
    await window.page.locator('.view-line', { hasText: '[profile prod-deploy]' }).waitFor();
  });

  it('assumes a role that is in no file, by its ARN', async () => {
    await window.runCommand('Rolecall: Assume Role…');
    await window.quickInput.choose(/Enter a role ARN/);
    await rolecall.boxSays(/ARN of the role/); // before that, the picker's box would take the text
    await window.quickInput.type('arn:aws:iam::4444:role/ReadOnly');
    await rolecall.boxSays(/A role ARN looks like/);
    await window.quickInput.type('arn:aws:iam::444455556666:role/ReadOnly');
    await window.quickInput.accept();
    await window.quickInput.choose('maya');
    await rolecall.boxSays(/CloudTrail/);
    await window.quickInput.type('by-hand');
    await window.quickInput.accept();
    await rolecall.statusSays(/^ReadOnly@444455556666 (1h|59m)$/);
    equal(calls('GetSessionToken'), 2);
  });

  it('goes back to what there was when the box is left, and says nothing', async () => {
    await rolecall.openPicker('dev');
    await window.quickInput.choose('maya-12h');
    await eventually(async () => match(await window.quickInput.title(), /MFA code/));
    await rolecall.statusSays(/maya-12h/);
    await window.page.keyboard.press('Escape');
    await window.quickInput.waitUntilClosed();
    await rolecall.statusSays(/^ReadOnly@444455556666 (1h|59m)$/);
    deepEqual(await window.notifications.messages(), []);
  });

  it('does not ask again in a second window, nor after the window was closed and opened', async () => {
    await rolecall.openPicker('dev');
    await window.quickInput.choose('dev');
    await rolecall.statusSays(/^dev (1h|5\dm)$/);
    const second = await stage().openWindow({ person, folder: stage().home });
    const there = new Rolecall(second);
    await there.statusSays(/^No AWS profile$/);
    await there.openPicker('dev');
    await second.quickInput.choose('prod-deploy');
    await there.statusSays(/^prod-deploy (1h|5\dm)$/);
    await second.page.close();
    await window.killTerminals();
    await window.page.reload();
    await window.waitUntilReady();
    await rolecall.statusSays(/^dev (1h|5\dm)$/);
    equal(calls('GetSessionToken'), 2);
  });

  it('takes the credentials away when the person stops', async () => {
    await window.runCommand('Rolecall: Stop Using AWS Profile');
    await rolecall.statusSays(/^No AWS profile$/);
    const terminal = await window.newTerminal();
    await terminal.run('echo "[$AWS_ACCESS_KEY_ID$AWS_REGION]"');
    await terminal.waitFor(/^\[\]$/m);
  });

  it('shows no secret, no code and no token in any log', () => {
    const logs = stage().server.logs();
    doesNotMatch(logs, /aws_secret_access_key\s*=|SecretAccessKey|SessionToken=/i);
    for (const { accessKeyId } of aws.requests)
      if (accessKeyId?.startsWith('ASIA')) ok(!logs.includes(accessKeyId));
  });
});
