import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Failure } from '../../../../src/base/failure.ts';
import { fetchSigninToken } from '../../../../src/credentials/run/signinToken.ts';
import { awsLimits } from '../../../../src/credentials/sdk/awsLimits.ts';
import { getSigninToken } from '../../../../src/credentials/sdk/open.ts';
import { companyCa } from '../../../aws/http/certificates.ts';
import { startForwardProxy } from '../../../aws/http/proxy.ts';
import { startTlsFront, type TlsFront } from '../../../aws/http/tlsFront.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { directRole } from '../../../aws/signin/sessionKinds.ts';
import type { SigningKeys } from '../../../aws/sts/stsClient.ts';
import { testWorld } from '../../../aws/testWorld.ts';
import { failureFrom } from '../runner.ts';

describe('the call for a sign-in token', () => {
  let aws: LocalAws;
  let front: TlsFront;
  let folder: string;
  let keys: SigningKeys;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'rolecall-federation-'));
    await writeFile(join(folder, 'company.pem'), companyCa);
    aws = await startLocalAws({ world: testWorld });
    front = await startTlsFront(aws.url);
    keys = await directRole(aws);
  });
  afterEach(() => {
    aws.faults.clear();
    delete process.env['HTTPS_PROXY'];
  });
  after(async () => {
    await front.close();
    await aws.close();
    await rm(folder, { recursive: true });
  });

  const request = () => ({
    credentials: { ...keys, sessionToken: keys.sessionToken, expiration: undefined },
    sessionSeconds: undefined,
  });
  const { signal } = new AbortController();

  function tokenAt(url: string, caBundle?: string): Promise<string> {
    const endpoint = { url: `${url}/federation`, caBundle };
    return fetchSigninToken('dev', endpoint, request(), signal);
  }

  /** The failure, which contains none of the keys. */
  async function failureAt(url: string, caBundle?: string): Promise<Failure> {
    const work = tokenAt(url, caBundle);
    const failure = await failureFrom(work);
    const text = await work.catch((error: Error) => `${error.stack} ${JSON.stringify(error)}`);
    for (const secret of [keys.secretAccessKey, keys.sessionToken ?? ''])
      assert.ok(!text.includes(secret), text);
    return failure;
  }

  it('has the keys in its body only', async () => {
    assert.match(await tokenAt(aws.url), /^.{100,}$/u);
    const sent = aws.requests.at(-1);
    assert.deepEqual([sent?.action, sent?.outcome], ['getSigninToken', 'OK']);
  });

  it('trusts the authorities that the profile names, and no others', async () => {
    assert.ok(await tokenAt(front.url, join(folder, 'company.pem')));
    const { host } = new URL(front.url);
    assert.partialDeepStrictEqual(await failureAt(front.url), {
      code: 'certificate',
      host,
      trouble: 'issuer',
    });
    const path = join(folder, 'missing.pem');
    assert.deepEqual(await failureAt(front.url, path), {
      code: 'caBundleUnreadable',
      profile: 'dev',
      path,
      reason: 'ENOENT',
    });
  });

  it('goes through the proxy, and not around it', async function () {
    // The proxy connects every host name to this machine.
    const proxy = await startForwardProxy(front.port);
    try {
      process.env['HTTPS_PROXY'] = proxy.url;
      assert.ok(await tokenAt('https://sts.rolecall.test', join(folder, 'company.pem')));
      assert.deepEqual(proxy.requests, ['CONNECT sts.rolecall.test:443']);
    } finally {
      await proxy.close();
    }
    process.env['HTTPS_PROXY'] = 'socks5://me:pass-of-proxy@127.0.0.1:1';
    assert.deepEqual(await failureAt('https://sts.rolecall.test'), {
      code: 'proxyUnusable',
      profile: 'dev',
      host: 'sts.rolecall.test',
      setting: 'HTTPS_PROXY',
    });
  });

  it('is made once, whatever the answer', async () => {
    const { length } = aws.requests;
    aws.faults.next({ kind: 'status', status: 500, action: 'getSigninToken' });
    assert.partialDeepStrictEqual(await failureFrom(tokenAt(aws.url)), { code: 'serviceFault', status: 500 });
    aws.faults.next({ kind: 'drop', action: 'getSigninToken' });
    assert.partialDeepStrictEqual(await failureFrom(tokenAt(aws.url)), { code: 'network' });
    assert.equal(aws.requests.length, length + 2);
  });

  it('does not wait for ever, or for an answer without end', async () => {
    const endpoint = { url: `${aws.url}/federation`, caBundle: undefined };
    const limits = { ...awsLimits, attemptMs: 100, answerBytes: 1000 };
    for (const kind of ['silence', 'stall'] as const) {
      aws.faults.next({ kind, action: 'getSigninToken' });
      await assert.rejects(getSigninToken(endpoint, request(), signal, limits), { code: 'ETIMEDOUT' });
    }
    aws.faults.next({ kind: 'padding', bytes: Infinity, action: 'getSigninToken' });
    await assert.rejects(getSigninToken(endpoint, request(), signal, limits), {
      message: 'Not an answer of AWS',
    });
  });
});
