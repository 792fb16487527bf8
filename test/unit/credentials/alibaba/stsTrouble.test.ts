import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { maxSizes } from '../../../../src/base/deadlines.ts';
import { Cancelled } from '../../../../src/base/failure.ts';
import type { Credentials } from '../../../../src/credentials/credentials.ts';
import { startForwardProxy } from '../../../aws/http/proxy.ts';
import { isoSeconds } from '../../../aws/clock.ts';
import { Refusal } from '../../../aws/sts/refusals.ts';
import { type LocalAlibaba, startLocalAlibaba } from '../../../alibaba/localAlibaba.ts';
import { developerRole } from '../../../alibaba/sampleAlibaba.ts';
import { listen } from '../listening.ts';
import { AlibabaStage, cli, failureOf, roleProfile, type StageOptions } from './alibabaStage.ts';

const minute = 60_000;
const page = '<html><body>Sign in to this network</body></html>';

const staged = (at: { readonly url: string }, options: StageOptions = {}): AlibabaStage =>
  new AlibabaStage(at, { entries: [roleProfile('dev', developerRole)], ...options });

const failureAt = async (url: string) => {
  const stage = new AlibabaStage({ url }, { entries: [roleProfile('dev', developerRole)] });
  return failureOf(stage.run(cli('dev')), ['pass-of-proxy']);
};

/** A server that lets a machine sleep for three hours while its first answer is under way. */
const slept = async (answer: (requests: number) => readonly [status: number, body: object]) => {
  let requests = 0;
  const server = await listen((_, response) => {
    const [status, body] = answer(++requests);
    response.writeHead(status).end(JSON.stringify(body));
    if (requests === 1) sleeping.aheadMs += 180 * minute;
  });
  const sleeping = staged(server);
  return { server, sleeping, requests: () => requests };
};
const keys = { AccessKeyId: 'STS.1', AccessKeySecret: 's', SecurityToken: 't' };

describe('STS of Alibaba Cloud', () => {
  let alibaba: LocalAlibaba;
  let stage: AlibabaStage;
  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
    stage = staged(alibaba);
  });
  afterEach(() => alibaba.close());

  const run = (signal?: AbortSignal): Promise<Credentials> => stage.run(cli('dev'), signal ? { signal } : {});
  const host = (): string => new URL(alibaba.url).host;
  const outcomes = (): readonly string[] => alibaba.requests.map(({ outcome }) => outcome);

  for (const minutes of [20, -20, 600])
    it(`is asked by its own clock if this machine's is wrong by ${minutes} minutes`, async () => {
      stage = staged(alibaba, { aheadMs: minutes * minute });
      const { expiration = 0 } = await run();
      // By the wrong clock, an hour is left as well.
      const lifeMs = expiration - (Date.now() + minutes * minute);
      assert.ok(Math.abs(lifeMs - 60 * minute) < 5000, String(lifeMs));
      assert.deepEqual(stage.skews, [minutes]);
      assert.deepEqual(outcomes(), ['InvalidTimeStamp.Expired', 'OK']);
    });

  it('is not asked twice because of a few minutes, which are reported', async () => {
    stage = staged(alibaba, { aheadMs: 7 * minute });
    const { expiration = 0 } = await run();
    assert.ok(Math.abs(expiration - Date.now() - 67 * minute) < 5000);
    assert.deepEqual([outcomes(), stage.skews], [['OK'], [7]]);
  });

  it('does not report a minute', async () => {
    stage = staged(alibaba, { aheadMs: minute });
    await run();
    assert.deepEqual(stage.skews, []);
  });

  it('tells the end of keys also if the machine has slept before their answer arrives', async () => {
    const end = isoSeconds(Date.now() + 60 * minute);
    const { server, sleeping } = await slept(() => [200, { Credentials: { ...keys, Expiration: end } }]);
    const { expiration } = await sleeping.run(cli('dev'));
    assert.deepEqual([expiration, sleeping.skews], [Date.parse(end), []]);
    await server.close();
  });

  it('is asked again if the machine has slept until the request was too old', async () => {
    const end = isoSeconds(Date.now() + 240 * minute);
    const { server, sleeping, requests } = await slept((count) =>
      count === 1
        ? [400, { Code: 'InvalidTimeStamp.Expired', Message: 'Specified time stamp is expired.' }]
        : [200, { Credentials: { ...keys, Expiration: end } }],
    );
    // The second answer has the date of a clock that this machine is ahead of.
    assert.equal((await sleeping.run(cli('dev'))).accessKeyId, 'STS.1');
    assert.equal(requests(), 2);
    await server.close();
  });

  it('may reject the time for ever', async () => {
    const refusal = new Refusal(400, 'InvalidTimeStamp.Expired', 'Specified time stamp is expired.');
    alibaba.faults.next({ kind: 'refusal', refusal, times: Infinity });
    stage = staged(alibaba, { aheadMs: -30 * minute });
    assert.deepEqual(await failureOf(run()), { code: 'alibabaClockWrong', profile: 'dev', minutes: -30 });
    assert.equal(alibaba.requests.length, 2);
  });

  for (const [name, fault] of [
    ['a fault', { kind: 'status', status: 503 }],
    ['throttling', { kind: 'throttle' }],
    ['a lost connection', { kind: 'drop' }],
    ['half an answer', { kind: 'cut' }],
    [
      'a used nonce',
      { kind: 'refusal', refusal: new Refusal(400, 'SignatureNonceUsed', 'Specified nonce was used.') },
    ],
  ] as const)
    it(`is asked again once after ${name}`, async () => {
      alibaba.faults.next(fault);
      await run();
      assert.equal(alibaba.requests.length, 2);
      alibaba.faults.next({ ...fault, times: 2 });
      await failureOf(run());
      assert.equal(alibaba.requests.length, 4);
    });

  it('may have a fault', async () => {
    alibaba.faults.next({ kind: 'status', status: 503, times: 2 });
    assert.deepEqual(await failureOf(run()), { code: 'serviceFault', profile: 'dev', status: 503 });
    alibaba.faults.next({ kind: 'throttle', times: 2 });
    assert.deepEqual(await failureOf(run()), { code: 'throttled', profile: 'dev' });
    alibaba.faults.next({ kind: 'drop', times: 2 });
    assert.deepEqual(await failureOf(run()), {
      code: 'network',
      profile: 'dev',
      host: host(),
      reason: 'ECONNRESET',
    });
  });

  for (const body of [
    page,
    '',
    '[]',
    'null',
    '{"Credentials":{}}',
    '{"Credentials":null}',
    '{"__proto__":1}',
  ])
    it(`is not what answers ${JSON.stringify(body)}`, async () => {
      alibaba.faults.next({ kind: 'body', body });
      const expected = { code: 'notAlibaba', profile: 'dev', host: host(), status: 200 };
      assert.deepEqual(await failureOf(run()), expected);
    });

  for (const [status, code] of [
    [302, 'notAlibaba'],
    [403, 'notAlibaba'],
    [407, 'proxyRefused'],
    [429, 'throttled'],
    [502, 'serviceFault'],
  ] as const)
    it(`is not what answers with a page and status ${status}`, async () => {
      const server = await listen((_, response) => response.writeHead(status).end(page));
      const failure = await failureOf(staged(server).run(cli('dev')));
      assert.equal(failure.code, code);
      await server.close();
    });

  it('sends no such amount of data', async () => {
    alibaba.faults.next({ kind: 'padding', bytes: maxSizes.answerBytes + 1 });
    assert.partialDeepStrictEqual(await failureOf(run()), { code: 'notAlibaba', host: host() });
    alibaba.faults.next({ kind: 'padding', bytes: maxSizes.answerBytes / 2 });
    await run();
  });

  it('must answer in time, and so must a credentials URI', async function () {
    this.timeout(40_000);
    alibaba.faults.next({ kind: 'drip', milliseconds: 100, times: 2 });
    const environment = { ALIBABA_CLOUD_CREDENTIALS_URI: alibaba.credentialsUri };
    const work = [run(), staged(alibaba, { environment }).run({ kind: 'credentialsUri' })];
    const started = Date.now();
    const failures = await Promise.all(work.map((each) => failureOf(each)));
    const late = { code: 'network', host: host(), reason: 'ETIMEDOUT' };
    assert.deepEqual(failures, [
      { ...late, profile: 'dev' },
      { ...late, profile: 'credentials URI' },
    ]);
    assert.ok(Date.now() - started < 17_000);
  });

  it('may be unreachable', async () => {
    const { url } = await listen(() => {}).then(async (server) => (await server.close(), server));
    assert.deepEqual(await failureOf(staged({ url }).run(cli('dev'))), {
      code: 'network',
      profile: 'dev',
      host: new URL(url).host,
      reason: 'ECONNREFUSED',
    });
  });

  it('is left at once if the user cancels', async () => {
    for (const kind of ['silence', 'stall'] as const) {
      alibaba.faults.next({ kind });
      const stop = new AbortController();
      setTimeout(() => stop.abort(), 50);
      const started = Date.now();
      await assert.rejects(run(stop.signal), Cancelled);
      assert.ok(Date.now() - started < 1000);
    }
    alibaba.faults.next({ kind: 'status', status: 500, times: 2 });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 100);
    await assert.rejects(run(stop.signal), Cancelled, 'in the pause');
  });
});

describe('a proxy for Alibaba Cloud', () => {
  const names = ['HTTP_PROXY', 'http_proxy', 'HTTPS_PROXY', 'https_proxy', 'NO_PROXY', 'no_proxy'];
  const before = names.map((name) => [name, process.env[name]] as const);
  beforeEach(() => {
    for (const name of names) delete process.env[name];
  });
  afterEach(() => {
    for (const [name, value] of before)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });

  it('gets the requests', async () => {
    const proxy = await startForwardProxy(1);
    process.env['HTTP_PROXY'] = proxy.url;
    await failureAt('http://sts.example.com');
    assert.match(proxy.requests[0] ?? '', /^POST http:\/\/sts\.example\.com/u);
    await proxy.close();
  });

  it('is named if it cannot be used or refuses', async () => {
    process.env['HTTPS_PROXY'] = 'socks5://user:pass-of-proxy@127.0.0.1:1';
    assert.deepEqual(await failureAt('https://sts.example.com'), {
      code: 'proxyUnusable',
      profile: 'dev',
      host: 'sts.example.com',
      setting: 'HTTPS_PROXY',
    });
    const refusing = createServer().on('connect', (_, socket) =>
      socket.end('HTTP/1.1 407 Proxy Authentication Required\r\n\r\n'),
    );
    await once(refusing.listen(0, '127.0.0.1'), 'listening');
    const { port } = refusing.address() as AddressInfo;
    process.env['HTTPS_PROXY'] = `http://user:pass-of-proxy@127.0.0.1:${port}`;
    assert.deepEqual(await failureAt('https://sts.example.com'), {
      code: 'proxyRefused',
      profile: 'dev',
      host: 'sts.example.com',
      status: 407,
    });
    refusing.close();
  });
});
