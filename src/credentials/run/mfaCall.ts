import { Cancelled, type CodeSpent, type Failure, FailureError } from '../../base/failure.ts';
import type { AssumeRoleStep, MfaSessionStep, SessionStep } from '../../plan/plan.ts';
import { isFailure } from '../../plan/sourceChain.ts';
import type { RevealedCredentials } from '../credentials.ts';
import type { ProgramHost } from '../programs/namedProgram.ts';
import { type AwsCall, awsFailure } from '../sdk/awsFailure.ts';
import type { MfaCode, Sts } from '../sdk/sts.ts';
import { CodeFromProgram } from './codeFromProgram.ts';
import { type MfaAttempt, type MfaQuestion, nextCodeAt, type Prompts, type UsedCodes } from './mfa.ts';

/** A call to STS that takes a code. */
export interface MfaCall {
  readonly sts: Sts;
  readonly step: (MfaSessionStep | AssumeRoleStep) & { readonly mfaSerial: string };
  readonly call: AwsCall;
  /** What the person wants to use in the end. */
  readonly asked: string;
}

export interface MfaDependencies extends ProgramHost {
  readonly prompts: Prompts;
  readonly usedCodes: UsedCodes;
  readonly now: () => number;
}

/**
 * Asks for a code and makes the one call that it is good for. While the person types, the keys are tried with a call
 * that needs no code: dead keys, a wrong clock or no network close the box at once and cost no code.
 */
export async function callWithCode(
  mfaCall: MfaCall,
  dependencies: MfaDependencies,
  signal: AbortSignal,
): Promise<RevealedCredentials> {
  const over = new AbortController();
  const bounded = AbortSignal.any([signal, over.signal]);
  let keysFailure: unknown;
  const keysTried = tryKeys(mfaCall, bounded).catch((error: unknown) => {
    keysFailure = error;
    over.abort();
  });
  let revealed: RevealedCredentials | undefined;
  const attempt: MfaAttempt = async (code, attemptSignal) => {
    await keysTried;
    if (keysFailure) throw keysFailure;
    const outcome = await send(mfaCall, code, dependencies, attemptSignal);
    if (isFailure(outcome)) return outcome;
    revealed = outcome;
    return undefined;
  };
  const { codeProgram } = mfaCall.step;
  const program =
    codeProgram && new CodeFromProgram(mfaCall.call.profile, codeProgram, attempt, dependencies);
  try {
    await dependencies.prompts.askMfaCode(
      { ...questionOf(mfaCall, dependencies), program },
      program?.typed ?? attempt,
      bounded,
    );
  } catch (error) {
    throw keysFailure ?? error;
  } finally {
    over.abort();
  }
  if (!revealed) throw new Cancelled();
  return revealed;
}

async function tryKeys({ sts, call }: MfaCall, signal: AbortSignal): Promise<void> {
  try {
    await sts.getCallerIdentity(signal);
  } catch (error) {
    throw awsFailure(error, { ...call, action: 'sts:GetCallerIdentity', role: undefined });
  }
}

function questionOf(mfaCall: MfaCall, { usedCodes }: MfaDependencies): Omit<MfaQuestion, 'program'> {
  const { mfaSerial } = mfaCall.step;
  return {
    profile: mfaCall.asked,
    mfaSerial,
    reuse(code) {
      const takenAt = usedCodes.takenAt(mfaSerial, code);
      return takenAt === undefined ? undefined : reused(mfaCall, takenAt);
    },
  };
}

/** What the code yields, or the failure to show in the box where another code may help; throws where none will. */
async function send(
  mfaCall: MfaCall,
  code: string,
  { usedCodes, now }: MfaDependencies,
  signal: AbortSignal,
): Promise<RevealedCredentials | Failure> {
  const { sts, step, call } = mfaCall;
  const { mfaSerial } = step;
  const takenAt = await usedCodes.take(mfaSerial, code);
  if (takenAt !== undefined) return reused(mfaCall, takenAt);
  try {
    return await callSts(sts, step, { serial: mfaSerial, code }, signal);
  } catch (error) {
    return worthAnotherCode(awsFailure(error, { ...call, mfaSerial }), mfaCall, now());
  }
}

function reused(mfaCall: MfaCall, takenAt: number): Failure {
  return { code: 'mfaReused', ...spent(mfaCall, takenAt) };
}

function worthAnotherCode(error: Error, mfaCall: MfaCall, now: number): Failure {
  if (!(error instanceof FailureError)) throw error;
  const { failure } = error;
  switch (failure.code) {
    case 'mfaRefused':
      return failure;
    case 'network':
      return unanswered(mfaCall, failure.reason, now);
    case 'notAws':
    case 'serviceFault':
      return unanswered(mfaCall, `HTTP ${failure.status}`, now);
    case 'throttled':
      return unanswered(mfaCall, 'Throttling', now);
    default:
      throw error;
  }
}

/** AWS may have taken the code all the same. */
function unanswered(mfaCall: MfaCall, detail: string, now: number): Failure {
  return { code: 'mfaUnanswered', ...spent(mfaCall, now), detail };
}

function spent({ sts, step, call }: MfaCall, takenAt: number): CodeSpent {
  const { mfaSerial } = step;
  return { profile: call.profile, mfaSerial, nextCodeAt: nextCodeAt(takenAt, sts.clockOffsetMs()) };
}

export function callSts(
  sts: Sts,
  step: SessionStep,
  mfa: MfaCode | undefined,
  signal: AbortSignal,
): Promise<RevealedCredentials> {
  if (step.kind === 'assumeRole') return sts.assumeRole({ ...step, mfa }, signal);
  if (!mfa) throw new TypeError('an MFA session takes a code');
  return sts.getSessionToken(mfa, step.durationSeconds, signal);
}
