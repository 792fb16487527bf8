import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { nextCode } from '../../aws/mfa.ts';
import { phone, testWorld } from '../../aws/testWorld.ts';
import { codesSent } from '../credentials/runner.ts';
import { StartedWindow } from './startedWindow.ts';

async function needsPerson(window: StartedWindow, name: string): Promise<void> {
  window.say({ get: name, mayAsk: false });
  assert.deepEqual(await window.next(), { kind: 'failed', reason: 'FailureError: needsPerson' });
}

describe('windows that do not see what the others store, each in a process of its own', () => {
  let aws: LocalAws;
  let directory: string;
  let windows: StartedWindow[];

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    directory = await mkdtemp(join(tmpdir(), 'rc-'));
    windows = [];
  });

  afterEach(async () => {
    await Promise.all(windows.map((window) => window.close()));
    assert.deepEqual(await registered(), [], 'who leaves is no longer registered');
    await aws.close();
    await rm(directory, { recursive: true });
  });

  async function open(): Promise<StartedWindow> {
    const window = new StartedWindow(aws.url, directory);
    windows.push(window);
    assert.deepEqual(await window.next(), { kind: 'open' });
    return window;
  }

  /** The access key of the session that a window gets, which must be for nothing, or for a code. */
  async function sessionOf(window: StartedWindow, name: string, how: 'free' | 'withCode'): Promise<string> {
    window.say({ get: name, mayAsk: how === 'withCode' });
    if (how === 'withCode') {
      assert.deepEqual(await window.next(), { kind: 'asked' });
      window.say({ code: nextCode(phone, aws.clock) });
    }
    const answer = await window.next();
    assert.ok(answer.kind === 'session', JSON.stringify(answer));
    return answer.accessKeyId;
  }

  const registered = () => readdir(join(directory, 'windows')).catch(() => []);
  const lines = async () => (await readdir(directory)).filter((name) => name.startsWith('rolecall-'));

  it('get sessions from each other, and pass them on', async () => {
    const [first, second] = [await open(), await open()];
    const session = await sessionOf(first, 'mfa', 'withCode');
    assert.equal(await sessionOf(second, 'mfa', 'free'), session);
    await first.close();
    assert.equal(await sessionOf(await open(), 'mfa', 'free'), session);
    assert.equal(codesSent(aws.requests).length, 1);
  });

  it('do what is left from what the others have', async () => {
    const [first, second] = [await open(), await open()];
    await sessionOf(first, 'mfa', 'withCode');
    const next = await sessionOf(second, 'next', 'free');
    assert.deepEqual(
      aws.requests.map(({ action }) => action),
      ['GetCallerIdentity', 'GetSessionToken', 'AssumeRole', 'AssumeRole'],
    );
    assert.equal(await sessionOf(first, 'next', 'free'), next);
    assert.equal(aws.requests.length, 4);
  });

  it('have the session as soon as the one that asks has it', async () => {
    const [first, second] = [await open(), await open()];
    first.say({ get: 'mfa' });
    assert.deepEqual(await first.next(), { kind: 'asked' });
    second.say({ get: 'mfa' });
    first.say({ code: nextCode(phone, aws.clock) });
    assert.deepEqual(await second.next(), await first.next());
    assert.equal(codesSent(aws.requests).length, 1);
  });

  it('leave nothing open until one of them has a session, and nothing behind', async () => {
    const first = await open();
    await needsPerson(first, 'mfa');
    assert.deepEqual([await registered(), await lines()], [[], []]);
    await sessionOf(first, 'mfa', 'withCode');
    assert.equal((await registered()).length, 1);
    if (process.platform !== 'win32') assert.equal((await lines()).length, 1);
    await first.close();
    assert.deepEqual([await registered(), await lines()], [[], []]);
  });

  it('all forget a session that AWS no longer takes', async () => {
    const [first, second, third] = [await open(), await open(), await open()];
    const old = await sessionOf(first, 'alice', 'withCode');
    for (const window of [second, third]) assert.equal(await sessionOf(window, 'alice', 'free'), old);
    // AWS's clock alone moves: as far as this machine can tell, the session is still good.
    aws.clock.advance(13 * 3_600_000);
    await sessionOf(second, 'mfa', 'withCode');
    const renewed = await sessionOf(second, 'alice', 'free');
    assert.notEqual(renewed, old);
    for (const window of [first, third]) assert.equal(await sessionOf(window, 'alice', 'free'), renewed);
    assert.equal(codesSent(aws.requests).length, 2);
  });

  it('all forget everything', async () => {
    const [first, second, third] = [await open(), await open(), await open()];
    await sessionOf(first, 'mfa', 'withCode');
    await sessionOf(second, 'alice', 'free');
    // It has long-term keys and no session, but somebody may be using them.
    await sessionOf(third, 'keys', 'free');
    second.say({ forgetAll: true });
    for (const window of [first, second, third]) assert.deepEqual(await window.next(), { kind: 'forgotten' });
    for (const window of [first, second]) await needsPerson(window, 'alice');
    await needsPerson(first, 'mfa');
  });

  it('are not held up by one that was killed, and clear up after it', async function () {
    if (process.platform === 'win32') this.skip(); // where a pipe that is gone says nothing of its window
    const [first, second] = [await open(), await open()];
    await sessionOf(first, 'mfa', 'withCode');
    await first.kill();
    assert.equal((await registered()).length, 1);
    const start = performance.now();
    await needsPerson(second, 'mfa');
    assert.ok(performance.now() - start < 900);
    assert.deepEqual([await registered(), await lines()], [[], []]);
  });

  it('wait a second for one that is halted, and no more', async function () {
    if (process.platform === 'win32') this.skip();
    const [first, second] = [await open(), await open()];
    await sessionOf(first, 'mfa', 'withCode');
    first.halt();
    const start = performance.now();
    await needsPerson(second, 'mfa');
    const took = performance.now() - start;
    await first.kill();
    assert.ok(took > 900 && took < 2000, `${took} ms`);
    await needsPerson(second, 'mfa');
  });
});
