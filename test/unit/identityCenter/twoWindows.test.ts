import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { answerPage } from '../../aws/identityCenter/clients.ts';
import { sampleDirectory } from '../../aws/identityCenter/sampleDirectory.ts';
import { eventually } from '../../eventually.ts';
import { SsoStage } from './ssoStage.ts';
import type { FromWindow, ToWindow } from './windowProcess.ts';

class StartedWindow {
  readonly messages: FromWindow[] = [];
  readonly #process: ChildProcess;

  constructor({ folder, center }: SsoStage) {
    const args = [folder, center.url, sampleDirectory.startUrl];
    this.#process = fork(join(import.meta.dirname, 'windowProcess.ts'), args);
    this.#process.on('message', (message: FromWindow) => this.messages.push(message));
  }

  send(message: ToWindow): void {
    this.#process.send(message);
  }

  /** The last message of this kind, after at least `count` have arrived. */
  async received<K extends FromWindow['kind']>(
    kind: K,
    count = 1,
  ): Promise<Extract<FromWindow, { kind: K }>> {
    return eventually(() => {
      const received = this.messages.filter((each) => each.kind === kind);
      assert.ok(received.length >= count, `${kind} of ${JSON.stringify(this.messages)}`);
      return received.at(-1) as Extract<FromWindow, { kind: K }>;
    }, 20_000);
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }
}

async function approve({ url }: { readonly url: string }): Promise<void> {
  const back = await answerPage(url, 'allow');
  if (back) await (await fetch(back)).text();
}

describe('two windows with one sign-in, in separate processes,', function () {
  this.timeout(60_000);
  let stage: SsoStage;
  let windows: readonly [StartedWindow, StartedWindow];

  beforeEach(async () => {
    stage = await SsoStage.open(sampleDirectory);
    windows = [new StartedWindow(stage), new StartedWindow(stage)];
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
