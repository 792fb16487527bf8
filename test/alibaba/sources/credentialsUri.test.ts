import CredentialSdk, { Config } from '@alicloud/credentials';
import assert from 'node:assert/strict';
import { type LocalAlibaba, startLocalAlibaba } from '../localAlibaba.ts';
import { closedRole, dswRole } from '../sampleAlibaba.ts';
import { AlibabaClient } from '../sts/alibabaClient.ts';
import type { CredentialsUriOptions } from './credentialsUri.ts';

const minute = 60_000;

type Answer = { readonly status: number; readonly body: Readonly<Record<string, string>> };

describe('the local credentials URI', () => {
  let alibaba: LocalAlibaba;

  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
  });
  afterEach(() => alibaba.close());

  const get = async (path = ''): Promise<Answer> => {
    const response = await fetch(alibaba.credentialsUri + path);
    return { status: response.status, body: (await response.json()) as Answer['body'] };
  };
  /** The access key ID that the SDK finds, or its message. */
  const withSdk = async (): Promise<string> => {
    const config = new Config({ type: 'credentials_uri', credentialsURI: alibaba.credentialsUri });
    try {
      return (await new CredentialSdk.default(config).getCredential()).accessKeyId ?? '';
    } catch (error) {
      return error instanceof Error ? error.message : '';
    }
  };

  it('answers as PAI DSW does', async () => {
    const { status, body } = await get();
    assert.equal(status, 200);
    assert.deepEqual(Object.keys(body), [
      'Code',
      'AccessKeyId',
      'AccessKeySecret',
      'SecurityToken',
      'Expiration',
    ]);
    assert.equal(body['Code'], 'Success');
    assert.match(body['Expiration'] ?? '', /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/u);
  });

  it('keeps its path secret: everything else is not found or unsigned', async () => {
    const { origin, pathname } = new URL(alibaba.credentialsUri);
    assert.ok(pathname.length > 30);
    for (const path of ['/credentials', pathname.slice(0, -1), `${pathname}/`])
      assert.equal((await fetch(origin + path)).status, 404);
    assert.equal((await fetch(alibaba.credentialsUri, { method: 'POST' })).status, 405);
    assert.equal((await get('?region=cn-hangzhou')).status, 200);
  });

  it('has the same credentials until 15 minutes are left', async () => {
    const first = await get();
    alibaba.clock.advance(44 * minute);
    assert.deepEqual(await get(), first);
    alibaba.clock.advance(2 * minute);
    const second = await get();
    assert.notEqual(second.body['AccessKeyId'], first.body['AccessKeyId']);
    const { AccessKeyId = '', AccessKeySecret = '', SecurityToken } = first.body;
    const keys = { accessKeyId: AccessKeyId, accessKeySecret: AccessKeySecret, securityToken: SecurityToken };
    await new AlibabaClient(alibaba, keys).identity();
  });

  it('renews the credentials on demand, and revoked ones at once', async () => {
    const first = (await get()).body['AccessKeyId'];
    alibaba.uri.rotate();
    const second = (await get()).body['AccessKeyId'] ?? '';
    alibaba.sessions.revoke(second);
    const third = (await get()).body['AccessKeyId'];
    assert.equal(new Set([first, second, third]).size, 3);
  });

  it('issues credentials that live as long as the options say', async () => {
    alibaba.uri.modify({ lifeSeconds: 60 });
    const { body } = await get();
    assert.ok(Date.parse(body['Expiration'] ?? '') - Date.now() <= minute);
    assert.deepEqual((await get()).body, body);
    alibaba.clock.advance(minute);
    assert.notDeepEqual((await get()).body, body);
  });

  /** What the SDK for Node.js makes of each form, and what the service sends. */
  const forms: readonly (readonly [
    form: Partial<CredentialsUriOptions>,
    sends: (body: Answer['body']) => void,
    sdkAccepts: boolean,
  ])[] = [
    [{ code: undefined }, ({ Code }) => assert.equal(Code, undefined), true],
    [{ code: 'Failed' }, (body) => assert.deepEqual(Object.keys(body), ['Code', 'Message']), false],
    [{ expiration: 'milliseconds' }, (body) => assert.match(body['Expiration'] ?? '', /\.\d{3}Z$/u), true],
    [{ expiration: 'offset' }, (body) => assert.match(body['Expiration'] ?? '', /\+08:00$/u), false],
    [{ expiration: 'missing' }, (body) => assert.ok(!('Expiration' in body)), false],
    [
      { expiration: 'past' },
      (body) => assert.ok(Date.parse(body['Expiration'] ?? '') < Date.now() - 59_000),
      true,
    ],
    [{ without: ['AccessKeyId'] }, (body) => assert.ok(!('AccessKeyId' in body)), false],
    [{ without: ['SecurityToken'] }, (body) => assert.ok(!('SecurityToken' in body)), false],
  ];
  for (const [form, sends, sdkAccepts] of forms)
    it(`has the form ${JSON.stringify(form)}, which the SDK ${sdkAccepts ? 'accepts' : 'rejects'}`, async () => {
      alibaba.uri.modify(form);
      const { status, body } = await get();
      assert.equal(status, 200);
      sends(body);
      const found = await withSdk();
      assert.equal(found.startsWith('STS.'), sdkAccepts, found);
    });

  it('writes the same end of a session with every offset', async () => {
    alibaba.clock.advance(-alibaba.clock.now() + Date.parse('2026-03-01T00:00:00Z'));
    const ends = new Set<number>();
    for (const expiration of ['seconds', 'milliseconds', 'offset'] as const) {
      alibaba.uri.modify({ expiration });
      ends.add(Date.parse((await get()).body['Expiration'] ?? ''));
    }
    assert.equal(ends.size, 1);
  });

  it('refuses with a code and a message if the role is missing or does not trust PAI', async () => {
    alibaba.uri.modify({ role: undefined });
    assert.deepEqual([(await get()).status, (await get()).body['Code']], [404, 'NoRole']);
    alibaba.uri.modify({ role: closedRole });
    assert.deepEqual([(await get()).status, (await get()).body['Code']], [403, 'AssumeRoleFailedError']);
    alibaba.uri.modify({ role: dswRole });
    assert.equal((await get()).status, 200);
  });

  it('fails in the ways of networks and proxies', async () => {
    alibaba.faults.next({ kind: 'status', status: 500, action: 'credentialsUri' });
    const { status, body } = await get();
    assert.deepEqual([status, Object.keys(body)], [500, ['Code', 'Message']]);
    alibaba.faults.next({ kind: 'body', body: '{"Code":"Success"', action: 'credentialsUri' });
    await assert.rejects(get(), SyntaxError);
    alibaba.faults.next({ kind: 'delay', milliseconds: 50, action: 'credentialsUri' });
    const start = performance.now();
    await get();
    assert.ok(performance.now() - start >= 49);
  });

  it('keeps the connection unless it is told to close it', async () => {
    const connection = async (): Promise<string | null> =>
      (await fetch(alibaba.credentialsUri)).headers.get('connection');
    assert.equal(await connection(), 'keep-alive');
    alibaba.uri.modify({ closes: true });
    assert.equal(await connection(), 'close');
  });

  it('records requests without their secrets', async () => {
    const { body } = await get();
    const recorded = JSON.stringify(alibaba.requests);
    assert.match(recorded, /assumed-role\/dsw-instance/u);
    const { AccessKeySecret = '?', SecurityToken = '?' } = body;
    for (const secret of [alibaba.uri.path, AccessKeySecret, SecurityToken])
      assert.ok(!recorded.includes(secret));
  });
});
