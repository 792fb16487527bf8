import assert from 'node:assert/strict';
import { AccountNames } from '../../../src/identityCenter/accountNames.ts';
import { type Listing, listingOf } from '../../../src/identityCenter/accounts.ts';
import { parseConfig } from '../../../src/config/parse.ts';
import { planTarget } from '../../../src/plan/planner.ts';
import { ProductionProfiles } from '../../../src/session/consent/productionProfiles.ts';
import { buildProfiles, type ProfileSet, type Target } from '../../../src/profiles/profiles.ts';
import { eventually } from '../../eventually.ts';
import { planFor } from '../plan/planText.ts';

const config = `
[sso-session acme]
sso_start_url = https://acme.awsapps.com/start
sso_region = eu-west-1
[profile admin]
sso_session = acme
sso_account_id = 444455556666
sso_role_name = Admin
[profile noted]
sso_start_url = https://other.awsapps.com/start
sso_region = eu-west-1
sso_account_name = Billing (live)
sso_account_id = 111122223333
sso_role_name = Audit
[profile granted]
granted_sso_account_id = 777788889999
granted_sso_account_name = Prod of granted
credential_process = granted credential-process --profile granted
`;

function read(text: string): ProfileSet {
  return buildProfiles(parseConfig(text), parseConfig(''));
}

function listing(...accounts: readonly (readonly [id: string, name: string, email: string])[]): Listing {
  const roles = new Map<string, readonly string[]>();
  return listingOf({ accounts: accounts.map(([id, name, email]) => ({ id, name, email })), roles }, 0);
}

const production = listing(['444455556666', 'Production (EU)', 'aws+eu@acme.example']);

function open(stored: Readonly<Record<string, Listing | Promise<Listing>>>) {
  const world = { profiles: read(config), read: [] as string[], fired: 0 };
  const names = new AccountNames({
    ready: async () => undefined,
    profiles: () => world.profiles,
    signIns: () => [...world.profiles.ssoSessions.keys()],
    readListing: async (signIn) => {
      world.read.push(signIn);
      return stored[signIn];
    },
  });
  names.onDidChange(() => world.fired++);
  const plan = (name: string) => planFor({ config, target: { kind: 'profile', name } });
  return { world, names, plan };
}

describe('the names of accounts', () => {
  it('come from the last listing of each sign-in, which is read when the first one is asked for', async () => {
    const { world, names, plan } = open({ acme: production });
    assert.deepEqual(world.read, []);
    const id = '444455556666';
    assert.deepEqual(names.of(plan('admin')), { id, name: undefined, email: undefined });
    await names.ready();
    assert.deepEqual([world.read, world.fired], [['acme'], 1]);
    const account = { id, name: 'Production (EU)', email: 'aws+eu@acme.example' };
    assert.deepEqual([names.of(plan('admin')), names.ofId(id)], [account, account]);
    assert.deepEqual(world.read, ['acme']);
  });

  it('come from the files, also for a profile whose credentials come from a program', () => {
    const { names, plan } = open({});
    assert.equal(names.of(plan('noted'))?.name, 'Billing (live)');
    const granted = { id: '777788889999', name: 'Prod of granted', email: undefined };
    assert.deepEqual(names.of(plan('granted')), granted);
  });

  it('are read for a sign-in that the files define later', async () => {
    const { world, names } = open({ later: listing(['111122223333', 'Later', '']) });
    await names.ready();
    assert.equal(names.ofId('111122223333').name, 'Billing (live)');
    world.profiles = read('[sso-session later]\nsso_start_url = https://x/start\nsso_region = eu-west-1');
    names.ofId('111122223333');
    await names.ready();
    assert.deepEqual([world.read, names.ofId('111122223333').name], [['acme', 'later'], 'Later']);
  });

  it('follow what a sign-in lists, and fire only for other names', async () => {
    const { promise, resolve } = Promise.withResolvers<Listing>();
    const { world, names } = open({ acme: promise });
    const reading = names.ready();
    await eventually(() => assert.deepEqual(world.read, ['acme']));
    names.learn('acme', listing(['444455556666', 'Renamed', '']));
    resolve(production);
    await reading;
    assert.equal(names.ofId('444455556666').name, 'Renamed', 'the stored listing is older');
    names.learn('acme', listing(['444455556666', 'Renamed', '']));
    assert.equal(world.fired, 1);
    names.learn('acme', undefined);
    assert.deepEqual([names.ofId('444455556666').name, world.fired], [undefined, 2]);
  });

  it('are none where a listing has only the ID', () => {
    const { names } = open({});
    names.learn('acme', listing(['444455556666', '444455556666', '']));
    assert.equal(names.ofId('444455556666').name, undefined);
  });
});

describe('production by the names of accounts', () => {
  it('is known when the listings are read, and views are told', async () => {
    const { names } = open({ acme: production });
    const profiles = read(config);
    const context = { environment: {}, isOnInstance: false, sessionName: 'me' };
    const plans = new Map<string, ReturnType<typeof planTarget>>();
    const planOf = (target: Target) => {
      const key = JSON.stringify(target);
      const plan = plans.get(key) ?? planTarget(profiles, target, context as never);
      plans.set(key, plan);
      return plan;
    };
    const patterns = { value: ['(?<![a-z])prod'], onChange: () => ({ dispose() {} }) };
    const known = new ProductionProfiles({
      patterns,
      always: { ...patterns, value: [] },
      accounts: names,
      planOf,
    });
    let redrawn = 0;
    known.onDidChange(() => redrawn++);
    const role: Target = { kind: 'assignment', signIn: 'acme', accountId: '444455556666', roleName: 'Audit' };
    assert.equal(known.ofTarget(role), undefined);
    await known.ready();
    assert.equal(redrawn, 1);
    for (const match of [known.ofTarget(role), known.ofTarget({ kind: 'profile', name: 'admin' })])
      assert.partialDeepStrictEqual(match, { by: 'accountName', text: 'Production (EU)' });
    assert.equal(known.ofAccount('444455556666')?.by, 'accountName');
    assert.equal(known.ofTarget({ kind: 'profile', name: 'noted' }), undefined);
  });
});
