import assert from 'node:assert/strict';
import { mkdir, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { TimedOut } from '../../../../src/base/deadline.ts';
import { Cancelled, FailureError, type WriteTrouble } from '../../../../src/base/failure.ts';
import { HeldTokens } from '../../../../src/credentials/heldTokens.ts';
import type { LoginDependencies, Logins } from '../../../../src/credentials/login/logins.ts';
import { awsLimits } from '../../../../src/credentials/sdk/awsLimits.ts';
import { loginFiles } from '../../../../src/credentials/login/loginTokens.ts';
import { eventually } from '../../../eventually.ts';
import { SigninRefusal } from '../../../aws/signin/signinRefusals.ts';
import { failureOfLogin, hasNoSecret, hour, LoginStage, minute, patient, yuki } from './loginStage.ts';

const needed = (why: string): object => ({ code: 'loginNeeded', profile: 'yuki', why });

/** Other tools know no lock. */
const unlocked: LoginDependencies['withLock'] = (_name, _signal, action) => action();

describe('the keys of a sign-in with the AWS console', function () {
  this.timeout(30_000);
  let stage: LoginStage;
  let logins: Logins;

  beforeEach(async () => {
    stage = await LoginStage.open();
    logins = stage.window();
    await stage.signIn(logins);
  });
  afterEach(async () => {
    hasNoSecret(stage);
    await stage.close();
  });

  const refuse = (status: number, error: string): void => {
    const name = status === 400 ? 'ValidationException' : 'AccessDeniedException';
    const refusal = new SigninRefusal(status, name, error, 'Refused');
    stage.aws.faults.next({ kind: 'refusal', refusal, action: 'CreateOAuth2Token' });
  };

  it('are renewed when five minutes are left, and not before', async () => {
    const first = await stage.keys(logins);
    stage.aws.clock.advance(9 * minute);
    assert.equal((await stage.keys(logins)).accessKeyId, first.accessKeyId);
    stage.aws.clock.advance(1.1 * minute);
    const second = await stage.keys(logins);
    assert.notEqual(second.accessKeyId, first.accessKeyId);
    assert.equal((await stage.keys(logins)).accessKeyId, second.accessKeyId);
    await stage.isYuki(second);
    assert.ok(Math.abs((second.expiration ?? 0) - stage.aws.clock.now() - 15 * minute) < 2000);
    assert.equal(stage.calls, 2);
    assert.equal(stage.browser.opened.length, 1);
  });

  it('are renewed for twelve hours, and the user is asked after that', async () => {
    for (let i = 0; i < 71; i++) {
      stage.aws.clock.advance(10.1 * minute);
      await stage.isYuki(await stage.keys(logins));
    }
    stage.aws.clock.advance(10 * minute);
    assert.deepEqual(await failureOfLogin(stage, stage.keys(logins)), needed('expired'));
    const { calls } = stage;
    assert.deepEqual(await failureOfLogin(stage, stage.keys(logins)), needed('expired'));
    assert.equal(stage.calls, calls, 'AWS is not asked again with the same token');
    await stage.signIn(logins);
    await stage.isYuki(await stage.keys(logins));
  });

  it('are renewed earlier for a caller that needs more time', async () => {
    await stage.keys(logins, 14 * minute);
    assert.equal(stage.calls, 1);
    stage.aws.clock.advance(2 * minute);
    const { expiration = 0 } = await stage.keys(logins, 14 * minute);
    assert.ok(expiration - stage.aws.clock.now() > 14 * minute);
    assert.equal(stage.calls, 2);
  });

  it('stay in a file that keeps its other fields, and is readable only by its owner', async () => {
    const before = { ...(await stage.file()), later: { by: 'another tool' } };
    await stage.write({ ...before, accessToken: { ...before.accessToken, note: 7 } });
    stage.aws.clock.advance(11 * minute);
    await stage.keys(logins);
    const after = await stage.file();
    assert.deepEqual(Object.keys(after), Object.keys(before));
    assert.deepEqual(after, {
      ...before,
      accessToken: { ...after.accessToken, accountId: before.accessToken.accountId, note: 7 },
      refreshToken: after.refreshToken,
    });
    assert.notEqual(after.accessToken.accessKeyId, before.accessToken.accessKeyId);
    assert.notEqual(after.refreshToken, before.refreshToken);
    if (process.platform !== 'win32') assert.equal((await stat(stage.path)).mode & 0o777, 0o600);
  });

  it('are renewed once for all callers and windows', async () => {
    stage.aws.clock.advance(11 * minute);
    const windows = [logins, stage.window(), stage.window()];
    const found = await Promise.all([...windows, ...windows].map((each) => stage.keys(each)));
    assert.equal(new Set(found.map(({ accessKeyId }) => accessKeyId)).size, 1);
    assert.equal(stage.calls, 2);
    // A window that waited has keys that are new enough for any wish.
    await Promise.all(windows.map((each) => stage.keys(each, Infinity)));
    assert.equal(stage.calls, 3);
  });

  it('are taken from the file if another tool renews them first', async () => {
    const other = stage.window({ withLock: unlocked });
    stage.aws.clock.advance(11 * minute);
    // This window's answer is late; by then, the other tool has used the new token, too.
    stage.aws.faults.next({ kind: 'delay', milliseconds: 400, action: 'CreateOAuth2Token' });
    const own = stage.keys(logins);
    const theirs = await stage.keys(other);
    stage.aws.clock.advance(11 * minute);
    const latest = await stage.keys(other);
    assert.notEqual(latest.accessKeyId, theirs.accessKeyId);
    assert.equal((await own).accessKeyId, latest.accessKeyId);
    assert.equal((await stage.file()).accessToken.accessKeyId, latest.accessKeyId);
  });

  for (const [status, error] of [
    [400, 'INVALID_REQUEST'],
    [401, 'TOKEN_EXPIRED'],
  ] as const)
    it(`are taken from the file if AWS refuses with ${error} because another tool was faster`, async () => {
      const other = stage.window({ withLock: unlocked });
      stage.aws.clock.advance(16 * minute);
      stage.aws.faults.next({ kind: 'delay', milliseconds: 400, action: 'CreateOAuth2Token' });
      const theirs = stage.keys(other);
      refuse(status, error);
      let reads = 0;
      const read = async (path: string): ReturnType<typeof loginFiles.read> => {
        // After the refusal, and after the other tool has written the file.
        if (++reads === 3) await theirs;
        return loginFiles.read(path);
      };
      const own = stage.window({ withLock: unlocked, loginTokens: { ...loginFiles, read } });
      assert.equal((await stage.keys(own)).accessKeyId, (await theirs).accessKeyId);
    });

  it('are not written for a sign-in that has ended in the meantime', async () => {
    stage.aws.clock.advance(11 * minute);
    stage.aws.faults.next({ kind: 'delay', milliseconds: 300, action: 'CreateOAuth2Token' });
    const late = stage.keys(logins);
    await new Promise((resolve) => setTimeout(resolve, 100));
    // As “aws logout” does it, which knows no lock.
    await rm(stage.path);
    assert.deepEqual(await failureOfLogin(stage, late), needed('signedOut'));
    await assert.rejects(stage.file());
  });

  it('work on while AWS cannot renew them', async () => {
    const { accessKeyId } = await stage.keys(logins);
    stage.aws.clock.advance(11 * minute);
    const faults = [{ kind: 'status', status: 500 }, { kind: 'throttle' }, { kind: 'drop' }] as const;
    const codes = ['serviceFault', 'throttled', 'network'];
    for (const [i, fault] of faults.entries()) {
      stage.aws.faults.next({ ...fault, times: 3, action: 'CreateOAuth2Token' });
      assert.equal((await stage.keys(logins)).accessKeyId, accessKeyId);
      stage.aws.faults.clear();
      stage.aws.faults.next({ ...fault, times: 3, action: 'CreateOAuth2Token' });
      assert.equal((await failureOfLogin(stage, stage.keys(logins, 5 * minute))).code, codes[i]);
      stage.aws.faults.clear();
    }
    const impatient = stage.window({ limits: { ...patient, attemptMs: 200, callMs: 1000 } });
    stage.aws.faults.next({ kind: 'silence', times: 9, action: 'CreateOAuth2Token' });
    assert.equal((await stage.keys(impatient)).accessKeyId, accessKeyId);
    assert.equal((await failureOfLogin(stage, stage.keys(impatient, 5 * minute))).code, 'network');
    stage.aws.faults.clear();
    stage.aws.clock.advance(3.5 * minute);
    stage.aws.faults.next({ kind: 'drop', times: 3, action: 'CreateOAuth2Token' });
    assert.equal((await failureOfLogin(stage, stage.keys(logins))).code, 'network');
    await stage.isYuki(await stage.keys(logins));
  });

  it('are there in time for programs while AWS does not answer, and are renewed later', async () => {
    const { accessKeyId } = await stage.keys(logins);
    const window = stage.window({ limits: { ...awsLimits, attemptMs: 2000 } });
    stage.aws.clock.advance(11 * minute);
    stage.aws.faults.next({ kind: 'silence', action: 'CreateOAuth2Token' });
    const began = performance.now();
    const found = await Promise.all([1, 2, 3].map(() => stage.keys(window)));
    assert.ok(performance.now() - began < 1500);
    for (const each of found) assert.equal(each.accessKeyId, accessKeyId);
    await eventually(async () => assert.notEqual((await stage.keys(window)).accessKeyId, accessKeyId));
    assert.equal(stage.calls, 3);
  });

  it('are renewed although the program that needed them gives up meanwhile, which it need not wait for', async () => {
    const leaving = new AbortController();
    stage.aws.clock.advance(11 * minute);
    stage.aws.faults.next({ kind: 'delay', milliseconds: 300, action: 'CreateOAuth2Token' });
    const needy = logins.keysOf(stage.step(), 5 * minute, leaving.signal);
    const left = assert.rejects(needy, Cancelled);
    await new Promise((resolve) => setTimeout(resolve, 100));
    leaving.abort();
    await left;
    assert.equal(stage.calls, 1);
    await eventually(() => assert.equal(stage.calls, 2));
    // AWS repeats its answer only for a while.
    stage.aws.clock.advance(2 * minute);
    await stage.isYuki(await stage.keys(logins, 5 * minute));
  });

  it('are not lost if the drive stops responding while AWS is asked', async () => {
    let reads = 0;
    const read = async (path: string): ReturnType<typeof loginFiles.read> => {
      if (++reads < 3) return loginFiles.read(path);
      throw new FailureError({ code: 'fileUnreadable', path, reason: 'timedOut' });
    };
    const files = { ...loginFiles, read, write: () => Promise.reject(new TimedOut()) };
    const own = stage.window({ loginTokens: new HeldTokens(files) });
    stage.aws.clock.advance(16 * minute);
    const { accessKeyId } = await stage.keys(own);
    assert.equal((await stage.keys(own)).accessKeyId, accessKeyId);
  });

  it('do not count if they end while AWS is asked, and the reason is why they could not be renewed', async () => {
    const impatient = stage.window({ limits: { ...patient, attemptMs: 300, callMs: 300 } });
    stage.aws.clock.advance(11 * minute);
    stage.aws.faults.next({ kind: 'silence', times: 9, action: 'CreateOAuth2Token' });
    const late = failureOfLogin(stage, stage.keys(impatient));
    await new Promise((resolve) => setTimeout(resolve, 100));
    // The machine sleeps.
    stage.aws.clock.advance(hour);
    assert.equal((await late).code, 'network');
  });

  it('do not last longer if the machine sleeps while AWS answers', async () => {
    stage.aws.clock.advance(11 * minute);
    stage.aws.faults.next({ kind: 'delay', milliseconds: 300, action: 'CreateOAuth2Token' });
    const asked = stage.aws.clock.now();
    const renewed = stage.keys(logins);
    await new Promise((resolve) => setTimeout(resolve, 100));
    stage.aws.clock.advance(5 * minute);
    assert.ok(((await renewed).expiration ?? 0) < asked + 15.1 * minute);
  });

  it('are renewed although an attempt fails', async () => {
    stage.aws.clock.advance(11 * minute);
    stage.aws.faults.next({ kind: 'cut', action: 'CreateOAuth2Token' });
    await stage.isYuki(await stage.keys(logins));
    assert.equal(stage.calls, 3);
  });

  it('are used until they end when AWS refuses to renew them, and the reason is told then', async () => {
    const reasons = {
      expired: () => stage.aws.signin.endAll(),
      passwordChanged: () => stage.aws.signin.changePassword(),
    };
    for (const [why, end] of Object.entries(reasons)) {
      await stage.signIn(logins);
      const { accessKeyId } = await stage.keys(logins);
      end();
      stage.aws.clock.advance(11 * minute);
      assert.equal((await stage.keys(logins)).accessKeyId, accessKeyId);
      assert.deepEqual(await failureOfLogin(stage, stage.keys(logins, 5 * minute)), needed(why));
      const { calls } = stage;
      stage.aws.clock.advance(4 * minute);
      assert.deepEqual(await failureOfLogin(stage, stage.keys(logins)), needed(why));
      assert.equal(stage.calls, calls);
    }
  });

  it('are refused to a user without the permission', async () => {
    stage.aws.clock.advance(16 * minute);
    refuse(403, 'INSUFFICIENT_PERMISSIONS');
    assert.deepEqual(await failureOfLogin(stage, stage.keys(logins)), {
      code: 'loginDenied',
      profile: 'yuki',
    });
    await stage.isYuki(await stage.keys(logins));
  });

  it('are needed again if the file is malformed, or its key is', async () => {
    const file = await stage.file();
    stage.aws.clock.advance(11 * minute);
    for (const accessToken of [7, null, { ...file.accessToken, sessionToken: '' }]) {
      await stage.write({ ...file, accessToken });
      assert.deepEqual(await failureOfLogin(stage, stage.keys(logins)), needed('signedOut'));
    }
    for (const broken of [{ dpopKey: 'pem' }, { refreshToken: undefined }, { clientId: '' }]) {
      await stage.write({ ...file, ...broken });
      assert.equal((await stage.keys(logins)).accessKeyId, file.accessToken.accessKeyId);
    }
    stage.aws.clock.advance(4 * minute);
    assert.deepEqual(await failureOfLogin(stage, stage.keys(logins)), needed('expired'));
    assert.equal(stage.calls, 1);
  });

  it('are there while another tool writes the file', async () => {
    const file = JSON.stringify(await stage.file());
    for (const part of ['', file.slice(0, 500)]) {
      await writeFile(stage.path, part);
      const reading = stage.keys(logins);
      await new Promise((resolve) => setTimeout(resolve, 60));
      await writeFile(stage.path, file);
      await stage.isYuki(await reading);
    }
  });

  it('are renewed after the machine slept, and after the window was killed before it wrote them', async () => {
    stage.aws.clock.advance(9 * hour);
    await stage.isYuki(await stage.keys(logins));
    const before = await stage.file();
    stage.aws.clock.advance(9 * minute);
    await stage.keys(logins, Infinity);
    // The answer is lost. AWS gives the same answer for a while.
    await stage.write(before);
    await stage.isYuki(await stage.keys(stage.window(), Infinity));
    assert.equal(stage.browser.opened.length, 1);
  });

  it('do not last longer when the clock is set back', async () => {
    const clock = { setBackMs: 0 };
    let behind = 0;
    logins = stage.window({ clock, now: () => stage.aws.clock.now() - behind });
    const { expiration = 0 } = await stage.keys(logins);
    [behind, clock.setBackMs] = [5 * hour, 5 * hour];
    assert.ok(Math.abs(((await stage.keys(logins)).expiration ?? 0) - (expiration - 5 * hour)) < 1000);
    stage.aws.clock.advance(11 * minute);
    await stage.isYuki(await stage.keys(logins));
    assert.equal(stage.calls, 2);
  });

  it('are renewed in the region of the sign-in', async () => {
    const file = await stage.file();
    const hosts: string[] = [];
    const renew = async (signInRegion: string | undefined): Promise<void> => {
      await stage.write({ ...file, signInRegion });
      const step = stage.step({ url: undefined });
      const failed = await failureOfLogin(stage, stage.window().keysOf(step, Infinity, stage.signal));
      hosts.push('host' in failed ? failed.host : failed.code);
    };
    const before = process.env['HTTPS_PROXY'];
    process.env['HTTPS_PROXY'] = 'http://127.0.0.1:9';
    await renew('ap-northeast-1');
    await renew(undefined);
    if (before === undefined) delete process.env['HTTPS_PROXY'];
    else process.env['HTTPS_PROXY'] = before;
    assert.deepEqual(hosts, ['ap-northeast-1.signin.aws.amazon.com', 'eu-central-1.signin.aws.amazon.com']);
  });

  describe('whose file cannot be written', () => {
    let held: (readonly [string, WriteTrouble])[];

    beforeEach(async () => {
      held = [];
      logins = stage.window({ loginTokens: new HeldTokens(loginFiles, (...about) => held.push(about)) });
      await rm(stage.path);
      await mkdir(stage.path);
      await writeFile(join(stage.path, 'x'), '');
      await stage.signIn(logins);
    });

    it('are kept in memory, renewed there, and written when that is possible again', async () => {
      assert.deepEqual(held, [[stage.path, 'notAFile']]);
      for (let i = 0; i < 2; i++) {
        stage.aws.clock.advance(11 * minute);
        await stage.isYuki(await stage.keys(logins));
      }
      assert.equal((await logins.stateOf(yuki)).kind, 'signedIn');
      await rm(stage.path, { recursive: true });
      stage.aws.clock.advance(11 * minute);
      const { accessKeyId } = await stage.keys(logins);
      assert.equal((await stage.file()).accessToken.accessKeyId, accessKeyId);
    });

    it('are forgotten with the sign-out', async () => {
      await logins.end(yuki, async () => {});
      assert.deepEqual(await failureOfLogin(stage, stage.keys(logins)), needed('signedOut'));
    });
  });

  it('are those of another sign-in as soon as its file is there', async () => {
    await mkdir(join(stage.folder, 'other'));
    const elsewhere = stage.window({ loginCacheFolder: join(stage.folder, 'other') });
    assert.deepEqual(await elsewhere.stateOf(yuki), { kind: 'signedOut' });
    await writeFile(elsewhere.pathOf(yuki), JSON.stringify(await stage.file()));
    await stage.isYuki(await stage.keys(elsewhere));
  });
});
