import { fromHttp } from '@aws-sdk/credential-provider-http';
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request } from 'node:http';
import { connect } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { Endpoint, type EndpointAddress } from '../../../../src/delivery/servers/endpoint.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { callerArn } from '../../../aws/sts/stsClient.ts';
import { phone, testWorld } from '../../../aws/testWorld.ts';
import { eventually } from '../../../eventually.ts';
import { recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { openWindow, profile, type Window } from '../../session/testWindows/window.ts';
import { awsCli, cliArn, sdkArn } from '../awsPrograms.ts';

const plainArn = 'arn:aws:sts::222222222222:assumed-role/Plain/me';
const longArn = 'arn:aws:sts::222222222222:assumed-role/Long/me';

const provider = ({ uri, token }: EndpointAddress) =>
  fromHttp({ awsContainerCredentialsFullUri: uri, awsContainerAuthorizationToken: token, maxRetries: 0 });

describe('the credential endpoint', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let window: Window<TypedCodes>;
  let active: Target | undefined;
  let endpoint: Endpoint;
  const record = recordHandOuts();

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    window = openWindow({ url: aws.url, prompts: new TypedCodes(), now: () => aws.clock.now() });
    active = profile('plain');
    endpoint = await Endpoint.open({
      get: (target, options) => window.sessions.get(target, options),
      give: record.give,
      active: () => active,
      describe: ({ code }) => `failure ${code}`,
      log: window.log,
      now: () => aws.clock.now(),
    });
  });

  afterEach(async () => {
    endpoint.dispose();
    assert.deepEqual(window.log.errors, []);
    await aws.close();
  });

  const environment = ({ uri, token }: EndpointAddress): NodeJS.ProcessEnv => ({
    PATH: process.env['PATH'],
    HOME: '/nowhere',
    AWS_ENDPOINT_URL_STS: aws.url,
    AWS_REGION: 'eu-central-1',
    AWS_DEFAULT_REGION: 'eu-central-1',
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_CONTAINER_CREDENTIALS_FULL_URI: uri,
    AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
  });
  const assumed = (): number => aws.requests.filter(({ action }) => action === 'AssumeRole').length;

  it('gives programs the profile in use, and follows it', async () => {
    const address = endpoint.addressFor(undefined);
    assert.equal(await sdkArn(environment(address)), plainArn);
    if (awsCli) assert.equal(await cliArn(environment(address)), plainArn);
    active = profile('long');
    assert.equal(await sdkArn(environment(address)), longArn);
    if (awsCli) assert.equal(await cliArn(environment(address)), longArn);
  });

  it('gives programs another profile, regardless of its name', async () => {
    window.files.config = window.files.config.replace('[profile long]', '[profile a b/c é%]');
    assert.equal(await sdkArn(environment(endpoint.addressFor(profile('a b/c é%')))), longArn);
    if (awsCli) assert.equal(await cliArn(environment(endpoint.addressFor(profile('a b/c é%')))), longArn);
  });

  it('creates one session for concurrent requests', async () => {
    const { uri, token } = endpoint.addressFor(undefined);
    const replies = await Promise.all(
      Array.from({ length: 100 }, () => fetch(uri, { headers: { Authorization: token } })),
    );
    const keys = await Promise.all(replies.map(async (reply) => (await reply.json()) as { Token: string }));
    const [first] = keys;
    assert.ok(first?.Token);
    assert.equal(new Set(keys.map(({ Token }) => Token)).size, 1);
    assert.equal(assumed(), 1);
  });

  it('gives new credentials as the old ones expire', async () => {
    const get = provider(endpoint.addressFor(undefined));
    const first = await get();
    aws.clock.advance(56 * 60_000);
    const second = await get();
    assert.ok(Number(second.expiration) - Number(first.expiration) >= 56 * 60_000);
    assert.equal(await callerArn(aws, second), plainArn);
    assert.equal(assumed(), 2);
  });

  it('never prompts, gives an existing session until it expires, and then reports what is missing', async () => {
    const address = endpoint.addressFor(profile('mfa'));
    await assert.rejects(provider(address)(), { Code: 'needsPerson', Message: 'failure needsPerson' });
    assert.deepEqual(window.prompts.questions, []);
    window.prompts.type(() => nextCode(phone, aws.clock));
    await window.get('mfa');
    assert.match((await callerArn(aws, await provider(address)())) ?? '', /assumed-role\/Mfa\//u);
    await assert.rejects(provider(endpoint.addressFor(profile('gone')))(), { Code: 'noSuchProfile' });
    active = undefined;
    await assert.rejects(provider(endpoint.addressFor(undefined))(), { Code: 'NoProfile' });
  });

  it('gives the last minutes of a session that only the user can renew', async () => {
    window.prompts.type(() => nextCode(phone, aws.clock));
    await window.get('mfa-straight');
    const get = provider(endpoint.addressFor(profile('mfa-straight')));
    aws.clock.advance(117 * 60_000);
    assert.ok(await get());
    aws.clock.advance(2.8 * 60_000);
    await assert.rejects(get(), { Code: 'needsPerson' });
  });

  it('reports that long-term keys do not work with an endpoint', async () => {
    await assert.rejects(provider(endpoint.addressFor(profile('keys')))(), { Code: 'notTemporary' });
  });

  it('does not make a program wait for AWS, and has the session when it asks again', async () => {
    const get = provider(endpoint.addressFor(undefined));
    aws.faults.next({ kind: 'delay', milliseconds: 1200 });
    const before = performance.now();
    await assert.rejects(get(), /503/u);
    assert.ok(performance.now() - before < 1200);
    await eventually(async () => assert.equal(await callerArn(aws, await get()), plainArn));
    assert.equal(assumed(), 1);
  });

  for (const [what, afterMs] of [
    ['was told to come back later', 5000],
    ['has gone away', 200],
  ] as const)
    it(`records nothing for a program that ${what}`, async () => {
      const { uri, token } = endpoint.addressFor(undefined);
      const before = record.reported.length;
      aws.faults.next({ kind: 'delay', milliseconds: 1200 });
      const headers = { Authorization: token };
      await fetch(uri, { headers, signal: AbortSignal.timeout(afterMs) }).catch(() => {});
      // The session arrives meanwhile.
      await window.get('plain');
      await sleep(300);
      assert.equal(record.reported.length, before);
      assert.equal((await fetch(uri, { headers })).status, 200);
      assert.equal(record.reported.length, before + 1);
    });

  it('answers only requests with the complete token', async () => {
    const { uri, token } = endpoint.addressFor(undefined);
    assert.match(token, /^[\w-]{40}$/u);
    const wrong = [
      '',
      token.slice(1),
      `${token}x`,
      `Bearer ${token}`,
      token.toLowerCase(),
      `${token},${token}`,
    ];
    for (const header of [undefined, ...wrong]) {
      const reply = await fetch(uri, { headers: header === undefined ? {} : { Authorization: header } });
      assert.deepEqual(
        [reply.status, await reply.json()],
        [401, { Code: 'WrongToken', Message: 'WrongToken' }],
      );
    }
    assert.equal((await fetch(`${uri}elsewhere`)).status, 401, 'and reveals nothing to other callers');
    assert.equal(assumed(), 0);
  });

  it('answers only requests to a name of this machine', async () => {
    const { uri, token } = endpoint.addressFor(undefined);
    const { port } = new URL(uri);
    const ask = async (host: string): Promise<number | undefined> => {
      const outgoing = request(uri, { headers: { host, authorization: token } }).end();
      const [reply] = (await once(outgoing, 'response')) as [{ statusCode?: number; resume(): void }];
      reply.resume();
      return reply.statusCode;
    };
    assert.equal(await ask(`127.0.0.1:${port}`), 200);
    assert.equal(await ask(`localhost:${port}`), 200);
    for (const host of [
      'evil.example',
      `evil.example:${port}`,
      'localhost',
      '127.0.0.1',
      `[::1]:${port}`,
      `127.0.0.1:1`,
    ])
      assert.equal(await ask(host), 403, host);
  });

  it('only supports reading', async () => {
    const { uri, token } = endpoint.addressFor(undefined);
    const headers = { Authorization: token };
    for (const method of ['POST', 'PUT', 'DELETE', 'OPTIONS', 'HEAD']) {
      const reply = await fetch(uri, { method, headers });
      assert.deepEqual([reply.status, reply.headers.get('allow')], [405, 'GET'], method);
    }
    for (const path of ['x', 'profile/', 'profile/plain/', 'profile/+zz', '?a=b'])
      assert.equal((await fetch(uri + path, { headers })).status, 404, path);
    const good = await fetch(uri, { headers });
    assert.equal(good.headers.get('content-type'), 'application/json');
    assert.equal(good.headers.get('cache-control'), 'no-store');
  });

  it('is reachable only from this machine, and closes with its window', async () => {
    const { uri, token } = endpoint.addressFor(undefined);
    const port = Number(new URL(uri).port);
    const idle = connect(port, '127.0.0.1');
    await once(idle, 'connect');
    endpoint.dispose();
    await once(idle, 'close');
    await assert.rejects(fetch(uri, { headers: { Authorization: token } }));
  });

  it('has a different token in each window', async () => {
    const other = await Endpoint.open({
      get: () => Promise.reject(new Error('not asked')),
      give: record.give,
      active: () => undefined,
      describe: () => '',
      log: window.log,
      now: Date.now,
    });
    assert.notEqual(other.addressFor(undefined).token, endpoint.addressFor(undefined).token);
    other.dispose();
  });
});
