import { accountRootArn } from './arns.ts';
import type { Caller } from './caller.ts';
import type { Trust } from './world.ts';

/** What a role's trust policy is asked about. */
export type TrustRequest = {
  /** All the names that whoever asks goes by. */
  readonly principals: readonly string[];
  /** How long ago a code was typed, in seconds; undefined where none was. */
  readonly mfaAge?: number | undefined;
  readonly externalId?: string | undefined;
  readonly audience?: string;
  readonly subject?: string;
};

/** Whether the role may be assumed. What was brought along and nobody asked for does no harm. */
export function allows(trust: Trust, request: TrustRequest): boolean {
  return (
    trust.principals.some((principal) => request.principals.includes(principal)) &&
    holds(trust.externalId, request.externalId) &&
    holds(trust.audience, request.audience) &&
    holds(trust.subject, request.subject) &&
    (trust.mfaPresent !== true || request.mfaAge !== undefined) &&
    // A condition on a number is not met where there is none.
    (trust.mfaAgeBelow === undefined || (request.mfaAge ?? Infinity) < trust.mfaAgeBelow)
  );
}

/** The names under which a trust policy can mean this caller. */
export function principalsOf(caller: Caller): readonly string[] {
  return [caller.principalArn, caller.arn, accountRootArn(caller.accountId)];
}

function holds(wanted: string | undefined, given: string | undefined): boolean {
  return wanted === undefined || wanted === given;
}
