/** The user's answer to an extension that requests credentials. `notNow` applies until this window closes. */
export type Consent = 'allowed' | 'never' | 'notNow';

/** Keeps answers for all windows. */
export interface ConsentMemory {
  get(key: string): unknown;
  update(key: string, value: unknown): Thenable<void>;
}

const key = 'apiConsents';

/** The user's answers, by extension ID. */
export class Consents {
  readonly #memory: ConsentMemory;
  readonly #notNow = new Set<string>();
  readonly #onSet: (extension: string, consent: Consent) => void;

  /** `onSet`: called with each answer. */
  constructor(memory: ConsentMemory, onSet: (extension: string, consent: Consent) => void) {
    this.#memory = memory;
    this.#onSet = onSet;
  }

  of(extension: string): Consent | undefined {
    return this.all.get(extension);
  }

  get all(): ReadonlyMap<string, Consent> {
    const notNow = [...this.#notNow].map((id) => [id, 'notNow'] as const);
    return new Map<string, Consent>([...notNow, ...this.#stored]);
  }

  async set(extension: string, consent: Consent): Promise<void> {
    this.#onSet(extension, consent);
    if (consent === 'notNow') return void this.#notNow.add(extension);
    this.#notNow.delete(extension);
    await this.#memory.update(key, Object.fromEntries([...this.#stored, [extension, consent]]));
  }

  /** The state may come from another version of Rolecall. */
  get #stored(): readonly [string, Consent][] {
    return Object.entries(this.#memory.get(key) ?? {}).filter(isStored);
  }
}

function isStored(entry: [string, unknown]): entry is [string, 'allowed' | 'never'] {
  return entry[1] === 'allowed' || entry[1] === 'never';
}
