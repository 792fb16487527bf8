import type { Failure } from '../failure.ts';

export interface MfaQuestion {
  readonly profile: string;
  readonly mfaSerial: string;
  /** Whether AWS has seen this code already; it takes each one only once. */
  wasUsed(code: string): boolean;
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
  /** Whether the code is this window's to send: nobody has it, and nobody else gets it. Does not reject. */
  claim(mfaSerial: string, code: string): Promise<boolean>;
}

/** Codes that were sent, by device. Long enough to outlive the steps that AWS accepts around the current one. */
export class UsedCodes {
  readonly #until = new Map<string, number>();
  readonly #now: () => number;
  readonly #claims: Claims | undefined;

  /** Without `claims`, each window knows of its own codes alone. */
  constructor(now: () => number, claims?: Claims) {
    this.#now = now;
    this.#claims = claims;
  }

  /** Takes a code, once and for all; says whether it may be sent. */
  async take(mfaSerial: string, code: string): Promise<boolean> {
    if (this.has(mfaSerial, code)) return false;
    const now = this.#now();
    for (const [used, until] of this.#until) if (until <= now) this.#until.delete(used);
    this.#until.set(`${mfaSerial} ${code}`, now + rememberedMs);
    return this.#claims?.claim(mfaSerial, code) ?? true;
  }

  /** Whether this window has sent it. */
  has(mfaSerial: string, code: string): boolean {
    return (this.#until.get(`${mfaSerial} ${code}`) ?? 0) > this.#now();
  }
}

const rememberedMs = 150_000;
