import { doesNotMatch, equal, match } from 'node:assert/strict';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nextCode } from '../../aws/iam/mfa.ts';
import { mayaPhone } from '../../aws/sample.ts';
import { eventually } from '../../eventually.ts';
import { fillPlayground } from '../../vscode/playground.ts';
import { writeSampleAws } from '../../vscode/sampleHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

const policy = (effect: string): string => `{
  "Version": "2012-10-17",
  "Statement": [
    {
      "${effect}": "Allow",
      "Action": "s3:ListBucket",
      "Resource": "*"
    }
  ]
}
`;
const bucket = 'rolecall-development';
const command = 'Rolecall: Use with Less Access…';

describe('less access', function () {
  this.timeout(120_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const { aws, vscode } = useAws({
    prepareWorkspace: async (folder) => {
      await fillPlayground(folder);
      await writeFile(join(folder, 'list.policy.json'), policy('Efect'));
    },
    settings: { 'terminal.integrated.tabs.hideCondition': 'never' },
    prepareHome: writeSampleAws,
  });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
  });

  let ended = 0;
  const file = (): string => join(vscode().workspace, 'list.policy.json');

  /** Waits until the status bar begins with this text. */
  async function waitForUse(text: string): Promise<void> {
    await rolecall.waitForStatus(/./u);
    await eventually(async () => equal((await rolecall.statusText()).slice(0, text.length), text), 30_000);
  }

  /** What programs in a new terminal can do in S3: `allowed`, or the error. */
  async function canDo(...calls: readonly string[]): Promise<readonly string[]> {
    const terminal = await window.newTerminal();
    await terminal.waitUntilReady();
    const found: string[] = [];
    for (const call of calls) {
      await terminal.run(`clear; node s3.mjs ${call}; echo "end ${++ended}"`);
      const text = await terminal.waitFor(new RegExp(`^end ${ended}$`, 'mu'), 30_000);
      found.push(/allowed|AccessDenied/u.exec(text)?.[0] ?? text);
    }
    return found;
  }

  /** Opens the command for a profile, up to the choice of the access. */
  async function openFor(profile: string): Promise<void> {
    await window.runCommand(command);
    await eventually(async () => equal(await window.quickInput.title(), 'Use with Less Access'));
    const row = new RegExp(`^${profile}(?!-)`, 'u');
    await window.quickInput.row(row).waitFor();
    await window.quickInput.waitUntilLoaded();
    await window.quickInput.choose(row);
    await eventually(async () => equal(await window.quickInput.title(), `Use ${profile} with Less Access`));
  }

  it('is a button in the picker, which makes a session that can only read', async () => {
    await rolecall.openPicker('dev');
    const row = window.quickInput.row(/^dev(?!-)/u);
    await row.hover();
    await window.quickInput.pressButton('Use with Less Access', row);
    await eventually(async () => equal(await window.quickInput.title(), 'Use dev with Less Access'));
    await window.picture('less-access');
    await window.quickInput.choose('Read-only (can read data)');
    await rolecall.enterMfaCode(nextCode(mayaPhone, aws().clock));
    await waitForUse('dev · read-only');
    await rolecall.status.locator('.codicon-eye').waitFor();
    match(await rolecall.statusLabel(), /AWS profile dev, Access: read-only \(your choice\)/u);
    match(await rolecall.tooltip(), /dev · read-only[^]*Access: read-only \(your choice\)/u);
    equal(String(await canDo(`list ${bucket}`, `put ${bucket}/a.txt`)), 'allowed,AccessDenied');
  });

  it('is remembered, and is no access of the profile itself', async () => {
    await rolecall.openPicker(/^dev/u);
    const rows = (await window.quickInput.rows()).filter(({ label }) => label === 'dev');
    match(rows[0]?.description ?? '', /^read-only · in use/u);
    doesNotMatch(rows[1]?.description ?? '', /read-only/u);
    await window.quickInput.cancel();
  });

  it('tells users without a role what they lose', async () => {
    await openFor('ci');
    const row = (await window.quickInput.rows()).find(({ label }) => label.startsWith('View only'));
    match(row?.detail ?? '', /cannot use IAM, STS, or MFA/u);
    await window.quickInput.choose('View only (names and settings)');
    await waitForUse('ci · view only');
  });

  it('has a terminal of its own, whose tab names the access', async () => {
    await openFor('dev');
    const row = window.quickInput.row('Security audit');
    await row.hover();
    await window.quickInput.pressButton('New Terminal with This Access', row);
    await window.page.locator('.terminal-tabs-entry', { hasText: 'dev · security audit' }).waitFor();
    await waitForUse('ci · view only');
  });

  it('shows the line of a wrong policy file', async () => {
    await openFor('dev');
    await window.quickInput.choose('Policy file…');
    await window.quickInput.choose('list.policy.json');
    const text = /^The policy file list\.policy\.json is not a policy that AWS accepts: see line 5\./u;
    await eventually(async () => match((await window.quickInput.rows())[0]?.detail ?? '', text));
    await window.quickInput.choose('Open file at line 5');
    await eventually(async () =>
      match(await window.statusBarItem('status.editor.selection').innerText(), /Ln 5,/u),
    );
  });

  it('uses a policy file, and follows it', async () => {
    await writeFile(file(), policy('Effect'));
    await openFor('dev');
    await window.quickInput.choose('Policy file…');
    await window.quickInput.choose('list.policy.json');
    await window.quickInput.choose('Use dev with list.policy.json');
    await waitForUse('dev · list.policy.json');
    equal(String(await canDo(`list ${bucket}`, `get ${bucket}/hello.txt`)), 'allowed,AccessDenied');
    await writeFile(file(), policy('Effect').replace('s3:ListBucket', 's3:GetObject'));
    await eventually(async () => {
      equal(String(await canDo(`list ${bucket}`, `get ${bucket}/hello.txt`)), 'AccessDenied,allowed');
    }, 60_000);
    await writeFile(file(), policy('Efect'));
    await rolecall.waitForStatusWarning(true);
    match(await rolecall.tooltip(), /list\.policy\.json is not a policy that AWS accepts: see line 5/u);
    await writeFile(file(), policy('Effect'));
    await waitForUse('dev · list.policy.json');
    await rolecall.waitForStatusWarning(false);
  });

  it('is what a repository asks for, until the user asks for everything', async () => {
    await mkdir(join(vscode().workspace, '.vscode'), { recursive: true });
    const settings = join(vscode().workspace, '.vscode', 'settings.json');
    await writeFile(settings, JSON.stringify({ 'rolecall.access': 'readOnly' }));
    await rolecall.openPicker('dev-readonly');
    await window.quickInput.choose('dev-readonly');
    await waitForUse('dev-readonly · read-only');
    match(await rolecall.tooltip(), /Access: read-only \(setting rolecall\.access\)/u);
    await openFor('dev');
    await window.quickInput.choose('Full access');
    await waitForUse('dev · full access');
    equal(String(await canDo(`put ${bucket}/a.txt`)), 'allowed');
  });

  it('offers everything where AWS cannot limit the session that a setting asks for', async () => {
    await rolecall.openPicker('dev-readonly');
    await rolecall.findRow('sandbox', 'sandbox');
    await window.quickInput.choose(/^sandbox/u);
    const toast = await eventually(async () => {
      const messages = await window.notifications.messages();
      const found = messages.find((each) =>
        each.includes('AWS cannot limit a session of IAM Identity Center'),
      );
      if (found === undefined) throw new Error(messages.join('\n'));
      return found;
    });
    match(toast, /sandbox/u);
    await window.page.getByRole('button', { name: 'Use with Full Access' }).first().waitFor();
    await window.page.getByRole('button', { name: 'Open Settings' }).first().waitFor();
  });
});
