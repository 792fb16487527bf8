import assert from 'node:assert/strict';
import { currentCode } from '../iam/mfa.ts';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { alice, aliceKey, mfaRole, phone, plainRole, testWorld } from '../testWorld.ts';
import { assertRefused, assume, callerArn, getSession } from './stsClient.ts';

describe('GetSessionToken', () => {
  let aws: LocalAws;

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
  });

  afterEach(() => aws.close());

  it('returns credentials for the same user', async () => {
    const session = await getSession(aws, aliceKey);
    assert.match(session.accessKeyId, /^ASIA[A-Z2-7]{16}$/);
    assert.equal(session.secretAccessKey.length, 40);
    assert.equal(await callerArn(aws, session), alice);
  });

  it('lasts 12 hours or the requested time', async () => {
    const cases = [
      [undefined, 43_200],
      [900, 900],
      [129_600, 129_600],
    ] as const;
    for (const [DurationSeconds, seconds] of cases) {
      const session = await getSession(aws, aliceKey, { DurationSeconds });
      const expected = aws.clock.now() + seconds * 1000;
      assert.ok(Math.abs(session.expiresAt - expected) < 5000, `${DurationSeconds}`);
    }
  });

  it('lasts at least 15 minutes and at most 36 hours', async () => {
    await assertRefused(
      getSession(aws, aliceKey, { DurationSeconds: 899 }),
      'ValidationError',
      "1 validation error detected: Value '899' at 'durationSeconds' failed to satisfy constraint: " +
        'Member must have value greater than or equal to 900',
    );
    await assertRefused(
      getSession(aws, aliceKey, { DurationSeconds: 129_601 }),
      'ValidationError',
      /Member must have value less than or equal to 129600$/,
    );
  });

  it('keeps MFA for roles that are assumed from it', async () => {
    const plain = await getSession(aws, aliceKey);
    await assertRefused(assume(aws, plain, { RoleArn: mfaRole }), 'AccessDenied', /not authorized/);
    const mfa = { SerialNumber: phone.serialNumber, TokenCode: currentCode(phone, aws.clock) };
    const mfaSession = await getSession(aws, aliceKey, mfa);
    await assume(aws, mfaSession, { RoleArn: mfaRole });
  });

  it('is refused with and without a code if a policy denies it', async () => {
    const action = 'sts:GetSessionToken';
    aws.iam.deny(alice, action, 'service control policy');
    const mfa = { SerialNumber: phone.serialNumber, TokenCode: currentCode(phone, aws.clock) };
    for (const parameters of [{}, mfa])
      await assertRefused(
        getSession(aws, aliceKey, parameters),
        'AccessDenied',
        `User: ${alice} is not authorized to perform: ${action} on resource: * with an explicit deny in a service control policy`,
      );
  });

  it('requires a long-term key', async () => {
    const ofUser = await getSession(aws, aliceKey);
    const ofRole = await assume(aws, aliceKey, { RoleArn: plainRole });
    for (const session of [ofUser, ofRole]) {
      await assertRefused(
        getSession(aws, session),
        'AccessDenied',
        'Cannot call GetSessionToken with session credentials',
      );
    }
  });
});
