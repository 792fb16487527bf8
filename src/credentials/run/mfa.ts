import type { Failure } from '../../base/failure.ts';

export interface MfaQuestion {
  readonly profile: string;
  readonly mfaSerial: string;
  /** What to say of a code that this window has sent already: AWS takes each one only once. */
  reuse(code: string): Failure | undefined;
  /** Who may give the code in the person's place. Nobody need wait for it to type one. */
  readonly program: CodeGiver | undefined;
}

/** A program that prints codes, as the box knows it. */
export interface CodeGiver {
  /** `ykman` */
  readonly name: string;
  /**
   * Runs the program and makes an attempt with the code that it prints: as with one that is typed, undefined settles the
   * question, and a failure is to be shown. Rejects with `Cancelled` when `signal` aborts or a person is faster.
   */
  answer(signal: AbortSignal): Promise<Failure | undefined>;
}

/** Asking a person, as the runner needs it; served by `host/prompts.ts`. */
export interface Prompts {
  /**
   * Asks for a code and gives each one typed to `attempt`. A failure that `attempt` returns is shown, and the person
   * asked again; when it returns undefined the question is settled. Rejects with `Cancelled` when the person leaves
   * or `signal` aborts, and with whatever `attempt` rejects with.
   */
  askMfaCode(question: MfaQuestion, attempt: MfaAttempt, signal: AbortSignal): Promise<void>;
}

export type MfaAttempt = (code: string, signal: AbortSignal) => Promise<Failure | undefined>;

/** What this and other windows have taken. */
export interface Claims {
  /**
   * Makes the code this window's to send, if nobody has it: then nobody else gets it. Otherwise says when it was taken,
   * in milliseconds since the epoch. Does not reject.
   */
  claim(mfaSerial: string, code: string): Promise<number | undefined>;
}

/** Codes that were sent, by device. Long enough to outlive the steps that AWS accepts around the current one. */
export class UsedCodes {
  readonly #takenAt = new Map<string, number>();
  readonly #now: () => number;
  readonly #claims: Claims | undefined;

  /** Without `claims`, each window knows of its own codes alone. */
  constructor(now: () => number, claims?: Claims) {
    this.#now = now;
    this.#claims = claims;
  }

  /** Takes a code, once and for all. If it was taken before, it must not be sent, and this says when that was. */
  async take(mfaSerial: string, code: string): Promise<number | undefined> {
    const before = this.takenAt(mfaSerial, code);
    if (before !== undefined) return before;
    const now = this.#now();
    for (const [used, at] of this.#takenAt) if (at + rememberedMs <= now) this.#takenAt.delete(used);
    this.#takenAt.set(`${mfaSerial} ${code}`, now);
    return this.#claims?.claim(mfaSerial, code);
  }

  /** When this window took the code, in milliseconds since the epoch, if it did. */
  takenAt(mfaSerial: string, code: string): number | undefined {
    const at = this.#takenAt.get(`${mfaSerial} ${code}`);
    return at !== undefined && at + rememberedMs > this.#now() ? at : undefined;
  }
}

const rememberedMs = 150_000;

/** How long a device shows a code (RFC 6238, as AWS uses it). */
const stepMs = 30_000;

/**
 * When a device shows another code than it does at `time`, both by this machine's clock, in milliseconds since the
 * epoch. `offsetMs` is what must be added to that to get AWS's clock, which devices are taken to go by.
 */
export function nextCodeAt(time: number, offsetMs: number): number {
  return (Math.floor((time + offsetMs) / stepMs) + 1) * stepMs - offsetMs;
}
