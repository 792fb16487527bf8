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
  readonly said: FromWindow[] = [];
  readonly #process: ChildProcess;

  constructor({ folder, center }: SsoStage) {
    const args = [folder, center.url, sampleDirectory.startUrl];
    this.#process = fork(join(import.meta.dirname, 'windowProcess.ts'), args);
    this.#process.on('message', (message: FromWindow) => this.said.push(message));
  }

  say(message: ToWindow): void {
    this.#process.send(message);
  }

  /** The last of this kind, once there are so many. */
  async heard<K extends FromWindow['kind']>(kind: K, count = 1): Promise<Extract<FromWindow, { kind: K }>> {
    return eventually(() => {
      const heard = this.said.filter((each) => each.kind === kind);
      assert.ok(heard.length >= count, `${kind} of ${JSON.stringify(this.said)}`);
      return heard.at(-1) as Extract<FromWindow, { kind: K }>;
    }, 20_000);
  }

  async kill(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const exited = once(this.#process, 'exit');
    this.#process.kill('SIGKILL');
    await exited;
  }
}

async function sayYes({ url }: { readonly url: string }): Promise<void> {
  const back = await answerPage(url, 'allow');
  if (back) await (await fetch(back)).text();
}

describe('two windows of one sign-in, each in a process of its own', function () {
  this.timeout(60_000);
  let stage: SsoStage;
  let windows: readonly [StartedWindow, StartedWindow];

  beforeEach(async () => {
    stage = await SsoStage.open(sampleDirectory);
    windows = [new StartedWindow(stage), new StartedWindow(stage)];
    await Promise.all(windows.map((window) => window.heard('ready')));
  });
  afterEach(async () => {
    await Promise.all(windows.map((window) => window.kill()));
    await stage.close();
  });

  const count = (kind: FromWindow['kind']): number =>
    windows.flatMap(({ said }) => said).filter((each) => each.kind === kind).length;

  /** Signs in from the first window, while the second wants to as well. */
  async function signInTogether(): Promise<void> {
    const [first, second] = windows;
    first.say({ do: 'signIn' });
    const opened = await first.heard('opened');
    second.say({ do: 'signIn' });
    await second.heard('waits');
    await sayYes(opened);
    await Promise.all(windows.map((window) => window.heard('done')));
  }

  it('open one browser window; who waits sees that, and finds it done', async () => {
    await signInTogether();
    assert.equal(count('opened'), 1);
    assert.equal(count('waits'), 1);
    for (const window of windows) window.say({ do: 'call' });
    await Promise.all(windows.map((window) => window.heard('done', 2)));
  });

  it('let who waits leave, and who comes next begin', async () => {
    const [first, second] = windows;
    first.say({ do: 'signIn' });
    await first.heard('opened');
    second.say({ do: 'signIn' });
    await second.heard('waits');
    second.say({ do: 'cancel' });
    await second.heard('cancelled');
    assert.equal(count('done') + count('failed'), 0, 'the first goes on');
    first.say({ do: 'cancel' });
    await first.heard('cancelled');
    second.say({ do: 'signIn' });
    await sayYes(await second.heard('opened'));
    await second.heard('done');
  });

  it('do not wait for one that was killed while its person was in the browser', async () => {
    const [first, second] = windows;
    first.say({ do: 'signIn' });
    await first.heard('opened');
    second.say({ do: 'signIn' });
    await second.heard('waits');
    await first.kill();
    await sayYes(await second.heard('opened'));
    await second.heard('done');
  });

  it('renew a token once between them', async () => {
    await signInTogether();
    const ms = 57 * 60_000;
    stage.aws.clock.advance(ms);
    for (const window of windows) {
      window.say({ do: 'lateBy', ms });
      for (let i = 0; i < 4; i++) window.say({ do: 'call' });
    }
    await Promise.all(windows.map((window) => window.heard('done', 5)));
    assert.equal(count('failed'), 0);
    assert.equal(stage.calls('CreateToken'), 2, 'one for the sign-in, one for the renewal');
  });

  it('end up with the newer sign-in where one renews the older meanwhile', async () => {
    await signInTogether();
    const clientIn = async (): Promise<unknown> => {
      const [file = ''] = await readdir(join(stage.folder, 'cache'));
      const text = await readFile(join(stage.folder, 'cache', file), 'utf8');
      return (JSON.parse(text) as { readonly clientId?: unknown }).clientId;
    };
    const older = await clientIn();
    const ms = 57 * 60_000;
    stage.aws.clock.advance(ms);
    for (const window of windows) window.say({ do: 'lateBy', ms });
    stage.center.faults.next({ kind: 'delay', milliseconds: 1500, action: 'CreateToken' });
    windows[0].say({ do: 'call' });
    await eventually(async () => assert.equal((await readdir(join(stage.folder, 'locks'))).length, 1));
    windows[1].say({ do: 'signIn' });
    await sayYes(await windows[1].heard('opened'));
    await Promise.all(windows.map((window) => window.heard('done', 2)));
    assert.notEqual(await clientIn(), older);
  });

  it('come to one end where one renews and the other signs out', async () => {
    await signInTogether();
    const ms = 57 * 60_000;
    stage.aws.clock.advance(ms);
    for (const window of windows) window.say({ do: 'lateBy', ms });
    stage.center.faults.next({ kind: 'delay', milliseconds: 600, action: 'CreateToken' });
    windows[0].say({ do: 'call' });
    await eventually(async () => assert.equal((await readdir(join(stage.folder, 'locks'))).length, 1));
    windows[1].say({ do: 'signOut' });
    await windows[1].heard('done', 2);
    assert.deepEqual(await readdir(join(stage.folder, 'cache')), []);
    windows[0].say({ do: 'call' });
    await eventually(() => assert.equal(windows[0].said.at(-1)?.kind, 'failed'));
    assert.deepEqual(await readdir(join(stage.folder, 'cache')), []);
  });
});
