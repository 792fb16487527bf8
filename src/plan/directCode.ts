import type { Plan, Step } from './plan.ts';

/**
 * The plan without its MFA session: the first role gets the code itself. For users whom a policy denies
 * `GetSessionToken`, and for servers that do not offer it. Each role that is assumed from the keys then needs its own
 * code. Undefined if the plan has no MFA session, or no role that could get the code.
 */
export function withoutMfaSession(plan: Plan): Plan | undefined {
  const at = plan.steps.findIndex(({ kind }) => kind === 'mfaSession');
  const session = plan.steps[at];
  const role = plan.steps[at + 1];
  if (session?.kind !== 'mfaSession' || role?.kind !== 'assumeRole') return undefined;
  const { mfaSerial, codeProgram } = session;
  const { sessionPolicy, ...rest } = role;
  const isLast = at + 2 === plan.steps.length;
  // An earlier role that needs a code is never limited: see `scopePlan`.
  const limited = isLast && sessionPolicy ? { ...rest, sessionPolicy } : rest;
  const direct: Step = { ...limited, mfaSerial, codeProgram };
  return {
    ...plan,
    steps: [...plan.steps.slice(0, at), direct, ...plan.steps.slice(at + 2)],
    notes: [...plan.notes, { code: 'codeForEachRole' }],
  };
}

/** The plan, without its MFA session if the device is one of `devices`. */
export function withDirectCode(plan: Plan, devices: readonly string[]): Plan {
  const isDirect = plan.steps.some((step) => step.kind === 'mfaSession' && devices.includes(step.mfaSerial));
  return (isDirect && withoutMfaSession(plan)) || plan;
}
