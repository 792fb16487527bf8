import { doesNotMatch, equal, match } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { nextCode } from '../aws/iam/mfa.ts';
import { mayaPhone } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { fillPlayground } from '../vscode/playground.ts';
import { writeReaderAws } from './readerHome.ts';
import { Rolecall } from './window/rolecall.ts';
import { useAws } from './window/useAws.ts';
import type { Workbench } from './window/workbench.ts';

/** A task that writes its caller to `who.txt`. */
function taskOf(folder: string): unknown {
  const command = 'node whoami.mjs > who.txt 2>&1';
  return {
    version: '2.0.0',
    tasks: [{ label: `who-${folder}`, type: 'shell', command, problemMatcher: [] }],
  };
}

const offer =
  /This workspace is bound to AWS profile ci\. Rolecall did not switch to it because the workspace is not trusted\./;

const question =
  /The settings bind folder infra to AWS profile prod-admin\. It is a production profile\. Rolecall has not switched to it yet\./;

describe('a multi-root workspace whose folders are bound to profiles', function () {
  this.timeout(240_000);
  let window: Workbench;
  let rolecall: Rolecall;

  const { aws, vscode } = useAws({
    prepareHome: writeReaderAws,
    asksForTrust: true,
    settings: { 'task.quickOpen.history': 0, 'task.quickOpen.skip': false },
  });

  before(async () => {
    const root = vscode().workspace;
    for (const [name, profile] of [['shop', 'reader'], ['infra', 'prod-admin'], ['notes']] as const) {
      await mkdir(join(root, name, '.vscode'), { recursive: true });
      await fillPlayground(join(root, name));
      await writeFile(join(root, name, '.vscode', 'tasks.json'), JSON.stringify(taskOf(name)));
      if (profile)
        await writeFile(
          join(root, name, '.vscode', 'settings.json'),
          JSON.stringify({ 'rolecall.profile': profile }),
        );
    }
    const file = join(root, 'team.code-workspace');
    const folders = ['shop', 'infra', 'notes'].map((path) => ({ path }));
    await writeFile(file, JSON.stringify({ folders, settings: { 'rolecall.profile': 'ci' } }));
    window = await vscode().openWindow({ folder: file });
    rolecall = new Rolecall(window);
  });

  const folder = (name: string): string => join(vscode().workspace, name);

  /** On a remote host, VS Code gives a task the variables of the folder whose file was opened last. */
  async function callerOfTask(name: string): Promise<string> {
    const output = join(folder(name), 'who.txt');
    await rm(output, { force: true });
    await window.openFile(join(folder(name), 'README.md'));
    await window.runCommand('Tasks: Run Task');
    await window.quickInput.choose(`who-${name}`);
    return eventually(() => {
      const text = existsSync(output) ? readFileSync(output, 'utf8') : '';
      if (!text.includes('arn:') && !text.includes('rror'))
        throw new Error(`The task has not ended: ${text}`);
      return text;
    }, 60_000);
  }

  async function waitForTooltip(text: RegExp): Promise<void> {
    await eventually(async () => match(await rolecall.tooltip(), text), 45_000);
  }

  it('only offers its profile until it is trusted', async () => {
    await rolecall.status.waitFor({ timeout: 60_000 });
    await window.notifications.waitFor(offer);
    await rolecall.waitForStatus(/^No AWS profile$/);
    await window.notifications.press(offer, 'Use ci');
    await rolecall.waitForStatus(/^ci$/);
    doesNotMatch(await rolecall.tooltip(), /bind|Folder/);
  });

  it('uses its profile once it is trusted, and lists the folders that have their own', async () => {
    await window.trustWorkspace();
    await window.notifications.waitFor(question);
    await waitForTooltip(/Your settings bind this window to ci\./);
    await waitForTooltip(/Folder shop: reader · (1h|59m)/);
    doesNotMatch(await rolecall.tooltip(), /infra/);
    await window.notifications.press(question, 'Switch');
    await waitForTooltip(/Folder infra: prod-admin · session starts when a program needs it/);
  });

  it('gives each task the profile of its folder', async () => {
    match(await callerOfTask('shop'), /arn:aws:sts::444455556666:assumed-role\/ReadOnly\//);
    match(await callerOfTask('notes'), /arn:aws:iam::111122223333:user\/ci/);
  });

  it('asks for the MFA code when a program in a folder first needs it', async () => {
    const task = callerOfTask('infra');
    await eventually(
      async () => match(await window.quickInput.title(), /MFA code for production profile prod-admin/),
      60_000,
    );
    await window.quickInput.type(nextCode(mayaPhone, aws().clock));
    await window.quickInput.accept();
    match(await task, /arn:aws:sts::777788889999:assumed-role\/Administrator\//);
    await waitForTooltip(/Folder infra: prod-admin · (1h|59m)/);
    await rolecall.waitForStatus(/^ci$/);
  });

  it('keeps the profiles of the folders when the user switches the window', async () => {
    await window.showContainer('Rolecall');
    await window.tree('AWS Profiles').pressAction('maya', 'Use This AWS Profile');
    await rolecall.waitForStatus(/^maya/);
    match(await callerOfTask('notes'), /arn:aws:iam::111122223333:user\/maya/);
    match(await callerOfTask('infra'), /assumed-role\/Administrator\//);
  });

  it('binds and unbinds a folder by the command', async () => {
    await window.runCommand('Rolecall: Bind Profile to This Folder…');
    await window.quickInput.choose('notes');
    await window.quickInput.choose('reader');
    await window.notifications.waitFor(/notes is now bound to AWS profile reader/);
    match(settingsOf('notes'), /"rolecall\.profile": "reader"/);
    match(await callerOfTask('notes'), /assumed-role\/ReadOnly\//);
    await window.notifications.close(/notes is now bound/);
    await window.runCommand('Rolecall: Bind Profile to This Folder…');
    await window.quickInput.choose('notes');
    const { description } = await rolecall.findRow('reader', 'reader');
    match(description, /bound/);
    await window.quickInput.type('');
    await eventually(async () => equal((await window.quickInput.rows())[0]?.label, 'Unbind from reader'));
    await window.quickInput.choose('Unbind from reader');
    await eventually(() => doesNotMatch(settingsOf('notes'), /rolecall/));
    match(await callerOfTask('notes'), /user\/maya/);
  });

  it('handles folders that are removed', async () => {
    const file = join(vscode().workspace, 'team.code-workspace');
    await writeFile(file, JSON.stringify({ folders: [{ path: 'shop' }, { path: 'notes' }], settings: {} }));
    await eventually(async () => doesNotMatch(await rolecall.tooltip(), /infra/), 20_000);
    match(await callerOfTask('shop'), /assumed-role\/ReadOnly\//);
  });

  it('does not follow a changed setting until the user switches', async () => {
    const asks =
      /The settings bind folder notes to AWS profile reader\. Rolecall has not switched to it yet\./;
    await writeFile(
      join(folder('notes'), '.vscode', 'settings.json'),
      JSON.stringify({ 'rolecall.profile': 'reader' }),
    );
    await window.notifications.waitFor(asks);
    match(await callerOfTask('notes'), /user\/maya/);
    await window.notifications.press(asks, 'Do Not Switch');
    match(await callerOfTask('notes'), /user\/maya/);
  });

  it('uses the user’s own choice after a reload, when it is no longer bound', async () => {
    await window.page.reload();
    await window.waitUntilReady();
    await rolecall.waitForStatus(/^maya/);
    equal((await rolecall.tooltip()).includes('bind this window'), false);
  });

  function settingsOf(name: string): string {
    return readFileSync(join(folder(name), '.vscode', 'settings.json'), 'utf8');
  }
});
