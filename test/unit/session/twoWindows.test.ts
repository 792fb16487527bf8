import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { nextCode } from '../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { phone, testWorld } from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { codesSent, outcomes } from '../credentials/runner.ts';
import { StartedWindow } from './testWindows/startedWindow.ts';
import type { FromWindow } from './testWindows/windowProcess.ts';

describe('two windows in separate processes', () => {
  let aws: LocalAws;
  let directory: string;
  let windows: StartedWindow[];

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    directory = await mkdtemp(join(tmpdir(), 'rolecall-windows-'));
    windows = [0, 1].map(() => new StartedWindow(aws.url, directory, join(directory, 'secrets')));
    await Promise.all(windows.map((window) => window.received('open')));
  });

  afterEach(async () => {
    await Promise.all(windows.map((window) => window.close()));
    await aws.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('ask for one code between them', async () => {
    for (const window of windows) window.send({ get: 'mfa' });
    const asking = await Promise.race(
      windows.map((window) => window.received('prompting').then(() => window)),
    );
    await sleep(300);
    assert.equal(countOf('prompting'), 1);
    asking.send({ code: nextCode(phone, aws.clock) });
    await Promise.all(windows.map((window) => window.received('session')));
    assert.equal(countOf('prompting'), 1);
    assert.equal(codesSent(aws.requests).length, 1);
    assert.deepEqual(outcomes(aws.requests), ['GetCallerIdentity OK', 'GetSessionToken OK', 'AssumeRole OK']);
    const [one, other] = windows.map(({ messages }) => messages.find(({ kind }) => kind === 'session'));
    assert.deepEqual(one, other);
  });

  it('send no code twice, though each would', async () => {
    const [first, second] = windows as [StartedWindow, StartedWindow];
    const code = nextCode(phone, aws.clock);
    const start = Date.now();
    first.send({ get: 'mfa-straight' });
    await first.received('prompting');
    first.send({ code });
    await first.received('session');
    second.send({ get: 'alice' });
    await second.received('prompting');
    second.send({ code });
    await second.received('refused');
    const refused = second.messages.find(({ kind }) => kind === 'refused');
    assert.ok(refused?.kind === 'refused' && refused.failure.code === 'mfaReused');
    const { nextCodeAt } = refused.failure;
    assert.equal(nextCodeAt % 30_000, 0, 'devices change their codes every half minute');
    assert.ok(nextCodeAt > start && nextCodeAt <= Date.now() + 30_000, `${nextCodeAt - start} ms`);
    assert.deepEqual(codesSent(aws.requests), [code]);
  });

  it('need one code between them when both renew, for whichever profile', async () => {
    const [first, second] = windows as [StartedWindow, StartedWindow];
    const code = () => first.send({ code: nextCode(phone, aws.clock) });
    first.send({ get: 'mfa' });
    await first.received('prompting');
    code();
    await first.received('session');
    for (const profile of ['mfa', 'mfa-plain']) {
      const received = second.messages.length;
      second.send({ get: profile });
      await eventually(() => assert.equal(second.messages[received]?.kind, 'session'));
      const before = [first, second].map((window) => [...window.messages]);
      const old = [first, second].map(keyOf);
      first.send({ get: 'mfa', renew: true });
      await eventually(() => assert.equal(first.messages.at(-1)?.kind, 'prompting'));
      second.send({ get: profile, renew: true });
      await sleep(1000);
      code();
      await eventually(() => {
        for (const [i, window] of windows.entries()) assert.notEqual(keyOf(window), old[i]);
      });
      const kinds = [first, second].map(({ messages }, i) =>
        messages.slice(before[i]?.length).map(({ kind }) => kind),
      );
      assert.deepEqual(kinds, [['prompting', 'session'], ['session']]);
      assert.equal(keyOf(first) === keyOf(second), profile === 'mfa');
    }
    assert.equal(codesSent(aws.requests).length, 3);
  });

  it('do not stay blocked when the window that prompts is killed', async () => {
    const [first, second] = windows as [StartedWindow, StartedWindow];
    first.send({ get: 'mfa' });
    await first.received('prompting');
    second.send({ get: 'mfa' });
    await first.kill();
    // A lock counts as stale after eight seconds without a heartbeat. Six have passed.
    const [name = ''] = await readdir(join(directory, 'locks'));
    const silentSince = new Date(Date.now() - 6000);
    await utimes(join(directory, 'locks', name), silentSince, silentSince);
    const start = performance.now();
    await second.received('prompting');
    assert.ok(performance.now() - start < 4000);
    second.send({ code: nextCode(phone, aws.clock) });
    await second.received('session');
  });

  describe('of which one has a clock that is an hour ahead, and the other one that is an hour behind,', () => {
    const hour = 3_600_000;
    beforeEach(async () => {
      await Promise.all(windows.map((window) => window.close()));
      await setClocks(directory, hour, -hour);
      windows = [0, 1].map(
        (i) => new StartedWindow(aws.url, directory, undefined, join(directory, `ahead${i}`)),
      );
      await Promise.all(windows.map((window) => window.received('open')));
    });

    for (const first of [0, 1]) {
      it(`ask for one code between them, though the clocks are set meanwhile (${first})`, async () => {
        const asking = windows[first]!;
        asking.send({ get: 'mfa' });
        await asking.received('prompting');
        windows[1 - first]!.send({ get: 'mfa' });
        await sleep(1500);
        await setClocks(directory, -hour, hour);
        await sleep(1500);
        assert.equal(countOf('prompting'), 1);
        asking.send({ code: nextCode(phone, aws.clock) });
        await Promise.all(windows.map((window) => window.received('session')));
        assert.deepEqual([countOf('prompting'), codesSent(aws.requests).length], [1, 1]);
      });

      it(`do not stay blocked when the one that prompts is killed (${first})`, async () => {
        const killed = windows[first]!;
        killed.send({ get: 'mfa' });
        await killed.received('prompting');
        const other = windows[1 - first]!;
        other.send({ get: 'mfa' });
        await sleep(500);
        await killed.kill();
        const start = performance.now();
        await other.received('prompting');
        assert.ok(performance.now() - start < 10_000);
      });
    }
  });

  function countOf(kind: FromWindow['kind']): number {
    return windows.flatMap(({ messages }) => messages).filter((message) => message.kind === kind).length;
  }
});

/** The access key ID of the session that it received last. */
function keyOf({ messages }: StartedWindow): string | undefined {
  return messages.findLast((message) => message.kind === 'session')?.accessKeyId;
}

/** Sets the clocks of both windows: how many ms each is ahead. */
async function setClocks(directory: string, ...aheadMs: readonly number[]): Promise<void> {
  await Promise.all(aheadMs.map((each, i) => writeFile(join(directory, `ahead${i}`), `${each}`)));
}
