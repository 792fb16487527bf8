import { Cancelled } from '../../base/failure.ts';
import { targetName } from '../../profiles/profiles.ts';
import type { ProfileProgramHost } from '../programs/namedProgram.ts';
import { CodeFromProgram } from './codeFromProgram.ts';
import type { MfaAttempt, Prompts, Requester } from './mfa.ts';
import { type CodeHistory, MfaAttempts, type MfaCall, type MfaResult } from './mfaAttempts.ts';

export interface MfaDependencies extends ProfileProgramHost, CodeHistory {
  readonly prompts: Prompts;
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
  requester?: Promise<Requester>,
): Promise<MfaResult> {
  const finished = new AbortController();
  const bounded = AbortSignal.any([signal, finished.signal]);
  const attempts = new MfaAttempts(mfaCall, dependencies);
  attempts.tryKeys(bounded, () => finished.abort());
  const attempt: MfaAttempt = (code, attemptSignal) => attempts.send(code, attemptSignal);
  const { codeProgram, mfaSerial } = mfaCall.step;
  const program =
    codeProgram && new CodeFromProgram(mfaCall.call.profile, codeProgram, attempt, dependencies);
  const question = {
    profile: targetName(mfaCall.target),
    target: mfaCall.target,
    mfaSerial,
    requester,
    program,
    reuse: (code: string) => attempts.reuse(code),
  };
  try {
    await dependencies.prompts.askMfaCode(question, program?.typed ?? attempt, bounded);
  } catch (error) {
    throw attempts.keysFailure ?? error;
  } finally {
    finished.abort();
  }
  if (!attempts.result) throw new Cancelled();
  return attempts.result;
}
