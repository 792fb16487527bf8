import type { RoleDemand } from '../../base/failures/awsAnswer.ts';
import { Cancelled, FailureError } from '../../base/failure.ts';
import { callerAfter } from '../../plan/caller.ts';
import { withoutMfaSession } from '../../plan/directCode.ts';
import { type AssumeRoleStep, isSource, type Plan, type SessionStep } from '../../plan/plan.ts';
import { keys } from '../../profiles/keys.ts';
import { Credentials, type RevealedCredentials } from '../credentials.ts';
import { type AwsCall, awsFailure } from '../sdk/awsFailure.ts';
import type { openSts } from '../sdk/open.ts';
import { type Sts, stsHost } from '../sdk/sts.ts';
import type { FetchSource } from '../sources/fetchSource.ts';
import { callerIdentity } from './callerIdentity.ts';
import type { Requester } from './mfa.ts';
import type { MfaCall } from './mfaAttempts.ts';
import { callWithCode, type MfaDependencies } from './mfaCall.ts';
import { isUnsupported } from './mfaDenial.ts';
import { type OnStep, type Perform, type Progress, runSteps } from './runSteps.ts';
import { callSts } from './stsCall.ts';

export interface RunnerDependencies extends MfaDependencies {
  readonly fetchSource: FetchSource;
  readonly openSts: typeof openSts;
  /** Reports a clock skew of several minutes that the SDK corrected for. Positive: ahead of AWS's clock. */
  readonly onClockSkew: (minutes: number) => void;
  /** AWS denies MFA sessions to the user of this device, but accepted a code with a role. */
  readonly onDirectDevice?: (mfaSerial: string) => void;
}

/**
 * Runs the remaining steps of a plan, or of the plan without its MFA session if AWS denies that. The MFA prompt names
 * `requester`. `minimumMs`: as in `FetchSource`. Rejects with `FailureError` or `Cancelled`.
 */
export async function runPlan(
  requestedPlan: Plan,
  from: Progress | undefined,
  dependencies: RunnerDependencies,
  onStep: OnStep<Plan>,
  signal: AbortSignal,
  requester?: Promise<Requester>,
  minimumMs?: number,
): Promise<Credentials> {
  const perform: Perform<Plan> = async (plan, index, source) => {
    const step = plan.steps[index]!;
    if (!isSource(step)) {
      const withEarlierCode = index === from?.done && plan.steps[index - 1]?.kind === 'mfaSession';
      const at = { plan, index, source: source!, withEarlierCode, requester };
      return runSession(step, at, dependencies, signal);
    }
    const credentials = await dependencies.fetchSource(step, signal, minimumMs);
    // The expiration of these credentials is unknown, so ask AWS whether they are still valid.
    if (credentials.isTemporary && credentials.expiration === undefined && plan.steps.length === 1)
      await checkKeys(plan, credentials, dependencies, signal);
    return { plan, credentials };
  };
  return runSteps(requestedPlan, from, perform, onStep);
}

/** Rejects if AWS rejects the credentials. Some servers of the user's own cannot be asked. */
async function checkKeys(
  plan: Plan,
  credentials: Credentials,
  { openSts }: RunnerDependencies,
  signal: AbortSignal,
): Promise<void> {
  try {
    await callerIdentity(openSts, plan, credentials, signal);
  } catch (error) {
    if (!(error instanceof FailureError) || !isUnsupported(error.failure, plan.sts)) throw error;
  }
}

interface StepPosition {
  readonly plan: Plan;
  readonly index: number;
  readonly source: Credentials;
  readonly withEarlierCode: boolean;
  readonly requester: Promise<Requester> | undefined;
}

/** Runs a step that needs AWS. Resolves with another plan if its step at this position was run instead. */
async function runSession(
  step: SessionStep,
  at: StepPosition,
  dependencies: RunnerDependencies,
  signal: AbortSignal,
): Promise<{ readonly plan: Plan; readonly credentials: Credentials }> {
  if (signal.aborted) throw new Cancelled();
  const { plan, source } = at;
  const { mfaSerial, profile } = step;
  // A program can print temporary keys, with which AWS rejects any MFA code.
  if (mfaSerial !== undefined && source.isTemporary)
    throw new FailureError({ code: 'mfaNeedsLongTermKeys', profile, mfaSerial });
  if (step.kind === 'federationToken' && source.isTemporary)
    throw new FailureError({ code: 'accessImpossible', profile, why: 'temporaryKeys' });
  const call = describeCall(step, at);
  try {
    const sts = await dependencies.openSts(step.sts, source);
    if (mfaSerial === undefined) {
      const revealed = await callSts(sts, step, undefined, signal);
      return { plan, credentials: byThisClock(revealed, sts, dependencies) };
    }
    const direct = directCall(at, dependencies);
    const mfaCall = { sts, step: { ...step, mfaSerial }, call, target: plan.target };
    const result = await callWithCode(
      { ...mfaCall, direct: direct?.open },
      dependencies,
      signal,
      at.requester,
    );
    const { accepted } = result;
    const isDirect = direct !== undefined && accepted.step.kind === 'assumeRole';
    if (isDirect) dependencies.onDirectDevice?.(mfaSerial);
    const credentials = byThisClock(result.revealed, accepted.sts, dependencies);
    return { plan: isDirect ? direct.plan : plan, credentials };
  } catch (error) {
    throw awsFailure(error, call);
  }
}

/** The plan in which a role gets the code, and the call for that role; undefined if there is none. */
function directCall(
  at: StepPosition,
  { openSts }: RunnerDependencies,
): { readonly plan: Plan; readonly open: () => Promise<MfaCall> } | undefined {
  if (at.plan.steps[at.index]?.kind !== 'mfaSession') return undefined;
  const plan = withoutMfaSession(at.plan);
  const step = plan?.steps[at.index];
  if (!plan || step?.kind !== 'assumeRole' || step.mfaSerial === undefined) return undefined;
  const { mfaSerial } = step;
  const open = async (): Promise<MfaCall> => ({
    sts: await openSts(step.sts, at.source),
    step: { ...step, mfaSerial },
    call: describeCall(step, at),
    target: plan.target,
  });
  return { plan, open };
}

/** Converts an expiration from AWS's clock to this machine's clock, which all callers use. */
function byThisClock(
  revealed: RevealedCredentials,
  sts: Sts,
  { onClockSkew }: RunnerDependencies,
): Credentials {
  const offsetMs = sts.clockOffsetMs();
  const skewMinutes = Math.round(-offsetMs / 60_000);
  if (Math.abs(skewMinutes) >= 4) onClockSkew(skewMinutes);
  const { expiration } = revealed;
  return new Credentials({
    ...revealed,
    expiration: expiration === undefined ? undefined : expiration - offsetMs,
  });
}

function describeCall(step: SessionStep, { plan, index, source, withEarlierCode }: StepPosition): AwsCall {
  return {
    profile: step.profile,
    action: actions[step.kind],
    signer: { accessKeyId: source.accessKeyId, caller: callerAfter(plan.steps.slice(0, index)) },
    region: step.sts.region,
    host: stsHost(step.sts),
    mfaSerial: undefined,
    role: step.kind === 'assumeRole' ? { ...step, demands: demandsOf(step) } : undefined,
    policies: 'sessionPolicy' in step ? step.sessionPolicy?.arns : undefined,
    withEarlierCode,
  };
}

const actions = {
  assumeRole: 'sts:AssumeRole',
  mfaSession: 'sts:GetSessionToken',
  federationToken: 'sts:GetFederationToken',
} as const;

/** What else the trust policy of the role must allow, and the key or setting because of which it must. */
function demandsOf({ tags, sourceIdentity, markedBy = [] }: AssumeRoleStep): readonly RoleDemand[] {
  const [tagSetting, identitySetting] = [
    'rolecall.agents.sessionTags',
    'rolecall.agents.sourceIdentity',
  ] as const;
  return [
    ...(tags.length === 0
      ? []
      : [
          {
            action: 'sts:TagSession',
            becauseOf: markedBy.includes(tagSetting) ? tagSetting : keys.sessionTags,
          } as const,
        ]),
    ...(sourceIdentity === undefined
      ? []
      : [
          {
            action: 'sts:SetSourceIdentity',
            becauseOf: markedBy.includes(identitySetting) ? identitySetting : keys.sourceIdentity,
          } as const,
        ]),
  ];
}
