import assert from 'node:assert/strict';
import { createPrivateKey } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled, type Failure, FailureError } from '../../../../src/base/failure.ts';
import { signInAgain, signInWithConsole } from '../../../../src/credentials/login/consoleSignIn.ts';
import { ConsoleSignIns } from '../../../../src/credentials/login/consoleSignIns.ts';
import type { Logins } from '../../../../src/credentials/login/logins.ts';
import { awsLimits } from '../../../../src/credentials/sdk/awsLimits.ts';
import { eventually } from '../../../eventually.ts';
import { SigninRefusal } from '../../../aws/signin/signinRefusals.ts';
import { failureOfLogin, hasNoSecret, hour, LoginStage, yuki } from './loginStage.ts';

const maya = 'arn:aws:iam::111122223333:user/maya';

describe('a sign-in with the AWS console', function () {
  this.timeout(30_000);
  let stage: LoginStage;
  let logins: Logins;

  beforeEach(async () => {
    stage = await LoginStage.open();
    logins = stage.window();
  });
  afterEach(() => stage.close());

  const ways = { 'a redirect': false, 'a code to paste': true };
  for (const [way, byCode] of Object.entries(ways))
    it(`completes with ${way}`, async () => {
      stage.browser.byCode = byCode;
      await stage.signIn(logins);
      await stage.isYuki(await stage.keys(logins));
      const { searchParams, pathname } = new URL(stage.browser.opened[0] ?? '');
      assert.equal(pathname, '/v1/authorize');
      assert.match(searchParams.get('client_id') ?? '', byCode ? /\/cross-device$/u : /\/same-device$/u);
      assert.equal((await stage.file()).clientId, searchParams.get('client_id'));
      assert.equal(stage.browser.visibleIndicators, 0);
      hasNoSecret(stage);
    });

  it('is stored where and as the CLI stores it, readable only by its owner, with its region', async () => {
    await stage.signIn(logins);
    assert.deepEqual(await readdir(join(stage.folder, 'cache')), [
      'f560d989ab60acbd23713c6b875e2017238420857c02324dde1f2fd1fba1108b.json',
    ]);
    if (process.platform !== 'win32') assert.equal((await stat(stage.path)).mode & 0o777, 0o600);
    const file = await stage.file();
    assert.deepEqual(Object.keys(file), [
      'accessToken',
      'tokenType',
      'clientId',
      'refreshToken',
      'idToken',
      'dpopKey',
      'signInRegion',
    ]);
    assert.deepEqual(Object.keys(file.accessToken), [
      'accessKeyId',
      'secretAccessKey',
      'sessionToken',
      'accountId',
      'expiresAt',
    ]);
    assert.equal(file.accessToken.accountId, '444455556666');
    assert.match(file.accessToken.expiresAt, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
    assert.equal(file.tokenType, 'aws_sigv4');
    assert.equal(file.signInRegion, 'eu-central-1');
    assert.match(
      file.dpopKey,
      /^-----BEGIN EC PRIVATE KEY-----\n(?:.{64}\n)+.+\n-----END EC PRIVATE KEY-----\n$/u,
    );
    assert.equal(createPrivateKey(file.dpopKey).asymmetricKeyDetails?.namedCurve, 'prime256v1');
  });

  it('shows the identity before anything is stored', async () => {
    const seen: string[] = [];
    const accept = async (session: string): Promise<void> => {
      seen.push(session);
      assert.deepEqual(await readdir(stage.folder), []);
      throw new Cancelled();
    };
    const request = { label: 'new', signin: stage.step().signin, accept };
    await assert.rejects(signInWithConsole(request, stage.with(logins), stage.signal), Cancelled);
    assert.deepEqual(seen, [yuki]);
    assert.deepEqual(await readdir(stage.folder), []);
  });

  it('has keys that do not last longer because the user takes time to accept the identity', async () => {
    const before = stage.aws.clock.now();
    const accept = async (): Promise<void> => stage.aws.clock.advance(9 * 60_000);
    await signInWithConsole(
      { label: 'new', signin: stage.step().signin, accept },
      stage.with(logins),
      stage.signal,
    );
    const { expiration = 0 } = await stage.keys(logins);
    assert.ok(Math.abs(expiration - before - 15 * 60_000) < 2000);
  });

  it('of another identity than that of the profile is not stored', async () => {
    stage.aws.signin.identity = maya;
    assert.deepEqual(await failureOfLogin(stage, stage.signIn(logins)), {
      code: 'loginOtherIdentity',
      profile: 'yuki',
      expected: yuki,
      got: maya,
    });
    assert.deepEqual(await readdir(stage.folder), []);
  });

  it('checks the pasted text, and takes one that was broken into lines', async () => {
    stage.browser.byCode = true;
    const other = Buffer.from('state=other&code=abc').toString('base64');
    stage.browser.pasted.push('', 'state', Buffer.from('code=abc').toString('base64'), other);
    await stage.signIn(logins);
    assert.deepEqual(stage.browser.troubles, [
      'malformed',
      'malformed',
      'malformed',
      'otherSignIn',
      undefined,
    ]);
    stage.browser.pasted.length = 0;
    stage.browser.copies = (text) => text.replaceAll(/.{20}/gu, '$&\r\n  ');
    await stage.signIn(logins);
    await stage.isYuki(await stage.keys(logins));
  });

  it('takes the pasted text in quotes, but not twice', async () => {
    stage.browser.byCode = true;
    stage.browser.askCode = async ({ url, check }) => {
      for (const code of ['abc', 'abcd', 'abcde']) {
        const shown = `state=${new URL(url).searchParams.get('state')}&code=${code}`;
        const text = Buffer.from(shown).toString('base64url');
        assert.equal(check(`"${text}" `), undefined);
        assert.equal(check(text + text), 'malformed', code);
      }
      throw new Cancelled();
    };
    await assert.rejects(stage.signIn(logins), Cancelled);
  });

  it('asks for the code again if AWS refuses it, which the same page shows', async () => {
    stage.browser.byCode = true;
    stage.browser.copies = (text) => (stage.browser.refused.at(-1) ? text : text.slice(0, -8));
    await stage.signIn(logins);
    await stage.isYuki(await stage.keys(logins));
    const refusal = new SigninRefusal(401, 'AccessDeniedException', 'AUTHCODE_EXPIRED', 'Refused');
    stage.aws.faults.next({ kind: 'refusal', refusal, action: 'CreateOAuth2Token' });
    stage.browser.copies = (text) => text;
    await stage.signIn(logins);
    assert.deepEqual(stage.browser.refused, [false, true, false, true]);
    assert.equal(stage.browser.opened.length, 2);
    hasNoSecret(stage);
  });

  it('does not ask for the code again for what another code cannot change', async () => {
    stage.browser.byCode = true;
    const refusal = new SigninRefusal(403, 'AccessDeniedException', 'INSUFFICIENT_PERMISSIONS', 'Refused');
    stage.aws.faults.next({ kind: 'refusal', refusal, action: 'CreateOAuth2Token' });
    assert.equal((await failureOfLogin(stage, stage.signIn(logins))).code, 'loginDenied');
    assert.deepEqual(stage.browser.refused, [false]);
  });

  it('can be finished with a code after the browser was opened for a redirect', async () => {
    stage.browser.answer = 'useCode';
    stage.browser.open = async (url) => {
      stage.browser.answer = stage.browser.opened.length === 0 ? 'useCode' : 'allow';
      await Object.getPrototypeOf(stage.browser).open.call(stage.browser, url);
    };
    await stage.signIn(logins);
    assert.equal(stage.browser.opened.length, 2);
    await stage.isYuki(await stage.keys(logins));
  });

  it('ends when the user denies it, cancels it, or takes too long', async () => {
    stage.browser.answer = 'deny';
    const denied = { code: 'signInDenied', profile: 'yuki', session: 'yuki' };
    assert.deepEqual(await failureOfLogin(stage, stage.signIn(logins)), denied);
    await eventually(() => assert.deepEqual(stage.browser.pages, ['not done']));
    Object.assign(stage.browser, { consoleLabel: (profile = '') => `console ${profile}` });
    assert.deepEqual(await failureOfLogin(stage, stage.signIn(logins)), { ...denied, session: 'console ' });
    Object.assign(stage.browser, { consoleLabel: undefined });
    stage.browser.answer = 'ask';
    for (const byCode of [false, true]) {
      stage.browser.byCode = byCode;
      const limits = { ...awsLimits, signInMs: 300 };
      const late = signInAgain(stage.step(), stage.with(logins, { limits }), stage.signal);
      assert.deepEqual(await failureOfLogin(stage, late), { ...denied, code: 'signInTimedOut' });
    }
    stage.browser.answer = 'leave';
    for (const byCode of [true, false]) {
      stage.browser.byCode = byCode;
      await assert.rejects(stage.signIn(logins), Cancelled);
    }
    assert.deepEqual(await readdir(stage.folder), []);
    assert.equal(stage.browser.visibleIndicators, 0);
  });

  it('says why AWS refuses the code, and sends it once', async () => {
    const refusals = [
      [401, 'AUTHCODE_EXPIRED', { code: 'loginCodeExpired', profile: 'yuki' }],
      [403, 'INSUFFICIENT_PERMISSIONS', { code: 'loginDenied', profile: 'yuki' }],
      [401, 'TOKEN_EXPIRED', { code: 'loginNeeded', profile: 'yuki', why: 'expired' }],
    ] as const;
    for (const [status, error, failure] of refusals) {
      const refusal = new SigninRefusal(status, 'AccessDeniedException', error, 'Refused');
      stage.aws.faults.next({ kind: 'refusal', refusal, action: 'CreateOAuth2Token' });
      assert.deepEqual(await failureOfLogin(stage, stage.signIn(logins)), failure);
    }
    assert.equal(stage.calls, 3);
    stage.aws.faults.next({ kind: 'status', status: 500, action: 'CreateOAuth2Token' });
    const { code } = await failureOfLogin(stage, stage.signIn(logins));
    assert.deepEqual([code, stage.calls], ['serviceFault', 4]);
  });

  it('does not repeat what AWS says about an invalid value', async () => {
    const message = 'The code c0de is wrong';
    const refuse = async (status: number, name: string, error: string): Promise<Failure> => {
      const refusal = new SigninRefusal(status, name, error, message);
      stage.aws.faults.next({ kind: 'refusal', refusal, action: 'CreateOAuth2Token' });
      return failureOfLogin(stage, stage.signIn(logins));
    };
    const refused = { code: 'refusedRequest', profile: 'yuki', awsCode: 'ValidationException' };
    assert.deepEqual(await refuse(400, 'ValidationException', 'INVALID_REQUEST'), {
      ...refused,
      detail: 'INVALID_REQUEST',
    });
    assert.deepEqual(await refuse(400, 'ValidationException', message), { ...refused, detail: '…' });
    const denied = await refuse(403, 'AccessDeniedException', 'LATER_REASON');
    assert.ok(denied.code === 'notAuthorized' && denied.detail === 'LATER_REASON');
  });

  it('reports a missing network, and an answer that is not from AWS', async () => {
    stage.aws.faults.next({ kind: 'body', body: '<html>', action: 'CreateOAuth2Token' });
    assert.equal((await failureOfLogin(stage, stage.signIn(logins))).code, 'notAws');
    stage.browser.byCode = true;
    stage.browser.open = async () => {};
    stage.browser.askCode = async ({ url }) =>
      Buffer.from(`state=${new URL(url).searchParams.get('state')}&code=abc`).toString('base64');
    const nowhere = stage.step({ url: 'http://127.0.0.1:9' });
    const { code } = await failureOfLogin(stage, signInAgain(nowhere, stage.with(logins), stage.signal));
    assert.equal(code, 'network');
  });

  for (const hours of [-9, 9])
    it(`works though the clock is ${hours} h off`, async () => {
      stage.aws.clock.setSkew(hours * hour);
      logins = stage.window({ now: Date.now });
      await signInAgain(stage.step(), stage.with(logins, { now: Date.now }), stage.signal);
      assert.equal(stage.calls, 2, 'a proof that is not of now is refused');
      const { expiration = 0 } = await stage.keys(logins);
      assert.ok(Math.abs(expiration - Date.now() - 15 * 60_000) < 5000);
      assert.ok((await logins.stateOf(yuki)).kind === 'signedIn');
      const before = await stage.file();
      await stage.keys(logins, Infinity);
      assert.notEqual((await stage.file()).refreshToken, before.refreshToken);
    });

  it('runs once for all callers of a profile', async () => {
    await Promise.all([1, 2, 3].map(() => stage.signIn(logins)));
    assert.equal(stage.browser.opened.length, 1);
  });

  describe('on this machine', () => {
    let signIns: ConsoleSignIns;
    let changes: number;
    const forgotten: unknown[] = [];

    beforeEach(() => {
      [changes, forgotten.length] = [0, 0];
      signIns = new ConsoleSignIns({
        ...stage.with(logins),
        watch: () => ({ dispose() {} }),
        forgetSessions: async (...which) => void forgotten.push(which),
      });
      signIns.onDidChange(() => changes++);
    });
    afterEach(() => signIns.dispose());

    const signIn = (): Promise<string> =>
      signIns.signIn({ label: 'new', signin: stage.step().signin, accept: async () => {} }, stage.signal);

    it('begins and ends, with all sessions that came from it', async () => {
      assert.deepEqual(await signIns.stateOf(yuki), { kind: 'signedOut' });
      assert.equal(await signIn(), yuki);
      const state = await signIns.stateOf(yuki);
      assert.ok(state.kind === 'signedIn' && state.isRenewed && state.until > stage.aws.clock.now());
      const { accessKeyId } = await stage.keys(logins);
      await signIns.signOut(yuki);
      assert.deepEqual(forgotten, [[yuki, accessKeyId]]);
      assert.deepEqual(await readdir(join(stage.folder, 'cache')), []);
      assert.deepEqual(await signIns.stateOf(yuki), { kind: 'signedOut' });
      const needed = { code: 'loginNeeded', profile: 'yuki', why: 'signedOut' };
      assert.deepEqual(await failureOfLogin(stage, stage.keys(logins)), needed);
      assert.equal(changes, 2);
    });

    it('ends also for keys that a window is just renewing', async () => {
      await signIn();
      stage.aws.clock.advance(11 * 60_000);
      stage.aws.faults.next({ kind: 'delay', milliseconds: 300, action: 'CreateOAuth2Token' });
      const renewed = stage.keys(stage.window());
      await new Promise((resolve) => setTimeout(resolve, 100));
      await signIns.signOut(yuki);
      assert.deepEqual(forgotten, [[yuki, (await renewed).accessKeyId]]);
      assert.deepEqual(await readdir(join(stage.folder, 'cache')), []);
    });

    it('lasts twelve hours at most', async () => {
      await signIn();
      stage.aws.clock.advance(11 * hour);
      assert.deepEqual((await signIns.stateOf(yuki)).kind, 'signedIn');
      stage.aws.clock.advance(2 * hour);
      assert.deepEqual(await signIns.stateOf(yuki), { kind: 'expired' });
    });

    it('is no longer renewed once AWS has ended it', async () => {
      await signIn();
      stage.aws.signin.endAll();
      await assert.rejects(stage.keys(logins, Infinity), FailureError);
      const state = await signIns.stateOf(yuki);
      assert.ok(state.kind === 'signedIn' && !state.isRenewed);
      stage.aws.clock.advance(hour);
      assert.deepEqual(await signIns.stateOf(yuki), { kind: 'expired' });
    });
  });
});
