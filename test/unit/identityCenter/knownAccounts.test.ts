import assert from 'node:assert/strict';
import { readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Cancelled, FailureError } from '../../../src/failure.ts';
import type { Listing } from '../../../src/identityCenter/accounts.ts';
import type { Reach } from '../../../src/identityCenter/reach.ts';
import { sampleDirectory } from '../../aws/identityCenter/sampleDirectory.ts';
import { eventually } from '../../eventually.ts';
import { bigDirectory } from './bigDirectory.ts';
import { SsoStage, type SsoStageOptions } from './ssoStage.ts';

const { signal } = new AbortController();
const asking = { mayAsk: true, signal };
const silent = { mayAsk: false, signal };

describe('the accounts that a sign-in leads to', function () {
  this.timeout(60_000);
  let stage: SsoStage;
  let reach: Reach;

  const open = async (directory = sampleDirectory, options: SsoStageOptions = {}): Promise<void> => {
    stage = await SsoStage.open(directory, options);
    reach = stage.window();
  };
  afterEach(() => stage.close());

  const whole = [
    '444455556666 development aws+development@example.com Developer,ReadOnly',
    '777788889999 production aws+production@example.com ReadOnly',
  ];

  it('are all listed, after a sign-in if that takes one', async () => {
    await open();
    assert.deepEqual(printed(await reach.accounts.listAll(stage.session(), asking)), whole);
    assert.equal(stage.browser.opened.length, 1);
  });

  it('are listed a step at a time', async () => {
    await open();
    const accounts = await reach.accounts.listAccounts(stage.session(), asking);
    assert.deepEqual(
      printed(accounts),
      whole.map((line) => line.replace(/\S+$/u, '?')),
    );
    assert.equal(stage.calls('ListAccountRoles'), 0);
    const one = await reach.accounts.listRoles(stage.session(), '444455556666', silent);
    assert.deepEqual(printed(one), [whole[0], whole[1]?.replace(/\S+$/u, '?')]);
    // What is known of the roles stays so.
    assert.deepEqual(printed(await reach.accounts.listAccounts(stage.session(), silent)), printed(one));
  });

  it('are there at once in the next window, which shows them to nobody else', async () => {
    await open();
    await reach.accounts.listAll(stage.session(), asking);
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
    for (const broken of ['', '{', 'null', '{"version":1,"completedAt":1,"accounts":[null,{"id":1}]}']) {
      await writeFile(path, broken);
      assert.deepEqual(printed(await stage.window().accounts.known(stage.session())), [], broken);
    }
  });

  it('are forgotten with the sign-in', async () => {
    await open();
    await reach.accounts.listAll(stage.session(), asking);
    await reach.signOut(stage.session(), signal);
    assert.equal(await reach.accounts.known(stage.session()), undefined);
    assert.equal(await stage.window().accounts.known(stage.session()), undefined);
  });

  it('are listed once for all who wait, each of whom may leave', async () => {
    await open(bigDirectory(250));
    await reach.signIns.signIn(stage.session(), signal);
    const impatient = new AbortController();
    const left = reach.accounts.listAll(stage.session(), { mayAsk: false, signal: impatient.signal });
    const stayed = reach.accounts.listAll(stage.session(), silent);
    impatient.abort();
    await assert.rejects(left, Cancelled);
    assert.equal((await stayed).accounts.size, 250);
    assert.equal(stage.calls('ListAccounts'), 3);
    assert.equal(stage.calls('ListAccountRoles'), 250);
  });

  it('are shown as they come, and no more are asked for when nobody waits', async () => {
    await open(bigDirectory(2000));
    await reach.signIns.signIn(stage.session(), signal);
    const seen: (string | number)[] = [];
    const impatient = new AbortController();
    reach.accounts.onDidChange(() => {
      void reach.accounts.known(stage.session()).then((listing) => {
        seen.push(listing?.accounts.size ?? 0);
        impatient.abort();
      });
    });
    const listing = reach.accounts.listAll(stage.session(), { mayAsk: false, signal: impatient.signal });
    await assert.rejects(listing, Cancelled);
    assert.ok(Number(seen[0]) > 0, String(seen));
    const calls = stage.center.requests.length;
    await eventually(async () => {
      const before = stage.center.requests.length;
      await new Promise((resolve) => setTimeout(resolve, 300));
      assert.equal(stage.center.requests.length, before);
    });
    assert.ok(stage.center.requests.length <= calls + 8, 'those under way at most');
    assert.ok(stage.calls('ListAccountRoles') < 2000);
  });

  it('are listed as fast as Identity Center lets us', async () => {
    await open(bigDirectory(120), { requestsPerSecond: 40 });
    const listing = await reach.accounts.listAll(stage.session(), asking);
    assert.equal(listing.accounts.size, 120);
    assert.ok([...listing.accounts.values()].every(({ roles }) => roles?.length === 4));
    const refused = stage.center.requests.filter(
      ({ outcome }) => outcome === 'TooManyRequestsException',
    ).length;
    assert.ok(refused > 0, 'the limit was met');
    assert.ok(refused < 120, `${refused} calls were in vain`);
  });

  it('are not there for who is signed out, who is told so', async () => {
    await open();
    const listing = reach.accounts.listAll(stage.session(), silent);
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
