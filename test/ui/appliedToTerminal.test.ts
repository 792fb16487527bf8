import { deepEqual, doesNotMatch, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../aws/localAws.ts';
import { sampleWorld } from '../aws/sample.ts';
import { eventually } from '../eventually.ts';
import { fillPlayground } from '../vscode/playground.ts';
import { writeReaderAws } from './readerHome.ts';
import { Rolecall } from './rolecall.ts';
import type { Terminal } from './terminal.ts';
import { useStage } from './useStage.ts';
import type { Workbench } from './workbench.ts';

const checkout = join(import.meta.dirname, '..', '..');
const ci = /^You are arn:aws:iam::111122223333:user\/ci$/mu;
const reader = /^You are arn:aws:sts::444455556666:assumed-role\/ReadOnly\/\S+$/mu;

async function writeHome(home: string): Promise<void> {
  await writeReaderAws(home);
  // Without it, zsh asks a person what to put there.
  await writeFile(join(home, '.zshrc'), '');
}

let asked = 0;

/** Asks until the shell answers: what is typed while it is busy with something else may be lost. */
async function isWho(terminal: Terminal, who: RegExp): Promise<void> {
  const text = await eventually(async () => {
    const end = `end-${++asked}`;
    await terminal.run(`clear; node whoami.mjs; echo ${end}`);
    return terminal.waitFor(new RegExp(`^${end}$`, 'mu'), 10_000);
  }, 30_000);
  match(text, who);
}

describe('a profile for the terminal that is open', function () {
  this.timeout(90_000);
  let aws: LocalAws;
  let window: Workbench;
  let rolecall: Rolecall;

  before(async function () {
    // The shells of Windows take it up in tests of their own.
    if (process.platform === 'win32') return this.skip();
    aws = await startLocalAws({ world: sampleWorld });
  });

  const stage = useStage(() => ({ env: { AWS_ENDPOINT_URL_STS: aws.url }, prepareHome: writeHome }));

  before(async () => {
    await fillPlayground(stage().workspace, checkout, false);
    window = await stage().openWindow();
    rolecall = new Rolecall(window);
    await rolecall.status.waitFor({ timeout: 60_000 });
  });

  after(async () => aws.close());

  async function apply(said: RegExp): Promise<void> {
    // What was said of the last one stays for a while.
    await window.statusBarItem(/uses \w+ now/).waitFor({ state: 'hidden' });
    await window.runCommand('Rolecall: Apply to This Terminal');
    await window.statusBarItem(said).waitFor();
  }

  for (const shell of ['bash', 'zsh', 'fish'])
    it(`is taken up by ${shell}, and nothing is left to be seen of it`, async function () {
      if (spawnSync(shell, ['-c', 'exit']).error) return this.skip();
      await rolecall.choose(/^ci/);
      await rolecall.statusSays(/^ci$/);
      const terminal = await window.terminalOf(async () => {
        await window.runCommand('Create New Terminal (With Profile)');
        await window.quickInput.choose(shell);
      });
      await isWho(terminal, ci);
      await rolecall.choose(/^reader/);
      await rolecall.statusSays(/^reader/);
      await isWho(terminal, ci);
      await apply(/uses reader now/);
      await eventually(async () => doesNotMatch(await terminal.text(), /rolecall-shell/));
      await isWho(terminal, reader);
    });

  it('is not typed into a program, and is taken up when that has ended', async () => {
    const { terminal } = window;
    await rolecall.choose(/^ci/);
    await rolecall.statusSays(/^ci$/);
    await terminal.run('echo begun; sleep 600');
    await terminal.waitFor(/^begun$/mu);
    await window.runCommand('Rolecall: Apply to This Terminal');
    const refusal = /“echo begun; sleep 600” is running in this terminal\. End it, and try again\./;
    deepEqual(await window.notifications.buttons(refusal), ['Apply Anyway']);
    await window.notifications.close(refusal);
    doesNotMatch(await terminal.text(), /rolecall-shell/);
    await terminal.press('Control+C');
    await apply(/uses ci now/);
    await isWho(terminal, ci);
  });
});
