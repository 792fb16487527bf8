import assert from 'node:assert/strict';
import { Cancelled } from '../../../../src/base/failure.ts';
import type { RamRoleTarget } from '../../../../src/profiles/alibaba/alibabaTarget.ts';
import { type LocalAlibaba, startLocalAlibaba } from '../../../alibaba/localAlibaba.ts';
import {
  agreedExternalId,
  auditorRole,
  closedRole,
  deployRole,
  developerRole,
  linArn,
  linKey,
  linOldKey,
  partnerRole,
  readerArn,
  readerKey,
  researchAccount,
  rootKey,
  toolsAccount,
  viewerRole,
} from '../../../alibaba/sampleAlibaba.ts';
import { Refusal } from '../../../aws/sts/refusals.ts';
import { AlibabaClient } from '../../../alibaba/sts/alibabaClient.ts';
import { AlibabaStage, cli, failureOf, keyProfile, roleProfile } from './alibabaStage.ts';

const hour = 3_600_000;
const wrongSecret = 'wrong-secret-of-lin-0000000000';
const secrets = [wrongSecret, ...[linKey, linOldKey, readerKey, rootKey].map((key) => key.accessKeySecret)];
const missing = `acs:ram::${researchAccount}:role/Missing`;
const profiles = [
  keyProfile('keys'),
  keyProfile('root', rootKey),
  roleProfile('dev', developerRole),
  roleProfile('long', developerRole, { expired_seconds: 43_200 }),
  roleProfile('too-long', auditorRole, { expired_seconds: 43_200 }),
  roleProfile('partner', partnerRole, { external_id: agreedExternalId }),
  roleProfile('partner-guess', partnerRole, { external_id: 'guessed' }),
  roleProfile('missing', missing),
  roleProfile('closed', closedRole),
  roleProfile('as-root', developerRole, {}, rootKey),
  roleProfile('as-reader', developerRole, {}, readerKey),
  roleProfile('as-old', developerRole, {}, linOldKey),
  roleProfile('wrong-secret', developerRole, { access_key_secret: wrongSecret }),
  roleProfile('unknown', developerRole, { access_key_id: 'LTAI5tROLECALLUNKNOWN001' }),
  { name: 'deploy', mode: 'ChainableRamRoleArn', source_profile: 'dev', ram_role_arn: deployRole },
  { name: 'no-further', mode: 'ChainableRamRoleArn', source_profile: 'viewer', ram_role_arn: deployRole },
  roleProfile('viewer', viewerRole),
];

function typed(more: Partial<RamRoleTarget> = {}): RamRoleTarget {
  return {
    kind: 'ramRole',
    roleArn: developerRole,
    source: { kind: 'cliProfile', name: 'keys' },
    sessionName: 'lin',
    ...more,
  };
}

describe('a RAM role', () => {
  let alibaba: LocalAlibaba;
  let stage: AlibabaStage;
  beforeEach(async () => {
    alibaba = await startLocalAlibaba();
    stage = new AlibabaStage(alibaba, { entries: profiles });
  });
  afterEach(() => alibaba.close());

  const fails = (name: string) => failureOf(stage.run(cli(name)), secrets);

  it('is assumed, and its keys work with the SDK', async () => {
    const credentials = await stage.run(cli('dev'));
    const { accessKeyId, secretAccessKey, sessionToken } = credentials.reveal();
    const keys = { accessKeyId, accessKeySecret: secretAccessKey, securityToken: sessionToken };
    const { arn } = await new AlibabaClient(alibaba, keys).identity();
    assert.equal(arn, `acs:ram::${researchAccount}:assumed-role/Developer/lin`);
    const life = (credentials.expiration ?? 0) - Date.now();
    assert.ok(life > hour - 5000 && life <= hour, String(life));
    assert.deepEqual(stage.skews, []);
  });

  it('has the identity that STS tells', async () => {
    assert.deepEqual(await stage.identify(cli('dev')), {
      account: researchAccount,
      arn: `acs:ram::${researchAccount}:assumed-role/Developer/lin`,
      kind: 'role',
    });
    assert.deepEqual(await stage.identify(cli('keys')), { account: toolsAccount, arn: linArn, kind: 'user' });
    assert.deepEqual(await stage.identify(cli('root')), {
      account: toolsAccount,
      arn: `acs:ram::${toolsAccount}:root`,
      kind: 'account',
    });
  });

  it('lasts as long as requested', async () => {
    const { expiration = 0 } = await stage.run(cli('long'));
    assert.ok(Math.abs(expiration - Date.now() - 12 * hour) < 5000);
  });

  it('gets the external ID and the policy', async () => {
    await stage.run(cli('partner'));
    const policy = '{"Version":"1","Statement":[{"Effect":"Allow","Action":"oss:*","Resource":"*"}]}';
    await stage.run(typed({ policy, durationSeconds: '900', sessionName: 'li.n@x-1_2' }));
    const { parameters } = alibaba.requests.at(-1) ?? {};
    assert.deepEqual(parameters, {
      RoleArn: developerRole,
      RoleSessionName: 'li.n@x-1_2',
      DurationSeconds: '900',
      Policy: policy,
    });
  });

  it('is assumed by another role, and the first one is kept if that fails', async () => {
    const kept: number[] = [];
    const onStep = async ({ done }: { readonly done: number }) => void kept.push(done);
    assert.equal((await stage.identify(cli('deploy'))).kind, 'role');
    await failureOf(stage.run(cli('no-further'), { onStep }));
    assert.deepEqual(kept, [2]);
  });

  it('is refused with the reason that STS has', async () => {
    const refused = { code: 'ramRoleRefused', roleArn: developerRole } as const;
    assert.deepEqual(await fails('as-reader'), {
      ...refused,
      profile: 'as-reader',
      accessKeyId: readerKey.accessKeyId,
      callerArn: readerArn,
      isRoot: false,
    });
    assert.deepEqual(await fails('as-root'), {
      ...refused,
      profile: 'as-root',
      accessKeyId: rootKey.accessKeyId,
      callerArn: `acs:ram::${toolsAccount}:root`,
      isRoot: true,
    });
    assert.partialDeepStrictEqual(await fails('partner-guess'), { code: 'ramRoleRefused', isRoot: false });
    assert.partialDeepStrictEqual(await fails('closed'), { code: 'ramRoleRefused', roleArn: closedRole });
    assert.deepEqual(await fails('missing'), {
      code: 'ramRoleMissing',
      profile: 'missing',
      roleArn: missing,
    });
    const tooLong = await fails('too-long');
    assert.partialDeepStrictEqual(tooLong, { code: 'ramParameterRefused', parameter: 'DurationSeconds' });
    assert.ok('detail' in tooLong && tooLong.detail.includes('1hr'));
  });

  const why = async (name: string) => {
    const failure = await fails(name);
    assert.ok(failure.code === 'alibabaKeysRefused');
    return [failure.why, failure.accessKeyId];
  };

  it('tells which keys are refused', async () => {
    assert.deepEqual(await why('as-old'), ['inactive', linOldKey.accessKeyId]);
    assert.deepEqual(await why('wrong-secret'), ['secret', linKey.accessKeyId]);
    assert.deepEqual(await why('unknown'), ['unknown', 'LTAI5tROLECALLUNKNOWN001']);
  });

  for (const [parameter, body] of [
    ['RoleArn', 'InvalidParameter.RoleArn'],
    ['RoleSessionName', 'InvalidParameter.RoleSessionName'],
    ['ExternalId', 'InvalidParameter.ExternalId'],
    ['Policy', 'InvalidParameter.PolicyGrammar'],
    ['Policy', 'InvalidParameter.PolicySize'],
  ] as const)
    it(`is refused because of a parameter: ${body}`, async () => {
      alibaba.faults.next({
        kind: 'refusal',
        refusal: new Refusal(400, body, 'The parameter is wrongly formed.'),
      });
      assert.deepEqual(await fails('dev'), {
        code: 'ramParameterRefused',
        profile: 'dev',
        parameter,
        detail: 'The parameter is wrongly formed.',
      });
    });

  it('is refused with a code that nobody expects', async () => {
    alibaba.faults.next({
      kind: 'refusal',
      refusal: new Refusal(400, 'Strange.Code', `Use\n${'x'.repeat(900)}`),
    });
    const failure = await fails('dev');
    assert.partialDeepStrictEqual(failure, {
      code: 'alibabaRequestRefused',
      profile: 'dev',
      action: 'sts:AssumeRole',
      alibabaCode: 'Strange.Code',
    });
    assert.ok('detail' in failure && failure.detail.length <= 300 && !failure.detail.includes('\n'));
    alibaba.faults.next({
      kind: 'refusal',
      refusal: new Refusal(400, `Strange\n\u001B[31m${'x'.repeat(900)}`, ''),
    });
    const odd = await fails('dev');
    assert.ok(odd.code === 'alibabaRequestRefused' && odd.alibabaCode.length <= 300);
    assert.match(odd.alibabaCode, /^Strange \[31mx+$/u);
  });

  it('names no part of the request if something has changed it on its way', async () => {
    const message =
      'server string to sign is:ACS3-HMAC-SHA256\n0000000000 Credential=LTAI5tROLECALLEXAMPLE001';
    alibaba.faults.next({ kind: 'refusal', refusal: new Refusal(400, 'SignatureDoesNotMatch', message) });
    assert.partialDeepStrictEqual(await fails('dev'), {
      code: 'alibabaRequestRefused',
      alibabaCode: 'SignatureDoesNotMatch',
      detail: '',
    });
  });

  it('tells that temporary keys of a source are over', async () => {
    const { accessKeyId, secretAccessKey, sessionToken } = (await stage.run(cli('dev'))).reveal();
    const given = {
      name: 'sts',
      mode: 'StsToken',
      access_key_id: accessKeyId,
      access_key_secret: secretAccessKey,
      sts_token: sessionToken,
    };
    const other = (await stage.run(cli('deploy'))).reveal().sessionToken;
    const temporary = new AlibabaStage(alibaba, {
      entries: [
        given,
        { ...given, name: 'other', sts_token: other },
        { ...given, name: 'odd', sts_token: 'odd' },
      ],
    });
    assert.equal((await temporary.run(cli('sts'))).expiration, undefined);
    const kept = [secretAccessKey, sessionToken ?? '', other ?? ''];
    const over = async (name: string) => failureOf(temporary.run(cli(name)), kept);
    assert.partialDeepStrictEqual(await over('other'), { code: 'alibabaKeysRefused', why: 'token' });
    assert.partialDeepStrictEqual(await over('odd'), { code: 'alibabaKeysRefused', why: 'token' });
    alibaba.clock.advance(2 * hour);
    assert.partialDeepStrictEqual(await over('sts'), { code: 'alibabaKeysExpired', profile: 'sts' });
    alibaba.sessions.revoke(accessKeyId);
    assert.partialDeepStrictEqual(await over('sts'), { code: 'alibabaKeysRefused', why: 'unknown' });
  });

  it('may be canceled while STS is asked why it is refused', async () => {
    const stop = new AbortController();
    alibaba.faults.next({ kind: 'silence', action: 'GetCallerIdentity' });
    const running = stage.run(cli('as-reader'), { signal: stop.signal });
    setTimeout(() => stop.abort(), 200);
    await assert.rejects(running, Cancelled);
    assert.deepEqual(
      alibaba.requests.map(({ action }) => action),
      ['AssumeRole', 'GetCallerIdentity'],
    );
  });

  it('is not requested once it is canceled', async () => {
    const stop = new AbortController();
    alibaba.faults.next({ kind: 'silence' });
    const running = stage.run(cli('dev'), { signal: stop.signal });
    setTimeout(() => stop.abort(), 50);
    await assert.rejects(running, Cancelled);
    await assert.rejects(stage.run(cli('dev'), { signal: stop.signal }), Cancelled);
  });
});
