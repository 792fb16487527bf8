import assert from 'node:assert/strict';
import type { Failure } from '../../../src/base/failure.ts';
import type { AlibabaFailure } from '../../../src/base/failures/alibabaFailure.ts';
import { alibabaName } from '../../../src/profiles/alibaba/alibabaTarget.ts';
await import('../../fakes/useFakeVscode.ts');

const { describeFailure, describeFailureOfAlibaba, describeReason } =
  await import('../../../src/host/messages/messages.ts');
const { failureButtons, retryable } = await import('../../../src/host/messages/failureButtons.ts');

const profile = 'work';
const roleArn = 'acs:ram::1234567890123456:role/dev';
const accessKeyId = 'LTAI5tTestKeyOfMaya00001';
const host = 'sts.aliyuncs.com';

/** A failure of each code, and what its sentence must say. */
const cases: readonly (readonly [AlibabaFailure, says: RegExp, not?: RegExp])[] = [
  [{ code: 'alibabaFileInvalid', path: '~/c', line: 3 }, /~\/c is not valid in line 3.*Correct the file/u],
  [
    { code: 'alibabaFileInvalid', path: '~/c', line: undefined },
    /~\/c does not have the form/u,
    /undefined/u,
  ],
  [{ code: 'noAlibabaProfile', profile }, /no longer in your .*Choose another/u],
  [{ code: 'alibabaKeyMissing', profile, key: 'role_arn' }, /^role_arn is missing.*Add it/u],
  [{ code: 'alibabaValueInvalid', profile, key: 'policy' }, /policy is not valid\. Correct it/u],
  [{ code: 'alibabaModeUnknown', profile, mode: 'ak' }, /“ak”.*capital letters matter/u],
  [{ code: 'alibabaModeUnknown', profile, mode: '' }, /has no mode or type.*Add it/u, /“”/u],
  [{ code: 'alibabaModeUnsupported', profile, mode: 'Anonymous' }, /“Anonymous”/u],
  [{ code: 'alibabaSourceMissing', profile, source: 'base' }, /“base”.*add the profile/u],
  [{ code: 'alibabaSourceLoop', profile, loop: ['a', 'b', 'a'] }, /a → b → a/u],
  [{ code: 'credentialsUriUnset', profile }, /is empty.*PAI console.*PassRoleFailedError.*ram:PassRole/u],
  [{ code: 'credentialsUriInvalid', profile }, /not an http or https URL/u],
  [
    { code: 'credentialsUriRefused', profile, host: 'localhost:7002', status: 500, detail: 'No role.' },
    /localhost:7002.*status 500.*pai\.aliyuncs\.com.*AssumeRoleFailedError.*Alibaba Cloud says: No role\.$/u,
  ],
  [
    { code: 'credentialsUriRefused', profile, host: 'localhost', status: 403, detail: '' },
    /403/u,
    /Alibaba Cloud says/u,
  ],
  [
    { code: 'credentialsUriBadAnswer', profile, host: 'localhost', missing: 'Expiration' },
    /Expiration is missing/u,
  ],
  [{ code: 'credentialsUriNeedsToken', profile }, /long-term keys.*Assume a RAM role/u],
  [
    { code: 'credentialsFileUnreadable', profile, path: '/mnt/c', reason: 'ENOENT' },
    /\/mnt\/c does not exist.*PAI console/u,
    /ENOENT/u,
  ],
  [{ code: 'credentialsFileUnreadable', profile, path: '/mnt/c', reason: 'EACCES' }, /EACCES/u],
  [
    { code: 'credentialsFileInvalid', profile, path: '/mnt/c', missing: 'JSON' },
    /JSON is missing.*try again/u,
  ],
  [{ code: 'alibabaSourceStale', profile }, /have expired\. Try again/u],
  [
    { code: 'externalProcessDisabled', profile },
    /ALIBABA_CLOUD_DISABLE_EXTERNAL_PROCESS is set.*Remove the variable/u,
  ],
  [{ code: 'ecsMetadataDisabled', profile }, /ALIBABA_CLOUD_ECS_METADATA_DISABLED.*Remove the variable/u],
  [
    { code: 'ecsMetadataUnreachable', profile, host: '100.100.100.200', reason: 'ETIMEDOUT' },
    /100\.100\.100\.200.*ETIMEDOUT.*only on an ECS instance/u,
  ],
  [{ code: 'ecsMetadataRefused', profile, host, status: 403 }, /403.*ALIBABA_CLOUD_IMDSV1_DISABLED/u],
  [{ code: 'ecsMetadataBadAnswer', profile, host }, /did not answer with credentials/u],
  [{ code: 'ecsRoleMissing', profile, roleName: 'web' }, /“web”.*ECS console/u],
  [{ code: 'ecsRoleMissing', profile, roleName: undefined }, /no RAM role.*Attach/u, /undefined/u],
  [{ code: 'oidcTokenUnreadable', profile, path: '/t', reason: 'EMPTY' }, /\/t is empty.*RRSA/u, /EMPTY/u],
  [{ code: 'oidcTokenUnreadable', profile, path: '/t', reason: 'ENOENT' }, /ENOENT.*RRSA/u],
  [
    { code: 'oidcRefused', profile, roleArn, alibabaCode: 'AuthenticationFail.NoPermission', detail: 'x' },
    /AuthenticationFail\.NoPermission.*audience.*says: x/u,
  ],
  [{ code: 'cliSignInNeeded', profile, mode: 'OAuth', why: 'signedOut' }, /not signed in.*OAuth.*Sign in/u],
  [{ code: 'cliSignInNeeded', profile, mode: 'CloudSSO', why: 'expired' }, /has expired \(CloudSSO\)/u],
  [{ code: 'cliSignInNeeded', profile, mode: 'CloudSSO', why: 'refused' }, /no longer accepts/u],
  [{ code: 'alibabaKeysExpired', profile, accessKeyId }, /LTAI5tTestKeyOfMaya00001 has expired/u],
  [{ code: 'alibabaKeysRefused', profile, accessKeyId, why: 'unknown' }, /does not know.*other site/u],
  [{ code: 'alibabaKeysRefused', profile, accessKeyId, why: 'inactive' }, /disabled.*RAM console/u],
  [{ code: 'alibabaKeysRefused', profile, accessKeyId, why: 'secret' }, /secret does not belong/u],
  [{ code: 'alibabaKeysRefused', profile, accessKeyId, why: 'token' }, /token does not belong/u],
  [{ code: 'alibabaKeysRefused', profile, accessKeyId, why: 'noToken' }, /only with its security token/u],
  [{ code: 'alibabaClockWrong', profile, minutes: 20 }, /20 minutes fast/u],
  [{ code: 'alibabaClockWrong', profile, minutes: -20 }, / 20 minutes slow/u],
  [{ code: 'alibabaClockWrong', profile, minutes: 0 }, /is wrong\. Set/u],
  [
    { code: 'ramRoleRefused', profile, roleArn, accessKeyId, isRoot: false },
    /LTAI5tTestKeyOfMaya00001.*role\/dev.*sts:AssumeRole.*AliyunSTSAssumeRoleAccess.*trust policy/u,
  ],
  [
    {
      code: 'ramRoleRefused',
      profile,
      roleArn,
      accessKeyId,
      callerArn: 'acs:ram::1234567890123456:user/maya',
      isRoot: false,
    },
    /user\/maya.*role\/dev/u,
    /LTAI/u,
  ],
  [
    { code: 'ramRoleRefused', profile, roleArn, accessKeyId, isRoot: true },
    /account itself.*RAM user/u,
    /AliyunSTSAssumeRoleAccess/u,
  ],
  [{ code: 'ramRoleMissing', profile, roleArn }, /role\/dev does not exist/u],
  [
    { code: 'ramParameterRefused', profile, parameter: 'DurationSeconds', detail: 'Too long.' },
    /maximum session duration.*says: Too long\./u,
  ],
  [
    { code: 'ramParameterRefused', profile, parameter: 'Policy', detail: '' },
    /rejected Policy\. Correct it\.$/u,
  ],
  [
    {
      code: 'alibabaRequestRefused',
      profile,
      action: 'GetSigninToken',
      alibabaCode: 'Forbidden',
      detail: 'No.',
    },
    /GetSigninToken \(Forbidden\)\. Alibaba Cloud says: No\.$/u,
  ],
  [
    { code: 'alibabaRequestRefused', profile, action: 'sts:AssumeRole', alibabaCode: '', detail: '' },
    /denied sts:AssumeRole\.$/u,
  ],
  [{ code: 'notAlibaba', profile, host, status: 200 }, /not from Alibaba Cloud \(HTTP 200\)/u],
  [{ code: 'ramConsoleImpossible', profile }, /cannot open the console.*Assume a RAM role/u],
];

/** Failures that both clouds have, for a host of Alibaba Cloud. */
const shared: readonly Failure[] = [
  { code: 'network', profile, host, reason: 'ENOTFOUND' },
  { code: 'network', profile, host, reason: 'ETIMEDOUT' },
  { code: 'network', profile, host: 'signin-cn-shanghai.alibabacloudsso.com', reason: 'ENOTFOUND' },
  { code: 'unsendable', profile, host, reason: 'ERR_INVALID_CHAR' },
  { code: 'certificate', profile, host, trouble: 'issuer', reason: 'SELF_SIGNED_CERT_IN_CHAIN' },
  { code: 'certificate', profile, host, trouble: 'name', reason: 'ERR_TLS_CERT_ALTNAME_INVALID' },
  { code: 'certificate', profile, host, trouble: 'date', reason: 'CERT_HAS_EXPIRED' },
  { code: 'proxyRefused', profile, host, status: 407 },
  { code: 'throttled', profile },
  { code: 'serviceFault', profile, status: 503 },
  {
    code: 'processBadOutput',
    profile,
    key: 'process_command',
    program: 'tool',
    trouble: 'access_key_id',
    isLogged: false,
  },
];

describe('the sentences for Alibaba Cloud', () => {
  for (const [failure, says, not] of cases)
    it(`say what helps with ${JSON.stringify(failure).slice(0, 90)}`, () => {
      assert.match(describeReason(failure), says);
      if (not) assert.doesNotMatch(describeReason(failure), not);
      assert.doesNotMatch(describeReason(failure), /AWS|undefined|\{\d\}/u);
    });

  it('name the cloud and the profile', () => {
    assert.match(describeFailure({ code: 'alibabaSourceStale', profile }), /^Alibaba Cloud, “work”: The/u);
    assert.match(describeFailure({ code: 'alibabaFileInvalid', path: '~/c', line: 3 }), /^~\/c/u);
    const network = { code: 'network', profile, reason: 'ETIMEDOUT' } as const;
    assert.match(describeFailure({ ...network, host }), /^Alibaba Cloud, “work”: sts/u);
    assert.match(describeFailure({ ...network, host: 'sts.amazonaws.com' }), /^Profile “work”: sts/u);
    assert.match(describeFailureOfAlibaba({ code: 'forgotten', profile }), /^Alibaba Cloud, “work”: The/u);
  });

  it('do not name a source twice', () => {
    for (const kind of [
      'credentialsUri',
      'credentialsFile',
      'ecsRamRole',
      'ramEnvironment',
      'rrsa',
    ] as const) {
      const text = describeFailure({ code: 'alibabaSourceStale', profile: alibabaName({ kind }) });
      assert.match(text, /^Alibaba Cloud: The instance/u, kind);
    }
  });

  it('say nothing of AWS where both clouds have the same failure', () => {
    for (const failure of shared)
      assert.doesNotMatch(describeReason(failure), /AWS|endpoint_url|ca_bundle/u, failure.code);
  });

  it('look for a service of this machine on this machine', () => {
    const failure = { code: 'network', profile, reason: 'ECONNREFUSED' } as const;
    for (const own of ['127.0.0.1:7002', 'localhost', '[::1]:80'])
      assert.match(describeReason({ ...failure, host: own }), /on this machine.*is running/u, own);
    for (const other of ['127.0.0.1.example', 'sts.aliyuncs.com'])
      assert.match(describeReason({ ...failure, host: other }), /Check the network/u, other);
  });

  it('still name the keys of AWS for its hosts', () => {
    const failure = { code: 'network', profile, reason: 'ENOTFOUND' } as const;
    for (const aws of ['sts.amazonaws.com', 'notaliyun.com', 'aliyun.com.example'])
      assert.match(describeReason({ ...failure, host: aws }), /endpoint_url/u);
  });
});

const titles = (failure: Failure) => failureButtons(failure).map(({ title }) => title);

describe('the buttons for Alibaba Cloud', () => {
  it('sign in for the profile that needs it', () => {
    const failure = { code: 'cliSignInNeeded', profile, mode: 'OAuth', why: 'expired' } as const;
    assert.deepEqual(failureButtons(failure), [
      {
        title: 'Sign In with Alibaba Cloud CLI',
        command: 'rolecall.alibabaSignIn',
        argument: { kind: 'cliProfile', name: 'work' },
      },
    ]);
    assert.ok(retryable.has('cliSignInNeeded'));
  });

  it('explain the target that has failed', () => {
    const failure: Failure = { code: 'credentialsUriUnset', profile };
    for (const target of [{ kind: 'credentialsUri' }, undefined] as const)
      assert.deepEqual(failureButtons(failure, target), [
        { title: 'Explain', command: 'rolecall.alibabaExplain', argument: target },
      ]);
  });

  it('lead to what works', () => {
    assert.deepEqual(titles({ code: 'credentialsUriUnset', profile }), ['Explain']);
    assert.deepEqual(titles({ code: 'ramConsoleImpossible', profile }), ['Assume RAM Role…']);
    assert.deepEqual(titles({ code: 'credentialsUriNeedsToken', profile }), [
      'Assume RAM Role…',
      'Open Settings',
    ]);
    assert.deepEqual(titles({ code: 'alibabaValueInvalid', profile, key: 'x' }), []);
  });
});
