import assert from 'node:assert/strict';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { FailureError } from '../../../src/base/failure.ts';
import { isPlan } from '../../../src/plan/plan.ts';
import type { Active } from '../../../src/session/active.ts';
import type { Ready } from '../../../src/session/activeState.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { loginFilePath, signInWithConsole, writeLoginFile } from '../../aws/signin/signinClient.ts';
import { expiredToken } from '../../aws/sts/refusals.ts';
import { alice, nextRole, plainRole, testWorld } from '../../aws/testWorld.ts';
import { eventually } from '../../eventually.ts';
import { ConnectedWindows } from '../../fakes/connectedWindows.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { outcomes } from '../credentials/runner.ts';
import { activeIn, openWindow, profile, type Window } from './testWindows/window.ts';

const minute = 60_000;
const tickMs = 20_000;

describe('a window with a sign-in with the AWS console', function () {
  this.timeout(30_000);
  let aws: LocalAws;
  let folder: string;
  let signedIn: number;
  let others: ConnectedWindows;
  let window: Window<TypedCodes>;
  let active: Active;
  const opened: Active[] = [];

  const now = (): number => aws.clock.now();
  const signIn = async (): Promise<void> => {
    signedIn++;
    await writeLoginFile(folder, await signInWithConsole(aws.url), now() + 15 * minute);
  };
  const open = (renewMarginMs = 5 * minute): void => {
    const environment = { AWS_LOGIN_CACHE_DIRECTORY: folder, AWS_ENDPOINT_URL_SIGNIN: aws.url };
    const prompts = new TypedCodes();
    window = openWindow({ url: aws.url, prompts, environment, now, signIn, otherWindows: others.open() });
    window.files.config += `
[profile signed-in]
login_session = ${alice}
region = eu-central-1
[profile behind]
role_arn = ${plainRole}
source_profile = signed-in
[profile further-behind]
role_arn = ${nextRole}
source_profile = behind
`;
    active = activeIn(window, { now, renewMarginMs: () => renewMarginMs });
    const { cache } = window;
    const mine = active;
    cache.onDropped((accessKeyId) => void mine.replaceRejected(accessKeyId));
    opened.push(active);
  };
  const pass = async (ms: number): Promise<void> => {
    for (let passed = 0; passed < ms; passed += tickMs) {
      aws.clock.advance(tickMs);
      mock.timers.tick(tickMs);
      await settled();
    }
  };
  const settled = async (): Promise<void> => {
    for (let last = -1; last !== aws.requests.length; await sleep(20)) last = aws.requests.length;
  };
  const renewals = (): number =>
    aws.requests.filter(({ action }) => action === 'CreateOAuth2Token').length - signedIn;
  const whoIs = (name: string): Promise<unknown> => {
    const { signal } = new AbortController();
    const request = { mayAsk: false, signal };
    return window.sessions.withSession(profile(name), request, (session) => window.identify(session, signal));
  };
  const ready = (): Ready => {
    assert.ok(active.state.kind === 'ready', JSON.stringify(active.state));
    return active.state;
  };
  const leftMs = (): number => (ready().session.credentials.expiration ?? 0) - now();

  beforeEach(async () => {
    mock.timers.enable({ apis: ['setInterval'] });
    aws = await startLocalAws({ world: testWorld });
    aws.signin.identity = alice;
    folder = await mkdtemp(join(tmpdir(), 'rolecall-login-'));
    others = new ConnectedWindows();
    signedIn = 0;
    await signIn();
    open();
  });
  afterEach(async () => {
    for (const each of opened.splice(0)) each.dispose();
    mock.timers.reset();
    await aws.close();
    await rm(folder, { recursive: true });
  });

  for (const margin of [5, 7.4])
    it(`renews its keys without the user, ${margin} minutes before they expire`, async () => {
      open(margin * minute);
      await active.use(profile('signed-in'));
      await pass(37 * minute);
      assert.equal(ready().mustAsk, undefined);
      assert.ok(leftMs() > margin * minute - tickMs, `${leftMs()}`);
      assert.equal(renewals(), margin === 5 ? 3 : 4);
      assert.equal(signedIn, 1);
    });

  it('makes the sessions of roles with keys that it renews first', async () => {
    await active.use(profile('further-behind'));
    assert.deepEqual(outcomes(aws.requests).slice(-2), ['AssumeRole OK', 'AssumeRole OK']);
    aws.clock.advance(3 * 60 * minute);
    await active.refresh();
    assert.equal(ready().session.plan.steps.length, 3);
    assert.deepEqual(outcomes(aws.requests).slice(-3), [
      'CreateOAuth2Token OK',
      'AssumeRole OK',
      'AssumeRole OK',
    ]);
  });

  it('makes the sessions of roles also with keys that AWS cannot renew now', async () => {
    aws.clock.advance(12 * minute);
    aws.faults.next({ kind: 'drop', times: Infinity, action: 'CreateOAuth2Token' });
    await window.get('behind', { minimumMs: 30 * minute });
    await window.get('behind', { renew: true });
    assert.equal(signedIn, 1);
  });

  it('does not let programs wait for a renewal, nor loses it', async () => {
    const { accessKeyId } = (await window.get('signed-in')).credentials;
    aws.clock.advance(11 * minute);
    aws.faults.next({ kind: 'delay', milliseconds: 1500, action: 'CreateOAuth2Token' });
    const began = performance.now();
    const { credentials } = await window.get('signed-in', { mayAsk: false });
    assert.ok(performance.now() - began < 1000);
    assert.equal(credentials.accessKeyId, accessKeyId);
    await eventually(() => assert.equal(renewals(), 1));
    // AWS repeats its answer only for a while.
    aws.clock.advance(2 * minute);
    await window.get('signed-in', { mayAsk: false, minimumMs: 5 * minute });
    assert.equal(renewals(), 1);
  });

  it('asks to sign in before the keys expire that AWS no longer renews, and after that', async () => {
    await active.use(profile('signed-in'));
    aws.signin.endAll();
    await pass(11 * minute);
    assert.equal(ready().mustAsk, 'signIn');
    assert.equal(renewals(), 1, 'AWS is asked once');
    await pass(5 * minute);
    assert.ok(active.state.kind === 'waiting');
    assert.deepEqual(active.state.failure, { code: 'loginNeeded', profile: 'signed-in', why: 'expired' });
    await active.use(profile('signed-in'));
    assert.equal(signedIn, 2);
    assert.ok(leftMs() > 14 * minute);
  });

  it('signs in when the user renews a session that AWS does not renew', async () => {
    const { credentials } = await active.use(profile('signed-in'));
    await active.use(profile('signed-in'), true);
    assert.notEqual(ready().session.credentials.accessKeyId, credentials.accessKeyId);
    assert.deepEqual([renewals(), signedIn], [1, 1]);
    aws.signin.changePassword();
    await active.use(profile('signed-in'), true);
    assert.equal(signedIn, 2);
    assert.equal(renewals(), 2, 'the new keys are used as they are');
  });

  it('never signs in without the user', async () => {
    await rm(loginFilePath(folder, alice));
    await assert.rejects(window.get('signed-in', { mayAsk: false }), (error) => {
      assert.ok(error instanceof FailureError);
      assert.deepEqual(error.failure, { code: 'loginNeeded', profile: 'signed-in', why: 'signedOut' });
      return true;
    });
    assert.equal(signedIn, 1);
    await window.get('behind', { mayAsk: true });
    assert.equal(signedIn, 2);
  });

  it('keeps its session while AWS cannot be reached', async () => {
    await active.use(profile('signed-in'));
    aws.faults.next({ kind: 'drop', times: Infinity, action: 'CreateOAuth2Token' });
    await pass(12 * minute);
    assert.equal(ready().mustAsk, undefined);
    aws.faults.clear();
    await pass(2 * minute);
    assert.ok(leftMs() > 12 * minute);
  });

  it('renews keys that AWS rejects before their end', async () => {
    const { credentials } = await active.use(profile('signed-in'));
    await active.replaceRejected(credentials.accessKeyId);
    await eventually(() => assert.notEqual(ready().session.credentials.accessKeyId, credentials.accessKeyId));
    for (let renewed = 2; renewed <= 3; renewed++) {
      aws.faults.next({
        kind: 'refusal',
        refusal: expiredToken(),
        action: renewed === 2 ? 'AssumeRole' : 'GetCallerIdentity',
      });
      if (renewed === 2) await window.get('behind');
      else await whoIs('signed-in');
      assert.equal(renewals(), renewed);
    }
    assert.equal(signedIn, 1);
  });

  it('stops using the keys of a sign-in that another window ends', async () => {
    const { credentials } = await active.use(profile('signed-in'));
    const [first] = opened;
    open();
    await rm(loginFilePath(folder, alice));
    const plan = window.planOf(profile('signed-in'));
    assert.ok(isPlan(plan));
    await window.cache.drop(plan, credentials.accessKeyId, true);
    await eventually(() => assert.equal(first?.state.kind, 'waiting'));
  });
});
