import CredentialSdk, { Config } from '@alicloud/credentials';
import assert from 'node:assert/strict';
import type { RequestListener } from 'node:http';
import { maxSizes } from '../../../../src/base/deadlines.ts';
import { Cancelled } from '../../../../src/base/failure.ts';
import { type LocalAlibaba, startLocalAlibaba } from '../../../alibaba/localAlibaba.ts';
import { dswRole, researchAccount } from '../../../alibaba/sampleAlibaba.ts';
import { tokenExpired } from '../../../alibaba/sts/alibabaRefusals.ts';
import { listen } from '../listening.ts';
import { AlibabaStage, failureOf } from './alibabaStage.ts';

const uri = { kind: 'credentialsUri' } as const;
const profile = 'credentials URI';
const page = '<html>Sign in</html>';

function staged(alibaba: Pick<LocalAlibaba, 'url'>, environment: NodeJS.ProcessEnv = {}, aheadMs = 0) {
  return new AlibabaStage(alibaba, { environment, aheadMs });
}

describe('the credentials URI of a PAI DSW instance', () => {
  let alibaba: LocalAlibaba;
  let stage: AlibabaStage;
  let host: string;
  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
    host = new URL(alibaba.url).host;
    stage = staged(alibaba, { ALIBABA_CLOUD_CREDENTIALS_URI: alibaba.credentialsUri });
  });
  afterEach(() => alibaba.close());

  const fails = () => failureOf(stage.run(uri), [new URL(alibaba.credentialsUri).pathname]);

  it('yields the role of the instance', async () => {
    const credentials = await stage.run(uri);
    assert.equal(credentials.expiration, alibaba.uri.session()?.expiration);
    assert.deepEqual(await stage.identify(uri), {
      account: researchAccount,
      arn: `acs:ram::${researchAccount}:assumed-role/dsw-instance/dsw-instance-1a2b`,
      kind: 'role',
    });
  });

  it('yields what the SDK gets', async () => {
    const config = new Config({ type: 'credentials_uri', credentialsURI: alibaba.credentialsUri });
    const found = await new CredentialSdk.default(config).getCredential();
    const { accessKeyId, secretAccessKey, sessionToken } = (await stage.run(uri)).reveal();
    assert.deepEqual(
      [found.accessKeyId, found.accessKeySecret, found.securityToken],
      [accessKeyId, secretAccessKey, sessionToken],
    );
  });

  it('is asked each time, and yields what the instance has renewed', async () => {
    const before = await stage.run(uri);
    alibaba.uri.rotate();
    assert.notEqual((await stage.run(uri)).accessKeyId, before.accessKeyId);
  });

  for (const [name, changes] of [
    ['without Code', { code: undefined }],
    ['with milliseconds', { expiration: 'milliseconds' }],
    ['with an offset from UTC', { expiration: 'offset' }],
    ['on a connection that it closes', { closes: true }],
  ] as const)
    it(`may answer ${name}`, async () => {
      alibaba.uri.modify(changes);
      assert.equal((await stage.run(uri)).expiration, alibaba.uri.session()?.expiration);
    });

  it('may leave out when the keys expire: then STS says whether they are valid', async () => {
    alibaba.uri.modify({ expiration: 'missing' });
    const { isTemporary, expiration } = await stage.run(uri);
    assert.deepEqual([isTemporary, expiration], [true, undefined]);
    assert.deepEqual(
      alibaba.requests.map(({ action }) => action),
      ['credentialsUri', 'GetCallerIdentity'],
    );
    alibaba.faults.next({ kind: 'refusal', action: 'GetCallerIdentity', refusal: tokenExpired() });
    assert.partialDeepStrictEqual(await fails(), { code: 'alibabaKeysExpired', profile });
  });

  for (const missing of ['AccessKeyId', 'AccessKeySecret', 'SecurityToken'] as const)
    it(`must yield ${missing}`, async () => {
      alibaba.uri.modify({ without: [missing] });
      assert.deepEqual(await fails(), { code: 'credentialsUriBadAnswer', profile, host, missing });
    });

  it('is asked many times over one connection without a warning of a leak', async () => {
    const warnings: Error[] = [];
    const warn = (warning: Error): void => void warnings.push(warning);
    process.on('warning', warn);
    for (let i = 0; i < 20; i++) await stage.run(uri);
    process.off('warning', warn);
    assert.deepEqual(warnings, []);
  });

  it('refuses with its own reason', async () => {
    const refused = { code: 'credentialsUriRefused', profile, host } as const;
    alibaba.uri.modify({ role: undefined });
    const noRole = 'NoRole: The instance has no RAM role.';
    assert.deepEqual(await fails(), { ...refused, status: 404, detail: noRole });
    alibaba.ram.addRole(researchAccount, { name: 'dsw-instance', trust: {} });
    alibaba.uri.rotate();
    alibaba.uri.modify({ role: dswRole });
    assert.deepEqual(await fails(), {
      ...refused,
      status: 403,
      detail: 'AssumeRoleFailedError: The role cannot be assumed.',
    });
    alibaba.uri.modify({ code: 'InternalError' });
    alibaba.ram.addRole(researchAccount, { name: 'dsw-instance', trust: { service: ['pai.aliyuncs.com'] } });
    assert.deepEqual(await fails(), {
      ...refused,
      status: 200,
      detail: 'InternalError: The credentials are not available.',
    });
  });

  it('must not yield what has expired', async () => {
    alibaba.uri.modify({ expiration: 'past' });
    assert.deepEqual(await fails(), { code: 'alibabaSourceStale', profile });
  });

  for (const status of [202, 302, 403, 500])
    it(`must not answer with status ${status}, even with keys`, async () => {
      const keys = { AccessKeyId: 'STS.a', AccessKeySecret: 's', SecurityToken: 't' };
      const server = await listen((_, response) => response.writeHead(status).end(JSON.stringify(keys)));
      const other = staged(alibaba, { ALIBABA_CLOUD_CREDENTIALS_URI: `${server.url}/x` });
      const refused = { code: 'credentialsUriRefused', status, detail: '' };
      assert.partialDeepStrictEqual(await failureOf(other.run(uri)), refused);
      await server.close();
    });

  it('is not sent to a proxy', async () => {
    const proxied: string[] = [];
    const proxy = await listen((request, response) => {
      proxied.push(request.url ?? '');
      response.end();
    });
    const before = process.env['HTTP_PROXY'];
    process.env['HTTP_PROXY'] = proxy.url;
    try {
      const other = staged(alibaba, { ALIBABA_CLOUD_CREDENTIALS_URI: 'http://dsw.invalid/secret-path' });
      assert.partialDeepStrictEqual(await failureOf(other.run(uri), ['secret-path']), {
        code: 'network',
        host: 'dsw.invalid',
      });
      assert.deepEqual(proxied, []);
    } finally {
      if (before === undefined) delete process.env['HTTP_PROXY'];
      else process.env['HTTP_PROXY'] = before;
      await proxy.close();
    }
  });

  it('may be slow, and is left at once if the user cancels', async () => {
    alibaba.faults.next({ kind: 'delay', milliseconds: 1500 });
    await stage.run(uri);
    alibaba.faults.next({ kind: 'silence' });
    const stop = new AbortController();
    setTimeout(() => stop.abort(), 50);
    await assert.rejects(stage.run(uri, { signal: stop.signal }), Cancelled);
  });

  for (const [name, answer] of [
    ['a page', (_, response) => response.end(page)],
    ['nothing', (_, response) => response.end()],
    ['null', (_, response) => response.end('null')],
    ['too much', (_, response) => response.end(' '.repeat(maxSizes.metadataBytes + 1))],
  ] as const satisfies readonly (readonly [string, RequestListener])[])
    it(`is not what answers with ${name}`, async () => {
      const server = await listen(answer);
      const other = staged(alibaba, { ALIBABA_CLOUD_CREDENTIALS_URI: `${server.url}/x` });
      assert.deepEqual(await failureOf(other.run(uri)), {
        code: 'credentialsUriBadAnswer',
        profile,
        host: new URL(server.url).host,
        missing: 'JSON',
      });
      await server.close();
    });

  it('tells no part of the URI and no keys, even if the service repeats them', async () => {
    const keys = {
      AccessKeyId: 'STS.a',
      AccessKeySecret: 'secret of 3 words',
      SecurityToken: 'token/of+it==',
    };
    const server = await listen((request, response) => {
      const { url = '', headers } = request;
      const message = [
        url,
        url.slice(1),
        decodeURIComponent(url),
        ...Object.values(keys).slice(1),
        'pa ss wd',
      ];
      const body = {
        ...keys,
        Code: `NotFound${url}`,
        Message: ['No', ...message, headers.authorization].join(' '),
      };
      response.writeHead(404).end(JSON.stringify(body));
    });
    const address = server.url.replace('//', '//user:pa%20ss%20wd@');
    for (const path of [
      '/secret-path%201',
      '/one/secret-path%201',
      '/secret-path%201?secret-query=secret-value',
    ]) {
      const other = staged(alibaba, { ALIBABA_CLOUD_CREDENTIALS_URI: address + path });
      const secrets = ['secret', 'path', '201', 'token/', 'words', 'pa ss', 'pa%20', btoa('user:pa ss wd')];
      const failure = await failureOf(other.run(uri), secrets);
      assert.ok(failure.code === 'credentialsUriRefused');
      assert.match(failure.detail, /^NotFound….*: No …/u);
    }
    await server.close();
  });

  for (const [missing, fields] of [
    ['AccessKeyId', { AccessKeyId: 7 }],
    ['AccessKeyId', { AccessKeyId: 'STS.a\r\nx-acs-evil: 1' }],
    ['SecurityToken', { SecurityToken: ['x'] }],
    ['SecurityToken', { SecurityToken: 'a\nb' }],
    ['AccessKeySecret', { AccessKeySecret: '' }],
    ['AccessKeySecret', { AccessKeySecret: 'a\0b' }],
    ['AccessKeySecret', { AccessKeySecret: 'a\nb' }],
    ['Expiration', { Expiration: 'tomorrow' }],
    ['Expiration', { Expiration: '2026-02-30T00:00:00Z' }],
    ['Expiration', { Expiration: 1.5 }],
  ] as const)
    it(`does not yield ${JSON.stringify(fields)}`, async () => {
      const good = { AccessKeyId: 'STS.a', AccessKeySecret: 's', SecurityToken: 't' };
      const server = await listen((_, response) => response.end(JSON.stringify({ ...good, ...fields })));
      const other = staged(alibaba, { ALIBABA_CLOUD_CREDENTIALS_URI: `${server.url}/x` });
      const failure = await failureOf(other.run(uri));
      assert.partialDeepStrictEqual(failure, { code: 'credentialsUriBadAnswer', missing });
      await server.close();
    });
});
