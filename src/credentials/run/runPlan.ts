import { Cancelled, FailureError } from '../../base/failure.ts';
import { callerAfter } from '../../plan/caller.ts';
import { isCacheable, isSource, type Plan, type SessionStep } from '../../plan/plan.ts';
import { targetName } from '../../profiles/profiles.ts';
import { Credentials } from '../credentials.ts';
import { type AwsCall, awsFailure, type Signer } from '../sdk/awsFailure.ts';
import type { openSts } from '../sdk/open.ts';
import { type Sts, stsHost } from '../sdk/sts.ts';
import type { FetchSource } from '../sources/fetchSource.ts';
import { callerIdentity } from './callerIdentity.ts';
import { callSts, callWithCode, type MfaDependencies } from './mfaCall.ts';

export interface RunnerDependencies extends MfaDependencies {
  readonly fetchSource: FetchSource;
  readonly openSts: typeof openSts;
  /** Reports a clock skew of several minutes that the SDK corrected for. Positive: ahead of AWS's clock. */
  readonly onClockSkew: (minutes: number) => void;
}

/** The cached credentials that the first `done` steps of a plan yielded. */
export interface Progress {
  readonly done: number;
  readonly credentials: Credentials;
}

/**
 * Runs the remaining steps of a plan. `onStep` receives each result, so that a chain that fails halfway keeps its
 * earlier sessions. Rejects with `FailureError` or `Cancelled`.
 */
export async function runPlan(
  plan: Plan,
  from: Progress | undefined,
  dependencies: RunnerDependencies,
  onStep: (progress: Progress) => Promise<void>,
  signal: AbortSignal,
): Promise<Credentials> {
  let credentials = from?.credentials;
  for (let i = from?.done ?? 0; i < plan.steps.length; i++) {
    const step = plan.steps[i]!;
    if (isSource(step)) {
      credentials = await dependencies.fetchSource(step, signal);
      // The expiration of these credentials is unknown, so ask AWS whether they are still valid.
      if (credentials.isTemporary && credentials.expiration === undefined && plan.steps.length === 1)
        await callerIdentity(dependencies.openSts, plan, credentials, signal);
      // Credentials with an unknown expiration are fetched again each time, as by each command of the CLI.
      if (!isCacheable(step) || credentials.expiration === undefined) continue;
    } else {
      const withEarlierCode = i === from?.done && plan.steps[i - 1]?.kind === 'mfaSession';
      const signer = {
        accessKeyId: credentials!.accessKeyId,
        caller: callerAfter(plan.steps.slice(0, i)),
      };
      const call = { ...describeCall(step, signer), withEarlierCode };
      credentials = await runSession(step, credentials!, targetName(plan.target), call, dependencies, signal);
    }
    await onStep({ done: i + 1, credentials });
  }
  return credentials!;
}

async function runSession(
  step: SessionStep,
  source: Credentials,
  requestedTarget: string,
  call: AwsCall,
  dependencies: RunnerDependencies,
  signal: AbortSignal,
): Promise<Credentials> {
  if (signal.aborted) throw new Cancelled();
  const { mfaSerial } = step;
  // A program can print temporary keys, with which AWS rejects any MFA code.
  if (mfaSerial !== undefined && source.isTemporary)
    throw new FailureError({ code: 'mfaNeedsLongTermKeys', profile: step.profile, mfaSerial });
  try {
    const sts = await dependencies.openSts(step.sts, source);
    const revealed =
      mfaSerial === undefined
        ? await callSts(sts, step, undefined, signal)
        : await callWithCode(
            { sts, step: { ...step, mfaSerial }, call, requestedTarget },
            dependencies,
            signal,
          );
    const skewMinutes = Math.round(-sts.clockOffsetMs() / 60_000);
    if (Math.abs(skewMinutes) >= 4) dependencies.onClockSkew(skewMinutes);
    return new Credentials({ ...revealed, expiration: byThisClock(revealed.expiration, sts) });
  } catch (error) {
    throw awsFailure(error, call);
  }
}

/** Converts an expiration from AWS's clock to this machine's clock, which all callers use. */
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
