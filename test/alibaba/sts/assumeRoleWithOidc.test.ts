import type { AssumeRoleWithOIDCRequest } from '@alicloud/sts20150401';
import assert from 'node:assert/strict';
import type { TokenClaims } from '../../aws/webIdentity/identityProvider.ts';
import { type LocalAlibaba, startLocalAlibaba } from '../localAlibaba.ts';
import {
  clusterIssuer,
  clusterProvider,
  developerRole,
  linKey,
  rrsaAudience,
  rrsaRole,
  rrsaSubject,
} from '../sampleAlibaba.ts';
import { AlibabaClient, assertCode, type AssumedKeys } from './alibabaClient.ts';

const hour = 3_600_000;

describe('AssumeRoleWithOIDC of the local STS', () => {
  let alibaba: LocalAlibaba;

  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
  });
  afterEach(() => alibaba.close());

  const token = (claims: Partial<TokenClaims> = {}): string =>
    alibaba.identityProvider(clusterIssuer).signToken({ sub: rrsaSubject, aud: rrsaAudience, ...claims });
  const assume = (OIDCToken: string, more: Partial<AssumeRoleWithOIDCRequest> = {}): Promise<AssumedKeys> =>
    new AlibabaClient(alibaba, linKey).assumeWithOidc({
      OIDCToken,
      OIDCProviderArn: clusterProvider,
      roleArn: rrsaRole,
      ...more,
    });

  it('yields keys of the role, without any signature', async () => {
    const keys = await assume(token());
    assert.equal(keys.arn, `${rrsaRole}/test`);
    assert.equal(alibaba.requests[0]?.accessKeyId, undefined);
    const { arn } = await new AlibabaClient(alibaba, keys).identity();
    assert.equal(arn, 'acs:ram::5555666677778888:assumed-role/pod/test');
  });

  it('refuses a token that has expired', async () => {
    const early = token();
    alibaba.clock.advance(hour);
    await assertCode(assume(early), 'AuthenticationFail.OIDCToken.Expired');
    await assume(token());
  });

  it('refuses what is no token, or is not signed by the issuer', async () => {
    const [header, , signature] = token().split('.');
    const [, payload] = token({ sub: 'system:serviceaccount:default:other' }).split('.');
    const before = token();
    for (const wrong of ['text', 'a.b.c'])
      await assertCode(assume(wrong), 'AuthenticationFail.OIDCToken.Invalid');
    const changed = `${header}.${payload}.${signature}`;
    await assertCode(assume(changed), 'AuthenticationFail.OIDCToken.InvalidSignature');
    alibaba.identityProvider(clusterIssuer).rotateKey();
    await assertCode(assume(before), 'AuthenticationFail.OIDCToken.InvalidSignature');
  });

  it('refuses another issuer and another audience', async () => {
    await assertCode(
      assume(token({ iss: 'https://other.example.com' })),
      'AuthenticationFail.OIDCToken.IssuerNotMatch',
    );
    await assertCode(assume(token({ aud: 'other' })), 'AuthenticationFail.OIDCToken.AudienceNotMatch');
  });

  it('refuses a subject, an audience, or a provider that the role does not trust', async () => {
    await assertCode(assume(token({ sub: 'system:node' })), 'AuthenticationFail.NoPermission');
    await assertCode(assume(token({ aud: 'another-client' })), 'AuthenticationFail.NoPermission');
    await assertCode(assume(token(), { roleArn: developerRole }), 'AuthenticationFail.NoPermission');
    const OIDCProviderArn = `${clusterProvider}0`;
    await assertCode(assume(token(), { OIDCProviderArn }), 'AuthenticationFail.NoPermission');
  });

  it('says if there is no such role', async () => {
    await assertCode(assume(token(), { roleArn: `${rrsaRole}s` }), 'EntityNotExist.Role');
  });

  it('checks the form of its parameters', async () => {
    for (const [code, more] of [
      ['OIDCProviderArn', { OIDCProviderArn: 'ack' }],
      ['OIDCToken', { OIDCToken: 'abc' }],
      ['OIDCToken', { OIDCToken: 'x'.repeat(20_001) }],
      ['RoleArn', { roleArn: 'pod' }],
      ['RoleSessionName', { roleSessionName: 'a b' }],
      ['DurationSeconds', { durationSeconds: 899 }],
      ['DurationSeconds', { durationSeconds: 3601 }],
    ] as const)
      await assertCode(assume(token(), more), `InvalidParameter.${code}`);
  });

  it('records no token', async () => {
    const text = token();
    await assume(text);
    assert.ok(!JSON.stringify(alibaba.requests).includes(text));
  });
});
