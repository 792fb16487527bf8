import assert from 'node:assert/strict';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { FailureError } from '../../../src/base/failure.ts';
import type { AccessPortal } from '../../../src/identityCenter/accessPortal.ts';
import { sampleDirectory } from '../../aws/identityCenter/sampleDirectory.ts';
import { SsoStage } from './ssoStage.ts';

const { signal } = new AbortController();

describe('the sign-ins of a machine', function () {
  this.timeout(30_000);
  let stage: SsoStage;
  let portal: AccessPortal;

  beforeEach(async () => {
    stage = await SsoStage.open(sampleDirectory);
    portal = stage.window();
  });
  afterEach(() => stage.close());

  const stateIn = async (window: AccessPortal): Promise<string | undefined> => {
    await window.refresh();
    return window.signIns.stateOf(stage.session())?.kind;
  };
  const accountNames = (mayAsk: boolean): Promise<string[]> =>
    portal.signIns.withToken(stage.session(), { mayAsk, signal }, async (center, token) => {
      const names: string[] = [];
      for await (const page of center.accounts(token, signal)) names.push(...page.map(({ name }) => name));
      return names;
    });
  it('are visible to all windows, with their expiration', async () => {
    assert.equal(await stateIn(portal), 'signedOut');
    let changes = 0;
    portal.signIns.onDidChange(() => changes++);
    await portal.signIns.signIn(stage.session(), signal);
    assert.equal(changes, 1);
    const state = portal.signIns.stateOf(stage.session());
    assert.partialDeepStrictEqual(state, { kind: 'signedIn', isRenewed: true });
    assert.equal(await stateIn(stage.window()), 'signedIn');
    await portal.refresh();
    assert.equal(changes, 1, 'nothing has changed since');
  });

  it('end when they really do, though the clock was set back', async () => {
    const clock = { setBackMs: 0 };
    const window = stage.window({ clock, now: () => stage.aws.clock.now() - clock.setBackMs });
    await window.signIns.signIn(stage.session(), signal);
    const until = () => {
      const state = window.signIns.stateOf(stage.session());
      return state?.kind === 'signedIn' ? state.until : Number.NaN;
    };
    const before = until();
    clock.setBackMs = 5 * 3600_000;
    await window.refresh();
    assert.equal(until(), before - clock.setBackMs);
  });

  it('end locally and at Identity Center with the role sessions that depend on them, and no others', async () => {
    const other = stage.session({ name: 'other' });
    await portal.signIns.signIn(stage.session(), signal);
    await portal.signIns.signIn(other, signal);
    await portal.signOut(stage.session(), signal);
    assert.equal(await stateIn(portal), 'signedOut');
    assert.deepEqual(stage.forgotten, ['corp']);
    assert.equal(stage.calls('Logout'), 1);
    assert.equal((await readdir(join(stage.folder, 'cache'))).length, 1);
    await assert.rejects(accountNames(false), why('signedOut'));
    await portal.signIns.withToken(other, { mayAsk: false, signal }, async (center, token) => {
      for await (const page of center.accounts(token, signal)) assert.equal(page.length, 2);
    });
  });

  it('end at Identity Center even after their token has expired', async () => {
    await portal.signIns.signIn(stage.session(), signal);
    stage.aws.clock.advance(2 * 3600_000);
    await portal.signOut(stage.session(), signal);
    assert.equal(stage.calls('Logout'), 1);
    assert.equal(stage.center.requests.at(-1)?.outcome, 'OK');
  });

  it('end locally even if the call to Identity Center fails, which is reported', async () => {
    await portal.signIns.signIn(stage.session(), signal);
    const cutOff = stage.session({ portalUrl: 'http://127.0.0.1:9' });
    await assert.rejects(portal.signOut(cutOff, signal), (error: unknown) => {
      assert.ok(error instanceof FailureError);
      return error.failure.code === 'network';
    });
    assert.equal(await stateIn(portal), 'signedOut');
    assert.deepEqual(stage.forgotten, ['corp']);
  });

  it('have distinct failures: signed out, expired, ended by an administrator', async () => {
    await assert.rejects(accountNames(false), why('signedOut'));
    await portal.signIns.signIn(stage.session(), signal);
    stage.center.endSignIns();
    await assert.rejects(accountNames(false), why('ended'));
    await portal.signIns.signIn(stage.session(), signal);
    stage.aws.clock.advance(9 * 3600_000);
    await assert.rejects(accountNames(false), why('expired'));
  });

  it('continue with a device code if the user asks for one while the browser is open', async () => {
    stage.browser.answer = 'useCode';
    await portal.signIns.signIn(stage.session(), signal);
    assert.equal(await stateIn(portal), 'signedIn');
    const [first, second] = stage.browser.codes;
    assert.deepEqual([first, typeof second], [undefined, 'string']);
    assert.equal(stage.browser.visibleIndicators, 0);
  });

  it('are started if one is needed and the user may be asked, once for all callers', async () => {
    const names = await Promise.all([accountNames(true), accountNames(true), accountNames(true)]);
    for (const each of names) assert.deepEqual(each, ['development', 'production']);
    assert.equal(stage.browser.opened.length, 1);
    stage.center.endSignIns();
    assert.deepEqual(await accountNames(true), ['development', 'production']);
    assert.equal(stage.browser.opened.length, 2);
  });
});

function why(expected: string): (error: unknown) => boolean {
  return (error) => {
    assert.ok(error instanceof FailureError, String(error));
    assert.partialDeepStrictEqual(error.failure, { code: 'signInNeeded', session: 'corp', why: expected });
    return true;
  };
}
