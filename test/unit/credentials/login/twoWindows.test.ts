import assert from 'node:assert/strict';
import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { answerPage } from '../../../aws/identityCenter/clients.ts';
import { eventually } from '../../../eventually.ts';
import { LoginStage, minute } from './loginStage.ts';
import type { FromWindow, ToWindow } from './loginWindow.ts';

class StartedWindow {
  readonly messages: FromWindow[] = [];
  readonly #process: ChildProcess;

  constructor({ folder, aws }: LoginStage) {
    this.#process = fork(join(import.meta.dirname, 'loginWindow.ts'), [folder, aws.url]);
    this.#process.on('message', (message: FromWindow) => this.messages.push(message));
  }

  send(what: ToWindow['do'], lateByMs = 0): void {
    this.#process.send({ do: what, lateByMs } satisfies ToWindow);
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

describe('two windows with one sign-in with the AWS console, in separate processes,', function () {
  this.timeout(60_000);
  let stage: LoginStage;
  let windows: readonly [StartedWindow, StartedWindow];

  beforeEach(async () => {
    stage = await LoginStage.open();
    windows = [new StartedWindow(stage), new StartedWindow(stage)];
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
    first.send('signIn');
    const opened = await first.received('opened');
    second.send('signIn');
    await second.received('waits');
    await approve(opened);
    await Promise.all(windows.map((window) => window.received('signedIn')));
    assert.equal(second.messages.filter(({ kind }) => kind === 'opened').length, 0);
    const late = pass(9 * 60 * minute);
    for (const window of windows) for (let i = 0; i < 3; i++) window.send('keys', late);
    const found = await Promise.all(windows.map((window) => window.received('keys', 3)));
    assert.equal(new Set(found.map(({ accessKeyId }) => accessKeyId)).size, 1);
    assert.equal(stage.calls, 2);
  });

  it('go on when one is killed while it renews the keys', async () => {
    const [first, second] = windows;
    await stage.signIn(stage.window());
    const late = pass(16 * minute);
    stage.aws.faults.next({ kind: 'delay', milliseconds: 5000, action: 'CreateOAuth2Token' });
    first.send('keys', late);
    await eventually(async () => assert.equal((await readdir(join(stage.folder, 'locks'))).length, 1));
    await first.kill();
    second.send('keys', late);
    const { accessKeyId } = await second.received('keys');
    assert.equal((await stage.file()).accessToken.accessKeyId, accessKeyId);
  });
});
