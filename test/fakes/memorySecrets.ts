import type { SecretStore } from '../../src/session/storedSessions.ts';

/** Secret storage in memory. */
export class MemorySecrets implements SecretStore {
  readonly values = new Map<string, string>();

  async keys(): Promise<readonly string[]> {
    return [...this.values.keys()];
  }

  async get(key: string): Promise<string | undefined> {
    return this.values.get(key);
  }

  async store(key: string, value: string): Promise<void> {
    this.values.set(key, value);
  }

  async delete(key: string): Promise<void> {
    this.values.delete(key);
  }
}

/** A machine without a keyring: nothing can be stored. */
export class NoKeyring implements SecretStore {
  calls = 0;

  keys(): Promise<never> {
    return this.#refuse();
  }

  get(): Promise<never> {
    return this.#refuse();
  }

  store(): Promise<never> {
    return this.#refuse();
  }

  delete(): Promise<never> {
    return this.#refuse();
  }

  async #refuse(): Promise<never> {
    this.calls += 1;
    throw new Error('Cannot get a keyring');
  }
}
