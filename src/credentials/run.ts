import { Cancelled, FailureError } from '../failure.ts';
import { callerAfter } from '../plan/caller.ts';
import { isKept, isSource, type Plan, type SessionStep } from '../plan/plan.ts';
import { targetName } from '../profiles/profiles.ts';
import { type AwsCall, awsFailure, type Signer } from './awsFailure.ts';
import { Credentials } from './credentials.ts';
import { callerIdentity } from './identity.ts';
import { callSts, callWithCode, type MfaParts } from './mfaCall.ts';
import type { FetchSource } from './sources.ts';
import { type openSts, type Sts, stsHost } from './sts.ts';

export interface RunnerParts extends MfaParts {
  readonly fetchSource: FetchSource;
  readonly openSts: typeof openSts;
  /** Hears of a clock that is wrong by minutes (positive: ahead of AWS's), which the SDK allowed for. */
  readonly onClockSkew: (minutes: number) => void;
}

/** The credentials that the first `done` steps of a plan yielded, from a cache. */
export interface Progress {
  readonly done: number;
  readonly credentials: Credentials;
}

/**
 * Carries out what is left of a plan, step by step. `onStep` hears of each result, so that a chain that fails half
 * way keeps what it has. Rejects with `FailureError` or `Cancelled`.
 */
export async function runPlan(
  plan: Plan,
  from: Progress | undefined,
  parts: RunnerParts,
  onStep: (progress: Progress) => Promise<void>,
  signal: AbortSignal,
): Promise<Credentials> {
  let credentials = from?.credentials;
  for (let i = from?.done ?? 0; i < plan.steps.length; i++) {
    const step = plan.steps[i]!;
    if (isSource(step)) {
      credentials = await parts.fetchSource(step, signal);
      // Nobody says when these end: AWS is asked whether they have.
      if (credentials.isTemporary && credentials.expiration === undefined && plan.steps.length === 1)
        await callerIdentity(parts.openSts, plan, credentials, signal);
      if (!isKept(step) || credentials.expiration === undefined) continue;
    } else {
      const withEarlierCode = i === from?.done && plan.steps[i - 1]?.kind === 'mfaSession';
      const signer = {
        accessKeyId: credentials!.accessKeyId,
        caller: callerAfter(plan.steps.slice(0, i)),
      };
      const call = { ...describeCall(step, signer), withEarlierCode };
      credentials = await runSession(step, credentials!, targetName(plan.target), call, parts, signal);
    }
    await onStep({ done: i + 1, credentials });
  }
  return credentials!;
}

async function runSession(
  step: SessionStep,
  source: Credentials,
  asked: string,
  call: AwsCall,
  parts: RunnerParts,
  signal: AbortSignal,
): Promise<Credentials> {
  if (signal.aborted) throw new Cancelled();
  const { mfaSerial } = step;
  // A program may turn out to print temporary keys: AWS would refuse any code that is sent with them.
  if (mfaSerial !== undefined && source.isTemporary)
    throw new FailureError({ code: 'mfaNeedsLongTermKeys', profile: step.profile, mfaSerial });
  try {
    const sts = await parts.openSts(step.sts, source);
    const revealed =
      mfaSerial === undefined
        ? await callSts(sts, step, undefined, signal)
        : await callWithCode({ sts, step: { ...step, mfaSerial }, call, asked }, parts, signal);
    const skewMinutes = Math.round(-sts.clockOffsetMs() / 60_000);
    if (Math.abs(skewMinutes) >= 4) parts.onClockSkew(skewMinutes);
    return new Credentials({ ...revealed, expiration: byThisClock(revealed.expiration, sts) });
  } catch (error) {
    throw awsFailure(error, call);
  }
}

/** AWS says by its own clock when a session ends; all who ask here go by this machine's. */
function byThisClock(expiration: number | undefined, sts: Sts): number | undefined {
  return expiration === undefined ? undefined : expiration - sts.clockOffsetMs();
}

function describeCall(step: SessionStep, signer: Signer): AwsCall {
  return {
    profile: step.profile,
    action: step.kind === 'assumeRole' ? 'sts:AssumeRole' : 'sts:GetSessionToken',
    signer,
    region: step.sts.region,
    host: stsHost(step.sts),
    mfaSerial: undefined,
    role: step.kind === 'assumeRole' ? step : undefined,
  };
}
