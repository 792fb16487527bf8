import assert from 'node:assert/strict';
import { Cancelled, type Failure } from '../../../../src/base/failure.ts';
import { isUnsupported } from '../../../../src/credentials/run/mfaDenial.ts';
import type { StsEndpoint } from '../../../../src/plan/endpoints/stsEndpoint.ts';
import type { PolicyKind } from '../../../aws/iam/iam.ts';
import { nextCode } from '../../../aws/iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../../../aws/localAws.ts';
import { alice, mfaRole, partnerRole, phone, testWorld } from '../../../aws/testWorld.ts';
import { TypedCodes } from '../../../fakes/typedCodes.ts';
import { assertNoSecret, codesSent, createRunner, outcomes, type Runner } from '../runner.ts';

const action = 'sts:GetSessionToken';
const otherAccount = 'arn:aws:iam::222222222222:mfa/phone';
const rootDevice = 'arn:aws:iam::111111111111:mfa/root-account-mfa-device';
const bobDevice = 'arn:aws:iam::111111111111:mfa/bob';
const config = `\
[profile partner-mfa]
role_arn = ${partnerRole}
source_profile = alice
external_id = guessed
${[otherAccount, rootDevice, bobDevice]
  .map(
    (serial, i) => `[profile device-${i}]
role_arn = ${mfaRole}
source_profile = keys
mfa_serial = ${serial}
[profile straight-device-${i}]
role_arn = ${mfaRole}
source_profile = keys
mfa_serial = ${serial}
duration_seconds = 7200
`,
  )
  .join('')}`;

describe('a user to whom GetSessionToken is denied', () => {
  let aws: LocalAws;
  let prompts: TypedCodes;
  let runner: Runner;

  const rightCode = () => nextCode(phone, aws.clock);
  const open = async (missingActions: readonly string[] = []): Promise<void> => {
    aws = await startLocalAws({ world: testWorld, missingActions });
    prompts = new TypedCodes();
    runner = createRunner(aws.url, prompts, { config });
  };
  afterEach(async () => {
    assertNoSecret(JSON.stringify(prompts.shown), runner.yielded);
    assert.equal(prompts.openPrompts, 0, 'a prompt was left open');
    codesSent(aws.requests);
    await aws.close();
  });

  const policies: readonly PolicyKind[] = [
    'identity-based policy',
    'permissions boundary',
    'service control policy',
  ];
  for (const policy of policies) {
    for (const profile of ['mfa', 'next']) {
      it(`gets a role with the next code, and with one code from then on (${policy}, ${profile})`, async () => {
        await open();
        aws.iam.deny(alice, action, policy);
        prompts.type(rightCode, rightCode);
        await runner.run(profile);
        assert.deepEqual(prompts.shown.map(codeAndRole), [['mfaSessionDenied', mfaRole]]);
        assert.match(JSON.stringify(prompts.shown), new RegExp(`explicit deny in an? ${policy}`, 'u'));
        assert.equal(prompts.questions.length, 1);
        const roles = profile === 'next' ? ['AssumeRole OK', 'AssumeRole OK'] : ['AssumeRole OK'];
        assert.deepEqual(outcomes(aws.requests), [
          'GetCallerIdentity OK',
          'GetSessionToken AccessDenied',
          'GetSessionToken AccessDenied',
          'GetCallerIdentity OK',
          ...roles,
        ]);
        assert.deepEqual(runner.directDevices, [phone.serialNumber]);
        const before = aws.requests.length;
        prompts.type(rightCode);
        await runner.run(profile);
        assert.deepEqual(outcomes(aws.requests.slice(before)), ['GetCallerIdentity OK', ...roles]);
        assert.deepEqual(
          runner.plan(profile).steps.map(({ kind }) => kind),
          ['keys', ...roles.map(() => 'assumeRole')],
        );
      });
    }
  }

  it('wastes no code although the clock is wrong', async () => {
    await open();
    const skewMs = 20 * 60_000;
    aws.clock.setSkew(skewMs);
    aws.iam.deny(alice, action, 'service control policy');
    prompts.type(rightCode, rightCode);
    const { expiration = 0 } = await runner.run('mfa');
    assert.equal(codesSent(aws.requests).length, 2);
    const off = expiration - (aws.clock.now() - skewMs) - 3_600_000;
    assert.ok(Math.abs(off) < 5000, `off by ${off} ms`);
  });

  it('learns that no code helps if no role can get it', async () => {
    await open();
    aws.iam.deny(alice, action, 'service control policy');
    prompts.type(rightCode);
    const failure = await runner.fail('alice');
    assert.ok(failure.code === 'notAuthorized' && failure.action === action, JSON.stringify(failure));
    assert.deepEqual(prompts.shown, []);
  });

  it('is not remembered if the role is refused as well', async () => {
    await open();
    aws.iam.deny(alice, action, 'service control policy');
    prompts.type(rightCode, rightCode, escape);
    await assert.rejects(runner.run('partner-mfa'), Cancelled);
    assert.deepEqual(prompts.shown.map(codeAndRole), [
      ['mfaSessionDenied', partnerRole],
      ['mfaRefused', partnerRole],
    ]);
    assert.deepEqual(runner.directDevices, []);
  });

  it('is told apart from a wrong code, which starts no fallback', async () => {
    await open();
    prompts.type('000000', rightCode);
    await runner.run('mfa');
    assert.deepEqual(prompts.shown.map(codeAndRole), [['mfaRefused', undefined]]);
    assert.equal(runner.plan('mfa').steps[1]?.kind, 'mfaSession');
  });

  for (const missing of [['GetSessionToken'], ['GetSessionToken', 'GetCallerIdentity']]) {
    it(`gets a role from a server without ${missing.join(' and ')}`, async () => {
      await open(missing);
      prompts.type(rightCode, rightCode);
      await runner.run('mfa');
      assert.deepEqual(prompts.shown.map(codeAndRole), [['mfaSessionDenied', mfaRole]]);
      assert.match(JSON.stringify(prompts.shown), /InvalidAction/u);
      assert.deepEqual(runner.directDevices, [phone.serialNumber]);
    });
  }

  it('is told apart by the code with which a server refuses an operation that it does not have', () => {
    const answers: Readonly<Record<string, boolean>> = {
      InvalidAction: true,
      InvalidParameterValue: true,
      MethodNotAllowed: true,
      NotImplemented: true,
      PackedPolicyTooLarge: false,
    };
    const sts = { region: 'r', url: 'http://localhost:9000' } as StsEndpoint;
    for (const [awsCode, expected] of Object.entries(answers)) {
      const failure: Failure = { code: 'refusedRequest', profile: 'p', awsCode, detail: '' };
      assert.equal(isUnsupported(failure, sts), expected, awsCode);
      assert.equal(isUnsupported(failure, { ...sts, url: undefined }), false, awsCode);
    }
  });

  it('is no reason to reject the temporary keys of a server without GetCallerIdentity', async () => {
    await open(['GetCallerIdentity']);
    assert.match((await runner.run('temporary')).accessKeyId, /^ASIA/u);
    await aws.close();
    await open();
    assert.equal((await runner.fail('temporary')).code, 'invalidKeys');
  });

  for (const [i, mfaSerial] of [otherAccount, rootDevice].entries()) {
    for (const profile of [`device-${i}`, `straight-device-${i}`]) {
      it(`is told apart from ${mfaSerial}, with which no code helps (${profile})`, async () => {
        await open();
        prompts.type(rightCode);
        const failure = await runner.fail(profile);
        assert.partialDeepStrictEqual(failure, { code: 'foreignDevice', mfaSerial, user: alice });
        assert.equal(outcomes(aws.requests).length, 2);
      });
    }
  }

  it("is told apart from another user's device in the same account, whose user is named", async () => {
    await open();
    prompts.type(rightCode, escape);
    await assert.rejects(runner.run('device-2'), Cancelled);
    assert.partialDeepStrictEqual(prompts.shown, [
      { code: 'mfaRefused', mfaSerial: bobDevice, user: alice, roleArn: undefined },
    ]);
  });
});

function codeAndRole(failure: Failure): readonly (string | undefined)[] {
  return [failure.code, 'roleArn' in failure ? failure.roleArn : undefined];
}

function escape(): never {
  throw new Cancelled();
}
