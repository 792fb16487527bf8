import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import http from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { maxSizes } from '../../../src/base/deadlines.ts';
import type { Environment } from '../../../src/base/environment.ts';
import { Cancelled } from '../../../src/base/failure.ts';
import { startForwardProxy } from '../../aws/http/proxy.ts';
import type { Serving } from '../../aws/http/serving.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import {
  type ContainerCredentials,
  startContainerCredentials,
} from '../../aws/machineRoles/containerCredentials.ts';
import {
  beyondHopLimit,
  type InstanceMetadata,
  startInstanceMetadata,
  withoutTokens,
} from '../../aws/machineRoles/instanceMetadata.ts';
import { callerArn } from '../../aws/sts/stsClient.ts';
import { instanceRole, plainRole, podRole, taskRole, testWorld } from '../../aws/testWorld.ts';
import type { World } from '../../aws/world.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { listen, type Listening } from './listening.ts';
import { createRunner, outcomes, type Runner } from './runner.ts';

const hour = 3_600_000;
const world: World = {
  accounts: [
    ...testWorld.accounts,
    {
      id: '333333333333',
      roles: [{ name: 'Behind', trust: { principals: [instanceRole, taskRole, podRole] } }],
    },
  ],
};
const behind = 'role_arn = arn:aws:iam::333333333333:role/Behind';
const config = `
[profile machine]
region = eu-central-1
[profile machine-v2]
ec2_metadata_v1_disabled = true
[profile behind-instance]
${behind}
credential_source = Ec2InstanceMetadata
[profile behind-container]
${behind}
credential_source = EcsContainer
`;

describe('a machine role', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world });
  });

  afterEach(() => aws.close());

  const runnerWith = (environment: Environment): Runner =>
    createRunner(aws.url, new TypedCodes(), { config, environment });

  async function assertRole(runner: Runner, profile: string, arn: string): Promise<void> {
    const credentials = await runner.run(profile);
    const { accessKeyId, secretAccessKey, sessionToken = '' } = credentials.reveal();
    assert.equal(await callerArn(aws, { accessKeyId, secretAccessKey, sessionToken }), arn);
    assert.ok(Math.abs((credentials.expiration ?? 0) - aws.clock.now() - 6 * hour) < 10_000);
  }

  describe('of an EC2 instance', () => {
    let imds: InstanceMetadata;
    let runner: Runner;
    let host: string;

    beforeEach(async () => {
      imds = await startInstanceMetadata(aws, { role: instanceRole });
      host = new URL(imds.url).host;
      runner = runnerWith({ AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.url });
    });

    afterEach(() => imds.close());

    const role = (): string => `arn:aws:sts::222222222222:assumed-role/Instance/${imds.instanceId}`;
    const source = (): object => ({ profile: 'machine', service: 'instance', host });

    it('is fetched with a token', async () => {
      await assertRole(runner, 'machine', role());
      assert.deepEqual(outcomes(imds.requests), ['token OK', 'role OK', 'credentials OK']);
      assert.deepEqual(runner.yielded, [], 'the service caches it');
    });

    it('can be the source of another role', async () => {
      await runner.run('behind-instance');
      assert.equal(aws.requests.at(-1)?.principalArn, role());
    });

    for (const status of [403, 404, 405] as const) {
      it(`is fetched without a token if the service answers ${status}, unless IMDSv1 is disabled`, async () => {
        imds.faults.next(withoutTokens(status));
        await assertRole(runner, 'machine', role());
        assert.deepEqual(await runner.fail('machine-v2'), {
          code: 'metadataRefused',
          ...source(),
          profile: 'machine-v2',
          status,
          detail: '',
        });
      });
    }

    it('is fetched without a token if token responses get lost, unless IMDSv1 is disabled in the profile or the environment', async () => {
      imds.faults.next(beyondHopLimit);
      await assertRole(runner, 'machine', role());
      assert.deepEqual(await runner.fail('machine-v2'), {
        code: 'metadataUnreachable',
        ...source(),
        profile: 'machine-v2',
        reason: 'ETIMEDOUT',
      });
      imds.modify({ httpTokens: 'required' });
      assert.deepEqual(await runner.fail('machine'), {
        code: 'metadataRefused',
        ...source(),
        status: 401,
        detail: '',
      });
    });

    it('is fetched without a token if token responses get lost on a kept-alive connection', async () => {
      const front = await keepingConnections(imds.url);
      const through = runnerWith({ AWS_EC2_METADATA_SERVICE_ENDPOINT: front.url });
      await assertRole(through, 'machine', role());
      imds.faults.next(beyondHopLimit);
      await assertRole(through, 'machine', role());
      assert.equal(
        front.connections(),
        2,
        'the kept-alive one, and a new one after the token request timed out',
      );
      await front.close();
    });

    it('is missing if the instance has no role, or if EC2 may not assume it', async () => {
      imds.modify({ role: undefined });
      assert.deepEqual(await runner.fail('machine'), { code: 'noInstanceRole', profile: 'machine' });
      imds.modify({ role: plainRole });
      const failure = await runner.fail('machine');
      assert.ok(failure.code === 'metadataRefused');
      assert.match(failure.detail, /^AssumeRoleUnauthorizedAccess: EC2 cannot assume the role Plain\./);
    });

    it('fails if the metadata service is switched off', async () => {
      imds.modify({ httpEndpoint: 'disabled' });
      assert.deepEqual(await runner.fail('machine'), {
        code: 'metadataRefused',
        ...source(),
        status: 403,
        detail: '',
      });
    });

    it('is not fetched after an invalid token request', async () => {
      imds.faults.next({ kind: 'status', status: 400, action: 'token' });
      const failure = await runner.fail('machine');
      assert.deepEqual([failure.code, imds.requests.length], ['metadataRefused', 1]);
    });

    it('keeps the expiration that the service returns, and is rejected once it has expired', async () => {
      imds.faults.next({
        kind: 'body',
        action: 'credentials',
        body: JSON.stringify({
          Code: 'Success',
          AccessKeyId: 'ASIAOLD',
          SecretAccessKey: 's',
          Token: 't',
          Expiration: '2020-01-01T00:00:00Z',
        }),
      });
      assert.deepEqual(await runner.fail('machine'), {
        code: 'metadataExpired',
        profile: 'machine',
        service: 'instance',
      });
    });

    for (const body of ['', 'null', '<html>', '{"Code":"Success","AccessKeyId":"A"}']) {
      it(`is not read from ${body || 'an empty response'}`, async () => {
        imds.faults.next({ kind: 'body', action: 'credentials', body });
        assert.deepEqual(await runner.fail('machine'), { code: 'metadataBadAnswer', ...source() });
      });
    }
    troubles(
      () => imds,
      () => runner,
      'role',
    );
  });

  describe('of a container', () => {
    let folder: string;
    let container: ContainerCredentials;
    const token = 'the-token-of-the-pod';

    beforeEach(async () => {
      folder = await mkdtemp(join(tmpdir(), 'pod-'));
      container = await startContainerCredentials(aws, { agent: 'podIdentity', role: podRole, token });
    });

    afterEach(async () => {
      await container.close();
      await rm(folder, { recursive: true });
    });

    const full = (more: Environment = {}): Runner =>
      runnerWith({ AWS_CONTAINER_CREDENTIALS_FULL_URI: container.fullUri, ...more });
    const podArn =
      'arn:aws:sts::222222222222:assumed-role/Pod/eks-cluster-pod-5af5e7ac-5754-49ea-b28f-2c2a2eb95fbb';

    it('is fetched with the token file, which is read each time and takes precedence', async () => {
      const file = join(folder, 'token');
      const runner = full({
        AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: 'another',
      });
      assert.deepEqual(await runner.fail('machine'), {
        code: 'tokenFileUnreadable',
        profile: 'machine',
        key: 'AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE',
        path: file,
        reason: 'ENOENT',
      });
      await writeFile(file, `${token}\n`);
      await assertRole(runner, 'machine', podArn);
      container.setToken('next');
      await writeFile(file, 'next');
      await assertRole(runner, 'machine', podArn);
    });

    it('is fetched with the token of the environment', async () => {
      const runner = full({ AWS_CONTAINER_AUTHORIZATION_TOKEN: token });
      await assertRole(runner, 'machine', podArn);
      await assertRole(runner, 'environment', podArn);
    });

    it('gets the same timeout on a kept-alive connection', async () => {
      const front = await keepingConnections(container.url);
      const fullUri = container.fullUri.replace(container.url, front.url);
      const runner = full({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: fullUri,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
      });
      await assertRole(runner, 'machine', podArn);
      container.faults.next({ kind: 'delay', milliseconds: 1500 });
      await assertRole(runner, 'machine', podArn);
      assert.equal(front.connections(), 1, 'it was kept alive');
      await front.close();
    });

    it('can be the source of another role', async () => {
      await full({ AWS_CONTAINER_AUTHORIZATION_TOKEN: token }).run('behind-container');
      assert.equal(aws.requests.at(-1)?.principalArn, podArn);
    });

    it("fails with the agent's message", async () => {
      const host = new URL(container.url).host;
      const refused = {
        code: 'metadataRefused',
        profile: 'machine',
        service: 'container',
        host,
        status: 400,
      };
      assert.deepEqual(await full().fail('machine'), {
        ...refused,
        detail: 'Service account token cannot be empty',
      });
      const ecs = await startContainerCredentials(aws, { agent: 'ecs', role: plainRole });
      const failure = await runnerWith({ AWS_CONTAINER_CREDENTIALS_FULL_URI: ecs.fullUri }).fail('machine');
      await ecs.close();
      assert.deepEqual(failure, {
        ...refused,
        host: new URL(ecs.url).host,
        detail: 'CredentialsV2Request: Credentials not found',
      });
    });

    it('fails without a message if the agent repeats the token', async () => {
      const echo = await listen(({ headers }, response) =>
        response.writeHead(403).end(`no such token: ${headers.authorization}`),
      );
      const runner = runnerWith({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: echo.url,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: token,
      });
      const failure = await runner.fail('machine');
      await echo.close();
      assert.ok(failure.code === 'metadataRefused' && failure.detail === '', JSON.stringify(failure));
    });

    it('follows no redirect, which would forward the token', async () => {
      const elsewhere = await listen((_, response) =>
        response.writeHead(302, { location: container.fullUri }).end(),
      );
      const failure = await runnerWith({ AWS_CONTAINER_CREDENTIALS_FULL_URI: elsewhere.url }).fail('machine');
      await elsewhere.close();
      assert.ok(failure.code === 'metadataRefused' && failure.status === 302);
    });

    it('sends no token that is not a valid header', async () => {
      const failure = await full({ AWS_CONTAINER_AUTHORIZATION_TOKEN: 'two\nlines' }).fail('machine');
      assert.deepEqual(failure, {
        code: 'malformedKey',
        profile: 'machine',
        name: 'AWS_CONTAINER_AUTHORIZATION_TOKEN',
        place: { kind: 'environment' },
        trouble: 'lineBreak',
        character: 'U+000A',
      });
    });

    troubles(
      () => container,
      () => full({ AWS_CONTAINER_AUTHORIZATION_TOKEN: token }),
      'credentials',
    );
  });

  it('is requested without the proxy that other requests use', async () => {
    const imds = await startInstanceMetadata(aws, { role: instanceRole });
    const container = await startContainerCredentials(aws, {
      agent: 'podIdentity',
      role: podRole,
      token: 't',
    });
    const proxy = await startForwardProxy(Number(new URL(imds.url).port));
    const direct = http.globalAgent;
    http.globalAgent = new http.Agent({ proxyEnv: { HTTP_PROXY: proxy.url } });
    try {
      await runnerWith({ AWS_EC2_METADATA_SERVICE_ENDPOINT: imds.url }).run('machine');
      await runnerWith({
        AWS_CONTAINER_CREDENTIALS_FULL_URI: container.fullUri,
        AWS_CONTAINER_AUTHORIZATION_TOKEN: 't',
      }).run('machine');
      assert.deepEqual(proxy.requests, []);
    } finally {
      http.globalAgent = direct;
      for (const server of [imds, container, proxy]) await server.close();
    }
  });

  describe('on other machines', () => {
    it('fails immediately if nothing listens', async () => {
      const gone = await listen(() => {});
      await gone.close();
      const { host } = new URL(gone.url);
      const unreachable = { code: 'metadataUnreachable', profile: 'machine', host, reason: 'ECONNREFUSED' };
      assert.deepEqual(await runnerWith({ AWS_EC2_METADATA_SERVICE_ENDPOINT: gone.url }).fail('machine'), {
        ...unreachable,
        service: 'instance',
      });
      assert.deepEqual(await runnerWith({ AWS_CONTAINER_CREDENTIALS_FULL_URI: gone.url }).fail('machine'), {
        ...unreachable,
        service: 'container',
      });
    });

    it('fails after a second if no connection is established', async function () {
      const deaf = await listenToNobody();
      if (!deaf) return this.skip();
      const url = `http://127.0.0.1:${deaf.port}`;
      const start = performance.now();
      const failure = await runnerWith({ AWS_EC2_METADATA_SERVICE_ENDPOINT: url }).fail('machine');
      const seconds = (performance.now() - start) / 1000;
      await deaf.close();
      assert.ok(
        failure.code === 'metadataUnreachable' && failure.reason === 'ETIMEDOUT',
        JSON.stringify(failure),
      );
      assert.ok(seconds > 0.9 && seconds < 1.5, `${seconds} s`);
      return undefined;
    });
  });
});

/** The failures that any metadata service can have, at the given action. */
function troubles(serving: () => Serving, runner: () => Runner, action: string): void {
  it('is fetched after a temporary failure', async () => {
    serving().faults.next({ kind: 'status', status: 500, action });
    serving().faults.next({ kind: 'drop', action });
    await runner().run('machine');
  });

  it('fails after repeated failures', async () => {
    serving().faults.next({ kind: 'drop', action, times: 3 });
    const dropped = await runner().fail('machine');
    assert.ok(dropped.code === 'metadataUnreachable' && dropped.reason === 'ECONNRESET', dropped.code);
    serving().faults.next({ kind: 'throttle', action, times: 3 });
    const throttled = await runner().fail('machine');
    assert.ok(throttled.code === 'metadataRefused' && [429, 503].includes(throttled.status), throttled.code);
    serving().faults.next({ kind: 'cut', action, times: 3 });
    const cut = await runner().fail('machine');
    assert.ok(cut.code === 'metadataUnreachable' && cut.reason === 'ECONNRESET', JSON.stringify(cut));
  });

  for (const [how, fault] of [
    ['there is no response', { kind: 'silence' }],
    ['the response stalls', { kind: 'stall' }],
    ['the response drips', { kind: 'drip', milliseconds: 400 }],
  ] as const) {
    it(`fails soon if ${how}, and succeeds the next time`, async () => {
      serving().faults.next({ ...fault, action });
      const start = performance.now();
      const failure = await runner().fail('machine');
      assert.ok(failure.code === 'metadataUnreachable' && failure.reason === 'ETIMEDOUT', failure.code);
      assert.ok(performance.now() - start < 2500);
      await runner().run('machine');
    });
  }

  it('fails if the response is too large', async () => {
    for (const bytes of [maxSizes.metadataBytes + 1, Infinity]) {
      serving().faults.next({ kind: 'padding', bytes, action });
      const failure = await runner().fail('machine');
      assert.ok(failure.code === 'metadataUnreachable' && failure.reason === 'EMSGSIZE', failure.code);
    }
  });

  it('can be canceled immediately', async () => {
    serving().faults.next({ kind: 'silence', action });
    const cancellation = new AbortController();
    const check = assert.rejects(runner().run('machine', cancellation.signal), Cancelled);
    await sleep(100);
    const start = performance.now();
    cancellation.abort();
    await check;
    assert.ok(performance.now() - start < 100);
    await assert.rejects(runner().run('machine', AbortSignal.abort()), Cancelled);
  });
}

interface Front extends Listening {
  /** The number of connections so far. */
  connections(): number;
}

/** Forwards everything over kept-alive connections, as programs that emulate the EC2 service do. */
async function keepingConnections(url: string): Promise<Front> {
  const sockets = new Set<Socket>();
  const front = await listen(({ url: path = '', method = '', headers, socket }, response) => {
    sockets.add(socket);
    const given = new Headers(Object.entries(headers).map(([name, value]) => [name, String(value)]));
    for (const name of ['connection', 'host']) given.delete(name);
    fetch(url + path, { method, headers: given }).then(
      async (answer) => response.writeHead(answer.status).end(await answer.text()),
      () => response.destroy(),
    );
  });
  return { ...front, connections: () => sockets.size };
}

interface Deaf {
  readonly port: number;
  close(): Promise<void>;
}

/**
 * A port with a full connection queue, so that the next connection gets no answer; undefined on systems without such a
 * port.
 */
async function listenToNobody(): Promise<Deaf | undefined> {
  if (process.platform !== 'linux') return undefined;
  const { Worker } = await import('node:worker_threads');
  const { connect } = await import('node:net');
  // A thread that never accepts a connection.
  const worker = new Worker(
    `const { parentPort } = require('node:worker_threads');
     const server = require('node:net').createServer();
     server.listen({ port: 0, host: '127.0.0.1', backlog: 1 }, () => {
       parentPort.postMessage(server.address().port);
       setImmediate(() => Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 20_000));
     });`,
    { eval: true },
  );
  const [port] = (await once(worker, 'message')) as [number];
  await sleep(100);
  const waiting = Array.from({ length: 4 }, () => connect(port, '127.0.0.1').on('error', () => {}));
  await sleep(200);
  return {
    port,
    async close() {
      for (const socket of waiting) socket.destroy();
      await worker.terminate();
    },
  };
}
