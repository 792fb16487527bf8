import type { AlibabaPlan, AlibabaStep } from './alibaba/alibabaPlan.ts';
import { alibabaKey, alibabaName, type AlibabaTarget } from '../profiles/alibaba/alibabaTarget.ts';
import { type Target, targetKey, targetName } from '../profiles/profiles.ts';
import type { Plan, Step } from './plan.ts';

/** A plan of either cloud. Sessions, their cache, and their renewal treat both alike. */
export type AnyPlan = Plan | AlibabaPlan;

export type AnyStep = Step | AlibabaStep;

export type AnyTarget = Target | AlibabaTarget;

/** The kinds of the targets of AWS. */
const awsKinds: Readonly<Record<Target['kind'], true>> = {
  profile: true,
  environment: true,
  role: true,
  assignment: true,
};

export function isAwsTarget(target: AnyTarget): target is Target {
  return Object.hasOwn(awsKinds, target.kind);
}

export function isAwsPlan(plan: AnyPlan): plan is Plan {
  return isAwsTarget(plan.target);
}

/** A key that is equal for equal targets only. */
export function anyKey(target: AnyTarget): string {
  return isAwsTarget(target) ? targetKey(target) : alibabaKey(target);
}

/** A short name, as in `targetName` and `alibabaName`. */
export function anyName(target: AnyTarget): string {
  return isAwsTarget(target) ? targetName(target) : alibabaName(target);
}
