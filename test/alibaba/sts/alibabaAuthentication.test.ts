import assert from 'node:assert/strict';
import { type LocalAlibaba, startLocalAlibaba } from '../localAlibaba.ts';
import { developerRole, linArn, linKey, linOldKey, readerKey, rootKey } from '../sampleAlibaba.ts';
import { AlibabaClient, type AlibabaKeys, assertCode, signatureKinds } from './alibabaClient.ts';
import { type RawAnswer, type RawOptions, sendRawSts } from './rawAlibabaRequest.ts';

const minute = 60_000;

describe('the local STS', () => {
  let alibaba: LocalAlibaba;

  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
  });
  afterEach(() => alibaba.close());

  const ask = (keys: AlibabaKeys, options: RawOptions = {}): Promise<RawAnswer> =>
    sendRawSts(alibaba.url, keys, 'GetCallerIdentity', {}, options);

  for (const kind of signatureKinds)
    describe(`with signature ${kind === 'acs3' ? '3' : '1.0'}`, () => {
      it('takes a request by GET and by POST', async () => {
        for (const method of ['GET', 'POST']) {
          const { status, body } = await ask(linKey, { kind, method });
          assert.deepEqual([status, body['Arn']], [200, linArn]);
        }
      });

      it('refuses a wrong secret, and repeats its own string to sign', async () => {
        const { status, code, message } = await ask({ ...linKey, accessKeySecret: 'wrong' }, { kind });
        assert.deepEqual([status, code], [400, 'SignatureDoesNotMatch']);
        assert.match(
          message,
          kind === 'acs3'
            ? /server string to sign is:ACS3-HMAC-SHA256\n[0-9a-f]{64}$/u
            : /server string to sign is:POST&%2F&AccessKeyId%3DLTAI.*Action%3DGetCallerIdentity/u,
        );
      });

      it('refuses a nonce that was used, but only with the same key', async () => {
        assert.equal((await ask(linKey, { kind, nonce: 'once' })).status, 200);
        assert.equal((await ask(linKey, { kind, nonce: 'once' })).code, 'SignatureNonceUsed');
        assert.equal((await ask(readerKey, { kind, nonce: 'once' })).status, 200);
      });

      it('keeps the nonce of a request that it refuses for its signature', async () => {
        assert.equal((await ask(linKey, { kind, nonce: 'a', signature: 'wrong' })).status, 400);
        assert.equal((await ask(linKey, { kind, nonce: 'a' })).status, 200);
      });

      it('accepts the time of a clock that is wrong by up to 15 minutes', async () => {
        for (const minutes of [-14, 14])
          assert.equal((await ask(linKey, { kind, time: Date.now() + minutes * minute })).status, 200);
        for (const minutes of [-16, 16]) {
          const { status, code } = await ask(linKey, { kind, time: Date.now() + minutes * minute });
          assert.deepEqual([status, code], [400, 'InvalidTimeStamp.Expired']);
        }
        for (const time of ['2026-01-31', '20260131T000000Z', 'Sat, 31 Jan 2026 00:00:00 GMT'])
          assert.equal((await ask(linKey, { kind, time })).code, 'InvalidTimeStamp.Format');
      });

      it('follows its own clock', async () => {
        alibaba.clock.setSkew(20 * minute);
        assert.equal((await ask(linKey, { kind })).code, 'InvalidTimeStamp.Expired');
        assert.equal((await ask(linKey, { kind, time: Date.now() + 20 * minute })).status, 200);
      });

      it('refuses keys that are unknown or inactive', async () => {
        const unknown = await ask({ ...linKey, accessKeyId: 'LTAI5tUNKNOWN00000000000' }, { kind });
        assert.deepEqual([unknown.status, unknown.code], [404, 'InvalidAccessKeyId.NotFound']);
        const inactive = await ask(linOldKey, { kind });
        assert.deepEqual([inactive.status, inactive.code], [400, 'InvalidAccessKeyId.Inactive']);
      });

      it('demands the right token of temporary keys', async () => {
        const client = new AlibabaClient(alibaba, linKey);
        const keys = await client.assume(developerRole);
        const { securityToken } = await client.assume(developerRole);
        assert.equal((await ask(keys, { kind })).status, 200);
        const codes: unknown[] = [];
        for (const token of [undefined, 'CAISmalformed', securityToken])
          codes.push((await ask({ ...keys, securityToken: token }, { kind })).code);
        assert.deepEqual(codes, [
          'MissingSecurityToken',
          'InvalidSecurityToken.Malformed',
          'InvalidSecurityToken.MismatchWithAccessKey',
        ]);
        const mixed = await ask({ ...linKey, securityToken }, { kind });
        assert.equal(mixed.code, 'InvalidSecurityToken.MismatchWithAccessKey');
      });

      it('refuses temporary keys that have expired or that are revoked', async () => {
        const client = new AlibabaClient(alibaba, linKey);
        const keys = await client.assume(developerRole);
        alibaba.clock.advance(59 * minute);
        assert.equal((await ask(keys, { kind })).status, 200);
        alibaba.clock.advance(minute);
        assert.equal((await ask(keys, { kind })).code, 'InvalidSecurityToken.Expired');
        const others = await client.assume(developerRole);
        alibaba.sessions.revoke(others.accessKeyId);
        assert.equal((await ask(others, { kind })).code, 'InvalidAccessKeyId.NotFound');
      });

      it('refuses a request without a nonce', async () => {
        const { code } = await ask(linKey, { kind, nonce: undefined });
        assert.equal(code, 'MissingSignatureNonce');
      });

      it('knows no other action and no other version', async () => {
        const other = await sendRawSts(alibaba.url, linKey, 'GetSessionToken', {}, { kind });
        assert.deepEqual([other.status, other.code], [404, 'InvalidAction.NotFound']);
        assert.equal((await ask(linKey, { kind, version: '2011-06-15' })).code, 'InvalidVersion');
      });

      it('refuses parameters that it does not know', async () => {
        const { code } = await sendRawSts(
          alibaba.url,
          linKey,
          'AssumeRole',
          { RoleArn: developerRole, RoleSessionName: 'test', SerialNumber: 'phone' },
          { kind },
        );
        assert.equal(code, 'NotModelled');
      });
    });

  it('demands that signature 3 covers the headers and the body', async () => {
    for (const options of [
      { unsigned: { 'x-acs-security-token': 'token' } },
      { unsigned: { 'Content-Type': 'text/plain' } },
      { body: 'another' },
      { signature: 'not hexadecimal' },
    ])
      assert.equal((await ask(linKey, options)).code, 'IncompleteSignature', JSON.stringify(options));
    assert.equal((await ask(linKey, { signature: '0'.repeat(64) })).code, 'SignatureDoesNotMatch');
  });

  it('refuses requests without a signature', async () => {
    const response = await fetch(`${alibaba.url}/?Action=GetCallerIdentity&Version=2015-04-01`);
    assert.equal(response.status, 400);
    const body = (await response.json()) as Readonly<Record<string, string>>;
    assert.equal(body['Code'], 'MissingAccessKeyId');
    assert.deepEqual(Object.keys(body).toSorted(), ['Code', 'HostId', 'Message', 'Recommend', 'RequestId']);
  });

  it('knows all three kinds of identities', async () => {
    const keys = await new AlibabaClient(alibaba, linKey).assume(developerRole);
    const kinds: unknown[] = [];
    const members: unknown[] = [];
    for (const each of [rootKey, linKey, keys]) {
      const { body } = await sendRawSts(alibaba.url, each, 'GetCallerIdentity');
      kinds.push([body['IdentityType'], body['Arn']]);
      members.push([typeof body['UserId'], typeof body['RoleId']]);
    }
    assert.deepEqual(kinds, [
      ['Account', 'acs:ram::1111222233334444:root'],
      ['RAMUser', linArn],
      ['AssumedRoleUser', 'acs:ram::5555666677778888:assumed-role/Developer/test'],
    ]);
    assert.deepEqual(members, [
      ['string', 'undefined'],
      ['string', 'undefined'],
      ['undefined', 'string'],
    ]);
  });

  it('throttles, fails, and breaks the connection on demand', async () => {
    const client = new AlibabaClient(alibaba, linKey);
    alibaba.faults.next({ kind: 'throttle', action: 'GetCallerIdentity' });
    await assertCode(client.identity(), 'Throttling.User');
    alibaba.faults.next({ kind: 'status', status: 503 });
    assert.equal((await sendRawSts(alibaba.url, linKey, 'GetCallerIdentity')).status, 503);
    alibaba.faults.next({ kind: 'drop' });
    await assert.rejects(sendRawSts(alibaba.url, linKey, 'GetCallerIdentity'));
    alibaba.faults.next({ kind: 'body', body: '<html>Sign in to the network</html>' });
    await assert.rejects(sendRawSts(alibaba.url, linKey, 'GetCallerIdentity'), SyntaxError);
    assert.equal((await client.identity()).arn, linArn);
    assert.deepEqual(
      alibaba.requests.map(({ outcome }) => outcome),
      ['Throttling.User', 'ServiceUnavailable', 'dropped', 'OK', 'OK'],
    );
  });

  it('records requests without secrets', async () => {
    const keys = await new AlibabaClient(alibaba, linKey, 'rpc').assume(developerRole);
    await new AlibabaClient(alibaba, keys, 'rpc').identity();
    const [assumed, asked] = alibaba.requests;
    assert.deepEqual(assumed?.parameters, { RoleArn: developerRole, RoleSessionName: 'test' });
    assert.deepEqual([assumed.accessKeyId, assumed.principalArn], [linKey.accessKeyId, linArn]);
    assert.equal(asked?.accessKeyId, keys.accessKeyId);
    const recorded = JSON.stringify(alibaba.requests);
    for (const secret of [keys.accessKeySecret, keys.securityToken ?? '', linKey.accessKeySecret])
      assert.ok(!recorded.includes(secret));
  });
});
