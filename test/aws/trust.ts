import { accountRootArn } from './arns.ts';
import type { Caller } from './caller.ts';
import type { Trust } from './world.ts';

/** What a role's trust policy is asked about. */
export type TrustRequest = {
  readonly caller: Caller;
  readonly mfaPresent: boolean;
  readonly externalId: string | undefined;
};

/** Whether the role may be assumed. An external id or MFA that nobody asked for does no harm. */
export function allows(trust: Trust, request: TrustRequest): boolean {
  return (
    trust.principals.some((principal) => isOrContains(principal, request.caller)) &&
    (trust.externalId === undefined || trust.externalId === request.externalId) &&
    (trust.mfaPresent !== true || request.mfaPresent)
  );
}

function isOrContains(principal: string, caller: Caller): boolean {
  return (
    principal === caller.principalArn ||
    principal === caller.arn ||
    principal === accountRootArn(caller.accountId)
  );
}
