import { secretMask } from '../../base/secretText.ts';
import type { Credentials, RevealedCredentials } from '../../credentials/credentials.ts';
import type { AnyPlan } from '../../plan/anyPlan.ts';
import type { Plan } from '../../plan/plan.ts';

/**
 * A session for one recipient, with its secrets. Only `HandOuts.give` makes one out of a `Session`, so everything that
 * is handed out has a recipient, is recorded, and obeys the policy.
 */
export interface GivenSession<P extends AnyPlan = Plan> {
  readonly plan: P;
  readonly credentials: RevealedCredentials;
}

interface Session<P extends AnyPlan> {
  readonly plan: P;
  readonly credentials: Credentials;
}

/** The same session without its secrets, to find out or show what a recipient would get. */
export function maskedSession<P extends AnyPlan>({ plan, credentials }: Session<P>): GivenSession<P> {
  const { accessKeyId, isTemporary, expiration } = credentials;
  const sessionToken = isTemporary ? secretMask : undefined;
  return { plan, credentials: { accessKeyId, secretAccessKey: secretMask, sessionToken, expiration } };
}
