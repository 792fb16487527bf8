import type { Failure } from '../../base/failure.ts';
import { isWithin } from '../../base/setBackClock.ts';
import type { Target } from '../../profiles/profiles.ts';

/**
 * What requests a session for itself: a program that uses the live mirror, an extension that uses the API, or a
 * launch configuration. The names come from outside. The system does not always tell that of a program.
 */
export interface Requester {
  readonly kind: 'program' | 'extension' | 'launchConfiguration';
  readonly name: string | undefined;
  /** What started the program, if not the user in a shell. */
  readonly startedBy?: string | undefined;
  /** The AI agent for which the program runs, as it calls itself; empty if it has no name. */
  readonly agent?: string | undefined;
  /** The terminal in which the agent runs the program. */
  readonly terminal?: string | undefined;
}

export interface MfaQuestion {
  /** The name of `target`. */
  readonly profile: string;
  /** What the code is for. */
  readonly target: Target;
  readonly mfaSerial: string;
  /** What caused the prompt; undefined if it was the user. Does not reject. */
  readonly requester: Promise<Requester> | undefined;
  /** The failure to show if this window has already sent the code: AWS accepts each code only once. */
  reuse(code: string): Failure | undefined;
  /** A program that may provide the code. The user can type a code without waiting for it. */
  readonly program: CodeProvider | undefined;
}

/** A program that prints MFA codes, as the prompt sees it. */
export interface CodeProvider {
  /** `ykman` */
  readonly name: string;
  /**
   * Runs the program and attempts the call with the code that it prints. As with a typed code, undefined settles the
   * prompt, and a failure should be shown. Rejects with `Cancelled` when `signal` aborts or the user types a code
   * first.
   */
  answer(signal: AbortSignal): Promise<Failure | undefined>;
}

/** Prompts the user on behalf of the runner; implemented by `host/prompts.ts`. */
export interface Prompts {
  /**
   * Asks for a code and passes each typed code to `attempt`. If `attempt` returns a failure, it is shown and the user
   * is asked again; if it returns undefined, the prompt is settled. Rejects with `Cancelled` when the user closes the
   * prompt or `signal` aborts, and with anything that `attempt` rejects with.
   */
  askMfaCode(question: MfaQuestion, attempt: MfaAttempt, signal: AbortSignal): Promise<void>;
}

export type MfaAttempt = (code: string, signal: AbortSignal) => Promise<Failure | undefined>;

/** Claims MFA codes across windows. */
export interface CodeClaims {
  /**
   * Claims the code for this window to send. If a window has already claimed it, resolves with the time of that claim
   * in milliseconds since the epoch. Does not reject.
   */
  claim(mfaSerial: string, code: string): Promise<number | undefined>;
}

/**
 * The MFA codes that were sent, by device. They are remembered for longer than the time steps in which AWS accepts
 * them.
 */
export class UsedCodes {
  readonly #uses = new Map<string, CodeUse>();
  readonly #now: () => number;
  readonly #claims: CodeClaims | undefined;
  readonly #uptime: () => number;

  /**
   * Without `claims`, each window knows only its own codes. `uptime` is the time since the machine started, in
   * milliseconds.
   */
  constructor(now: () => number, claims?: CodeClaims, uptime = now) {
    this.#now = now;
    this.#claims = claims;
    this.#uptime = uptime;
  }

  /**
   * Claims a code. If it was already used, resolves with the time of that use in milliseconds since the epoch; the code
   * must not be sent again.
   */
  async claim(mfaSerial: string, code: string): Promise<number | undefined> {
    const before = this.usedAt(mfaSerial, code);
    if (before !== undefined) return before;
    const use = this.#current;
    for (const [used, earlier] of this.#uses) if (!isRemembered(earlier, use)) this.#uses.delete(used);
    this.#uses.set(`${mfaSerial} ${code}`, use);
    return this.#claims?.claim(mfaSerial, code);
  }

  /** When this window used the code, in milliseconds since the epoch; undefined if it did not. */
  usedAt(mfaSerial: string, code: string): number | undefined {
    const use = this.#uses.get(`${mfaSerial} ${code}`);
    return use && isRemembered(use, this.#current) ? use.at : undefined;
  }

  get #current(): CodeUse {
    return { at: this.#now(), upAt: this.#uptime() };
  }
}

/** The time of a use, in milliseconds: since the epoch, and since the machine started. */
export interface CodeUse {
  readonly at: number;
  readonly upAt: number;
}

/** Longer than AWS accepts a code. */
export const rememberedMs = 150_000;

/** Whether AWS might still accept the code. A clock that was set forward or back does not make a code valid again. */
export function isRemembered({ at, upAt }: CodeUse, current: CodeUse): boolean {
  return at + rememberedMs > current.at || isWithin(rememberedMs, upAt, current.upAt);
}

/** How long a device shows a code (RFC 6238, as used by AWS). */
const stepMs = 30_000;

/**
 * When a device next shows another code after `time`. Both are milliseconds since the epoch by this machine's clock.
 * `offsetMs` is added to get AWS's clock, which devices are assumed to follow.
 */
export function nextCodeAt(time: number, offsetMs: number): number {
  return (Math.floor((time + offsetMs) / stepMs) + 1) * stepMs - offsetMs;
}
