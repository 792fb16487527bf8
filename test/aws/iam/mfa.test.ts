import assert from 'node:assert/strict';
import { type LocalAws, startLocalAws } from '../localAws.ts';
import { assertRefused, assume, getSession } from '../sts/stsClient.ts';
import { aliceKey, bobKey, mfaRole, phone, plainRole, testWorld } from '../testWorld.ts';
import { currentCode, nextCode } from './mfa.ts';

const wrongCode = 'MultiFactorAuthentication failed with invalid MFA one time pass code. ';
const unknownDevice =
  'MultiFactorAuthentication failed, unable to validate MFA code.  ' +
  'Please verify your MFA serial number is valid and associated with this user.';
const halfStep = 15_000;

describe('a one-time code', () => {
  let aws: LocalAws;

  const use = (TokenCode: string, keys = aliceKey) =>
    getSession(aws, keys, { SerialNumber: phone.serialNumber, TokenCode });
  const refused = (code: string) => assertRefused(use(code), 'AccessDenied', wrongCode);

  beforeEach(async () => {
    aws = await startLocalAws({ world: testWorld });
    // To the middle of a time step, so that the step does not end during a test.
    nextCode(phone, aws.clock);
    aws.clock.advance(halfStep);
  });

  afterEach(() => aws.close());

  it('follows RFC 6238', () => {
    const device = { serialNumber: '', base32Seed: 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ' };
    // The last six digits of the values in appendix B of the RFC.
    assert.equal(currentCode(device, { now: () => 59_000 }), '287082');
    assert.equal(currentCode(device, { now: () => 1_111_111_109_000 }), '081804');
  });

  it('works once', async () => {
    const code = currentCode(phone, aws.clock);
    await use(code);
    await refused(code);
    await use(nextCode(phone, aws.clock));
  });

  it('works once across all operations that accept it', async () => {
    const code = currentCode(phone, aws.clock);
    const input = { RoleArn: mfaRole, SerialNumber: phone.serialNumber, TokenCode: code };
    await assume(aws, aliceKey, input);
    await refused(code);
  });

  it('is used up by a request that is rejected for another reason', async () => {
    const code = currentCode(phone, aws.clock);
    const missing = 'arn:aws:iam::222222222222:role/Missing';
    const input = { RoleArn: missing, SerialNumber: phone.serialNumber, TokenCode: code };
    await assertRefused(assume(aws, aliceKey, input), 'AccessDenied', /not authorized/);
    await refused(code);
  });

  it('may be at most one time step early or late', async () => {
    const now = aws.clock.now();
    await refused(codeOf(now, -2));
    await refused(codeOf(now, 2));
    await use(codeOf(now, -1));
    await use(codeOf(now, 1));
  });

  it('is rejected after a later code was used', async () => {
    const earlier = currentCode(phone, aws.clock);
    await use(nextCode(phone, aws.clock));
    await refused(earlier);
  });

  it('is rejected if it is wrong, and the right code still works', async () => {
    const code = currentCode(phone, aws.clock);
    await refused(code.startsWith('0') ? `1${code.slice(1)}` : `0${code.slice(1)}`);
    await use(code);
  });

  it('must come with the serial number of the caller’s own device', async () => {
    const code = currentCode(phone, aws.clock);
    await assertRefused(use(code, bobKey), 'AccessDenied', unknownDevice);
    const input = { SerialNumber: `${phone.serialNumber}-2`, TokenCode: code };
    await assertRefused(getSession(aws, aliceKey, input), 'AccessDenied', unknownDevice);
    const role = await assume(aws, aliceKey, { RoleArn: plainRole });
    const again = { RoleArn: mfaRole, SerialNumber: phone.serialNumber, TokenCode: code };
    await assertRefused(assume(aws, role, again), 'AccessDenied', unknownDevice);
  });

  it('is accepted only together with the serial number, and vice versa', async () => {
    const both =
      'MultiFactorAuthentication failed, must provide both MFA serial number and one time pass code.';
    for (const input of [{ SerialNumber: phone.serialNumber }, { TokenCode: '123456' }]) {
      await assertRefused(getSession(aws, aliceKey, input), 'AccessDenied', both);
    }
  });
});

function codeOf(now: number, stepsAway: number): string {
  return currentCode(phone, { now: () => now + stepsAway * 2 * halfStep });
}
