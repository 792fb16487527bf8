import { isWithin } from '../base/setBackClock.ts';

/** How long the user is not asked again after closing a prompt. A program that retries every second must not nag. */
const pauseMs = 20_000;

/** The prompts that the user has just closed. */
export class PromptPauses {
  readonly #now: () => number;
  readonly #since = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  begin(key: string): void {
    this.#since.set(key, this.#now());
  }

  isOn(key: string): boolean {
    const since = this.#since.get(key);
    return since !== undefined && isWithin(pauseMs, since, this.#now());
  }
}
