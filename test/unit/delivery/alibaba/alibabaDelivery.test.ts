import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import { strictest } from '../../../../src/base/policy.ts';
import type { Recipient } from '../../../../src/delivery/handover/recipient.ts';
import { eventually } from '../../../eventually.ts';
import { openRamWindow, type RamWindow } from './ramWindow.ts';

const newTerminals: Recipient = { kind: 'newTerminals', folder: undefined };
const debugSession: Recipient = { kind: 'debugSession', name: 'test', id: 1 };

describe('what programs get of Alibaba Cloud', () => {
  let window: RamWindow;

  afterEach(() => {
    window.dispose();
    assert.deepEqual(window.log.errors, []);
  });

  const given = (recipient: Recipient = newTerminals) => window.delivery.beside.for(recipient);
  const variable = (name: string): string | undefined => given()?.set.get(name);
  const records = () => window.record.reported.map(({ profile, what, ended }) => [profile, what, ended]);
  /** Waits for the address, which the first request for variables makes. */
  async function prepared(): Promise<string> {
    given();
    await eventually(() => assert.notEqual(window.delivery.served.windowUri, undefined));
    return window.delivery.served.windowUri!;
  }

  it('is nothing while the window uses nothing of it', () => {
    window = openRamWindow('live');
    assert.equal(given(), undefined);
    assert.equal(window.delivery.beside.peek(), undefined);
    assert.deepEqual(records(), []);
    assert.equal(window.endpoint.current, undefined);
  });

  it('is keys in the mode “environment”, which are recorded once', async () => {
    window = openRamWindow('environment');
    await window.use('dev');
    assert.equal(variable('ALIBABA_CLOUD_ACCESS_KEY_ID'), 'STS.dev1');
    assert.equal(given()?.profile, 'label of dev');
    assert.equal(window.delivery.beside.name, 'label of dev');
    assert.deepEqual(records(), [['dev', 'keys', undefined]]);
    const [record] = window.record.reported;
    assert.deepEqual([record?.cloud, record?.recipient], ['alibaba', newTerminals]);
    assert.equal(window.endpoint.current, undefined);
  });

  for (const mode of ['profile', 'live'] as const)
    it(`is a credentials URI without keys in the mode “${mode}”`, async () => {
      window = openRamWindow(mode);
      await window.use('dev');
      const uri = await prepared();
      assert.equal(variable('ALIBABA_CLOUD_CREDENTIALS_URI'), uri);
      assert.equal(variable('ALIBABA_CLOUD_CREDENTIALS_FILE'), '/own/empty.ini');
      assert.equal(variable('ALIBABA_CLOUD_ACCESS_KEY_ID'), '');
      assert.equal(variable('ALIBABA_CLOUD_REGION_ID'), 'cn-shanghai');
      assert.equal(given()?.profile, undefined);
      assert.equal(window.delivery.beside.name, 'label of dev');
      assert.deepEqual(records(), [['dev', 'access', undefined]]);
      assert.equal(window.record.reported[0]?.isFollowing, true);
    });

  it('never leads to other credentials while the address is made, and changes when it exists', async () => {
    window = openRamWindow('live');
    await window.use('dev');
    let changes = 0;
    window.delivery.beside.onDidChange(() => changes++);
    const guard = given();
    assert.equal(guard?.set.get('ALIBABA_CLOUD_CREDENTIALS_URI'), '');
    assert.equal(guard?.set.get('ALIBABA_CLOUD_CLI_PROFILE_DISABLED'), 'true');
    assert.equal(changes, 0);
    given();
    await prepared();
    assert.equal(changes, 1);
    assert.deepEqual(window.iniFiles, ['/own/empty.ini']);
  });

  it('is a credentials URI while there is no session, whose answer says why', async () => {
    window = openRamWindow('environment');
    window.issuing.lifeMs = 20_000;
    await window.use('dev');
    window.active.forgetSession();
    const uri = await prepared();
    window.issuing.failure = { code: 'ramRoleMissing', profile: 'dev', roleArn: 'acs:ram::1:role/dev' };
    assert.equal(variable('ALIBABA_CLOUD_ACCESS_KEY_ID'), '');
    const response = await fetch(uri);
    assert.deepEqual([response.status, Object(await response.json()).Code], [403, 'ramRoleMissing']);
  });

  it('changes with the profile, and keeps its address', async () => {
    window = openRamWindow('live');
    await window.use('dev');
    const uri = await prepared();
    await window.use('prod');
    assert.equal(variable('ALIBABA_CLOUD_CREDENTIALS_URI'), uri);
    assert.deepEqual(records(), [
      ['dev', 'access', undefined],
      ['prod', 'access', undefined],
    ]);
  });

  it('follows the mode', async () => {
    window = openRamWindow('environment');
    await window.use('dev');
    let changes = 0;
    window.delivery.beside.onDidChange(() => changes++);
    window.setMode('live');
    assert.equal(changes, 1);
    assert.equal(variable('ALIBABA_CLOUD_ACCESS_KEY_ID'), '');
  });

  it('ends when the user stops, with the address', async () => {
    window = openRamWindow('live');
    await window.use('dev');
    const uri = await prepared();
    window.active.stop();
    assert.equal(given(), undefined);
    assert.equal((await fetch(uri)).status, 401);
  });

  it('has no address that outlives a stop', async () => {
    window = openRamWindow('live');
    await window.use('dev');
    given();
    window.active.stop();
    await eventually(() => assert.ok(window.endpoint.current));
    await sleep(20);
    assert.deepEqual(window.delivery.served.addresses, []);
  });

  it('can be looked at without a secret and without a record', async () => {
    window = openRamWindow('environment');
    await window.use('dev');
    const shown = window.delivery.beside.peek();
    assert.deepEqual([...shown!.set.keys()], [...given(debugSession)!.set.keys()]);
    assert.doesNotMatch(JSON.stringify([...shown!.set]), /secret of|token\/of/u);
    assert.deepEqual(records(), [['dev', 'keys', undefined]]);
  });

  it('is never keys that the policy forbids', async () => {
    window = openRamWindow('environment');
    await window.use('dev');
    window.record.policy = strictest([{ forbid: ['environmentMode'] }]);
    assert.throws(() => given(), { failure: { code: 'forbidden', action: 'environmentMode' } });
    assert.deepEqual(records(), []);
  });

  it('is long-term keys in every mode, because no program accepts them from a URI', async () => {
    window = openRamWindow('live');
    await window.use('long-term');
    assert.equal(variable('ALIBABA_CLOUD_ACCESS_KEY_ID'), 'LTAI.long-term');
    assert.equal(window.delivery.beside.peek()?.set.get('ALIBABA_CLOUD_ACCESS_KEY_ID'), 'LTAI.long-term');
    assert.equal(variable('ALIBABA_CLOUD_CREDENTIALS_URI'), undefined);
    window.record.policy = strictest([{ forbid: ['environmentMode'] }]);
    await prepared();
    assert.equal(variable('ALIBABA_CLOUD_ACCESS_KEY_ID'), '');
  });

  it('leads nowhere if the policy forbids the endpoint', async () => {
    window = openRamWindow('live');
    window.record.policy = strictest([{ forbid: ['endpoint'] }]);
    await window.use('dev');
    given();
    await new Promise((resolve) => setImmediate(resolve));
    assert.equal(variable('ALIBABA_CLOUD_CREDENTIALS_URI'), '');
    assert.equal(window.endpoint.current, undefined);
  });

  it('gets a new address after the policy has ended the old one and allows another', async () => {
    window = openRamWindow('live');
    await window.use('dev');
    const before = await prepared();
    window.endpoint.discard();
    assert.equal(variable('ALIBABA_CLOUD_CREDENTIALS_URI'), '');
    assert.notEqual(await prepared(), before);
  });

  for (const [mode, name, forbid, expected] of [
    ['environment', 'dev', [], 'keys'],
    ['live', 'dev', [], 'uri'],
    ['live', 'dev', ['environmentMode'], 'uri'],
    ['live', 'dev', ['environmentMode', 'endpoint'], 'nothing'],
    ['environment', 'dev', ['environmentMode'], 'nothing'],
    ['live', 'long-term', ['endpoint'], 'keys'],
    ['live', 'long-term', ['environmentMode'], 'nothing'],
  ] as const)
    it(`is said to be “${expected}” of ${name} in the mode “${mode}” without ${forbid.join(', ') || 'limits'}`, async () => {
      window = openRamWindow(mode);
      window.record.policy = strictest([{ forbid: [...forbid] }]);
      assert.equal(window.delivery.given, 'nothing');
      await window.use(name);
      assert.equal(window.delivery.given, expected);
    });

  it('reports an empty file that cannot be made', async () => {
    window = openRamWindow('live', new Error('EACCES'));
    await window.use('dev');
    assert.equal(variable('ALIBABA_CLOUD_CREDENTIALS_URI'), '');
    await eventually(() => assert.equal(window.log.errors.length, 1));
    window.log.errors.length = 0;
  });
});
