import type { SessionStep } from '../../plan/plan.ts';
import type { RevealedCredentials } from '../credentials.ts';
import type { MfaCode, Sts } from '../sdk/sts.ts';

/** Makes the call of a step. */
export function callSts(
  sts: Sts,
  step: SessionStep,
  mfa: MfaCode | undefined,
  signal: AbortSignal,
): Promise<RevealedCredentials> {
  if (step.kind === 'assumeRole') return sts.assumeRole({ ...step, mfa }, signal);
  if (step.kind === 'federationToken') return sts.getFederationToken(step, signal);
  if (!mfa) throw new TypeError('an MFA session takes a code');
  return sts.getSessionToken(mfa, step.durationSeconds, signal);
}
