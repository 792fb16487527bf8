/** How long the user is not asked again after closing a prompt. A program that retries every second must not nag. */
const pauseMs = 20_000;

/** The prompts that the user has just closed. */
export class PromptPauses {
  readonly #now: () => number;
  readonly #until = new Map<string, number>();

  constructor(now: () => number) {
    this.#now = now;
  }

  begin(key: string): void {
    this.#until.set(key, this.#now() + pauseMs);
  }

  isOn(key: string): boolean {
    return (this.#until.get(key) ?? 0) > this.#now();
  }
}
