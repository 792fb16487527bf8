import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled, type Failure, FailureError } from '../../../src/base/failure.ts';
import { awsLimits } from '../../../src/credentials/sdk/awsLimits.ts';
import type { SignInPrompts } from '../../../src/credentials/browser/browserPrompts.ts';
import { fetchRole, type SsoDependencies } from '../../../src/credentials/sso/roleCredentials.ts';
import { tokenPath } from '../../../src/credentials/sso/ssoTokens.ts';
import type { AccessPortal } from '../../../src/identityCenter/accessPortal.ts';
import { FileLock } from '../../../src/session/fileLock.ts';
import { answerPage } from '../../aws/identityCenter/clients.ts';
import { sampleDirectory } from '../../aws/identityCenter/sampleDirectory.ts';
import { RecordedLog } from '../../fakes/recordedLog.ts';
import { SsoStage } from './ssoStage.ts';

const { signal } = new AbortController();
const silent = { mayAsk: false, signal };
const limits = { ...awsLimits, attemptMs: 400, callMs: 6000, pageMs: 1500 };
const nearEndMs = 57 * 60_000;

describe('an Identity Center that does not respond', function () {
  this.timeout(30_000);
  let stage: SsoStage;
  let portal: AccessPortal;

  beforeEach(async () => {
    stage = await SsoStage.open(sampleDirectory);
    portal = stage.window({ limits });
  });
  afterEach(() => stage.close());

  const signIn = (): Promise<void> => portal.signIns.signIn(stage.session(), signal);
  const callIn = (window: AccessPortal): Promise<number> =>
    window.signIns.withToken(stage.session(), silent, async (center, token) => {
      const { value = [] } = await center.accounts(token, signal).next();
      return value.length;
    });

  for (const kind of ['silence', 'stall'] as const) {
    for (const action of ['ListAccounts', 'ListAccountRoles'])
      it(`fails a listing in time, and the next one succeeds (${kind} at ${action})`, async () => {
        await signIn();
        stage.center.faults.next({ kind, action, times: Infinity });
        await assert.rejects(portal.accounts.listAll(stage.session(), silent), isLate);
        stage.center.faults.clear();
        const { accounts } = await portal.accounts.listAll(stage.session(), silent);
        assert.equal(accounts.size, 2);
      });

    it(`fails a role in time, and the next call succeeds (${kind})`, async () => {
      await signIn();
      const step = {
        kind: 'identityCenter',
        profile: 'dev',
        session: stage.session(),
        accountId: '444455556666',
        roleName: 'Developer',
      } as const;
      const dependencies: SsoDependencies = {
        ssoCacheFolder: join(stage.folder, 'cache'),
        withLock: (_name, _signal, use) => use(),
        log: new RecordedLog(),
        now: () => stage.aws.clock.now(),
        limits,
      };
      stage.center.faults.next({ kind, action: 'GetRoleCredentials', times: 3 });
      await assert.rejects(fetchRole(step, dependencies, signal), isLate);
      assert.ok((await fetchRole(step, dependencies, signal)).isTemporary);
    });

    it(`holds no lock for ever: another window renews the sign-in (${kind})`, async () => {
      await signIn();
      const [one, other] = [0, 1].map(() => {
        const lock = new FileLock(join(stage.folder, 'locks'), new RecordedLog());
        return stage.window({ limits, withLock: lock.hold.bind(lock) });
      }) as [AccessPortal, AccessPortal];
      stage.aws.clock.advance(nearEndMs);
      stage.center.faults.next({ kind, action: 'CreateToken' });
      assert.deepEqual(await Promise.all([callIn(one), callIn(other)]), [2, 2]);
      assert.equal(
        stage.calls('CreateToken'),
        3,
        'for the sign-in, for the lost answer, and for the renewal',
      );
    });

    it(`fails a sign-in in time, and the next one succeeds (${kind})`, async () => {
      for (const [byCode, action] of [
        [false, 'RegisterClient'],
        [false, 'CreateToken'],
        [true, 'StartDeviceAuthorization'],
      ] as const) {
        stage.browser.byCode = byCode;
        stage.center.faults.next({ kind, action, times: 3 });
        await assert.rejects(signIn(), isLate, action);
        stage.center.faults.clear();
      }
      stage.browser.byCode = false;
      await signIn();
    });

    it(`still lets the user sign out on this machine (${kind})`, async () => {
      await signIn();
      stage.center.faults.next({ kind, action: 'Logout', times: 3 });
      await assert.rejects(portal.signOut(stage.session(), signal), isLate);
      await portal.refresh();
      assert.equal(portal.signIns.stateOf(stage.session())?.kind, 'signedOut');
    });
  }

  it('cannot fill the memory with a page or with pages that do not end', async () => {
    await signIn();
    stage.center.faults.next({ kind: 'padding', bytes: Infinity, action: 'ListAccounts' });
    await assert.rejects(callIn(portal), failing({ code: 'notAws', status: 200 }));
    const page = { accountList: [{ accountId: '1' }], nextToken: 'more' };
    stage.center.faults.next({
      kind: 'body',
      body: JSON.stringify(page),
      action: 'ListAccounts',
      times: Infinity,
    });
    const brief = stage.window({ limits: { ...limits, pages: 5 } });
    const calls = stage.calls('ListAccounts');
    await assert.rejects(brief.accounts.listAll(stage.session(), silent), failing({ code: 'notAws' }));
    assert.equal(stage.calls('ListAccounts') - calls, 5);
  });
});

describe('a sign-in that the user does not finish', function () {
  this.timeout(30_000);
  let stage: SsoStage;
  let opened: string[];
  let cancellation: AbortController;

  beforeEach(async () => {
    stage = await SsoStage.open(sampleDirectory);
    opened = [];
    cancellation = new AbortController();
  });
  afterEach(() => stage.close());

  /** A window whose user does not answer whether to open the page. */
  const windowWith = (
    byCode: boolean,
    signInMs: number,
    onOpen = (_url: string): void => {},
  ): AccessPortal => {
    const prompts: SignInPrompts = {
      allow: () => assert.fail('there is no agent'),
      mustUseCode: () => byCode,
      open: (url) => {
        opened.push(url);
        onOpen(url);
        return new Promise(() => {});
      },
      show: () => ({ cancelled: cancellation.signal, done() {} }),
      askCode: () => assert.fail('there is no code to paste'),
      showWait: () => assert.fail('there is no other window'),
      page: () => 'done',
    };
    return stage.window({ signInPrompts: prompts, limits: { ...awsLimits, signInMs } });
  };

  for (const byCode of [false, true]) {
    it(`ends in time (${byCode ? 'code' : 'redirect'})`, async () => {
      const portal = windowWith(byCode, 300);
      const late = failing({ code: 'signInTimedOut', session: 'corp' });
      await assert.rejects(portal.signIns.signIn(stage.session(), signal), late);
      await assert.rejects(
        portal.signIns.signIn(stage.session(), signal),
        late,
        'and lets the next one begin',
      );
      assert.equal(opened.length, 2);
    });

    it(`can be canceled before the page is opened (${byCode ? 'code' : 'redirect'})`, async () => {
      const portal = windowWith(byCode, 60_000, () => cancellation.abort());
      await assert.rejects(portal.signIns.signIn(stage.session(), signal), Cancelled);
    });
  }

  it('is finished by a user who comes back from the page before VS Code knows that it is open', async () => {
    const portal = windowWith(false, 60_000, (url) => {
      void answerPage(url, 'allow').then((back) => fetch(back ?? ''));
    });
    await portal.signIns.signIn(stage.session(), signal);
    await portal.refresh();
    assert.equal(portal.signIns.stateOf(stage.session())?.kind, 'signedIn');
  });
});

describe('a sign-in whose file does not respond', function () {
  this.timeout(60_000);

  it('is not taken for one that was ended', async function () {
    if (process.platform === 'win32') this.skip();
    const stage = await SsoStage.open(sampleDirectory);
    const portal = stage.window();
    await portal.signIns.signIn(stage.session(), signal);
    const path = tokenPath(join(stage.folder, 'cache'), stage.session());
    let ended = 0;
    portal.signIns.onDidSignOut(() => ended++);
    await rm(path);
    execFileSync('mkfifo', [path]);
    const call = portal.signIns.withToken(stage.session(), silent, async () => {});
    await assert.rejects(call, failing({ code: 'fileUnreadable', reason: 'timedOut' }));
    await portal.refresh();
    assert.deepEqual([portal.signIns.stateOf(stage.session())?.kind, ended], ['signedIn', 0]);
    await stage.close();
  });
});

function isLate(error: unknown): boolean {
  return failing({ code: 'network', reason: 'ETIMEDOUT' })(error);
}

function failing(
  expected: Partial<Record<string, string | number>> & Pick<Failure, 'code'>,
): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof FailureError, String(error));
    assert.partialDeepStrictEqual(error.failure, expected);
    return true;
  };
}
