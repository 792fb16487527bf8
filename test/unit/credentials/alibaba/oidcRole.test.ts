import assert from 'node:assert/strict';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Refusal } from '../../../aws/sts/refusals.ts';
import { type LocalAlibaba, startLocalAlibaba } from '../../../alibaba/localAlibaba.ts';
import {
  clusterIssuer,
  clusterProvider,
  researchAccount,
  rrsaAudience,
  rrsaRole,
  rrsaSubject,
} from '../../../alibaba/sampleAlibaba.ts';
import { listen } from '../listening.ts';
import { AlibabaStage, failureOf } from './alibabaStage.ts';

const rrsa = { kind: 'rrsa' } as const;

describe('the OIDC token of a pod', () => {
  let alibaba: LocalAlibaba;
  let folder: string;
  let path: string;
  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
    folder = await mkdtemp(join(tmpdir(), 'rolecall-rrsa-'));
    path = join(folder, 'token');
  });
  afterEach(async () => {
    await alibaba.close();
    await rm(folder, { recursive: true });
  });

  const stage = (roleArn = rrsaRole, at: { readonly url: string } = alibaba): AlibabaStage =>
    new AlibabaStage(at, {
      environment: {
        ALIBABA_CLOUD_ROLE_ARN: roleArn,
        ALIBABA_CLOUD_OIDC_PROVIDER_ARN: clusterProvider,
        ALIBABA_CLOUD_OIDC_TOKEN_FILE: path,
        ALIBABA_CLOUD_ROLE_SESSION_NAME: 'pod-1',
      },
    });
  const token = (claims: { readonly sub?: string; readonly aud?: string; readonly exp?: number } = {}) =>
    alibaba.identityProvider(clusterIssuer).signToken({ sub: rrsaSubject, aud: rrsaAudience, ...claims });

  it('assumes the role, and is read again each time', async () => {
    await writeFile(path, `${token()}\n`);
    const { arn } = await stage().identify(rrsa);
    assert.equal(arn, `acs:ram::${researchAccount}:assumed-role/pod/pod-1`);
    await writeFile(path, token({ exp: 1 }));
    assert.partialDeepStrictEqual(await failureOf(stage().run(rrsa)), { code: 'oidcRefused' });
  });

  for (const [alibabaCode, claims] of [
    ['AuthenticationFail.OIDCToken.Expired', { exp: 1 }],
    ['AuthenticationFail.OIDCToken.AudienceNotMatch', { aud: 'other' }],
    ['AuthenticationFail.NoPermission', { sub: 'system:serviceaccount:default:other' }],
  ] as const)
    it(`is refused: ${alibabaCode}`, async () => {
      const text = token(claims);
      await writeFile(path, text);
      const failure = await failureOf(stage().run(rrsa), [text]);
      const refused = { code: 'oidcRefused', profile: 'RRSA', roleArn: rrsaRole, alibabaCode } as const;
      assert.partialDeepStrictEqual(failure, refused);
      assert.ok('detail' in failure && failure.detail !== '');
    });

  it('is not quoted by a message', async () => {
    const text = 'short-text';
    await writeFile(path, text);
    const refusal = new Refusal(400, 'AuthenticationFail.OIDCToken.Invalid', `Not valid: ${text}.`);
    alibaba.faults.next({ kind: 'refusal', refusal });
    const failure = await failureOf(stage().run(rrsa), [text]);
    assert.partialDeepStrictEqual(failure, { detail: 'Not valid: ….' });
  });

  it('may be for a role that does not exist', async () => {
    await writeFile(path, token());
    const roleArn = `acs:ram::${researchAccount}:role/Missing`;
    assert.deepEqual(await failureOf(stage(roleArn).run(rrsa)), {
      code: 'ramRoleMissing',
      profile: 'RRSA',
      roleArn,
    });
  });

  it('may be missing or empty', async () => {
    const unreadable = { code: 'oidcTokenUnreadable', profile: 'RRSA', path } as const;
    assert.deepEqual(await failureOf(stage().run(rrsa)), { ...unreadable, reason: 'ENOENT' });
    await writeFile(path, ' \n');
    assert.deepEqual(await failureOf(stage().run(rrsa)), { ...unreadable, reason: 'EMPTY' });
  });

  it('is in no address, which proxies write to their logs', async () => {
    const text = token();
    await writeFile(path, text);
    const addresses: string[] = [];
    const server = await listen((request, response) => {
      addresses.push(request.url ?? '');
      response.end();
    });
    await failureOf(stage(rrsaRole, server).run(rrsa), [text]);
    assert.equal(addresses.length, 1);
    assert.match(addresses[0] ?? '', /Action=AssumeRoleWithOIDC/u);
    assert.ok(!addresses[0]?.includes(text.slice(0, 20)));
    await server.close();
  });
});
