import type { Trust } from '../world.ts';
import { accountRootArn, ownerOf } from './arns.ts';
import type { Caller } from './caller.ts';

/** The part of a request that a trust policy evaluates. */
export type TrustRequest = {
  /** All names of the caller. */
  readonly principals: readonly string[];
  /** The time since an MFA code was entered, in seconds. Undefined without MFA. */
  readonly mfaAge?: number | undefined;
  readonly externalId?: string | undefined;
  readonly audience?: string;
  readonly subject?: string;
};

/** Whether the role may be assumed. Values that the policy does not check are ignored. */
export function allows(trust: Trust, request: TrustRequest): boolean {
  return (
    trust.principals.some((principal) => request.principals.includes(principal)) &&
    matches(trust.externalId, request.externalId) &&
    matches(trust.audience, request.audience) &&
    matches(trust.subject, request.subject) &&
    (trust.mfaPresent !== true || request.mfaAge !== undefined) &&
    // A numeric condition is not met if there is no value.
    (trust.mfaAgeBelow === undefined || (request.mfaAge ?? Infinity) < trust.mfaAgeBelow)
  );
}

/** Whether the role's trust lets a request that may assume the role also do this. */
export function permits(trust: Trust, action: 'sts:TagSession' | 'sts:SetSourceIdentity'): boolean {
  return (action === 'sts:TagSession' ? trust.allowsTagging : trust.allowsSourceIdentity) === true;
}

/** The names by which a trust policy can refer to this caller. */
export function principalsOf(caller: Caller): readonly string[] {
  return [caller.principalArn, caller.arn, accountRootArn(ownerOf(caller.arn))];
}

function matches(expected: string | undefined, actual: string | undefined): boolean {
  return expected === undefined || expected === actual;
}
