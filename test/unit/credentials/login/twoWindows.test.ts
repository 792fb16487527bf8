import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { eventually } from '../../../eventually.ts';
import { LoginStage, minute } from './loginStage.ts';
import { approve, StartedWindow } from '../../startedWindow.ts';
import type { FromWindow, ToWindow } from './loginWindow.ts';

type LoginWindow = StartedWindow<ToWindow, FromWindow>;

function startWindow({ folder, aws }: LoginStage): LoginWindow {
  return new StartedWindow(join(import.meta.dirname, 'loginWindow.ts'), [folder, aws.url]);
}

describe('two windows with one sign-in with the AWS console, in separate processes,', function () {
  this.timeout(60_000);
  let stage: LoginStage;
  let windows: readonly [LoginWindow, LoginWindow];

  beforeEach(async () => {
    stage = await LoginStage.open();
    windows = [startWindow(stage), startWindow(stage)];
    await Promise.all(windows.map((window) => window.received('ready')));
  });
  afterEach(async () => {
    await Promise.all(windows.map((window) => window.kill()));
    await stage.close();
  });

  /** Time passes, also while the machine sleeps. */
  const pass = (ms: number): number => {
    stage.aws.clock.advance(ms);
    return ms;
  };

  it('open one browser page, and renew the keys once between them', async () => {
    const [first, second] = windows;
    first.send({ do: 'signIn', lateByMs: 0 });
    const opened = await first.received('opened');
    second.send({ do: 'signIn', lateByMs: 0 });
    await second.received('waits');
    await approve(opened);
    await Promise.all(windows.map((window) => window.received('signedIn')));
    assert.equal(second.messages.filter(({ kind }) => kind === 'opened').length, 0);
    const late = pass(9 * 60 * minute);
    for (const window of windows) for (let i = 0; i < 3; i++) window.send({ do: 'keys', lateByMs: late });
    const found = await Promise.all(windows.map((window) => window.received('keys', 3)));
    assert.equal(new Set(found.map(({ accessKeyId }) => accessKeyId)).size, 1);
    assert.equal(stage.calls, 2);
  });

  it('go on when one is killed while it renews the keys', async () => {
    const [first, second] = windows;
    await stage.signIn(stage.window());
    const late = pass(16 * minute);
    stage.aws.faults.next({ kind: 'delay', milliseconds: 5000, action: 'CreateOAuth2Token' });
    first.send({ do: 'keys', lateByMs: late });
    await eventually(async () => assert.equal((await readdir(join(stage.folder, 'locks'))).length, 1));
    await first.kill();
    second.send({ do: 'keys', lateByMs: late });
    const { accessKeyId } = await second.received('keys');
    assert.equal((await stage.file()).accessToken.accessKeyId, accessKeyId);
  });
});
