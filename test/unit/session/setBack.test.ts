import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdir, mkdtemp, readdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Active } from '../../../src/session/active.ts';
import { clockRecordPath, MachineClock } from '../../../src/session/machineClock.ts';
import { isoSeconds } from '../../aws/clock.ts';
import { nextCode } from '../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { assume } from '../../aws/sts/stsClient.ts';
import { aliceKey, mfaRole, phone, plainRole, testWorld } from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { ConnectedWindows } from '../../fakes/connectedWindows.ts';
import { MemorySecrets } from '../../fakes/memorySecrets.ts';
import { MovableMachine } from '../../fakes/movableMachine.ts';
import { noOtherWindows } from '../../fakes/noOtherWindows.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { failureFrom, outcomes } from '../credentials/runner.ts';
import { StartedWindow } from './testWindows/startedWindow.ts';
import {
  activeIn,
  config,
  openWindow,
  profile,
  type Window,
  type WindowDependencies,
} from './testWindows/window.ts';

const minute = 60_000;
const hour = 60 * minute;
const tickMs = 20_000;

describe('after the clock was set back', () => {
  let aws: LocalAws;
  let machine: MovableMachine;
  let folder: string;
  let secrets: MemorySecrets;
  const clocks: MachineClock[] = [];
  const silent = { mayAsk: false };

  const open = (more: Partial<WindowDependencies<TypedCodes>> = {}): Window<TypedCodes> => {
    const clock = new MachineClock(machine.clocks, clockRecordPath(folder));
    clocks.push(clock);
    const prompts = new TypedCodes(() => nextCode(phone, aws.clock));
    return openWindow({ url: aws.url, prompts, secrets, now: machine.clocks.now, clock, ...more });
  };
  const closeAll = () => {
    for (const each of clocks.splice(0)) each.dispose();
  };
  const pass = (milliseconds: number) => {
    aws.clock.advance(milliseconds);
    machine.pass(milliseconds);
  };
  const tick = async () => {
    pass(tickMs);
    mock.timers.tick(tickMs);
    await sleep(100);
  };
  const directory = () => join(folder, 'cache');
  /** A window that shares its sessions with the AWS CLI. */
  const sharing = (): Window<TypedCodes> => {
    const window = open({ cliDirectory: directory(), isAwsItself: true, secrets: new MemorySecrets() });
    window.files.config =
      `${config}\n[profile cli]\nrole_arn = ${mfaRole}\nsource_profile = keys\n` +
      `mfa_serial = ${phone.serialNumber}\n`;
    return window;
  };
  const cliFile = async () => join(directory(), (await readdir(directory()))[0]!);
  /** Minutes. */
  const left = (expiration: number | undefined) => Math.round(((expiration ?? 0) - machine.wall) / minute);

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    machine = new MovableMachine(aws.clock.now());
    folder = await mkdtemp(join(tmpdir(), 'rolecall-back-'));
    secrets = new MemorySecrets();
  });

  afterEach(async () => {
    closeAll();
    await aws.close();
    await rm(folder, { recursive: true, force: true });
  });

  it('a session ends when it would have, and programs are told so', async () => {
    const window = open();
    const { credentials } = await window.get('alice');
    pass(10 * hour);
    machine.wall -= 13 * hour;
    assert.deepEqual([left(credentials.expiration), left(credentials.reveal().expiration)], [120, 120]);
    const found = await window.get('alice', silent);
    assert.equal(found.credentials, credentials);
    pass(2 * hour - 4 * minute);
    assert.equal((await failureFrom(window.get('alice', silent))).code, 'needsPerson');
  });

  it('other windows get sessions with the time that is really left', async () => {
    const windows = new ConnectedWindows();
    const [first, second] = [0, 1].map(() =>
      open({ secrets: new MemorySecrets(), otherWindows: windows.open() }),
    );
    await first!.get('alice');
    pass(11 * hour);
    machine.wall -= 20 * hour;
    assert.equal(left((await second!.get('alice', silent)).credentials.expiration), 60);
    pass(58 * minute);
    assert.equal((await failureFrom(second!.get('alice', silent))).code, 'needsPerson');
  });

  it('stored sessions that a window holds are corrected, and all others are deleted', async () => {
    await open().get('alice');
    const [aliceKeyName] = secrets.values.keys();
    const window = open();
    await window.get('plain');
    assert.equal(secrets.values.size, 2);
    closeAll();
    pass(10 * minute);
    const keeping = open();
    await keeping.get('plain', silent);
    machine.wall -= 3 * hour;
    await keeping.get('plain', silent);
    await eventually(async () => {
      const record = JSON.parse(await readFile(clockRecordPath(folder), 'utf8')) as { readonly wall: number };
      assert.equal(record.wall, machine.wall);
    });
    assert.equal(secrets.values.size, 1);
    assert.ok(!secrets.values.has(aliceKeyName!));
    const later = open({ otherWindows: noOtherWindows });
    assert.equal(left((await later.get('plain', silent)).credentials.expiration), 50);
    assert.equal((await failureFrom(later.get('alice', silent))).code, 'needsPerson');
  });

  it('sessions that were stored before are not found, even if no window was open', async () => {
    await open().get('alice');
    pass(8 * hour);
    closeAll();
    pass(hour);
    machine.wall -= 2 * hour;
    const window = open();
    assert.equal((await failureFrom(window.get('alice', silent))).code, 'needsPerson');
    assert.equal(secrets.values.size, 0);
  });

  it('sessions that cannot have been stored yet are deleted, also without a record', async () => {
    await open().get('alice');
    closeAll();
    await rm(folder, { recursive: true });
    machine.wall -= 6 * minute;
    assert.equal((await failureFrom(open().get('alice', silent))).code, 'needsPerson');
    machine.wall += 7 * minute;
    assert.equal((await failureFrom(open().get('alice', silent))).code, 'needsPerson', 'nor do they return');
  });

  it('sessions of another machine whose clock is ahead last no longer than when they were stored', async () => {
    await open().get('alice');
    closeAll();
    await rm(folder, { recursive: true });
    machine.wall -= 4 * minute;
    const { credentials } = await open().get('alice', silent);
    assert.equal(left(credentials.expiration), 12 * 60);
  });

  it('sessions that an earlier version stored are deleted if no session lasts that long', async () => {
    await open().get('alice');
    closeAll();
    await rm(folder, { recursive: true });
    for (const [key, text] of secrets.values) secrets.values.set(key, withoutStoredAt(text));
    machine.wall -= 24 * hour + minute;
    assert.equal((await failureFrom(open().get('alice', silent))).code, 'needsPerson');
    assert.equal(secrets.values.size, 0);
  });

  it('a session that is read from storage meanwhile is not used', async () => {
    await open().get('alice');
    closeAll();
    const window = open();
    const get = secrets.get.bind(secrets);
    secrets.get = async (key) => {
      secrets.get = get;
      const found = await get(key);
      machine.wall -= 3 * hour;
      return found;
    };
    assert.equal((await failureFrom(window.get('alice', silent))).code, 'needsPerson');
    assert.equal(secrets.values.size, 0);
  });

  describe('the files of the AWS CLI', () => {
    it('are removed', async () => {
      const window = sharing();
      await window.get('cli');
      assert.equal((await readdir(directory())).length, 1);
      machine.wall -= hour;
      await window.get('cli', silent);
      await eventually(async () => assert.deepEqual(await readdir(directory()), []));
    });

    it('are not used if they cannot have been written yet', async () => {
      await sharing().get('cli');
      await sharing().get('cli', silent);
      const future = new Date(machine.wall + 6 * minute);
      await utimes(await cliFile(), future, future);
      assert.equal((await failureFrom(sharing().get('cli', silent))).code, 'needsPerson');
    });

    it('are not used if the session would last longer than was requested', async () => {
      await sharing().get('cli');
      closeAll();
      await rm(join(folder, 'clocks'), { recursive: true });
      machine.wall -= 10 * minute;
      const past = new Date(machine.wall - minute);
      await utimes(await cliFile(), past, past);
      assert.equal((await failureFrom(sharing().get('cli', silent))).code, 'needsPerson');
    });
  });

  describe('the profile in use', () => {
    const opened: Active[] = [];
    const use = (window: Window<TypedCodes>): Active => {
      const active = activeIn(window, { now: machine.clocks.now });
      opened.push(active);
      return active;
    };
    beforeEach(() => mock.timers.enable({ apis: ['setInterval'] }));
    afterEach(() => {
      for (const each of opened.splice(0)) each.dispose();
      mock.timers.reset();
    });

    it('is renewed in time', async () => {
      const active = use(open());
      await active.use(profile('plain'));
      const first = keyOf(active);
      pass(10 * minute);
      machine.wall -= 5 * hour;
      await tick();
      assert.equal(keyOf(active), first);
      pass(44 * minute);
      await tick();
      assert.equal(keyOf(active), first);
      pass(minute);
      await tick();
      await eventually(() => assert.notEqual(keyOf(active), first));
      assert.equal(active.state.kind, 'ready');
    });

    it('waits for a code when its session has really ended', async () => {
      const active = use(open());
      await active.use(profile('mfa-straight'));
      pass(hour);
      machine.wall -= 13 * hour;
      pass(57 * minute);
      await tick();
      assert.equal(stateOf(active), 'ready code');
      pass(3 * minute);
      await tick();
      assert.equal(stateOf(active), 'waiting needsPerson');
    });

    it('is retried as soon as before', async () => {
      const active = use(open());
      aws.faults.next({ kind: 'body', body: '<html>', times: Infinity });
      await assert.rejects(active.use(profile('plain')));
      const restored = activeIn(open(), {
        now: machine.clocks.now,
        memory: { load: () => profile('plain'), save: () => {} },
      });
      opened.push(restored);
      await restored.restore();
      assert.equal(restored.state.kind, 'waiting');
      machine.wall -= 5 * hour;
      aws.faults.clear();
      await tick();
      await eventually(() => assert.equal(restored.state.kind, 'ready'));
    });

    it('is verified if the AWS CLI states a later end for the same session', async () => {
      const arn = 'arn:aws:sts::222222222222:assumed-role/Plain/me';
      const signIn = async (): Promise<string> => {
        const keys = await assume(aws, aliceKey, { RoleArn: plainRole, DurationSeconds: 900 });
        const accessToken = { ...keys, accountId: '222222222222', expiresAt: isoSeconds(keys.expiresAt) };
        await mkdir(join(folder, 'login'), { recursive: true });
        const name = `${createHash('sha256').update(arn).digest('hex')}.json`;
        await writeFile(join(folder, 'login', name), JSON.stringify({ accessToken }));
        return keys.accessKeyId;
      };
      const window = open({ environment: { AWS_LOGIN_CACHE_DIRECTORY: join(folder, 'login') } });
      window.cache.onDropped((accessKeyId) => void active.replaceRejected(accessKeyId));
      window.files.config += `\n[profile signed-in]\nlogin_session = ${arn}`;
      const active = use(window);
      const dead = await signIn();
      await active.use(profile('signed-in'));
      machine.wall -= 5 * hour;
      pass(11 * minute);
      await tick();
      assert.equal(keyOf(active), dead, 'it is renewed, and the file has the same session');
      pass(5 * minute);
      await tick();
      await eventually(() => assert.equal(stateOf(active), 'waiting loginNeeded'));
      const renewed = await signIn();
      await tick();
      await eventually(() => assert.equal(keyOf(active), renewed));
    });
  });
});

describe('a window in a process whose clock is set', () => {
  let aws: LocalAws;
  let directory: string;
  let window: StartedWindow;
  /** By how much the clock of the process is ahead of this one. */
  let aheadMs: number;
  /** By how much AWS's clock is ahead of this one. */
  let passedMs: number;

  const open = async (): Promise<void> => {
    window = new StartedWindow(aws.url, directory, join(directory, 'secrets'), join(directory, 'ahead'));
    await window.received('open');
  };
  const setClock = async (milliseconds: number): Promise<void> => {
    aheadMs = milliseconds;
    await writeFile(join(directory, 'ahead'), `${aheadMs}`);
    // The process reads the file that often.
    await sleep(300);
  };
  const pass = async (milliseconds: number): Promise<void> => {
    passedMs += milliseconds;
    await setClock(aheadMs + milliseconds);
  };
  /** The time left by the clock of the process, in hours, or why there is no session. */
  const get = async (name: string, request: { readonly mayAsk?: boolean; readonly renew?: boolean } = {}) => {
    window.send({ get: name, ...request });
    for (;;) {
      const message = await window.next();
      if (message.kind === 'prompting') window.send({ code: nextCode(phone, aws.clock) });
      if (message.kind === 'failed') return message.reason;
      if (message.kind !== 'session') continue;
      return Math.round((message.expiration! - Date.now() - aheadMs) / (10 * minute)) / 6;
    }
  };

  beforeEach(async () => {
    passedMs = 0;
    aws = await startLocalAws({ world: testWorld, machine: () => Date.now() + passedMs });
    directory = await mkdtemp(join(tmpdir(), 'rc-'));
    await setClock(0);
    await open();
  });

  afterEach(async () => {
    await window.close();
    await aws.close();
    await rm(directory, { recursive: true, force: true });
  });

  for (const [how, before, after] of [
    ['back', 0, -13 * hour],
    ['right', 13 * hour, 0],
  ] as const)
    it(`hands out no session for longer than it lasts after the clock was set ${how}`, async () => {
      await setClock(before);
      assert.equal(await get('alice'), 12);
      await setClock(after);
      assert.equal(await get('alice', { mayAsk: false }), 12);
      assert.equal(await get('alice', { renew: true }), 12);
      assert.equal(await get('alice', { mayAsk: false }), 12);
    });

  it('says when the next code appears if the clock was set back since a code was used', async () => {
    const code = nextCode(phone, aws.clock);
    for (const name of ['mfa-straight', 'alice']) {
      window.send({ get: name });
      await eventually(() => assert.equal(window.messages.at(-1)?.kind, 'prompting'));
      window.send({ code });
      await eventually(() => assert.match(window.messages.at(-1)?.kind ?? '', /session|refused|failed/));
      await setClock(-hour);
    }
    const refused = window.messages.find(({ kind }) => kind === 'refused');
    assert.ok(refused?.kind === 'refused' && refused.failure.code === 'mfaReused');
    const inMs = refused.failure.nextCodeAt - (Date.now() + aheadMs);
    assert.ok(inMs > -5000 && inMs <= 30_000, `${inMs} ms`);
  });

  it('hands out no session that ended before the clock was set back', async () => {
    assert.equal(await get('alice'), 12);
    await pass(11 * hour + 58 * minute);
    assert.equal(await get('alice', { mayAsk: false }), 'FailureError: needsPerson');
    await setClock(-hour);
    assert.equal(await get('alice', { mayAsk: false }), 'FailureError: needsPerson');
  });

  it('hands out no stored session if the clock was set back before it opened', async () => {
    assert.equal(await get('alice'), 12);
    await pass(11 * hour);
    assert.equal(await get('alice', { mayAsk: false }), 1);
    await window.close();
    await setClock(6 * hour);
    await open();
    assert.equal(await get('alice', { mayAsk: false }), 'FailureError: needsPerson');
    assert.equal(await get('alice'), 12);
    await window.close();
    await open();
    assert.equal(await get('alice', { mayAsk: false }), 12);
  });

  for (const [how, before, after] of [
    ['set back', 0, -hour],
    ['set forward', 0, hour],
    ['set right', -hour, 0],
  ] as const)
    it(`sends the code in a valid request if the clock is ${how} during the prompt`, async () => {
      await setClock(before);
      window.send({ get: 'mfa-straight' });
      await window.received('prompting');
      await eventually(() => assert.match(outcomes(aws.requests).at(-1) ?? '', /GetCallerIdentity OK/));
      await setClock(after);
      window.send({ code: nextCode(phone, aws.clock) });
      await window.received('session');
      const calls = outcomes(aws.requests).filter((each) => !each.startsWith('GetCallerIdentity'));
      assert.deepEqual(calls, ['AssumeRole OK']);
    });
});

function keyOf({ state }: Active): string {
  return state.kind === 'ready' ? state.session.credentials.accessKeyId : state.kind;
}

function stateOf({ state }: Active): string {
  if (state.kind === 'ready') return `ready ${state.mustAsk}`;
  return state.kind === 'waiting' ? `waiting ${state.failure.code}` : state.kind;
}

function withoutStoredAt(text: string): string {
  const { storedAt: _, ...rest } = JSON.parse(text) as Record<string, unknown>;
  return JSON.stringify(rest);
}
