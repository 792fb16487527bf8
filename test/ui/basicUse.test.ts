import { deepEqual, doesNotMatch, equal, match, ok } from 'node:assert/strict';
import type { BrowserContext } from 'playwright-core';
import { nextCode } from '../aws/iam/mfa.ts';
import { mayaPhone } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { fillPlayground } from '../vscode/playground.ts';
import { writeSampleAws } from '../vscode/sampleHome.ts';
import { openRolecall, Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import type { Workbench } from './window/workbench.ts';

describe('from the status bar to a role in a terminal', function () {
  this.timeout(90_000);
  let context: BrowserContext;
  let window: Workbench;
  let rolecall: Rolecall;

  const { aws, vscode, calls, codes } = useAws({
    prepareHome: writeSampleAws,
    prepareWorkspace: fillPlayground,
  });

  before(async () => {
    context = await vscode().newContextWithClipboard();
    ({ window, rolecall } = await openRolecall(vscode(), { context }));
    await window.showContainer('Rolecall');
  });

  it('starts without a profile, and shows the sections of both files', async () => {
    await rolecall.waitForStatus(/^No AWS profile$/);
    const tree = window.tree('AWS Profiles');
    await tree.waitFor('maya');
    const inOrder =
      'default maya dev prod-deploy dev-readonly maya-12h prod-admin ci old-laptop corp sandbox Accounts';
    await eventually(async () => {
      deepEqual(
        (await tree.rows()).map((row) => row.split(' ')[0]),
        inOrder.split(' '),
      );
    });
    await window.picture('tree');
  });

  it('lists every profile with its kind, and shows why one cannot be used', async () => {
    await rolecall.openPicker('dev');
    await eventually(async () => {
      const rows = await window.quickInput.rows();
      const described = (label: string) => rows.find((row) => row.label === label)?.description;
      equal(described('dev'), '444455556666 · Developer · eu-central-1 · asks for a code');
      equal(described('prod-deploy'), 'production · 777788889999 · Deployer · us-west-2 · asks for a code');
      equal(described('ci'), 'access keys · us-east-1');
    });
    await window.picture('picker');
    await window.quickInput.type('old-laptop');
    await eventually(async () =>
      match((await window.quickInput.rows())[0]?.detail ?? '', /source_profile “missing-one” does not exist/),
    );
    await window.quickInput.type('');
  });

  it('asks for the MFA code, and accepts only six digits', async () => {
    await window.quickInput.choose('dev');
    await eventually(async () =>
      match(await window.quickInput.title(), /^MFA code for AWS profile dev · maya-phone$/),
    );
    await rolecall.waitForPrompt(/maya-phone/);
    await window.picture('mfa');
    for (const wrong of ['12a', '1234567']) {
      await window.quickInput.type(wrong);
      await rolecall.waitForPrompt(/six digits/);
    }
    await window.quickInput.type('12345');
    await window.quickInput.accept();
    await rolecall.waitForPrompt(/six digits/);
    equal(codes(), 0);
  });

  it('keeps the prompt open with the reason if AWS rejects the code, and never sends a code twice', async () => {
    await window.quickInput.type('000000');
    await window.quickInput.accept();
    await rolecall.waitForPrompt(/AWS rejected the MFA code\. .*invalid MFA one time pass code/);
    await window.picture('mfa-refused');
    // The prompt keeps the focus, so no click is needed to try again.
    await window.page.keyboard.type('000000');
    await rolecall.waitForPrompt(/accepts each MFA code only once/);
    await window.page.keyboard.press('Enter');
    await rolecall.waitForPrompt(/accepts each MFA code only once/);
    equal(codes(), 1);
  });

  it('gets the role with a valid code', async () => {
    await rolecall.enterMfaCode(nextCode(mayaPhone, aws().clock));
    await window.quickInput.waitUntilClosed();
    await rolecall.waitForStatus(/^dev (1h|59m)$/);
    equal(codes(), 2);
    equal(calls('AssumeRole'), 1);
  });

  it('marks the profile in use in the tree and in the picker', async () => {
    await eventually(async () => {
      const [first = '', ...others] = await window.tree('AWS Profiles').rows();
      match(first, /^dev in use · (1h|59m) left · 444455556666 · Developer · via maya · eu-central-1$/);
      deepEqual(
        others.filter((row) => /\bin use\b/.test(row)),
        ['dev in use · 444455556666 · Developer · eu-central-1'],
      );
    });
    await rolecall.openPicker('dev');
    const marked = (await window.quickInput.rows()).filter(({ description }) =>
      description.includes('in use'),
    );
    deepEqual(
      marked.map(({ label }) => label),
      ['dev'],
    );
    match(marked[0]?.description ?? '', /^in use, (1h|59m) left · 444455556666 · /);
    await window.quickInput.cancel();
  });

  it('gives programs in a new terminal the role', async () => {
    const terminal = await window.newTerminal();
    await terminal.run('node whoami.mjs');
    await terminal.waitFor(/arn:aws:sts::444455556666:assumed-role\/Developer\//);
    await window.picture('terminal');
  });

  it('shows the identity that AWS returns', async () => {
    await window.runCommand('Rolecall: Verify AWS Identity');
    const message = /^dev: account 444455556666, arn:aws:sts::444455556666:assumed-role\/Developer\//;
    await window.notifications.waitFor(/dev: account 444455556666/);
    ok((await window.notifications.messages()).some((text) => message.test(text)));
    deepEqual(await window.notifications.buttons(/dev: account/), ['Copy ARN', 'Copy Account ID']);
    await window.notifications.press(/dev: account/, 'Copy ARN');
    await eventually(async () =>
      match(await window.clipboard('readText'), /^arn:aws:sts::444455556666:assumed-role\/Developer\//),
    );
    await window.runCommand('Rolecall: Verify AWS Identity');
    await window.notifications.press(/dev: account/, 'Copy Account ID');
    await eventually(async () => equal(await window.clipboard('readText'), '444455556666'));
  });

  it('switches to another role of the same user from the tree, without another code', async () => {
    await window.tree('AWS Profiles').pressAction('prod-admin', 'Use This AWS Profile');
    await rolecall.waitForStatus(/^prod-admin (1h|59m)$/);
    equal(codes(), 2);
    await window.tree('AWS Profiles').waitFor(/^prod-admin\s*production · in use · 777788889999/);
    await window.picture('switched');
    await window.notifications.close(/The terminal “bash” still uses dev, not prod-admin \(production\)\./);
  });

  it('opens a terminal with another profile from the tree, and keeps its own profile', async () => {
    const terminal = await window.terminalOpenedBy(async () =>
      window.tree('AWS Profiles').pressAction('ci', 'New Terminal with AWS Profile'),
    );
    await eventually(async () => {
      await terminal.run('echo "[$AWS_PROFILE]"');
      await terminal.waitFor(/^\[ci\]$/m, 2000);
    }, 20_000);
    await rolecall.waitForStatus(/^prod-admin (1h|59m)$/);
    await window.killTerminals();
  });

  it('reveals a section in its file', async () => {
    await (await window.tree('AWS Profiles').waitFor('prod-deploy')).click();
    await window.page.locator('.editor-group-container.active .tab.active', { hasText: 'config' }).waitFor();
    await window.page.locator('.view-line', { hasText: '[profile prod-deploy]' }).waitFor();
  });

  it('assumes a role that is not in the files by its ARN', async () => {
    await window.runCommand('Rolecall: Assume Role…');
    await window.quickInput.choose(/Assume role by ARN/);
    await rolecall.waitForPrompt(/Role ARN/); // otherwise the picker would get the text
    await window.quickInput.type('arn:aws:iam::4444:role/ReadOnly');
    await rolecall.waitForPrompt(/Enter a role ARN like/);
    await window.quickInput.type('arn:aws:iam::444455556666:role/ReadOnly');
    await window.quickInput.accept();
    await window.quickInput.choose('maya');
    await window.quickInput.choose('Session name');
    await rolecall.waitForPrompt(/CloudTrail/);
    await window.quickInput.type('by-hand');
    await window.quickInput.accept();
    await window.quickInput.row('by-hand').waitFor();
    await window.quickInput.accept();
    await rolecall.waitForStatus(/^ReadOnly@444455556666 (1h|59m)$/);
    equal(codes(), 2);
  });

  it('keeps the previous role without a message if the user closes the prompt', async () => {
    await rolecall.openPicker('dev');
    await window.quickInput.choose('maya-12h');
    await eventually(async () => match(await window.quickInput.title(), /MFA code/));
    await rolecall.waitForSwitching('maya-12h');
    await window.quickInput.type('12a');
    await rolecall.waitForPrompt(/six digits/);
    // One Escape is enough, also while the box shows a complaint.
    await window.page.keyboard.press('Escape');
    await window.quickInput.waitUntilClosed();
    await rolecall.waitForStatus(/^ReadOnly@444455556666 (1h|59m)$/);
    deepEqual(await window.notifications.messages(), []);
  });

  it('does not ask again in a second window or after a reload', async () => {
    await rolecall.openPicker('dev');
    await window.quickInput.choose('dev');
    await rolecall.waitForStatus(/^dev (1h|5\dm)$/);
    const second = await vscode().openWindow({ context, folder: vscode().home });
    const secondRolecall = new Rolecall(second);
    await secondRolecall.waitForStatus(/^No AWS profile$/);
    await secondRolecall.openPicker('dev');
    await second.quickInput.choose('prod-deploy');
    await secondRolecall.waitForStatus(/^prod-deploy (1h|5\dm)$/);
    await second.page.close();
    await window.killTerminals();
    await window.page.reload();
    await window.waitUntilReady();
    await rolecall.waitForStatus(/^dev (1h|5\dm)$/);
    equal(codes(), 2);
  });

  it('removes the credentials when the user stops using the profile', async () => {
    await window.runCommand('Rolecall: Stop Using AWS Profile');
    await rolecall.waitForStatus(/^No AWS profile$/);
    const terminal = await window.newTerminal();
    await terminal.run('echo "[$AWS_PROFILE$AWS_ACCESS_KEY_ID$AWS_REGION]"');
    await terminal.waitFor(/^\[\]$/m);
  });

  it('logs no secret, code, or token', () => {
    const logs = vscode().server.logs();
    doesNotMatch(logs, /aws_secret_access_key\s*=|SecretAccessKey|SessionToken=/i);
    for (const { accessKeyId } of aws().requests)
      if (accessKeyId?.startsWith('ASIA')) ok(!logs.includes(accessKeyId));
  });
});
