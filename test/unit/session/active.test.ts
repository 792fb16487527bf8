import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Environment } from '../../../src/base/environment.ts';
import { Cancelled, FailureError } from '../../../src/base/failure.ts';
import { type Target, targetName } from '../../../src/profiles/profiles.ts';
import type { Active } from '../../../src/session/active.ts';
import { type ActiveState, onStop } from '../../../src/session/activeState.ts';
import { FileLock } from '../../../src/session/fileLock.ts';
import { isoSeconds } from '../../aws/clock.ts';
import { nextCode } from '../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { assume } from '../../aws/sts/stsClient.ts';
import { aliceKey, longRole, phone, plainRole, testWorld } from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { ConnectedWindows } from '../../fakes/connectedWindows.ts';
import { MemorySecrets } from '../../fakes/memorySecrets.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { codesSent, outcomes } from '../credentials/runner.ts';
import { activeIn, openWindow, profile, type Window } from './testWindows/window.ts';

const minute = 60_000;
const hour = 60 * minute;
const tickMs = 20_000;

describe('Active', () => {
  let aws: LocalAws;
  let now: number;
  let secrets: MemorySecrets;
  let remembered: Target | undefined;
  let window: Window<TypedCodes>;
  let active: Active;
  let states: ActiveState[];
  let renewMarginMs: number;
  let connectedWindows: ConnectedWindows;
  const opened: Active[] = [];

  const rightCode = () => nextCode(phone, aws.clock);
  const open = (environment: Environment = {}) => {
    const prompts = new TypedCodes();
    const otherWindows = connectedWindows.open();
    window = openWindow({ url: aws.url, prompts, secrets, otherWindows, environment, now: () => now });
    const memory = { load: () => remembered, save: (target?: Target) => void (remembered = target) };
    active = activeIn(window, { memory, now: () => now, renewMarginMs: () => renewMarginMs });
    opened.push(active);
    states = [];
    active.onDidChange((state) => states.push(state));
  };
  const pass = (milliseconds: number) => {
    aws.clock.advance(milliseconds);
    now += milliseconds;
  };
  /** Advances the clock by a tick and lets its work finish. */
  const tick = async () => {
    pass(tickMs);
    mock.timers.tick(tickMs);
    await settled();
  };
  const settled = async () => {
    for (let last = -1; last !== aws.requests.length + states.length; await sleep(100)) {
      last = aws.requests.length + states.length;
    }
  };
  beforeEach(async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    aws = await startLocalAws({ world: testWorld });
    now = aws.clock.now();
    secrets = new MemorySecrets();
    connectedWindows = new ConnectedWindows();
    remembered = undefined;
    renewMarginMs = 5 * minute;
    open();
  });

  afterEach(async () => {
    for (const each of opened.splice(0)) each.dispose();
    mock.timers.reset();
    assert.deepEqual(window.log.errors, []);
    await aws.close();
  });

  it('starts with no target', () => {
    assert.deepEqual(active.state, { kind: 'none' });
    assert.ok(!active.isUsing(profile('plain')));
  });

  it('uses a target once it has a session, and remembers the choice', async () => {
    const session = await active.use(profile('plain'));
    assert.deepEqual(active.state, { kind: 'ready', target: profile('plain'), session });
    assert.deepEqual(kinds(), ['switching plain from none', 'ready plain']);
    assert.ok(active.isUsing(profile('plain')) && !active.isUsing(profile('keys')));
    assert.deepEqual(remembered, profile('plain'));
  });

  it('says which target the window stops using, once', async () => {
    const stopped: string[] = [];
    onStop(active, (target) => stopped.push(targetName(target)));
    active.stop();
    await active.use(profile('plain'));
    await active.use(profile('keys'));
    active.forgetSession();
    assert.deepEqual(stopped, []);
    const switching = assert.rejects(active.use(profile('mfa')), Cancelled);
    active.stop();
    active.stop();
    await switching;
    assert.deepEqual(stopped, ['keys']);
  });

  it('keeps the previous state when a switch fails', async () => {
    await active.use(profile('plain'));
    const before = active.state;
    await assert.rejects(active.use(profile('nobody')), hasCode('noSuchProfile'));
    assert.equal(active.state, before);
    assert.deepEqual(kinds(), [
      'switching plain from none',
      'ready plain',
      'switching nobody from ready',
      'ready plain',
    ]);
    assert.deepEqual(remembered, profile('plain'));
  });

  it('keeps the previous state when a switch is canceled, and closes the prompt', async () => {
    await active.use(profile('plain'));
    const check = assert.rejects(active.use(profile('mfa')), Cancelled);
    await sleep(50);
    assert.equal(window.prompts.openPrompts, 1);
    active.cancelSwitch();
    assert.equal(kinds().at(-1), 'ready plain');
    await check;
    await settled();
    assert.equal(window.prompts.openPrompts, 0);
    assert.equal(kinds().at(-1), 'ready plain');
    assert.deepEqual(remembered, profile('plain'));
  });

  it('cancels one switch for the next', async () => {
    const check = assert.rejects(active.use(profile('mfa')), Cancelled);
    await sleep(50);
    const session = await active.use(profile('long'));
    await check;
    assert.deepEqual(active.state, { kind: 'ready', target: profile('long'), session });
    assert.equal(window.prompts.openPrompts, 0);
    assert.deepEqual(kinds(), ['switching mfa from none', 'switching long from none', 'ready long']);
  });

  it('uses only the last choice, however late the answers to earlier ones arrive', async () => {
    aws.faults.next({ kind: 'delay', milliseconds: 120 });
    const check = assert.rejects(active.use(profile('plain')), Cancelled);
    await sleep(40);
    await active.use(profile('keys'));
    await check;
    await sleep(120);
    assert.equal(kinds().at(-1), 'ready keys');
    assert.deepEqual(remembered, profile('keys'));
  });

  it('stops and forgets the choice', async () => {
    await active.use(profile('plain'));
    active.stop();
    assert.deepEqual(active.state, { kind: 'none' });
    assert.equal(remembered, undefined);
    const check = assert.rejects(active.use(profile('mfa')), Cancelled);
    await sleep(50);
    active.stop();
    await check;
    await settled();
    assert.deepEqual(active.state, { kind: 'none' });
    assert.equal(window.prompts.openPrompts, 0);
  });

  it('waits with its choice after its session is forgotten, and returns only on request', async () => {
    await active.use(profile('plain'));
    window.cache.onForgottenAll(() => active.forgetSession());
    await window.cache.forgetAll();
    assert.equal(kinds().at(-1), 'waiting plain forgotten');
    assert.deepEqual(remembered, profile('plain'));
    const requestCount = aws.requests.length;
    await tick();
    await active.refresh();
    assert.equal(kinds().at(-1), 'waiting plain forgotten');
    assert.equal(aws.requests.length, requestCount);
    await active.use(profile('plain'));
    assert.equal(kinds().at(-1), 'ready plain');
    assert.equal(aws.requests.length, requestCount + 1);
  });

  it('replaces a session that AWS rejects if that needs no prompt', async () => {
    window.cache.onDropped((accessKeyId) => void active.replaceRejected(accessKeyId));
    const { plan, credentials } = await active.use(profile('plain'));
    await window.cache.drop(plan, credentials.accessKeyId);
    await settled();
    assert.notEqual(ready().session.credentials.accessKeyId, credentials.accessKeyId);
    window.prompts.type(rightCode);
    const withCode = await active.use(profile('alice'));
    await window.cache.drop(plan, credentials.accessKeyId);
    await settled();
    assert.equal(ready().session, withCode, 'another session was rejected');
    await window.cache.drop(withCode.plan, withCode.credentials.accessKeyId);
    await settled();
    assert.equal(kinds().at(-1), 'waiting alice needsPerson');
  });

  it('shows while it waits that another window asks for the code', async () => {
    const directory = await mkdtemp(join(tmpdir(), 'rolecall-active-'));
    const lockOf = () => new FileLock(directory, window.log);
    const free = new AbortController();
    let release: (() => void) | undefined;
    let other: Promise<void> | undefined;
    await new Promise<void>((held) => {
      other = lockOf().hold(phone.serialNumber, free.signal, async () => {
        held();
        await new Promise<void>((resolve) => (release = resolve));
      });
    });
    const dependencies = { url: aws.url, prompts: new TypedCodes(rightCode), now: () => now };
    const waiting = activeIn(openWindow({ ...dependencies, lock: lockOf() }), dependencies);
    opened.push(waiting);
    const reported: unknown[] = [];
    waiting.onDidChange((state) => {
      reported.push(state.kind === 'switching' ? state.waitsFor : state.kind);
      if (state.kind === 'switching' && state.waitsFor) release?.();
    });
    await Promise.all([other, waiting.use(profile('mfa'))]);
    assert.deepEqual(reported, [undefined, phone.serialNumber, undefined, 'ready']);
    await rm(directory, { recursive: true });
  });

  it('cancels a switch when everything is forgotten, and has nothing to forget without a target', async () => {
    window.cache.onForgottenAll(() => active.forgetSession());
    await window.cache.forgetAll();
    assert.deepEqual(kinds(), ['none']);
    const check = assert.rejects(active.use(profile('mfa')), Cancelled);
    await sleep(50);
    await window.cache.forgetAll();
    await check;
    assert.deepEqual(kinds().slice(1), ['switching mfa from none', 'none']);
    assert.equal(window.prompts.openPrompts, 0);
  });

  it('lets the same target be chosen again during the prompt', async () => {
    const first = assert.rejects(active.use(profile('mfa')), Cancelled);
    await sleep(50);
    const second = active.use(profile('mfa'));
    window.prompts.type(rightCode);
    await Promise.all([first, second]);
    assert.equal(kinds().at(-1), 'ready mfa');
    assert.equal(window.prompts.openPrompts, 0);
  });

  it('uses the latest version of the files, however late an older read ends', async () => {
    await active.use(profile('plain'));
    const original = window.files.config;
    const line = `${plainRole}\nsource_profile = keys`;
    aws.faults.next({ kind: 'delay', milliseconds: 150 });
    window.files.config = original.replace(line, `${line}\nrole_session_name = intermediate`);
    const slow = active.refresh();
    await sleep(40);
    window.files.config = original;
    await active.refresh();
    await slow;
    await sleep(150);
    const step = active.state.kind === 'ready' ? active.state.session.plan.steps.at(-1) : undefined;
    assert.ok(step?.kind === 'assumeRole' && step.sessionName !== 'intermediate');
  });

  it('uses the current content of the files at the end of a switch', async () => {
    const typed: { code?: (code: string) => void } = {};
    window.prompts.type(() => new Promise<string>((resolve) => (typed.code = resolve)));
    const switched = active.use(profile('mfa'));
    await sleep(50);
    window.files.config = '';
    await active.refresh();
    typed.code?.(rightCode());
    await switched;
    await settled();
    assert.ok(active.state.kind === 'waiting' && active.state.failure.code === 'noSuchProfile');
  });

  it('keeps a session until it expires even if a file changes in its last minutes', async () => {
    window.prompts.type(rightCode);
    await active.use(profile('mfa-straight'));
    const left = (ready().session.credentials.expiration ?? 0) - now;
    pass(left - 4 * minute);
    window.files.config += '# a comment';
    await active.refresh();
    assert.equal(active.state.kind, 'ready');
  });

  it('takes over another region in the last minutes of a session', async () => {
    window.prompts.type(rightCode);
    await active.use(profile('mfa-straight'));
    const { session } = ready();
    pass((session.credentials.expiration ?? 0) - now - 4 * minute);
    window.files.config = window.files.config.replace(
      '[profile mfa-straight]',
      '[profile mfa-straight]\nregion = us-west-2',
    );
    await active.refresh();
    assert.equal(ready().session.plan.region?.name, 'us-west-2');
    assert.equal(ready().session.credentials, session.credentials);
  });

  it('uses the current content of the files after a canceled switch', async () => {
    await active.use(profile('plain'));
    const check = assert.rejects(active.use(profile('mfa')), Cancelled);
    await sleep(40);
    window.files.config = '';
    active.cancelSwitch();
    await check;
    await settled();
    assert.ok(active.state.kind === 'waiting' && active.state.failure.code === 'noSuchProfile');
  });

  it('gets a new session after a canceled switch if the old one has expired in the meantime', async () => {
    await active.use(profile('plain'));
    const check = assert.rejects(active.use(profile('mfa')), Cancelled);
    await sleep(40);
    pass(2 * hour);
    active.cancelSwitch();
    await check;
    await eventually(() => {
      assert.ok(active.state.kind === 'ready');
      assert.ok((active.state.session.credentials.expiration ?? 0) > now);
    });
  });

  it('retries temporary failures at growing intervals', async () => {
    remembered = profile('plain');
    aws.faults.next({ kind: 'body', body: '<html>Welcome to the hotel</html>', times: Infinity });
    await active.restore();
    assert.ok(active.state.kind === 'waiting' && active.state.failure.code === 'notAws');
    for (const attempts of [2, 2, 3, 3, 3, 3, 4, 4, 4, 4, 4, 4, 5]) {
      await tick();
      await eventually(() => assert.equal(aws.requests.length, attempts));
      await settled();
    }
    aws.faults.clear();
    for (let i = 0; i < 6; i++) await tick();
    assert.equal(active.state.kind, 'ready');
  });

  describe('when a window opens again', () => {
    it('restores the previous choice with its session', async () => {
      window.prompts.type(rightCode);
      await active.use(profile('mfa'));
      const requestCount = aws.requests.length;
      open();
      await active.restore();
      assert.deepEqual(kinds(), ['ready mfa']);
      assert.deepEqual([window.prompts.questions.length, aws.requests.length], [0, requestCount]);
    });

    it('creates a session that does not need the user', async () => {
      remembered = profile('plain');
      await active.restore();
      assert.deepEqual(kinds(), ['ready plain']);
    });

    it('waits without a prompt if the user is needed', async () => {
      window.prompts.type(rightCode);
      await active.use(profile('mfa'));
      pass(13 * hour);
      open();
      await active.restore();
      assert.deepEqual(kinds(), ['waiting mfa needsPerson']);
      assert.equal(window.prompts.questions.length, 0);
      assert.deepEqual(remembered, profile('mfa'));
      window.prompts.type(rightCode);
      await active.use(profile('mfa'));
      assert.equal(kinds().at(-1), 'ready mfa');
    });

    it('waits if the profile is gone', async () => {
      remembered = profile('gone');
      await active.restore();
      assert.deepEqual(kinds(), ['waiting gone noSuchProfile']);
    });

    it('does nothing without a choice, or after a newer one', async () => {
      await active.restore();
      assert.deepEqual(states, []);
      remembered = profile('plain');
      const restoring = active.restore();
      const using = active.use(profile('long'));
      await Promise.all([restoring, using]);
      assert.equal(kinds().at(-1), 'ready long');
      await active.restore();
      assert.equal(kinds().at(-1), 'ready long');
    });
  });

  describe('when the files change', () => {
    it('keeps the session if only the region differs', async () => {
      await active.use(profile('keys'));
      const { session } = ready();
      window.files.config = window.files.config.replace('eu-central-1', 'us-west-2');
      await active.refresh();
      assert.equal(ready().session.plan.region?.name, 'us-west-2');
      await active.use(profile('plain'));
      const before = ready().session.credentials;
      window.files.config = window.files.config.replace('us-west-2', 'us-east-1');
      await active.refresh();
      assert.equal(ready().session.credentials, before);
      assert.equal(ready().session.plan.region?.name, 'us-east-1');
      assert.equal(aws.requests.length, 1);
      assert.equal(session.plan.region?.name, 'eu-central-1', 'a plan is a value');
    });

    it('changes nothing if they are written again with the same keys', async () => {
      await active.use(profile('keys'));
      const before = [active.state, states.length];
      window.files.credentials = `${window.files.credentials}\n`;
      await active.refresh();
      assert.deepEqual([active.state, states.length], before);
      window.files.credentials = window.files.credentials.replaceAll(aliceKey.secretAccessKey, 'another');
      await active.refresh();
      assert.equal(states.length, Number(before[1]) + 1);
      assert.equal(ready().session.credentials.reveal().secretAccessKey, 'another');
    });

    it('drops the session of removed keys', async () => {
      await active.use(profile('plain'));
      const { accessKeyId } = aliceKey;
      window.files.credentials = window.files.credentials.replaceAll(accessKeyId, 'AKIATESTALICE0000002');
      await active.refresh();
      assert.deepEqual(kinds().at(-1), 'waiting plain invalidKeys');
      window.files.credentials = window.files.credentials.replaceAll('AKIATESTALICE0000002', accessKeyId);
      await active.refresh();
      assert.deepEqual(kinds().at(-1), 'ready plain');
      assert.equal(aws.requests.length, 2);
    });

    it('waits for a deleted profile', async () => {
      await active.use(profile('plain'));
      const { config } = window.files;
      window.files.config = '';
      await active.refresh();
      assert.equal(kinds().at(-1), 'waiting plain noSuchProfile');
      window.files.config = config;
      await active.refresh();
      assert.equal(kinds().at(-1), 'ready plain');
      assert.equal(aws.requests.length, 1);
    });

    it('creates the session that the profile now needs', async () => {
      await active.use(profile('plain'));
      window.files.config = window.files.config.replace(plainRole, longRole);
      await active.refresh();
      assert.equal(aws.requests.at(-1)?.parameters['RoleArn'], longRole);
      window.files.config = window.files.config.replace(
        '[profile keys]',
        `$&\nmfa_serial = ${phone.serialNumber}`,
      );
      await active.refresh();
      assert.equal(kinds().at(-1), 'waiting plain needsPerson');
      assert.equal(window.prompts.questions.length, 0);
    });

    it('does nothing without a target or during a switch', async () => {
      await active.refresh();
      const check = assert.rejects(active.use(profile('mfa')), Cancelled);
      await active.refresh();
      assert.deepEqual(kinds(), ['switching mfa from none']);
      active.stop();
      await check;
    });
  });

  describe('over time', () => {
    it('fires on each tick while there is time to count down', async () => {
      await active.use(profile('plain'));
      await tick();
      await tick();
      assert.deepEqual(kinds().slice(2), ['ready plain', 'ready plain']);
      await active.use(profile('keys'));
      const reported = states.length;
      await tick();
      assert.equal(states.length, reported);
    });

    it('renews in the last five minutes if that needs no prompt', async () => {
      window.prompts.type(rightCode);
      await active.use(profile('mfa'));
      const first = ready().session;
      pass(hour - 4 * minute);
      await tick();
      await eventually(() => assert.ok(ready().session !== first));
      assert.ok((ready().session.credentials.expiration ?? 0) - now > 50 * minute);
      assert.equal(window.prompts.questions.length, 1);
    });

    it('uses a session that cannot be renewed without the user to its end, and then waits', async () => {
      window.prompts.type(rightCode);
      await active.use(profile('mfa-straight'));
      const { session } = ready();
      pass(2 * hour - 4 * minute);
      await tick();
      assert.deepEqual(active.state, {
        kind: 'ready',
        target: profile('mfa-straight'),
        session,
        mustAsk: 'code',
      });
      pass(5 * minute);
      await tick();
      assert.equal(kinds().at(-1), 'waiting mfa-straight needsPerson');
      assert.equal(window.prompts.questions.length, 1);
      const reported = states.length;
      await tick();
      assert.equal(states.length, reported, 'the clock has stopped');
    });

    it('keeps a session during renewal failures, and renews it when they are over', async () => {
      await active.use(profile('plain'));
      const { session } = ready();
      pass(hour - 4 * minute);
      aws.faults.next({ kind: 'status', status: 500, times: 3 });
      mock.timers.tick(20_000);
      await eventually(() => assert.equal(aws.requests.length, 4));
      await settled();
      assert.equal(ready().session, session);
      await tick();
      assert.notEqual(ready().session, session);
    });

    it('renews as early as the setting says, and short sessions at half their lifetime', async () => {
      renewMarginMs = 40 * minute;
      await active.use(profile('plain'));
      const first = ready().session;
      pass(29 * minute);
      await tick();
      assert.equal(ready().session, first, 'half an hour is half of it');
      pass(2 * minute);
      await tick();
      const second = ready().session;
      assert.notEqual(second, first);
      await tick();
      assert.equal(ready().session, second);
      renewMarginMs = minute;
      pass(58 * minute);
      await tick();
      assert.equal(ready().session, second);
      pass(1.5 * minute);
      await tick();
      assert.notEqual(ready().session, second);
    });

    it('detects within minutes that keys of unknown expiration are invalid, and uses new ones', async () => {
      const issue = async (): Promise<string> => {
        const keys = await assume(aws, aliceKey, { RoleArn: plainRole });
        return (
          `[taken]\naws_access_key_id = ${keys.accessKeyId}\n` +
          `aws_secret_access_key = ${keys.secretAccessKey}\naws_session_token = ${keys.sessionToken}\n`
        );
      };
      const others = window.files.credentials;
      window.files.credentials = others + (await issue());
      await active.use(profile('taken'));
      const verifications = () => outcomes(aws.requests).filter((each) => /GetCallerIdentity/.test(each));
      for (let i = 0; i < 31; i++) await tick();
      assert.deepEqual(
        verifications(),
        Array(3).fill('GetCallerIdentity OK'),
        'once at the start, then every 5 min',
      );
      aws.faults.next({ kind: 'drop', times: 3, action: 'GetCallerIdentity' });
      for (let i = 0; i < 15; i++) await tick();
      await eventually(() => assert.equal(verifications().length, 6));
      await settled();
      assert.equal(active.state.kind, 'ready', 'a missing answer changes nothing');
      aws.clock.advance(hour);
      for (let i = 0; i < 15; i++) await tick();
      assert.equal(kinds().at(-1), 'waiting taken expiredKeys');
      window.files.credentials = others + (await issue());
      await active.refresh();
      assert.equal(kinds().at(-1), 'ready taken');
    });

    it('warns before a sign-in expires that it cannot renew, and uses what another tool has renewed', async () => {
      const folder = await mkdtemp(join(tmpdir(), 'rolecall-active-'));
      const arn = 'arn:aws:sts::222222222222:assumed-role/Plain/me';
      const signIn = async (): Promise<string> => {
        const keys = await assume(aws, aliceKey, { RoleArn: plainRole, DurationSeconds: 900 });
        const accessToken = { ...keys, accountId: '222222222222', expiresAt: isoSeconds(keys.expiresAt) };
        const name = `${createHash('sha256').update(arn).digest('hex')}.json`;
        await writeFile(join(folder, name), JSON.stringify({ accessToken }));
        return keys.accessKeyId;
      };
      open({ AWS_LOGIN_CACHE_DIRECTORY: folder });
      window.files.config += `\n[profile signed-in]\nlogin_session = ${arn}`;
      await signIn();
      await active.use(profile('signed-in'));
      pass(9 * minute);
      await tick();
      assert.equal(ready().mustAsk, undefined);
      pass(minute);
      await tick();
      assert.equal(ready().mustAsk, 'signIn');
      const renewed = await signIn();
      await tick();
      await eventually(() =>
        assert.deepEqual([ready().session.credentials.accessKeyId, ready().mustAsk], [renewed, undefined]),
      );
      pass(15 * minute);
      await tick();
      assert.equal(kinds().at(-1), 'waiting signed-in loginNeeded');
      await signIn();
      await tick();
      await eventually(() => assert.equal(kinds().at(-1), 'ready signed-in'));
      await rm(folder, { recursive: true });
    });

    it('uses temporary keys of the environment until their expiration', async () => {
      const keys = await assume(aws, aliceKey, { RoleArn: plainRole });
      open({
        AWS_ACCESS_KEY_ID: keys.accessKeyId,
        AWS_SECRET_ACCESS_KEY: keys.secretAccessKey,
        AWS_SESSION_TOKEN: keys.sessionToken ?? '',
        AWS_CREDENTIAL_EXPIRATION: isoSeconds(keys.expiresAt),
      });
      const requestCount = aws.requests.length;
      const { credentials } = await active.use({ kind: 'environment' });
      assert.ok(Math.abs((credentials.expiration ?? 0) - now - hour) < 2000);
      pass(58 * minute);
      await tick();
      assert.equal(active.state.kind, 'ready');
      pass(2 * minute);
      await tick();
      assert.equal(kinds().at(-1), 'waiting environment environmentExpired');
      assert.equal(aws.requests.length, requestCount, 'no request is needed');
    });

    it('recovers immediately after the machine has slept', async () => {
      await active.use(profile('plain'));
      pass(30 * hour);
      await tick();
      assert.equal(active.state.kind, 'ready');
      assert.ok((ready().session.credentials.expiration ?? 0) > now);
    });

    it('uses what another window has renewed, and no longer asks for the user', async () => {
      window.prompts.type(rightCode);
      await active.use(profile('mfa-straight'));
      pass(2 * hour - 4 * minute);
      await tick();
      assert.equal(ready().mustAsk, 'code');
      const other = openWindow({
        url: aws.url,
        prompts: new TypedCodes(rightCode),
        otherWindows: connectedWindows.open(),
        now: () => now,
      });
      const renewed = await other.get('mfa-straight');
      await tick();
      assert.equal(ready().session.credentials.accessKeyId, renewed.credentials.accessKeyId);
      assert.ok(!ready().mustAsk);
    });

    it('is renewed completely on request, and stays unchanged if the user cancels', async () => {
      window.prompts.type(rightCode);
      await active.use(profile('mfa'));
      const first = ready().session;
      const check = assert.rejects(active.use(profile('mfa'), true), Cancelled);
      await sleep(50);
      active.cancelSwitch();
      await check;
      assert.equal(ready().session, first);
      pass(minute);
      window.prompts.type(rightCode);
      await active.use(profile('mfa'), true);
      assert.notEqual(ready().session.credentials, first.credentials);
      assert.equal(codesSent(aws.requests).length, 2);
      const renewed = ready().session.credentials;
      assert.equal((await active.use(profile('mfa'))).credentials, renewed);
    });

    it('does not tick after it is disposed of', async () => {
      await active.use(profile('plain'));
      active.dispose();
      pass(hour);
      const requestCount = aws.requests.length;
      await tick();
      assert.equal(aws.requests.length, requestCount);
    });

    it('uses and restores nothing after that', async () => {
      await active.use(profile('plain'));
      const before = active.state;
      const using = assert.rejects(active.use(profile('keys')), Cancelled);
      active.dispose();
      await using;
      const requestCount = aws.requests.length;
      await Promise.all([active.refresh(), active.restore()]);
      await assert.rejects(active.use(profile('mfa-plain')), Cancelled);
      assert.equal(aws.requests.length, requestCount);
      assert.notEqual(active.state.kind, 'none');
      assert.equal(before.kind, 'ready');
    });
  });

  function ready(): Extract<ActiveState, { kind: 'ready' }> {
    const { state } = active;
    assert.ok(state.kind === 'ready', state.kind);
    return state;
  }

  /** The reported states, abbreviated. */
  function kinds(): readonly string[] {
    return states.map((state) => {
      if (state.kind === 'none') return 'none';
      const name = `${state.kind} ${targetName(state.target)}`;
      if (state.kind === 'switching') return `${name} from ${state.from.kind}`;
      return state.kind === 'waiting' ? `${name} ${state.failure.code}` : name;
    });
  }
});

function hasCode(code: string) {
  return (error: unknown) => error instanceof FailureError && error.failure.code === code;
}
