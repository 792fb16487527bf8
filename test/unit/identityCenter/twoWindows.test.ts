import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { sampleDirectory } from '../../aws/identityCenter/sampleDirectory.ts';
import { eventually } from '../../eventually.ts';
import { SsoStage } from './ssoStage.ts';
import { approve, StartedWindow } from '../startedWindow.ts';
import type { FromWindow, ToWindow } from './windowProcess.ts';

type SsoWindow = StartedWindow<ToWindow, FromWindow>;

function startWindow({ folder, center }: SsoStage): SsoWindow {
  const args = [folder, center.url, sampleDirectory.startUrl];
  return new StartedWindow(join(import.meta.dirname, 'windowProcess.ts'), args);
}

describe('two windows with one sign-in, in separate processes,', function () {
  this.timeout(60_000);
  let stage: SsoStage;
  let windows: readonly [SsoWindow, SsoWindow];

  beforeEach(async () => {
    stage = await SsoStage.open(sampleDirectory);
    windows = [startWindow(stage), startWindow(stage)];
    await Promise.all(windows.map((window) => window.received('ready')));
  });
  afterEach(async () => {
    await Promise.all(windows.map((window) => window.kill()));
    await stage.close();
  });

  const count = (kind: FromWindow['kind']): number =>
    windows.flatMap(({ messages }) => messages).filter((each) => each.kind === kind).length;

  /** Starts a sign-in in the first window while the second wants one too. */
  async function signInTogether(): Promise<void> {
    const [first, second] = windows;
    first.send({ do: 'signIn' });
    const opened = await first.received('opened');
    second.send({ do: 'signIn' });
    await second.received('waits');
    await approve(opened);
    await Promise.all(windows.map((window) => window.received('done')));
  }

  it('open one browser page; the second window shows the wait and uses the result', async () => {
    await signInTogether();
    assert.equal(count('opened'), 1);
    assert.equal(count('waits'), 1);
    for (const window of windows) window.send({ do: 'call' });
    await Promise.all(windows.map((window) => window.received('done', 2)));
  });

  it('let the second window cancel its wait, and the next sign-in start', async () => {
    const [first, second] = windows;
    first.send({ do: 'signIn' });
    await first.received('opened');
    second.send({ do: 'signIn' });
    await second.received('waits');
    second.send({ do: 'cancel' });
    await second.received('cancelled');
    assert.equal(count('done') + count('failed'), 0, 'the first one continues');
    first.send({ do: 'cancel' });
    await first.received('cancelled');
    second.send({ do: 'signIn' });
    await approve(await second.received('opened'));
    await second.received('done');
  });

  it('do not wait for a window that was killed during a sign-in', async () => {
    const [first, second] = windows;
    first.send({ do: 'signIn' });
    await first.received('opened');
    second.send({ do: 'signIn' });
    await second.received('waits');
    await first.kill();
    await approve(await second.received('opened'));
    await second.received('done');
  });

  it('renew a token once between them', async () => {
    await signInTogether();
    const ms = 57 * 60_000;
    stage.aws.clock.advance(ms);
    for (const window of windows) {
      window.send({ do: 'lateBy', ms });
      for (let i = 0; i < 4; i++) window.send({ do: 'call' });
    }
    await Promise.all(windows.map((window) => window.received('done', 5)));
    assert.equal(count('failed'), 0);
    assert.equal(stage.calls('CreateToken'), 2, 'one for the sign-in, one for the renewal');
  });

  it('end up with the newer sign-in if one window renews the older one in the meantime', async () => {
    await signInTogether();
    const clientIn = async (): Promise<unknown> => {
      const [file = ''] = await readdir(join(stage.folder, 'cache'));
      const text = await readFile(join(stage.folder, 'cache', file), 'utf8');
      return (JSON.parse(text) as { readonly clientId?: unknown }).clientId;
    };
    const older = await clientIn();
    const ms = 57 * 60_000;
    stage.aws.clock.advance(ms);
    for (const window of windows) window.send({ do: 'lateBy', ms });
    stage.center.faults.next({ kind: 'delay', milliseconds: 1500, action: 'CreateToken' });
    windows[0].send({ do: 'call' });
    await eventually(async () => assert.equal((await readdir(join(stage.folder, 'locks'))).length, 1));
    windows[1].send({ do: 'signIn' });
    await approve(await windows[1].received('opened'));
    await Promise.all(windows.map((window) => window.received('done', 2)));
    assert.notEqual(await clientIn(), older);
  });

  it('reach one consistent state if one renews and the other signs out', async () => {
    await signInTogether();
    const ms = 57 * 60_000;
    stage.aws.clock.advance(ms);
    for (const window of windows) window.send({ do: 'lateBy', ms });
    stage.center.faults.next({ kind: 'delay', milliseconds: 600, action: 'CreateToken' });
    windows[0].send({ do: 'call' });
    await eventually(async () => assert.equal((await readdir(join(stage.folder, 'locks'))).length, 1));
    windows[1].send({ do: 'signOut' });
    await windows[1].received('done', 2);
    assert.deepEqual(await readdir(join(stage.folder, 'cache')), []);
    windows[0].send({ do: 'call' });
    await eventually(() => assert.equal(windows[0].messages.at(-1)?.kind, 'failed'));
    assert.deepEqual(await readdir(join(stage.folder, 'cache')), []);
  });
});
