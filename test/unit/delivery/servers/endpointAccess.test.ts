import assert from 'node:assert/strict';
import { once } from 'node:events';
import { Agent, request, type IncomingMessage } from 'node:http';
import { connect, type Socket } from 'node:net';
import {
  Endpoint,
  type EndpointAddress,
  type EndpointLimits,
} from '../../../../src/delivery/servers/endpoint.ts';
import type { Target } from '../../../../src/profiles/profiles.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { testWorld } from '../../../aws/testWorld.ts';
import { recordHandOuts } from '../../../fakes/handOutRecord.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { openWindow, profile, type Window } from '../../session/testWindows/window.ts';

const wrongToken = [401, { Code: 'WrongToken', Message: 'WrongToken' }];

const role: Target = {
  kind: 'role',
  roleArn: 'arn:aws:iam::222222222222:role/Plain',
  sourceProfile: 'keys',
  sessionName: 'me',
};
const assignment: Target = {
  kind: 'assignment',
  signIn: 'corp',
  accountId: '222222222222',
  roleName: 'Admin',
};

async function ask(uri: string, token: string): Promise<unknown[]> {
  const reply = await fetch(uri, { headers: { Authorization: token } });
  return [reply.status, await reply.json()];
}

async function statusOf({ uri, token }: EndpointAddress): Promise<unknown> {
  return (await ask(uri, token))[0];
}

describe('access to the credential endpoint', function () {
  this.timeout(60_000);
  let aws: LocalAws;
  let window: Window<TypedCodes>;
  let active: Target | undefined;
  let endpoint: Endpoint;
  let sockets: Socket[];
  /** Called when the endpoint requests a session. */
  let requested: (() => void) | undefined;

  const open = (limits?: EndpointLimits): Promise<Endpoint> =>
    Endpoint.open(
      {
        get: (target, options) => {
          requested?.();
          return window.sessions.get(target, options);
        },
        give: recordHandOuts().give,
        active: () => active,
        describe: ({ code }) => `failure ${code}`,
        log: window.log,
        now: () => aws.clock.now(),
      },
      limits,
    );

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    window = openWindow({ url: aws.url, prompts: new TypedCodes(), now: () => aws.clock.now() });
    active = profile('plain');
    endpoint = await open();
    sockets = [];
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    endpoint.dispose();
    assert.deepEqual(window.log.errors, []);
    await aws.close();
  });

  const connectTo = async (sent: string): Promise<Socket> => {
    const socket = connect(Number(new URL(endpoint.addressFor(undefined).uri).port), '127.0.0.1');
    sockets.push(socket);
    socket.on('error', () => {});
    socket.resume();
    await once(socket, 'connect');
    socket.write(sent);
    return socket;
  };

  it('opens with each token only the address that it was copied with', async () => {
    const targets = [undefined, profile('plain'), profile('long'), profile('default'), role, assignment];
    const addresses = targets.map((target) => endpoint.addressFor(target));
    assert.equal(new Set(addresses.map(({ token }) => token)).size, targets.length);
    for (const { uri } of addresses)
      for (const { token, uri: own } of addresses) {
        if (uri === own) assert.notDeepEqual(await ask(uri, token), wrongToken, uri);
        else assert.deepEqual(await ask(uri, token), wrongToken, `${uri} with the token of ${own}`);
      }
    const notCopied = endpoint.addressFor(undefined).uri + 'profile/keys';
    for (const { token } of addresses) assert.deepEqual(await ask(notCopied, token), wrongToken);
  });

  it('opens the profile in use only with the token that follows it, even if it was copied by its name', async () => {
    const byName = endpoint.addressFor(profile('plain'));
    const { uri } = endpoint.addressFor(undefined);
    assert.equal(await statusOf(byName), 200);
    assert.deepEqual(await ask(uri, byName.token), wrongToken);
  });

  it('keeps the token of an address that is copied again', () => {
    assert.deepEqual(endpoint.addressFor(profile('long')), endpoint.addressFor(profile('long')));
    assert.deepEqual(endpoint.addressFor(undefined), endpoint.addressFor(undefined));
  });

  it('answers a revoked token like one that never existed, and gives a new token afterwards', async () => {
    const [follows, plain, long] = [undefined, profile('plain'), profile('long')].map((target) =>
      endpoint.addressFor(target),
    ) as [EndpointAddress, EndpointAddress, EndpointAddress];
    assert.equal(await statusOf(plain), 200);
    endpoint.revoke(profile('plain'));
    assert.deepEqual(await ask(plain.uri, plain.token), wrongToken);
    assert.deepEqual(await ask(plain.uri, 'x'), wrongToken);
    assert.deepEqual([await statusOf(follows), await statusOf(long)], [200, 200]);
    endpoint.revoke(undefined);
    assert.deepEqual([await statusOf(follows), await statusOf(long)], [401, 200]);
    const again = endpoint.addressFor(profile('plain'));
    assert.notEqual(again.token, plain.token);
    assert.equal(await statusOf(again), 200);
    assert.deepEqual(await ask(plain.uri, plain.token), wrongToken);
    endpoint.revokeAll();
    for (const each of [follows, plain, long, again])
      assert.deepEqual(await ask(each.uri, each.token), wrongToken);
  });

  it('gives no keys to a request that was waiting when its address was revoked', async () => {
    for (const revoke of [() => endpoint.revoke(profile('plain')), () => endpoint.revokeAll()]) {
      const { uri, token } = endpoint.addressFor(profile('plain'));
      window = openWindow({ url: aws.url, prompts: new TypedCodes(), now: () => aws.clock.now() });
      aws.faults.next({ kind: 'delay', milliseconds: 500 });
      const isWaiting = new Promise<void>((resolve) => {
        requested = resolve;
      });
      const answer = ask(uri, token);
      await isWaiting;
      revoke();
      assert.deepEqual(await answer, wrongToken);
    }
  });

  it('closes a connection that was open when its address was revoked', async () => {
    const agent = new Agent({ keepAlive: true, maxSockets: 1 });
    const { uri, token } = endpoint.addressFor(profile('plain'));
    const get = async (): Promise<IncomingMessage> => {
      const outgoing = request(uri, { agent, headers: { authorization: token } }).end();
      const [reply] = (await once(outgoing, 'response')) as [IncomingMessage];
      reply.resume();
      await once(reply, 'end');
      return reply;
    };
    assert.equal((await get()).headers.connection, 'keep-alive');
    endpoint.revokeAll();
    const refused = await get();
    assert.deepEqual([refused.statusCode, refused.headers.connection], [401, 'close']);
    agent.destroy();
  });

  it('lists the addresses that are not revoked, with the time of copying', () => {
    const start = aws.clock.now();
    endpoint.addressFor(undefined);
    endpoint.addressFor(profile('long'));
    aws.clock.advance(60_000);
    endpoint.addressFor(profile('long'));
    endpoint.addressFor(role);
    const times = endpoint.copied.map(({ target, copiedAt }) => [
      target,
      Math.round((copiedAt - start) / 60_000),
    ]);
    assert.deepEqual(times, [
      [undefined, 0],
      [profile('long'), 1],
      [role, 1],
    ]);
    endpoint.revoke(profile('long'));
    assert.deepEqual(
      endpoint.copied.map(({ target }) => target),
      [undefined, role],
    );
    endpoint.revokeAll();
    assert.deepEqual(endpoint.copied, []);
  });

  it('drops connections that do not complete a request in time', async function () {
    this.timeout(15_000);
    endpoint.dispose();
    endpoint = await open({ requestMs: 200, maxStrangers: 64 });
    const { token, uri } = endpoint.addressFor(undefined);
    const host = `Host: ${new URL(uri).host}\r\n`;
    const complete = `GET / HTTP/1.1\r\n${host}Authorization: ${token}\r\n`;
    const sent = [
      '',
      'G',
      'GET / HTTP/1.1\r\n',
      `GET / HTTP/1.1\r\n${host}`,
      complete,
      `${complete}Content-Length: 1000\r\n\r\n`,
      `${complete}\r\n`,
    ];
    await Promise.all(sent.map(async (text) => once(await connectTo(text), 'close')));
  });

  it('answers callers while hundreds of connections say nothing', async () => {
    const address = endpoint.addressFor(undefined);
    assert.equal(await statusOf(address), 200);
    for (let i = 0; i < 600; i++) await connectTo(i % 2 ? '' : 'GET / HTTP/1.1\r\n');
    assert.equal(await statusOf(endpoint.addressFor(profile('long'))), 200);
    assert.equal(await statusOf(address), 200);
  });

  it('keeps connections with a token while others say nothing', async () => {
    endpoint.dispose();
    endpoint = await open({ requestMs: 60_000, maxStrangers: 4 });
    const { token, uri } = endpoint.addressFor(undefined);
    const ours = `GET / HTTP/1.1\r\nHost: ${new URL(uri).host}\r\nAuthorization: ${token}\r\n\r\n`;
    const kept = await connectTo(ours);
    await once(kept, 'data');
    const first = await connectTo('');
    const dropped = once(first, 'close');
    for (let i = 0; i < 4; i++) await connectTo('');
    await dropped;
    kept.write(ours);
    await once(kept, 'data');
  });
});
