import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled, FailureError } from '../../../src/base/failure.ts';
import type { AccessPortal } from '../../../src/identityCenter/accessPortal.ts';
import type { Listing } from '../../../src/identityCenter/accounts.ts';
import { noAccess } from '../../aws/identityCenter/refusals.ts';
import { sampleDirectory } from '../../aws/identityCenter/sampleDirectory.ts';
import { eventually } from '../../eventually.ts';
import { bigDirectory } from './bigDirectory.ts';
import { SsoStage, type SsoStageOptions } from './ssoStage.ts';

const { signal } = new AbortController();
const asking = { mayAsk: true, signal };
const silent = { mayAsk: false, signal };

describe('the accounts of a sign-in', function () {
  this.timeout(60_000);
  let stage: SsoStage;
  let portal: AccessPortal;

  const open = async (directory = sampleDirectory, options: SsoStageOptions = {}): Promise<void> => {
    stage = await SsoStage.open(directory, options);
    portal = stage.window();
  };
  afterEach(() => stage.close());

  const whole = [
    '444455556666 development aws+development@example.com Developer,ReadOnly',
    '777788889999 production aws+production@example.com ReadOnly',
  ];

  it('are listed completely, after a sign-in if one is needed', async () => {
    await open();
    assert.deepEqual(printed(await portal.accounts.listAll(stage.session(), asking)), whole);
    assert.equal(stage.browser.opened.length, 1);
  });

  it('are listed step by step', async () => {
    await open();
    const accounts = await portal.accounts.listAccounts(stage.session(), asking);
    assert.deepEqual(
      printed(accounts),
      whole.map((line) => line.replace(/\S+$/u, '?')),
    );
    assert.equal(stage.calls('ListAccountRoles'), 0);
    const one = await portal.accounts.listRoles(stage.session(), '444455556666', silent);
    assert.deepEqual(printed(one), [whole[0], whole[1]?.replace(/\S+$/u, '?')]);
    // Known roles are kept.
    assert.deepEqual(printed(await portal.accounts.listAccounts(stage.session(), silent)), printed(one));
  });

  it('say how far their listing is, and that it has ended, also after a failure', async () => {
    await open();
    const { accounts } = portal;
    const session = stage.session();
    const steps: string[] = [];
    accounts.onDidStep(() => {
      const step = accounts.stepOf(session);
      steps.push(`${step?.withRoles} of ${step?.accounts}`);
    });
    await accounts.listAll(session, asking);
    assert.deepEqual(steps, ['0 of 2', '1 of 2', '2 of 2']);
    assert.equal(accounts.stepOf(session), undefined);
    const stop = new AbortController();
    let isOver = false;
    accounts.onDidStep(() => stop.abort());
    accounts.onDidChange(() => (isOver = accounts.stepOf(session) === undefined));
    await assert.rejects(accounts.listAll(session, { mayAsk: false, signal: stop.signal }), Cancelled);
    await eventually(() => assert.ok(isOver));
  });

  it('are available immediately in the next window, in a file that only the user can read', async () => {
    await open();
    await portal.accounts.listAll(stage.session(), asking);
    const next = stage.window();
    assert.deepEqual(printed(await next.accounts.known(stage.session())), whole);
    const [file = ''] = await readdir(join(stage.folder, 'accounts'));
    const path = join(stage.folder, 'accounts', file);
    if (process.platform !== 'win32') assert.equal((await stat(path)).mode & 0o777, 0o600);
    const text = await readFile(path, 'utf8');
    const [cached = ''] = await readdir(join(stage.folder, 'cache'));
    const token = JSON.parse(await readFile(join(stage.folder, 'cache', cached), 'utf8')) as Record<
      string,
      string
    >;
    assert.ok(!text.includes(token['accessToken'] ?? ''));
    for (const broken of [
      '',
      '{',
      'null',
      '{"version":1,"completedAt":1,"accounts":[null,{"id":1}]}',
      text.replace('"version":1', '"version":0'),
    ]) {
      await writeFile(path, broken);
      assert.deepEqual(printed(await stage.window().accounts.known(stage.session())), [], broken);
    }
  });

  it('are forgotten with the sign-in', async () => {
    await open();
    await portal.accounts.listAll(stage.session(), asking);
    await portal.signOut(stage.session(), signal);
    assert.equal(await portal.accounts.known(stage.session()), undefined);
    assert.equal(await stage.window().accounts.known(stage.session()), undefined);
  });

  it('are forgotten in other windows too, as the next user may be another person', async () => {
    await open();
    const other = stage.window();
    await portal.accounts.listAll(stage.session(), asking);
    await other.refresh();
    assert.equal((await other.accounts.known(stage.session()))?.accounts.size, 2);
    await portal.signOut(stage.session(), signal);
    await other.refresh();
    await eventually(async () => assert.equal(await other.accounts.known(stage.session()), undefined));
  });

  it('leave no file behind if the user signs out during a listing, which does not end other listings', async () => {
    await open(bigDirectory(300));
    const elsewhere = stage.session({ name: 'other' });
    await portal.signIns.signIn(stage.session(), signal);
    await portal.signIns.signIn(elsewhere, signal);
    const listing = portal.accounts.listAll(stage.session(), silent);
    const others = portal.accounts.listAll(elsewhere, silent);
    const left = assert.rejects(listing, Cancelled);
    await eventually(() => assert.ok(stage.calls('ListAccountRoles') > 0));
    await portal.signOut(stage.session(), signal);
    await left;
    assert.equal((await others).accounts.size, 300);
    assert.equal((await readdir(join(stage.folder, 'accounts'))).length, 1);
    assert.equal(await stage.window().accounts.known(stage.session()), undefined);
  });

  it('are shown as they arrive if only the accounts were known before', async () => {
    await open(bigDirectory(1500));
    await portal.accounts.listAccounts(stage.session(), asking);
    let most = 0;
    let fewest = Infinity;
    portal.accounts.onDidChange(() => {
      void portal.accounts.known(stage.session()).then((listing) => {
        const accounts = [...(listing?.accounts.values() ?? [])];
        fewest = Math.min(fewest, accounts.length);
        if (listing?.completedAt === undefined)
          most = Math.max(most, accounts.filter(({ roles }) => roles).length);
      });
    });
    await portal.accounts.listAll(stage.session(), silent);
    assert.ok(most > 0, 'some were shown before the last one arrived');
    assert.equal(fewest, 1500, 'no account disappeared in between');
    const { completedAt } = await portal.accounts.listAccounts(stage.session(), silent);
    assert.notEqual(completedAt, undefined, 'nothing is missing');
  });

  it('are listed even if one of them is removed in the meantime', async () => {
    await open();
    await portal.signIns.signIn(stage.session(), signal);
    stage.center.faults.next({ kind: 'refusal', refusal: noAccess(), action: 'ListAccountRoles' });
    const listing = await portal.accounts.listAll(stage.session(), silent);
    const roles = [...listing.accounts.values()].map((account) => account.roles?.length);
    assert.ok(roles.includes(0), String(roles));
    assert.equal(listing.accounts.size, 2);
  });

  it('are listed again with a new token if the old one expires in the meantime', async () => {
    await open(bigDirectory(300));
    await portal.signIns.signIn(stage.session(), signal);
    const listing = portal.accounts.listAll(stage.session(), silent);
    await eventually(() => assert.ok(stage.calls('ListAccountRoles') > 0));
    stage.aws.clock.advance(61 * 60_000);
    assert.equal((await listing).accounts.size, 300);
    assert.equal(stage.browser.opened.length, 1);
  });

  it('are listed once for all callers, each of whom may cancel', async () => {
    await open(bigDirectory(250));
    await portal.signIns.signIn(stage.session(), signal);
    const impatient = new AbortController();
    const left = portal.accounts.listAll(stage.session(), { mayAsk: false, signal: impatient.signal });
    const stayed = portal.accounts.listAll(stage.session(), silent);
    impatient.abort();
    await assert.rejects(left, Cancelled);
    assert.equal((await stayed).accounts.size, 250);
    assert.equal(stage.calls('ListAccounts'), 3);
    assert.equal(stage.calls('ListAccountRoles'), 250);
  });

  it('are shown as they arrive, and no more are requested once no caller waits', async () => {
    await open(bigDirectory(2000));
    await portal.signIns.signIn(stage.session(), signal);
    const seen: (string | number)[] = [];
    const impatient = new AbortController();
    portal.accounts.onDidChange(() => {
      void portal.accounts.known(stage.session()).then((listing) => {
        seen.push(listing?.accounts.size ?? 0);
        impatient.abort();
      });
    });
    const listing = portal.accounts.listAll(stage.session(), { mayAsk: false, signal: impatient.signal });
    await assert.rejects(listing, Cancelled);
    assert.ok(Number(seen[0]) > 0, String(seen));
    const calls = stage.center.requests.length;
    await eventually(async () => {
      const before = stage.center.requests.length;
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(stage.center.requests.length, before);
    });
    assert.ok(stage.center.requests.length <= calls + 8, 'only running requests finish');
    assert.ok(stage.calls('ListAccountRoles') < 2000);
  });

  it('are listed as fast as Identity Center allows', async () => {
    await open(bigDirectory(120), { requestsPerSecond: 40 });
    const listing = await portal.accounts.listAll(stage.session(), asking);
    assert.equal(listing.accounts.size, 120);
    assert.ok([...listing.accounts.values()].every(({ roles }) => roles?.length === 4));
    const refused = stage.center.requests.filter(
      ({ outcome }) => outcome === 'TooManyRequestsException',
    ).length;
    assert.ok(refused > 0, 'the limit was reached');
    assert.ok(refused < 120, `${refused} calls were in vain`);
  });

  it('are not available after signing out, which is reported', async () => {
    await open();
    const listing = portal.accounts.listAll(stage.session(), silent);
    await assert.rejects(listing, (error: unknown) => {
      assert.ok(error instanceof FailureError);
      return error.failure.code === 'signInNeeded';
    });
  });
});

function printed(listing: Listing | undefined): string[] {
  return [...(listing?.accounts.values() ?? [])].map(
    ({ id, name, email, roles }) => `${id} ${name} ${email} ${roles?.join(',') ?? '?'}`,
  );
}
