import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm, utimes } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { nextCode } from '../../aws/mfa.ts';
import { phone, testWorld } from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { codesSent, outcomes } from '../credentials/runner.ts';
import { StartedWindow } from './startedWindow.ts';
import type { FromWindow } from './windowProcess.ts';

describe('two windows, each in a process of its own', () => {
  let aws: LocalAws;
  let directory: string;
  let windows: StartedWindow[];

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    directory = await mkdtemp(join(tmpdir(), 'rolecall-windows-'));
    windows = [0, 1].map(() => new StartedWindow(aws.url, directory, join(directory, 'secrets')));
    await Promise.all(windows.map((window) => window.heard('open')));
  });

  afterEach(async () => {
    await Promise.all(windows.map((window) => window.close()));
    await aws.close();
    await rm(directory, { recursive: true, force: true });
  });

  it('ask for one code between them', async () => {
    for (const window of windows) window.say({ get: 'mfa' });
    const asking = await Promise.race(windows.map((window) => window.heard('asked').then(() => window)));
    await sleep(300);
    assert.equal(countOf('asked'), 1);
    asking.say({ code: nextCode(phone, aws.clock) });
    await Promise.all(windows.map((window) => window.heard('session')));
    assert.equal(countOf('asked'), 1);
    assert.equal(codesSent(aws.requests).length, 1);
    assert.deepEqual(outcomes(aws.requests), ['GetCallerIdentity OK', 'GetSessionToken OK', 'AssumeRole OK']);
    const [one, other] = windows.map(({ said }) => said.find(({ kind }) => kind === 'session'));
    assert.deepEqual(one, other);
  });

  it('send no code twice, though each would', async () => {
    const [first, second] = windows as [StartedWindow, StartedWindow];
    const code = nextCode(phone, aws.clock);
    const start = Date.now();
    first.say({ get: 'mfa-straight' });
    await first.heard('asked');
    first.say({ code });
    await first.heard('session');
    second.say({ get: 'alice' });
    await second.heard('asked');
    second.say({ code });
    await second.heard('refused');
    const refused = second.said.find(({ kind }) => kind === 'refused');
    assert.ok(refused?.kind === 'refused' && refused.failure.code === 'mfaReused');
    const { nextCodeAt } = refused.failure;
    assert.equal(nextCodeAt % 30_000, 0, 'devices change their codes by the half minute');
    assert.ok(nextCodeAt > start && nextCodeAt <= Date.now() + 30_000, `${nextCodeAt - start} ms`);
    assert.deepEqual(codesSent(aws.requests), [code]);
  });

  it('that both renew take one code between them, for whichever profile', async () => {
    const [first, second] = windows as [StartedWindow, StartedWindow];
    const code = () => first.say({ code: nextCode(phone, aws.clock) });
    first.say({ get: 'mfa' });
    await first.heard('asked');
    code();
    await first.heard('session');
    for (const profile of ['mfa', 'mfa-plain']) {
      const heard = second.said.length;
      second.say({ get: profile });
      await eventually(() => assert.equal(second.said[heard]?.kind, 'session'));
      const before = [first, second].map((window) => [...window.said]);
      const old = [first, second].map(keyOf);
      first.say({ get: 'mfa', renew: true });
      await eventually(() => assert.equal(first.said.at(-1)?.kind, 'asked'));
      second.say({ get: profile, renew: true });
      await sleep(1000);
      code();
      await eventually(() => {
        for (const [i, window] of windows.entries()) assert.notEqual(keyOf(window), old[i]);
      });
      const told = [first, second].map(({ said }, i) =>
        said.slice(before[i]?.length).map(({ kind }) => kind),
      );
      assert.deepEqual(told, [['asked', 'session'], ['session']]);
      assert.equal(keyOf(first) === keyOf(second), profile === 'mfa');
    }
    assert.equal(codesSent(aws.requests).length, 3);
  });

  it('do not stay blocked when the one that asks is killed', async () => {
    const [first, second] = windows as [StartedWindow, StartedWindow];
    first.say({ get: 'mfa' });
    await first.heard('asked');
    second.say({ get: 'mfa' });
    await first.kill();
    // Eight seconds of silence make a holder dead. Six of them have passed.
    const [name = ''] = await readdir(join(directory, 'locks'));
    const silentSince = new Date(Date.now() - 6000);
    await utimes(join(directory, 'locks', name), silentSince, silentSince);
    const start = performance.now();
    await second.heard('asked');
    assert.ok(performance.now() - start < 4000);
    second.say({ code: nextCode(phone, aws.clock) });
    await second.heard('session');
  });

  function countOf(kind: FromWindow['kind']): number {
    return windows.flatMap(({ said }) => said).filter((message) => message.kind === kind).length;
  }
});

/** Of the session that it was given last. */
function keyOf({ said }: StartedWindow): string | undefined {
  return said.findLast((message) => message.kind === 'session')?.accessKeyId;
}
