/** What a person said to an extension that asks for credentials. `notNow` holds for this window as it runs. */
export type Consent = 'allowed' | 'never' | 'notNow';

/** Where answers are kept for all windows. */
export interface ConsentMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'apiConsents';

/** Who may have credentials through the API, by the id of the extension. */
export class Consents {
  readonly #memory: ConsentMemory;
  readonly #notNow = new Set<string>();

  constructor(memory: ConsentMemory) {
    this.#memory = memory;
  }

  of(extension: string): Consent | undefined {
    return this.all.get(extension);
  }

  get all(): ReadonlyMap<string, Consent> {
    const notNow = [...this.#notNow].map((id) => [id, 'notNow'] as const);
    return new Map<string, Consent>([...notNow, ...this.#kept]);
  }

  async set(extension: string, consent: Consent): Promise<void> {
    if (consent === 'notNow') return void this.#notNow.add(extension);
    this.#notNow.delete(extension);
    await this.#memory.update(key, Object.fromEntries([...this.#kept, [extension, consent]]));
  }

  /** State may come from another version of the extension. */
  get #kept(): readonly [string, Consent][] {
    return Object.entries(this.#memory.get(key) ?? {}).filter(isKept);
  }
}

function isKept(entry: [string, unknown]): entry is [string, 'allowed' | 'never'] {
  return entry[1] === 'allowed' || entry[1] === 'never';
}
