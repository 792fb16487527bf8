import assert from 'node:assert/strict';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { inspect } from 'node:util';
import { openIdentityCenter } from '../../../src/credentials/sdk/open.ts';
import {
  checkProxy,
  proxyVariables,
  type ProxySettings,
  useProxySettings,
} from '../../../src/credentials/sdk/proxy.ts';
import { ssoFailure } from '../../../src/credentials/sso/ssoFailure.ts';
import { startForwardProxy } from '../../aws/http/proxy.ts';
import { type LocalAws, startLocalAws } from '../../aws/localAws.ts';
import { testWorld } from '../../aws/testWorld.ts';
import { corpSignIn } from '../../fakes/corpSignIn.ts';
import { TypedCodes } from '../../fakes/typedCodes.ts';
import { createRunner, failureFrom, outcomes } from './runner.ts';

const names = ['HTTP', 'HTTPS', 'NO', 'ALL'].flatMap((name) => [
  `${name}_PROXY`,
  `${name}_PROXY`.toLowerCase(),
]);
const password = 'pass-of-proxy';

/** Node passes these over, or rejects them with the value in its message. */
const unusableByNode = [
  `socks5://user:${password}@127.0.0.1:1`,
  'socks://127.0.0.1:1',
  'proxy.example.com:8080',
  'proxy.example.com',
  '127.0.0.1:1',
  'ftp://127.0.0.1:1',
  'HTTP://127.0.0.1:1',
  ' http://127.0.0.1:1',
  'http:/127.0.0.1:1',
  'http://',
  'http://:::',
  `http://user:${password}@127.0.0.1:99999`,
  `http://user:${password}%@127.0.0.1:1`,
  `http://user:${password}@127.0.0.1:1\n`,
];

const session = corpSignIn({ startUrl: 'https://corp.awsapps.com/start', region: 'eu-central-1' });

function errorOf(work: Promise<unknown>): Promise<Error> {
  return work.then(
    () => assert.fail('nothing failed'),
    (reason: unknown) => reason as Error,
  );
}

/** Has VS Code handle proxies, with these settings. */
function set(settings: Partial<ProxySettings>): void {
  useProxySettings(() => ({ replacesAgents: true, proxy: '', noProxy: [], ...settings }));
}

/** The setting that is reported for requests to an address. */
function settingOf(environment: NodeJS.ProcessEnv = {}, address = 'https://sts.example.com'): unknown {
  try {
    checkProxy(address, environment);
    return undefined;
  } catch (error) {
    assert.ok(!inspect(error).includes(password));
    return (error as { setting?: string }).setting;
  }
}

describe('a proxy', function () {
  let aws: LocalAws;
  /** Another machine, which can also be reached directly. */
  let other: Server;
  let connections: number;
  let url: string;
  const sockets = new Set<Socket>();
  const original = names.map((name) => [name, process.env[name]] as const);

  before(async function () {
    // Only Linux has more loopback addresses.
    if (process.platform !== 'linux') this.skip();
    aws = await startLocalAws({ world: testWorld });
    other = createServer((socket) => {
      connections++;
      const inner = connect(Number(new URL(aws.url).port), '127.0.0.1');
      for (const each of [socket, inner]) {
        sockets.add(each);
        each.on('error', () => {});
      }
      socket.pipe(inner).pipe(socket);
    });
    other.listen(0, '127.0.0.2');
    await once(other, 'listening');
    url = `http://127.0.0.2:${(other.address() as AddressInfo).port}`;
  });

  beforeEach(() => {
    connections = 0;
    for (const name of names) delete process.env[name];
  });

  afterEach(() => {
    useProxySettings(() => ({ replacesAgents: false, proxy: '', noProxy: [] }));
    for (const [name, value] of original)
      if (value === undefined) delete process.env[name];
      else process.env[name] = value;
  });

  after(async () => {
    for (const socket of sockets) socket.destroy();
    other?.close();
    await aws?.close();
  });

  const run = (endpoint = url) => createRunner(endpoint, new TypedCodes()).run('plain');

  for (const value of unusableByNode)
    it(`in the environment that cannot be used is reported: ${JSON.stringify(value)}`, async () => {
      for (const [name, endpoint] of [
        ['HTTP_PROXY', url],
        ['http_proxy', url],
        ['HTTPS_PROXY', url.replace('http:', 'https:')],
        ['https_proxy', url.replace('http:', 'https:')],
        ['ALL_PROXY', url],
        ['all_proxy', url.replace('http:', 'https:')],
      ] as const) {
        process.env[name] = value;
        const error = await errorOf(run(endpoint));
        const failure = await failureFrom(Promise.reject(error));
        const host = new URL(url).host;
        assert.deepEqual(failure, { code: 'proxyUnusable', profile: 'plain', host, setting: name });
        assert.ok(!inspect(error, { depth: 9 }).includes(password));
        assert.equal(connections, 0, 'and there is no direct connection');
        delete process.env[name];
      }
    });

  it('that cannot be used is reported for IAM Identity Center', async () => {
    process.env['HTTPS_PROXY'] = 'socks5://127.0.0.1:1';
    const error = await errorOf(openIdentityCenter(session));
    const failure = await failureFrom(Promise.reject(ssoFailure(error, 'dev', session, 'oidc')));
    const host = 'oidc.eu-central-1.amazonaws.com';
    assert.deepEqual(failure, { code: 'proxyUnusable', profile: 'dev', host, setting: 'HTTPS_PROXY' });
  });

  it('that cannot be used does not matter to hosts that need none', async () => {
    for (const value of unusableByNode) {
      process.env['HTTP_PROXY'] = process.env['HTTPS_PROXY'] = value;
      await run(aws.url);
      for (const direct of ['127.0.0.2', 'example.com,127.0.0.2', '*', '.0.0.2', '127.0.0.2:443']) {
        process.env['NO_PROXY'] = direct;
        if (direct !== '.0.0.2' && direct !== '127.0.0.2:443') await run();
      }
      delete process.env['NO_PROXY'];
    }
    assert.ok(outcomes(aws.requests).every((outcome) => outcome === 'AssumeRole OK'));
  });

  it('for other addresses does not matter', async () => {
    process.env['HTTPS_PROXY'] = 'http://';
    await run();
    assert.equal(connections, 1);
  });

  it('for another port than that in NO_PROXY matters', () => {
    const environment = { HTTPS_PROXY: 'nonsense', NO_PROXY: 'example.com:8443' };
    for (const replacesAgents of [true, false]) {
      set({ replacesAgents });
      assert.equal(settingOf(environment), 'HTTPS_PROXY');
      assert.equal(settingOf(environment, 'https://sts.example.com:8443'), undefined);
      assert.equal(settingOf({ ...environment, NO_PROXY: 'example.com:443' }), undefined);
    }
  });

  for (const [name, settings] of [
    ['HTTP_PROXY', undefined],
    ['ALL_PROXY', undefined],
    ['http.proxy', { replacesAgents: false, onlyWithoutAgent: true }],
  ] as const)
    it(`that can be used is used: ${name}`, async () => {
      const proxy = await startForwardProxy(1);
      if (settings) set({ ...settings, proxy: proxy.url });
      else process.env[name] = proxy.url;
      await failureFrom(run());
      assert.deepEqual([connections, new Set(proxy.requests).size], [0, 1]);
      assert.match(proxy.requests[0] ?? '', /^POST http:\/\/127\.0\.0\.2/u);
      await proxy.close();
    });

  it('is reported if Node’s agents cannot use any', () => {
    const flags = process.allowedNodeEnvironmentFlags;
    try {
      Object.defineProperty(process, 'allowedNodeEnvironmentFlags', { value: new Set(), configurable: true });
      assert.equal(settingOf({ HTTPS_PROXY: 'http://h:1' }), 'http.proxySupport');
      assert.equal(settingOf({ HTTPS_PROXY: 'http://h:1', NO_PROXY: 'example.com' }), undefined);
      assert.equal(settingOf({ HTTPS_PROXY: 'socks5://h:1' }), 'HTTPS_PROXY');
      assert.equal(settingOf({}), undefined);
      set({});
      assert.equal(settingOf({ HTTPS_PROXY: 'http://h:1' }), undefined, 'which VS Code uses');
    } finally {
      Object.defineProperty(process, 'allowedNodeEnvironmentFlags', { value: flags, configurable: true });
    }
  });

  describe('in VS Code’s settings', () => {
    for (const value of [
      'nonsense',
      'proxy:8080',
      'ftp://h:1',
      'http://',
      'http://:::',
      '://h',
      'sock://h:1',
    ])
      it(`is reported if VS Code cannot use it: ${value}`, async () => {
        set({ proxy: value });
        assert.equal(settingOf(), 'http.proxy');
        assert.equal(
          settingOf({ HTTPS_PROXY: 'http://h:1' }),
          'http.proxy',
          'even if VS Code passes it over',
        );
        set({});
        assert.equal(settingOf({ HTTPS_PROXY: value }), 'HTTPS_PROXY');
        assert.equal(settingOf({ http_proxy: value }), 'http_proxy', 'which VS Code uses for https, too');
        set({ proxy: value });
        const { code } = await failureFrom(run());
        assert.deepEqual([code, connections], ['proxyUnusable', 0]);
      });

    for (const value of [
      'http://h:1',
      'HTTPS://u:p@h',
      ' socks5://h:1 ',
      'socks://h',
      'socks4a://h:1',
      'socks5h://h',
    ])
      it(`is left to VS Code if VS Code can use it: ${value}`, () => {
        set({ proxy: value });
        assert.equal(settingOf(), undefined);
        assert.equal(settingOf({ HTTPS_PROXY: 'nonsense' }), undefined, 'which VS Code does not read then');
      });

    it('is read before ALL_PROXY, which VS Code does not read', () => {
      set({});
      assert.equal(settingOf({ ALL_PROXY: 'http://h:1' }), 'ALL_PROXY');
      assert.equal(settingOf({ all_proxy: 'socks5://h:1' }), 'all_proxy');
      assert.equal(settingOf({ ALL_PROXY: 'socks5://h:1', NO_PROXY: '*' }), undefined);
      assert.equal(settingOf({ ALL_PROXY: 'socks5://h:1', http_proxy: 'http://h:1' }), undefined);
      set({ proxy: 'http://h:1' });
      assert.equal(settingOf({ ALL_PROXY: 'socks5://h:1' }), undefined);
      set({ asksSystem: true });
      assert.equal(settingOf({ ALL_PROXY: 'socks5://h:1' }), undefined, 'the system may read it');
    });

    it('is reported if VS Code gives it only to requests without an agent and Node cannot use it', () => {
      set({ replacesAgents: false, onlyWithoutAgent: true, proxy: 'socks5://h:1', noProxy: ['a.test'] });
      assert.equal(settingOf({ HTTPS_PROXY: 'http://h:1' }), 'http.proxy');
      assert.equal(settingOf({}, 'https://sts.a.test'), undefined);
    });

    it('does not matter to hosts that need none', () => {
      set({ proxy: 'nonsense' });
      for (const address of ['http://localhost:1', 'http://127.0.0.1:1', 'http://[::1]:1'])
        assert.equal(settingOf({}, address), undefined, address);
      assert.equal(settingOf({ NO_PROXY: 'a.test, .example.com' }), undefined);
      set({ proxy: 'nonsense', noProxy: ['*.example.com'] });
      assert.equal(settingOf(), undefined);
      set({ proxy: 'nonsense', noProxy: ['a.test'] });
      assert.equal(settingOf({ NO_PROXY: 'example.com' }), 'http.proxy', 'VS Code ignores the variable then');
    });

    it('does not matter if VS Code leaves proxies to extensions', () => {
      set({ replacesAgents: false, proxy: 'nonsense' });
      assert.equal(settingOf(), undefined);
      assert.equal(settingOf({ HTTPS_PROXY: 'socks5://h:1' }), 'HTTPS_PROXY');
    });
  });

  it('is given to Node only if Node can use it', () => {
    const environment = { HTTP_PROXY: 'http://', https_proxy: 'http://h:1', NO_PROXY: 'a.test' };
    assert.deepEqual(proxyVariables(environment), {
      HTTP_PROXY: undefined,
      HTTPS_PROXY: 'http://h:1',
      NO_PROXY: 'a.test,localhost,127.0.0.1,::1',
    });
  });
});
