import CredentialSdk from '@alicloud/credentials';
import assert from 'node:assert/strict';
import { request } from 'node:http';
import { mock } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { strictest } from '../../../../src/base/policy.ts';
import { cliProfile, openRamWindow, type RamWindow } from './ramWindow.ts';

const minuteMs = 60_000;

/** The SDK is CommonJS: its class is the default export of the default export. */
const { default: Credential, Config } = CredentialSdk as unknown as {
  readonly default: new (config: unknown) => {
    getCredential(): Promise<{ accessKeyId: string; accessKeySecret: string; securityToken: string }>;
  };
  readonly Config: new (config: object) => unknown;
};

function reader(uri: string) {
  return new Credential(new Config({ type: 'credentials_uri', credentialsURI: uri }));
}

/** An answer, with its status and headers. */
async function ask(
  uri: string,
  { method = 'GET', host }: { readonly method?: string; readonly host?: string } = {},
): Promise<{ status: number; cache: string | undefined; body: Record<string, string> }> {
  return new Promise((resolve, reject) => {
    const sent = request(uri, { method, agent: false, ...(host !== undefined && { headers: { host } }) });
    sent.on('response', (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () =>
        resolve({
          status: response.statusCode!,
          cache: response.headers['cache-control'],
          body: text === '' ? {} : JSON.parse(text),
        }),
      );
    });
    sent.on('error', reject);
    sent.end();
  });
}

describe('a credentials URI of the window', function () {
  this.timeout(30_000);
  let window: RamWindow;

  beforeEach(async () => {
    mock.timers.enable({ apis: ['Date'], now: 1_800_000_000_500 });
    window = openRamWindow('live');
    await window.use('dev');
  });

  afterEach(() => {
    window.dispose();
    mock.timers.reset();
    assert.deepEqual(window.log.errors, []);
  });

  it('answers with the five fields that all readers demand, and no milliseconds', async () => {
    const uri = await window.delivery.served.addressFor(undefined);
    assert.match(uri, /^http:\/\/127\.0\.0\.1:\d+\/alibaba\/[\w-]{40}$/u);
    assert.deepEqual(await ask(uri), {
      status: 200,
      cache: 'no-store',
      body: {
        Code: 'Success',
        AccessKeyId: 'STS.dev1',
        AccessKeySecret: 'secret of dev1',
        SecurityToken: 'token/of+dev1=',
        Expiration: '2027-01-15T09:00:00Z',
      },
    });
  });

  it('ignores the query of the address, which the SDK for Python sends along', async () => {
    const uri = await window.delivery.served.addressFor(undefined);
    assert.equal((await ask(`${uri}?a=/alibaba/b`)).status, 200);
  });

  it('serves five concurrent callers of the SDK with one session, through renewals, for hours', async () => {
    const credential = reader(await window.delivery.served.addressFor(undefined));
    const ids = async (): Promise<readonly string[]> =>
      Promise.all(Array.from({ length: 5 }, async () => (await credential.getCredential()).accessKeyId));
    assert.deepEqual(new Set(await ids()), new Set(['STS.dev1']));
    mock.timers.tick(50 * minuteMs);
    assert.deepEqual(new Set(await ids()), new Set(['STS.dev2']));
    mock.timers.tick(300 * minuteMs);
    assert.deepEqual(new Set(await ids()), new Set(['STS.dev3']));
    assert.equal(window.issuing.count, 3);
  });

  it('renews a session before the SDK would ask for it on every call', async () => {
    const credential = reader(await window.delivery.served.addressFor(undefined));
    mock.timers.tick(44.5 * minuteMs);
    assert.equal((await credential.getCredential()).accessKeyId, 'STS.dev2');
    const before = window.record.reported.length;
    await credential.getCredential();
    assert.equal(window.record.reported.length, before);
  });

  it('hands out what is left if no session lasts longer', async () => {
    const uri = await window.delivery.served.addressFor(undefined);
    mock.timers.tick(50 * minuteMs);
    window.issuing.failure = {
      code: 'network',
      profile: 'dev',
      host: 'sts.aliyuncs.com',
      reason: 'ENOTFOUND',
    };
    assert.equal((await ask(uri)).body['AccessKeyId'], 'STS.dev1');
    mock.timers.tick(10 * minuteMs);
    assert.deepEqual(await ask(uri).then(({ status, body }) => [status, body]), [
      503,
      { Code: 'network', Message: 'failure network' },
    ]);
  });

  it('does not renew a short session on every request', async () => {
    window.issuing.roleSeconds = 900;
    window.issuing.lifeMs = 900_000;
    const uri = await window.delivery.served.addressFor(cliProfile('short'));
    const before = window.issuing.count;
    await ask(uri);
    await ask(uri);
    assert.equal(window.issuing.count, before + 1);
    mock.timers.tick(8 * minuteMs);
    assert.equal((await ask(uri)).body['AccessKeyId'], `STS.short${before + 2}`);
  });

  it('makes readers ask again for keys of unknown expiration', async () => {
    window.issuing.lifeMs = undefined;
    const uri = await window.delivery.served.addressFor(cliProfile('sts'));
    const { body } = await ask(uri);
    assert.equal(body['Expiration'], '2027-01-15T08:20:00Z');
  });

  it('follows the window, while the address of a profile does not', async () => {
    const { served } = window.delivery;
    const following = await served.addressFor(undefined);
    const fixed = await served.addressFor(cliProfile('dev'));
    assert.notEqual(following, fixed);
    await window.use('prod');
    assert.equal((await ask(following)).body['AccessKeyId'], 'STS.prod2');
    assert.equal((await ask(fixed)).body['AccessKeyId'], 'STS.dev1');
    assert.equal(await served.addressFor(undefined), following);
  });

  it('says why there are no credentials', async () => {
    const uri = await window.delivery.served.addressFor(cliProfile('other'));
    window.issuing.failure = { code: 'ramRoleMissing', profile: 'other', roleArn: 'acs:ram::1:role/other' };
    assert.deepEqual(await ask(uri).then(({ status, body }) => [status, body]), [
      403,
      { Code: 'ramRoleMissing', Message: 'failure ramRoleMissing' },
    ]);
    await assert.rejects(reader(uri).getCredential(), /httpStatus: 403/u);
  });

  it('refuses long-term keys, which no SDK accepts from it', async () => {
    const { status, body } = await ask(await window.delivery.served.addressFor(cliProfile('long-term')));
    assert.deepEqual([status, body['Code']], [403, 'credentialsUriNeedsToken']);
    assert.deepEqual(window.record.handOuts.current('endpoint'), []);
  });

  it('answers in time while Alibaba Cloud does not, and has the session ready for the next request', async () => {
    const uri = await window.delivery.served.addressFor(cliProfile('slow'));
    const { promise, resolve: answer } = Promise.withResolvers<void>();
    window.issuing.wait = () => promise;
    const began = performance.now();
    const { status, body } = await ask(uri);
    assert.deepEqual([status, body['Code']], [503, 'tookTooLong']);
    assert.ok(performance.now() - began < 1500);
    answer();
    await sleep(50);
    assert.deepEqual(window.record.handOuts.current('endpoint'), [], 'nobody waits for it any more');
    const count = window.issuing.count;
    assert.equal((await ask(uri)).body['AccessKeyId'], `STS.slow${count}`);
    assert.equal(window.issuing.count, count);
  });

  it('does not wait for a renewal that takes long while the session lasts', async () => {
    const uri = await window.delivery.served.addressFor(undefined);
    mock.timers.tick(50 * minuteMs);
    window.issuing.wait = () => new Promise(() => {});
    const began = performance.now();
    assert.equal((await ask(uri)).body['AccessKeyId'], 'STS.dev1');
    assert.ok(performance.now() - began < 750);
  });

  it('answers only a GET with a name of this machine and the whole secret', async () => {
    const uri = await window.delivery.served.addressFor(undefined);
    const statuses = [
      await ask(uri, { method: 'POST' }),
      await ask(uri, { host: 'evil.example' }),
      await ask(uri.slice(0, -1)),
      await ask(`${uri}x`),
      await ask(`${uri}/x`),
      await ask(uri.replace(/[^/]*$/u, 'A'.repeat(40))),
      await ask(uri.replace('/alibaba/', '/')),
    ].map(({ status }) => status);
    assert.deepEqual(statuses, [401, 403, 401, 401, 401, 401, 401]);
    assert.equal((await ask(uri, { host: new URL(uri).host.replace('127.0.0.1', 'localhost') })).status, 200);
  });

  it('has no profile to give when the window uses none, and ends when the user stops', async () => {
    const { served } = window.delivery;
    const [following, fixed, other] = await Promise.all(
      [undefined, cliProfile('dev'), cliProfile('other')].map((target) => served.addressFor(target)),
    );
    await ask(following!);
    await ask(other!);
    window.active.stop();
    assert.deepEqual(
      await Promise.all([following!, fixed!, other!].map(async (uri) => (await ask(uri)).status)),
      [401, 401, 200],
    );
    assert.deepEqual(
      window.record.handOuts.current('endpoint').map(({ profile }) => profile),
      ['other'],
    );
    assert.deepEqual(
      served.addresses.map(({ profile }) => profile),
      ['other'],
    );
    const unused = await served.addressFor(undefined);
    assert.deepEqual(await ask(unused).then(({ status, body }) => [status, body['Code']]), [
      404,
      'NoProfile',
    ]);
  });

  it('gives nothing to a request that was under way when the address was revoked', async () => {
    const uri = await window.delivery.served.addressFor(cliProfile('slow'));
    const { promise, resolve: answer } = Promise.withResolvers<void>();
    window.issuing.wait = () => promise;
    const asked = ask(uri);
    await sleep(100);
    window.delivery.served.revoke(cliProfile('slow'));
    answer();
    assert.equal((await asked).status, 401);
    assert.deepEqual(window.record.handOuts.current('endpoint'), []);
  });

  it('ends with the server, and has another address on the next one', async () => {
    const { served } = window.delivery;
    const uri = await served.addressFor(undefined);
    window.endpoint.discard();
    assert.equal(served.windowUri, undefined);
    assert.deepEqual(served.addresses, []);
    await assert.rejects(ask(uri));
    const next = await served.addressFor(undefined);
    assert.notEqual(next.split('/').at(-1), uri.split('/').at(-1));
    assert.equal((await ask(next)).status, 200);
  });

  it('ends with all other addresses when the user forgets all sessions', async () => {
    const { served } = window.delivery;
    const [following, fixed] = await Promise.all(
      [undefined, cliProfile('dev')].map((target) => served.addressFor(target)),
    );
    const endpoint = await window.endpoint.get();
    assert.deepEqual(
      endpoint.routed.map(({ profile }) => profile),
      [undefined, 'dev'],
    );
    endpoint.revokeAll();
    for (const uri of [following!, fixed!]) assert.equal((await ask(uri)).status, 401);
    assert.equal(served.windowUri, undefined);
  });

  it('can be revoked alone', async () => {
    const { served } = window.delivery;
    const [following, fixed] = await Promise.all(
      [undefined, cliProfile('dev')].map((target) => served.addressFor(target)),
    );
    served.addresses.find(({ profile }) => profile === 'dev')?.revoke();
    assert.deepEqual([(await ask(following!)).status, (await ask(fixed!)).status], [200, 401]);
  });

  it('is forbidden with the endpoint', async () => {
    window.record.policy = strictest([{ forbid: ['endpoint'] }]);
    await assert.rejects(window.delivery.served.addressFor(undefined), {
      failure: { code: 'forbidden', action: 'endpoint' },
    });
  });

  it('records each program that asks, as it calls itself', async () => {
    const { served } = window.delivery;
    await reader(await served.addressFor(cliProfile('dev'))).getCredential();
    const [asked] = window.record.handOuts.current('endpoint');
    assert.deepEqual(
      [asked?.cloud, asked?.profile, asked?.account, asked?.session, asked?.what],
      ['alibaba', 'dev', '1234567890123456', 'acs:ram::1234567890123456:assumed-role/dev/me', 'keys'],
    );
    assert.equal(asked?.recipient.kind === 'endpoint' && asked.recipient.address, 'dev');
  });
});
