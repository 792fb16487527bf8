import { deepEqual, equal, match } from 'node:assert/strict';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createClock } from '../../aws/clock.ts';
import type { CredentialsFile } from '../../alibaba/sources/credentialsFile.ts';
import { developerRole, researchAccount } from '../../alibaba/sampleAlibaba.ts';
import { eventually } from '../../eventually.ts';
import { openRolecall } from '../window/rolecall.ts';
import { useMovableClock } from '../window/useMovableClock.ts';
import { DswWindow } from './dswWindow.ts';
import { useDswInstance } from './useDswInstance.ts';

const byUri = 'Instance RAM role (credentials URI)';
const byFile = 'Instance RAM role (file)';
const minute = 60_000;
const hour = 60 * minute;

describe('what two windows use of Alibaba Cloud', function () {
  this.timeout(90_000);
  const clock = useMovableClock();
  const scene = useDswInstance(() => {
    const { machine, env = {}, preload = '' } = clock.options();
    return { files: { cli: 'sample' }, clock: createClock(machine), env, preload };
  });
  let first: DswWindow;
  let second: DswWindow;
  /** The file of the instance, which is torn while it is written. */
  let file: CredentialsFile;

  before(async () => {
    const { vscode, context, window } = scene();
    first = new DswWindow(window);
    second = new DswWindow((await openRolecall(vscode, { context, folder: vscode.home })).window);
  });

  const both = async (action: (window: DswWindow) => Promise<unknown>): Promise<void> => {
    for (const window of [first, second]) await action(window);
  };
  /** In a browser, a window does not hear of settings that another one has saved, and saves only what differs. */
  const turn = async (value: 'auto' | 'off'): Promise<void> => {
    for (const [index, { workbench }] of [first, second].entries())
      await workbench.changeUserSettings({ 'rolecall.alibabaCloud': value, 'editor.tabSize': index + 1 });
  };
  const calls = (action: string): number =>
    scene().stage.alibaba.requests.filter((request) => request.action === action).length;
  /** Of the role of the profile `developer`: the instance renews its own role at any time. */
  const developerKeys = (): readonly string[] =>
    scene()
      .stage.alibaba.sessions.issued.filter(({ caller }) => caller.principalArn === developerRole)
      .map(({ accessKeyId }) => accessKeyId);
  const instanceKey = (): string | undefined => scene().stage.alibaba.uri.session()?.accessKeyId;

  it('is one session after a reload while STS did not answer', async () => {
    const { alibaba } = scene().stage;
    await first.use('developer');
    // With less than five minutes left, the session is not used again.
    await clock.advance(56 * minute);
    alibaba.faults.next({ kind: 'silence', action: 'AssumeRole' });
    await first.workbench.runCommand('Rolecall: Renew Alibaba Cloud Session');
    await eventually(() => equal(calls('AssumeRole'), 2));
    await first.workbench.page.reload();
    await first.workbench.waitUntilReady();
    await first.item.waitFor(/^developer · (1h|59m)$/);
    await first.workbench.newTerminal();
    equal(await first.key(), developerKeys().at(-1));
    equal(developerKeys().length, 2);
    await first.hasNoMessage();
  });

  it('is said to be gone with its file, and comes back with it', async () => {
    const path = join(scene().vscode.home, '.aliyun', 'config.json');
    const text = await readFile(path, 'utf8');
    await rm(path);
    await first.item.waitFor(/^developer · no session$/);
    await first.waitForLabel(/no longer in your Alibaba Cloud files\. Choose another one\./);
    await first.workbench.newTerminal();
    equal(await first.key(), '');
    match(await first.uriStatus(), /^4/);
    await writeFile(path, text, { mode: 0o600 });
    await first.item.waitFor(/^developer · (1h|5\dm)$/);
    equal(await first.uriStatus(), '200');
    await first.workbench.newTerminal();
    equal(await first.key(), developerKeys().at(-1));
    await first.hasNoMessage();
  });

  it('follows the file of the instance, which is torn while it is rotated, in both windows', async () => {
    const { alibaba, credentialsFile } = scene().stage;
    file = await alibaba.writeCredentialsFile(credentialsFile, { tornMs: 800 });
    await both((window) => window.use(byFile));
    await clock.advance(40 * minute);
    const { length } = alibaba.requests;
    await file.rotate();
    const key = instanceKey();
    // Each window asks once for the identity of the new credentials.
    const asked = (): readonly unknown[] => alibaba.requests.slice(length).map((each) => each.accessKeyId);
    await eventually(() => deepEqual(asked(), [key, key]), 30_000);
    const expected = new RegExp(`Account ${researchAccount}, expires in (1 hour|59 minutes)`);
    await eventually(async () => {
      equal(await first.waitForLabel(expected), await second.waitForLabel(expected));
    }, 30_000);
    await first.workbench.newTerminal();
    equal(await first.key(), key);
    await file.write();
    await setTimeout(3000);
    deepEqual(asked(), [key, key]);
    await both((window) => window.hasNoMessage());
  });

  it('comes back in both windows after Alibaba Cloud was turned off and on again', async () => {
    await turn('off');
    await both((window) => window.item.waitUntilGone());
    await first.workbench.newTerminal();
    equal(await first.key(), '');
    await turn('auto');
    const expected = new RegExp(`\\(file\\), Account ${researchAccount}, expires in`);
    await both((window) => window.waitForLabel(expected));
    await first.workbench.newTerminal();
    equal(await first.key(), instanceKey());
    await both((window) => window.hasNoMessage());
  });

  it('is fresh from the file when the machine wakes, and is said to be missing while the URI does not answer', async () => {
    const { alibaba } = scene().stage;
    await first.use(byUri);
    await alibaba.whileDown(async () => {
      await clock.advance(8 * hour);
      await file.write();
      // STS does not answer either, so the account of the new credentials is not known.
      await second.waitForLabel(/\(file\), expires in (1 hour|59 minutes)/);
      await first.item.waitFor(/^Instance RAM role · no session$/);
      await first.waitForLabel(/127\.0\.0\.1:\d+ on this machine cannot be reached .* Check that/);
      await first.workbench.newTerminal();
      equal(await first.key(), '');
    });
  });

  it('is fresh from the URI once that answers, without the user', async () => {
    // The next attempt is due.
    await clock.advance(minute);
    await first.item.waitFor(/^Instance RAM role · (1h|5\dm)$/);
    await first.workbench.newTerminal();
    equal(await first.key(), instanceKey());
    await both((window) => window.hasNoMessage());
  });
});
