import { deepEqual, equal, match } from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { eventually } from '../../eventually.ts';
import { fillPlayground } from '../../vscode/playground.ts';
import { writeReaderAws } from '../readerHome.ts';
import { openRolecall, type Rolecall } from '../window/rolecall.ts';
import type { Terminal } from '../window/terminal.ts';
import { useAws } from '../window/useAws.ts';
import type { Workbench } from '../window/workbench.ts';

const callers = {
  ci: /^You are arn:aws:iam::111122223333:user\/ci$/mu,
  reader: /^You are arn:aws:sts::444455556666:assumed-role\/ReadOnly\/\S+$/mu,
};
type Profile = keyof typeof callers;
const offer = /not (?:ci|reader)\.|do not use (?:ci|reader) yet/;
/** Longer than an offer waits after a switch. Milliseconds. */
const offeredMs = 3500;

let runs = 0;

/** Asserts the caller of programs in the terminal. It tries again, as a busy shell may lose the input. */
async function assertCaller(terminal: Terminal, profile: Profile): Promise<void> {
  const text = await eventually(async () => {
    const end = `end-${++runs}`;
    await terminal.run(`clear; node whoami.mjs; echo ${end}`);
    return terminal.waitFor(new RegExp(`^${end}$`, 'mu'), 10_000);
  }, 30_000);
  match(text, callers[profile]);
}

describe('open terminals after a switch', function () {
  this.timeout(120_000);
  let window: Workbench;
  let rolecall: Rolecall;

  before(function () {
    // The unit tests cover the shells of Windows.
    if (process.platform === 'win32') this.skip();
  });

  const { vscode } = useAws({
    prepareHome: writeReaderAws,
    prepareWorkspace: fillPlayground,
    settings: {
      'terminal.integrated.profiles.linux': { odd: { path: 'python3', args: ['-q'] } },
    },
  });

  before(async () => {
    ({ window, rolecall } = await openRolecall(vscode()));
  });

  afterEach(async () => {
    await window.runCommand('Notifications: Clear All Notifications');
    await window.runCommand('Terminal: Kill All Terminals');
    await vscode().server.changeSettings({ 'rolecall.terminals.mode': 'environment' });
  });

  async function switchTo(profile: Profile): Promise<void> {
    await rolecall.choose(new RegExp(`^${profile}`));
    await rolecall.waitForStatus(new RegExp(`^${profile}`));
  }

  const offers = async (): Promise<readonly string[]> =>
    (await window.notifications.messages()).filter((message) => offer.test(message));

  const show = (terminal: Terminal, index: number): Promise<void> =>
    eventually(async () => {
      if (await terminal.element.isVisible()) return;
      // They may cover the list of terminals.
      await window.runCommand('Notifications: Clear All Notifications');
      // The buttons of a row cover its middle.
      const row = window.page.locator('.tabs-list .monaco-list-row').nth(index);
      await row.click({ position: { x: 10, y: 10 } });
      await terminal.element.waitFor({ timeout: 2000 });
    }, 20_000);

  it('get the new profile at once, except those in which a program runs', async () => {
    await switchTo('ci');
    const [first, second, busy] = [
      await window.newTerminal(),
      await window.newTerminal(),
      await window.newTerminal(),
    ];
    // VS Code itself relaunches terminals in which nobody has typed.
    for (const [i, terminal] of [first, second, busy].entries()) {
      await show(terminal, i);
      await assertCaller(terminal, 'ci');
    }
    await busy.run('clear; echo started; sleep 600');
    await busy.waitFor(/^started$/mu);
    await switchTo('reader');
    const question = '3 open terminals still use ci, not reader.';
    const buttons = ['Apply to Them', 'Relaunch', 'Always Follow', 'Don’t Ask Again'];
    deepEqual(await window.notifications.buttons(question), buttons);
    deepEqual(await offers(), [question]);
    const cutOff = await window.notifications.toasts
      .locator('.monaco-button')
      .evaluateAll((shown) => shown.filter((each) => each.scrollWidth > each.clientWidth).length);
    equal(cutOff, 0, 'a button is cut off');
    await window.notifications.press(question, 'Apply to Them');
    const report =
      /2 of 3 terminals now use reader\. Left alone because a program runs there: “\w+” \(.*sleep 600\)\./;
    deepEqual(await window.notifications.buttons(report), ['Try Again']);
    await busy.press('Control+C');
    await window.notifications.press(report, 'Try Again');
    await window.statusBarItem(/now uses reader/).waitFor();
    for (const [i, terminal] of [first, second, busy].entries()) {
      await show(terminal, i);
      await assertCaller(terminal, 'reader');
    }

    // There and back: then nothing would change.
    await switchTo('ci');
    await switchTo('reader');
    await sleep(offeredMs);
    deepEqual(await offers(), []);
  });

  it('are relaunched, also if their shell is unknown', async () => {
    await switchTo('ci');
    const known = await window.newTerminal();
    await assertCaller(known, 'ci');
    const odd = await window.terminalOpenedBy(async () => {
      await window.runCommand('Create New Terminal (With Profile)');
      await window.quickInput.choose('odd');
    });
    await odd.waitFor(/>>>/u);
    await odd.run('6 * 7');
    await odd.waitFor(/^42$/mu);
    await switchTo('reader');
    await window.notifications.press(/2 open terminals still use ci/, 'Apply to Them');
    const report =
      /1 of 2 terminals now use reader\. Rolecall does not know the shell in “\w+” \(python3?\)\./;
    await window.notifications.press(report, 'Relaunch');
    await window.statusBarItem(/now uses reader/).waitFor();
    await show(odd, 1);
    await odd.waitFor(/>>>/u);
    await odd.run('import os; os.environ["AWS_REGION"]');
    await odd.waitFor(/'eu-central-1'/u);
    await show(known, 0);
    await assertCaller(known, 'reader');

    await switchTo('ci');
    await show(known, 0);
    await window.notifications.press(/2 open terminals still use reader/, 'Relaunch');
    // It may be a server, so the user first sees its name.
    await window.notifications.waitFor(/1 of 2 terminals now use ci\. Rolecall does not know the shell in/);
    await assertCaller(known, 'ci');
  });

  it('are not mentioned if VS Code has relaunched them, because nobody has typed there', async () => {
    await switchTo('ci');
    const terminal = await window.newTerminal();
    await switchTo('reader');
    await sleep(offeredMs);
    deepEqual(await offers(), []);
    await assertCaller(terminal, 'reader');
  });

  it('always follow if the user wants that, with a way back', async () => {
    await switchTo('ci');
    const terminal = await window.newTerminal();
    await assertCaller(terminal, 'ci');
    await switchTo('reader');
    await window.notifications.press(/The terminal “\w+” still uses ci/, 'Always Follow');
    await window.notifications.waitFor(/From now on, terminals follow/);
    await assertCaller(terminal, 'reader');
    await switchTo('ci');
    await assertCaller(terminal, 'ci');
    await sleep(offeredMs);
    deepEqual(await offers(), []);
    await window.notifications.press(/From now on, terminals follow/, 'Undo');
    const fixed = await window.newTerminal();
    await fixed.run('clear; echo "profile=$AWS_PROFILE"');
    await fixed.waitFor(/^profile=ci$/mu);
  });

  it('are not mentioned again if the user does not want that, but can still be changed', async () => {
    await switchTo('ci');
    const terminal = await window.newTerminal();
    await assertCaller(terminal, 'ci');
    await switchTo('reader');
    await window.notifications.press(/still uses ci/, 'Don’t Ask Again');
    await switchTo('ci');
    await switchTo('reader');
    await sleep(offeredMs);
    equal((await offers()).length, 0);
    await window.runCommand('Rolecall: Apply to Open Terminals');
    await window.statusBarItem(/now uses reader/).waitFor();
    await assertCaller(terminal, 'reader');
  });

  it('are left alone if they run a program since before the window was loaded again', async () => {
    const busy = await window.newTerminal();
    await assertCaller(busy, 'reader');
    await busy.run('clear; echo started; sleep 600');
    await busy.waitFor(/^started$/mu);
    // VS Code saves the state of a window after a moment.
    await sleep(3000);
    await window.page.reload({ timeout: 60_000 });
    await window.waitUntilReady();
    await rolecall.waitForStatus(/^reader/);
    // VS Code restores terminals when their view is shown.
    await window.runCommand('Terminal: Focus Terminal');
    await window.terminal.waitFor(/^started$/mu, 30_000);
    await window.runCommand('Rolecall: Apply to Open Terminals');
    await window.notifications.waitFor(/terminals now use reader\. Left alone because a program runs/);
    await window.runCommand('Rolecall: Apply to This Terminal');
    await window.notifications.waitFor(
      /A program is running in this terminal|“sleep” is running in this terminal/,
    );
    equal((await window.terminal.text()).trim(), 'started');
  });
});
