import assert from 'node:assert/strict';
import { nextCode } from '../iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { sendRaw } from '../signing/rawRequest.ts';
import {
  alice,
  aliceKey,
  bobKey,
  longRole,
  mfaRole,
  nextRole,
  partnerRole,
  phone,
  plainRole,
  recentMfaRole,
  testWorld,
} from '../testWorld.ts';
import { assertRefused, assume, callerArn, getSession } from './stsClient.ts';

const chained =
  'The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.';

describe('AssumeRole', () => {
  let aws: LocalAws;

  const withMfa = () => ({ SerialNumber: phone.serialNumber, TokenCode: nextCode(phone, aws.clock) });
  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(() => aws.close());

  it('returns credentials of a role that trusts the caller, with an ARN without its path', async () => {
    const session = await assume(aws, aliceKey, { RoleArn: longRole, RoleSessionName: 'alice@work' });
    assert.equal(await callerArn(aws, session), 'arn:aws:sts::222222222222:assumed-role/Long/alice@work');
  });

  it('returns the same error for a missing role and for one that does not trust the caller', async () => {
    const missing = 'arn:aws:iam::222222222222:role/Missing';
    const bob = 'arn:aws:iam::111111111111:user/bob';
    await denied(assume(aws, aliceKey, { RoleArn: missing }), alice, missing);
    await denied(assume(aws, bobKey, { RoleArn: plainRole }), bob, plainRole);
  });

  it('requires the external id of the role', async () => {
    const parameters = { RoleArn: partnerRole };
    await denied(assume(aws, aliceKey, parameters), alice, partnerRole);
    await denied(assume(aws, aliceKey, { ...parameters, ExternalId: 'guessed' }), alice, partnerRole);
    await assume(aws, aliceKey, { ...parameters, ExternalId: 'agreed' });
    await assume(aws, aliceKey, { RoleArn: plainRole, ExternalId: 'unasked' });
  });

  it('requires MFA if the role does', async () => {
    await denied(assume(aws, aliceKey, { RoleArn: mfaRole }), alice, mfaRole);
    await assume(aws, aliceKey, { RoleArn: mfaRole, ...withMfa() });
  });

  it('requires an MFA code no older than the role allows', async () => {
    const parameters = { RoleArn: recentMfaRole };
    await denied(assume(aws, aliceKey, parameters), alice, recentMfaRole);
    await assume(aws, aliceKey, { ...parameters, ...withMfa() });
    const session = await getSession(aws, aliceKey, withMfa());
    aws.clock.advance(3_590_000);
    await assume(aws, session, parameters);
    aws.clock.advance(20_000);
    await denied(assume(aws, session, parameters), alice, recentMfaRole);
    await assume(aws, session, { RoleArn: mfaRole });
  });

  it('does not pass MFA on to the next role', async () => {
    const first = await assume(aws, aliceKey, { RoleArn: mfaRole, ...withMfa() });
    const nextMfa = 'arn:aws:iam::222222222222:role/NextMfa';
    await assume(aws, first, { RoleArn: nextRole });
    await denied(
      assume(aws, first, { RoleArn: nextMfa }),
      'arn:aws:sts::222222222222:assumed-role/Mfa/test',
      nextMfa,
    );
  });

  it('lasts an hour or the requested time, up to the role’s maximum', async () => {
    const lasts = async (seconds: number, input: Parameters<typeof assume>[2]) => {
      const { expiresAt } = await assume(aws, aliceKey, input);
      assert.ok(Math.abs(expiresAt - aws.clock.now() - seconds * 1000) < 5000);
    };
    await lasts(3600, { RoleArn: longRole });
    await lasts(43_200, { RoleArn: longRole, DurationSeconds: 43_200 });
    await lasts(43_200, { RoleArn: mfaRole, DurationSeconds: 43_200, ...withMfa() });
    await assertRefused(
      assume(aws, aliceKey, { RoleArn: plainRole, DurationSeconds: 3601 }),
      'ValidationError',
      'The requested DurationSeconds exceeds the MaxSessionDuration set for this role.',
    );
  });

  it('lasts at most an hour with any temporary credentials', async () => {
    const ofUser = await getSession(aws, aliceKey, withMfa());
    const ofRole = await assume(aws, aliceKey, { RoleArn: plainRole });
    await assume(aws, ofUser, { RoleArn: mfaRole, DurationSeconds: 3600 });
    await assume(aws, ofRole, { RoleArn: nextRole, DurationSeconds: 3600 });
    const longer = { DurationSeconds: 3601 };
    await assertRefused(assume(aws, ofUser, { RoleArn: mfaRole, ...longer }), 'ValidationError', chained);
    await assertRefused(assume(aws, ofRole, { RoleArn: nextRole, ...longer }), 'ValidationError', chained);
  });

  it('rejects parameters that the local AWS does not implement', async () => {
    const ProvidedContexts = [{ ContextAssertion: 'none' }];
    const request = assume(aws, aliceKey, { RoleArn: plainRole, ProvidedContexts });
    await assertRefused(request, 'NotModelled', /ProvidedContexts/);
  });
});

describe('the parameter validation of AssumeRole', () => {
  let aws: LocalAws;

  before(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  after(() => aws.close());

  const valid = { RoleArn: plainRole, RoleSessionName: 'test' };
  const cases: readonly (readonly [Readonly<Record<string, string>>, string])[] = [
    [{ RoleSessionName: 'a' }, "'a' at 'roleSessionName': length greater than or equal to 2"],
    [
      { RoleSessionName: 'a'.repeat(65) },
      `'${'a'.repeat(65)}' at 'roleSessionName': length less than or equal to 64`,
    ],
    [{ RoleSessionName: 'a b' }, String.raw`'a b' at 'roleSessionName': pattern [\w+=,.@-]*`],
    [{ RoleArn: 'too-short' }, "'too-short' at 'roleArn': length greater than or equal to 20"],
    [{ ExternalId: 'x' }, "'x' at 'externalId': length greater than or equal to 2"],
    [{ ExternalId: 'a b' }, String.raw`'a b' at 'externalId': pattern [\w+=,.@:\/-]*`],
    [{ SerialNumber: 'phone' }, "'phone' at 'serialNumber': length greater than or equal to 9"],
    [{ TokenCode: '12345' }, "'12345' at 'tokenCode': length greater than or equal to 6"],
    [{ TokenCode: '1234567' }, "'1234567' at 'tokenCode': length less than or equal to 6"],
    [{ TokenCode: '12345x' }, String.raw`'12345x' at 'tokenCode': pattern [\d]*`],
    [{ DurationSeconds: '899' }, "'899' at 'durationSeconds': value greater than or equal to 900"],
    [{ DurationSeconds: '43201' }, "'43201' at 'durationSeconds': value less than or equal to 43200"],
  ];

  for (const [parameters, breach] of cases) {
    it(`rejects ${breach}`, async () => {
      const [value = '', constraint = ''] = breach.split(/(?<=at '\w+'): /);
      const member = constraint.startsWith('pattern')
        ? `satisfy regular expression ${constraint.replace(' ', ': ')}`
        : `have ${constraint}`;
      assert.equal(
        await refusal({ ...valid, ...parameters }),
        `ValidationError: 1 validation error detected: Value ${value} failed to satisfy constraint: Member must ${member}`,
      );
    });
  }

  it('counts several errors in one message', async () => {
    assert.equal(
      await refusal({ TokenCode: 'x' }),
      "ValidationError: 4 validation errors detected: Value null at 'roleArn' failed to satisfy constraint: Member " +
        "must not be null; Value null at 'roleSessionName' failed to satisfy constraint: Member must not be null; " +
        "Value 'x' at 'tokenCode' failed to satisfy constraint: Member must have length greater than or equal to 6; " +
        String.raw`Value 'x' at 'tokenCode' failed to satisfy constraint: Member must satisfy regular expression pattern: [\d]*`,
    );
  });

  it('rejects the ARN of something else, and an invalid number', async () => {
    const bucket = 'arn:aws:s3:::a-bucket-of-mine';
    assert.equal(await refusal({ ...valid, RoleArn: bucket }), `ValidationError: ${bucket} is invalid`);
    assert.equal(await refusal({ ...valid, DurationSeconds: '1h' }), 'MalformedInput: ');
  });

  async function refusal(parameters: Readonly<Record<string, string>>): Promise<string> {
    const form = new URLSearchParams({ Action: 'AssumeRole', Version: '2011-06-15', ...parameters });
    const { status, body } = await sendRaw(aws, { parameters: form.toString(), keys: aliceKey });
    assert.equal(status, 400);
    const element = (name: string) => new RegExp(`<${name}>(.*)</${name}>`).exec(body)?.[1] ?? '';
    return `${element('Code')}: ${element('Message')}`;
  }
});

function denied(request: Promise<unknown>, caller: string, role: string): Promise<void> {
  return assertRefused(
    request,
    'AccessDenied',
    `User: ${caller} is not authorized to perform: sts:AssumeRole on resource: ${role}`,
  );
}
