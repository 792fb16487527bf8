import { Cancelled, type Failure, FailureError } from '../failure.ts';
import {
  type AssumeRoleStep,
  isKept,
  isSource,
  type MfaSessionStep,
  type Plan,
  type SessionStep,
} from '../plan/plan.ts';
import { targetName } from '../profiles/profiles.ts';
import { type AwsCall, awsFailure } from './awsFailure.ts';
import { Credentials, type RevealedCredentials } from './credentials.ts';
import { callerIdentity } from './identity.ts';
import type { MfaQuestion, Prompts, UsedCodes } from './mfa.ts';
import type { FetchSource } from './sources.ts';
import { type MfaCode, type openSts, type Sts, stsHost } from './sts.ts';

export interface RunnerParts {
  readonly fetchSource: FetchSource;
  readonly openSts: typeof openSts;
  readonly prompts: Prompts;
  readonly usedCodes: UsedCodes;
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
      if (isEndUnknown(credentials) && plan.steps.length === 1)
        await callerIdentity(parts.openSts, plan, credentials, signal);
      if (!isKept(step) || credentials.expiration === undefined) continue;
    } else {
      const withEarlierCode = i === from?.done && plan.steps[i - 1]?.kind === 'mfaSession';
      const call = { ...describeCall(step, credentials!), withEarlierCode };
      credentials = await runSession(step, credentials!, targetName(plan.target), call, parts, signal);
    }
    await onStep({ done: i + 1, credentials });
  }
  return credentials!;
}

/** Temporary credentials that may be over already. */
function isEndUnknown(credentials: Credentials): boolean {
  return credentials.expiration === undefined && credentials.reveal().sessionToken !== undefined;
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
  if (mfaSerial !== undefined && source.reveal().sessionToken !== undefined)
    throw new FailureError({ code: 'mfaNeedsLongTermKeys', profile: step.profile, mfaSerial });
  try {
    const sts = await parts.openSts(step.sts, source);
    const revealed =
      mfaSerial === undefined
        ? await callSts(sts, step, undefined, signal)
        : await withCode(sts, { ...step, mfaSerial }, asked, call, parts, signal);
    const skewMinutes = Math.round(-sts.clockOffsetMs() / 60_000);
    if (Math.abs(skewMinutes) >= 4) parts.onClockSkew(skewMinutes);
    return new Credentials({ ...revealed, expiration: byThisClock(revealed.expiration, sts) });
  } catch (error) {
    throw awsFailure(error, call);
  }
}

function callSts(
  sts: Sts,
  step: SessionStep,
  mfa: MfaCode | undefined,
  signal: AbortSignal,
): Promise<RevealedCredentials> {
  if (step.kind === 'assumeRole') return sts.assumeRole({ ...step, mfa }, signal);
  if (!mfa) throw new TypeError('an MFA session takes a code');
  return sts.getSessionToken(mfa, step.durationSeconds, signal);
}

type StepWithCode = (MfaSessionStep | AssumeRoleStep) & { readonly mfaSerial: string };

/**
 * Asks for a code and makes the one call that it is good for. While the person types, the keys are tried with a call
 * that needs no code: dead keys, a wrong clock or no network close the box at once and cost no code.
 */
async function withCode(
  sts: Sts,
  step: StepWithCode,
  asked: string,
  call: AwsCall,
  { prompts, usedCodes }: RunnerParts,
  signal: AbortSignal,
): Promise<RevealedCredentials> {
  const { mfaSerial } = step;
  const givenUp = new AbortController();
  const bounded = AbortSignal.any([signal, givenUp.signal]);
  let keysFailure: unknown;
  const keysTried = sts.getCallerIdentity(bounded).catch((error: unknown) => {
    keysFailure = awsFailure(error, { ...call, action: 'sts:GetCallerIdentity', role: undefined });
    givenUp.abort();
  });
  const question: MfaQuestion = {
    profile: asked,
    mfaSerial,
    wasUsed: (code) => usedCodes.has(mfaSerial, code),
  };
  let revealed: RevealedCredentials | undefined;
  const attempt = async (code: string, attemptSignal: AbortSignal): Promise<Failure | undefined> => {
    await keysTried;
    if (keysFailure) throw keysFailure;
    const isOurs = await usedCodes.take(mfaSerial, code);
    if (!isOurs) return { code: 'mfaReused', profile: call.profile, mfaSerial };
    try {
      revealed = await callSts(sts, step, { serial: mfaSerial, code }, attemptSignal);
      return undefined;
    } catch (error) {
      return worthAnotherCode(awsFailure(error, { ...call, mfaSerial }), mfaSerial);
    }
  };
  try {
    await prompts.askMfaCode(question, attempt, bounded);
  } catch (error) {
    throw keysFailure ?? error;
  } finally {
    givenUp.abort();
  }
  if (!revealed) throw new Cancelled();
  return revealed;
}

/** The failure to show in the box, where another code may help; throws where none will. */
function worthAnotherCode(error: Error, mfaSerial: string): Failure {
  if (!(error instanceof FailureError)) throw error;
  const { failure } = error;
  switch (failure.code) {
    case 'mfaRefused':
      return failure;
    case 'network':
      return { code: 'mfaUnanswered', profile: failure.profile, mfaSerial, detail: failure.reason };
    case 'notAws':
    case 'serviceFault':
      return { code: 'mfaUnanswered', profile: failure.profile, mfaSerial, detail: `HTTP ${failure.status}` };
    case 'throttled':
      return { code: 'mfaUnanswered', profile: failure.profile, mfaSerial, detail: 'Throttling' };
    default:
      throw error;
  }
}

/** AWS says by its own clock when a session ends; all who ask here go by this machine's. */
function byThisClock(expiration: number | undefined, sts: Sts): number | undefined {
  return expiration === undefined ? undefined : expiration - sts.clockOffsetMs();
}

function describeCall(step: SessionStep, source: Credentials): AwsCall {
  return {
    profile: step.profile,
    action: step.kind === 'assumeRole' ? 'sts:AssumeRole' : 'sts:GetSessionToken',
    accessKeyId: source.accessKeyId,
    region: step.sts.region,
    host: stsHost(step.sts),
    mfaSerial: undefined,
    role: step.kind === 'assumeRole' ? step : undefined,
  };
}
