import assert from 'node:assert/strict';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { nextCode } from '../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { phone, testWorld } from '../../aws/testWorld.ts';
import { codesSent } from '../credentials/runner.ts';
import { StartedWindow } from './testWindows/startedWindow.ts';

async function needsPerson(window: StartedWindow, name: string): Promise<void> {
  window.send({ get: name, mayAsk: false });
  assert.deepEqual(await window.next(), { kind: 'failed', reason: 'FailureError: needsPerson' });
}

describe("windows in separate processes that do not see each other's stored sessions", () => {
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
    assert.deepEqual(await registered(), [], 'closed windows are no longer registered');
    await aws.close();
    await rm(directory, { recursive: true });
  });

  async function open(): Promise<StartedWindow> {
    const window = new StartedWindow(aws.url, directory);
    windows.push(window);
    assert.deepEqual(await window.next(), { kind: 'open' });
    return window;
  }

  /** The access key ID of the session that a window gets, with or without a code as `how` requires. */
  async function sessionOf(window: StartedWindow, name: string, how: 'free' | 'withCode'): Promise<string> {
    window.send({ get: name, mayAsk: how === 'withCode' });
    if (how === 'withCode') {
      assert.deepEqual(await window.next(), { kind: 'prompting' });
      window.send({ code: nextCode(phone, aws.clock) });
    }
    const answer = await window.next();
    assert.ok(answer.kind === 'session', JSON.stringify(answer));
    return answer.accessKeyId;
  }

  const registered = () => readdir(join(directory, 'windows')).catch(() => []);
  const lines = async () => (await readdir(directory)).filter((name) => name.startsWith('rolecall-'));

  it('get sessions from each other and pass them on', async () => {
    const [first, second] = [await open(), await open()];
    const session = await sessionOf(first, 'mfa', 'withCode');
    assert.equal(await sessionOf(second, 'mfa', 'free'), session);
    await first.close();
    assert.equal(await sessionOf(await open(), 'mfa', 'free'), session);
    assert.equal(codesSent(aws.requests).length, 1);
  });

  it('continue from what the others have', async () => {
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

  it('have the session as soon as the window that prompts has it', async () => {
    const [first, second] = [await open(), await open()];
    first.send({ get: 'mfa' });
    assert.deepEqual(await first.next(), { kind: 'prompting' });
    second.send({ get: 'mfa' });
    first.send({ code: nextCode(phone, aws.clock) });
    assert.deepEqual(await second.next(), await first.next());
    assert.equal(codesSent(aws.requests).length, 1);
  });

  it('open nothing before one of them has a session, and leave nothing behind', async () => {
    const first = await open();
    await needsPerson(first, 'mfa');
    assert.deepEqual([await registered(), await lines()], [[], []]);
    await sessionOf(first, 'mfa', 'withCode');
    assert.equal((await registered()).length, 1);
    if (process.platform !== 'win32') assert.equal((await lines()).length, 1);
    await first.close();
    assert.deepEqual([await registered(), await lines()], [[], []]);
  });

  it('all forget a session that AWS rejects', async () => {
    const [first, second, third] = [await open(), await open(), await open()];
    const old = await sessionOf(first, 'alice', 'withCode');
    for (const window of [second, third]) assert.equal(await sessionOf(window, 'alice', 'free'), old);
    // Only AWS's clock moves: to this machine, the session still appears valid.
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
    // It has long-term keys and no session, but a program may be using the keys.
    await sessionOf(third, 'keys', 'free');
    second.send({ forgetAll: true });
    for (const window of [first, second, third]) assert.deepEqual(await window.next(), { kind: 'forgotten' });
    for (const window of [first, second]) await needsPerson(window, 'alice');
    await needsPerson(first, 'mfa');
  });

  it('do not wait for a killed window, and clean up after it', async function () {
    if (process.platform === 'win32') this.skip(); // a closed Windows pipe does not reveal that its window was killed
    const [first, second] = [await open(), await open()];
    await sessionOf(first, 'mfa', 'withCode');
    await first.kill();
    assert.equal((await registered()).length, 1);
    const start = performance.now();
    await needsPerson(second, 'mfa');
    assert.ok(performance.now() - start < 900);
    assert.deepEqual([await registered(), await lines()], [[], []]);
  });

  it('wait at most a second for a suspended window', async function () {
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
