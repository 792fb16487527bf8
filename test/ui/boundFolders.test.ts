import { doesNotMatch, equal, match } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { nextCode } from '../aws/mfa.ts';
import { mayaPhone, sampleWorld } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { fillPlayground } from '../vscode/playground.ts';
import { writeReaderAws } from './readerHome.ts';
import { Rolecall } from './rolecall.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const checkout = join(import.meta.dirname, '..', '..');

/** A task of a folder that leaves who it is. */
function taskOf(folder: string): unknown {
  const command = 'node whoami.mjs > who.txt 2>&1';
  return {
    version: '2.0.0',
    tasks: [{ label: `who-${folder}`, type: 'shell', command, problemMatcher: [] }],
  };
}

const offer = /This workspace asks for AWS profile ci\. It is not trusted, so nothing was switched\./;

describe('a workspace of several folders', function () {
  this.timeout(240_000);
  let aws: LocalAws;
  let window: Workbench;
  let rolecall: Rolecall;

  before(async () => {
    aws = await startLocalAws({ world: sampleWorld });
  });

  const stage = useStage(() => ({
    env: { AWS_ENDPOINT_URL_STS: aws.url },
    prepareHome: writeReaderAws,
    asksForTrust: true,
    settings: { 'task.quickOpen.history': 0, 'task.quickOpen.skip': false },
  }));

  before(async () => {
    const root = stage().workspace;
    for (const [name, profile] of [['shop', 'reader'], ['infra', 'prod-admin'], ['notes']] as const) {
      await mkdir(join(root, name, '.vscode'), { recursive: true });
      await fillPlayground(join(root, name), checkout, false);
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
    window = await stage().openWindow({ folder: file });
    rolecall = new Rolecall(window);
  });

  after(async () => aws.close());

  const folder = (name: string): string => join(stage().workspace, name);

  /** On a remote host, such as this one, VS Code gives a task the variables of the folder whose file was opened last. */
  async function whoIsTaskOf(name: string): Promise<string> {
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

  async function explains(text: RegExp): Promise<void> {
    await eventually(async () => match(await rolecall.explanation(), text), 45_000);
  }

  it('is only offered what it asks for, as long as nobody trusts it', async () => {
    await rolecall.status.waitFor({ timeout: 60_000 });
    await window.notifications.waitFor(offer);
    await rolecall.statusSays(/^No AWS profile$/);
    await window.notifications.press(offer, 'Use ci');
    await rolecall.statusSays(/^ci$/);
    doesNotMatch(await rolecall.explanation(), /bind|Folder/);
  });

  it('uses what it is bound to once it is trusted, and names the folders that have their own', async () => {
    await window.trust();
    await explains(/The settings bind this window to ci\./);
    await explains(/Folder shop: reader · (1h|59m)/);
    await explains(/Folder infra: prod-admin · its session is made when a program needs it/);
  });

  it('has tasks that are who their folder is bound to', async () => {
    match(await whoIsTaskOf('shop'), /arn:aws:sts::444455556666:assumed-role\/ReadOnly\//);
    match(await whoIsTaskOf('notes'), /arn:aws:iam::111122223333:user\/ci/);
  });

  it('asks for the code when a program of a folder first needs it', async () => {
    const task = whoIsTaskOf('infra');
    await eventually(
      async () => match(await window.quickInput.title(), /MFA code for AWS profile prod-admin/),
      60_000,
    );
    await window.quickInput.type(nextCode(mayaPhone, aws.clock));
    await window.quickInput.accept();
    match(await task, /arn:aws:sts::777788889999:assumed-role\/Administrator\//);
    await explains(/Folder infra: prod-admin · (1h|59m)/);
    await rolecall.statusSays(/^ci$/);
  });

  it('lets a person switch the window, and leaves the folders alone', async () => {
    await window.showContainer('Rolecall');
    await window.tree('AWS Profiles').pressAction('maya', 'Use This AWS Profile');
    await rolecall.statusSays(/^maya/);
    match(await whoIsTaskOf('notes'), /arn:aws:iam::111122223333:user\/maya/);
    match(await whoIsTaskOf('infra'), /assumed-role\/Administrator\//);
  });

  it('binds a folder by the command, and unbinds it', async () => {
    await window.runCommand('Rolecall: Bind Profile to This Folder…');
    await window.quickInput.choose('notes');
    await window.quickInput.choose('reader');
    await window.notifications.waitFor(/notes is bound to AWS profile reader/);
    match(settingsOf('notes'), /"rolecall\.profile": "reader"/);
    match(await whoIsTaskOf('notes'), /assumed-role\/ReadOnly\//);
    await window.notifications.close(/notes is bound/);
    await window.runCommand('Rolecall: Bind Profile to This Folder…');
    await window.quickInput.choose('notes');
    const { description } = await rolecall.found('reader', 'reader');
    match(description, /bound/);
    await window.quickInput.type('');
    await window.quickInput.choose('Unbind from reader');
    await eventually(() => doesNotMatch(settingsOf('notes'), /rolecall/));
    match(await whoIsTaskOf('notes'), /user\/maya/);
  });

  it('follows folders that go', async () => {
    const file = join(stage().workspace, 'team.code-workspace');
    await writeFile(file, JSON.stringify({ folders: [{ path: 'shop' }, { path: 'notes' }], settings: {} }));
    await eventually(async () => doesNotMatch(await rolecall.explanation(), /infra/), 20_000);
    match(await whoIsTaskOf('shop'), /assumed-role\/ReadOnly\//);
  });

  it('is bound to nothing any more when it is opened anew, and has the person’s own choice', async () => {
    await window.page.reload();
    await window.waitUntilReady();
    await rolecall.statusSays(/^maya/);
    equal((await rolecall.explanation()).includes('bind this window'), false);
  });

  function settingsOf(name: string): string {
    return readFileSync(join(folder(name), '.vscode', 'settings.json'), 'utf8');
  }
});
