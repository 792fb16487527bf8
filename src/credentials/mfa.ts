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

/** Codes that were sent, by device. Long enough to outlive the steps that AWS accepts around the current one. */
export class UsedCodes {
  readonly #until = new Map<string, number>();
  readonly #now: () => number;

  constructor(now: () => number) {
    this.#now = now;
  }

  add(mfaSerial: string, code: string): void {
    const now = this.#now();
    for (const [used, until] of this.#until) if (until <= now) this.#until.delete(used);
    this.#until.set(`${mfaSerial} ${code}`, now + rememberedMs);
  }

  has(mfaSerial: string, code: string): boolean {
    return (this.#until.get(`${mfaSerial} ${code}`) ?? 0) > this.#now();
  }
}

const rememberedMs = 150_000;
