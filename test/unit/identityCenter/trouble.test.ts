import assert from 'node:assert/strict';
import { chmod, mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { connect } from 'node:net';
import { join } from 'node:path';
import { Cancelled, type Failure, FailureError } from '../../../src/base/failure.ts';
import { HeldTokens } from '../../../src/credentials/heldTokens.ts';
import { ssoFiles } from '../../../src/credentials/sso/ssoTokens.ts';
import { tokenPath } from '../../../src/credentials/sso/ssoTokens.ts';
import type { AccessPortal } from '../../../src/identityCenter/accessPortal.ts';
import { invalidRequest } from '../../aws/identityCenter/refusals.ts';
import { sampleDirectory } from '../../aws/identityCenter/sampleDirectory.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { SsoStage } from './ssoStage.ts';

const { signal } = new AbortController();
const nearEndMs = 57 * 60_000;
const pastEndMs = 61 * 60_000;

describe('a sign-in with failures', function () {
  this.timeout(60_000);
  let stage: SsoStage;
  let portal: AccessPortal;
  let log: RecordedLog;

  beforeEach(async () => {
    stage = await SsoStage.open(sampleDirectory);
    log = new RecordedLog();
    portal = stage.window({ log });
  });
  afterEach(() => stage.close());

  const path = (): string => tokenPath(join(stage.folder, 'cache'), stage.session());
  const token = async (): Promise<Record<string, string>> =>
    JSON.parse(await readFile(path(), 'utf8')) as Record<string, string>;
  const signIn = (): Promise<void> => portal.signIns.signIn(stage.session(), signal);
  const call = (mayAsk = false): Promise<number> =>
    portal.signIns.withToken(stage.session(), { mayAsk, signal }, async (center, accessToken) => {
      const { value = [] } = await center.accounts(accessToken, signal).next();
      return value.length;
    });
  const state = async (): Promise<unknown> => {
    await portal.refresh();
    return portal.signIns.stateOf(stage.session());
  };

  it('is not considered expired if a renewal fails temporarily', async () => {
    await signIn();
    stage.aws.clock.advance(nearEndMs);
    stage.center.faults.next({ kind: 'drop', action: 'CreateToken' });
    assert.equal(await call(), 2, 'the old token still works');
    stage.aws.clock.advance(pastEndMs - nearEndMs);
    for (const [status, code] of [
      [500, 'serviceFault'],
      [429, 'throttled'],
    ] as const) {
      stage.center.faults.next({ kind: 'status', status, action: 'CreateToken' });
      await assert.rejects(call(true), failing({ code }));
    }
    stage.center.faults.next({ kind: 'drop', action: 'CreateToken' });
    await assert.rejects(call(true), failing({ code: 'network' }));
    assert.equal(stage.browser.opened.length, 1, 'no browser page was opened');
    assert.equal(await call(), 2);
  });

  it('is over for all windows after its renewal was rejected, and is not renewed again', async () => {
    await signIn();
    stage.aws.clock.advance(pastEndMs);
    stage.center.endSignIns();
    assert.partialDeepStrictEqual(await state(), { kind: 'signedIn', isRenewed: true });
    await assert.rejects(call(), failing({ code: 'signInNeeded', why: 'expired' }));
    assert.deepEqual(await state(), { kind: 'expired' });
    const calls = stage.calls('CreateToken');
    await assert.rejects(call(), failing({ code: 'signInNeeded', why: 'expired' }));
    assert.equal(stage.calls('CreateToken'), calls);
  });

  it('keeps the token that another program renewed in the meantime', async () => {
    await signIn();
    const old = await token();
    stage.aws.clock.advance(nearEndMs);
    assert.equal(await call(), 2);
    const renewed = await token();
    // The CLI uses no lock: it may write between our read and the rejection.
    await writeFile(path(), JSON.stringify(old));
    const refused = call();
    stage.center.faults.next({ kind: 'delay', milliseconds: 500, action: 'CreateToken' });
    await new Promise((resolve) => setTimeout(resolve, 200));
    await writeFile(path(), JSON.stringify(renewed));
    assert.equal(await refused, 2);
    assert.deepEqual(await token(), renewed);
  });

  it('is renewed if Identity Center rejects its token early, as after a clock change', async () => {
    await signIn();
    await writeFile(path(), JSON.stringify({ ...(await token()), accessToken: 'of-before' }));
    assert.equal(await call(), 2);
    assert.equal(stage.browser.opened.length, 1);
    stage.center.endSignIns();
    await assert.rejects(call(), failing({ code: 'signInNeeded', why: 'ended' }));
    assert.deepEqual(await state(), { kind: 'expired' });
  });

  it('works once more if its token cannot be stored', async function () {
    if (process.platform === 'win32' || process.getuid?.() === 0) this.skip();
    await signIn();
    stage.aws.clock.advance(pastEndMs);
    await chmod(join(stage.folder, 'cache'), 0o500);
    assert.equal(await call(), 2);
    await chmod(join(stage.folder, 'cache'), 0o700);
    assert.deepEqual(await readdir(join(stage.folder, 'cache')), [path().split('/').at(-1)]);
  });

  describe('whose file cannot be written', () => {
    const held: unknown[] = [];

    beforeEach(async () => {
      held.length = 0;
      portal = stage.window({ log, tokens: new HeldTokens(ssoFiles, (...about) => held.push(about)) });
      await mkdir(path(), { recursive: true });
      await writeFile(join(path(), 'x'), '');
      await signIn();
    });

    it('serves from memory, with a word about it, and leaves no draft behind', async () => {
      assert.equal(await call(), 2);
      assert.deepEqual(held, [[path(), 'notAFile']]);
      assert.partialDeepStrictEqual(await state(), { kind: 'signedIn' });
      assert.equal((await readdir(join(stage.folder, 'cache'))).length, 1);
      assert.equal(stage.browser.opened.length, 1);
    });

    it('is renewed in memory', async () => {
      stage.aws.clock.advance(pastEndMs);
      assert.equal(await call(), 2);
      stage.aws.clock.advance(pastEndMs);
      assert.equal(await call(), 2);
      assert.equal(stage.browser.opened.length, 1);
    });

    it('is written when that is possible again', async () => {
      await rm(path(), { recursive: true });
      stage.aws.clock.advance(pastEndMs);
      assert.equal(await call(), 2);
      assert.ok((await token())['accessToken']);
    });

    it('ends with the sign-out', async () => {
      await portal.signOut(stage.session(), signal).catch(() => undefined);
      await assert.rejects(call(), failing({ code: 'signInNeeded' }));
      assert.deepEqual(await state(), { kind: 'signedOut' });
    });
  });

  it('reports the file that it cannot write if nothing keeps the token', async () => {
    portal = stage.window({ log, tokens: ssoFiles });
    await mkdir(path(), { recursive: true });
    await writeFile(join(path(), 'x'), '');
    await assert.rejects(signIn(), failing({ code: 'fileUnwritable', path: path() }));
    await rm(path(), { recursive: true });
    await signIn();
  });

  it('is missing if its file has other content', async () => {
    await signIn();
    const good = await token();
    for (const text of [
      '',
      '{',
      'null',
      '[]',
      '{"accessToken":1}',
      JSON.stringify({ ...good, expiresAt: 'soon' }),
    ]) {
      await writeFile(path(), text);
      assert.deepEqual(await state(), { kind: 'signedOut' }, text);
      await assert.rejects(call(), failing({ code: 'signInNeeded', why: 'signedOut' }));
    }
    assert.equal(await call(true), 2);
  });

  it('removes the drafts of a killed window when it ends', async () => {
    await signIn();
    await writeFile(`${path()}.3f0c`, 'half a token');
    await portal.signOut(stage.session(), signal);
    assert.deepEqual(await readdir(join(stage.folder, 'cache')), []);
  });

  it('keeps polling while responses are lost, late or throttled', async () => {
    stage.browser.byCode = true;
    stage.center.faults.next({ kind: 'drop', action: 'CreateToken' });
    stage.center.faults.next({ kind: 'throttle', action: 'CreateToken' });
    stage.center.faults.next({ kind: 'status', status: 503, action: 'CreateToken' });
    await signIn();
    assert.equal(await call(), 2);
    assert.equal(stage.calls('CreateToken'), 4);
    assert.equal(stage.browser.opened.length, 1);
  });

  it('can be canceled immediately at any point', async () => {
    for (const [byCode, action] of [
      [false, 'RegisterClient'],
      [false, 'CreateToken'],
      [true, 'RegisterClient'],
      [true, 'StartDeviceAuthorization'],
      [true, 'CreateToken'],
    ] as const) {
      stage.browser.byCode = byCode;
      stage.center.faults.next({ kind: 'silence', action });
      const leaving = new AbortController();
      const before = stage.calls(action);
      const left = portal.signIns.signIn(stage.session(), leaving.signal);
      while (stage.calls(action) === before) await new Promise((resolve) => setTimeout(resolve, 20));
      leaving.abort();
      await assert.rejects(left, Cancelled, `${byCode} ${action}`);
      stage.center.faults.clear();
    }
    assert.deepEqual(await state(), { kind: 'signedOut' });
    // No lock may be left that another sign-in would wait for.
    stage.browser.byCode = false;
    await signIn();
  });

  it('accepts only its own redirect, and stops listening afterwards', async () => {
    stage.browser.answer = 'ask';
    const waiting = signIn();
    const [url = ''] = await stage.browser.hasOpened(1);
    const back = new URL(new URL(url).searchParams.get('redirect_uri') ?? '');
    for (const line of ['GET // HTTP/1.1', 'GET http://[ HTTP/1.1', 'GET /oauth/callback?code=x HTTP/1.1'])
      assert.match(await answerTo(Number(back.port), line), /^HTTP\/1\.1 404 /u, line);
    stage.browser.cancelled.abort();
    await assert.rejects(waiting, Cancelled);
    await assert.rejects(answerTo(Number(back.port), 'GET / HTTP/1.1'), /ECONNREFUSED/u);
  });

  it('does not treat a refused portal call as a wrong start URL', async () => {
    await signIn();
    stage.center.faults.next({ kind: 'refusal', refusal: invalidRequest('No.'), action: 'ListAccounts' });
    await assert.rejects(call(), failing({ code: 'refusedRequest' }));
  });

  it('logs no secret', async () => {
    await signIn();
    const secrets = Object.entries(await token()).filter(([name]) => /token|secret/iu.test(name));
    assert.equal(secrets.length, 3);
    stage.aws.clock.advance(pastEndMs);
    stage.center.endSignIns();
    await assert.rejects(call());
    const logged = JSON.stringify(log);
    assert.match(logged, /could not be renewed/u);
    for (const [name, value] of secrets) assert.ok(!logged.includes(value), name);
  });
});

function failing(
  expected: Partial<Record<string, string>> & Pick<Failure, 'code'>,
): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof FailureError, String(error));
    assert.partialDeepStrictEqual(error.failure, expected);
    return true;
  };
}

/** A local server's response to a one-line request that no client of ours would send. */
function answerTo(port: number, line: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let answer = '';
    const socket = connect(port, '127.0.0.1', () =>
      socket.write(`${line}\r\nHost: x\r\nConnection: close\r\n\r\n`),
    );
    socket.on('data', (data) => (answer += data.toString()));
    socket.on('error', reject);
    socket.on('close', () => resolve(answer));
  });
}
