import { isWithin } from '../base/setBackClock.ts';

/** How long the user is not asked again after closing a prompt. A program that retries every second must not nag. */
const pauseMs = 20_000;

/** The same for an AI agent: it tries again and again, and in other ways, as long as its task is not done. */
export const agentPauseMs = 600_000;

/** The prompts that the user has just closed. */
export class PromptPauses {
  readonly #now: () => number;
  readonly #begun = new Map<string, { readonly since: number; readonly ms: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** `ms`: how long the pause lasts, in milliseconds. */
  begin(key: string, ms = pauseMs): void {
    this.#begun.set(key, { since: this.#now(), ms });
  }

  isOn(key: string): boolean {
    const pause = this.#begun.get(key);
    return pause !== undefined && isWithin(pause.ms, pause.since, this.#now());
  }
}
