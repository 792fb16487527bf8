/** So long nobody is asked again after they closed the box: a program that tries every second must not nag. */
const pauseMs = 20_000;

/** What a person has just declined to be asked for. */
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
