import { Cancelled, type CodeSpent, type Failure, FailureError } from '../../base/failure.ts';
import type { AssumeRoleStep, MfaSessionStep, SessionStep } from '../../plan/plan.ts';
import { isFailure } from '../../plan/sourceChain.ts';
import type { RevealedCredentials } from '../credentials.ts';
import type { ProgramHost } from '../programs/namedProgram.ts';
import { type AwsCall, awsFailure } from '../sdk/awsFailure.ts';
import type { MfaCode, Sts } from '../sdk/sts.ts';
import { CodeFromProgram } from './codeFromProgram.ts';
import { type MfaAttempt, type MfaQuestion, nextCodeAt, type Prompts, type UsedCodes } from './mfa.ts';

/** An STS call that sends an MFA code. */
export interface MfaCall {
  readonly sts: Sts;
  readonly step: (MfaSessionStep | AssumeRoleStep) & { readonly mfaSerial: string };
  readonly call: AwsCall;
  /** The name of the target that the user wants to use. */
  readonly requestedTarget: string;
}

export interface MfaDependencies extends ProgramHost {
  readonly prompts: Prompts;
  readonly usedCodes: UsedCodes;
  readonly now: () => number;
}

/**
 * Prompts for a code and makes the single call that it can be used for. While the user types, the keys are tested with
 * `GetCallerIdentity`, which needs no code and no permission: invalid keys or a missing network close the prompt
 * immediately and use up no code, and a wrong clock is corrected.
 */
export async function callWithCode(
  mfaCall: MfaCall,
  dependencies: MfaDependencies,
  signal: AbortSignal,
): Promise<RevealedCredentials> {
  const finished = new AbortController();
  const bounded = AbortSignal.any([signal, finished.signal]);
  let keysFailure: unknown;
  const keysTried = tryKeys(mfaCall, bounded).catch((error: unknown) => {
    keysFailure = error;
    finished.abort();
  });
  let revealed: RevealedCredentials | undefined;
  const attempt: MfaAttempt = async (code, attemptSignal) => {
    await keysTried;
    if (keysFailure) throw keysFailure;
    // A signature with a wrong date would waste the code.
    if (mfaCall.sts.hasClockMoved()) await tryKeys(mfaCall, attemptSignal);
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
    finished.abort();
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

function questionOf(mfaCall: MfaCall, { usedCodes, now }: MfaDependencies): Omit<MfaQuestion, 'program'> {
  const { mfaSerial } = mfaCall.step;
  return {
    profile: mfaCall.requestedTarget,
    mfaSerial,
    reuse(code) {
      const usedAt = usedCodes.usedAt(mfaSerial, code);
      return usedAt === undefined ? undefined : reused(mfaCall, usedAt, now());
    },
  };
}

/**
 * Sends the code. Resolves with the credentials, or with a failure to show in the prompt if another code may help.
 * Rejects if none will.
 */
async function send(
  mfaCall: MfaCall,
  code: string,
  { usedCodes, now }: MfaDependencies,
  signal: AbortSignal,
): Promise<RevealedCredentials | Failure> {
  const { sts, step, call } = mfaCall;
  const { mfaSerial } = step;
  const usedAt = await usedCodes.claim(mfaSerial, code);
  if (usedAt !== undefined) return reused(mfaCall, usedAt, now());
  try {
    return await callSts(sts, step, { serial: mfaSerial, code }, signal);
  } catch (error) {
    return worthAnotherCode(awsFailure(error, { ...call, mfaSerial }), mfaCall, now());
  }
}

/** After the clock was set back, the use of the code may be in the future. */
function reused(mfaCall: MfaCall, usedAt: number, now: number): Failure {
  return { code: 'mfaReused', ...spent(mfaCall, Math.min(usedAt, now)) };
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

/** AWS may have accepted the code nevertheless. */
function unanswered(mfaCall: MfaCall, detail: string, now: number): Failure {
  return { code: 'mfaUnanswered', ...spent(mfaCall, now), detail };
}

function spent({ sts, step, call }: MfaCall, usedAt: number): CodeSpent {
  const { mfaSerial } = step;
  return { profile: call.profile, mfaSerial, nextCodeAt: nextCodeAt(usedAt, sts.clockOffsetMs()) };
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
