import { type CodeSpent, type Failure, FailureError } from '../../base/failure.ts';
import type { AssumeRoleStep, MfaSessionStep } from '../../plan/plan.ts';
import type { Target } from '../../profiles/profiles.ts';
import type { RevealedCredentials } from '../credentials.ts';
import { type AwsCall, awsFailure } from '../sdk/awsFailure.ts';
import type { Sts } from '../sdk/sts.ts';
import { nextCodeAt, type UsedCodes } from './mfa.ts';
import { isForeignDevice, isUnsupported, sessionDenial } from './mfaDenial.ts';
import { callSts } from './stsCall.ts';

/** An STS call that sends an MFA code. */
export interface MfaCall {
  readonly sts: Sts;
  readonly step: (MfaSessionStep | AssumeRoleStep) & { readonly mfaSerial: string };
  readonly call: AwsCall;
  /** What the user wants to use. */
  readonly target: Target;
  /** Opens the call for the role that gets the next code if AWS denies the user MFA sessions. */
  readonly direct?: (() => Promise<MfaCall>) | undefined;
}

/** What a code led to, and the call with which AWS accepted it. */
export interface MfaResult {
  readonly revealed: RevealedCredentials;
  readonly accepted: MfaCall;
}

export interface CodeHistory {
  readonly usedCodes: UsedCodes;
  readonly now: () => number;
}

/** The calls of one prompt. */
export class MfaAttempts {
  result: MfaResult | undefined;
  /** What is wrong with the keys. */
  keysFailure: unknown;
  readonly #history: CodeHistory;
  #mfaCall: MfaCall;
  #keysTried: Promise<void> = Promise.resolve();
  /** The ARN of the user whose keys these are. */
  #user: string | undefined;

  constructor(mfaCall: MfaCall, history: CodeHistory) {
    this.#mfaCall = mfaCall;
    this.#history = history;
  }

  /** Finds out whether the keys work. Calls back if they do not. */
  tryKeys(signal: AbortSignal, onFailure: () => void): void {
    this.#keysTried = this.#identify(signal).catch((error: unknown) => {
      this.keysFailure = error;
      onFailure();
    });
  }

  /** Sends the code. Resolves with the failure to show if another code may help; rejects if none will. */
  async send(code: string, signal: AbortSignal): Promise<Failure | undefined> {
    await this.#keysTried;
    if (this.keysFailure) throw this.keysFailure;
    const mfaCall = this.#mfaCall;
    // A signature with a wrong date would waste the code.
    if (mfaCall.sts.hasClockMoved()) await this.#identify(signal);
    const used = await this.#claim(code);
    if (used) return used;
    const outcome = await this.#call(mfaCall, code, signal);
    if (outcome instanceof FailureError) return this.#explain(outcome, mfaCall, signal);
    this.result = { revealed: outcome, accepted: mfaCall };
    return undefined;
  }

  /** The failure to show if the code was used before. */
  reuse(code: string): Failure | undefined {
    const usedAt = this.#history.usedCodes.usedAt(this.#mfaCall.step.mfaSerial, code);
    return usedAt === undefined ? undefined : this.#reused(usedAt);
  }

  async #claim(code: string): Promise<Failure | undefined> {
    const usedAt = await this.#history.usedCodes.claim(this.#mfaCall.step.mfaSerial, code);
    return usedAt === undefined ? undefined : this.#reused(usedAt);
  }

  async #call(
    { sts, step, call }: MfaCall,
    code: string,
    signal: AbortSignal,
  ): Promise<RevealedCredentials | FailureError> {
    const { mfaSerial } = step;
    try {
      return await callSts(sts, step, { serial: mfaSerial, code }, signal);
    } catch (error) {
      return expected(awsFailure(error, { ...call, mfaSerial, user: this.#user }));
    }
  }

  async #identify(signal: AbortSignal): Promise<void> {
    const { sts, step, call } = this.#mfaCall;
    try {
      this.#user = (await sts.getCallerIdentity(signal)).arn;
    } catch (error) {
      const action = 'sts:GetCallerIdentity';
      const failed = expected(awsFailure(error, { ...call, action, role: undefined }));
      if (!isUnsupported(failed.failure, step.sts)) throw failed;
    }
  }

  /**
   * AWS has one error code for a wrong code, for another user's device, and for a denied call. The device is told apart
   * by its account, and a denied `GetSessionToken` by a call without a code.
   */
  async #explain(error: FailureError, mfaCall: MfaCall, signal: AbortSignal): Promise<Failure> {
    const { sts, step, call, direct } = mfaCall;
    const { mfaSerial } = step;
    const { failure } = error;
    const user = this.#user ?? '';
    if (failure.code === 'mfaRefused' && isForeignDevice(mfaSerial, user))
      throw new FailureError({ code: 'foreignDevice', profile: call.profile, mfaSerial, user });
    if (step.kind !== 'mfaSession') return this.#worthAnotherCode(error);
    const isMissing = isUnsupported(failure, step.sts);
    const denial = isMissing ? failure : await sessionDenial(failure, sts, call, signal);
    if (!denial) return this.#worthAnotherCode(error);
    if (!direct) throw new FailureError(denial);
    const spent = this.#spent(this.#history.now());
    this.#mfaCall = await direct();
    // The new connection does not know AWS's clock yet.
    await this.#identify(signal);
    const roleArn = this.#mfaCall.call.role?.roleArn ?? '';
    return { code: 'mfaSessionDenied', ...spent, roleArn, detail: detailOf(denial) };
  }

  #worthAnotherCode(error: FailureError): Failure {
    const { failure } = error;
    switch (failure.code) {
      case 'mfaRefused':
        return failure;
      case 'network':
        return this.#unanswered(failure.reason);
      case 'notAws':
      case 'serviceFault':
        return this.#unanswered(`HTTP ${failure.status}`);
      case 'throttled':
        return this.#unanswered('Throttling');
      default:
        throw error;
    }
  }

  /** AWS may have accepted the code nevertheless. */
  #unanswered(detail: string): Failure {
    return { code: 'mfaUnanswered', ...this.#spent(this.#history.now()), detail };
  }

  /** After the clock was set back, the use of the code may be in the future. */
  #reused(usedAt: number): Failure {
    return { code: 'mfaReused', ...this.#spent(Math.min(usedAt, this.#history.now())) };
  }

  #spent(usedAt: number): CodeSpent {
    const { sts, step, call } = this.#mfaCall;
    const { mfaSerial } = step;
    return { profile: call.profile, mfaSerial, nextCodeAt: nextCodeAt(usedAt, sts.clockOffsetMs()) };
  }
}

/** Throws every error that is no failure of the catalog. */
function expected(error: Error): FailureError {
  if (error instanceof FailureError) return error;
  throw error;
}

/** What AWS says, or the code with which a server refuses an operation that it does not have. */
function detailOf(failure: Failure): string {
  if (failure.code === 'refusedRequest') return failure.awsCode;
  return 'detail' in failure ? failure.detail : failure.code;
}
