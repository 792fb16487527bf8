import type { AnyPlan } from './anyPlan.ts';
import type { Plan, Step } from './plan.ts';

/** The account of the credentials at the end of the plan; undefined if the steps do not contain it. */
export function accountOf(plan: Plan): string | undefined {
  for (const step of plan.steps.toReversed()) {
    const account = step.kind === 'identityCenter' ? step.accountId : arnOf(step)?.split(':')[4];
    if (account && /^\d{12}$/u.test(account)) return account;
  }
  return undefined;
}

/** The path and name of the role at the end of the plan; undefined if there is none, or it is not known. */
export function roleOf({ steps }: Plan): string | undefined {
  const last = steps.at(-1);
  if (last?.kind === 'identityCenter') return last.roleName;
  return last && 'roleArn' in last ? last.roleArn.slice(last.roleArn.indexOf('/') + 1) : undefined;
}

function arnOf(step: Step): string | undefined {
  if ('roleArn' in step) return step.roleArn;
  return step.kind === 'mfaSession' ? step.mfaSerial : step.kind === 'login' ? step.session : undefined;
}

/** The MFA device of a plan. The user can handle one device at a time. */
export function deviceOf({ steps }: AnyPlan): string {
  return steps.map((step) => ('mfaSerial' in step ? step.mfaSerial : undefined)).find(Boolean) ?? '';
}
