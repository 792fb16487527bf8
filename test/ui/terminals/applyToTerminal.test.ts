import { deepEqual, doesNotMatch, match } from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../eventually.ts';
import { fillPlayground } from '../../vscode/playground.ts';
import { writeReaderAws } from '../readerHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import type { Terminal } from '../window/terminal.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

const ciCaller = /^You are arn:aws:iam::111122223333:user\/ci$/mu;
const readerCaller = /^You are arn:aws:sts::444455556666:assumed-role\/ReadOnly\/\S+$/mu;

async function writeHome(home: string): Promise<void> {
  await writeReaderAws(home);
  // Without this file, zsh starts a dialog for new users.
  await writeFile(join(home, '.zshrc'), '');
}

let runs = 0;

/** Asserts the caller of programs in the terminal. It tries again, as a busy shell may lose the input. */
async function assertCaller(terminal: Terminal, caller: RegExp): Promise<void> {
  const text = await eventually(async () => {
    const end = `end-${++runs}`;
    await terminal.run(`clear; node whoami.mjs; echo ${end}`);
    return terminal.waitFor(new RegExp(`^${end}$`, 'mu'), 10_000);
  }, 30_000);
  match(text, caller);
}

describe('Apply to This Terminal', function () {
  this.timeout(90_000);
  let window: Workbench;
  let rolecall: Rolecall;

  before(function () {
    // The unit tests cover the shells of Windows.
    if (process.platform === 'win32') this.skip();
  });

  const { vscode } = useAws({ prepareHome: writeHome, prepareWorkspace: fillPlayground });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
  });

  // The list of several terminals makes them so narrow that the typed line takes two rows, and a shell erases only one.
  afterEach(async () => window.killTerminals());

  async function apply(message: RegExp): Promise<void> {
    // The message of the previous command stays for a while.
    await window.statusBarItem(/now uses \w+/).waitFor({ state: 'hidden' });
    await window.runCommand('Rolecall: Apply to This Terminal');
    await window.statusBarItem(message).waitFor();
  }

  for (const shell of ['bash', 'zsh', 'fish'])
    it(`loads the profile into ${shell} and leaves nothing visible`, async function () {
      if (spawnSync(shell, ['-c', 'exit']).error) return this.skip();
      await rolecall.choose(/^ci/);
      await rolecall.waitForStatus(/^ci$/);
      const terminal = await window.terminalOpenedBy(async () => {
        await window.runCommand('Create New Terminal (With Profile)');
        await window.quickInput.choose(shell);
      });
      await assertCaller(terminal, ciCaller);
      await rolecall.choose(/^reader/);
      await rolecall.waitForStatus(/^reader/);
      await assertCaller(terminal, ciCaller);
      await apply(/now uses reader/);
      await eventually(async () => doesNotMatch(await terminal.text(), /rolecall-shell/));
      await assertCaller(terminal, readerCaller);
    });

  it('types nothing into a running program, and loads the profile after it has ended', async () => {
    await rolecall.choose(/^reader/);
    await rolecall.waitForStatus(/^reader/);
    const terminal = await window.newTerminal();
    await rolecall.choose(/^ci/);
    await rolecall.waitForStatus(/^ci$/);
    await terminal.run('echo started; sleep 600');
    await terminal.waitFor(/^started$/mu);
    await window.runCommand('Rolecall: Apply to This Terminal');
    const refusal = /“echo started; sleep 600” is running in this terminal\. Quit it and try again\./;
    deepEqual(await window.notifications.buttons(refusal), ['Apply Anyway']);
    await window.notifications.close(refusal);
    doesNotMatch(await terminal.text(), /rolecall-shell/);
    await terminal.press('Control+C');
    await apply(/now uses ci/);
    await assertCaller(terminal, ciCaller);
  });
});
